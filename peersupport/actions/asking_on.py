"""Who is asked next, and when a question moves on by itself. Nobody is lost, nobody is told twice.

A request is held while anything about it changes: whoever comes second sees what the first one did.
Everything here may run twice, late, or beside itself: the state that is read under the lock decides.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hmac import digest

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from agency import clock
from agency.models import User
from peersupport.actions import candidates
from peersupport.actions.cases import pack
from peersupport.actions.messages import tell_member, tell_officer, tell_team
from peersupport.actions.roster import is_on_duty, is_on_pick_list
from peersupport.matching import about_supporter, may_be_asked, rank, suits
from peersupport.models import Ask, PeerRequest, Supporter
from peersupport.pseudonyms import pseudonym
from trust import audit, outbox, roles, vault
from trust.keyfile import key_file
from trust.models.grants import Relation

State, RequestState = Ask.State, PeerRequest.State
TRY_AGAIN = dt.timedelta(hours=24)
#: What coordinators are told about, and where everybody is led.
WAITING, ASKED_OF_ME, TALK = "waiting_requests", "asked_of_me", "talk"
COORDINATORS = (
    "coordinators"  # they share one name for a request: two of them must be able to speak of it
)


def answer_time() -> dt.timedelta:
    """How long a supporter has: the setting, else the number of the policy pack."""
    return dt.timedelta(minutes=settings.ANSWER_MINUTES or pack().answer_minutes)


def called(request: uuid.UUID, reader: str) -> str:
    """What this reader calls the person of this request; another reader, or request, another name."""
    key = key_file().domain_key("pseudonyms")
    return pseudonym(digest(key, f"{request}|{reader}".encode(), "sha256"))


# --- under one lock ---------------------------------------------------------------------------------


def held(request: uuid.UUID | str) -> PeerRequest:
    """The request as it stands now, held until the transaction ends."""
    rows = PeerRequest.objects.select_for_update(of=("self",)).select_related("participant")
    return rows.get(pk=request)


def held_with(ask: uuid.UUID | str) -> tuple[PeerRequest, Ask]:
    """A question with its request, the request first: everybody queues there."""
    row = held(Ask.objects.values_list("request", flat=True).get(pk=ask))
    rows = Ask.objects.select_for_update(of=("self",)).select_related("supporter__user")
    return row, rows.get(pk=ask)


def close(ask: Ask, state: str) -> None:
    ask.move_to(state)
    if ask.answered_at is None:
        ask.answered_at = clock.now()
    ask.save(update_fields=["state", "answered_at"])


def shift(row: PeerRequest, state: str) -> None:
    if row.state != state:
        row.move_to(state)
        row.save(update_fields=["state", "ended_at"])


# --- the next one -----------------------------------------------------------------------------------


def ask_next(row: PeerRequest, *, first: uuid.UUID | None = None) -> Ask | None:
    """Put the question to whoever comes first; None when nobody is left. ``row`` is held.

    ``first``: somebody who was named. They come before all others if nothing forbids it; nobody is
    told whether something did.
    """
    officer = candidates.officer_of(row)
    if officer is None:
        _over(row)
        return None
    with audit.acting(None):
        pick = _pick(row, officer, first)
        if pick is None:
            _nobody_left(row)
            return None
        shift(row, RequestState.WAITING)
        return _put(row, officer, *pick)


def _over(row: PeerRequest) -> None:
    """The person has left: there is nobody to ask for."""
    accepted = row.state == RequestState.ACCEPTED
    shift(row, RequestState.ENDED if accepted else RequestState.WITHDRAWN)


def _pick(
    row: PeerRequest, officer: User, first: uuid.UUID | None
) -> tuple[uuid.UUID, Sequence[str]] | None:
    wish = candidates.wish_of(row, officer, again=first)
    at_any_time = replace(wish, on_duty_now=False)
    people = candidates.candidates(officer)
    for each in people:
        if each.key == first and may_be_asked(wish, each) and suits(at_any_time, each):
            return each.key, [f"open:{each.open_contacts}"]
    best = next(iter(rank(wish, people, clock.now())), None)
    return (best.key, best.because) if best else None


def _put(row: PeerRequest, officer: User, key: uuid.UUID, because: Sequence[str]) -> Ask:
    supporter = Supporter.objects.select_related("user").get(pk=key)
    linked = supporter.user_id in {officer.pk, *roles.linked_by_command(officer)}
    now = clock.now()
    ask = Ask.objects.create(
        request=row,
        participant=row.participant,
        supporter=supporter,
        pseudonym=called(row.pk, str(key)),
        because=about_supporter(because),
        relation=Relation.CHAIN if linked else Relation.OUTSIDE,
        asked_at=now,
        answer_by=now + answer_time(),
    )
    key_of_job = str(ask.pk)
    outbox.enqueue("peersupport.time_out", key=key_of_job, due_at=ask.answer_by, ask=key_of_job)
    on_duty = is_on_duty(supporter, now)
    tell_member(supporter.user, f"asked {ask.pk}", ASKED_OF_ME, urgent=on_duty)
    return ask


def _nobody_left(row: PeerRequest) -> None:
    if row.state == RequestState.UNANSWERED:
        return
    shift(row, RequestState.UNANSWERED)
    tell_team(f"unanswered {row.pk} {row.asks.count()}", WAITING)


# --- moving on --------------------------------------------------------------------------------------


@transaction.atomic
def look_again(*, ask: uuid.UUID | str) -> bool:
    """Move a question on if its time is over, or if the two may not meet any more. Safe to run twice."""
    row, mine = held_with(ask)
    reason = _reason(mine)
    if reason:
        with audit.acting(None):
            _move(row, mine, reason)
    return bool(reason)


def _reason(mine: Ask) -> str:
    """The state in which a live question ends by itself; empty while all is well."""
    if mine.state not in Ask.LIVE:
        return ""
    if is_linked(mine) or mine.supporter.status == Supporter.Status.LEFT:
        return State.MOVED_ON
    if not mine.supporter.user.is_active:
        return State.MOVED_ON
    if mine.state == State.ACCEPTED:
        return ""
    if mine.answer_by <= clock.now():
        return State.SILENT
    listed = is_on_pick_list(supporter=mine.supporter, at=clock.now())
    return "" if listed else State.MOVED_ON


def is_linked(mine: Ask) -> bool:
    """The supporter's side of the chain of command, as the policy asks it (``rules.apart``)."""
    return mine.participant_id in _handles_linked(mine.supporter.user)


def _handles_linked(user: User) -> set[uuid.UUID]:
    return {vault.handle(each, "support") for each in {user.pk, *roles.linked_by_command(user)}}


def _move(row: PeerRequest, mine: Ask, state: str) -> None:
    """Close one question and put it to the next. Both sides of a contact are told, and not why."""
    was_contact = mine.state == State.ACCEPTED
    close(mine, state)
    if was_contact:
        tell_member(mine.supporter.user, f"over {mine.pk}", ASKED_OF_ME)
        tell_officer(row.participant, f"over {mine.pk}", TALK)
    if was_contact and _waits_already(row):
        shift(row, RequestState.ENDED)
        return
    ask_next(row)


def _waits_already(row: PeerRequest) -> bool:
    """The officer has asked anew meanwhile: one waiting request per kind is enough."""
    return PeerRequest.objects.waiting().filter(participant=row.participant, kind=row.kind).exists()


@transaction.atomic
def move_on(*, ask: uuid.UUID | str) -> None:
    """The officer would like somebody else. A second time changes nothing."""
    row, mine = held_with(ask)
    if mine.state in Ask.LIVE:
        with audit.acting(None):
            state = State.MOVED_ON if mine.state == State.ACCEPTED else State.TAKEN_BACK
            _move(row, mine, state)


@transaction.atomic
def end(*, ask: uuid.UUID | str, by_supporter: bool) -> Ask:
    """A contact is over, and the request with it. The other side is told, neutrally."""
    row, mine = held_with(ask)
    if mine.state == State.ACCEPTED:
        close(mine, State.ENDED)
        shift(row, RequestState.ENDED)
        if by_supporter:
            tell_officer(row.participant, f"over {mine.pk}", TALK)
        else:
            tell_member(mine.supporter.user, f"over {mine.pk}", ASKED_OF_ME)
    return mine


# --- from the clock ---------------------------------------------------------------------------------


def time_out(*, ask: uuid.UUID | str) -> None:
    """For the job of one question; it may be gone by then."""
    if Ask.objects.filter(pk=ask).exists():
        look_again(ask=ask)


def look_after() -> int:
    """Every few minutes: what is late, who may not meet any more, who is still without an answer."""
    moved = sum(look_again(ask=pk) for pk in {*_late(), *_linked(Ask.objects.live()), *_off_list()})
    return moved + sum(_try_again(pk) for pk in _unanswered())


def _late() -> Iterable[uuid.UUID]:
    return Ask.objects.past_their_time().values_list("pk", flat=True)


def _off_list() -> Iterable[uuid.UUID]:
    gone = Q(supporter__status=Supporter.Status.LEFT) | Q(supporter__user__is_active=False)
    paused = Q(state=State.ASKED) & ~Q(supporter__status=Supporter.Status.ACTIVE)
    return Ask.objects.live().filter(gone | paused).values_list("pk", flat=True)


def _linked(rows: Iterable[Ask]) -> list[uuid.UUID]:
    """Live pairs that a promotion or a transfer has linked. Nobody's link is opened for it."""
    by_supporter: dict[User, list[Ask]] = defaultdict(list)
    for ask in Ask.objects.filter(pk__in=[e.pk for e in rows]).select_related("supporter__user"):
        by_supporter[ask.supporter.user].append(ask)
    found = []
    for user, asks in by_supporter.items():
        linked = _handles_linked(user)
        found += [ask.pk for ask in asks if ask.participant_id in linked]
    return found


def _unanswered() -> list[uuid.UUID]:
    fresh = PeerRequest.objects.filter(state=RequestState.UNANSWERED)
    return list(fresh.filter(asked_at__gt=clock.now() - TRY_AGAIN).values_list("pk", flat=True))


@transaction.atomic
def _try_again(request: uuid.UUID) -> bool:
    """Somebody may be on duty by now. The officer can take it back at any time."""
    row = held(request)
    return row.state == RequestState.UNANSWERED and ask_next(row) is not None


def look_at(asks: Iterable[Ask]) -> None:
    """On every look at a page: what should have moved on moves on now."""
    asks = list(asks)
    late = [ask.pk for ask in asks if ask.state == State.ASKED and ask.answer_by <= clock.now()]
    for pk in {*late, *_linked(ask for ask in asks if ask.state in Ask.LIVE)}:
        look_again(ask=pk)
