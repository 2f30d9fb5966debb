import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from agency.models import Post, Role, Unit, User
from tests.factories import make_post, make_unit, make_user
from trust import roles

APART = sorted(roles.SSD_APART)


def test_nobody_is_superuser(alice):
    assert not alice.is_superuser
    assert not alice.is_staff
    assert not alice.has_perm("agency.view_user")
    assert "is_superuser" not in {field.name for field in User._meta.get_fields()}


def test_below_and_above_follow_the_tree(units):
    assert set(Unit.objects.below(units.district)) == {units.district, units.squad, units.other}
    assert Unit.objects.above(units.squad).first() == units.agency
    assert units.other not in Unit.objects.above(units.squad)


def test_unit_code_that_begins_like_another_is_not_below_it(units):
    longer = make_unit("ABDX12", Unit.Kind.SQUAD, units.district)
    assert longer not in Unit.objects.below(units.squad)


def test_unit_without_parent_is_the_agency():
    with pytest.raises(IntegrityError, match="unit_without_parent_is_the_agency"):
        make_unit("S", Unit.Kind.SQUAD)


def test_unit_is_not_its_parent(units):
    with pytest.raises(IntegrityError, match="unit_is_not_its_parent"):
        Unit.objects.filter(pk=units.squad.pk).update(parent=units.squad)


def test_post_ends_after_it_starts(cast, units):
    with pytest.raises(IntegrityError, match="post_ends_after_it_starts"):
        Post.objects.filter(user=cast.dan).update(until=dt.date(2000, 1, 1))


def test_officer_stands_in_one_unit(cast, units):
    with pytest.raises(IntegrityError):
        make_post(cast.alice, Role.OFFICER, units.other)


def test_a_post_is_held_from_its_first_day_until_the_day_before_its_last(cast, units):
    post = make_post(cast.alice, Role.DISPATCHER, units.agency, since=dt.date(2026, 1, 1))
    Post.objects.filter(pk=post.pk).update(until=dt.date(2026, 2, 1))
    held = Post.objects.filter(pk=post.pk)
    days = [dt.date(2025, 12, 31), dt.date(2026, 1, 1), dt.date(2026, 1, 31), dt.date(2026, 2, 1)]
    assert [held.on(day).exists() for day in days] == [False, True, True, False]
    assert not held.during(dt.date(2026, 2, 1), dt.date(2026, 3, 1)).exists()


@pytest.mark.parametrize(("one", "other"), APART, ids=str)
def test_database_keeps_duties_apart(units, one, other):
    user = make_user("grace")
    make_post(user, one, units.agency)
    with pytest.raises(IntegrityError, match="post_keeps_duties_apart"), transaction.atomic():
        make_post(user, other, units.agency)


def test_database_keeps_duties_apart_when_a_post_is_changed(cast, units):
    free = make_post(cast.dan, Role.DISPATCHER, units.agency)
    with pytest.raises(IntegrityError, match="post_keeps_duties_apart"):
        Post.objects.filter(pk=free.pk).update(role=Role.WELLNESS_ADMIN)


def test_duties_may_follow_one_another(cast, units):
    day = dt.date(2026, 1, 1)
    Post.objects.filter(user=cast.dan).update(until=day)
    assert make_post(cast.dan, Role.WELLNESS_ADMIN, units.agency, since=day).pk


def test_ranks_of_one_chain_may_meet(cast, units):
    assert make_post(cast.dan, Role.COMMANDER, units.division).pk
