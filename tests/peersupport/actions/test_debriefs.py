"""Sessions are planned once, for those who asked, by coordinators; no name is written down."""

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.http import Http404

from agency import clock
from agency.models import Role
from peersupport import actions
from peersupport.models import Debrief
from tests.factories import make_attendance, make_post, make_user
from tests.notices import told
from tests.peersupport.conftest import HOUR, offer_of
from tests.peersupport.sessions import ask, plan
from trust import outbox, vault
from trust.refusal import Refusal


def test_the_same_plan_twice_is_one_session(cast, case, crew, lead):
    ask(*crew)
    starts = clock.now() + 2 * HOUR
    for _ in range(2):
        plan(cast.carol, case, lead, starts_at=starts)
    assert Debrief.objects.count() == 1
    with pytest.raises(Refusal, match="planned_already"):
        plan(cast.carol, case, lead, starts_at=starts + HOUR, room="Pier 4")


def test_nobody_asked_yet_and_it_opens_to_everyone_who_was_there(cast, case, crew, lead):
    with pytest.raises(Refusal, match="nobody_asked"):
        plan(cast.carol, case, lead)
    row = plan(cast.carol, case, lead, for_everyone=True)
    outbox.drain()
    assert all(told(each, "offers", "support") == 2 for each in crew)
    ask(crew[0], answer="accept")
    assert row.seats.get().participant_id == vault.handle(cast.alice.pk, "support")
    with pytest.raises(Refusal, match="planned_already"):
        plan(cast.carol, case, lead, for_everyone=True, room="Pier 4")


def test_an_answer_taken_back_takes_the_seat_along(cast, case, crew, lead):
    ask(*crew)
    row = plan(cast.carol, case, lead)
    ask(cast.alice, answer="decline")
    assert row.seats.count() == 3
    with pytest.raises(Refusal, match="taken_back"):
        plan(cast.carol, case, lead, offers=[offer_of(cast.alice, "defusing").pk])


def test_an_acceptance_gives_no_seat_with_somebody_of_the_own_chain(cast, case, crew, lead, units):
    row = plan(cast.carol, case, lead, for_everyone=True)
    late = make_user("lou")
    make_post(late, Role.OFFICER, units.squad)
    make_post(lead.user, Role.SUPERVISOR, units.squad, clock.today())
    make_attendance(case.incident, late)
    actions.consider(incident=case.incident_id)
    ask(late)
    assert not row.seats.exists()
    assert offer_of(late, "defusing").wants_time


@pytest.mark.parametrize("who", ["alice", "bob", "dan", "erin", "frank"])
def test_nobody_else_plans(cast, case, crew, lead, who):
    ask(*crew)
    with pytest.raises((Http404, PermissionDenied)):
        plan(getattr(cast, who), case, lead)


def test_the_team_sees_no_name_and_the_log_no_officer(cast, session):
    mine = ("debrief", "debriefseat", "facilitator", "offer", "place")
    entries = list(LogEntry.objects.filter(content_type__model__in=mine))
    assert {each.content_type.model for each in entries} == {*mine}
    lines = [str(e.additional_data) + str(e.changes) + e.object_repr for e in entries]
    assert not any(str(cast.alice.pk) in each or "Alice" in each for each in lines)
