"""What the officer says to a suggestion: later, not for now, done; and when to hear of any."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from agency import local_time
from agency.models import User
from trust import access, audit, vault
from trust.models import Participant
from trust.quiet import Hours, length
from trust.refusal import Refusal
from wellness.actions.own import DOMAIN, joined
from wellness.actions.schedule.slots import WEEKLY_SLOT, slot_of
from wellness.assessment_types import ASKED_BY, DAYS_SINCE, AssessmentType, Reason
from wellness.models import Invitation, Reminders
from wellness.models.check_ins import InvitationQuerySet
from wellness.trend import WEEK, monday

DAY = dt.timedelta(days=1)
LONGEST_QUIET = dt.timedelta(hours=20)


class Snooze(TextChoices):
    TOMORROW = "tomorrow", _("Tomorrow")
    IN_3_DAYS = "in_3_days", _("In three days")
    NEXT_WEEK = "next_week", _("Next week")


@dataclass(frozen=True)
class Due:
    """A suggestion that makes sense today."""

    row: Invitation
    reason: str
    kind: str


@dataclass(frozen=True)
class Wishes:
    """What the officer wishes about reminders."""

    paused: bool = False
    quiet: Hours = Hours()  # noqa: RUF009 - frozen


def due_now(*, by: User) -> list[Due]:
    """The officer's own suggestions that make sense today, the one that closes first on top."""
    rows = access.visible(by, Invitation).filter(participant=vault.handle(by.pk, DOMAIN))
    found = [
        Due(cast("Invitation", each.row), reason, str(ASKED_BY[Reason(reason)]))
        for each in access.reveal_all(by, cast("InvitationQuerySet", rows).due())
        for reason in [str(each.content["reason"])]
    ]
    return sorted(found, key=lambda each: (each.row.closes or dt.date.max, each.row.due))


def skip_invitation(*, by: User, invitation: uuid.UUID | str) -> Invitation:
    """Not for now. No question asked, nobody told."""
    with transaction.atomic(), audit.acting(by):
        row = access.fetch(by, "change", Invitation, pk=invitation)
        if row.state == Invitation.State.OPEN:
            row.move_to(Invitation.State.SKIPPED)
            row.save(update_fields=["state"])
        return row


def snooze_invitation(*, by: User, invitation: uuid.UUID | str, until: str) -> Invitation:
    """Show it again later: ``until`` is a ``Snooze``. Refuses ``unknown_choice``, ``closes_before``,
    ``not_open``.
    """
    if until not in Snooze.values:
        raise Refusal("until", "unknown_choice", _("Choose one of the answers on the page."))
    with transaction.atomic(), audit.acting(by):
        row = access.fetch(by, "change", Invitation, pk=invitation)
        if row.state != Invitation.State.OPEN:
            raise Refusal("", "not_open", _("This one is put away already."))
        day = _later(Snooze(until))
        if row.closes is not None and day > row.closes:
            raise Refusal(
                "until",
                "closes_before",
                _("By then it makes no sense any more. Choose an earlier day, or “Not for now”."),
            )
        row.snoozed_until = day
        row.save(update_fields=["snoozed_until"])
        return row


def _later(until: Snooze) -> dt.date:
    today = local_time.today()
    if until == Snooze.NEXT_WEEK:
        return monday(today) + WEEK
    return today + DAY * (1 if until == Snooze.TOMORROW else 3)


def close_invitations(mine: Participant, week: dt.date) -> None:
    """A weekly check answers what was suggested for any week, and brings reminders back."""
    own, slot, done = (
        Invitation.objects.filter(participant=mine),
        slot_of(week),
        Invitation.State.DONE,
    )
    own.open().filter(slot__startswith=WEEKLY_SLOT).update(state=done)
    if not own.filter(slot=slot).update(state=done):
        Invitation.objects.get_or_create(
            participant=mine, slot=slot, defaults={"state": done, "due": week}
        )


def close_for(mine: Participant, kind: str) -> None:
    """An assessment answers what was suggested of its kind until today."""
    answered = [row.pk for row, reason in _begun(mine) if ASKED_BY[reason] == kind]
    Invitation.objects.filter(pk__in=answered).update(state=Invitation.State.DONE)


def days_since_incident(mine: Participant) -> int | None:
    """How long ago, by the latest suggestion that is open; None when there is none."""
    since = [
        DAYS_SINCE[reason]
        for _row, reason in _begun(mine)
        if ASKED_BY[reason] == AssessmentType.POST_INCIDENT
    ]
    return max(since, default=None)


def _begun(mine: Participant) -> Iterator[tuple[Invitation, Reason]]:
    """The open suggestions that have begun and whose days are not over, with their reasons."""
    today = local_time.today()
    rows = Invitation.objects.filter(participant=mine, due__lte=today).open()
    for row in rows.exclude(slot__startswith=WEEKLY_SLOT):
        if row.closes is None or row.closes >= today:
            yield row, Reason(str(vault.open_row(row)["reason"]))


def my_reminders(*, by: User) -> Wishes:
    """As the officer set it, or as it is for everyone."""
    mine = access.visible(by, Reminders).filter(participant=vault.handle(by.pk, DOMAIN)).first()
    if mine is None:
        return Wishes()
    return as_wishes(cast("dict[str, object]", access.reveal(by, mine).content["choices"]))


def as_wishes(choices: dict[str, object]) -> Wishes:
    """The sealed column as what it means."""
    usual = Hours()
    times = {
        name: dt.time.fromisoformat(str(choices[key]))
        for name, key in (("since", "quiet_from"), ("until", "quiet_until"))
        if choices.get(key)
    }
    return Wishes(bool(choices.get("paused")), replace(usual, **times))


def set_reminders(
    *,
    by: User,
    paused: bool | None = None,
    quiet_from: dt.time | None = None,
    quiet_until: dt.time | None = None,
) -> Wishes:
    """Change the wishes; what is left out stays. Quiet hours are on the agency's clock, at most
    twenty hours long (``out_of_range``); the same time twice means none.
    """
    with transaction.atomic(), audit.acting(by), vault.keyring():
        mine = joined(by)
        was = my_reminders(by=by)
        hours = Hours(quiet_from or was.quiet.since, quiet_until or was.quiet.until)
        if length(hours) > LONGEST_QUIET:
            raise Refusal(
                "quiet_until",
                "out_of_range",
                _("Leave at least four hours of a day in which a reminder may come."),
            )
        now = Wishes(was.paused if paused is None else paused, hours)
        choices = {
            "paused": now.paused,
            "quiet_from": f"{hours.since:%H:%M}",
            "quiet_until": f"{hours.until:%H:%M}",
        }
        Reminders.objects.update_or_create(participant=mine, defaults={"choices": choices})
        return now
