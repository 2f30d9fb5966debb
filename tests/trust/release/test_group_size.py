import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction

from agency.models import Role
from tests.factories import act, make_post, make_user
from trust.models import GroupSize
from trust.release import GroupTooSmall, group_size
from trust.release.group_size import lower_group_size

NOW = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


@pytest.fixture
def admin(units):
    user = make_user("grace")
    make_post(user, Role.WELLNESS_ADMIN, units.agency)
    return act(user, Role.WELLNESS_ADMIN)


@pytest.fixture
def union(units):
    user = make_user("ursula")
    make_post(user, Role.UNION_REVIEWER, units.agency)
    return act(user, Role.UNION_REVIEWER)


def test_eleven_unless_somebody_decides_otherwise() -> None:
    assert group_size.current() == 11


def test_two_people_can_lower_it_to_eight(admin, union) -> None:
    lower_group_size(k=8, by=admin, approved_by=union)
    assert group_size.current() == 8


@pytest.mark.parametrize("k", [7, 3, 1, 0])
def test_nobody_can_go_below_eight(admin, union, k: int) -> None:
    with pytest.raises(GroupTooSmall):
        lower_group_size(k=k, by=admin, approved_by=union)


def test_the_administrator_alone_can_not(admin) -> None:
    with pytest.raises(PermissionDenied):
        lower_group_size(k=9, by=admin, approved_by=admin)


def test_the_reviewer_can_not_ask_and_command_can_not_approve(admin, union, cast) -> None:
    for by, approved_by in ((union, admin), (admin, cast.erin), (cast.dan, union)):
        with pytest.raises(PermissionDenied):
            lower_group_size(k=9, by=by, approved_by=approved_by)
    assert not GroupSize.objects.exists()


def test_the_orm_refuses_a_smaller_group(admin, union) -> None:
    with pytest.raises(IntegrityError, match="eight_or_more"), transaction.atomic():
        GroupSize.objects.create(k=3, since=NOW, by=admin, approved_by=union)


def test_raw_sql_refuses_a_smaller_group(admin, union) -> None:
    lower_group_size(k=9, by=admin, approved_by=union)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE trust_groupsize SET k = 3")
    assert group_size.current() == 9


def test_one_person_can_not_stand_in_both_columns(admin) -> None:
    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        GroupSize.objects.create(k=9, since=NOW, by=admin, approved_by=admin)
