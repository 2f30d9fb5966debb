"""A supporter answers: yes, or pass without a reason. Exactly one person ever says yes to a request."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import User
from peersupport.actions import asking_on
from peersupport.actions.cases import pack
from peersupport.actions.messages import tell_officer
from peersupport.actions.roster import is_on_pick_list
from peersupport.models import Ask, PeerRequest, Supporter
from trust import access, audit, roles
from trust.policy.terms import SUPPORTERS
from trust.refusal import Refusal
from trust.written import as_id

log = structlog.get_logger("argus.peersupport")

State = Ask.State
DAY, WEEK = dt.timedelta(days=1), dt.timedelta(days=7)
OVER = _("This has moved on to somebody else, or was taken back. Nothing is left to do. Thank you.")
NOT_ON_LIST = _(
    "You are not on the list of supporters at the moment. Look at Training and Availability, or ask "
    "your wellness coordinator. Somebody else can be asked."
)
ENOUGH_TODAY = _(
    "You have said yes to many people today. Take a breath: pass this one on, and speak with your "
    "wellness coordinator."
)


@transaction.atomic
def accept_request(*, by: User, ask: uuid.UUID | str) -> Ask:
    """Say yes. Twice is once. Refuses ``over``, ``not_on_list``, ``enough_today``."""
    row, mine = asking_on.held_with(_own(by, ask))
    if mine.state == State.ACCEPTED and access.can(by, "keep", mine):
        return mine
    _still_asked(by, mine)
    _may_accept(mine)
    with audit.acting(by):
        asking_on.close(mine, State.ACCEPTED)
        asking_on.shift(row, PeerRequest.State.ACCEPTED)
    tell_officer(row.participant, f"accepted {mine.pk}", asking_on.TALK)
    return mine


@transaction.atomic
def pass_request(*, by: User, ask: uuid.UUID | str) -> Ask:
    """Pass on, without a reason; somebody else is asked at once. Twice is once. Refuses ``over``."""
    row, mine = asking_on.held_with(_own(by, ask))
    if mine.state == State.PASSED:
        return mine
    _still_asked(by, mine)
    with audit.acting(by):
        asking_on.close(mine, State.PASSED)
    asking_on.ask_next(row)
    return mine


def _own(by: User, ask: uuid.UUID | str) -> uuid.UUID:
    """A supporter who comes late is told so; to anybody else there is nothing here."""
    known = as_id(ask)
    asked = Ask.objects.filter(pk=known, supporter__user=by).exists()
    if asked and roles.active(by) & set(SUPPORTERS):
        return known
    return access.fetch(by, "answer", Ask, pk=ask).pk


def _still_asked(by: User, mine: Ask) -> None:
    if not access.can(by, "answer", mine):
        raise Refusal("ask", "over", OVER)


def _may_accept(mine: Ask) -> None:
    """On the list at this moment, and not more in a day than anybody could carry."""
    supporter = Supporter.objects.select_for_update(no_key=True).get(pk=mine.supporter_id)
    if not is_on_pick_list(supporter=supporter, at=clock.now()):
        raise Refusal("ask", "not_on_list", NOT_ON_LIST)
    today = Ask.objects.filter(supporter=supporter, answered_at__gt=clock.now() - DAY)
    accepted = today.filter(state__in=(State.ACCEPTED, State.ENDED, State.MOVED_ON)).count()
    if accepted >= pack().accepts_a_day:
        log.warning("accepts_stopped", name=str(supporter.pk), count=accepted)
        raise Refusal("ask", "enough_today", ENOUGH_TODAY)


# --- what a supporter sees --------------------------------------------------------------------------


def look(by: User) -> None:
    """Move on what is late or may not go on, before the supporter's pages show it."""
    asking_on.look_at(Ask.objects.live().filter(supporter__user=by))


def asked_of(by: User) -> QuerySet[Ask]:
    """Questions that wait for this person's answer, the nearest end first."""
    rows = access.visible(by, Ask, "answer").values("pk")
    mine = access.visible(by, Ask).filter(pk__in=rows, supporter__user=by)
    return mine.select_related("request").order_by("answer_by", "pk")


def kept_by(by: User) -> QuerySet[Ask]:
    """Contacts that this person keeps, newest first."""
    rows = access.visible(by, Ask, "keep").values("pk")
    mine = access.visible(by, Ask).filter(pk__in=rows, supporter__user=by)
    return mine.select_related("request", "participant").order_by("-answered_at", "pk")


def callers(by: User, asks: Iterable[Ask]) -> dict[uuid.UUID, str]:
    """Ask -> the name once the officer gave it, else the pseudonym. Each name opened is a look."""
    asks = list(asks)
    given = access.visible(by, Ask, "name").filter(pk__in=[each.pk for each in asks])
    known = set(given.values_list("pk", flat=True))
    shown = access.reveal_all(by, [each for each in asks if each.pk in known], names=True)
    names = {each.row.pk: str(each.person) for each in shown if each.person}
    return {each.pk: names.get(each.pk, each.pseudonym) for each in asks}


def moved_on_lately(by: User) -> int:
    """How many contacts of this supporter moved to somebody else this week. Not which."""
    since = clock.now() - WEEK
    moved = Ask.objects.filter(state=State.MOVED_ON, supporter__user=by, answered_at__gt=since)
    return moved.count()
