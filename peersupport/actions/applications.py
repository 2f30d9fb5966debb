"""From *I would like to* to the roster: an interview, one vote per seat, a decision. No reasons kept."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agency import local_time
from agency.models import User
from peersupport.actions.messages import tell_admins, tell_member, tell_team
from peersupport.kinds import Kind, Language
from peersupport.models import Application, Ballot, Member, Seat, Supporter
from trust import access, audit
from trust.refusal import Refusal

State, Choice = Application.State, Ballot.Choice
APPLIES_AS = (Kind.PEER, Kind.CHAPLAIN, Kind.FAMILY)

ON_ROSTER = _("You are on the roster already.")
OWN = _("This is about yourself, so somebody else decides it.")
NOT_NEXT = _("This does not follow from where it is now.")
NOT_HEARD = _("The association’s seat has not given its vote yet. Please ask its reviewer first.")
NO_MAJORITY = _("There are not more votes for than against.")


@transaction.atomic
def apply_as_supporter(*, by: User, kind: str, languages: Iterable[str] = ()) -> Application:
    """Would like to become a supporter. A second press finds the same application.

    Refuses ``unknown_kind``, ``unknown_language``, ``on_roster``.
    """
    languages = set(languages)
    if kind not in APPLIES_AS:
        raise Refusal("kind", "unknown_kind", _("Choose a kind of support from the list."))
    if not languages <= set(Language.values):
        raise Refusal("languages", "unknown_language", _("Choose languages from the list."))
    # One press at a time for one person.
    by_now = User.objects.select_for_update().get(pk=by.pk)
    if Supporter.objects.exclude(status=Supporter.Status.LEFT).filter(user=by_now).exists():
        raise Refusal("kind", "on_roster", ON_ROSTER)
    row = Application.objects.open().filter(user=by_now).first()
    if row is not None:
        return row
    spoken = [code for code in Language.values if code in languages]
    with audit.acting(by):
        row = Application.objects.create(user=by_now, kind=kind, languages=spoken)
        access.require(by, "add", row)
        _open_ballots(row)
        tell_team(f"application {row.pk}", "applications")
    return row


def _open_ballots(row: Application) -> None:
    """One vote for each seat, held by whoever sits there; nobody votes about themselves."""
    sitting = {
        each.seat: each.user for each in Member.objects.filter(until=None).select_related("user")
    }
    for seat in Seat.values:
        holder = sitting.get(seat)
        holder = None if holder == row.user else holder
        Ballot.objects.create(application=row, seat=seat, holder=holder)
        if holder:
            tell_member(holder, f"vote {row.pk} {seat}", "steering")


@transaction.atomic
def withdraw_application(*, by: User, application: uuid.UUID | str) -> Application:
    """The applicant takes it back, without a reason. Refuses ``not_next`` once it is decided."""
    return _moved(by, "withdraw", application, State.WITHDRAWN)


@transaction.atomic
def note_interview(*, by: User, application: uuid.UUID | str) -> Application:
    """The interview has taken place. Nothing of it is kept. Refuses ``own``, ``not_next``."""
    return _moved(by, "decide", application, State.INTERVIEWED)


@transaction.atomic
def decide_application(*, by: User, application: uuid.UUID | str, selected: bool) -> Application:
    """The team writes down what the group decided. Selected, the person stands on the roster.

    Refuses ``own``, ``not_next``, ``association`` (its seat has no vote on record) and ``votes``.
    """
    if selected:
        _check_votes(access.fetch(by, "decide", Application, pk=application))
    row = _moved(by, "decide", application, State.SELECTED if selected else State.NOT_SELECTED)
    with audit.acting(by):
        if selected:
            _join(row)
            tell_admins(f"selected {row.pk}", "roster")
    tell_member(row.user, f"decided {row.pk}", "become_supporter")
    return row


def _check_votes(row: Application) -> None:
    if row.association_on is None:
        raise Refusal("selected", "association", NOT_HEARD)
    votes = tally(row)
    if votes[Choice.FOR] <= votes[Choice.AGAINST]:
        raise Refusal("selected", "votes", NO_MAJORITY)


def tally(row: Application) -> Counter[str]:
    """How many seats said what."""
    return Counter(row.ballots.values_list("choice", flat=True))


def _join(row: Application) -> None:
    supporter, made = Supporter.objects.select_for_update().get_or_create(
        user=row.user, defaults={"kind": row.kind, "languages": row.languages}
    )
    if not made:
        supporter.move_to(Supporter.Status.ACTIVE)
        supporter.kind = row.kind
        supporter.save()


def _moved(by: User, action: str, application: uuid.UUID | str, state: str) -> Application:
    row = access.hold(by, action, Application, pk=application)
    if action == "decide" and row.user_id == by.pk:
        raise Refusal("", "own", OWN)
    if state not in Application.MOVES[row.state]:
        raise Refusal("", "not_next", NOT_NEXT)
    with audit.acting(by):
        row.move_to(state)
        row.save()
    return row


# --- the votes --------------------------------------------------------------------------------------------


@transaction.atomic
def vote_on_application(*, by: User, ballot: uuid.UUID | str, choice: str) -> Ballot:
    """The one vote of a seat; may be changed until the decision.

    Refuses ``unknown_choice``, ``own``, ``two_seats``; ``Http404`` for somebody else's vote.
    """
    row = access.fetch(by, "vote", Ballot, pk=ballot)
    application = Application.objects.select_for_update().get(pk=row.application_id)
    # Asked once more, now that nobody else can decide in between.
    row = access.fetch(by, "vote", Ballot, pk=row.pk)
    if choice not in Choice.values:
        raise Refusal("choice", "unknown_choice", _("Choose one of the three answers."))
    if application.user_id == by.pk:
        raise Refusal("choice", "own", OWN)
    if application.ballots.exclude(pk=row.pk).filter(holder=by).exists():
        raise Refusal("choice", "two_seats", _("You vote from another seat already."))
    with audit.acting(by):
        row.choice, row.holder = choice, by
        row.save(update_fields=["choice", "holder"])
        if row.seat == Seat.ASSOCIATION:
            application.association_on = local_time.today()
            application.save(update_fields=["association_on"])
    return row
