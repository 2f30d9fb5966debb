"""Who can be asked, who keeps the list, and how busy somebody is."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from agency import clock
from agency.models import Role
from peersupport import actions
from peersupport.actions import roster
from peersupport.models import Ask, Contact, PeerRequest, Photo, Supporter
from tests.factories import act, make_post, make_user
from tests.peersupport.roster import DAY, always, course, now, supporter, took
from tests.peersupport.talk import ask, live
from trust import audit, vault
from trust.refusal import Refusal

HOUR = dt.timedelta(hours=1)


def on_list(**more: object) -> list[str]:
    return [each.supporter.user.username for each in roster.pick_list(at=now(), **more)]


@pytest.fixture
def bob(cast) -> Supporter:
    return supporter(cast.bob)


# --- the pick list -------------------------------------------------------------------------------------


def test_active_people_stand_on_the_list_and_the_switch_shows(bob, cast):
    (found,) = roster.pick_list(at=now())
    assert (found.supporter, found.reachable, found.on_duty) == (bob, False, False)
    Supporter.objects.update(on_duty_until=now() + HOUR)
    (found,) = roster.pick_list(at=now())
    assert found.reachable
    assert found.on_duty
    (found,) = roster.pick_list(at=now() + 2 * HOUR)
    assert not found.reachable
    assert not found.on_duty
    always(bob)
    (found,) = roster.pick_list(at=now() + 2 * HOUR)
    assert found.reachable
    assert not found.on_duty


@pytest.mark.parametrize("status", ["paused", "left"])
def test_who_takes_a_break_or_left_is_not_on_it(bob, cast, status):
    actions.set_supporter_status(by=cast.carol, supporter=bob.pk, status=status)
    assert on_list() == []
    assert not roster.is_on_pick_list(bob, now())


def test_who_can_no_longer_sign_in_is_not_on_it(bob, cast):
    cast.bob.is_active = False
    cast.bob.save()
    assert on_list() == []


@pytest.mark.parametrize(("days_left", "there"), [(None, True), (1, True), (0, False), (-9, False)])
def test_a_certificate_that_ran_out_takes_somebody_off(bob, cast, days_left, there):
    took(cast.bob, course(), days_left)
    assert (on_list() == ["bob"]) is there
    assert roster.is_on_pick_list(bob, now()) is there


def test_a_missing_course_takes_off_only_those_who_need_it(bob, cast):
    supporter(cast.frank, kind="chaplain")
    needed = course("basics", "peer")
    assert on_list() == ["frank"]
    assert on_list(kind="peer") == []
    took(cast.bob, needed, -1)
    took_again = took(cast.bob, course("other", "clinician"))
    assert on_list() == ["frank"], took_again
    needed.records.all().delete()
    took(cast.bob, needed, 30)
    assert on_list(kind="peer") == ["bob"]


def test_a_certificate_that_runs_out_tomorrow_counts_only_until_then(bob, cast):
    took(cast.bob, course(), 1)
    assert roster.is_on_pick_list(bob, now())
    assert not roster.is_on_pick_list(bob, now() + 2 * DAY)


def test_the_list_takes_five_queries_whatever_their_number(bob, cast, django_assert_num_queries):
    needed = course()
    for n in range(12):
        user = make_user(f"helper{n}")
        always(supporter(user))
        took(user, needed)
    with django_assert_num_queries(5):
        assert len(roster.pick_list(at=now())) == 12


# --- the team keeps it ------------------------------------------------------------------------------------


def test_the_team_adds_somebody_and_the_log_names_who(cast):
    row = actions.add_supporter(by=cast.carol, person="frank", kind="chaplain")
    assert (row.user, row.kind, row.status) == (cast.frank, "chaplain", "active")
    assert audit.changes(row)[0][1] == "Carol"


@pytest.mark.parametrize("person", ["nobody-here", "", "  "])
def test_an_unknown_person_is_a_question_back(cast, person):
    with pytest.raises(Refusal, match="unknown_person"):
        actions.add_supporter(by=cast.carol, person=person, kind="peer")


def test_nobody_is_added_twice_or_as_something_unknown(bob, cast):
    with pytest.raises(Refusal, match="on_roster"):
        actions.add_supporter(by=cast.carol, person="bob", kind="peer")
    with pytest.raises(Refusal, match="unknown_kind"):
        actions.add_supporter(by=cast.carol, person="frank", kind="wizard")


def test_nobody_else_adds_or_ends(bob, cast):
    for who in (cast.bob, cast.dan, cast.erin, cast.frank):
        with pytest.raises(PermissionDenied):
            actions.add_supporter(by=who, person="frank", kind="peer")
    for who in (cast.dan, cast.frank, cast.bob):
        with pytest.raises(Http404):
            actions.set_supporter_status(by=who, supporter=bob.pk, status="left")
        with pytest.raises(Http404):
            actions.save_place(by=who, supporter=bob.pk, kind="chaplain", capacity=9)


def test_a_supporter_takes_a_break_and_comes_back_alone(bob, cast):
    actions.set_supporter_status(by=cast.bob, supporter=bob.pk, status="paused")
    row = actions.set_supporter_status(by=cast.bob, supporter=bob.pk, status="active")
    assert row.status == "active"
    with pytest.raises(Http404):
        actions.set_supporter_status(by=cast.frank, supporter=bob.pk, status="paused")


def test_who_leaves_takes_their_own_words_along_and_may_come_back(bob, cast):
    bob.introduction, bob.backgrounds, bob.has_photo = "Hello", ["loss"], True
    bob.save()
    Photo.objects.create(supporter=bob, jpeg=b"jpeg")
    row = actions.set_supporter_status(by=cast.carol, supporter=bob.pk, status="left")
    assert (row.introduction, row.backgrounds, row.has_photo) == ("", [], False)
    assert (row.left_on, Photo.objects.count()) == (clock.today(), 0)
    with pytest.raises(Refusal, match="not_next"):
        actions.set_supporter_status(by=cast.carol, supporter=bob.pk, status="paused")
    row = actions.set_supporter_status(by=cast.carol, supporter=bob.pk, status="active")
    assert row.left_on is None


def test_what_somebody_told_about_themselves_is_in_no_log(bob, cast):
    actions.save_profile(
        by=cast.bob, languages=["en"], backgrounds=["recovery"], specialities=[],
        area="North", introduction="canary-intro", capacity=3,
    )  # fmt: skip
    told = str(audit.changes(bob))
    assert "capacity" in told
    assert "recovery" not in told
    assert "canary-intro" not in told


@pytest.mark.parametrize("capacity", [-1, 31])
def test_the_cap_has_bounds(bob, cast, capacity):
    with pytest.raises(Refusal, match="too_many"):
        actions.save_place(by=cast.carol, supporter=bob.pk, kind="peer", capacity=capacity)


@pytest.mark.parametrize(
    "broken", [{"capacity": 31}, {"status": "left"}, {"left_on": dt.date(2026, 1, 1)}]
)
def test_the_database_keeps_the_same_bounds(bob, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        Supporter.objects.filter(pk=bob.pk).update(**broken)


# --- counts -------------------------------------------------------------------------------------------------


def test_workload_counts_and_knows_nobody(bob, cast):
    def asked(state: str, days_ago: int) -> None:
        who = vault.participant(cast.alice, "support")
        request = PeerRequest.objects.create(
            participant=who, pseudonym="Quiet River 1", notice="us-1", state="ended", ended_at=now()
        )
        Ask.objects.create(
            request=request, participant=who, supporter=bob, pseudonym="x", relation="outside",
            state=state, asked_at=now() - days_ago * DAY, answer_by=now(),
            answered_at=now() - days_ago * DAY,
        )  # fmt: skip

    for state, days_ago in [("passed", 1), ("accepted", 2), ("ended", 3), ("accepted", 40)]:
        asked(state, days_ago)
    load = roster.workload()[bob.pk]
    assert (load.asked, load.accepted, load.open_now) == (3, 2, 2)
    assert roster.workload().get(supporter(cast.frank).pk) is None


def test_workload_never_moves_when_somebody_was_named(bob, cast, units):
    """Else a coordinator who names Bob would read there whether it was Bob who was asked."""
    row = ask(cast.alice)
    actions.accept_request(by=cast.bob, ask=live(row).pk)
    assert roster.workload() == {bob.pk: roster.Load()}
    with clock.at(clock.now() + DAY):
        assert roster.workload()[bob.pk] == roster.Load(asked=1, accepted=1, open_now=1)


def test_a_coordinator_without_the_role_today_adds_nobody(cast, units):
    gone = make_user("former")
    make_post(gone, Role.OFFICER, units.other)
    with pytest.raises(PermissionDenied):
        actions.add_supporter(by=act(gone, Role.OFFICER), person="frank", kind="peer")


def test_contacts_are_counted_for_those_who_logged_them(bob, cast):
    Contact.objects.create(
        supporter=bob, day=clock.today(), channel="call", duration="quarter", activation="self"
    )
    assert roster.workload()[bob.pk] == roster.Load(contacts=1)
