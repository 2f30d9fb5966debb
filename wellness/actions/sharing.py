"""Show one check-in or assessment to one person; choose a peer supporter. Nobody who leads the officer."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import Role, User
from trust import access, audit, grants, notify, roles, vault
from trust.models import ParticipantGrant
from trust.models.grants import Grant
from trust.refusal import Refusal
from trust.written import one_line
from wellness.actions.own import joined
from wellness.models import Assessment, AssessmentGrant, CheckIn, CheckInGrant

SHARE_DAYS = 7
LONGEST_SHARE = 28
PEER_TERM = dt.timedelta(days=365)
VIEW, SUPPORT = "wellness.view_checkin", "trust.support_participant"
VIEW_ASSESSMENT = "wellness.view_assessment"

IN_CHAIN = _(
    "This person leads your unit, so your check-in stays closed to them. Choose a peer supporter, "
    "a friend, or the wellness coordinator."
)
ASSESSMENT_IN_CHAIN = _(
    "This person leads your unit, so your assessment stays closed to them. Choose a clinician, a peer "
    "supporter, or the wellness coordinator."
)
PEER_IN_CHAIN = _(
    "This person leads your unit, so they can't be your peer supporter. Choose somebody outside "
    "your command."
)


def person_named(text: str, field: str) -> User:
    """The person with this user name or personnel number; refuses ``unknown_person``."""
    text = one_line(text)
    found = User.objects.filter(Q(username=text) | Q(personnel_number=text), is_active=True)
    if not text or (match := found.first()) is None:
        raise Refusal(
            field,
            "unknown_person",
            _("We found nobody with this user name or personnel number. Please check it."),
        )
    return match


def share_result(
    *, by: User, check_in: uuid.UUID | str, person: str, days: int = SHARE_DAYS
) -> Grant:
    """Show one check-in to one person (user name or personnel number) for ``days`` days.

    Refuses ``unknown_person``, ``in_chain``, ``yourself``, ``out_of_range``. Given again, renewed.
    """
    with transaction.atomic(), audit.acting(by):
        row = access.fetch(by, "share", CheckIn, pk=check_in)
        _not_leading(by, to := _reader(person, days), "person", IN_CHAIN)
        return _show(by, row, VIEW, to, days)


def share_assessment(
    *, by: User, assessment: uuid.UUID | str, person: str, days: int = SHARE_DAYS
) -> Grant:
    """Show one finished assessment to one person for ``days`` days, its answers and note included.

    The only way in which what was answered before going back to duty reaches anybody. Refuses as
    ``share_result``, and ``not_sent`` for one that was not finished.
    """
    with transaction.atomic(), audit.acting(by):
        row = access.fetch(by, "share", Assessment, pk=assessment)
        if row.submitted_at is None:
            raise Refusal("assessment", "not_sent", _("Finish it first. Then you can share it."))
        _not_leading(by, to := _reader(person, days), "person", ASSESSMENT_IN_CHAIN)
        return _show(by, row, VIEW_ASSESSMENT, to, days)


def _reader(person: str, days: int) -> User:
    if not 1 <= days <= LONGEST_SHARE:
        raise Refusal("days", "out_of_range", _("Choose 1 to 28 days."))
    return person_named(person, "person")


def _show(by: User, row: Model, permission: str, to: User, days: int) -> Grant:
    grant = grants.give(
        row=row,
        to=to,
        permission=permission,
        reason="shared",
        until=clock.now() + dt.timedelta(days=days),
        officer=by,
    )
    notify.tell(
        participant=vault.participant(to, "portal"), event=grant.pk, target="shared_with_me"
    )
    return grant


def _not_leading(by: User, to: User, field: str, message: str | Promise) -> None:
    """The same rule as ``grants.give``, with the words that fit what is being shared."""
    if to.pk == by.pk:
        raise Refusal(field, "yourself", _("This is you. Choose somebody else."))
    if roles.in_chain(by, to):
        raise Refusal(field, "in_chain", message)


def revoke_share(*, by: User, share: uuid.UUID | str) -> None:
    """The share ends with the next click of whoever was named."""
    with transaction.atomic(), audit.acting(by):
        grants.take_back(grant=access.fetch(by, "delete", CheckInGrant, pk=share))


def revoke_assessment_share(*, by: User, share: uuid.UUID | str) -> None:
    """The same for an assessment."""
    with transaction.atomic(), audit.acting(by):
        grants.take_back(grant=access.fetch(by, "delete", AssessmentGrant, pk=share))


def peers_to_choose(user: User) -> QuerySet[User]:
    """Peer supporters on post today, without the officer and without anybody who leads them."""
    leading = roles.chain_of_command(user).values("pk")
    peers = roles.assigned_users(Role.PEER_SUPPORT).exclude(pk=user.pk)
    return peers.exclude(pk__in=leading).order_by("name", "username")


def choose_peer(*, by: User, peer: str) -> Grant:
    """Name a peer supporter (user name or personnel number); given again, renewed for a year.

    What they see depends on the officer's level. Refuses ``unknown_person``, ``in_chain``,
    ``yourself``, ``not_a_peer``.
    """
    with transaction.atomic(), audit.acting(by):
        mine = joined(by)
        to = person_named(peer, "peer")
        _not_leading(by, to, "peer", PEER_IN_CHAIN)
        if not roles.assigned_users(Role.PEER_SUPPORT).filter(pk=to.pk).exists():
            raise Refusal("peer", "not_a_peer", _("Choose one of the peer supporters on the list."))
        return grants.give(
            row=mine,
            to=to,
            permission=SUPPORT,
            reason="chosen",
            until=clock.now() + PEER_TERM,
            officer=by,
        )


def let_peer_go(*, by: User, assignment: uuid.UUID | str) -> None:
    """This person is the officer's peer supporter no longer."""
    with transaction.atomic(), audit.acting(by):
        grants.take_back(grant=access.fetch(by, "delete", ParticipantGrant, pk=assignment))
