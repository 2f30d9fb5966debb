"""Joining, the levels, stopping, and what destroying the key leaves: nothing."""

import pytest
from django.core.exceptions import PermissionDenied

from tests.wellness.actions.participants import mirror
from tests.wellness.conftest import CANARY, TEXT, check_in, join
from tests.wellness.refusals import refused
from trust import access, vault
from trust.models import Consent, Level, SubjectKey
from wellness import actions
from wellness.models import CheckIn, CheckInGrant, Standing


def test_joining_adds_a_version_and_its_mirror(alice):
    added = join(alice, Level.SUPERVISOR, lowered={"exposure": Level.SELF_ONLY}, count_me=True)
    assert (added.version, added.level, added.exposure_level) == (1, 30, 10)
    row = mirror(alice)
    assert (row.level, row.check_ins_level, row.exposure_level, row.count_me) == (30, 30, 10, True)


def test_decisions_are_separate(alice):
    join(alice, Level.SUPERVISOR, lowered={"fatigue": Level.SELF_ONLY})
    actions.set_opt_in(by=alice, text_version=TEXT, count_me=True)
    actions.set_opt_in(by=alice, text_version=TEXT, wellness_team=True)
    row = mirror(alice)
    assert (row.level, row.fatigue_level, row.count_me, row.wellness_team) == (30, 10, True, True)
    assert Consent.objects.count() == 3


def test_the_same_decision_adds_nothing(alice):
    assert join(alice) == join(alice)
    assert Consent.objects.count() == 1


def test_a_category_never_rises_above_the_level(alice):
    added = join(alice, Level.PEER_SUPPORT, lowered={"check_ins": Level.FULL})
    assert added.check_ins_level == Level.PEER_SUPPORT


@pytest.mark.parametrize(("version", "language"), [("1999-01", "en"), ("", "en"), (TEXT, "fr")])
def test_unknown_text_is_refused(alice, version, language):
    with refused("unknown_text", "textVersion"):
        actions.set_opt_in(by=alice, text_version=version, language=language, level=Level.SELF_ONLY)
    assert not Consent.objects.exists()


def test_level_above_what_the_agency_offers_is_refused(alice, settings):
    settings.ALLOWED_LEVELS = ["SELF_ONLY", "PEER_SUPPORT", "FULL"]
    with refused("level_not_offered", "level"):
        join(alice, Level.COMMAND)
    with refused("level_not_offered", "categories"):
        join(alice, Level.FULL, lowered={"check_ins": Level.SUPERVISOR})


def test_unknown_names_are_refused(alice):
    with refused("unknown_level"):
        actions.level_named("EVERYBODY")
    with refused("unknown_category"):
        join(alice, lowered={"mood": Level.SELF_ONLY})
    with refused("not_joined"):
        actions.set_opt_in(by=alice, text_version=TEXT, count_me=True)


def test_withdraw_stops_everything_and_keeps_what_was_written(joined):
    actions.share_result(by=joined.alice, check_in=CheckIn.objects.get().pk, person="frank")
    actions.withdraw(by=joined.alice)
    row = mirror(joined.alice)
    assert (row.level, row.wellness_team, row.count_me) == (0, False, False)
    assert not CheckInGrant.objects.exists()
    assert not access.visible(joined.bob, Standing).exists()
    assert access.visible(joined.alice, CheckIn).exists()
    with refused("not_joined"):
        check_in(joined.alice, key="k2")


def test_withdraw_and_destroy_leaves_no_key_and_no_row(joined):
    row = CheckIn.objects.get()
    actions.withdraw(by=joined.alice, destroy=True)
    keys = SubjectKey.objects.using("keys").filter(handle=row.participant_id)
    assert {key.wrapped for key in keys} == {None}
    assert not CheckIn.objects.exists()
    with pytest.raises(vault.KeyDestroyed):
        vault.open_row(row)


def test_coming_back_after_destroying_works_with_a_new_key(joined):
    actions.withdraw(by=joined.alice, destroy=True)
    join(joined.alice)
    row = check_in(joined.alice, note=CANARY)
    assert access.reveal(joined.alice, CheckIn.objects.get(pk=row.pk)).content["note"] == CANARY
    assert vault.person(mirror(joined.alice)) == joined.alice.pk


def test_coming_back_works_after_a_crash_in_between(joined):
    actions.withdraw(by=joined.alice, destroy=True)
    SubjectKey.objects.using("keys").filter(handle=mirror(joined.alice).pk).delete()
    join(joined.alice)
    assert vault.person(mirror(joined.alice)) == joined.alice.pk


def test_a_switched_off_account_can_do_nothing(alice):
    alice.is_active = False
    with pytest.raises(PermissionDenied):
        join(alice)
