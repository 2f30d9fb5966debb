import datetime as dt
from importlib import import_module

import pytest

from agency.models import Post, Role
from tests.factories import act, make_post, make_user
from trust import review, roles
from trust.roles import SeparationOfDuty

TODAY = dt.datetime.now(dt.UTC).date()


def test_database_has_the_same_pairs():
    frozen = import_module("agency.migrations.0002_separation_of_duty").APART
    assert {frozenset(pair) for pair in frozen} == {
        frozenset(map(str, pair)) for pair in roles.SSD_APART
    }


def test_assign_refuses_roles_kept_apart(cast, units):
    with pytest.raises(SeparationOfDuty, match="Supervisor and Wellness administrator"):
        roles.assign(user=cast.dan, role=Role.WELLNESS_ADMIN, unit=units.agency, since=TODAY)


def test_assign_and_take_back(cast, units):
    post = roles.assign(user=cast.frank, role=Role.PEER_SUPPORT, unit=units.agency, since=TODAY)
    assert Role.PEER_SUPPORT in review.assigned_roles(cast.frank)
    roles.deassign(post=post)
    assert Role.PEER_SUPPORT not in review.assigned_roles(cast.frank)
    assert roles.assign(user=cast.frank, role=Role.UNION_REVIEWER, unit=units.agency, since=TODAY)


def test_session_carries_only_what_is_held(cast):
    act(cast.alice, Role.OFFICER, Role.CHIEF)
    assert roles.active(cast.alice) == {Role.OFFICER}


def test_add_and_drop_active_role(cast):
    roles.add_active_role(cast.bob, Role.OFFICER)
    assert review.session_roles(cast.bob) == {Role.OFFICER, Role.PEER_SUPPORT}
    roles.drop_active_role(cast.bob, Role.PEER_SUPPORT)
    assert review.session_roles(cast.bob) == {Role.OFFICER}


def test_no_session_no_role(cast):
    fresh = type(cast.dan).objects.get(pk=cast.dan.pk)
    assert roles.active(fresh) == frozenset()
    assert roles.active(cast.nobody) == frozenset()


@pytest.mark.parametrize(
    "pair",
    [("peer_support", "supervisor"), ("chaplain", "chief"), ("peer_support", "wellness_admin")],
)
def test_dynamic_separation(units, pair):
    user = make_user("grace")
    for role in pair:
        make_post(user, role, units.agency)
    with pytest.raises(SeparationOfDuty):
        act(user, *pair)


def test_inactive_person_has_no_role(cast):
    cast.erin.is_active = False
    assert roles.active(cast.erin) == frozenset()


def test_role_ends_with_its_post(cast):
    Post.objects.filter(user=cast.dan).update(until=TODAY)
    assert roles.active(act(cast.dan, Role.SUPERVISOR)) == frozenset()


def test_chain_of_command(cast):
    assert set(roles.chain_of_command(cast.alice)) == {cast.dan, cast.erin}
    assert not roles.in_chain(cast.dan, cast.dan)
    assert not roles.in_chain(cast.frank, cast.dan)


# --- review functions


def test_who_holds_what(cast):
    assert set(review.assigned_users(Role.SUPERVISOR)) == {cast.dan}
    assert set(review.authorized_users(Role.SUPERVISOR)) == {cast.dan, cast.erin}
    assert review.authorized_roles(cast.erin) == {Role.COMMANDER, Role.SUPERVISOR}


def test_hierarchy_is_command_alone():
    assert review.juniors(Role.CHIEF) == {Role.COMMANDER, Role.SUPERVISOR}
    assert review.seniors(Role.SUPERVISOR) == {Role.COMMANDER, Role.CHIEF}
    assert not review.juniors(Role.WELLNESS_ADMIN) | review.seniors(Role.WELLNESS_ADMIN)


def test_role_permissions_come_from_the_table():
    assert ("view", "wellness.Standing") in review.role_permissions(Role.SUPERVISOR)
    assert ("view", "wellness.CheckIn") not in review.role_permissions(Role.SUPERVISOR)
    assert review.role_operations_on_object(Role.CHIEF, "wellness.CheckIn") == frozenset()


def test_session_permissions_are_those_of_the_switched_on_roles(cast):
    act(cast.bob, Role.OFFICER)
    assert review.session_permissions(cast.bob) == review.role_permissions(Role.OFFICER)
    assert review.role_permissions(Role.PEER_SUPPORT) <= review.user_permissions(cast.bob)
    assert "view" in review.user_operations_on_object(cast.dan, "wellness.Standing")


def test_what_needs_no_role():
    assert ("view", "wellness.CheckIn") in review.open_to_all()
    assert ("view", "trust.SubjectKey") not in review.open_to_all()


def test_separation_sets():
    assert frozenset({Role.WELLNESS_ADMIN, Role.CHIEF}) in review.ssd_role_sets().values()
    assert review.dsd_role_sets() == roles.DSD
    assert all(len(s) >= review.role_set_cardinality(s) for s in review.ssd_role_sets().values())
