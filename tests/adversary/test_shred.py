"""The shred drill: an officer destroys their record, then somebody brings every backup there is.

A backup here is what backups are: every table of a database, raw, put back as it was.
"""

import contextlib
from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connections
from django.http import Http404
from django.urls import reverse

from agency.models import Role
from argus import health
from tests.adversary import stage as scene
from tests.factories import act, make_post, make_user, sign_in
from tests.walls import triggers_lifted
from trust import access, documents, holds, receipts, tombstones, vault
from trust.models import DeletionReceipt, Level, Participant, SubjectKey
from trust.refusal import Refusal
from wellness import actions
from wellness.models import CheckIn, Standing

pytestmark = [pytest.mark.adversary, pytest.mark.django_db(transaction=True, databases="__all__")]

Backup = dict[str, tuple[list[str], list[tuple]]]


def tables(alias: str) -> Iterator[str]:
    connection = connections[alias]
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
    yield from (name for name in names if name.startswith(("trust_", "wellness_")))


def back_up(alias: str) -> Backup:
    found = {}
    with connections[alias].cursor() as cursor:
        for table in tables(alias):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [each[0] for each in cursor.description]
            found[table] = (columns, [_raw(row) for row in cursor.fetchall()])
    return found


def _raw(row: tuple) -> tuple:
    return tuple(bytes(each) if isinstance(each, memoryview) else each for each in row)


@contextlib.contextmanager
def _loosely(alias: str) -> Iterator[None]:
    """Tables come back one after the other; what leads from one to the other is checked by nobody."""
    if connections[alias].vendor == "sqlite":
        with connections[alias].constraint_checks_disabled(), triggers_lifted(alias):
            yield
    else:
        with triggers_lifted(alias):
            yield


def restore(alias: str, backup: Backup) -> None:
    with _loosely(alias), connections[alias].cursor() as cursor:
        for table in backup:
            cursor.execute(f'DELETE FROM "{table}"')
        for table, (columns, rows) in backup.items():
            names = ", ".join(f'"{each}"' for each in columns)
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', rows)


def live(stage) -> None:
    """Alice shares at the top level, writes, names a friend, plans for a bad night; Frank knocks."""
    alice = stage.alice
    scene.decide(alice, Level.FULL)
    row = actions.submit_check_in(by=alice, key="k", answers={"stress": 9}, note=scene.NOTE)
    actions.share_result(by=alice, check_in=row.pk, person="gwen")
    actions.save_plan(by=alice, steps={"signs": [scene.PLAN]})
    with contextlib.suppress(Http404):
        access.fetch(stage.frank, "view", CheckIn, pk=row.pk)


@pytest.fixture
def stage(units, settings, tmp_path):
    settings.ARGUS_TOMBSTONE_FILE = tmp_path / "tombstones.jsonl"
    stage = scene.raise_curtain(units)
    live(stage)
    stage.before = {alias: back_up(alias) for alias in ("default", "keys")}
    stage.stolen = CheckIn.objects.get()
    assert access.reveal(stage.alice, stage.stolen).content["note"] == scene.NOTE
    stage.receipt = actions.destroy_my_record(by=stage.alice)
    return stage


def handle(stage):
    return vault.handle(stage.alice.pk, "wellness")


def alive() -> list[SubjectKey]:
    return list(SubjectKey.objects.filter(data_class="wellness", destroyed_at=None))


def test_live_reads_end(stage):
    assert not CheckIn.objects.exists()
    with pytest.raises(vault.KeyDestroyed):
        vault.open_row(stage.stolen)
    with pytest.raises(Http404):
        access.fetch(stage.alice, "view", CheckIn, pk=stage.stolen.pk)
    assert not Standing.objects.filter(participant=handle(stage)).exists()


def test_an_old_copy_of_the_data_with_the_keys_of_today_says_nothing(stage):
    restore("default", stage.before["default"])
    row = CheckIn.objects.get()
    with pytest.raises(vault.KeyDestroyed):
        access.reveal(stage.alice, row)
    with pytest.raises(vault.KeyDestroyed):
        vault.person(Participant.objects.get(pk=handle(stage)))


def test_both_old_copies_open_until_the_tombstones_are_replayed(stage, client, monkeypatch):
    """Without the replay the attack works: that is what the file is for."""
    monkeypatch.setattr(health, "missing", lambda alias: 0)
    for alias, backup in stage.before.items():
        restore(alias, backup)
    assert access.reveal(stage.alice, CheckIn.objects.get()).content["note"] == scene.NOTE
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["tombstones_to_replay"]) == (503, 1)
    call_command("replay_tombstones")
    assert client.get("/readyz").status_code == 200
    assert not CheckIn.objects.exists()
    with pytest.raises(vault.KeyDestroyed):
        vault.open_row(stage.stolen)
    assert Participant.objects.get(pk=handle(stage)).level == 0
    assert not access.visible(stage.carol, Standing).exists()
    call_command("replay_tombstones")


def test_a_copy_taken_out_of_the_tables_before_never_opens_again(stage):
    """Rows and wrapped keys apart: after the replay neither is there, and the copy has no key."""
    restore("keys", stage.before["keys"])
    assert vault.open_row(stage.stolen)["note"] == scene.NOTE
    tombstones.replay()
    with pytest.raises(vault.KeyDestroyed):
        vault.open_row(stage.stolen)
    assert alive() == []


def test_the_receipt_holds_and_a_changed_one_does_not(stage):
    document = receipts.document(stage.receipt)
    assert documents.verify_json(document)
    for name, value in (("destroyed_at", "2020-01-01T00:00:00+00:00"), ("kinds", [])):
        assert not documents.verify_json(document | {name: value})
    assert access.visible(stage.alice, DeletionReceipt).get() == stage.receipt


def test_figures_that_were_frozen_are_the_same_byte_for_byte(stage):
    after = back_up("default")
    for table in ("trust_releasedcell", "trust_releaserun"):
        assert after[table] == stage.before["default"][table]
        assert after[table][1]


def test_decisions_and_looks_stay_and_only_the_officer_reads_the_receipt(stage):
    assert actions.looks_at_me(stage.alice)
    for called, person in stage.people.items():
        found = access.visible(person, DeletionReceipt)
        assert found.exists() == (called == "the officer"), called


def test_under_a_hold_nothing_is_destroyed(stage, client):
    scene.decide(stage.frank, Level.SELF_ONLY)
    actions.submit_check_in(by=stage.frank, key="k", answers={"stress": 3})
    hold = holds.ask(by=stage.hana, username="frank", reason="litigation")
    holds.approve(by=stage.ivan, hold=hold.pk)
    with pytest.raises(Refusal) as no:
        actions.destroy_my_record(by=stage.frank)
    assert no.value.code == "held"
    assert hold.asked_at.date().isoformat() in str(no.value.message)
    assert (CheckIn.objects.count(), len(tombstones.read())) == (1, 1)
    page = sign_in(client, stage.frank).post(
        reverse("withdraw"), {"choice": "destroy", "sure": "on"}, follow=True
    )
    assert "A legal hold keeps your record" in page.text
    holds.release(by=stage.ivan, hold=hold.pk)
    actions.destroy_my_record(by=stage.frank)
    assert not CheckIn.objects.exists()


def test_no_commander_sets_a_hold(stage):
    for person in (stage.erin, stage.gina, stage.dan):
        with pytest.raises(PermissionDenied):
            holds.ask(by=person, username="frank", reason="litigation")


def test_a_new_officer_with_the_same_roles_finds_nothing_of_the_old(stage, units):
    maud = make_user("maud")
    make_post(maud, Role.WELLNESS_ADMIN, units.agency)
    assert not access.visible(act(maud, Role.WELLNESS_ADMIN), CheckIn).exists()
