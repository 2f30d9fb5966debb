import pytest
from django.core.exceptions import FieldError
from django.core.serializers import serialize

from tests.trust.rows import note_of
from trust import vault
from trust.fields import Sealed
from wellness.models import CheckIn


@pytest.mark.parametrize(
    "note", ["", "0", "plain", "ünï 🚓", "a\x80b", "x" * 2**20, None], ids=repr
)
def test_text_comes_back_as_it_was(alice, note):
    assert vault.open_row(note_of(alice, note))["note"] == note


@pytest.mark.parametrize(
    "answers", [0, "", None, False, [], {}, {"stress": 0, "é": ["🚓"]}], ids=repr
)
def test_json_comes_back_as_it_was(alice, answers):
    assert vault.open_row(note_of(alice, answers=answers))["answers"] == answers


def test_loaded_attribute_says_nothing(alice):
    row = note_of(alice, "canary")
    assert isinstance(row.note, Sealed)
    assert "canary" not in f"{row.note!r} {row.note} {row!r}"
    with pytest.raises(TypeError):
        bool(row.note)


@pytest.mark.parametrize(
    "lookup", ["note", "note__gte", "note__contains", "note__isnull", "note__x"]
)
def test_sealed_column_is_never_looked_up(lookup):
    with pytest.raises(FieldError):
        CheckIn.objects.filter(**{lookup: "a"}).exists()


def test_plain_text_can_not_be_written_past_the_seal(alice):
    row = note_of(alice)
    with pytest.raises(TypeError):
        CheckIn.objects.filter(pk=row.pk).update(note="plain")
    row.note = "plain"
    with pytest.raises(TypeError):
        CheckIn.objects.bulk_update([row], ["note"])


def test_bulk_create_seals(alice):
    mine = vault.participant(alice, "wellness")
    made = CheckIn(participant=mine, key="k", week="2026-01-05", answers={}, note="canary")
    CheckIn.objects.bulk_create([made])
    assert isinstance(CheckIn.objects.get(pk=made.pk).note, Sealed)


def test_saving_a_loaded_row_keeps_its_text(alice):
    row = note_of(alice, "kept")
    row.save()
    assert vault.open_row(CheckIn.objects.get(pk=row.pk))["note"] == "kept"


def test_serializer_prints_nothing(alice):
    assert "<sealed>" in serialize("json", [note_of(alice, "canary")], fields=["note"])
