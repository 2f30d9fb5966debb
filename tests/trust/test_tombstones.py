"""What was destroyed stays destroyed: a file outside every database, replayed after a restore."""

import json

import pytest
from django.core.management import call_command

from agency.models import User
from tests.trust.rows import at_level, note_of
from trust import receipts, tombstones, vault
from trust.models import Consent, DeletionReceipt, LegalHold, Level, Notice, SubjectKey
from wellness.models import CheckIn


@pytest.fixture(autouse=True)
def file(settings, tmp_path):
    settings.ARGUS_TOMBSTONE_FILE = tmp_path / "tombstones.jsonl"
    return settings.ARGUS_TOMBSTONE_FILE


def destroyed(user: User) -> DeletionReceipt:
    note_of(user)
    return tombstones.destroy(vault.participant(user, "wellness"))


def bring_back(receipt: DeletionReceipt, wrapped: bytes) -> None:
    """As restores do: the rows know nothing of the receipt, the key lives."""
    DeletionReceipt.objects.filter(pk=receipt.pk).delete()
    ids = tombstones.read()[-1].key_ids
    SubjectKey.objects.filter(pk__in=ids).update(wrapped=wrapped, destroyed_at=None)


def test_nothing_stands_there_before(alice):
    assert tombstones.read() == tombstones.pending() == list(tombstones.verify()) == []


def test_one_line_for_a_record_that_went(alice, file):
    receipt = destroyed(alice)
    (stone,) = tombstones.read()
    assert stone.owner == receipt.participant_id
    assert stone.receipt == receipts.document(receipt)
    assert stone.key_ids == set(SubjectKey.objects.values_list("pk", flat=True))
    assert "alice" not in file.read_text().lower()
    assert str(alice.pk) not in file.read_text()
    assert (list(tombstones.verify()), tombstones.pending()) == ([], [])


def test_replayed_on_what_is_as_it_should_be_nothing_happens(alice):
    destroyed(alice)
    before = Consent.objects.count()
    assert tombstones.replay() == 0
    assert Consent.objects.count() == before


def test_what_a_restore_brought_back_goes_again(alice):
    mine = at_level(alice, Level.FULL)
    note_of(alice)
    wrapped = bytes(SubjectKey.objects.get(handle=mine.pk).wrapped)
    receipt = destroyed(alice)
    bring_back(receipt, wrapped)
    note_of(alice)
    Notice.objects.create(recipient=mine, event=mine.pk, target="home")
    assert len(tombstones.pending()) == 1
    assert tombstones.replay() == 1
    mine.refresh_from_db()
    assert (mine.level, mine.count_me, CheckIn.objects.count()) == (0, False, 0)
    assert not Notice.objects.exists()
    assert SubjectKey.objects.get().wrapped is None
    assert receipts.document(DeletionReceipt.objects.get()) == receipts.document(receipt)
    assert tombstones.replay() == 0


def test_the_newest_decision_after_a_replay_is_that_they_left(alice):
    mine = at_level(alice, Level.FULL)
    digest = {"text_version": "1", "text_digest": "x", "language": "en"}
    levels = dict.fromkeys(tombstones.LEVELS, Level.FULL)
    Consent.objects.create(
        participant=mine, version=1, decided_at="2026-01-01T00:00Z", wellness_team=True,
        count_me=True, **digest, **levels,
    )  # fmt: skip
    receipt = destroyed(alice)
    DeletionReceipt.objects.filter(pk=receipt.pk).delete()
    tombstones.replay()
    newest = mine.consents.first()
    assert (newest.version, newest.level, newest.count_me) == (2, 0, False)


def test_whoever_came_back_later_keeps_the_new_record(alice):
    receipt = destroyed(alice)
    vault.begin_again(alice, "wellness")
    row = note_of(alice, "after")
    assert tombstones.pending() == []
    tombstones.replay()
    assert vault.open_row(row)["note"] == "after"
    assert DeletionReceipt.objects.get() == receipt


def test_a_hold_from_after_the_tombstone_stops_the_replay_and_an_older_one_does_not(cast):
    receipt = destroyed(cast.alice)
    DeletionReceipt.objects.all().delete()
    stone = tombstones.read()[0]
    hold = LegalHold.objects.create(
        participant=receipt.participant, reason="court_order", asked_by=cast.bob,
        approved_by=cast.carol, approved_at="2999-01-01T00:00Z",
    )  # fmt: skip
    assert tombstones.replay() == 0
    LegalHold.objects.filter(pk=hold.pk).update(approved_at=stone.at)
    assert tombstones.replay() == 1


def test_the_chain_shows_what_was_changed_lost_or_moved(cast, file):
    for person in (cast.alice, cast.bob, cast.frank):
        destroyed(person)
    lines = file.read_text().splitlines()
    assert list(tombstones.verify()) == []
    file.write_text("\n".join([lines[0], lines[2]]) + "\n")
    assert "Before tombstone 3, tombstone 2 should stand." in list(tombstones.verify())
    changed = json.loads(lines[1]) | {"keys": []}
    file.write_text("\n".join([lines[0], json.dumps(changed), lines[2]]) + "\n")
    assert list(tombstones.verify()) == ["Tombstone 2 was changed."]


def test_who_can_write_the_file_but_not_sign_destroys_nobody(cast, file):
    destroyed(cast.alice)
    stone = tombstones.read()[0]
    row = note_of(cast.frank)
    keys = list(SubjectKey.objects.filter(handle=row.participant_id).values_list("pk", flat=True))
    tombstones.append(handle=row.participant_id, keys=keys, receipt=stone.receipt)
    forged = stone.receipt | {"id": str(row.pk), "keys": [str(each) for each in keys]}
    tombstones.append(handle=row.participant_id, keys=keys, receipt=forged)
    assert tombstones.replay() == 0
    assert vault.open_row(row)["note"] == "a note"
    assert [each[:11] for each in tombstones.verify()] == ["Tombstone 2", "Tombstone 3"]


def test_a_line_that_a_crash_cut_off_spoils_no_other(cast, file):
    destroyed(cast.alice)
    with file.open("a") as out:
        out.write('{"seq": 2, "at": "20')
    destroyed(cast.frank)
    assert [each.seq for each in tombstones.read()] == [1, 2]
    assert list(tombstones.verify()) == ["Line 2 can't be read."]


def test_every_kind_of_the_room_goes():
    labels = {model._meta.label for model in tombstones.kinds("wellness")}
    assert labels >= {
        "wellness.CheckIn", "wellness.Assessment", "wellness.AnnualReview", "wellness.Standing",
        "wellness.ScoreSummary", "wellness.Exposure", "wellness.ExposureSummary", "wellness.Diary",
        "wellness.FatigueSummary", "wellness.SafetyPlan", "wellness.Invitation",
        "wellness.Reminders",
    }  # fmt: skip
    assert all(label.startswith("wellness.") for label in labels)


def test_the_command_says_what_waits_and_does_it(alice, capsys):
    destroyed(alice)
    call_command("replay_tombstones")
    assert "0 records destroyed again; 1 tombstones." in capsys.readouterr().out
    DeletionReceipt.objects.all().delete()
    with pytest.raises(SystemExit) as ended:
        call_command("replay_tombstones", check=True)
    assert ended.value.code == 1
    assert "1 tombstones, 1 to replay." in capsys.readouterr().out
    call_command("replay_tombstones")
    assert "1 records destroyed again" in capsys.readouterr().out


def test_the_command_says_that_the_file_was_changed(alice, capsys, file):
    destroyed(alice)
    file.write_text(file.read_text().replace('"seq": 1', '"seq": 7'))
    with pytest.raises(SystemExit):
        call_command("replay_tombstones")
    assert "Tombstone 7 was changed." in capsys.readouterr().out
