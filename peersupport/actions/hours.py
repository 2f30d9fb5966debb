"""When a supporter can be reached: the week, the days that differ, and the switch *on duty now*."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from agency import clock, local_time
from agency.models import Shift, User
from peersupport import availability
from peersupport.actions.roster import is_on_pick_list
from peersupport.availability import Span
from peersupport.models import Availability, Away, Supporter
from trust import access, audit, calendar
from trust.calendar import Entry, Title
from trust.refusal import Refusal

HOURS = (2, 4, 8, 12)
SHIFT_END = "shift"
AT_MOST = 50  # spans of a week, and days ahead that differ
LONGEST_AWAY = dt.timedelta(days=366)

NO_DAY = _("Choose at least one day.")
NO_LENGTH = _("From and to are the same. Choose a later end, or the night of the next day.")
TWICE = _("You are reachable at this time already. Change or remove that line first.")
TOO_MANY = _("This is more than we can show. Please put some of them together.")
NOT_ON_LIST = _(
    "You are not on the list at the moment: you take a break, or a course has run out. Your coordinator "
    "can help."
)


def mine(by: User, *, lock: bool = False) -> Supporter:
    """The person's own place on the roster; ``Http404`` for everybody who has none."""
    row = access.fetch(by, "describe", Supporter, user_id=by.pk)
    if row.status == Supporter.Status.LEFT:
        raise Http404
    return Supporter.objects.select_for_update().get(pk=row.pk) if lock else row


# --- the week -----------------------------------------------------------------------------------------


@transaction.atomic
def set_week(*, by: User, week: Iterable[Span]) -> Supporter:
    """The whole pattern at once; what stays the same is left alone.

    Refuses ``no_day``, ``no_length``, ``twice``, ``too_many``.
    """
    row = mine(by, lock=True)
    wanted = [_exact(each) for each in week]
    _check(wanted)
    with audit.acting(by):
        there = {_key(each): each for each in row.week.all()}
        for key in there.keys() - {_key(each) for each in wanted}:
            there[key].delete()
        for each in wanted:
            if _key(each) not in there:
                _add(row, each)
    return row


@transaction.atomic
def add_hours(
    *, by: User, weekdays: Iterable[int], starts: dt.time, ends: dt.time
) -> list[Availability]:
    """The same hours on one or more days of the week. Refuses what ``set_week`` refuses."""
    row = mine(by, lock=True)
    new = [_exact(Span(day, starts, ends)) for day in sorted(set(weekdays))]
    if not new:
        raise Refusal("weekdays", "no_day", NO_DAY)
    there = [Span(*_key(each)) for each in row.week.all()]
    new = [each for each in new if each not in there]  # a second press changes nothing
    _check([*there, *new])
    with audit.acting(by):
        return [_add(row, each) for each in new]


@transaction.atomic
def remove_hours(*, by: User, span: uuid.UUID | str) -> None:
    """Take one line out of the week."""
    mine(by, lock=True)
    with audit.acting(by):
        access.fetch(by, "delete", Availability, pk=span).delete()


def _add(row: Supporter, span: Span) -> Availability:
    return Availability.objects.create(
        supporter=row, weekday=span.weekday, starts=span.starts, ends=span.ends
    )


def _exact(span: Span) -> Span:
    """To the minute, without a zone."""
    starts, ends = (
        each.replace(second=0, microsecond=0, tzinfo=None) for each in (span.starts, span.ends)
    )
    return Span(span.weekday, starts, ends)


def _key(span: availability.Weekly) -> tuple[int, dt.time, dt.time]:
    return span.weekday, span.starts, span.ends


def _check(week: list[Span]) -> None:
    if len(week) > AT_MOST:
        raise Refusal("week", "too_many", TOO_MANY)
    for place, each in enumerate(week):
        if not 0 <= each.weekday <= 6:
            raise Refusal("weekdays", "no_day", NO_DAY)
        if each.starts == each.ends:
            raise Refusal("ends", "no_length", NO_LENGTH)
        if any(availability.overlaps(each, other) for other in week[:place]):
            raise Refusal("starts", "twice", TWICE)


# --- days that differ -----------------------------------------------------------------------------------


@transaction.atomic
def add_days(*, by: User, first_day: dt.date, last_day: dt.date, available: bool = False) -> Away:
    """Away on these days, or reachable all day. The same again changes nothing.

    Refuses ``backwards``, ``past``, ``too_long``, ``twice``, ``too_many``.
    """
    row = mine(by, lock=True)
    _check_days(first_day, last_day)
    ahead = row.exceptions.filter(last_day__gte=local_time.today())
    same = ahead.filter(first_day=first_day, last_day=last_day, available=available).first()
    if same:
        return same
    if ahead.filter(first_day__lte=last_day, last_day__gte=first_day).exists():
        raise Refusal("first_day", "twice", _("You have said something about these days already."))
    if ahead.count() >= AT_MOST:
        raise Refusal("first_day", "too_many", TOO_MANY)
    with audit.acting(by):
        return Away.objects.create(
            supporter=row, first_day=first_day, last_day=last_day, available=available
        )


def _check_days(first: dt.date, last: dt.date) -> None:
    if last < first:
        raise Refusal("last_day", "backwards", _("The last day lies before the first one."))
    if last < local_time.today():
        raise Refusal("last_day", "past", _("These days are over. Choose days from today on."))
    if last - first > LONGEST_AWAY:
        raise Refusal("last_day", "too_long", _("Choose at most one year at a time."))


@transaction.atomic
def remove_days(*, by: User, days: uuid.UUID | str) -> None:
    """Take back what was said about some days."""
    with audit.acting(by):
        access.fetch(by, "delete", Away, pk=days).delete()


# --- on duty now ------------------------------------------------------------------------------------------


@transaction.atomic
def go_on_duty(*, by: User, until: str) -> Supporter:
    """Reachable now for 2, 4, 8 or 12 hours, or until the shift ends.

    Refuses ``unknown_time``, ``no_shift``, and ``not_on_list`` for whoever can't be asked now.
    """
    row = mine(by, lock=True)
    if not is_on_pick_list(supporter=row, at=clock.now()):
        raise Refusal("until", "not_on_list", NOT_ON_LIST)
    ends = _end(by, until)
    with audit.acting(by):
        row.on_duty_until = ends
        row.save(update_fields=["on_duty_until"])
    return row


def _end(by: User, until: str) -> dt.datetime:
    now = clock.now()
    if until == SHIFT_END:
        shift = access.visible(by, Shift).filter(user=by, starts__lte=now, ends__gt=now)
        row = shift.order_by("-ends").first()
        if row is None:
            raise Refusal("until", "no_shift", _("We know of no shift of yours right now."))
        return row.ends
    if until not in {str(each) for each in HOURS}:
        raise Refusal("until", "unknown_time", _("Choose one of the times."))
    return now + dt.timedelta(hours=int(until))


@transaction.atomic
def go_off_duty(*, by: User) -> Supporter:
    """The switch off again; the week counts as before."""
    row = mine(by, lock=True)
    with audit.acting(by):
        row.on_duty_until = None
        row.save(update_fields=["on_duty_until"])
    return row


# --- in one's own calendar --------------------------------------------------------------------------------

MOST_ENTRIES = 200


@calendar.register
def my_hours(user: User, since: dt.datetime, until: dt.datetime) -> Iterable[Entry]:
    """The supporter's own week, day by day, without the days on which they are away: three queries."""
    row = Supporter.objects.active().filter(user=user).first()
    if row is None:
        return []
    week, differs = list(row.week.all()), list(row.exceptions.all())
    found = (entry for day in _days(since, until) for entry in _on_day(week, differs, day))
    touching = (each for each in found if each.starts < until and each.ends > since)
    return list(islice(touching, MOST_ENTRIES))


def _days(since: dt.datetime, until: dt.datetime) -> Iterator[dt.date]:
    """The days of the agency that the span touches, and the evening before them."""
    day = since.astimezone(local_time.zone()).date() - dt.timedelta(days=1)
    last = until.astimezone(local_time.zone()).date()
    while day <= last:
        yield day
        day += dt.timedelta(days=1)


def _on_day(week: list[Availability], differs: list[Away], day: dt.date) -> Iterator[Entry]:
    there = [each for each in differs if each.first_day <= day <= each.last_day]
    if there:
        for each in there if all(each.available for each in there) else []:
            yield _entry(each.pk, day, dt.time(), dt.time())
        return
    for span in week:
        if span.weekday == day.weekday():
            yield _entry(span.pk, day, span.starts, span.ends)


def _entry(pk: uuid.UUID, day: dt.date, starts: dt.time, ends: dt.time) -> Entry:
    last = day if starts < ends else day + dt.timedelta(days=1)
    zone = local_time.zone()
    first = local_time.instant(dt.datetime.combine(day, starts), zone)
    return Entry(
        uid=f"availability-{pk}-{day:%Y%m%d}",
        starts=first,
        ends=local_time.instant(dt.datetime.combine(last, ends), zone, after=first),
        title=Title.AVAILABLE,
        target="supporter_availability",
    )
