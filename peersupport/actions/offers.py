"""Answer an offer, and tell that it was carried out.

A *no* is known to nobody but the officer: it lives sealed, and the plain state stays *offered*.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import Role, User
from peersupport.actions.messages import tell_team
from peersupport.actions.seats import give_seat, give_up_seat
from peersupport.actions.second_presses import nothing_left
from peersupport.actions.sessions import held
from peersupport.models import Debrief, Offer
from trust import access, audit
from trust.refusal import Refusal

ANSWERS: dict[str, str] = {
    "accept": Offer.State.ACCEPTED,
    "schedule": Offer.State.ACCEPTED,
    "decline": Offer.State.OFFERED,
}
TAKEN_BACK = _("This was taken back. Nothing is left to do.")
SESSION_STANDS = _("A session stands for this. Mark the session as held, or call it off.")


@transaction.atomic
def answer_offer(*, by: User, offer: uuid.UUID | str, answer: str) -> Offer:
    """``accept``, ``schedule`` (accept and ask for a time) or ``decline``; may be changed later.

    Raises ``Refusal`` for an unknown answer or a window that has closed, ``Http404`` for a
    stranger's offer.
    """
    row = access.fetch(by, "change", Offer, pk=offer)
    held(row.place.case_id)
    row = _locked(row)
    if answer not in ANSWERS:
        raise Refusal("answer", "unknown_answer", _("Choose one of the three answers."))
    if not row.is_open:
        raise Refusal("answer", "window_closed", _("This offer has ended. You can still ask us."))
    with audit.acting(by):
        row.move_to(ANSWERS[answer])
        row.wants_time = answer == "schedule"
        row.answer = {"answer": answer}
        row.save()
        if row.state == Offer.State.OFFERED:
            give_up_seat(row)
        if row.state == Offer.State.ACCEPTED:
            give_seat(row)
            # One notice a day and case, however many answer: the page says who wants what.
            tell_team(f"answers {row.place.case_id} {clock.today()}", "incidents")
    return row


def answers(by: User, offers: Iterable[Offer]) -> dict[uuid.UUID, str]:
    """The officer's own answers by offer, empty where there is none."""
    given: dict[uuid.UUID, str] = {}
    for each in access.reveal_all(by, offers):
        content = each.content["answer"]
        given[each.row.pk] = str(content.get("answer", "")) if isinstance(content, dict) else ""
    return given


@transaction.atomic
def finish_offer(*, by: User, offer: uuid.UUID | str) -> Offer:
    """The coordinator says that an accepted offer was carried out. Twice changes nothing.

    Refuses ``session_stands``: a session ends for everybody at once. And ``taken_back``, in the same
    words for an offer that nobody accepted and for one that is not there: which of them it is would
    tell of a *no*.
    """
    with audit.acting(by):
        unanswered = Offer.objects.filter(state=Offer.State.OFFERED)
        if nothing_left(by, (Role.WELLNESS_COORDINATOR,), unanswered, offer):
            raise Refusal("offer", "taken_back", TAKEN_BACK)
        row = _locked(access.fetch(by, "schedule", Offer, pk=offer))
        if row.state == Offer.State.OFFERED:
            raise Refusal("offer", "taken_back", TAKEN_BACK)
        if row.seats.filter(live=True, debrief__state=Debrief.State.PLANNED).exists():
            raise Refusal("offer", "session_stands", SESSION_STANDS)
        row.move_to(Offer.State.DONE)
        row.save(update_fields=["state"])
    return row


def _locked(row: Offer) -> Offer:
    """The same row, newest state, held until the transaction ends: officer and coordinator meet."""
    return Offer.objects.select_for_update(of=("self",)).select_related("place").get(pk=row.pk)
