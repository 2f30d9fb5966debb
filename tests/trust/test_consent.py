import pytest
from django.db import DatabaseError, IntegrityError, models
from django.utils import timezone

from tests.trust.rows import at_level
from trust import vault
from trust.models import Consent, Level, Participant


def decided(user, **fields) -> Consent:
    words = {"version": 1, "level": Level.SELF_ONLY, "wellness_team": False, "count_me": False}
    levels = dict.fromkeys(("check_ins_level", "exposure_level", "fatigue_level"), Level.SELF_ONLY)
    return Consent.objects.create(
        participant=vault.participant(user, "wellness"),
        decided_at=timezone.now(),
        text_version="2026-11",
        text_digest="0" * 64,
        language="en",
        **(words | levels | fields),
    )


def test_a_version_is_never_changed(alice):
    decided(alice)
    with pytest.raises(DatabaseError, match="consent_is_append_only"):
        Consent.objects.update(level=Level.FULL)


def test_a_version_is_never_deleted(alice):
    version = decided(alice)
    with pytest.raises(DatabaseError, match="consent_is_append_only"):
        version.delete()


def test_participant_with_versions_stays(alice):
    decided(alice)
    with pytest.raises(models.ProtectedError):
        vault.participant(alice, "wellness").delete()


def test_versions_are_numbered(alice):
    decided(alice)
    with pytest.raises(IntegrityError):
        decided(alice)


def test_nothing_is_shared_before_joining(alice):
    with pytest.raises(IntegrityError, match="consent_shares_nothing_before_joining"):
        decided(alice, level=Level.NOT_JOINED, count_me=True)


@pytest.mark.parametrize(("change", "name"), [
    ({"check_ins_level": Level.FULL}, "category_never_above_level"),
    ({"level": 0, "check_ins_level": 0, "exposure_level": 0, "fatigue_level": 0, "count_me": True},
     "nothing_is_shared_before_joining"),
    ({"domain": "support"}, "only_wellness_has_levels"),
])  # fmt: skip
def test_participant_constraints(alice, change, name):
    mine = at_level(alice, Level.SUPERVISOR)
    with pytest.raises(IntegrityError, match=name):
        Participant.objects.filter(pk=mine.pk).update(**change)
