"""Every number of a policy pack that an agency may change: its bounds, its unit and who says so. Pure.

A number has a key such as ``defusing.1.closes``. ``numbers`` lists them for a pack; ``changed`` gives
the pack with some of them changed, under a version that names the change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from peersupport.packs import DAY, HOUR, Attendance, Pack, Service, Window, called

Text = str | Promise

ATTENDANCE = (Attendance.OFFER_ONLY, Attendance.EXPECTED)
HOURS, MINUTES, PEOPLE, PERCENT, COUNT, CHOICE = (
    _("hours"), _("minutes"), _("people"), _("percent"), _("number"), _("0 or 1"),
)  # fmt: skip

_EVERLY = _("Everly and Mitchell, table of CISM interventions.")
_TRIM = _("TRiM practice: 72 hours and 28 days (King's Centre for Military Health Research).")
_OURS = _("No study sets this number. Our own bounds, kept wide.")
_MONTHS = _("IACP and BJA guides on critical incidents: follow up for a year.")
SOURCES: dict[str, Text] = {
    Service.DEMOBILISATION: _EVERLY,
    Service.DEFUSING: _EVERLY,
    Service.CISD: _EVERLY,
    Service.TRIM: _TRIM,
    Service.FOLLOW_UP: _MONTHS,
}
# No service keeps its name beyond this: a talk after three days is no defusing.
LATEST: dict[str, dt.timedelta] = {
    Service.DEMOBILISATION: 24 * HOUR,
    Service.DEFUSING: 24 * HOUR,
    Service.CISD: 28 * DAY,
    Service.TRIM: 60 * DAY,
    Service.ONE_TO_ONE: 365 * DAY,
    Service.FAMILY: 365 * DAY,
    Service.PASTORAL: 365 * DAY,
    Service.REFERRAL: 365 * DAY,
    Service.FOLLOW_UP: 450 * DAY,
}


@dataclass(frozen=True)
class Number:
    """One number as the pack has it, and the least and the most that it can be changed to."""

    key: str
    label: Text
    value: int
    floor: int
    maximum: int
    unit: Text
    source: Text


def hours(span: dt.timedelta) -> int:
    return int(span / HOUR)


# --- the list -----------------------------------------------------------------------------------


def numbers(pack: Pack) -> dict[str, Number]:
    """Every number of the pack by its key, in the order of the pack."""
    found = [*_general(pack)]
    for window in pack.windows:
        found += _times(window)
        found += _sizes(window)
    return {each.key: each for each in found}


def _general(pack: Pack) -> Iterator[Number]:
    yield Number(
        "attendance", _("Attendance: 0 nobody has to come, 1 expected"),
        ATTENDANCE.index(Attendance(pack.attendance)), 0, 1, CHOICE,
        _("WHO and NICE NG116: no single session as a treatment. Taking part is never a duty."),
    )  # fmt: skip
    yield Number(
        "answer_minutes", _("Minutes in which a supporter answers, before the next one is asked"),
        pack.answer_minutes, 5, 120, MINUTES, _OURS,
    )  # fmt: skip
    yield Number(
        "accepts_a_day", _("Requests that one supporter can accept in a day"),
        pack.accepts_a_day, 1, 50, COUNT, _("A limit for a stolen account. Our own bounds."),
    )  # fmt: skip
    yield Number(
        "capacity", _("Open contacts that a new supporter takes on"),
        pack.capacity, 1, 30, COUNT, _("Default cap of the programme; changed per person."),
    )  # fmt: skip
    yield Number(
        "outreach_percent", _("A unit is visited from this share of its own monthly average on"),
        pack.outreach_percent, 110, 400, PERCENT, _OURS,
    )  # fmt: skip
    yield Number(
        "outreach_least", _("Hard calls in 30 days below which no unit is visited"),
        pack.outreach_least, 3, 100, COUNT, _("Keeps chance in a small unit from raising a visit."),
    )  # fmt: skip


def _times(window: Window) -> Iterator[Number]:
    most = hours(max(LATEST[window.service], window.disaster_closes or window.closes))
    given = {
        "opens": (_("%(service)s: opens after"), window.opens, 0),
        "best_by": (_("%(service)s: best before"), window.best_by, 1),
        "closes": (_("%(service)s: closes after"), window.closes, 1),
        "disaster_closes": (
            _("%(service)s: closes after, mass casualty"),
            window.disaster_closes,
            1,
        ),
        "at_shift_end": (_("%(service)s: after the end of the shift"), window.at_shift_end, 0),
    }
    for name, (label, span, floor) in given.items():
        if span is not None:
            yield Number(
                f"{window.service}.{window.round}.{name}", label % {"service": called(window.service, window.round)},
                hours(span), floor, most, HOURS, SOURCES.get(window.service, _OURS),
            )  # fmt: skip


def _sizes(window: Window) -> Iterator[Number]:
    if window.people is None:
        return
    for name, label, value in (
        ("fewest", _("%(service)s: fewest people"), window.people[0]),
        ("most", _("%(service)s: most people"), window.people[1]),
    ):
        yield Number(
            f"{window.service}.{window.round}.{name}", label % {"service": called(window.service, window.round)},
            value, 1, 100, PEOPLE, SOURCES.get(window.service, _OURS),
        )  # fmt: skip


# --- a pack with changes --------------------------------------------------------------------------


def changed(pack: Pack, values: Mapping[str, int]) -> Pack:
    """The pack with these numbers, each cut to its bounds; keys that it doesn't have are left out.

    Raises ``ValueError`` with a key when a window would end before it begins.
    """
    known = numbers(pack)
    inside = {
        key: min(max(value, known[key].floor), known[key].maximum)
        for key, value in values.items()
        if key in known
    }
    differ = {key: value for key, value in inside.items() if value != known[key].value}
    if not differ:
        return pack
    general = {key: value for key, value in differ.items() if "." not in key}
    if "attendance" in general:
        general["attendance"] = ATTENDANCE[general["attendance"]]  # type: ignore[assignment]
    return replace(
        pack,
        version=f"{pack.version}+{_short(differ)}",
        windows=tuple(_window(each, differ) for each in pack.windows),
        **general,  # type: ignore[arg-type]
    )


def _short(differ: Mapping[str, int]) -> str:
    """The same changes have the same name."""
    text = ";".join(f"{key}={differ[key]}" for key in sorted(differ))
    return sha256(text.encode()).hexdigest()[:8]


def _window(window: Window, differ: Mapping[str, int]) -> Window:
    own = f"{window.service}.{window.round}."
    mine = {key.removeprefix(own): value for key, value in differ.items() if key.startswith(own)}
    if not mine:
        return window
    low, high = window.people or (1, 1)
    people = (mine.pop("fewest", low), mine.pop("most", high)) if window.people else None
    spans = {name: value * HOUR for name, value in mine.items()}
    new = replace(window, people=people, **spans)  # type: ignore[arg-type]
    if not _in_order(new):
        raise ValueError(own + next(iter(mine), "most"))
    return new


def _in_order(window: Window) -> bool:
    low, high = window.people or (1, 1)
    last = window.disaster_closes or window.closes
    return (
        window.opens < window.closes <= last
        and window.opens <= (window.best_by or window.closes) <= window.closes
        and low <= high
    )
