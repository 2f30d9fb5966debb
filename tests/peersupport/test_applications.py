"""From *I would like to* to the roster, with one vote for each seat."""

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from agency.models import Role
from peersupport import actions
from peersupport.models import Application, Ballot, Seat, Supporter
from tests.factories import act, make_post, make_user
from tests.peersupport.roster import supporter
from trust import vault
from trust.models import Notice
from trust.refusal import Refusal


@pytest.fixture
def ivan(cast, units):
    """Reviews for the association."""
    user = make_user("ivan")
    make_post(user, Role.UNION_REVIEWER, units.agency)
    return act(user, Role.UNION_REVIEWER)


@pytest.fixture
def application(cast) -> Application:
    actions.take_seat(by=cast.carol, seat="peers", person="bob")
    return actions.apply_as_supporter(by=cast.alice, kind="peer", languages=["es"])


def ballot(application: Application, seat: str) -> Ballot:
    return application.ballots.get(seat=seat)


def say(by, application: Application, seat: str, choice: str) -> Ballot:
    return actions.vote_on_application(by=by, ballot=ballot(application, seat).pk, choice=choice)


def interviewed(application: Application, by) -> Application:
    return actions.note_interview(by=by, application=application.pk)


# --- applying -----------------------------------------------------------------------------------------


def test_applying_twice_is_applying_once_and_opens_a_vote_per_seat(application, cast):
    again = actions.apply_as_supporter(by=cast.alice, kind="chaplain")
    assert (again.pk, again.kind, again.state) == (application.pk, "peer", "applied")
    assert {each.seat for each in application.ballots.all()} == set(Seat.values)
    assert ballot(application, "peers").holder == cast.bob
    assert ballot(application, "association").holder is None


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"kind": "crisis"}, "unknown_kind"),
        ({"kind": ""}, "unknown_kind"),
        ({"kind": "peer", "languages": ["xx"]}, "unknown_language"),
    ],
)
def test_a_wish_that_is_on_no_list_is_a_question_back(cast, wish, code):
    with pytest.raises(Refusal, match=code):
        actions.apply_as_supporter(by=cast.alice, **wish)


def test_who_is_on_the_roster_need_not_apply(cast):
    row = supporter(cast.bob)
    with pytest.raises(Refusal, match="on_roster"):
        actions.apply_as_supporter(by=cast.bob, kind="peer")
    row.move_to("left")
    row.save()
    assert actions.apply_as_supporter(by=cast.bob, kind="peer").state == "applied"


def test_taking_it_back_is_final_and_leaves_room_for_another(application, cast):
    for who in (cast.frank, cast.carol, cast.dan):
        with pytest.raises(Http404):
            actions.withdraw_application(by=who, application=application.pk)
    actions.withdraw_application(by=cast.alice, application=application.pk)
    with pytest.raises(Refusal, match="not_next"):
        actions.withdraw_application(by=cast.alice, application=application.pk)
    assert actions.apply_as_supporter(by=cast.alice, kind="peer").pk != application.pk


def test_nobody_decides_or_votes_about_themselves(cast, ivan):
    actions.take_seat(by=cast.carol, seat="coordinator", person="carol")
    own = actions.apply_as_supporter(by=cast.carol, kind="peer")
    assert ballot(own, "coordinator").holder is None
    with pytest.raises(Refusal, match="own"):
        actions.note_interview(by=cast.carol, application=own.pk)
    reviewers = actions.apply_as_supporter(by=ivan, kind="peer")
    with pytest.raises(Refusal, match="own"):
        say(ivan, reviewers, "association", "for")


# --- votes --------------------------------------------------------------------------------------------


def test_a_seat_votes_once_and_may_think_again_until_the_decision(application, cast, ivan):
    say(cast.bob, application, "peers", "against")
    assert say(cast.bob, application, "peers", "for").choice == "for"
    say(ivan, application, "association", "for")
    interviewed(application, cast.carol)
    actions.decide_application(by=cast.carol, application=application.pk, selected=True)
    with pytest.raises(Http404):
        say(cast.bob, application, "peers", "against")


def test_nobody_votes_from_a_seat_that_is_not_theirs(application, cast, ivan):
    for who in (cast.alice, cast.dan, cast.frank, cast.carol, ivan):
        with pytest.raises(Http404):
            say(who, application, "peers", "for")
    for who in (cast.bob, cast.carol, cast.erin):
        with pytest.raises(Http404):
            say(who, application, "association", "for")
    with pytest.raises(Refusal, match="unknown_choice"):
        say(cast.bob, application, "peers", "maybe")


def test_one_person_does_not_speak_from_two_seats(application, cast, ivan):
    Ballot.objects.filter(application=application, seat="peers").update(holder=ivan)
    with pytest.raises(Refusal, match="two_seats"):
        say(ivan, application, "association", "for")


def test_two_votes_of_a_seat_do_not_fit_in_the_table(application, cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(application=application, seat="peers")
    with pytest.raises(IntegrityError), transaction.atomic():
        application.ballots.filter(seat="command").update(holder=cast.bob)


# --- the decision -----------------------------------------------------------------------------------------


def test_nobody_is_selected_before_the_association_has_spoken(application, cast, ivan):
    interviewed(application, cast.carol)
    say(cast.bob, application, "peers", "for")
    with pytest.raises(Refusal, match="association"):
        actions.decide_application(by=cast.carol, application=application.pk, selected=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.update(state="selected", decided_on="2026-01-01")
    say(ivan, application, "association", "abstain")
    row = actions.decide_application(by=cast.carol, application=application.pk, selected=True)
    assert (row.state, Supporter.objects.get().user) == ("selected", cast.alice)
    assert Supporter.objects.get().languages == ["es"]


def test_more_votes_against_than_for_select_nobody(application, cast, ivan):
    interviewed(application, cast.carol)
    say(cast.bob, application, "peers", "for")
    say(ivan, application, "association", "against")
    with pytest.raises(Refusal, match="votes"):
        actions.decide_application(by=cast.carol, application=application.pk, selected=True)
    row = actions.decide_application(by=cast.carol, application=application.pk, selected=False)
    assert (row.state, Supporter.objects.count()) == ("not_selected", 0)


def test_a_decision_follows_the_interview_and_comes_once(application, cast, ivan):
    say(ivan, application, "association", "for")
    with pytest.raises(Refusal, match="not_next"):
        actions.decide_application(by=cast.carol, application=application.pk, selected=True)
    interviewed(application, cast.carol)
    for _press in range(2):
        with pytest.raises(Http404):
            actions.decide_application(by=cast.erin, application=application.pk, selected=True)
    actions.decide_application(by=cast.carol, application=application.pk, selected=True)
    with pytest.raises(Refusal, match="not_next"):
        actions.decide_application(by=cast.carol, application=application.pk, selected=True)


def test_who_comes_back_stands_in_the_same_place(application, cast, ivan):
    row = supporter(cast.alice, kind="family")
    row.move_to("left")
    row.save()
    interviewed(application, cast.carol)
    say(ivan, application, "association", "for")
    actions.decide_application(by=cast.carol, application=application.pk, selected=True)
    row.refresh_from_db()
    assert (row.status, row.kind, Supporter.objects.count()) == ("active", "peer", 1)


def test_the_applicant_hears_that_there_is_news(application, cast, ivan):
    interviewed(application, cast.carol)
    actions.decide_application(by=cast.carol, application=application.pk, selected=False)
    mine = Notice.objects.filter(recipient=vault.handle(cast.alice.pk, "portal"))
    assert mine.filter(target="become_supporter").count() == 1


@pytest.mark.parametrize("broken", [{"state": "withdrawn"}, {"decided_on": "2026-01-01"}])
def test_an_open_application_has_no_day_of_decision(application, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.update(**broken)


def test_one_open_application_each(application, cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.create(user=cast.alice, kind="peer")
