"""The signed history: kinds and counts and nothing else, and a changed digit does not verify."""

import json
import sys

import pytest
from django.core.management import call_command

from tests.trust.test_documents import needs_pango
from tests.wellness.conftest import browser
from tests.wellness.exposure.books import BOOK, CANARY, add, days_ago
from trust import documents
from wellness import actions
from wellness.actions.exposure import my_entries, my_history


@pytest.fixture
def lived(cast, alice_joined, incident):
    cast.alice.personnel_number = "4711"
    cast.alice.save()
    actions.record_exposures(incident=incident.pk)
    for days in (5, 40, 41):
        add(alice_joined, "threats", days=days, note=CANARY)
    return cast.alice


def test_the_history_has_kinds_and_counts_and_nothing_else(lived, incident):
    body = my_history(lived)
    assert body["totals"] == {"suicide": 1, "threats": 3}
    assert sum(n for kinds in body["months"].values() for n in kinds.values()) == 4
    assert body["person"] == {"name": str(lived), "personnel_number": "4711"}
    assert body["kinds"]["threats"] == "Fights, threats and abuse"
    assert body["of_these"]["added_by_the_officer"] == 3
    text = json.dumps(body)
    assert CANARY not in text
    assert str(incident.pk) not in text
    assert days_ago(40).isoformat() not in text


def test_what_was_not_attended_is_left_out_and_said(lived):
    entry = next(each for each in my_entries(lived) if each["source"] == "attended")
    actions.dispute_exposure(by=lived, entry=entry["id"], reason="not_me")
    body = my_history(lived)
    assert body["totals"] == {"threats": 3}
    assert body["of_these"]["left_out_as_not_attended"] == 1


def test_the_signed_file_verifies_and_a_changed_count_does_not(lived, tmp_path):
    answer = browser(lived).get(f"{BOOK}history.json")
    assert answer.headers["Content-Type"] == "application/json"
    file = tmp_path / "history.json"
    file.write_bytes(answer.content)
    call_command("verify_document", str(file), verbosity=0)
    signed = documents.read_json(answer.content)
    assert documents.verify_json(signed)
    signed["totals"]["threats"] = 4
    assert not documents.verify_json(signed)


@needs_pango
def test_the_signed_pdf_verifies_and_a_changed_digit_does_not(lived):
    answer = browser(lived).get(f"{BOOK}history.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert documents.verify_pdf(answer.content)
    places = [i for i, byte in enumerate(answer.content) if chr(byte).isdigit()]
    for at in places[:: len(places) // 40]:
        other = b"%d" % ((answer.content[at] - 47) % 10)
        assert not documents.verify_pdf(answer.content[:at] + other + answer.content[at + 1 :])


def test_where_no_pdf_can_be_drawn_the_page_offers_to_print(lived, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    answer = browser(lived).get(f"{BOOK}history.pdf", follow=True)
    assert answer.redirect_chain == [(f"{BOOK}history/", 302)]
    assert "You can print this page instead." in answer.content.decode()
    assert "data-print" in answer.content.decode()


@needs_pango
def test_a_history_in_spanish_and_of_nothing(cast):
    client = browser(cast.frank)
    client.post("/language/", {"language": "es"})
    for path in ("history/", "history.json", "history.pdf"):
        assert client.get(BOOK + path).status_code == 200
