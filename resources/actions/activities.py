"""Team activities: come, wait for a place, leave, call off. Nothing of it touches a wellness record."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import User
from resources.models import Activity, Opportunity, SignUp
from trust import access, audit, notify, roles, vault
from trust.policy import rule_for
from trust.refusal import Refusal
from trust.written import check_link

NEWS = uuid.UUID("0a3a1a63-3d0c-4c1b-8a43-5a2f7b6a9d10")


def upcoming(by: User) -> QuerySet[Activity]:
    """What is still to come and meant for this person's units, with ``taken`` (places taken)."""
    units = [post.unit for post in roles.posts(by)]
    for_them = Q(unit=None)
    for unit in units:
        over = [unit.path[: end + 1] for end, sign in enumerate(unit.path) if sign == "/"]
        for_them |= Q(unit__path__in=[*over, unit.path])
    rows = access.visible(by, Activity).filter(for_them, ends__gt=clock.now(), cancelled=False)
    taken = Count("sign_ups", filter=Q(sign_ups__waiting=False), distinct=True)
    return rows.annotate(taken=taken).select_related("unit").order_by("starts", "id")


def join(*, by: User, activity: uuid.UUID | str) -> SignUp:
    """Come along, or wait for a place when it is full; the same again changes nothing.

    Refuses ``called_off`` and ``over``.
    """
    with transaction.atomic(), audit.acting(by):
        row = access.hold(by, "join", Activity, pk=activity)
        if row.cancelled:
            raise Refusal("", "called_off", _("This activity was called off."))
        if row.ends <= clock.now():
            raise Refusal("", "over", _("This activity is over. Have a look at the next ones."))
        taken = row.sign_ups.filter(waiting=False).exclude(user=by).count()
        full = row.places is not None and taken >= row.places
        return SignUp.objects.get_or_create(activity=row, user=by, defaults={"waiting": full})[0]


def leave(*, by: User, activity: uuid.UUID | str) -> None:
    """Not coming after all. Whoever waits longest gets the place, and is told that there is news."""
    with transaction.atomic(), audit.acting(by):
        mine = access.fetch(by, "delete", SignUp, activity=activity, user_id=by.pk)
        row = Activity.objects.select_for_update().get(pk=mine.activity_id)
        mine.delete()
        if mine.waiting:
            return
        fill(row)


def fill(row: Activity) -> int:
    """Give free places to those who wait, in the order in which they came; how many moved up."""
    waiting = row.sign_ups.filter(waiting=True).select_related("user")
    free = None if row.places is None else row.places - row.sign_ups.filter(waiting=False).count()
    moved = list(waiting if free is None else waiting[: max(free, 0)])
    for each in moved:
        each.waiting = False
        each.save(update_fields=["waiting"])
    _tell_all({each.user: f"place:{each.pk}" for each in moved})
    return len(moved)


def save_activity(*, by: User, row: Activity) -> Activity:
    """Put an activity on the board, or change it. Those who come are told when it is called off."""
    with transaction.atomic(), audit.acting(by):
        new = row._state.adding
        was = None if new else access.fetch(by, "change", Activity, pk=row.pk)
        if new:
            if not rule_for("resources.Activity", "add")(by):
                raise PermissionDenied
            row.made_by = by
        row.save()
        if was and row.cancelled and not was.cancelled:
            rows = row.sign_ups.select_related("user")
            _tell_all({each.user: f"off:{row.pk}:{each.pk}" for each in rows})
        elif was and row.places != was.places:
            fill(row)
    return row


def save_opportunity(*, by: User, row: Opportunity) -> Opportunity:
    """Put training on the board, or change what is said of it. Refuses ``not_a_link``."""
    check_link("url", row.url)
    with transaction.atomic(), audit.acting(by):
        if row._state.adding:
            if not rule_for("resources.Opportunity", "add")(by):
                raise PermissionDenied
        else:
            access.fetch(by, "change", Opportunity, pk=row.pk)
        row.save()
    return row


def _tell_all(news: dict[User, str]) -> None:
    with audit.acting(None):
        for who in vault.by_handle(news, "portal"):
            notify.tell(
                participant=vault.participant(who, "portal"),
                event=uuid.uuid5(NEWS, news[who]),
                target="activities",
            )
