"""Kept deliveries: sealed, whole, and of nobody's reading."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.apps import apps
from django.db import connection

from argus.demo import files
from intake import keep
from intake.actions import take_in
from intake.models import Quarantine
from trust.vault import SealBroken

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
CANARY = "QUETZALCOATL-NAME"


@pytest.mark.parametrize("size", [0, 1, keep.CHUNK - 1, keep.CHUNK, keep.CHUNK + 1, 2 * keep.CHUNK])
def test_what_was_kept_comes_back_whole(size: int) -> None:
    data = bytes(range(256)) * (size // 256 + 1)
    file = io.BytesIO(data[:size])
    digest = keep.digest_of(file)
    keep.put(file, digest)
    with keep.take(digest) as again:
        assert again.read() == data[:size]


@pytest.mark.parametrize("change", ["flip", "cut", "swap"])
def test_a_changed_file_does_not_open(change: str) -> None:
    file = io.BytesIO(b"x" * (2 * keep.CHUNK + 5) + change.encode())
    digest = keep.digest_of(file)
    keep.put(file, digest)
    sealed = bytearray(keep.path(digest).read_bytes())
    step = keep.NONCE + keep.CHUNK + keep.TAG
    if change == "flip":
        sealed[100] ^= 1
    elif change == "cut":
        sealed = sealed[: 2 * step]
    else:
        sealed = sealed[step : 2 * step] + sealed[:step] + sealed[2 * step :]
    keep.path(digest).write_bytes(sealed)
    with pytest.raises(SealBroken):
        keep.take(digest)


def dump() -> str:
    """Every value of every table of the default database, as text."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += [str(row) for row in cursor.fetchall()]
    return "\n".join(rows)


def test_nothing_of_the_patient_is_in_any_table_or_kept_file() -> None:
    report = files.nemsis(files.Care("D-1", NOW, pulse="47", temperature="36.3"))
    named = report.replace(b"Sample", CANARY.encode()).replace(b"Robin", CANARY.encode())
    broken = named.replace(b"3326003", b"9", 1)
    for data in (named, broken):
        take_in(kind="epcr", file=io.BytesIO(data))
    row = Quarantine.objects.exclude(code="unknown_crew").get()
    assert CANARY not in dump()
    assert "36.3" not in dump()
    assert CANARY.encode() not in keep.path(row.file_digest).read_bytes()
    with keep.take(row.file_digest) as kept:
        assert CANARY.encode() in kept.read()


def test_parsed_facts_have_no_field_for_a_patient() -> None:
    names = {
        f.name for model in apps.get_app_config("intake").get_models() for f in model._meta.fields
    }
    assert not names & {"patient", "birth_date", "payload", "vitals", "news2"}
