"""Two hundred secrets are written through the real doors. Then everything that is stored is stolen.

Searched are all tables of all databases, the database files themselves, the queue, the mail, the
log and the folder beside the databases, in the encodings that a value might hide in.
"""

import base64
import datetime as dt
import logging
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.http import Http404

from agency.models import Role
from tests import stored
from tests.factories import make_post, make_user
from tests.trust.test_grants import share
from trust import access, audit, ledger, notify, outbox, vault
from trust.models import Level
from wellness import actions
from wellness.models import CheckIn

pytestmark = [pytest.mark.adversary, pytest.mark.django_db(transaction=True, databases="__all__")]
PER_OFFICER = 40


def encodings(word: str) -> Iterator[bytes]:
    plain = word.encode()
    yield plain
    yield word.encode("utf-16-le")
    yield plain.hex().encode()
    for shift in range(3):  # base64 of a text that the word stands somewhere in
        coded = base64.b64encode(b"x" * shift + plain + b"x" * (3 - (shift + len(plain)) % 3))
        yield coded[4 if shift else 0 : -4]


def files() -> Iterator[bytes]:
    for alias in connections:
        if connections[alias].vendor == "sqlite":
            name = str(connections[alias].settings_dict["NAME"])
            yield from (
                Path(name + end).read_bytes() for end in ("", "-wal") if Path(name + end).exists()
            )
    for where in Path(settings.ARGUS_DATA_DIR).rglob("*"):
        if where.is_file():
            yield where.read_bytes()


@pytest.fixture
def planted(cast, units, mailoutbox, caplog, capfd):
    """The officers live with the product for a while; gives their secrets and all that was kept."""
    caplog.set_level(logging.DEBUG)
    officers = [cast.alice, cast.frank, *(make_user(f"officer{n}") for n in range(3))]
    for each in officers[2:]:
        make_post(each, Role.OFFICER, units.other)
    canaries = []
    for officer in officers:
        with audit.acting(officer), vault.keyring():
            canaries += list(live(officer))
    others_look(cast)
    outbox.drain()
    stolen = [raw for _table, raw in stored.values()] + list(files())
    stolen += [f"{mail.subject} {mail.body} {mail.extra_headers}".encode() for mail in mailoutbox]
    stolen += [record.getMessage().encode() for record in caplog.records]
    stolen += [caplog.text.encode(), "".join(capfd.readouterr()).encode()]
    assert mailoutbox
    return canaries, b"\n".join(stolen)


def live(officer) -> Iterator[str]:
    """Joins, checks in, keeps a draft, deletes one: each time with a secret in it."""
    actions.set_opt_in(by=officer, text_version="2026-11", level=Level.PEER_SUPPORT)
    today = dt.datetime.now(dt.UTC).date()
    for n in range(PER_OFFICER - 1):
        secret = f"Canary{uuid.uuid4().hex}"
        day = today - dt.timedelta(days=n % 14)
        row = actions.submit_check_in(
            by=officer,
            key=f"k{n}",
            answers={"stress": n % 11},
            note=f"I said {secret} then",
            day=day,
        )
        if n % 10 == 9:
            actions.delete_check_in(by=officer, check_in=row.pk)
        yield secret
    secret = f"Canary{uuid.uuid4().hex}"
    actions.save_draft(by=officer, key="later", answers={}, note=secret)
    yield secret
    notify.tell(participant=vault.participant(officer, "support"), event=uuid.uuid4())


def others_look(cast) -> None:
    row = access.visible(cast.alice, CheckIn).first()
    share(row, cast, cast.bob)
    assert "Canary" in str(access.reveal(cast.bob, row).content["note"])
    with pytest.raises(Http404):
        access.fetch(cast.frank, "view", CheckIn, pk=row.pk)
    ledger.witness()


def test_nothing_written_by_officers_is_found_in_what_is_stored(planted):
    canaries, stolen = planted
    assert len(canaries) == 200
    found = [word for word in canaries if any(code in stolen for code in encodings(word))]
    assert found == []
    assert b"ABDX1" in stolen  # the search itself works: a plain code of a unit is there


def test_search_finds_every_encoding():
    word = "Canary0123456789abcdef"
    for text in (word, f"a {word}", f"ab{word} c"):
        raw = text.encode()
        for hidden in (raw, text.encode("utf-16-le"), base64.b64encode(raw), raw.hex().encode()):
            assert any(code in hidden for code in encodings(word))


def test_pseudonymous_tables_name_nobody(planted, cast):
    rooms = ("wellness_", "peersupport_", "trust_")
    named = {
        "trust_participantgrant",
        "wellness_checkingrant",
    }  # the one who was named, never the officer
    words = [cast.alice.pk.hex, str(cast.alice.pk), "alice", cast.alice.pk.bytes.hex()]
    rows = [
        (table, raw)
        for table, raw in stored.values()
        if table.startswith(rooms) and table not in named
    ]
    assert rows
    assert [table for table, raw in rows if any(word.encode() in raw for word in words)] == []
    assert not any(cast.alice.pk.bytes in raw for _table, raw in rows)
