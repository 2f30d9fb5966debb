import datetime as dt

from agency import clock
from agency.models import User
from trust import vault
from trust.models import Level
from trust.release import Period
from wellness import actions
from wellness.reports import newest_answers

OCTOBER = Period.parse("2026-10")


def check_in(user: User, day: int, **answers: float | None) -> None:
    with clock.at(dt.datetime(2026, 10, 1, tzinfo=dt.UTC) + dt.timedelta(days=day - 1)):
        actions.set_opt_in(by=user, text_version="2026-11", level=Level.SELF_ONLY, count_me=True)
        actions.submit_check_in(by=user, key=f"day {day}", answers=answers, contact=day > 20)


def read(user: User) -> object:
    return newest_answers(OCTOBER, {user.pk: vault.handle(user.pk, "wellness")}).get(user.pk)


def test_the_newest_check_in_of_the_period_counts(alice: User) -> None:
    check_in(alice, 3, stress=8)
    check_in(alice, 25, stress=3)
    assert read(alice) == {"stress": 3, "contact": 1}


def test_check_ins_before_and_after_do_not_count(alice: User) -> None:
    check_in(alice, 0, stress=8)
    check_in(alice, 32, stress=8)
    assert read(alice) is None


def test_rather_not_say_is_no_value(alice: User) -> None:
    check_in(alice, 3, stress=None)
    assert read(alice) == {"stress": None, "contact": 0}


def test_whoever_took_the_record_away_is_left_out(alice: User) -> None:
    check_in(alice, 3, stress=8)
    actions.withdraw(by=alice, destroy=True)
    assert read(alice) is None


def test_people_who_were_not_asked_about_are_not_opened(alice: User) -> None:
    check_in(alice, 3, stress=8)
    assert newest_answers(OCTOBER, {}) == {}
