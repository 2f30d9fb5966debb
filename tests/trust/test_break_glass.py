"""Two people, one hour, a name and a plan; the officer is told, a third person reviews. And the attacks."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from agency import clock
from agency.models import Role
from tests.factories import act, make_post, make_user
from tests.trust.glass import HOUR, asked, opened, plans
from trust import access, break_glass, glass_review, ledger, notify
from trust.models import BreakGlass
from trust.refusal import Refusal

# --- from the question to the review ------------------------------------------------------------------


def test_asked_agreed_opened_told_reviewed(house):
    row = asked(house)
    assert plans(house.carol) == []
    row = break_glass.agree(by=house.kim, glass=row.pk)
    assert row.open_until - row.decided_at == HOUR
    _row, person = break_glass.open_contact(by=house.carol, glass=row.pk)
    assert (person.name, person.email) == ("Alice", "alice@example.org")
    (plan,) = plans(house.carol)
    assert access.reveal(house.carol, plan).content["plan"]["signs"] == ["not sleeping"]
    seen = [(each.kind, each.permission, each.outcome) for each in ledger.mine(house.alice)]
    assert seen == [
        ("wellness.safetyplan", "break-glass", "shown"),
        ("trust.breakglass", "break-glass", "shown"),
    ]
    assert notify.unseen(house.alice).filter(target="privacy").count() == 1
    assert [each.pk for each in break_glass.mine(house.alice)] == [row.pk]
    assert glass_review.looks([row])[row.pk][0].kind == "trust.breakglass"
    row = glass_review.review(by=house.ivan, glass=row.pk, finding="right")
    assert (row.state, row.finding) == ("reviewed", "right")
    assert [(each.opened, each.reviewed) for each in glass_review.by_year()] == [(1, 1)]


def test_those_who_have_a_part_are_told_and_nobody_else(house):
    row = asked(house)
    for who in (house.hana, house.kim):
        assert notify.unseen(who).get().target == "break_glass"
    break_glass.agree(by=house.kim, glass=row.pk)
    assert notify.unseen(house.ivan).get().target == "break_glass"
    for who in (house.bob, house.dan, house.erin, house.frank):
        assert not notify.unseen(who).exists()


def test_an_officer_without_a_record_has_a_name_and_no_plan(house):
    row = break_glass.ask(by=house.carol, username="frank", reason="danger_to_others")
    break_glass.agree(by=house.hana, glass=row.pk)
    assert break_glass.open_contact(by=house.carol, glass=row.pk)[1] == house.frank
    assert plans(house.carol) == []


# --- attacks ------------------------------------------------------------------------------------------


def test_one_person_twice(house, units):
    make_post(house.carol, Role.CLINICIAN, units.agency)
    row = asked(house)
    for roles in ((Role.WELLNESS_COORDINATOR,), (Role.WELLNESS_COORDINATOR, Role.CLINICIAN)):
        with pytest.raises(Refusal, match="same_person"):
            break_glass.agree(by=act(house.carol, *roles), glass=row.pk)
    assert plans(house.carol) == []


@pytest.mark.parametrize("who", ["dan", "erin", "bob", "frank", "alice", "ivan"])
def test_a_commander_or_anybody_without_the_role_as_second(house, who):
    row = asked(house)
    for decide in (break_glass.agree, break_glass.decline):
        with pytest.raises(Http404):
            decide(by=getattr(house, who), glass=row.pk)
    row.refresh_from_db()
    assert row.state == "asked"


def test_the_officer_is_never_their_own_second_person(house, units):
    """Alice is a clinician too; she neither hears of the question nor agrees to it."""
    make_post(house.alice, Role.CLINICIAN, units.agency)
    act(house.alice, Role.CLINICIAN)
    row = asked(house, delay="self")
    assert not notify.unseen(house.alice).exists()
    assert not access.visible(house.alice, BreakGlass).exists()
    with pytest.raises(Http404):
        break_glass.agree(by=house.alice, glass=row.pk)


def test_whoever_comes_second_is_told_so_and_not_written_down(house):
    row = opened(house)
    for press, who in (
        (break_glass.agree, house.kim),
        (break_glass.agree, house.hana),
        (break_glass.decline, house.hana),
        (break_glass.take_back, house.carol),
    ):
        with pytest.raises(Refusal, match="ended"):
            press(by=who, glass=row.pk)
    assert not ledger.mine(house.alice).exists()
    with pytest.raises(Http404):
        break_glass.agree(by=house.kim, glass="no id")


def test_a_clinician_with_a_command_post_takes_no_part(house, units):
    row = asked(house)
    make_post(house.kim, Role.SUPERVISOR, units.other)
    with pytest.raises(Refusal, match="holds_command"):
        break_glass.agree(by=act(house.kim, Role.CLINICIAN), glass=row.pk)


def test_whoever_led_her_this_year_is_no_second_person_and_asks_nothing(house, units):
    row = asked(house)
    year = clock.today() - dt.timedelta(days=200)
    post = make_post(house.kim, Role.SUPERVISOR, units.squad)
    post.until = year
    post.save()
    with pytest.raises(Http404):
        break_glass.agree(by=act(house.kim, Role.CLINICIAN), glass=row.pk)
    gone = make_post(make_user("col"), Role.SUPERVISOR, units.squad)
    gone.until = year
    gone.save()
    make_post(gone.user, Role.WELLNESS_COORDINATOR, units.agency, since=clock.today())
    with pytest.raises(Refusal, match="linked"):
        break_glass.ask(
            by=act(gone.user, Role.WELLNESS_COORDINATOR), username="alice", reason="danger_to_self"
        )


@pytest.mark.parametrize("who", ["alice", "bob", "dan", "erin", "frank", "hana", "kim", "ivan"])
def test_only_a_coordinator_asks(house, who):
    with pytest.raises(PermissionDenied):
        break_glass.ask(by=getattr(house, who), username="frank", reason="danger_to_self")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"reason": "curious"}, "unknown_reason"),
        ({"reason": "court_order"}, "unknown_reason"),
        ({"delay": "later"}, "unknown_delay"),
        ({"username": "nobody"}, "nobody"),
        ({"username": "carol"}, "yourself"),
    ],
)
def test_what_can_not_be_asked(house, said, code):
    with pytest.raises(Refusal, match=code):
        break_glass.ask(
            by=house.carol, **({"username": "alice", "reason": "danger_to_self"} | said)
        )


# --- decided once, lapsed, taken back -----------------------------------------------------------------


def test_decided_once(house):
    row = opened(house)
    for decide in (break_glass.agree, break_glass.decline):
        with pytest.raises(Refusal, match="ended"):
            decide(by=house.kim, glass=row.pk)
    with pytest.raises(Refusal, match="ended"):
        break_glass.take_back(by=house.carol, glass=row.pk)


def test_asked_again_it_is_the_same_question(house):
    assert asked(house) == asked(house)


def test_a_question_that_nobody_answered_lapses_and_she_learns_of_it(house):
    row = asked(house)
    with clock.at(row.asked_at + HOUR):
        with pytest.raises(Refusal, match="lapsed"):
            break_glass.agree(by=house.kim, glass=row.pk)
        assert asked(house) != row
        break_glass.catch_up()
        row.refresh_from_db()
        assert row.state == "taken_back"
        assert row in break_glass.mine(house.alice)


@pytest.mark.parametrize("end", ["decline", "take_back"])
def test_nothing_opened_and_she_is_told_all_the_same(house, end):
    row = asked(house)
    by = house.kim if end == "decline" else house.carol
    getattr(break_glass, end)(by=by, glass=row.pk)
    assert plans(house.carol) == []
    assert list(break_glass.mine(house.alice)) == [row]
    assert glass_review.by_year() == []


# --- review ---------------------------------------------------------------------------------------------


def test_review_by_a_third_person_with_an_answer_of_the_list(house, units):
    row = opened(house)
    with pytest.raises(Refusal, match="unknown_finding"):
        glass_review.review(by=house.ivan, glass=row.pk, finding="fine")
    for who in (house.carol, house.kim, house.hana, house.erin, house.alice):
        with pytest.raises(Http404):
            glass_review.review(by=who, glass=row.pk, finding="right")
    make_post(house.kim, Role.UNION_REVIEWER, units.agency)
    with pytest.raises(Refusal, match="took_part"):
        glass_review.review(by=act(house.kim, Role.UNION_REVIEWER), glass=row.pk, finding="right")


def test_after_five_days_it_waits_too_long(house):
    row = opened(house)
    with clock.at(row.decided_at + dt.timedelta(days=5, minutes=1)):
        assert row.waits_too_long
        row = glass_review.review(by=house.ivan, glass=row.pk, finding="not_needed")
        assert not row.waits_too_long


# --- what the database keeps ------------------------------------------------------------------------------


def test_the_database_keeps_what_must_hold(house):
    row = opened(house)
    tries = {
        "two_people_break_the_glass": {"decided_by": house.carol},
        "a_third_person_reviews_it": {
            "reviewed_by": house.kim, "reviewed_at": clock.now(), "finding": "right",
            "state": "reviewed",
        },
        "open_only_once_agreed_to": {"open_until": None},
        "a_review_has_its_finding": {"finding": "right"},
    }  # fmt: skip
    for name, change in tries.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            BreakGlass.objects.filter(pk=row.pk).update(**change)


def test_one_question_at_a_time(house):
    row = asked(house)
    with pytest.raises(IntegrityError), transaction.atomic():
        BreakGlass.objects.create(
            participant=row.participant, reason=row.reason, asked_by=house.carol
        )


def test_a_move_that_is_not_drawn_can_not_be_made(house):
    row = opened(house)
    with pytest.raises(ValueError, match="can't go"):
        row.move_to("asked")
