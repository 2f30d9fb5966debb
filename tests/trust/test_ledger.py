import json
import subprocess
import sys
import threading
import uuid

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connections, transaction

from trust import ledger, vault
from trust.ledger import Look
from trust.models import Disclosure

VERIFIER = settings.BASE_DIR / "docs" / "trust" / "verify_my_ledger.py"


@pytest.fixture(autouse=True)
def own_witness_file(tmp_path, settings):
    settings.ARGUS_WITNESS_FILE = tmp_path / "witness.jsonl"


def look(subject: uuid.UUID | None = None, **fields: str) -> Look:
    words = {"role": "supervisor", "action": "view", "kind": "wellness.checkin", "outcome": "shown"}
    return Look(subject=subject or uuid.uuid4(), viewer=uuid.uuid4(), **(words | fields))


def looks(count: int) -> None:
    ledger.record(look() for _ in range(count))


def execute(sql: str) -> None:
    with transaction.atomic("ledger"), connections["ledger"].cursor() as cursor:
        cursor.execute(sql)


@transaction.atomic
def request_that_breaks_off() -> None:
    looks(1)
    raise ZeroDivisionError


def test_nothing_recorded_holds():
    assert list(ledger.verify()) == []


def test_links_are_numbered_and_chained():
    looks(3)
    looks(2)
    rows = list(Disclosure.objects.order_by("seq"))
    assert [row.seq for row in rows] == [1, 2, 3, 4, 5]
    assert [row.previous for row in rows[1:]] == [row.hash for row in rows[:-1]]
    assert list(ledger.verify()) == []


@pytest.mark.parametrize(
    "change", ["UPDATE trust_disclosure SET role = ''", "DELETE FROM trust_disclosure"]
)
def test_database_refuses_to_change_a_link(change):
    looks(1)
    with pytest.raises(DatabaseError, match="disclosure_is_append_only"):
        execute(change)


def test_database_refuses_to_empty_the_ledger():
    looks(1)
    emptied = "TRUNCATE" if connections["ledger"].vendor == "postgresql" else "DELETE FROM"
    with pytest.raises(DatabaseError, match="append_only"):
        execute(f"{emptied} trust_disclosure")


def test_a_look_that_can_not_be_written_stops_the_reader():
    with pytest.raises(ledger.LedgerUnavailable):
        ledger.record([look(outcome=None)])


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_a_rolled_back_request_leaves_the_look():
    with pytest.raises(ZeroDivisionError):
        request_that_breaks_off()
    assert Disclosure.objects.count() == 1


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_parallel_looks_leave_no_gap():
    def reader() -> None:
        try:
            for _ in range(25):
                looks(1)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=reader) for _ in range(20)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert Disclosure.objects.count() == 500
    assert list(ledger.verify()) == []


def test_officers_find_their_own_part_under_every_handle(cast):
    for domain in ("wellness", "support"):
        ledger.record([look(vault.handle(cast.alice.pk, domain))])
    ledger.record([look(vault.handle(cast.frank.pk, "wellness"))])
    assert [row.seq for row in ledger.mine(cast.alice)] == [2, 1]


def test_commands_say_what_they_found(capsys, mailoutbox, settings):
    settings.WITNESS_ADDRESSES = ["union@example.org"]
    looks(2)
    call_command("witness")
    call_command("verify_ledger")
    assert "The ledger holds: 2 links" in capsys.readouterr().out
    assert json.loads(mailoutbox[0].body.splitlines()[-1])["seq"] == 2


def test_forged_witness_head_is_named():
    looks(1)
    forged = ledger.Head(1, Disclosure.objects.get().hash, "2026-01-01T00:00:00+00:00", "00" * 64)
    assert list(ledger.verify([forged])) == [
        "The witness head for link 1 does not carry our signature."
    ]


def check_part(folder, part, *more):
    (folder / "part.json").write_text(json.dumps(part))
    words = [sys.executable, "-I", VERIFIER, folder / "part.json", *more]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_officer_checks_their_part_with_python_alone(cast, tmp_path, settings):
    ledger.record([look(vault.handle(cast.alice.pk, "wellness"))])
    looks(3)
    ledger.witness()
    part = ledger.part(cast.alice)
    code, said = check_part(tmp_path, part, settings.ARGUS_WITNESS_FILE)
    assert (code, "1 of them were compared" in said) == (0, True)
    part["looks"][0]["role"] = "commander"
    assert check_part(tmp_path, part)[0] == 1


def test_officer_sees_that_the_chain_was_made_anew(cast, tmp_path, settings):
    ledger.record([look(vault.handle(cast.alice.pk, "wellness"))])
    looks(1)
    ledger.witness()
    part = ledger.part(cast.alice)
    part["looks"][0]["path"] = ["0" * 64]
    code, said = check_part(tmp_path, part, settings.ARGUS_WITNESS_FILE)
    assert (code, "what the witness holds" in said) == (1, True)
