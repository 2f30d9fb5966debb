"""Suggested check-ins: weekly, and after an incident with a patient who was not alert.

Nobody must. Two weeks skipped in a row end the reminders until the officer checks in by choice.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from agency import clock
from agency.models import Attendance, Encounter, User
from trust import access, audit, notify, vault
from trust.models import Level, Participant
from wellness.actions.own import DOMAIN
from wellness.models import Invitation
from wellness.trend import monday

SKIPS_THAT_END_REMINDERS = 2
AFTER_INCIDENT = dt.timedelta(days=1)  # the assessment window of the domain table opens at 24 h
WEEKLY, INCIDENT = "weekly", "after_incident"
WEEKLY_SLOT = "week:"


def slot_of(week: dt.date) -> str:
    return f"{WEEKLY_SLOT}{week.isoformat()}"


@transaction.atomic
def invite_weekly(*, week: dt.date) -> int:
    """Suggest this week's check-in to everyone who joined; the number of new suggestions.

    Last week's that were left open count as skipped. Safe to run twice.
    """
    weekly = Invitation.objects.filter(slot__startswith=WEEKLY_SLOT)
    weekly.open().filter(due__lt=week).update(state=Invitation.State.SKIPPED)
    people = Participant.objects.filter(domain=DOMAIN, level__gte=Level.SELF_ONLY)
    invited = set(weekly.filter(slot=slot_of(week)).values_list("participant", flat=True))
    rows = [
        Invitation(participant=each, slot=slot_of(week), due=week, reason=WEEKLY)
        for each in people.exclude(pk__in=_resting(week))
        if each.pk not in invited
    ]
    with vault.keyring():
        vault.load_keys([row.participant_id for row in rows], DOMAIN)
        Invitation.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(rows)


def _resting(week: dt.date) -> set[uuid.UUID]:
    """Those who skipped the two weeks before, or rest since then."""
    newest: dict[uuid.UUID, list[str]] = {}
    rows = Invitation.objects.filter(slot__startswith=WEEKLY_SLOT, due__lt=week).order_by("-due")
    for who, state in rows.values_list("participant", "state").iterator():
        newest.setdefault(who, []).append(state)
    skipped = [Invitation.State.SKIPPED] * SKIPS_THAT_END_REMINDERS
    return {who for who, states in newest.items() if states[:SKIPS_THAT_END_REMINDERS] == skipped}


def close_invitations(mine: Participant, week: dt.date) -> None:
    """A check-in answers everything that was suggested, and brings reminders back."""
    own, slot, done = (
        Invitation.objects.filter(participant=mine),
        slot_of(week),
        Invitation.State.DONE,
    )
    own.open().update(state=done)
    if not own.filter(slot=slot).update(state=done):
        Invitation.objects.get_or_create(
            participant=mine, slot=slot, defaults={"state": done, "due": week, "reason": WEEKLY}
        )


@transaction.atomic
def invite_after_incident(*, incident: uuid.UUID | str) -> int:
    """Suggest a check-in to the crew of an incident whose patient was not alert (AVPU V, P, U).

    Only to those who joined. Safe to run twice; the number of new suggestions.
    """
    if not Encounter.objects.filter(incident__pk=incident, check_in=True).exists():
        return 0
    made = 0
    with vault.keyring():
        for mine in joined_crew(incident):
            slot = vault.mac(mine.pk, f"incident:{incident}".encode())
            made += Invitation.objects.get_or_create(
                participant=mine,
                slot=slot,
                defaults={"due": clock.today() + AFTER_INCIDENT, "reason": INCIDENT},
            )[1]
    return made


def joined_crew(incident: uuid.UUID | str) -> list[Participant]:
    """Those who attended and opted in, in no telling order."""
    crew = Attendance.objects.filter(incident__pk=incident).values_list("user", flat=True)
    handles = [vault.handle(user, DOMAIN) for user in crew]
    rows = Participant.objects.filter(pk__in=handles, level__gte=Level.SELF_ONLY)
    return list(rows.order_by("handle"))


@transaction.atomic
def remind() -> int:
    """Tell everyone whose suggested check-in is due, all at once; nobody twice.

    Once a day for all, so that the hour of a message does not tell which incident it follows.
    """
    told = 0
    for row in Invitation.objects.due().select_related("participant"):
        told += (
            notify.tell(participant=row.participant, event=row.pk, target="check_in") is not None
        )
    return told


def skip_invitation(*, by: User, invitation: uuid.UUID | str) -> Invitation:
    """Not this time. No question asked, nobody told."""
    with transaction.atomic(), audit.acting(by):
        row = access.fetch(by, "change", Invitation, pk=invitation)
        if row.state == Invitation.State.OPEN:
            row.move_to(Invitation.State.SKIPPED)
            row.save(update_fields=["state"])
        return row


def week_of(slot: str) -> dt.date:
    """The Monday of an outbox slot (ISO date and time, UTC)."""
    return monday(dt.datetime.fromisoformat(slot.replace("Z", "+00:00")).date())
