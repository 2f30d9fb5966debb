"""Numbers of the pack are changed inside their bounds, by one role, with who and when."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from agency.models import Role
from peersupport import actions
from peersupport.actions.pack_rules import exported, numbers_now, pack
from peersupport.models import PackRule
from peersupport.packs import HOUR
from tests.factories import act, make_post, make_user, sign_in
from tests.peersupport.conftest import offer_of
from trust import audit
from trust.refusal import Refusal


@pytest.fixture
def hana(units):
    user = make_user("hana")
    make_post(user, Role.WELLNESS_ADMIN, units.agency)
    return act(user, Role.WELLNESS_ADMIN)


def test_a_number_counts_from_now_on_and_names_the_version(cast, hana, incident):
    actions.set_pack_number(by=hana, key="defusing.1.closes", value=10)
    case = actions.consider(incident=incident.pk)
    assert offer_of(cast.alice, "defusing").closes_at == incident.occurred_at + 10 * HOUR
    assert case.pack == pack().version != "us-2026-2"


def test_one_query_reads_the_pack(hana, django_assert_num_queries):
    actions.set_pack_number(by=hana, key="capacity", value=7)
    with django_assert_num_queries(1):
        assert pack().capacity == 7


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("dance", 1, "unknown_number"),
        ("defusing.1.closes", 0, "too_small"),
        ("defusing.1.closes", 25, "too_large"),
        ("cisd.1.opens", 100, "out_of_order"),
        ("defusing.1.fewest", 21, "out_of_order"),
        ("attendance", 2, "too_large"),
    ],
)
def test_outside_its_bounds_it_says_which(hana, key, value, code):
    with pytest.raises(Refusal, match=code):
        actions.set_pack_number(by=hana, key=key, value=value)
    assert not PackRule.objects.exists()


@pytest.mark.parametrize("who", ["alice", "bob", "carol", "dan", "erin"])
def test_nobody_else_changes_a_number(cast, who):
    user = getattr(cast, who)
    with pytest.raises(PermissionDenied):
        actions.set_pack_number(by=user, key="capacity", value=7)
    with pytest.raises(PermissionDenied):
        actions.import_pack_numbers(by=user, text=json.dumps(exported()))


def test_history_keeps_who_and_what(hana):
    for value in (7, 8):
        row = actions.set_pack_number(by=hana, key="capacity", value=value)
    newest = audit.changes(row)[0]
    assert (newest[1], newest[2]["value"]) == ("Hana", ["7", "8"])


def test_from_file_to_file_with_a_look_first(hana):
    actions.set_pack_number(by=hana, key="capacity", value=7)
    text = json.dumps(exported())
    actions.set_pack_number(by=hana, key="capacity", value=9)
    (change,) = actions.import_pack_numbers(by=hana, text=text)
    assert (change.before, change.after) == (9, 7)
    assert pack().capacity == 9
    actions.import_pack_numbers(by=hana, text=text, dry_run=False)
    assert pack().capacity == 7
    assert actions.import_pack_numbers(by=hana, text=text) == []
    assert [each.number.key for each in numbers_now() if each.is_changed] == ["capacity"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_readable"),
        ("[]", "not_readable"),
        ('{"pack": "US"}', "not_readable"),
        ('{"pack": "US", "numbers": [1]}', "not_readable"),
        ("[" * 5_000, "not_readable"),
        ('{"pack": "UK", "numbers": {}}', "other_pack"),
        ('{"pack": "US", "numbers": {"capacity": "7"}}', "not_readable"),
        ('{"pack": "US", "numbers": {"capacity": true}}', "not_readable"),
        ('{"pack": "US", "numbers": {"capacity": 7, "dance": 1}}', "unknown_number"),
        ('{"pack": "US", "numbers": {"capacity": 7, "defusing.1.closes": 99}}', "too_large"),
    ],
)
def test_a_file_that_does_not_fit_changes_nothing(hana, text, code):
    with pytest.raises(Refusal, match=code):
        actions.import_pack_numbers(by=hana, text=text, dry_run=False)
    assert not PackRule.objects.exists()


def test_the_database_keeps_one_row_per_number(hana):
    row = actions.set_pack_number(by=hana, key="capacity", value=7)
    with pytest.raises(IntegrityError), transaction.atomic():
        PackRule.objects.create(pack=row.pack, key=row.key, value=1, changed_by=hana)


# --- the administration -----------------------------------------------------------------------------

LIST = "admin:peersupport_packrule_changelist"


@pytest.fixture
def admin(client, hana):
    return sign_in(client, hana, "wellness_admin")


def test_every_number_stands_with_its_source_and_is_changed_from_there(admin):
    page = admin.get(reverse(LIST)).text
    assert "Everly and Mitchell" in page
    assert "Defusing: closes after" in page
    add = reverse("admin:peersupport_packrule_add")
    assert 'value="12"' in admin.get(add + "?key=defusing.1.closes").text
    admin.post(add, {"key": "defusing.1.closes", "value": 10})
    admin.post(add, {"key": "defusing.1.closes", "value": 25})
    assert pack().windows[1].closes == 10 * HOUR
    row = PackRule.objects.get()
    change = reverse("admin:peersupport_packrule_change", args=[row.pk])
    assert "24 is the most." in admin.post(change, {"value": 25}).text
    admin.post(change, {"value": 11})
    there = reverse("admin:peersupport_packrule_history", args=[row.pk])
    assert there in admin.get(change).text
    assert "10 → 11" in admin.get(there).text


def test_numbers_go_from_file_to_file_after_a_look(admin, hana):
    actions.set_pack_number(by=hana, key="capacity", value=7)
    text = admin.get(reverse("admin:peersupport_packrule_export")).text
    actions.set_pack_number(by=hana, key="capacity", value=8)
    where = reverse("admin:peersupport_packrule_import")
    assert admin.get(where).status_code == 200
    assert "8 → 7" in admin.post(where, {"text": text}).text
    assert pack().capacity == 8
    assert "not a file of pack numbers" in admin.post(where, {"text": "x"}).text
    assert admin.post(where, {"text": text, "really": "1"}).status_code == 302
    assert pack().capacity == 7
    assert "the same already" in admin.post(where, {"text": text}).text


@pytest.mark.parametrize(
    ("who", "role", "status"),
    [("carol", "wellness_coordinator", 200), ("alice", "officer", 403), ("erin", "commander", 403)],
)
def test_who_reads_the_numbers_and_that_nobody_else_changes_them(client, cast, who, role, status):
    sign_in(client, getattr(cast, who), role)
    assert client.get(reverse(LIST)).status_code == status
    assert client.get(reverse("admin:peersupport_packrule_export")).status_code == status
    assert client.post(reverse("admin:peersupport_packrule_import")).status_code == 403
    assert client.post(reverse("admin:peersupport_packrule_add"), {}).status_code == 403
