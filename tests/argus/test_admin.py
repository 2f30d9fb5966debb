"""Terms are changed in the administration, inside their bounds; holds and nights are only shown."""

import datetime as dt

import pytest
from django.urls import reverse

from agency.models import Role
from tests.factories import make_post, make_user, sign_in
from trust import retention
from trust.models import LegalHold, PurgeRun, RetentionRule

ADD = "admin:trust_retentionrule_add"


@pytest.fixture
def admin(client, units):
    hana = make_user("hana")
    make_post(hana, Role.WELLNESS_ADMIN, units.agency)
    return sign_in(client, hana, "wellness_admin")


def test_a_term_is_chosen_and_changed_and_its_history_kept(admin):
    admin.post(reverse(ADD), {"data_class": "check_ins", "days": 200})
    row = RetentionRule.objects.get()
    where = reverse("admin:trust_retentionrule_change", args=[row.pk])
    admin.post(where, {"days": 300})
    assert retention.days("check_ins") == 300
    page = admin.get(where).text
    assert "At most 12 months" in page
    there = reverse("admin:trust_retentionrule_history", args=[row.pk])
    assert there in page
    told = admin.get(there).text
    assert "Hana" in told
    assert "200 → 300" in told
    assert "Check-ins" in admin.get(reverse("admin:trust_retentionrule_changelist")).text


@pytest.mark.parametrize(
    ("code", "days", "said"),
    [
        ("check_ins", 366, "Keep this for at most 365 days."),
        ("check_ins", 89, "Keep this for at least 90 days."),
        ("looks", 100, "can’t be changed"),
        ("exposure", 731, "at most 730"),
        ("exposure", 0, "at least 365"),
    ],
)
def test_outside_its_bounds_the_form_says_which_and_why(admin, code, days, said):
    page = admin.post(reverse(ADD), {"data_class": code, "days": days})
    assert said in page.text
    assert str(retention.LIMITS[code].source)[:20] in page.text
    assert not RetentionRule.objects.exists()


def test_an_existing_term_outside_its_bounds_is_not_saved(admin):
    admin.post(reverse(ADD), {"data_class": "check_ins", "days": 200})
    row = RetentionRule.objects.get()
    page = admin.post(reverse("admin:trust_retentionrule_change", args=[row.pk]), {"days": 9_999})
    assert "Keep this for at most 365 days." in page.text
    row.refresh_from_db()
    assert row.days == 200


@pytest.mark.parametrize("name", ["carol", "dan", "erin", "alice"])
def test_nobody_else_changes_a_term(client, cast, name):
    role = {"carol": "wellness_coordinator", "dan": "supervisor", "erin": "commander"}
    sign_in(client, getattr(cast, name), role.get(name, "officer"))
    assert client.post(reverse(ADD), {"data_class": "check_ins", "days": 200}).status_code == 403
    assert not RetentionRule.objects.exists()


def test_holds_and_nights_are_shown_and_never_changed(admin, cast):
    from trust import vault

    hold = LegalHold.objects.create(
        participant=vault.participant(cast.alice, "wellness"),
        reason="litigation",
        asked_by=cast.bob,
    )
    night = PurgeRun.objects.create(data_class="check_ins", night=dt.date(2026, 1, 1), removed=7)
    for row, name in ((hold, "legalhold"), (night, "purgerun")):
        page = admin.get(reverse(f"admin:trust_{name}_change", args=[row.pk]))
        assert page.status_code == 200
        assert "Alice" not in page.text
        assert admin.get(reverse(f"admin:trust_{name}_add")).status_code == 403
        assert (
            admin.post(reverse(f"admin:trust_{name}_change", args=[row.pk]), {}).status_code == 403
        )
        assert (
            admin.post(
                reverse(f"admin:trust_{name}_delete", args=[row.pk]), {"post": "yes"}
            ).status_code
            == 403
        )
