"""Two people, one hour, a name and a plan; the officer is told, a third person reviews. And the attacks."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connections, transaction
from django.http import Http404

from agency import clock
from agency.models import Role
from tests.factories import act, make_post, make_user
from tests.trust.rows import at_level, note_of
from trust import access, break_glass, glass_review, ledger, notify, outbox, vault
from trust.ledger import LedgerUnavailable
from trust.models import BreakGlass, Disclosure, Level, OutboxJob
from trust.refusal import Refusal
from wellness.actions import safety
from wellness.models import CheckIn, SafetyPlan

HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)


@pytest.fixture
def house(cast, units):
    """Hana administers, Kim is the clinician, Ivan reviews; Alice has a plan and a check-in."""
    for name, role in (
        ("hana", "wellness_admin"),
        ("kim", "clinician"),
        ("ivan", "union_reviewer"),
    ):
        user = make_user(name)
        make_post(user, role, units.agency)
        setattr(cast, name, act(user, role))
    at_level(cast.alice, Level.SELF_ONLY)
    safety.save_plan(by=cast.alice, steps={"signs": ["not sleeping"]})
    return cast


def asked(house, reason: str = "danger_to_self", delay: str = "") -> BreakGlass:
    return break_glass.ask(by=house.carol, username="alice", reason=reason, delay=delay)


def opened(house, **more) -> BreakGlass:
    return break_glass.agree(by=house.kim, glass=asked(house, **more).pk)


def plans(user) -> list[SafetyPlan]:
    return list(access.visible(user, SafetyPlan))


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


@pytest.mark.parametrize("decided", [True, False])
def test_a_curious_try_tells_the_officer_no_earlier_than_the_row(house, decided):
    row = opened(house, delay="self") if decided else asked(house, delay="self")
    with pytest.raises(Http404):
        break_glass.agree(by=house.bob, glass=row.pk)
    with clock.at(clock.now() + 71 * HOUR):
        assert not ledger.mine(house.alice).exists()
        assert not access.visible(house.alice, Disclosure).using("ledger").exists()
    with clock.at(clock.now() + 74 * HOUR):
        assert ledger.mine(house.alice).get().outcome == "stopped"


def test_a_clinician_with_a_command_post_takes_no_part(house, units):
    row = asked(house)
    make_post(
        house.kim, Role.SUPERVISOR, units.elsewhere if hasattr(units, "elsewhere") else units.other
    )
    with pytest.raises(Refusal, match="holds_command"):
        break_glass.agree(by=act(house.kim, Role.CLINICIAN), glass=row.pk)


def test_whoever_led_her_this_year_is_no_second_person_and_asks_nothing(house, units):
    row = asked(house)
    year = clock.today() - dt.timedelta(days=200)
    for who in (house.kim, house.carol):
        post = make_post(who, Role.SUPERVISOR, units.squad) if who is house.kim else None
        if post:
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


def test_after_the_hour_it_is_closed(house):
    row = opened(house)
    with clock.at(row.open_until - MINUTE):
        assert plans(house.carol)
    with clock.at(row.open_until):
        assert plans(house.carol) == []
        with pytest.raises(Http404):
            break_glass.open_contact(by=house.carol, glass=row.pk)


def test_before_anybody_agreed_it_is_closed(house):
    row = asked(house)
    with pytest.raises(Http404):
        break_glass.open_contact(by=house.carol, glass=row.pk)


def test_another_officer_stays_closed(house):
    at_level(house.frank, Level.SELF_ONLY)
    safety.save_plan(by=house.frank, steps={"signs": ["his own"]})
    opened(house)
    assert {each.participant_id for each in plans(house.carol)} == {
        vault.handle(house.alice.pk, "wellness")
    }


def test_every_other_content_stays_closed(house):
    row = note_of(house.alice)
    opened(house)
    assert not access.visible(house.carol, CheckIn).exists()
    assert not access.can(house.carol, "view", row)
    for action in ("change", "delete"):
        assert not access.visible(house.carol, SafetyPlan, action).exists()


@pytest.mark.parametrize("who", ["kim", "hana", "ivan", "bob", "dan", "erin", "frank"])
def test_it_opens_for_nobody_but_whoever_asked(house, who):
    row = opened(house)
    assert plans(getattr(house, who)) == []
    with pytest.raises(Http404):
        break_glass.open_contact(by=getattr(house, who), glass=row.pk)


def test_in_another_role_it_is_closed(house, units):
    opened(house)
    make_post(house.carol, Role.OFFICER, units.other)
    assert plans(act(house.carol, Role.OFFICER)) == []


def test_without_the_ledger_nothing_opens(house):
    row = opened(house)
    with connections["ledger"].cursor() as cursor:
        cursor.execute("ALTER TABLE trust_disclosure RENAME TO gone")
    try:
        with pytest.raises(LedgerUnavailable), transaction.atomic():
            break_glass.open_contact(by=house.carol, glass=row.pk)
        with pytest.raises(LedgerUnavailable), transaction.atomic():
            access.reveal(house.carol, plans(house.carol)[0])
    finally:
        with connections["ledger"].cursor() as cursor:
            cursor.execute("ALTER TABLE gone RENAME TO trust_disclosure")


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


# --- told later -----------------------------------------------------------------------------------------


def test_with_a_cause_she_is_told_within_72_hours_and_her_log_waits_as_well(house):
    row = opened(house, delay="self")
    break_glass.open_contact(by=house.carol, glass=row.pk)
    assert Disclosure.objects.using("ledger").count() == 1
    assert not access.visible(house.alice, Disclosure).exists()
    assert not ledger.mine(house.alice).exists()
    assert not break_glass.mine(house.alice).exists()
    assert not access.can(house.alice, "view", row)
    assert glass_review.by_year() == []
    with clock.at(row.decided_at + 72 * HOUR + MINUTE):
        outbox.drain()
        assert notify.unseen(house.alice).filter(target="privacy").exists()
        assert access.visible(house.alice, Disclosure).exists()
        assert ledger.mine(house.alice).exists()
        assert list(break_glass.mine(house.alice)) == [row]
        assert glass_review.by_year()[0].opened == 1


def test_a_lost_job_keeps_her_in_the_dark_no_longer_than_the_sweep(house):
    row = opened(house, delay="others")
    OutboxJob.objects.all().delete()
    with clock.at(row.decided_at + 72 * HOUR + MINUTE):
        break_glass.catch_up()
        break_glass.catch_up()
        assert not break_glass.tell_officer(glass=row.pk)
    assert notify.unseen(house.alice).filter(target="privacy").count() == 1


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
