"""Coming back to duty: the officer's pace, two facilitators outside command, and no mark of a pause."""

import datetime as dt
from functools import partial

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.http import Http404

from agency import clock
from agency.models import Role
from peersupport import actions
from peersupport.actions import wishes
from peersupport.models import ReturnPlan, ReturnPlanGrant, ReturnSeat, Supporter
from tests.factories import act, make_post, make_user
from tests.peersupport.returning import (
    course_of,
    grant_of,
    plan_of,
    supporter,
    with_facilitators,
)
from tests.peersupport.test_at_once import together
from trust import access, ledger, vault
from trust.models import Notice
from trust.refusal import Refusal


@pytest.fixture
def gus(units) -> Supporter:
    return supporter("gus", units.agency)


@pytest.fixture
def mia(units) -> Supporter:
    return supporter("mia", units.other)


@pytest.fixture
def plan(cast) -> ReturnPlan:
    return actions.start_return_plan(by=cast.alice, reason="incident", stream="short")


@pytest.fixture
def walked(cast, plan, gus, mia) -> ReturnPlan:
    """With both facilitators, at *Uniform and kit*."""
    with_facilitators(cast.alice, gus, mia)
    return actions.move_return_plan(by=cast.alice, stage="kit")


def refused(code: str):
    return pytest.raises(Refusal, match=f"^{code}$")


def news(user, target: str) -> int:
    handles = [vault.handle(user.pk, domain) for domain in ("support", "portal")]
    return Notice.objects.filter(recipient__in=handles, target=target).count()


# --- beginning and ending ---------------------------------------------------------------------------


def test_a_plan_begins_with_contact_and_is_the_officers_alone(cast, plan):
    assert course_of(cast.alice).stage == "contact"
    assert access.can(cast.alice, "view", plan)
    for who in (cast.bob, cast.carol, cast.dan, cast.erin, cast.frank, cast.nobody):
        assert not access.can(who, "view", plan)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"reason": "laziness", "stream": "short"}, "unknown_reason"),
        ({"reason": "leave", "stream": ""}, "unknown_stream"),
    ],
)
def test_what_is_not_on_the_list_is_refused(cast, given, code):
    with refused(code):
        actions.start_return_plan(by=cast.alice, **given)


def test_one_open_plan_at_a_time(cast, plan):
    with refused("already_open"):
        actions.start_return_plan(by=cast.alice, reason="leave", stream="long")
    with pytest.raises(IntegrityError), transaction.atomic():
        ReturnPlan.objects.create(participant=plan.participant, course={})
    actions.close_return_plan(by=cast.alice)
    again = actions.start_return_plan(by=cast.alice, reason="leave", stream="long")
    assert again.pk != plan.pk


def test_closing_ends_every_look_and_deleting_leaves_nothing(cast, walked, gus):
    with refused("still_open"):
        actions.delete_return_plan(by=cast.alice, plan=walked.pk)
    actions.close_return_plan(by=cast.alice)
    assert not access.can(gus.user, "view", walked)
    assert not ReturnPlanGrant.objects.exists()
    assert not ReturnSeat.objects.exists()
    actions.delete_return_plan(by=cast.alice, plan=walked.pk)
    assert not ReturnPlan.objects.exists()


def test_without_a_plan_everything_says_what_to_do(cast, gus):
    for act_on in (
        lambda: actions.move_return_plan(by=cast.alice, stage="kit"),
        lambda: actions.pause_return_plan(by=cast.alice),
        lambda: actions.close_return_plan(by=cast.alice),
        lambda: actions.ask_for_facilitators(by=cast.alice),
        lambda: actions.name_facilitator(by=cast.alice, supporter=gus.pk),
        lambda: actions.name_on_return_plan(by=cast.alice, person="bob"),
    ):
        with refused("no_plan"):
            act_on()


# --- the pace ---------------------------------------------------------------------------------------


def test_nobody_goes_on_from_contact_without_two_facilitators(cast, plan, gus, mia):
    with_facilitators(cast.alice, gus)
    with refused("two_facilitators"):
        actions.move_return_plan(by=cast.alice, stage="kit")
    with_facilitators(cast.alice, mia)
    actions.move_return_plan(by=cast.alice, stage="kit")
    assert course_of(cast.alice).stage == "kit"


@pytest.mark.parametrize("stage", ["range", "full", "nowhere", ""])
def test_no_stage_is_skipped(cast, walked, stage):
    with refused("one_step"):
        actions.move_return_plan(by=cast.alice, stage=stage)
    assert course_of(cast.alice).stage == "kit"


def test_a_second_press_of_the_button_stays_where_it_is(cast, walked):
    for _press in range(2):
        actions.move_return_plan(by=cast.alice, stage="vehicle")
    assert course_of(cast.alice).stage == "vehicle"


def test_a_pause_and_a_step_back_leave_no_mark_anywhere(cast, walked):
    before, lines = tables(), LogEntry.objects.count()
    actions.pause_return_plan(by=cast.alice)
    actions.move_return_plan(by=cast.alice, stage="contact")
    actions.move_return_plan(by=cast.alice, stage="kit")
    assert tables() == before
    assert LogEntry.objects.count() == lines
    assert not course_of(cast.alice).paused


def tables() -> dict[str, int]:
    """Rows per table: an action that leaves a trace would add one."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        counts = {}
        for name in names:
            cursor.execute(f'SELECT COUNT(*) FROM "{name}"')
            counts[name] = cursor.fetchone()[0]
    return counts


def test_what_is_stored_says_neither_stage_nor_reason_nor_day(cast, walked):
    stored = ReturnPlan.objects.filter(pk=walked.pk).values_list()[0]
    said = " ".join(str(getattr(each, "raw", each)) for each in stored)
    assert not any(word in said for word in ("kit", "incident", "short", str(clock.today())))


def test_the_change_log_knows_nothing_of_plans_and_seats(cast, walked):
    kinds = set(LogEntry.objects.values_list("content_type__model", flat=True))
    assert not kinds & {"returnplan", "returnseat"}


# --- items and suggestions ------------------------------------------------------------------------


def test_facilitators_tick_what_they_arrange_and_nothing_else(cast, walked, gus):
    actions.tick_return_item(by=gus.user, plan=walked.pk, item="weapon_replaced")
    assert "weapon_replaced" in course_of(cast.alice).done
    with refused("only_the_officer"):
        actions.tick_return_item(by=gus.user, plan=walked.pk, item="drive_done")
    actions.tick_return_item(by=cast.alice, plan=walked.pk, item="drive_done")
    actions.tick_return_item(by=cast.alice, plan=walked.pk, item="weapon_replaced", done=False)
    assert course_of(cast.alice).done.keys() == {"drive_done"}


def test_an_item_keeps_the_time_of_its_first_tick(cast, plan):
    with clock.at(clock.now() - dt.timedelta(days=2)):
        actions.tick_return_item(by=cast.alice, plan=plan.pk, item="kit_complete")
    first = course_of(cast.alice).done
    actions.tick_return_item(by=cast.alice, plan=plan.pk, item="kit_complete")
    assert course_of(cast.alice).done == first
    with refused("unknown_item"):
        actions.tick_return_item(by=cast.alice, plan=plan.pk, item="medal")


def test_a_suggestion_moves_nothing_and_goes_with_the_next_step(cast, walked, mia):
    actions.suggest_next_stage(by=mia.user, plan=walked.pk)
    assert (course_of(cast.alice).ready, course_of(cast.alice).stage) == (True, "kit")
    actions.move_return_plan(by=cast.alice, stage="vehicle")
    assert not course_of(cast.alice).ready


def test_only_facilitators_suggest_and_nobody_else_ticks(cast, walked):
    for who in (cast.alice, cast.bob, cast.carol, cast.dan, cast.erin, cast.frank):
        with pytest.raises(Http404):
            actions.suggest_next_stage(by=who, plan=walked.pk)
    for who in (cast.bob, cast.carol, cast.dan, cast.erin, cast.frank):
        with pytest.raises(Http404):
            actions.tick_return_item(by=who, plan=walked.pk, item="kit_complete")


def test_each_look_of_somebody_else_is_in_the_officers_log_and_none_of_her_own(cast, walked, gus):
    before = ledger.mine(cast.alice).count()
    access.reveal(cast.alice, plan_of(cast.alice))
    assert ledger.mine(cast.alice).count() == before
    access.reveal(gus.user, plan_of(cast.alice))
    last = ledger.mine(cast.alice).order_by("-seq").first()
    assert (last.viewer, last.kind, last.outcome) == (
        gus.user.pk,
        "peersupport.returnplan",
        "shown",
    )


# --- facilitators -----------------------------------------------------------------------------------


def test_two_distinct_facilitators_and_no_third(cast, plan, gus, mia, units):
    with_facilitators(cast.alice, gus)
    with refused("same_twice"):
        actions.name_facilitator(by=cast.alice, supporter=gus.pk)
    with_facilitators(cast.alice, mia)
    with refused("both_taken"):
        actions.name_facilitator(by=cast.alice, supporter=supporter("noa", units.agency).pk)
    seats = ReturnSeat.objects.filter(plan=plan)
    assert {seat.number for seat in seats} == {1, 2}
    assert news(gus.user, "return_plans") == 1


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.COMMANDER])
def test_nobody_who_leads_becomes_facilitator(cast, plan, units, role):
    boss = supporter("boss", units.agency)
    make_post(boss.user, role, units.squad if role == Role.SUPERVISOR else units.division)
    with refused("in_chain"):
        actions.name_facilitator(by=cast.alice, supporter=boss.pk)


def test_nor_somebody_who_led_or_was_led_in_the_last_twelve_months(cast, plan, units, gus, mia):
    post = make_post(gus.user, Role.SUPERVISOR, units.squad)
    post.until = clock.today() - dt.timedelta(days=200)
    post.save()
    with refused("in_chain"):
        actions.name_facilitator(by=cast.alice, supporter=gus.pk)
    make_post(mia.user, Role.OFFICER, units.squad)
    sergeant = actions.start_return_plan(by=cast.dan, reason="leave", stream="long")
    assert sergeant.pk
    with refused("in_chain"):
        actions.name_facilitator(by=cast.dan, supporter=mia.pk)


@pytest.mark.parametrize("wrong", ["", "nonsense", "00000000-0000-4000-8000-000000000000"])
def test_somebody_who_is_not_on_the_roster_is_refused(cast, plan, wrong):
    with refused("not_on_roster"):
        actions.name_facilitator(by=cast.alice, supporter=wrong)


def test_an_officer_is_not_their_own_facilitator(cast, plan, units):
    make_post(cast.alice, Role.PEER_SUPPORT, units.agency)
    own = Supporter.objects.create(user=cast.alice)
    with refused("in_chain"):
        actions.name_facilitator(by=cast.alice, supporter=own.pk)


def test_a_coordinator_finds_somebody_and_the_officer_decides(cast, plan, gus, mia):
    seats = actions.ask_for_facilitators(by=cast.alice)
    assert [seat.pk for seat in actions.ask_for_facilitators(by=cast.alice)] == [
        seat.pk for seat in seats
    ]
    seen = access.visible(cast.carol, ReturnSeat)
    assert {(seat.pseudonym, seat.stream) for seat in seen} == {(seats[0].pseudonym, "short")}
    assert news(cast.carol, "return_requests") == 1
    actions.propose_facilitator(by=cast.carol, seat=seats[0].pk, supporter=gus.pk)
    assert not access.can(gus.user, "view", plan)
    with refused("choose_another"):
        actions.propose_facilitator(by=cast.carol, seat=seats[1].pk, supporter=gus.pk)
    actions.answer_proposal(by=cast.alice, seat=seats[0].pk, accept=True)
    actions.answer_proposal(by=cast.alice, seat=seats[0].pk, accept=True)
    assert access.can(gus.user, "view", plan)
    assert not access.can(cast.carol, "view", plan)
    taken = ReturnSeat.objects.get(pk=seats[0].pk)
    assert (taken.state, taken.stream) == ("taken", "")
    assert not access.can(cast.carol, "view", taken)


def test_a_no_makes_the_seat_wanted_again(cast, plan, gus):
    seat = actions.ask_for_facilitators(by=cast.alice)[0]
    actions.propose_facilitator(by=cast.carol, seat=seat.pk, supporter=gus.pk)
    actions.answer_proposal(by=cast.alice, seat=seat.pk, accept=False)
    row = ReturnSeat.objects.get(pk=seat.pk)
    assert (row.state, row.supporter, row.stream) == ("wanted", None, "short")
    with refused("taken_back"):
        actions.answer_proposal(by=cast.alice, seat=seat.pk, accept=True)


def test_the_coordinator_reads_one_sentence_for_every_reason(cast, plan, units, gus, mia):
    boss = supporter("boss", units.agency)
    make_post(boss.user, Role.COMMANDER, units.division)
    wishes.keep(cast.alice, blocked=(gus.pk,))
    away = supporter("away", units.agency, status="paused")
    own = Supporter.objects.create(user=cast.alice)
    seat = actions.ask_for_facilitators(by=cast.alice)[0]
    said = set()
    for somebody in (boss, gus, away, own):
        with refused("choose_another") as no:
            actions.propose_facilitator(by=cast.carol, seat=seat.pk, supporter=somebody.pk)
        said.add(str(no.value.message))
    assert len(said) == 1
    actions.propose_facilitator(by=cast.carol, seat=seat.pk, supporter=mia.pk)
    with refused("taken_back"):
        actions.propose_facilitator(by=cast.carol, seat=seat.pk, supporter=mia.pk)


def test_only_a_coordinator_proposes_and_only_the_officer_answers(cast, plan, gus):
    seat = actions.ask_for_facilitators(by=cast.alice)[0]
    for who in (cast.bob, cast.dan, cast.erin, cast.frank):
        with pytest.raises(Http404):
            actions.propose_facilitator(by=who, seat=seat.pk, supporter=gus.pk)
    actions.propose_facilitator(by=cast.carol, seat=seat.pk, supporter=gus.pk)
    for who in (cast.bob, cast.carol, cast.dan, cast.erin, cast.frank, gus.user):
        with pytest.raises(Http404):
            actions.answer_proposal(by=who, seat=seat.pk, accept=True)


def test_a_facilitator_may_step_down_and_somebody_is_looked_for(cast, walked, gus):
    actions.step_down(by=gus.user, plan=walked.pk)
    assert not access.can(gus.user, "view", walked)
    assert ReturnSeat.objects.filter(plan=walked, state="wanted").count() == 1
    assert news(cast.alice, "return_to_duty") == 1
    assert course_of(cast.alice).stage == "kit"


def test_without_a_supporters_role_a_grant_opens_nothing(cast, walked, gus):
    act(gus.user)
    assert not access.can(gus.user, "view", walked)


# --- promoted above the officer -----------------------------------------------------------------------


def test_a_facilitator_who_comes_to_lead_loses_sight_at_once_and_is_replaced(
    cast, walked, gus, units
):
    make_post(gus.user, Role.COMMANDER, units.division)
    act(gus.user, Role.PEER_SUPPORT)
    assert not access.can(gus.user, "view", walked)
    assert not access.can(gus.user, "facilitate", walked)
    assert actions.refill_return_seats() == 1
    assert actions.refill_return_seats() == 0
    assert news(cast.alice, "return_to_duty") == 1
    assert news(gus.user, "return_plans") == 2
    assert news(cast.carol, "return_requests") == 1
    assert not ReturnPlanGrant.objects.filter(user=gus.user).exists()
    assert ReturnSeat.objects.get(plan=walked, state="wanted").stream == "short"


def test_somebody_named_who_comes_to_lead_goes_as_well(cast, plan, units):
    actions.name_on_return_plan(by=cast.alice, person="frank")
    make_post(cast.frank, Role.COMMANDER, units.division)
    assert not access.can(act(cast.frank, Role.OFFICER), "view", plan)
    assert actions.refill_return_seats() == 1
    assert not ReturnPlanGrant.objects.exists()


@pytest.mark.parametrize("change", ["left", "inactive", "no_post", "over"])
def test_a_seat_is_free_when_its_facilitator_can_no_longer_sit_there(cast, walked, gus, change):
    if change == "left":
        Supporter.objects.filter(pk=gus.pk).update(status="paused")
    elif change == "inactive":
        type(gus.user).objects.filter(pk=gus.user.pk).update(is_active=False)
    elif change == "no_post":
        gus.user.posts.update(until=clock.today())
    else:
        grant = ReturnPlanGrant.objects.filter(user=gus.user)
        long_ago = clock.now() - dt.timedelta(days=400)
        grant.update(given_at=long_ago, expires_at=clock.now() - dt.timedelta(days=1))
    assert actions.refill_return_seats() == 1


# --- whom else the officer names ----------------------------------------------------------------------


def test_the_officer_names_somebody_and_takes_them_off(cast, plan):
    actions.name_on_return_plan(by=cast.alice, person="frank")
    assert access.can(cast.frank, "view", plan)
    with pytest.raises(Http404):
        actions.tick_return_item(by=cast.frank, plan=plan.pk, item="kit_complete")
    grant = grant_of(cast.frank)
    for who in (cast.frank, cast.bob, cast.carol, cast.dan):
        with pytest.raises(Http404):
            actions.take_off_return_plan(by=who, grant=grant.pk)
    actions.take_off_return_plan(by=cast.alice, grant=grant.pk)
    assert not access.can(cast.frank, "view", plan)


@pytest.mark.parametrize(
    ("person", "code"),
    [("", "unknown_person"), ("nemo", "unknown_person"), ("alice", "yourself"),
     ("dan", "in_chain"), ("erin", "in_chain")],
)  # fmt: skip
def test_who_can_not_be_named(cast, plan, person, code):
    with refused(code):
        actions.name_on_return_plan(by=cast.alice, person=person)


def test_a_facilitator_is_not_named_again_and_ten_are_enough(cast, plan, gus):
    with_facilitators(cast.alice, gus)
    with refused("same_twice"):
        actions.name_on_return_plan(by=cast.alice, person="gus")
    for number in range(10):
        make_user(f"friend{number}")
        actions.name_on_return_plan(by=cast.alice, person=f"friend{number}")
    with refused("enough"):
        actions.name_on_return_plan(by=cast.alice, person="frank")
    actions.name_on_return_plan(by=cast.alice, person="friend3")  # renewed


def test_a_grant_ends_by_itself_and_can_be_renewed(cast, plan):
    with clock.at(clock.now() - dt.timedelta(days=89)):
        actions.name_on_return_plan(by=cast.alice, person="frank")
    assert access.can(cast.frank, "view", plan)
    with clock.at(clock.now() + dt.timedelta(days=2)):
        assert not access.can(cast.frank, "view", plan)
    actions.keep_on_return_plan(by=cast.alice, grant=grant_of(cast.frank).pk)
    with clock.at(clock.now() + dt.timedelta(days=2)):
        assert access.can(cast.frank, "view", plan)


def test_somebody_in_command_by_now_is_not_renewed(cast, plan, units):
    actions.name_on_return_plan(by=cast.alice, person="frank")
    make_post(cast.frank, Role.SUPERVISOR, units.squad)
    with refused("in_chain"):
        actions.keep_on_return_plan(by=cast.alice, grant=grant_of(cast.frank).pk)


def test_taking_a_facilitator_off_frees_the_seat(cast, walked, gus):
    actions.take_off_return_plan(by=cast.alice, grant=grant_of(gus.user).pk)
    assert ReturnSeat.objects.filter(plan=walked).count() == 1
    assert not access.can(gus.user, "view", walked)


# --- invitations ----------------------------------------------------------------------------------------


def test_an_invitation_is_neutral_comes_once_and_leaves_no_answer(cast):
    for _time in range(2):
        actions.invite_to_return(by=cast.carol, person="alice")
    assert news(cast.alice, "return_to_duty") == 1
    assert not ReturnPlan.objects.exists()
    before = access.visible(cast.carol, ReturnSeat).count()
    actions.start_return_plan(by=cast.alice, reason="leave", stream="long")
    assert access.visible(cast.carol, ReturnSeat).count() == before


def test_nobody_but_a_coordinator_invites(cast):
    for who in (cast.alice, cast.bob, cast.dan, cast.erin, cast.frank):
        with pytest.raises(PermissionDenied):
            actions.invite_to_return(by=who, person="alice")
    with refused("unknown_person"):
        actions.invite_to_return(by=cast.carol, person="nemo")


# --- what the database keeps ----------------------------------------------------------------------------


def test_each_constraint_holds(cast, walked, gus, mia):
    first, second = ReturnSeat.objects.filter(plan=walked).order_by("number")
    plans, seats = ReturnPlan.objects.filter(pk=walked.pk), ReturnSeat.objects.filter(pk=first.pk)
    grants = ReturnPlanGrant.objects.filter(content_object=walked)
    for rows, change in (
        (plans, {"closed_on": clock.today()}),
        (plans, {"state": "closed"}),
        (seats, {"number": 3}),
        (seats, {"number": second.number}),
        (seats, {"supporter": second.supporter_id}),
        (seats, {"state": "wanted"}),
        (seats, {"supporter": None}),
        (seats, {"relation": "chain"}),
        (grants, {"relation": "chain"}),
        (grants, {"reason": "curious"}),
        (grants, {"expires_at": clock.now() - dt.timedelta(days=3)}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)


def test_moves_that_do_not_exist_are_not_made(walked):
    with pytest.raises(ValueError, match="can't go"):
        ReturnSeat.objects.first().move_to("proposed")
    walked.move_to("closed")
    with pytest.raises(ValueError, match="can't go"):
        walked.move_to("open")


def test_rows_name_nobody(walked):
    for row in (walked, ReturnSeat.objects.first(), ReturnPlanGrant.objects.first()):
        assert not any(word in str(row).casefold() for word in ("alice", "gus", "mia"))


# --- two at once ------------------------------------------------------------------------------------------

TWO = pytest.mark.django_db(transaction=True, databases="__all__")


def outcome(act_on, found: list[str]):
    """Run it; what came of it is noted by its code."""

    def run() -> None:
        try:
            act_on()
        except Refusal as no:
            found.append(no.code)
        else:
            found.append("done")

    return run


@TWO
def test_two_beginnings_at_once_make_one_plan(cast):
    found: list[str] = []
    begin = partial(actions.start_return_plan, by=cast.alice, reason="leave", stream="long")
    together(outcome(begin, found), outcome(begin, found))
    assert sorted(found) == ["already_open", "done"]
    assert ReturnPlan.objects.count() == 1


@TWO
def test_one_facilitator_named_twice_at_once_sits_once(cast, plan, gus):
    found: list[str] = []
    name = partial(actions.name_facilitator, by=cast.alice, supporter=gus.pk)
    together(outcome(name, found), outcome(name, found))
    assert sorted(found) == ["done", "same_twice"]
    assert ReturnPlanGrant.objects.count() == 1


@TWO
def test_two_coordinators_propose_for_one_seat_and_one_wins(cast, plan, gus, mia, units):
    seat = actions.ask_for_facilitators(by=cast.alice)[0]
    other = make_user("cleo")
    make_post(other, Role.WELLNESS_COORDINATOR, units.agency)
    act(other, Role.WELLNESS_COORDINATOR)
    found: list[str] = []
    both = [
        partial(actions.propose_facilitator, by=who, seat=seat.pk, supporter=somebody.pk)
        for who, somebody in ((cast.carol, gus), (other, mia))
    ]
    together(*(outcome(each, found) for each in both))
    assert sorted(found) == ["done", "taken_back"]
    assert ReturnSeat.objects.get(pk=seat.pk).state == "proposed"


@TWO
def test_two_ticks_at_once_are_both_kept(cast, walked, gus):
    kit = partial(actions.tick_return_item, by=gus.user, plan=walked.pk, item="kit_complete")
    card = partial(actions.tick_return_item, by=cast.alice, plan=walked.pk, item="access_works")
    together(kit, card)
    assert course_of(cast.alice).done.keys() == {"kit_complete", "access_works"}


# --- to take along ----------------------------------------------------------------------------------------


def test_the_officer_takes_everything_along_and_nobody_else_anything(cast, walked, gus):
    (mine,) = actions.my_return_plans(cast.alice)
    assert (mine["stage"], mine["reason"], mine["state"]) == ("kit", "incident", "open")
    assert {each["name"] for each in mine["people"]} == {"Gus", "Mia"}
    assert actions.my_return_plans(gus.user) == []
    assert actions.my_return_plans(cast.frank) == []
