"""Suggest: every week, every quarter, every year, and after an incident that calls for support.

Two weekly checks skipped in a row end every regular suggestion until the officer checks in by choice;
so does a pause. Everything here may run twice and must stay fast for a large department: whole lists,
one look at the keys.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import cast

from django.db import transaction
from django.db.models import F, Min, QuerySet
from django.db.models import Window as Over
from django.db.models.functions import RowNumber

from agency import local_time
from agency.models import Attendance, Encounter, Incident
from trust import vault
from trust.models import Consent, Level, Participant
from wellness.actions.own import DOMAIN
from wellness.actions.schedule.slots import WEEKLY_SLOT, slot_of, token
from wellness.assessment_types import WINDOWS, Reason, Window
from wellness.models import Invitation, Reminders
from wellness.trend import WEEK, monday

SKIPS_THAT_END_REMINDERS = 2
DAY = dt.timedelta(days=1)
QUARTER = dt.timedelta(weeks=13)
ROUND_STAYS_OPEN = dt.timedelta(weeks=6)
BATCH = 500


@transaction.atomic
def invite_weekly(*, week: dt.date) -> int:
    """Suggest this week's check to everyone who joined; the number of new suggestions.

    Last week's that were left open count as skipped. Safe to run twice.
    """
    weekly = Invitation.objects.filter(slot__startswith=WEEKLY_SLOT)
    weekly.open().filter(due__lt=week).update(state=Invitation.State.SKIPPED)
    slot = slot_of(week)
    invited = set(weekly.filter(slot=slot).values_list("participant", flat=True))
    rows = [
        Invitation(participant_id=each, slot=slot, due=week, closes=week + WEEK - DAY)
        for each in _wanting(week)
        if each not in invited
    ]
    return _suggest(rows)


@transaction.atomic
def invite_rounds(*, week: dt.date) -> int:
    """Suggest the quarterly look back thirteen weeks after joining, and so on; each fourth time the
    annual review instead. A round stays open for six weeks. Safe to run twice, or weeks too late.
    """
    recent = Invitation.objects.filter(due__gt=week - ROUND_STAYS_OPEN)
    known = set(recent.exclude(slot__startswith=WEEKLY_SLOT).values_list("slot", flat=True))
    wanting = set(_wanting(week))
    rows = [
        Invitation(participant_id=who, slot=slot, due=week, closes=closes, reason=reason)
        for who, joined_on in _joined_on()
        if who in wanting
        for number, closes in _round(joined_on, week)
        for slot in [token(who, f"round:{number}")]
        if slot not in known
        for reason in [Reason.QUARTERLY if number % 4 else Reason.ANNUAL]
    ]
    return _suggest(rows)


def _joined_on() -> Iterator[tuple[uuid.UUID, dt.date]]:
    first = Consent.objects.values_list("participant").annotate(Min("decided_at")).order_by()
    for who, moment in first.iterator():
        yield who, moment.date()


def _round(joined_on: dt.date, week: dt.date) -> Iterator[tuple[int, dt.date]]:
    """The number of the round that is open this week, and its last day; nothing in between."""
    number, past = divmod(week - joined_on, QUARTER)
    if number > 0 and past < ROUND_STAYS_OPEN:
        yield number, week - past + ROUND_STAYS_OPEN


def _suggest(rows: list[Invitation]) -> int:
    with vault.keyring():
        vault.load_keys([row.participant_id for row in rows], DOMAIN)
        Invitation.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
    return len(rows)


def _wanting(week: dt.date) -> list[uuid.UUID]:
    """Everyone who joined, does not rest and did not pause."""
    people = Participant.objects.filter(domain=DOMAIN, level__gte=Level.SELF_ONLY)
    away = _resting(week) | _pausing()
    return [each for each in people.values_list("pk", flat=True) if each not in away]


def _resting(week: dt.date) -> set[uuid.UUID]:
    """Those who skipped the two weeks before, or rest since then."""
    nth = Over(RowNumber(), partition_by="participant", order_by=F("due").desc())
    rows = Invitation.objects.filter(slot__startswith=WEEKLY_SLOT, due__lt=week).order_by()
    newest = rows.annotate(nth=nth).filter(nth__lte=SKIPS_THAT_END_REMINDERS)
    skipped = Counter(
        who
        for who, state in newest.values_list("participant", "state").iterator()
        if state == Invitation.State.SKIPPED
    )
    return {who for who, times in skipped.items() if times == SKIPS_THAT_END_REMINDERS}


def _pausing() -> set[uuid.UUID]:
    return {who for who, wish in wishes(Reminders.objects.all()) if wish.get("paused")}


def wishes(rows: QuerySet[Reminders]) -> Iterable[tuple[uuid.UUID, dict[str, object]]]:
    """What people wish about reminders, opened for the clock that has to heed it."""
    found = list(rows)
    contents = vault.open_rows(found)
    for row, content in zip(found, contents, strict=True):
        yield row.participant_id, cast("dict[str, object]", content["choices"])


@transaction.atomic
def invite_after_incident(*, incident: uuid.UUID | str) -> int:
    """Suggest an assessment at 24 to 72 hours, one month and three months to everyone who was there.

    For an incident of a category that calls for support, or with a patient who was not alert (AVPU
    V, P, U). Only to those who joined. Safe to run twice; the number of new suggestions.
    """
    event = Incident.objects.get(pk=incident)
    if not _calls_for_it(event):
        return 0
    with vault.keyring():
        return sum(_invite(mine, event) for mine in joined_crew(event.pk))


def _invite(mine: Participant, event: Incident) -> int:
    """Every window that is still open; the last one from tomorrow on when the fact came too late.

    What is owed after an incident is owed however late it becomes known (ADR 9).
    """
    made = sum(_invited(mine, event, window) for window in WINDOWS)
    slots = [_slot(mine, event, window) for window in WINDOWS]
    if made or Invitation.objects.filter(participant=mine, slot__in=slots).exists():
        return made
    tomorrow, last = local_time.today() + DAY, WINDOWS[-1]
    closes = tomorrow + DAY * (WINDOWS[0].closes - WINDOWS[0].opens)
    return _suggested(mine, event, last, tomorrow, closes)


def _calls_for_it(event: Incident) -> bool:
    if event.history:
        return False
    return bool(event.category) or Encounter.objects.filter(incident=event, check_in=True).exists()


def _invited(mine: Participant, event: Incident, window: Window) -> bool:
    """One suggestion, unless its days are over.

    The later ones begin on a Monday, as the regular ones do, and none on the day the file arrived:
    its date must not tell which incident it follows.
    """
    day = event.occurred_at.astimezone(local_time.zone()).date()
    tomorrow = local_time.today() + DAY
    first = window.reason == Reason.INCIDENT
    opens = max(day + DAY * window.opens, tomorrow)
    due = opens if first else monday(opens + WEEK - DAY)
    closes = day + DAY * window.closes
    if due > closes:
        return False
    return _suggested(mine, event, window, due, closes)


def _suggested(
    mine: Participant, event: Incident, window: Window, due: dt.date, closes: dt.date
) -> bool:
    return Invitation.objects.get_or_create(
        participant=mine,
        slot=_slot(mine, event, window),
        defaults={"due": due, "closes": closes, "reason": window.reason},
    )[1]


def _slot(mine: Participant, event: Incident, window: Window) -> str:
    first = window.reason == Reason.INCIDENT
    return token(mine.pk, f"incident:{event.pk}" + ("" if first else f":{window.reason}"))


def joined_crew(incident: uuid.UUID | str) -> list[Participant]:
    """Those who attended and opted in, in no telling order."""
    crew = Attendance.objects.filter(incident__pk=incident).values_list("user", flat=True)
    handles = [vault.handle(user, DOMAIN) for user in crew]
    rows = Participant.objects.filter(pk__in=handles, level__gte=Level.SELF_ONLY)
    return list(rows.order_by("handle"))
