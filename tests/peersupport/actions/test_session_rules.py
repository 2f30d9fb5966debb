"""What a session must keep to: its window and size, a free place, people from outside the chain."""

import datetime as dt

import pytest

from agency import clock
from agency.models import Course, Role
from peersupport import actions
from peersupport.models import Debrief, DebriefSeat, Offer, Room
from tests.factories import make_attendance, make_post, make_user
from tests.peersupport.conftest import HOUR, make_supporter, offer_of
from tests.peersupport.sessions import MINUTE, ask, plan
from trust.refusal import Refusal

# --- when and for how many -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"starts_at": "past"}, "in_the_past"),
        ({"starts_at": "late"}, "too_late"),
        ({"minutes": 5}, "length"),
        ({"minutes": 301}, "length"),
        ({"room": " "}, "nowhere"),
        ({"service": "dance"}, "unknown_service"),
        ({"service": "trim"}, "nobody_asked"),
        ({"facilitators": []}, "nobody_leads"),
        ({"facilitators": ["x"]}, "unknown_supporter"),
    ],
)
def test_a_clear_answer_when_it_can_not_be(cast, case, crew, lead, changes, code):
    ask(*crew)
    moments = {"past": clock.now() - MINUTE, "late": clock.now() + 11 * HOUR}
    if isinstance(changes.get("starts_at"), str):
        changes = {"starts_at": moments[changes["starts_at"]]}
    with pytest.raises(Refusal, match=code):
        plan(cast.carol, case, lead, **changes)
    assert not Debrief.objects.exists()


def test_a_debriefing_is_too_early_on_the_first_day(cast, case, crew, lead):
    ask(*crew, service="cisd")
    with pytest.raises(Refusal) as no:
        plan(cast.carol, case, lead, service="cisd")
    assert no.value.code == "too_early"
    plan(cast.carol, case, lead, service="cisd", starts_at=clock.now() + 48 * HOUR)


def test_two_people_are_no_group_and_thirty_are_two(cast, case, crew, lead, units):
    ask(*crew[:2])
    with pytest.raises(Refusal) as few:
        plan(cast.carol, case, lead)
    assert (few.value.code, "2 of at least 3" in str(few.value.message)) == ("too_few", True)
    more = [make_user(f"x{n}") for n in range(30)]
    for each in more:
        make_post(each, Role.OFFICER, units.other)
        make_attendance(case.incident, each)
    actions.consider(incident=case.incident_id)
    ask(*more)
    with pytest.raises(Refusal) as many:
        plan(cast.carol, case, lead)
    assert many.value.code == "too_many"
    waiting = list(Offer.objects.filter(service="defusing", wants_time=True).order_by("pk"))
    first, second = waiting[:16], waiting[16:]
    plan(cast.carol, case, lead, offers=[each.pk for each in first])
    other = make_supporter("leo", units)
    plan(cast.carol, case, other, offers=[each.pk for each in second], room="Pier 4")
    assert DebriefSeat.objects.count() == 32


def test_a_single_talk_is_for_one(cast, case, crew, lead):
    ask(*crew[:2], service="one_to_one")
    with pytest.raises(Refusal, match="too_many"):
        plan(cast.carol, case, lead, service="one_to_one")
    mine = [offer_of(cast.alice).pk]
    assert plan(cast.carol, case, lead, service="one_to_one", offers=mine).seats.count() == 1


# --- places and people ---------------------------------------------------------------------------------


def test_a_room_and_a_person_are_booked_once_and_the_answer_says_when_free(cast, two, lead, units):
    starts, other = clock.now() + 2 * HOUR, make_supporter("leo", units)
    plan(cast.carol, two[0], lead, starts_at=starts)
    with pytest.raises(Refusal, match="room_taken"):
        plan(cast.carol, two[1], other, starts_at=starts + 30 * MINUTE, room=" union  HALL ")
    with pytest.raises(Refusal, match="busy"):
        plan(cast.carol, two[1], lead, starts_at=starts - 30 * MINUTE, room="Pier 4")
    plan(cast.carol, two[1], lead, starts_at=starts + 45 * MINUTE)
    assert Room.objects.get().name == "Union hall"


def test_a_course_that_runs_out_before_the_day_is_no_pick(cast, case, crew, lead):
    Course.objects.create(code="c", title="CISM", needed_by=["peer"])
    ask(*crew)
    with pytest.raises(Refusal, match="not_on_list"):
        plan(cast.carol, case, lead)


def test_whoever_was_there_does_not_lead(cast, case, crew, units):
    ask(*crew[1:])
    one_of_them = make_supporter("ivo", units)
    make_attendance(case.incident, one_of_them.user)
    actions.consider(incident=case.incident_id)
    with pytest.raises(Refusal, match="was_there"):
        plan(cast.carol, case, one_of_them, for_everyone=True)


@pytest.mark.parametrize("ago", [0, 300])
def test_nobody_in_the_chain_of_command_leads_either_way(cast, case, crew, units, ago):
    ask(*crew)
    boss = make_supporter("ivo", units)
    today = clock.today()
    post = make_post(boss.user, Role.SUPERVISOR, units.squad, today - dt.timedelta(days=400))
    if ago:
        post.until = today - dt.timedelta(days=ago)
        post.save()
    with pytest.raises(Refusal, match="in_chain"):
        plan(cast.carol, case, boss)
