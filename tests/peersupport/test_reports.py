import datetime as dt

import pytest

from agency import clock
from agency.models import User
from peersupport import actions
from peersupport.models import Offer
from peersupport.reports import offered_in_time
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
