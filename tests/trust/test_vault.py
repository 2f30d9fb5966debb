import uuid

import pytest

from tests.trust.rows import note_of
from trust import vault
from trust.models import Participant, SubjectKey

SAMPLES = [b"", b"0", "ünïcödé 🚓".encode(), b"\x80", b"\x00" * 64, b"x" * 2**20]


def test_handles_differ_per_domain_and_stay(alice):
    handles = {vault.handle(alice.pk, domain) for domain in ("wellness", "support", "portal")}
    assert len(handles) == 3
    assert vault.handle(alice.pk, "wellness") in handles
    assert alice.pk not in handles


def test_participant_is_made_once_and_leads_back(alice):
    first, again = (vault.participant(alice, "wellness") for _ in range(2))
    assert first == again
    assert vault.person(Participant.objects.get(pk=first.pk)) == alice.pk


@pytest.mark.parametrize("plain", SAMPLES, ids=len)
def test_bytes_come_back(plain):
    who = uuid.uuid4()
    assert vault.open_(vault.seal(plain, who, "wellness", b"x"), who, "wellness", b"x") == plain


def test_same_text_seals_differently_and_hides_its_length():
    who = uuid.uuid4()
    one, other = (vault.seal(b"same", who, "wellness", b"x") for _ in range(2))
    assert one != other
    assert len(vault.seal(b"no", who, "wellness", b"x")) == len(one)


def test_destroyed_key_opens_nothing_and_seals_nothing(alice):
    row = note_of(alice)
    SubjectKey.objects.filter(handle=row.participant_id).update(
        wrapped=None, destroyed_at="2026-01-01T00:00Z"
    )
    with pytest.raises(vault.KeyDestroyed):
        vault.open_row(row)
    with pytest.raises(vault.KeyDestroyed):
        vault.seal(b"more", row.participant_id, "wellness", b"x")


def test_no_key_row_is_a_destroyed_key():
    who = uuid.uuid4()
    sealed = vault.seal(b"text", who, "wellness", b"x")
    SubjectKey.objects.filter(handle=who).delete()
    with pytest.raises(vault.KeyDestroyed):
        vault.open_(sealed, who, "wellness", b"x")


def test_keyring_forgets_at_its_end():
    who = uuid.uuid4()
    with vault.keyring():
        sealed = vault.seal(b"text", who, "wellness", b"x")
        SubjectKey.objects.filter(handle=who).delete()
        assert vault.open_(sealed, who, "wellness", b"x") == b"text"
        vault.forget(who)
        with pytest.raises(vault.KeyDestroyed):
            vault.open_(sealed, who, "wellness", b"x")


def test_wrapped_key_of_another_person_does_not_open():
    who, other = uuid.uuid4(), uuid.uuid4()
    sealed = vault.seal(b"text", who, "wellness", b"x")
    vault.seal(b"text", other, "wellness", b"x")
    theirs = SubjectKey.objects.get(handle=other).wrapped
    SubjectKey.objects.filter(handle=who).update(wrapped=theirs)
    with pytest.raises(vault.SealBroken):
        vault.open_(sealed, who, "wellness", b"x")


def test_many_rows_cost_one_look_at_the_keys(alice, django_assert_num_queries):
    rows = [note_of(alice) for _ in range(5)]
    with django_assert_num_queries(1, using="keys"):
        vault.open_rows(rows)
