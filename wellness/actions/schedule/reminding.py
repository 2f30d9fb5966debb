"""Tell people that there is something new, each at their first hour that is not quiet.

The message is the same for everything (``trust.notify``), and one for all that is due: neither its
words nor its number tell what was suggested. Runs every hour and may run twice.
"""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import Q

from agency import clock, local_time
from agency.models import Shift
from trust import notify, vault
from trust.models import Level
from trust.quiet import REST, is_night_shift, is_quiet
from wellness.actions.own import DOMAIN
from wellness.actions.schedule.choices import Wishes, as_wishes
from wellness.actions.schedule.inviting import wishes
from wellness.models import Invitation, Reminders

TARGET = "check_in"

Events = dict[uuid.UUID, list[uuid.UUID]]


@transaction.atomic
def remind() -> int:
    """Tell everyone whose suggested assessment is due and who was not told yet; how many people."""
    waiting = _untold()
    if not waiting:
        return 0
    disturbed = _wished_quiet(waiting) | _on_or_after_night_shift()
    telling = {who: events for who, events in waiting.items() if who not in disturbed}
    return notify.tell_all(telling, target=TARGET)


def _untold() -> Events:
    """What is due on the agency's own day, by person, where no notice was made of it."""
    today = local_time.today()
    rows = Invitation.objects.due().filter(due__lte=today)
    rows = rows.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=today))
    rows = rows.filter(participant__level__gte=Level.SELF_ONLY).order_by("due", "pk")
    # An event put off is another one: asked for, told again.
    due = [
        (who, uuid.uuid5(pk, snoozed.isoformat()) if snoozed else pk)
        for who, pk, snoozed in rows.values_list("participant", "pk", "snoozed_until")
    ]
    return notify.untold(due, target=TARGET)


def _wished_quiet(waiting: Events) -> set[uuid.UUID]:
    at = local_time.now().time()
    asked = {who: as_wishes(each) for who, each in wishes(Reminders.objects.all())}
    usual = Wishes()
    return {
        who
        for who in waiting
        for wish in [asked.get(who, usual)]
        if wish.paused or is_quiet(at, wish.quiet)
    }


def _on_or_after_night_shift() -> set[uuid.UUID]:
    """The handles of those who work a night now, or rest from one."""
    now, there = clock.now(), local_time.zone()
    shifts = Shift.objects.filter(starts__lte=now, ends__gt=now - REST)
    return {
        vault.handle(user, DOMAIN)
        for user, starts, ends in shifts.values_list("user", "starts", "ends")
        if is_night_shift(starts, ends, there)
    }
