"""An officer asks for somebody to talk to, takes it back, gives their name, or asks for somebody else.

The supporter reads a pseudonym until the officer gives their name to that one supporter.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import User
from peersupport.actions import asking_on, candidates
from peersupport.actions.messages import tell_member
from peersupport.actions.roster import pick_list
from peersupport.kinds import Background, Kind, Language, Speciality
from peersupport.matching import Match, may_be_asked
from peersupport.models import Ask, PeerRequest, Supporter
from peersupport.notices import Notice, notice_for
from trust import access, audit, roles, vault
from trust.refusal import Refusal
from trust.written import as_id

State, AskState = PeerRequest.State, Ask.State
KNOWN: dict[str, tuple[list[str], Promise]] = {
    "kind": (Kind.values, _("Choose who you would like to talk to.")),
    "language": (["", *Language.values], _("Choose a language from the list.")),
    "background": (["", *Background.values], _("Choose a background from the list.")),
    "speciality": (["", *Speciality.values], _("Choose a topic from the list.")),
}
READ_FIRST = _("Please read what stays between the two of you, and say that you did.")
ASKED_ALREADY = _("You have asked for this already. Take that request back first to change it.")
YOURSELF = _("This is your own page. Choose somebody else, or let us find the right person.")
IN_YOUR_CHAIN = _(
    "You two stand in one chain of command, or did in the last 12 months. Choose somebody else, or let "
    "us find the right person."
)
BLOCKED = _("You said that you would rather not meet this person. You can change that in My team.")
NOT_FREE = _(
    "This person can’t take on anybody new at the moment. Choose somebody else, or let us find the "
    "right person."
)
SAID_YES = _("Somebody has just said yes. You can end the contact, or ask for somebody else.")
OVER = _("This request is over. You can ask again at any time.")
NOT_YET = _("Nobody has said yes yet. You can give your name once somebody has.")
MOVED = _(
    "This supporter can’t be yours any more, because posts have changed. Your name was not given. "
    "We are asking somebody else."
)


def current_notice() -> Notice:
    """The confidentiality notice that has to be accepted here before the first contact."""
    return notice_for(settings.POLICY_PACK)


# --- asking -----------------------------------------------------------------------------------------


@transaction.atomic
def request_peer(
    *,
    by: User,
    notice: str,
    kind: str = Kind.PEER,
    language: str = "",
    background: str = "",
    speciality: str = "",
    other_unit: bool = False,
    on_duty_now: bool = False,
    supporter: uuid.UUID | str | None = None,
) -> PeerRequest:
    """Ask to be matched, or ask ``supporter`` first. The same wish again is the same request.

    ``notice``: the version that the officer accepted. Raises ``Refusal``, and ``Http404`` for a
    supporter who is not on the roster.
    """
    if notice != current_notice().version:
        raise Refusal("notice", "notice_not_accepted", READ_FIRST)
    named = _named(by, supporter) if supporter else None
    wish = {
        "kind": named.kind if named else kind,
        "language": language,
        "background": background,
        "speciality": speciality,
        "other_unit": other_unit,
        "on_duty_now": on_duty_now,
    }
    _check(wish)
    with audit.acting(by):
        who = vault.participant(by, "support")
        # Two taps at once queue here; the second finds what the first one made.
        type(who).objects.select_for_update(no_key=True).get(pk=who.pk)
        waiting = PeerRequest.objects.waiting().filter(participant=who, kind=wish["kind"]).first()
        if waiting:
            return _same(waiting, wish, named)
        pk = uuid.uuid4()
        name = asking_on.called(pk, asking_on.COORDINATORS)
        row = PeerRequest.objects.create(
            pk=pk, participant=who, pseudonym=name, notice=notice, asked_at=clock.now(), **wish
        )
        access.require(by, "add", row)
    asking_on.ask_next(row, first=named.pk if named else None)
    return row


def _check(wish: dict[str, object]) -> None:
    for field, (values, message) in KNOWN.items():
        if wish[field] not in values:
            raise Refusal(field, f"unknown_{field}", message)


def _named(by: User, supporter: uuid.UUID | str) -> Supporter:
    """Whom the officer chose by name. Refuses with the reason that the officer may know."""
    row = access.fetch(by, "view", Supporter, pk=supporter)
    if row.user_id == by.pk:
        raise Refusal("supporter", "yourself", YOURSELF)
    if row.user_id in roles.linked_by_command(by):
        raise Refusal("supporter", "in_your_chain", IN_YOUR_CHAIN)
    wish = candidates.wish_of(PeerRequest(kind=row.kind), by)
    if row.pk in wish.blocked:
        raise Refusal("supporter", "blocked", BLOCKED)
    known = {each.key: each for each in candidates.candidates(by)}
    if row.pk not in known or not may_be_asked(wish, known[row.pk]):
        raise Refusal("supporter", "not_free", NOT_FREE)
    return row


def _same(waiting: PeerRequest, wish: dict[str, object], named: Supporter | None) -> PeerRequest:
    same = all(getattr(waiting, name) == value for name, value in wish.items())
    if named:
        same = same and waiting.asks.filter(supporter=named).exists()
    if not same:
        raise Refusal("kind", "asked_already", ASKED_ALREADY)
    return waiting


def who_fits(by: User, **wish: object) -> list[tuple[Supporter, Match]]:
    """Everybody who may be asked for such a wish, first to last, each with its reasons.

    An empty ``kind`` is any kind. The same number of queries whatever the size of the roster.
    """
    listed = pick_list(at=clock.now())
    known = {each.supporter.pk: each.supporter for each in listed}
    found = candidates.matches(candidates.wish_of(PeerRequest(**wish), by), by, listed=listed)
    return [(known[match.key], match) for match in found]


# --- what became of it ------------------------------------------------------------------------------


def mine(by: User) -> QuerySet[PeerRequest]:
    """The officer's own requests, newest first, in whatever role they are signed in."""
    own = access.visible(by, PeerRequest).filter(participant=vault.handle(by.pk, "support"))
    return own.order_by("-asked_at", "-pk")


def look(by: User) -> None:
    """Move on what is late or may not go on, before the officer's own pages show it."""
    asks = Ask.objects.live().filter(participant=vault.handle(by.pk, "support"))
    asking_on.look_at(asks)


def export(by: User) -> dict[str, object]:
    """The officer's requests in plain words, with their own lists, for *download everything*."""
    own = candidates.wishes.my_wishes(by)
    ids = {*own.team, *own.blocked}
    people = Supporter.objects.filter(pk__in=ids).select_related("user")
    names = {row.pk: str(row.user) for row in people}
    return {
        "requests_for_somebody_to_talk_to": [
            _told(row) for row in mine(by).prefetch_related("asks__supporter__user")
        ],
        "own_team": [names[pk] for pk in own.team if pk in names],
        "rather_not_meet": [names[pk] for pk in own.blocked if pk in names],
    }


def _told(row: PeerRequest) -> dict[str, object]:
    wish = {name: getattr(row, name) for name in (*KNOWN, "other_unit", "on_duty_now")}
    return wish | {
        "asked_at": row.asked_at,
        "state": row.state,
        "ended_at": row.ended_at,
        "notice": row.notice,
        "pseudonym_for_coordinators": row.pseudonym,
        "asked": [
            {
                "person": str(ask.supporter.user),
                "pseudonym": ask.pseudonym,
                "asked_at": ask.asked_at,
                "state": ask.state_told,
                "name_given": ask.revealed,
            }
            for ask in row.asks.all()
        ],
    }


# --- changing one's mind ----------------------------------------------------------------------------


@transaction.atomic
def take_back(*, by: User, request: uuid.UUID | str) -> PeerRequest:
    """The officer no longer asks. Refuses ``accepted_meanwhile``. A second time changes nothing."""
    row = asking_on.held(access.fetch(by, "change", PeerRequest, pk=request).pk)
    if row.state == State.ACCEPTED:
        raise Refusal("request", "accepted_meanwhile", SAID_YES)
    if row.state in PeerRequest.OPEN:
        with audit.acting(by):
            for ask in row.asks.select_for_update().filter(state=AskState.ASKED):
                asking_on.close(ask, AskState.TAKEN_BACK)
            asking_on.shift(row, State.WITHDRAWN)
    return row


@transaction.atomic
def ask_somebody_else(*, by: User, request: uuid.UUID | str) -> PeerRequest:
    """Without a reason. Refuses ``over`` for a request that has ended."""
    row = asking_on.held(access.fetch(by, "change", PeerRequest, pk=request).pk)
    if row.state not in PeerRequest.OPEN:
        raise Refusal("request", "over", OVER)
    live = row.asks.live().first()
    if live:
        asking_on.move_on(ask=live.pk)
    else:
        asking_on.ask_next(row)
    return asking_on.held(row.pk)


@transaction.atomic
def reveal_myself(*, by: User, ask: uuid.UUID | str) -> Ask:
    """Give one's name to the supporter of this contact, and to nobody else. Twice is once.

    Refuses ``nobody_accepted`` and, for somebody who has come into the chain of command,
    ``moved_on``.
    """
    _row, mine = asking_on.held_with(access.fetch(by, "change", Ask, pk=ask).pk)
    if mine.state != AskState.ACCEPTED:
        raise Refusal("ask", "nobody_accepted", NOT_YET)
    if mine.supporter.user_id in roles.linked_by_command(by) or asking_on.is_linked(mine):
        raise Refusal("ask", "moved_on", MOVED)
    if not mine.revealed:
        with audit.acting(by):
            mine.revealed = True
            mine.save(update_fields=["revealed"])
        tell_member(mine.supporter.user, f"name {mine.pk}", asking_on.ASKED_OF_ME)
    return mine


@transaction.atomic
def end_contact(*, by: User, ask: uuid.UUID | str) -> Ask:
    """The officer or the supporter ends it, without a reason. The other side is told neutrally."""
    theirs = access.visible(by, Ask, "keep").filter(pk=as_id(ask)).exists()
    mine = access.fetch(by, "keep" if theirs else "change", Ask, pk=ask)
    with audit.acting(by):
        return asking_on.end(ask=mine.pk, by_supporter=theirs)
