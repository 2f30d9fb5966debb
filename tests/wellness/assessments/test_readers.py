"""Who opens an assessment, for how long, and which bands the wellness team sees."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from agency import clock
from agency.models import Role
from tests.factories import act, make_post
from tests.wellness.assessments.runs import CALM, K6, score, start, submit, weekly
from tests.wellness.conftest import CANARY, join
from tests.wellness.refusals import refused
from trust import access
from trust.models import Disclosure, Level
from wellness import actions
from wellness.actions import assessments
from wellness.models import Assessment, AssessmentGrant, CheckIn, ScoreSummary

# --- who sees what --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["quarterly", "return_to_duty", "annual_review"])
def test_content_opens_for_nobody_at_any_level(people, kind):
    join(people.alice, Level.FULL)
    sent = submit(people.alice, kind, answers={"phq-9": CALM}, note=CANARY)
    for name in ("bob", "carol", "dan", "erin", "frank", "hana", "nobody"):
        user = getattr(people, name)
        assert not access.visible(user, Assessment).exists(), name
        for action in ("view", "change", "delete", "share"):
            assert not access.can(user, action, sent.row), (name, action)


@pytest.mark.parametrize(
    ("do", "more"),
    [
        ("cancel_assessment", {}),
        ("delete_assessment", {}),
        ("share_assessment", {"person": "bob"}),
        ("save_answers", {"answers": {}}),
    ],
)
def test_a_stranger_can_do_nothing_with_it(people, do, more):
    join(people.alice)
    join(people.frank)
    row = start(people.alice)
    for user in (people.frank, people.dan, people.carol):
        join(user)
        with pytest.raises(Http404):
            getattr(actions, do)(by=user, assessment=row.pk, **more)
    assert Disclosure.objects.using("ledger").filter(outcome="stopped").count() == 3


def test_a_share_opens_one_assessment_for_seven_days(people):
    join(people.alice)
    row = submit(people.alice, "return_to_duty", answers={"phq-9": CALM}, note=CANARY).row
    submit(people.alice, key="a2", answers=K6)
    share = actions.share_assessment(by=people.alice, assessment=row.pk, person="frank")
    assert list(access.visible(people.frank, Assessment)) == [row]
    assert access.reveal(people.frank, row).content["content"]["note"] == CANARY
    assert actions.looks_at_me(people.alice)[0].person == "Frank"
    with clock.at(clock.now() + dt.timedelta(days=7, seconds=1)):
        assert not access.can(people.frank, "view", row)
    actions.revoke_assessment_share(by=people.alice, share=share.pk)
    assert not access.can(people.frank, "view", row)


def test_a_share_closes_when_its_reader_comes_to_lead(people, units):
    join(people.alice)
    row = submit(people.alice, answers=K6).row
    actions.share_assessment(by=people.alice, assessment=row.pk, person="frank")
    make_post(people.frank, Role.SUPERVISOR, units.squad)
    assert not access.can(act(people.frank, Role.OFFICER), "view", row)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"person": "dan"}, "in_chain"),
        ({"person": "erin"}, "in_chain"),
        ({"person": "alice"}, "yourself"),
        ({"person": "nobody"}, "unknown_person"),
        ({"days": 29}, "out_of_range"),
        ({"days": 0}, "out_of_range"),
    ],
)
def test_who_cannot_be_named(people, more, code):
    join(people.alice)
    row = submit(people.alice, answers=K6).row
    with refused(code):
        actions.share_assessment(by=people.alice, assessment=row.pk, **({"person": "frank"} | more))
    assert not AssessmentGrant.objects.exists()


def test_the_database_itself_refuses_a_share_up_the_chain(people):
    join(people.alice)
    row = submit(people.alice, answers=K6).row
    share = actions.share_assessment(by=people.alice, assessment=row.pk, person="frank")
    with pytest.raises(IntegrityError, match="never_in_chain"), transaction.atomic():
        AssessmentGrant.objects.filter(pk=share.pk).update(relation="chain")


def test_an_open_run_is_not_shared(people):
    join(people.alice)
    with refused("not_sent"):
        actions.share_assessment(by=people.alice, assessment=start(people.alice).pk, person="frank")


def test_stopping_ends_every_share(people):
    join(people.alice)
    row = submit(people.alice, answers=K6).row
    actions.share_assessment(by=people.alice, assessment=row.pk, person="frank")
    actions.withdraw(by=people.alice)
    assert not AssessmentGrant.objects.exists()
    assert access.visible(people.alice, Assessment).exists()


# --- bands for the wellness team ------------------------------------------------------------------


def bands(user) -> dict:
    return access.reveal(user, access.visible(user, ScoreSummary).get()).content["bands"]


def test_the_team_sees_the_newest_bands_at_full_and_no_number(people):
    join(people.alice, Level.FULL)
    with clock.at(dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)):
        submit(people.alice, answers={"k6": dict.fromkeys(K6["k6"], 4)})
    with clock.at(dt.datetime(2026, 4, 2, 12, tzinfo=dt.UTC)):
        submit(people.alice, "weekly_check", key="a2", answers=weekly(3, 0))
        last = submit(people.alice, key="a3", answers=K6)
    shown = bands(people.carol)
    assert set(shown) == {"k6", "phq-2", "gad-2"}
    assert shown["k6"] == {"band": score(last, "k6").band, "on": "2026-04-02"}
    assert bands(people.hana) == shown
    assessments.delete(by=people.alice, assessment=last.row.pk)
    assert bands(people.carol)["k6"]["on"] == "2026-03-02"
    actions.delete_check_in(by=people.alice, check_in=CheckIn.objects.get().pk)
    assert set(bands(people.carol)) == {"k6"}


@pytest.mark.parametrize("level", [Level.SELF_ONLY, Level.COMMAND])
def test_what_no_level_opens_is_not_worked_out(people, level):
    join(people.alice, level)
    submit(people.alice, answers=K6)
    assert not ScoreSummary.objects.exists()
    join(people.alice, Level.FULL)
    assert set(bands(people.carol)) == {"k6"}
    join(people.alice, Level.FULL, lowered={"check_ins": Level.SELF_ONLY})
    assert not ScoreSummary.objects.exists()


def test_going_back_to_duty_never_counts_and_an_open_half_is_no_band(people):
    join(people.alice, Level.FULL)
    submit(people.alice, "return_to_duty", answers={"phq-9": CALM})
    submit(people.alice, "quarterly", key="a2", answers={"phq-9": {"q1": 1}})
    assert not ScoreSummary.objects.exists()
