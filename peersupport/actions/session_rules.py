"""What a session must keep to: its window, its size, a free place, and people from outside the chain.

Each check refuses with the way on: until when it works, from when a room is free, what else to choose.
The caller holds the case; rooms and supporters are held here, in one order, until the transaction ends.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Max, Min, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agency import clock, local_time
from agency.models import User
from peersupport.actions.roster import is_on_pick_list
from peersupport.models import Debrief, Offer, Room, Supporter
from trust import access, roles, vault
from trust.refusal import Refusal
from trust.written import as_id, check_link

SHORTEST, LONGEST = 10, 300
MOST_FACILITATORS = 6
FURTHEST = dt.timedelta(days=730)  # past every window; the arithmetic of a calendar ends somewhere
PASSED = gettext_lazy("Choose a time that is still to come.")


@dataclass(frozen=True)
class Span:
    """When a session is, as the caller asked for it. Refuses ``length``, ``too_late``, ``in_the_past``."""

    starts: dt.datetime
    minutes: int

    def __post_init__(self) -> None:
        if not SHORTEST <= self.minutes <= LONGEST:
            message = _("Choose a length from %(least)d to %(most)d minutes.")
            raise Refusal("minutes", "length", message % {"least": SHORTEST, "most": LONGEST})
        if self.starts > clock.now() + FURTHEST:
            raise far_off()
        if self.starts < clock.now() - FURTHEST:
            raise Refusal("starts_at", "in_the_past", PASSED)

    @property
    def ends(self) -> dt.datetime:
        return self.starts + dt.timedelta(minutes=self.minutes)

    def moved_to(self, starts: dt.datetime) -> Span:
        return Span(starts, self.minutes)


@dataclass(frozen=True)
class Where:
    """A room, a remote link, or both, as they were typed."""

    room: str = ""
    link: str = ""


def far_off() -> Refusal:
    return Refusal("starts_at", "too_late", _("Choose a day within the next two years."))


def said(moment: dt.datetime) -> str:
    return date_format(moment.astimezone(local_time.zone()), "DATETIME_FORMAT")


# --- when ---------------------------------------------------------------------------------------


def check_time(span: Span, offers: QuerySet[Offer]) -> None:
    """Refuses ``in_the_past``, ``too_early``, ``too_late``, ``window_closed``."""
    window = offers.aggregate(opens=Max("opens_at"), closes=Min("closes_at"))
    if window["closes"] is None:
        raise Refusal("service", "not_offered", _("This was not offered after this incident."))
    if window["closes"] <= clock.now():
        message = _("This window closed on %(until)s. A one-to-one talk is still possible.")
        raise Refusal("service", "window_closed", message % {"until": said(window["closes"])})
    if span.starts < clock.now():
        raise Refusal("starts_at", "in_the_past", PASSED)
    if span.starts < window["opens"]:
        message = _("It is too early for this. It works from %(since)s on.")
        raise Refusal("starts_at", "too_early", message % {"since": said(window["opens"])})
    if span.starts >= window["closes"]:
        message = _("The window is over by then. It works until %(until)s.")
        raise Refusal("starts_at", "too_late", message % {"until": said(window["closes"])})


# --- how many -----------------------------------------------------------------------------------


def check_size(count: int, sizes: tuple[int, int], *, could_come: int | None = None) -> None:
    """Refuses ``nobody_asked``, ``too_few``, ``too_many``. ``could_come``: everybody who may still join."""
    low, high = sizes
    if count > high:
        message = ngettext(
            "%(count)d person is too many for one session: at most %(high)d. Choose fewer, and plan a "
            "second one for the others.",
            "%(count)d people are too many for one session: at most %(high)d. Choose fewer, and plan a "
            "second one for the others.",
            count,
        )
        raise Refusal("offers", "too_many", message % {"count": count, "high": high})
    if could_come is not None and could_come >= low:
        return
    if count == 0 and could_come is None:
        message = _("Nobody has asked for a time yet. You can open it to everyone who was there.")
        raise Refusal("offers", "nobody_asked", message)
    if count < low:
        message = _(
            "%(count)d of at least %(low)d people. Plan a one-to-one talk for each of them, or open "
            "the session to everyone who was there."
        )
        raise Refusal("offers", "too_few", message % {"count": count, "low": low})


# --- where --------------------------------------------------------------------------------------


def check_place(span: Span, where: Where, *, but: uuid.UUID | None = None) -> Room | None:
    """The room, held.

    Refuses ``not_a_link``, ``nowhere``, and ``room_taken`` (with the time from which it is free).
    """
    check_link("link", where.link)
    if not where.room.strip() and not where.link:
        message = _("Say where it is: a room, a link, or both.")
        raise Refusal("room", "nowhere", message)
    if not where.room.strip():
        return None
    name = " ".join(where.room.split())[:80]
    room, _made = Room.objects.get_or_create(key=Room.key_of(name), defaults={"name": name})
    room = Room.objects.select_for_update().get(pk=room.pk)
    taken = _others(but).filter(room=room)
    if free := _free_from(span, taken):
        message = _("This room is taken then. It is free from %(since)s.")
        raise Refusal("room", "room_taken", message % {"since": said(free)})
    return room


def _others(but: uuid.UUID | None) -> QuerySet[Debrief]:
    return Debrief.objects.exclude(pk=but) if but else Debrief.objects.all()


def _free_from(span: Span, taken: QuerySet[Debrief]) -> dt.datetime | None:
    """None when nothing meets the span; else the first moment from which the same length is free."""
    if not taken.meeting(span.starts, span.ends).exists():  # type: ignore[attr-defined]
        return None
    starts = span.starts
    later = taken.planned().filter(ends_at__gt=starts).order_by("starts_at")  # type: ignore[attr-defined]
    for each in later:
        if each.starts_at >= span.moved_to(starts).ends:
            break
        starts = max(starts, each.ends_at)
    return starts


# --- who leads it ---------------------------------------------------------------------------------


def check_leads(
    by: User,
    span: Span,
    wanted: Collection[uuid.UUID | str],
    invited: frozenset[uuid.UUID],
    *,
    but: uuid.UUID | None = None,
) -> list[Supporter]:
    """Those who lead the session, held in one order.

    Refuses ``nobody_leads``, ``unknown_supporter``, ``not_on_list``, ``busy``, ``was_there``,
    ``in_chain``. Who is invited is never said.
    """
    ids = {str(each) for each in wanted}
    if not 1 <= len(ids) <= MOST_FACILITATORS:
        message = _("Choose who leads it: one person at least, %(most)d at most.")
        raise Refusal("facilitators", "nobody_leads", message % {"most": MOST_FACILITATORS})
    known = access.visible(by, Supporter).filter(pk__in=[*map(as_id, ids)]).values("pk")
    rows = Supporter.objects.select_for_update(of=("self",)).filter(pk__in=known)
    leads = list(rows.select_related("user").order_by("pk"))
    if len(leads) != len(ids):
        message = _("Choose the people who lead it from the list.")
        raise Refusal("facilitators", "unknown_supporter", message)
    for each in leads:
        _check_lead(each, span, invited, but)
    return leads


def _check_lead(
    lead: Supporter, span: Span, invited: frozenset[uuid.UUID], but: uuid.UUID | None
) -> None:
    name = {"name": str(lead.user)}
    if not is_on_pick_list(lead, span.starts):
        message = _(
            "%(name)s is not on the list on that day: a break, or a course that has run out."
        )
        raise Refusal("facilitators", "not_on_list", message % name)
    leading = _others(but).filter(facilitators__supporter=lead)
    if free := _free_from(span, leading):
        message = _("%(name)s leads another session then, and is free from %(since)s.")
        raise Refusal("facilitators", "busy", message % {**name, "since": said(free)})
    if vault.handle(lead.user_id, "support") in invited:
        message = _("%(name)s was there as well. Somebody who was not there leads it.")
        raise Refusal("facilitators", "was_there", message % name)
    if is_linked(lead, invited):
        message = _(
            "%(name)s stands in the chain of command of somebody who may come, now or in the last 12 "
            "months. Please choose somebody else."
        )
        raise Refusal("facilitators", "in_chain", message % name)


def is_linked(lead: Supporter, invited: frozenset[uuid.UUID]) -> bool:
    """Whether the supporter, or somebody tied to them by command in the last 12 months, is invited."""
    near = {lead.user_id, *roles.linked_by_command(lead.user)}
    return any(vault.handle(each, "support") in invited for each in near)
