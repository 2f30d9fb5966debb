"""An officer leaves: what goes, what they hold in hand, what a hold keeps, and who may see which page."""

import json

import pytest
from django.urls import reverse

from agency.models import Role
from tests.api import data
from tests.factories import act, make_post, make_user, sign_in
from tests.wellness.conftest import CANARY, browser, check_in, join
from trust import access, documents, holds, tombstones, vault
from trust.models import DeletionReceipt, LegalHold, Level, Notice, Participant
from trust.refusal import Refusal
from wellness import actions
from wellness.models import AnnualReview, CheckIn, Diary, Reminders, SafetyPlan

DESTROY = "mutation { destroyMyRecord(sure: %s) { receipt { id keyBackupsLapseOn document } errors { code message } } }"


@pytest.fixture(autouse=True)
def file(settings, tmp_path):
    settings.ARGUS_TOMBSTONE_FILE = tmp_path / "tombstones.jsonl"


@pytest.fixture
def two(units):
    hana, ivan = make_user("hana"), make_user("ivan")
    make_post(hana, Role.WELLNESS_ADMIN, units.agency)
    make_post(ivan, Role.UNION_REVIEWER, units.agency)
    return act(hana, Role.WELLNESS_ADMIN), act(ivan, Role.UNION_REVIEWER)


def held(two, username: str = "alice") -> LegalHold:
    row = holds.ask(by=two[0], username=username, reason="litigation")
    return holds.approve(by=two[1], hold=row.pk)


def fill(user) -> None:
    mine = vault.participant(user, "wellness")
    SafetyPlan.objects.create(participant=mine, plan={"signs": [CANARY]})
    Diary.objects.create(participant=mine, entries={"sleep": [], "work": []})
    Reminders.objects.create(participant=mine, choices={"paused": True})
    AnnualReview.objects.create(participant=mine, year=2026, confirmed_on="2026-01-05")


# --- destroying ----------------------------------------------------------------------------------


def test_everything_goes_and_a_receipt_is_left(joined):
    fill(joined.alice)
    mine = vault.participant(joined.alice, "wellness")
    receipt = actions.destroy_my_record(by=joined.alice)
    for model in tombstones.kinds("wellness"):
        assert not model._default_manager.filter(participant=mine).exists(), model
    assert not Notice.objects.filter(recipient=mine).exists()
    assert Participant.objects.get(pk=mine.pk).level == Level.NOT_JOINED
    assert mine.consents.exists()
    assert actions.my_receipts(joined.alice) == [receipt]
    assert actions.my_receipts(joined.frank) == []


def test_destroying_touches_nobody_else(joined):
    join(joined.frank)
    row = check_in(joined.frank, note=CANARY)
    actions.destroy_my_record(by=joined.alice)
    assert access.reveal(joined.frank, CheckIn.objects.get(pk=row.pk)).content["note"] == CANARY


def test_destroyed_twice_there_are_two_receipts_and_no_key_in_the_second(joined):
    actions.destroy_my_record(by=joined.alice)
    actions.destroy_my_record(by=joined.alice)
    newest, _oldest = actions.my_receipts(joined.alice)
    assert json.loads(newest.body)["keys"] == []


@pytest.mark.parametrize("name", ["frank", "bob", "carol", "dan", "erin"])
def test_nobody_else_sees_a_receipt_or_the_hold(joined, two, name):
    hold = held(two)
    holds.release(by=two[0], hold=hold.pk)
    receipt = actions.destroy_my_record(by=joined.alice)
    other = getattr(joined, name)
    assert not access.visible(other, DeletionReceipt).exists()
    assert not access.visible(other, LegalHold).exists()
    role = next(iter(sorted(other.__dict__["_session_roles"])))
    for page in ("receipt", "receipt_file"):
        assert browser(other, role).get(reverse(page, args=[receipt.pk])).status_code == 404


# --- a hold --------------------------------------------------------------------------------------


def test_under_a_hold_stopping_works_and_destroying_waits(joined, two):
    row = held(two)
    with pytest.raises(Refusal) as no:
        actions.destroy_my_record(by=joined.alice)
    assert no.value.code == "held"
    assert "press again" in str(no.value.message)
    with pytest.raises(Refusal):
        actions.withdraw(by=joined.alice, destroy=True)
    assert CheckIn.objects.exists()
    assert tombstones.read() == []
    actions.withdraw(by=joined.alice)
    assert not access.visible(joined.bob, CheckIn).exists()
    holds.release(by=two[1], hold=row.pk)
    actions.destroy_my_record(by=joined.alice)
    assert not CheckIn.objects.exists()


def test_a_request_that_nobody_approved_keeps_nothing(joined, two):
    holds.ask(by=two[0], username="alice", reason="litigation")
    actions.destroy_my_record(by=joined.alice)
    assert not CheckIn.objects.exists()


def test_the_officer_reads_of_it_from_the_first_day(joined, two):
    client = browser(joined.alice)
    assert "legal hold" not in client.get(reverse("privacy")).text
    row = holds.ask(by=two[0], username="alice", reason="litigation")
    assert "A legal hold was asked for." in client.get(reverse("privacy")).text
    holds.approve(by=two[1], hold=row.pk)
    for page in ("privacy", "withdraw"):
        assert "A legal hold keeps your record." in client.get(reverse(page)).text
    assert "keeps your record" not in browser(joined.frank).get(reverse("privacy")).text
    answer = client.post(reverse("withdraw"), {"choice": "destroy", "sure": "on"})
    assert "press again" in answer.text
    assert CheckIn.objects.exists()


# --- pages ---------------------------------------------------------------------------------------


def test_the_page_leads_to_the_receipt_and_its_file_holds(joined, tmp_path):
    client = browser(joined.alice)
    page = client.post(reverse("withdraw"), {"choice": "destroy", "sure": "on"}, follow=True)
    receipt = DeletionReceipt.objects.get()
    assert page.redirect_chain[-1][0] == reverse("receipt", args=[receipt.pk])
    document = json.loads(receipt.body)
    assert str(receipt.pk) in page.text
    assert document["keys"][0] in page.text
    file = client.get(reverse("receipt_file", args=[receipt.pk]))
    assert "attachment" in file["Content-Disposition"]
    assert "no-store" in file["Cache-Control"]
    assert documents.verify_json(documents.read_json(file.content))
    assert reverse("receipt", args=[receipt.pk]) in client.get(reverse("take_with_me")).text


def test_stopping_alone_leaves_no_receipt(joined):
    page = browser(joined.alice).post(reverse("withdraw"), {"choice": "stop"}, follow=True)
    assert "Stopped." in page.text
    assert not DeletionReceipt.objects.exists()


def test_everyone_who_is_signed_in_reads_how_long_things_are_kept(cast, client):
    assert client.get(reverse("retention")).status_code == 302
    for name, role in (
        ("frank", "officer"),
        ("dan", "supervisor"),
        ("carol", "wellness_coordinator"),
    ):
        page = sign_in(client, getattr(cast, name), role).get(reverse("retention"))
        assert "365 days (the agency may choose 90 to 365)" in page.text
        assert "45 CFR 164.316" in page.text


def test_the_pages_need_no_record(cast):
    client = browser(cast.frank)
    for page in ("take_with_me", "withdraw", "privacy", "retention"):
        assert client.get(reverse(page)).status_code == 200
    assert not Participant.objects.filter(pk=vault.handle(cast.frank.pk, "wellness")).exists()


def test_list_of_receipts_asks_as_often_for_many(cast, django_assert_max_num_queries):
    client = browser(cast.alice)
    for _ in range(6):
        actions.destroy_my_record(by=cast.alice)
    with django_assert_max_num_queries(8):
        client.get(reverse("take_with_me"))


# --- GraphQL -------------------------------------------------------------------------------------


def test_destroying_over_graphql_gives_the_receipt(joined):
    unsure = data(joined.alice, DESTROY % "false")["destroyMyRecord"]
    assert (unsure["receipt"], unsure["errors"][0]["code"]) == (None, "NOT_SURE")
    assert CheckIn.objects.exists()
    given = data(joined.alice, DESTROY % "true")["destroyMyRecord"]
    assert given["errors"] == []
    assert documents.verify_json(json.loads(given["receipt"]["document"]))
    assert not CheckIn.objects.exists()
    mine = data(joined.alice, "{ myReceipts { id madeAt keyBackupsLapseOn } }")["myReceipts"]
    assert [each["id"] for each in mine] == [given["receipt"]["id"]]
    assert data(joined.dan, "{ myReceipts { id } }") == {"myReceipts": []}


def test_a_hold_is_a_clear_no_over_graphql(joined, two):
    held(two)
    answer = data(joined.alice, DESTROY % "true")["destroyMyRecord"]
    assert answer["errors"][0]["code"] == "HELD"
    assert CheckIn.objects.exists()


def test_terms_over_graphql(cast):
    rules = data(cast.dan, "{ retentionRules { code days floor maximum source cleared } }")
    found = {each["code"]: each for each in rules["retentionRules"]}
    assert (found["check_ins"]["days"], found["check_ins"]["maximum"]) == (365, 365)
    assert (found["looks"]["cleared"], found["exposure"]["days"]) == (False, 730)
