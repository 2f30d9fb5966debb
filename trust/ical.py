"""Events as iCalendar text (RFC 5545). Pure: plain values in, bytes out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from icalendar import Calendar
from icalendar import Event as CalendarEvent


@dataclass(frozen=True)
class Event:
    """One entry. ``uid`` stays the same when the entry changes; times carry their zone.

    ``sequence`` grows with every change, so that calendars replace the old one.
    """

    uid: str
    title: str
    starts: dt.datetime
    ends: dt.datetime
    place: str = ""
    sequence: int = 0
    cancelled: bool = False


def calendar(events: Iterable[Event], *, stamp: dt.datetime, name: str = "") -> bytes:
    """A whole calendar file. Nothing but time, title and place is in it."""
    book = Calendar()
    book.add("prodid", "-//Argus//Calendar//EN")
    book.add("version", "2.0")
    if name:
        book.add("x-wr-calname", name)
    for each in events:
        book.add_component(_entry(each, stamp))
    text: bytes = book.to_ical()
    return text


def _entry(event: Event, stamp: dt.datetime) -> CalendarEvent:
    entry = CalendarEvent()
    entry.add("uid", f"{event.uid}@argus")
    entry.add("dtstamp", stamp)
    entry.add("dtstart", event.starts)
    entry.add("dtend", event.ends)
    entry.add("summary", event.title)
    if event.place:
        entry.add("location", event.place)
    if event.sequence:
        entry.add("sequence", event.sequence)
    if event.cancelled:
        entry.add("status", "CANCELLED")
    return entry
