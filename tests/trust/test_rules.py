import pytest
from django.db.models import Q

from agency.models import Role, User
from tests.factories import act
from tests.trust.rows import at_level, note_of
from trust import rules
from trust.access import _either, _reason
from trust.models.consent import Level
from wellness.models import CheckIn


def rows(rule, user):
    """What ``access.visible`` makes of a rule, on check-ins."""
    openings = rule(user)
    if not openings:
        return CheckIn.objects.none()
    return CheckIn.objects.filter(_either(openings)).annotate(cleared_by=_reason(openings))


def test_nobody_opens_nothing(cast):
    note_of(cast.alice)
    assert not rows(rules.nobody, cast.alice)


def test_owner_is_the_officer_alone(cast):
    mine = note_of(cast.alice)
    rule = rules.owner("participant")
    assert list(rows(rule, cast.alice)) == [mine]
    assert not rows(rule, cast.frank)
    assert rule(cast.nobody) == []


def test_role_must_be_switched_on(cast):
    note_of(cast.alice)
    rule = rules.has_role(Role.WELLNESS_COORDINATOR)
    assert rows(rule, cast.carol).count() == 1
    assert not rows(rule, act(cast.carol))
    assert rule(cast.nobody) == []


def test_open_to_all_is_not_swallowed_by_a_narrow_rule(cast):
    note_of(cast.alice)
    rule = rules.any_of(rules.owner("participant"), rules.signed_in)
    assert rows(rule, cast.frank).count() == 1
    assert rows(rule, cast.frank)[0].cleared_by == "signed in"
    assert rows(rule, cast.alice)[0].cleared_by == "owner"


def test_all_of_with_one_closed_part_is_closed(cast):
    note_of(cast.alice)
    assert not rows(rules.all_of(rules.signed_in, rules.nobody), cast.alice)
    assert not rows(rules.all_of(rules.nobody, rules.signed_in), cast.alice)


def test_all_of_narrows(cast):
    note_of(cast.alice)
    note_of(cast.frank)
    rule = rules.all_of(rules.signed_in, rules.owner("participant"))
    assert rows(rule, cast.alice).count() == 1
    assert rows(rule, cast.alice)[0].cleared_by == "signed in, owner"


@pytest.mark.parametrize(
    ("level", "seen"), [(Level.PEER_SUPPORT, 0), (Level.SUPERVISOR, 1), (Level.FULL, 1)]
)
def test_level(cast, level, seen):
    note_of(cast.alice)
    at_level(cast.alice, level)
    rule = rules.level("participant__check_ins_level", Level.SUPERVISOR)
    assert rows(rule, cast.carol).count() == seen


def test_direct_supervisor_of_today(cast):
    note_of(cast.alice)
    note_of(cast.frank)
    assert rows(rules.direct_supervisor("participant"), cast.dan).count() == 1
    assert not rows(rules.direct_supervisor("participant"), cast.erin)


def test_commander_above(cast):
    note_of(cast.alice)
    note_of(cast.frank)
    assert rows(rules.commands("participant"), cast.erin).count() == 2
    assert not rows(rules.commands("participant"), cast.dan)


def test_leader_does_not_lead_themselves(cast):
    note_of(cast.dan)
    assert not rows(rules.direct_supervisor("participant"), cast.dan)


def test_not_leading_counts_posts_not_switched_on_roles(cast):
    note_of(cast.alice)
    rule = rules.not_leading("participant")
    assert not rows(rule, act(cast.dan, Role.OFFICER))
    assert rows(rule, cast.bob).count() == 1


def test_leader_of_nobody_is_closed_and_open_in_the_right_places(cast, units):
    note_of(cast.alice)
    User.objects.exclude(pk=cast.erin.pk).update(is_active=False)
    assert not rows(rules.commands("participant"), cast.erin)
    both = rules.any_of(rules.owner("participant"), rules.not_leading("participant"))
    assert rows(both, cast.erin).count() == 1


def test_what_a_rule_needs():
    either = rules.any_of(rules.has_role(Role.CHIEF), rules.has_role(Role.OFFICER))
    assert rules.needs(either) == {Role.CHIEF, Role.OFFICER}
    assert rules.needs(rules.any_of(either, rules.signed_in)) is None
    assert rules.needs(rules.all_of(either, rules.commands("x"))) == {Role.CHIEF}
    assert rules.needs(rules.nobody) == frozenset()


def test_either_keeps_an_empty_q():
    assert _either([("a", Q(pk=1)), ("b", Q())]) == Q()
