"""Everything that one officer's page needs: opened once, of nobody else, gaps kept as gaps."""

import datetime as dt

import pytest

from agency import clock
from tests.factories import act
from tests.wellness.conftest import CANARY, check_in, join
from tests.wellness.test_my_record import phq_9, weeks
from trust import vault
from wellness import actions
from wellness.actions.exposure import add_exposure
from wellness.actions.hours import log_sleep
from wellness.actions.overview import known, overview
from wellness.models import Assessment, CheckIn


def test_visits_are_in_order_of_time(cast):
    join(cast.alice)
    phq_9(cast.alice, 40)
    weeks(cast.alice, 3)
    phq_9(cast.alice, 2)
    found = overview(cast.alice)
    assert [each.at for each in found.visits] == sorted(each.at for each in found.visits)
    assert len(found.visits) == 5
    assert len(found.check_ins) == 3


def test_an_unfinished_assessment_is_no_visit(cast):
    join(cast.alice)
    mine = vault.participant(cast.alice, "wellness")
    Assessment.objects.create(participant=mine, slot="s", key="k", content={"answers": {}})
    assert overview(cast.alice).empty


def test_since_leaves_out_what_is_older(cast):
    join(cast.alice)
    weeks(cast.alice, 10)
    since = clock.today() - dt.timedelta(weeks=3)
    assert {each.week >= since for each in overview(cast.alice, since=since).visits} == {True}


@pytest.mark.parametrize("who", ["frank", "dan", "carol", "bob", "erin"])
def test_of_nobody_else(joined, who):
    assert overview(getattr(joined, who)).empty


def test_somebody_who_was_shown_a_check_in_does_not_find_it_in_their_own(joined):
    row = CheckIn.objects.get()
    bob = act(joined.bob, "officer", "peer_support")
    actions.share_result(by=joined.alice, check_in=row.pk, person="bob", days=7)
    assert overview(bob).empty


def test_notes_and_answers_are_opened(joined):
    (visit,) = overview(joined.alice).visits
    assert visit.note == CANARY
    assert visit.own["stress"] == 8
    assert visit.counted["stress"] == 8


def test_saying_nothing_counts_for_nothing(cast):
    join(cast.alice)
    check_in(cast.alice, answers={})
    (visit,) = overview(cast.alice).visits
    assert visit.counted == {}
    assert known(overview(cast.alice)).colour == ""


def test_known_takes_the_newest_answers(cast):
    join(cast.alice)
    phq_9(cast.alice, 30, q1=3, q2=3, q3=3)
    phq_9(cast.alice, 2)
    check_in(cast.alice, answers={"stress": 10})
    found = known(overview(cast.alice))
    assert found.bands["phq-9"] == "mild"
    assert found.colour == "RED"
    assert found.answers == {"stress": "high"}


def test_known_forgets_what_is_long_ago(cast):
    join(cast.alice)
    phq_9(cast.alice, 200)
    assert known(overview(cast.alice)).bands == {}


def test_nights_and_hard_calls_come_oldest_first(cast):
    join(cast.alice)
    today = clock.today()
    for back in (2, 9, 5):
        log_sleep(by=cast.alice, night=today - dt.timedelta(days=back), hours=6)
        add_exposure(by=cast.alice, kind="suicide", day=today - dt.timedelta(days=back))
    found = overview(cast.alice)
    assert [(today - each.night).days for each in found.nights] == [9, 5, 2]
    assert [each["day"] for each in found.attended] == sorted(e["day"] for e in found.attended)
    assert found.fatigue is not None
    assert found.first == today - dt.timedelta(days=9)
