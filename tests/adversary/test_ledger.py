"""The owner of the database rewrites history. Whoever holds a witness head sees it."""

import uuid

import pytest
from django.db import connections

from tests.walls import triggers_lifted
from trust import ledger
from trust.ledger import Look
from trust.models import Disclosure

pytestmark = pytest.mark.adversary


@pytest.fixture
def heads(tmp_path, settings):
    """Nine looks; the witness holds the head after the fifth and after the ninth."""
    settings.ARGUS_WITNESS_FILE = tmp_path / "witness.jsonl"
    for count in (5, 4):
        ledger.record(
            Look(uuid.uuid4(), uuid.uuid4(), "supervisor", "view", "wellness.checkin", "shown")
            for _ in range(count)
        )
        ledger.witness()
    found = ledger.witnessed()
    assert list(ledger.verify(found)) == []
    return found


def as_owner(*statements: str) -> None:
    with triggers_lifted("ledger"), connections["ledger"].cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)


def chain_anew(first: int) -> None:
    """Every hash from ``first`` on fits again."""
    with triggers_lifted("ledger"):
        for row in Disclosure.objects.filter(seq__gte=first).order_by("seq"):
            before = Disclosure.objects.filter(seq__lt=row.seq).order_by("-seq").first()
            row.previous = before.hash if before else ledger.GENESIS
            row.hash = ledger.link(row)
            row.save()


def test_deleted_link(heads):
    as_owner("DELETE FROM trust_disclosure WHERE seq = 3")
    assert "Before link 4, link 3 should stand." in list(ledger.verify(heads))


def test_altered_link(heads):
    as_owner("UPDATE trust_disclosure SET outcome = 'stopped' WHERE seq = 3")
    assert list(ledger.verify(heads)) == ["Link 3 was changed."]


def test_inserted_link(heads):
    row = Disclosure.objects.get(seq=9)
    row.seq, row.previous = 10, row.hash
    row.hash = "f" * 64
    row.save(force_insert=True)
    assert list(ledger.verify(heads)) == ["Link 10 was changed."]


def test_reordered_links(heads):
    as_owner(
        "UPDATE trust_disclosure SET seq = 100 WHERE seq = 3",
        "UPDATE trust_disclosure SET seq = 3 WHERE seq = 4",
        "UPDATE trust_disclosure SET seq = 4 WHERE seq = 100",
    )
    assert "Link 3 was changed." in list(ledger.verify(heads))


def test_cut_off_end(heads):
    as_owner("DELETE FROM trust_disclosure WHERE seq > 5")
    assert list(ledger.verify(heads)) == ["The witness has link 9, but it is gone from here."]


def test_emptied_ledger(heads):
    as_owner("DELETE FROM trust_disclosure")
    assert len(list(ledger.verify(heads))) == 2


def test_chained_anew_after_a_change(heads):
    as_owner("UPDATE trust_disclosure SET role = 'chief' WHERE seq = 3")
    chain_anew(3)
    assert list(ledger.verify()) == []
    assert "Link 5 differs from what the witness has." in list(ledger.verify(heads))


def test_link_taken_out_and_chained_anew(heads):
    as_owner(
        "DELETE FROM trust_disclosure WHERE seq = 3",
        *(f"UPDATE trust_disclosure SET seq = {n - 1} WHERE seq = {n}" for n in range(4, 10)),
    )
    chain_anew(3)
    assert list(ledger.verify()) == []
    assert len(list(ledger.verify(heads))) == 2


def test_the_application_itself_is_refused(heads):
    with pytest.raises(Exception, match="disclosure_is_append_only"):
        Disclosure.objects.filter(seq=3).update(outcome="stopped")
