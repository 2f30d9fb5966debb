import json
import stat
import threading
import uuid

import pytest
from django.core.management import call_command

from trust import keyfile, vault
from trust.models import SubjectKey


@pytest.fixture(autouse=True)
def own_key_file(tmp_path, settings):
    settings.ARGUS_KEY_FILE = tmp_path / "argus.key"
    return settings.ARGUS_KEY_FILE


def seal(count: int) -> list[tuple[uuid.UUID, bytes]]:
    people = [uuid.uuid4() for _ in range(count)]
    return [(who, vault.seal(b"text", who, "wellness", b"x")) for who in people]


def opens(sealed) -> bool:
    return all(vault.open_(each, who, "wellness", b"x") == b"text" for who, each in sealed)


def test_made_at_first_use_for_the_owner_only(own_key_file):
    keyfile.key_file()
    assert stat.S_IMODE(own_key_file.stat().st_mode) == 0o600
    assert keyfile.key_file() is keyfile.key_file()


def test_production_makes_none(settings):
    settings.ARGUS_MAKE_KEY_FILE = False
    with pytest.raises(FileNotFoundError, match="No key file"):
        keyfile.key_file()


def test_two_first_starts_agree():
    found = []
    threads = [threading.Thread(target=lambda: found.append(keyfile.key_file())) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len({each.domain_key("wellness") for each in found}) == 1


def test_another_key_file_gives_other_handles_and_opens_nothing(tmp_path, settings):
    who, sealed = seal(1)[0]
    before = vault.handle(who, "wellness")
    settings.ARGUS_KEY_FILE = tmp_path / "other.key"
    assert vault.handle(who, "wellness") != before
    with pytest.raises(vault.SealBroken):
        vault.open_(sealed, who, "wellness", b"x")


def test_key_made_by_another_process_is_found(own_key_file):
    keyfile.key_file()
    before = own_key_file.read_text()
    keyfile.add_kek()
    sealed, after = seal(2), own_key_file.read_text()
    own_key_file.write_text(before)
    keyfile.forget()
    keyfile.key_file()
    own_key_file.write_text(after)
    assert opens(sealed)


def test_rewrap_keys_opens_the_same_and_runs_again(capsys):
    sealed = seal(3)
    call_command("rewrap_keys", "--new")
    call_command("rewrap_keys")
    assert set(SubjectKey.objects.values_list("kek", flat=True)) == {2}
    assert opens(sealed)
    assert "0 keys wrapped with key 2; 0 are left." in capsys.readouterr().out


def test_rewrap_leaves_destroyed_keys_destroyed():
    who, _sealed = seal(1)[0]
    row = SubjectKey.objects.get(handle=who)
    keyfile.add_kek()
    SubjectKey.objects.filter(pk=row.pk).update(wrapped=None, destroyed_at="2026-01-01T00:00Z")
    assert vault.rewrap(row) is False
    assert SubjectKey.objects.get().wrapped is None


def test_key_that_does_not_open_is_counted_and_left(capsys):
    sealed = seal(2)
    SubjectKey.objects.filter(handle=sealed[0][0]).update(wrapped=b"x" * 40)
    with pytest.raises(SystemExit):
        call_command("rewrap_keys", "--new")
    assert "1 keys could not be opened" in capsys.readouterr().out
    assert opens(sealed[1:])


def test_two_new_keys_at_once_are_both_kept(own_key_file):
    keyfile.key_file()
    threads = [threading.Thread(target=keyfile.add_kek) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(json.loads(own_key_file.read_text())["keks"]) == 7
