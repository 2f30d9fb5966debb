"""Sessions: inside their window and size, in a free place, led from outside the chain of command."""

import datetime as dt

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from agency import clock
from agency.models import Course, Role
from peersupport import actions
from peersupport.actions import session_news
from peersupport.models import Debrief, DebriefSeat, Facilitator, Offer, Room
from peersupport.models.outreach import Outreach
from tests.factories import act, make_attendance, make_incident, make_post, make_user
from tests.peersupport.conftest import HOUR, make_supporter, offer_of
from trust import outbox, vault
from trust.models import Notice
from trust.refusal import Refusal

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def crew(cast, units):
    """Four people who were there: Alice, Frank and two more."""
    more = [make_user(name) for name in ("gus", "hal")]
    for each in more:
        make_post(each, Role.OFFICER, units.other)
    return [cast.alice, cast.frank, *more]


@pytest.fixture
def case(crew):
    event = make_incident("2026-80", occurred_at=clock.now() - HOUR, category="fatal_collision")
    for each in crew:
        make_attendance(event, each)
    return actions.consider(incident=event.pk)


@pytest.fixture
def lead(units):
    return make_supporter("lea", units)


def ask(*people, service="defusing", answer="schedule"):
    for each in people:
        actions.answer_offer(by=each, offer=offer_of(each, service).pk, answer=answer)


def plan(by, case, lead, **changes):
    given = {
        "service": "defusing", "starts_at": clock.now() + 2 * HOUR, "minutes": 45,
        "room": "Union hall", "facilitators": [lead.pk],
    }  # fmt: skip
    return actions.schedule_debrief(by=by, case=case.pk, **(given | changes))


def told(user, domain, target):
    handle = vault.handle(user.pk, domain)
    return Notice.objects.filter(recipient=handle, target=target).count()


# --- planning -----------------------------------------------------------------------------------


def test_everybody_who_asked_for_a_time_has_a_seat_and_a_neutral_notice(cast, case, crew, lead):
    ask(*crew[:3])
    ask(crew[3], answer="accept")
    before = [told(each, "support", "offers") for each in crew]
    row = plan(cast.carol, case, lead)
    outbox.drain()
    assert row.seats.count() == 3
    after = [told(each, "support", "offers") for each in crew]
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, 1, 1, 0]
    assert told(lead.user, "portal", "debriefs") == 1


def test_the_same_plan_twice_is_one_session(cast, case, crew, lead):
    ask(*crew)
    starts = clock.now() + 2 * HOUR
    for _ in range(2):
        plan(cast.carol, case, lead, starts_at=starts)
    assert Debrief.objects.count() == 1
    with pytest.raises(Refusal, match="planned_already"):
        plan(cast.carol, case, lead, starts_at=starts + HOUR, room="Pier 4")


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


def test_nobody_asked_yet_and_it_opens_to_everyone_who_was_there(cast, case, crew, lead):
    with pytest.raises(Refusal, match="nobody_asked"):
        plan(cast.carol, case, lead)
    row = plan(cast.carol, case, lead, for_everyone=True)
    outbox.drain()
    assert all(told(each, "support", "offers") == 2 for each in crew)
    ask(crew[0], answer="accept")
    assert row.seats.get().participant_id == vault.handle(cast.alice.pk, "support")
    with pytest.raises(Refusal, match="planned_already"):
        plan(cast.carol, case, lead, for_everyone=True, room="Pier 4")


def test_a_single_talk_is_for_one(cast, case, crew, lead):
    ask(*crew[:2], service="one_to_one")
    with pytest.raises(Refusal, match="too_many"):
        plan(cast.carol, case, lead, service="one_to_one")
    mine = [offer_of(cast.alice).pk]
    assert plan(cast.carol, case, lead, service="one_to_one", offers=mine).seats.count() == 1


def test_an_answer_taken_back_takes_the_seat_along(cast, case, crew, lead):
    ask(*crew)
    row = plan(cast.carol, case, lead)
    ask(cast.alice, answer="decline")
    assert row.seats.count() == 3
    with pytest.raises(Refusal, match="taken_back"):
        plan(cast.carol, case, lead, offers=[offer_of(cast.alice, "defusing").pk])


# --- places and people ------------------------------------------------------------------------------


def second_case(cast, crew):
    event = make_incident("2026-81", occurred_at=clock.now(), category="heavy_media")
    for each in crew:
        make_attendance(event, each)
    return actions.consider(incident=event.pk)


@pytest.fixture
def two(cast, case, crew):
    other = second_case(cast, crew)
    for each in Offer.objects.filter(service="defusing").select_related("participant"):
        person = next(u for u in crew if vault.handle(u.pk, "support") == each.participant_id)
        actions.answer_offer(by=person, offer=each.pk, answer="schedule")
    return case, other


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


def test_a_promotion_takes_somebody_off_a_planned_session_and_tells_the_team(
    cast, case, crew, lead, units
):
    ask(*crew)
    row = plan(cast.carol, case, lead)
    assert session_news.step_back() == 0
    make_post(lead.user, Role.SUPERVISOR, units.squad, clock.today())
    for left in (1, 0):
        assert session_news.step_back() == left
    assert not row.facilitators.exists()
    assert told(cast.carol, "portal", "debriefs") == 1
    assert DebriefSeat.objects.count() == 4


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


# --- moving, calling off, holding ---------------------------------------------------------------------


@pytest.fixture
def session(cast, case, crew, lead):
    ask(*crew)
    row = plan(cast.carol, case, lead)
    outbox.drain()
    return row


def move(by, row, lead, **changes):
    given = {
        "starts_at": row.starts_at,
        "minutes": 45,
        "room": "Union hall",
        "facilitators": [lead.pk],
    }
    return actions.move_debrief(by=by, debrief=row.pk, **(given | changes))


def test_another_room_tells_everyone_and_another_time_asks_anew(cast, crew, session, lead):
    seat = session.seats.get(participant=vault.handle(cast.alice.pk, "support"))
    actions.answer_seat(by=cast.alice, seat=seat.pk, answer="come")
    before = told(cast.alice, "support", "offers")
    assert move(cast.carol, session, lead).revision == 1
    assert move(cast.carol, session, lead, room="Pier 4").revision == 2
    seat.refresh_from_db()
    assert seat.coming
    moved = move(cast.carol, session, lead, starts_at=session.starts_at + HOUR)
    outbox.drain()
    seat.refresh_from_db()
    assert not seat.coming
    assert moved.revision == 3
    # The change in between was never told: only the newest stands on the page.
    assert told(cast.alice, "support", "offers") == before + 1


def test_called_off_and_brought_back(cast, crew, session, lead):
    for _ in range(2):
        actions.cancel_debrief(by=cast.carol, debrief=session.pk)
    outbox.drain()
    assert told(cast.alice, "support", "offers") == 3  # the offer, the time, that it is off
    with pytest.raises(Refusal, match="called_off"):
        move(cast.carol, session, lead)
    ask(cast.alice, answer="decline")
    for _ in range(2):
        back = actions.reinstate_debrief(by=cast.carol, debrief=session.pk)
    assert back.seats.filter(live=True).count() == 3


def test_what_was_booked_meanwhile_keeps_a_session_from_coming_back(cast, two, lead, units):
    row = plan(cast.carol, two[0], lead)
    actions.cancel_debrief(by=cast.carol, debrief=row.pk)
    plan(cast.carol, two[1], make_supporter("leo", units), starts_at=row.starts_at)
    with pytest.raises(Refusal, match="room_taken"):
        actions.reinstate_debrief(by=cast.carol, debrief=row.pk)


def test_held_makes_every_offer_done_whatever_was_answered(cast, crew, session, lead):
    act(lead.user, Role.PEER_SUPPORT)
    seat = session.seats.get(participant=vault.handle(cast.alice.pk, "support"))
    actions.answer_seat(by=cast.alice, seat=seat.pk, answer="not")
    with pytest.raises(Refusal, match="not_yet"):
        actions.hold_debrief(by=lead.user, debrief=session.pk)
    with clock.at(session.ends_at):
        for _ in range(2):
            actions.hold_debrief(by=lead.user, debrief=session.pk)
    assert {offer_of(each, "defusing").state for each in crew} == {"done"}
    assert told(lead.user, "support", "my_own_support") == 1
    assert {offer_of(each, "follow_up", turn).state for each in crew for turn in (1, 2, 3)} == {
        "offered"
    }
    with pytest.raises(Refusal, match="held"):
        actions.cancel_debrief(by=cast.carol, debrief=session.pk)


@pytest.mark.parametrize("who", ["alice", "bob", "dan", "erin", "frank"])
def test_nobody_else_marks_moves_or_calls_off(cast, session, lead, who):
    user = getattr(cast, who)
    for action in (actions.hold_debrief, actions.cancel_debrief, actions.reinstate_debrief):
        with pytest.raises(Http404):
            action(by=user, debrief=session.pk)
    with pytest.raises(Http404):
        move(user, session, lead)


def test_the_team_sees_no_name_and_the_log_no_officer(cast, session):
    mine = ("debrief", "debriefseat", "facilitator", "offer", "place")
    entries = list(LogEntry.objects.filter(content_type__model__in=mine))
    assert {each.content_type.model for each in entries} == {*mine}
    lines = [str(e.additional_data) + str(e.changes) + e.object_repr for e in entries]
    assert not any(str(cast.alice.pk) in each or "Alice" in each for each in lines)


# --- the database -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "change", "constraint"),
    [
        (Debrief, {"ends_at": dt.datetime(2000, 1, 1, tzinfo=dt.UTC)}, "debrief_ends_after_it"),
        (Debrief, {"room": None}, "debrief_is_somewhere"),
        (Facilitator, {"relation": "chain"}, "session_lead_never_in_chain_of_command"),
    ],
)
def test_the_database_refuses(session, model, change, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.update(**change)


def test_the_database_knows_one_live_seat_and_one_open_session(cast, case, session, lead):
    Debrief.objects.update(for_everyone=True)
    other = Debrief.objects.get(pk=session.pk)
    other.pk = None
    other._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()
    other.service = "cisd"
    other.save()
    seat = DebriefSeat.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        DebriefSeat.objects.create(
            debrief=other, offer=seat.offer, participant_id=seat.participant_id
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        DebriefSeat.objects.create(
            debrief=session, offer=seat.offer, participant_id=seat.participant_id, live=False
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Facilitator.objects.create(debrief=session, supporter=lead, relation="outside")


def test_states_move_only_as_they_may():
    for made, state in ((Debrief(state="held"), "planned"), (Outreach(state="visited"), "open")):
        with pytest.raises(ValueError, match="can't go"):
            made.move_to(state)


def test_a_clock_change_makes_no_session_shorter(cast, case, crew, lead, settings):
    settings.AGENCY_TIME_ZONE = "America/New_York"
    event = make_incident(
        "2026-90", occurred_at=dt.datetime(2026, 10, 31, 20, tzinfo=dt.UTC), category="heavy_media"
    )
    for each in crew:
        make_attendance(event, each)
    with clock.at(event.occurred_at):
        other = actions.consider(incident=event.pk)
        mine = Offer.objects.filter(place__case=other, service="defusing")
        for each in crew:
            offer = mine.get(participant=vault.handle(each.pk, "support"))
            actions.answer_offer(by=each, offer=offer.pk, answer="schedule")
        starts = dt.datetime(2026, 11, 1, 5, 30, tzinfo=dt.UTC)
        row = plan(cast.carol, other, lead, starts_at=starts, minutes=90)
    assert row.ends_at - row.starts_at == 90 * MINUTE
