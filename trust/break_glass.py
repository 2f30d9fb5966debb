"""Break-glass: a coordinator asks, a second person agrees, one hour, the officer is told, a third reviews.

Only for a life in danger. It opens a name, an e-mail address and the safety plan, and nothing else; who
may see which row stands in ``trust.policy`` (``broken_glass``). Nobody with a command post takes part.
Opened or not, the officer is told of every request: at once, or within 72 hours with a stated cause.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import COMMAND_ROLES, Role, User
from trust import access, audit, notify, outbox, roles, vault
from trust.models import BreakGlass, Participant
from trust.models.participants import Domain
from trust.policy.terms import SECOND_PERSON
from trust.refusal import Refusal
from trust.rules.moments import ANSWER_WITHIN, TELL_WITHIN
from trust.written import as_id, one_line

ROOM = Domain.WELLNESS
OPEN_FOR = dt.timedelta(minutes=60)
PAGE, PRIVACY = "break_glass", "privacy"
State = BreakGlass.State
WHILE_ASKED = Q(state=State.ASKED)


# --- asking ---------------------------------------------------------------------------------------


def ask(*, by: User, username: str, reason: str, delay: str = "") -> BreakGlass:
    """A wellness coordinator asks. It opens nothing until a second person agrees.

    Asked again while the question stands, it is the same question. Refuses ``unknown_reason``,
    ``unknown_delay``, ``nobody``, ``yourself``, ``linked``, ``holds_command``.
    """
    if Role.WELLNESS_COORDINATOR not in roles.active(by):
        raise PermissionDenied
    outside_command(by)
    _known(reason, delay)
    person = _person(by, username)
    with transaction.atomic(), audit.acting(by):
        mine = Participant.objects.select_for_update().get(pk=vault.begin_again(person, ROOM).pk)
        row, made = _waiting(by, mine, reason, delay)
        if made:
            for each in _second_people(by, person):
                tell_member(each, row.pk, urgent=True)
    return row


def _known(reason: str, delay: str) -> None:
    if reason not in BreakGlass.Reason.values:
        raise Refusal("reason", "unknown_reason", _("Choose one of the reasons on the list."))
    if delay and delay not in BreakGlass.Delay.values:
        raise Refusal("delay", "unknown_delay", _("Choose one of the causes on the list."))


def _person(by: User, username: str) -> User:
    person = User.objects.filter(username=one_line(username), is_active=True).first()
    if person is None:
        raise Refusal("person", "nobody", _("Nobody has that username. Please check it."))
    if person.pk == by.pk:
        raise Refusal("person", "yourself", _("Your own record is open to you already."))
    if person.pk in roles.linked_by_command(by):
        message = _("You and this officer led one another lately. Another coordinator has to ask.")
        raise Refusal("person", "linked", message)
    return person


def _waiting(by: User, mine: Participant, reason: str, delay: str) -> tuple[BreakGlass, bool]:
    """The question that stands, or a new one; one that nobody answered in time has lapsed."""
    standing = mine.glasses.filter(WHILE_ASKED, asked_by=by).first()
    if standing and not lapsed(standing):
        return standing, False
    if standing:
        _end(standing, State.TAKEN_BACK)
    return (
        BreakGlass.objects.create(participant=mine, reason=reason, delay=delay, asked_by=by),
        True,
    )


def _second_people(by: User, person: User) -> list[User]:
    """Whom the policy lets agree: not who asks, not the officer, nobody tied to them by command."""
    found = {user.pk: user for role in SECOND_PERSON for user in roles.assigned_users(role)}
    near = {by.pk, person.pk, *roles.linked_by_command(person)}
    fit = [user for pk, user in found.items() if pk not in near]
    return vault.by_handle(fit, Domain.PORTAL)


def lapsed(row: BreakGlass) -> bool:
    """Asked, and nobody agreed within the hour: what was urgent then has to be asked anew."""
    return row.state == State.ASKED and row.asked_at + ANSWER_WITHIN <= clock.now()


# --- the second person ----------------------------------------------------------------------------


def agree(*, by: User, glass: uuid.UUID | str) -> BreakGlass:
    """The second person agrees: it is open to whoever asked, for an hour from now.

    Refuses ``same_person``, ``holds_command``, ``lapsed``, ``ended``; raises ``Http404`` for somebody
    without such a role, the officer, or who led them (or was led by them) in the last twelve months.
    """
    with transaction.atomic(), audit.acting(by):
        row = _to_decide(by, glass)
        now = clock.now()
        row.move_to(State.OPEN)
        row.decided_by, row.decided_at, row.open_until = by, now, now + OPEN_FOR
        _tell_later_or_now(row)
        row.save()
        tell_member(row.asked_by, uuid.uuid5(row.pk, "agreed"), urgent=True)
        for each in vault.by_handle(roles.assigned_users(Role.UNION_REVIEWER), Domain.PORTAL):
            tell_member(each, uuid.uuid5(row.pk, "review"))
    return row


def decline(*, by: User, glass: uuid.UUID | str) -> BreakGlass:
    """The second person does not agree. Nothing opens; the officer is told that it was asked for."""
    with transaction.atomic(), audit.acting(by):
        row = _to_decide(by, glass)
        row.decided_by, row.decided_at = by, clock.now()
        _end(row, State.DECLINED)
        tell_member(row.asked_by, uuid.uuid5(row.pk, "declined"))
    return row


def _to_decide(by: User, glass: uuid.UUID | str) -> BreakGlass:
    if {*SECOND_PERSON} & roles.active(by):
        _not_decided(BreakGlass.objects.all(), glass)
    row = locked(access.fetch(by, "view", BreakGlass, pk=glass))
    if row.asked_by_id == by.pk:
        message = _("You asked for this. Another person has to agree to it.")
        raise Refusal("", "same_person", message)
    _not_decided(BreakGlass.objects.all(), row.pk)
    access.fetch(by, "approve", BreakGlass, pk=row.pk)
    outside_command(by)
    if lapsed(row):
        message = _("Nobody answered within the hour. If it is still urgent, it is asked for anew.")
        raise Refusal("", "lapsed", message)
    return row


def _not_decided(rows: QuerySet[BreakGlass], glass: uuid.UUID | str) -> None:
    """Whoever comes second is told so; nobody is written down as stopped for it. Refuses ``ended``."""
    if rows.exclude(state=State.ASKED).filter(pk=as_id(glass)).exists():
        raise Refusal("", "ended", _("This was decided already. There is nothing to do."))


def take_back(*, by: User, glass: uuid.UUID | str) -> BreakGlass:
    """Whoever asked needs it no longer. Refuses ``ended``."""
    with transaction.atomic(), audit.acting(by):
        _not_decided(BreakGlass.objects.filter(asked_by=by), glass)
        row = locked(access.fetch(by, "change", BreakGlass, pk=glass))
        _not_decided(BreakGlass.objects.all(), row.pk)
        _end(row, State.TAKEN_BACK)
    return row


def locked(row: BreakGlass) -> BreakGlass:
    """The row as it stands now, held until the transaction ends."""
    rows = BreakGlass.objects.select_for_update(of=("self",)).select_related("participant")
    return rows.get(pk=row.pk)


def outside_command(by: User) -> None:
    """Refuses ``holds_command``."""
    if roles.authorized_roles(by) & set(COMMAND_ROLES):
        message = _("Somebody with a command post takes no part in an emergency opening.")
        raise Refusal("", "holds_command", message)


# --- what it opens ----------------------------------------------------------------------------------


def open_contact(*, by: User, glass: uuid.UUID | str) -> tuple[BreakGlass, User | None]:
    """The officer's name and address, for whoever asked, while the hour lasts; the look comes first.

    The safety plan opens by the same hour through ``access.visible`` and ``access.reveal``. Raises
    ``Http404`` when it is over or was never theirs, ``LedgerUnavailable``.
    """
    row = access.fetch(
        by,
        "view",
        BreakGlass,
        pk=glass,
        asked_by=by,
        state__in=(State.OPEN, State.REVIEWED),
        open_until__gt=clock.now(),
    )
    return row, access.reveal(by, row, names=True).person


# --- telling the officer ----------------------------------------------------------------------------


def _end(row: BreakGlass, state: str) -> None:
    row.move_to(state)
    _tell_later_or_now(row)
    row.save()


def _tell_later_or_now(row: BreakGlass) -> None:
    row.tell_at = clock.now() + (TELL_WITHIN if row.delay else dt.timedelta())
    if row.delay:
        key = str(row.pk)
        outbox.enqueue("trust.tell_of_emergency", key=key, due_at=row.tell_at, glass=key)
    else:
        _tell(row)


def _tell(row: BreakGlass) -> None:
    row.told_at = clock.now()
    with audit.acting(None):
        notify.tell(participant=row.participant, event=uuid.uuid5(row.pk, "told"), target=PRIVACY)


def tell_officer(*, glass: uuid.UUID | str) -> bool:
    """The job at the end of a delay; may run twice. False when it is not time, or was done."""
    with transaction.atomic():
        row = BreakGlass.objects.untold().filter(pk=glass).first()
        if row is None:
            return False
        row = locked(row)
        if row.told_at is None:
            _tell(row)
            row.save(update_fields=["told_at"])
    return True


def catch_up() -> None:
    """What a lost job left: questions that lapsed, officers who are not told yet. Safe to repeat."""
    late = BreakGlass.objects.filter(WHILE_ASKED, asked_at__lte=clock.now() - ANSWER_WITHIN)
    for pk in list(late.values_list("pk", flat=True)):
        with transaction.atomic():
            row = locked(BreakGlass(pk=pk))
            if row.state == State.ASKED:
                _end(row, State.TAKEN_BACK)
    for pk in list(BreakGlass.objects.untold().values_list("pk", flat=True)):
        tell_officer(glass=pk)


def tell_member(member: User, event: uuid.UUID, *, urgent: bool = False) -> None:
    """One neutral notice for somebody who has a part in it."""
    who = vault.participant(member, Domain.PORTAL)
    with audit.acting(None):
        notify.tell(participant=who, event=event, target=PAGE, urgent=urgent)


def mine(user: User) -> QuerySet[BreakGlass]:
    """What the officer is told of by now, newest first, whatever role they work in."""
    rows = access.visible(user, BreakGlass).filter(participant=vault.handle(user.pk, ROOM))
    return rows.filter(tell_at__lte=clock.now()).select_related("asked_by", "decided_by")
