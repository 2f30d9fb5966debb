import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency import clock
from agency.models import User
from peersupport import actions
from peersupport.models import Offer
from peersupport.reports import DAYS, days_to_appointment, offered_in_time, on_scale
from tests.factories import make_attendance, make_incident
from trust import vault
from trust.release import Period

OCTOBER = Period.parse("2026-10")
AT = dt.datetime(2026, 10, 5, 12, tzinfo=dt.UTC)


@pytest.fixture
def case(alice: User):
    incident = make_incident(occurred_at=AT, category="child_death_or_harm")
    make_attendance(incident, alice)
    return incident


def read(user: User, period: Period = OCTOBER) -> object:
    return offered_in_time(period, {user.pk: vault.handle(user.pk, "support")}).get(user.pk)


def consider_at(incident, moment: dt.datetime) -> None:
    with clock.at(moment):
        actions.consider(incident=incident.pk)


def test_an_offer_inside_its_window_is_in_time(alice: User, case) -> None:
    consider_at(case, AT + dt.timedelta(hours=1))
    assert read(alice) == (1, 1)


def test_an_offer_after_its_window_is_not(alice: User, case) -> None:
    consider_at(case, AT + dt.timedelta(hours=1))
    late = AT + dt.timedelta(days=400)
    Offer.objects.update(offered_at=late)
    assert read(alice) == (0, 1)


def test_an_attendance_that_got_no_offer_counts_as_not_in_time(alice: User, cast, case) -> None:
    consider_at(case, AT + dt.timedelta(hours=1))
    make_attendance(case, cast.frank)
    assert read(cast.frank) == (0, 1)


def test_a_case_that_an_officer_asked_for_alone_is_not_counted(alice: User, case) -> None:
    consider_at(case, AT + dt.timedelta(hours=1))
    case.case.private = True
    case.case.save()
    assert read(alice) is None


def test_another_month_does_not_count(alice: User, case) -> None:
    consider_at(case, AT + dt.timedelta(hours=1))
    assert read(alice, Period.parse("2026-09")) is None


# --- days until the first appointment -----------------------------------------------------------------


def days(user: User, period: Period = OCTOBER) -> object:
    return days_to_appointment(period, {user.pk: vault.handle(user.pk, "support")}).get(user.pk)


def met(user: User, kind: str, after: dt.timedelta) -> None:
    with clock.at(AT):
        row = actions.create_referral(by=user, kind=kind)
        row.first_appointment_at = AT + after
        row.save()


def test_the_mean_of_ones_own_waits(alice: User, cast) -> None:
    met(alice, "eap", dt.timedelta(days=2))
    met(alice, "family", dt.timedelta(hours=12))
    assert days(alice) == Fraction(5, 4)
    assert days(cast.frank) is None
    assert days(alice, Period.parse("2026-09")) is None


def test_whoever_still_waits_adds_nothing(alice: User, cast) -> None:
    with clock.at(AT):
        actions.create_referral(by=alice, kind="eap")
    assert days(alice) is None


@given(wait=st.timedeltas(min_value=dt.timedelta(-5), max_value=dt.timedelta(900)))
def test_one_wait_never_leaves_its_scale(wait) -> None:
    assert DAYS.low <= on_scale(wait) <= DAYS.high
