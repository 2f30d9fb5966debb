"""A receipt holds offline, names nobody, and one changed letter is seen."""

import datetime as dt
import json

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agency import clock
from tests.trust.rows import note_of
from trust import documents, ledger, receipts, tombstones, vault
from trust.models import DeletionReceipt, SubjectKey


@pytest.fixture
def receipt(alice):
    note_of(alice)
    return tombstones.destroy(vault.participant(alice, "wellness"))


@pytest.fixture
def document(receipt):
    return receipts.document(DeletionReceipt.objects.get())


def test_it_says_what_when_and_until_when_backups_hold(receipt, document):
    today = clock.now().date()
    assert document["format"] == receipts.FORMAT
    assert document["id"] == str(receipt.pk)
    assert "wellness.CheckIn" in document["kinds"]
    assert document["keys"] == [str(SubjectKey.objects.get().pk)]
    assert document["key_encryption_keys"] == [1]
    assert document["key_backups_lapse_on"] == (today + dt.timedelta(days=8)).isoformat()
    assert document["ledger"] == {"seq": ledger.head().seq, "hash": ledger.head().hash}


def test_it_names_nobody_and_is_still_about_one_person(cast, document):
    text = json.dumps(document).lower()
    for word in ("alice", str(cast.alice.pk), str(vault.handle(cast.alice.pk, "wellness"))):
        assert word not in text
    assert receipts.is_about(document, vault.handle(cast.alice.pk, "wellness"))
    assert not receipts.is_about(document, vault.handle(cast.frank.pk, "wellness"))
    assert not receipts.is_about({}, vault.handle(cast.alice.pk, "wellness"))


def test_it_holds_and_outlives_the_tables(document):
    DeletionReceipt.objects.all().delete()
    assert documents.verify_json(document)


def test_it_is_checked_by_command_from_its_file(document, tmp_path, capsys):
    file = tmp_path / "receipt.json"
    file.write_text(json.dumps(document, indent=2))
    call_command("verify_document", str(file))
    assert "receipt.json holds" in capsys.readouterr().out
    lapses = document["key_backups_lapse_on"]
    file.write_text(file.read_text().replace(lapses, lapses.replace("20", "19", 1)))
    with pytest.raises(SystemExit):
        call_command("verify_document", str(file))


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_a_changed_value_does_not_hold(document, data):
    name = data.draw(st.sampled_from(sorted(set(document) - {"signature"})))
    changed = document | {name: str(document[name]) + "0"}
    assert not documents.verify_json(changed)
    assert not documents.verify_json({k: v for k, v in document.items() if k != name})
