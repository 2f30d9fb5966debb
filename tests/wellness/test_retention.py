import datetime as dt

from agency import clock
from tests.factories import make_attendance, make_incident
from tests.wellness.conftest import check_in, join
from trust import access
from wellness import actions, consent_texts
from wellness.models import CheckIn, Exposure, Standing


def ago(days: int):
    return clock.at(clock.now() - dt.timedelta(days=days))


def test_check_ins_go_after_twelve_months_as_promised(alice):
    assert "12 months" in consent_texts.ENGLISH_1.join.until
    join(alice)
    with ago(366):
        check_in(alice, answers={"stress": 10})
    kept = check_in(alice, key="k2", answers={})
    assert actions.forget_old_check_ins() == 1
    assert list(CheckIn.objects.all()) == [kept]
    assert actions.my_standing(alice).colour == "GREEN"


def test_the_colour_goes_with_the_last_check_in(alice):
    join(alice)
    with ago(366):
        check_in(alice)
    actions.forget_old_check_ins()
    assert not Standing.objects.exists()


def test_incidents_go_after_two_years(alice):
    join(alice)
    for number, days in (("1", 731), ("2", 5)):
        when = clock.now() - dt.timedelta(days=days)
        make_attendance(make_incident(number, occurred_at=when), alice)
    actions.bring_in_attendance(by=alice)
    assert actions.forget_old_exposure() == 1
    assert actions.forget_old_exposure() == 0
    assert len(access.reveal(alice, Exposure.objects.get()).content["entries"]) == 1
