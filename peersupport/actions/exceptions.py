"""Open a confidence, when the law allows it: one exception of the list, and a second person who agrees.

Thoughts of suicide alone are no exception: they open the way to support, and nothing is recorded. The
officer is told at once, or within 72 hours when the second person agrees that telling is not safe now.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import User
from peersupport import exceptions
from peersupport.actions.contacts import kept, key_from, offer_to_supporter, supporter_of
from peersupport.actions.messages import tell_member
from peersupport.kinds import Kind
from peersupport.models import Ask, ConfidentialityException, Supporter, Unsafe
from trust import access, audit, notify, outbox, roles, vault
from trust.models import Participant
from trust.models.grants import Relation
from trust.refusal import Refusal

TELL_WITHIN = dt.timedelta(hours=72)
MAY_BE_CONSULTED = (Kind.PEER, Kind.CHAPLAIN, Kind.CLINICIAN)
PAGE, ABOUT_ME, TALK = "exceptions", "exceptions_about_me", "talk"
State = ConfidentialityException.State
THOUGHTS_ALONE = _(
    "Thoughts alone stay between the two of you. Help with them needs no exception: the next page "
    "shows what you can do together."
)


def jurisdiction() -> str:
    """The list that counts here."""
    pack: str = settings.POLICY_PACK
    return pack if pack in exceptions.EXCEPTIONS else "US"


@dataclass(frozen=True)
class Heard:
    """What the supporter says: the exception, and for suicide the two answers apart."""

    code: str
    intent: bool | None = None
    means: bool | None = None
    unsafe: str = ""


# --- opening --------------------------------------------------------------------------------------


@transaction.atomic
def open_exception(
    *,
    by: User,
    ask: uuid.UUID | str,
    heard: Heard,
    consult: uuid.UUID | str,
    key: uuid.UUID | str | None = None,
) -> ConfidentialityException:
    """Ask a second person (``consult``: their place on the roster) whether this confidence is opened.

    Refuses ``unknown_code``, ``both_answers``, ``thoughts_alone``, ``unknown_cause``, ``not_this_person``,
    ``ended``; ``Http404`` for somebody else's question.
    """
    me, key = supporter_of(by, ask), key_from(key)
    Supporter.objects.select_for_update().get(pk=me.pk)
    known = ConfidentialityException.objects.filter(opened_by=by, key=key).first()
    if known is not None:
        return access.fetch(by, "change", ConfidentialityException, pk=known.pk)
    check(heard)
    about = kept(by, ask)
    assert about is not None  # noqa: S101 - an id was given, so there is a row or a 404
    now = clock.now()
    with audit.acting(by):
        row = ConfidentialityException.objects.create(
            participant=about.participant,
            ask=about,
            opened_by=by,
            key=key,
            pack=jurisdiction(),
            consulted=_second_person(by, about, consult),
            relation=Relation.OUTSIDE,
            opened_at=now,
            tell_at=now + TELL_WITHIN if heard.unsafe else now,
            **vars(heard),
        )
        access.require(by, "add", row)
        tell_member(row.consulted, f"exception {row.pk} {row.consulted_id}", PAGE)
        _tell_later_or_now(row)
    offer_to_supporter(supporter=me, event=row.pk)
    return row


def check(heard: Heard) -> None:
    """Refuses what is on no list, and what the answers do not carry."""
    if exceptions.ground(jurisdiction(), heard.code) is None:
        raise Refusal("code", "unknown_code", _("Choose one of the exceptions on the list."))
    about_suicide = heard.code == exceptions.Code.DANGER_TO_SELF
    if about_suicide is (heard.intent is None) or about_suicide is (heard.means is None):
        message = _("Please answer both questions, each on its own.")
        raise Refusal("intent", "both_answers", message)
    if not exceptions.opens(heard.code, intent=heard.intent, means=heard.means):
        raise Refusal("intent", "thoughts_alone", THOUGHTS_ALONE)
    if heard.unsafe and heard.unsafe not in Unsafe.values:
        raise Refusal("unsafe", "unknown_cause", _("Choose one of the causes on the list."))


def to_consult(by: User) -> QuerySet[Supporter]:
    """Everybody whom a supporter may ask. The list is the same for every officer, so it tells nothing."""
    rows = access.visible(by, Supporter).filter(status=Supporter.Status.ACTIVE)
    rows = rows.filter(kind__in=MAY_BE_CONSULTED, user__is_active=True).exclude(user=by)
    return rows.select_related("user").order_by("user__name", "pk")


def _second_person(by: User, about: Ask, consult: uuid.UUID | str) -> User:
    """Not the same person, and nobody tied to the officer by command; only the program knows who that is."""
    row = to_consult(by).filter(pk__in=_ids(consult)).first()
    officer = User.objects.get(pk=vault.person(about.participant))
    near = {officer.pk, *roles.linked_by_command(officer)}
    if row is None or row.user_id in near:
        message = _("This person can't be asked here. Please choose somebody else.")
        raise Refusal("consult", "not_this_person", message)
    return row.user


def _ids(value: uuid.UUID | str) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(str(value))]
    except ValueError:
        return []


# --- the second person ----------------------------------------------------------------------------


@transaction.atomic
def answer_consultation(
    *, by: User, exception: uuid.UUID | str, agrees: bool, later: bool = False
) -> ConfidentialityException:
    """The second person says yes or no; and, where it was asked, whether the officer is told later.

    ``Http404`` for anybody else, also when they came to lead the officer meanwhile.
    """
    with audit.acting(by):
        row = _locked(access.fetch(by, "view", ConfidentialityException, pk=exception))
        if row.consulted_id == by.pk and row.state != State.ASKED:
            raise Refusal("", "ended", _("This was answered already. There is nothing to do."))
        access.fetch(by, "answer", ConfidentialityException, pk=row.pk)
        row.move_to(State.AGREED if agrees else State.NOT_AGREED)
        if row.unsafe:
            row.later_agreed = later
        if row.unsafe and not later:
            row.tell_at = min(row.tell_at, clock.now())
            _tell(row)
        row.save()
        tell_member(row.opened_by, f"answered {row.pk} {row.consulted_id}", PAGE)
    return row


@transaction.atomic
def consult_another(
    *, by: User, exception: uuid.UUID | str, consult: uuid.UUID | str
) -> ConfidentialityException:
    """Ask one more person after a no. Refuses ``not_this_person``, ``same_again``, ``ended``."""
    with audit.acting(by):
        row = _locked(access.fetch(by, "change", ConfidentialityException, pk=exception))
        if row.state != State.NOT_AGREED or row.ask is None:
            raise Refusal("", "ended", _("There is nobody to ask now. There is nothing to do."))
        person = _second_person(by, row.ask, consult)
        if person.pk == row.consulted_id:
            message = _("This person has answered. Choose somebody else, or speak with them again.")
            raise Refusal("consult", "same_again", message)
        row.move_to(State.ASKED)
        row.consulted, row.later_agreed = person, None
        row.save()
        tell_member(person, f"exception {row.pk} {person.pk}", PAGE)
    return row


@transaction.atomic
def finish_exception(
    *, by: User, exception: uuid.UUID | str, said: bool
) -> ConfidentialityException:
    """It was said to those who can help (``said``), or nothing was said. Refuses ``not_agreed``."""
    with audit.acting(by):
        row = _locked(access.fetch(by, "change", ConfidentialityException, pk=exception))
        state = State.MADE if said else State.TAKEN_BACK
        if row.state == state:
            return row
        if state not in row.MOVES[row.state]:
            message = _("A second person has to agree first. Is it urgent? Call, then ask.")
            raise Refusal("", "not_agreed", message)
        row.move_to(state)
        row.save()
    return row


def _locked(row: ConfidentialityException) -> ConfidentialityException:
    rows = ConfidentialityException.objects.select_for_update(of=("self",))
    return rows.select_related("participant", "consulted", "opened_by").get(pk=row.pk)


# --- telling the officer ----------------------------------------------------------------------------


def _tell_later_or_now(row: ConfidentialityException) -> None:
    if row.unsafe:
        key = str(row.pk)
        outbox.enqueue("peersupport.tell_of_exception", key=key, due_at=row.tell_at, exception=key)
    else:
        _tell(row)
        row.save(update_fields=["told_at"])


def _tell(row: ConfidentialityException) -> None:
    row.told_at = clock.now()
    _notice(row.participant, uuid.uuid5(row.pk, "told"), ABOUT_ME)


def _notice(who: Participant, event: uuid.UUID, target: str) -> None:
    with audit.acting(None):
        notify.tell(participant=who, event=event, target=target)


def tell_of_exception(*, exception: uuid.UUID | str) -> bool:
    """The job at the end of a delay; may run twice. False when it is not time, or was done."""
    with transaction.atomic():
        rows = ConfidentialityException.objects.filter(told_at=None, tell_at__lte=clock.now())
        row = rows.filter(pk=exception).first()
        if row is None:
            return False
        row = _locked(row)
        if row.told_at is None:
            _tell(row)
            row.save(update_fields=["told_at"])
    return True


def tell_everybody_due() -> None:
    """What a lost job left: nobody stays untold. Safe to repeat."""
    rows = ConfidentialityException.objects.filter(told_at=None, tell_at__lte=clock.now())
    for pk in list(rows.values_list("pk", flat=True)):
        tell_of_exception(exception=pk)


# --- thoughts alone: the way to support -------------------------------------------------------------


@transaction.atomic
def show_ways_to_talk(*, by: User, ask: uuid.UUID | str) -> None:
    """Send the officer a neutral notice that leads to *Talk*, where the crisis service stands first.

    Records no exception. Once a day, however often it is pressed. Whether they ask is theirs.
    """
    about = kept(by, ask)
    assert about is not None  # noqa: S101 - an id was given, so there is a row or a 404
    _notice(about.participant, uuid.uuid5(about.pk, f"talk {clock.today()}"), TALK)


def exceptions_with_me(by: User) -> list[Mapping[str, object]]:
    """What the officer may be told by now, for their page and the download: codes and days."""
    rows = access.visible(by, ConfidentialityException)
    rows = rows.filter(participant=vault.handle(by.pk, "support"), tell_at__lte=clock.now())
    names = ("code", "pack", "intent", "means", "state", "unsafe", "opened_at", "tell_at")
    return list(rows.order_by("-opened_at", "pk").values(*names))
