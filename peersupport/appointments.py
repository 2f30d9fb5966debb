"""One session as an iCalendar file (RFC 5545). Pure: its title says nothing, and no place is in it."""

from __future__ import annotations

import datetime as dt

from icalendar import Calendar, Event


def appointment(
    uid: str,
    title: str,
    starts: dt.datetime,
    ends: dt.datetime,
    *,
    stamp: dt.datetime,
    sequence: int = 0,
    cancelled: bool = False,
) -> bytes:
    """A file with one entry. ``sequence`` grows with every change, so that calendars replace the old one."""
    entry = Event()
    entry.add("uid", f"{uid}@argus")
    entry.add("dtstamp", stamp)
    entry.add("dtstart", starts)
    entry.add("dtend", ends)
    entry.add("summary", title)
    entry.add("sequence", sequence)
    if cancelled:
        entry.add("status", "CANCELLED")
    book = Calendar()
    book.add("prodid", "-//Argus//Calendar//EN")
    book.add("version", "2.0")
    book.add_component(entry)
    return book.to_ical()
