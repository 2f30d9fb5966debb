"""Whoever has the databases moves and bends ciphertext. Nothing of it ever opens."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.trust.rows import note_of
from trust import vault
from trust.fields import Sealed
from trust.models import Participant

pytestmark = pytest.mark.adversary
QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def test_moved_between_rows(alice):
    one, other = note_of(alice, "mine"), note_of(alice, "mine")
    other.note = one.note
    with pytest.raises(vault.SealBroken):
        vault.open_row(other)


def test_moved_between_columns(alice):
    row = note_of(alice)
    row.note, row.answers = row.answers, row.note
    with pytest.raises(vault.SealBroken):
        vault.open_row(row)


def test_moved_between_people(cast):
    rows = [note_of(person) for person in (cast.alice, cast.bob, cast.frank)]
    for one, other in itertools.permutations(rows, 2):
        stolen = one.note
        kept, other.note = other.note, stolen
        with pytest.raises(vault.SealBroken):
            vault.open_row(other)
        other.note = kept


def test_row_given_to_another_person(cast):
    row = note_of(cast.alice)
    row.participant = vault.participant(cast.frank, "wellness")
    note_of(cast.frank)
    with pytest.raises(vault.SealBroken):
        vault.open_row(row)


def test_link_moved_to_another_handle(cast):
    alice, frank = (vault.participant(person, "wellness") for person in (cast.alice, cast.frank))
    Participant.objects.filter(pk=frank.pk).update(link=alice.link)
    with pytest.raises(vault.SealBroken):
        vault.person(Participant.objects.get(pk=frank.pk))


def test_content_does_not_open_under_another_class(alice):
    mine = vault.handle(alice.pk, "wellness")
    sealed = vault.seal(b"text", mine, "wellness", b"x")
    vault.seal(b"text", mine, "support", b"x")
    with pytest.raises(vault.SealBroken):
        vault.open_(sealed, mine, "support", b"x")


@given(data=st.data())
@QUICK
def test_any_flipped_bit(alice, data):
    mine = vault.handle(alice.pk, "wellness")
    sealed = bytearray(vault.seal(b"text", mine, "wellness", b"x"))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(vault.SealBroken):
        vault.open_(bytes(sealed), mine, "wellness", b"x")


@given(cut=st.integers(0, 92))
@QUICK
def test_any_cut(alice, cut):
    row = note_of(alice)
    row.note = Sealed(row.note.raw[:cut])
    with pytest.raises(vault.SealBroken):
        vault.open_row(row)
