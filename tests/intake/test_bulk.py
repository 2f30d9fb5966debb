"""Many rows at once: the same result as one by one, in flat memory."""

from __future__ import annotations

import datetime as dt
import io
import tracemalloc

import pytest

from agency.models import Attendance, Incident, User
from argus.demo import files
from intake.actions import deliveries, take_in
from intake.models import Record

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)


def export(number: int, *, hurt: bool = False) -> io.BytesIO:
    crew = ["1", "2", "3"]
    return io.BytesIO(
        files.cad(
            [
                (f"B-{n}", NOW, "North", "CALL", "1A", crew, hurt and n % 2 == 0)
                for n in range(number)
            ]
        )
    )


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliveries, "BATCH", 50)


@pytest.fixture(autouse=True)
def people() -> None:
    User.objects.bulk_create(
        User(username=f"u{n}", personnel_number=str(n), password="!") for n in (1, 2, 3)
    )


def test_more_rows_than_one_batch_holds() -> None:
    number = deliveries.BATCH + 7
    result = take_in(kind="cad", file=export(number, hurt=True))
    assert (result.read, result.kept) == (number, number)
    assert Incident.objects.count() == number
    assert Attendance.objects.count() == 3 * number
    assert Attendance.objects.filter(harmed=True).count() == 3 * ((number + 1) // 2)


def test_an_incident_over_several_rows_is_one() -> None:
    rows = [("B-1", NOW, "North", "CALL", unit, ["1", "2"], unit == "2B") for unit in ("1A", "2B")]
    assert take_in(kind="cad", file=io.BytesIO(files.cad(rows))).kept == 2
    assert Incident.objects.get().attendances.filter(harmed=True).count() == 2
    assert Record.objects.count() == 2


def test_rows_of_the_house_read_back_as_written() -> None:
    take_in(kind="cad", file=export(1))
    incident = Incident.objects.get(number="B-0")
    assert incident.occurred_at == NOW
    assert incident.attendances.get(user__username="u1").call_sign == "1A"
    assert Incident.objects.filter(pk=incident.pk, attendances__user__username="u2").exists()


def test_memory_does_not_grow_with_the_file() -> None:
    take_in(kind="cad", file=export(10))
    file = export(2_000)
    tracemalloc.start()
    take_in(kind="cad", file=file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6 * 1024 * 1024


def test_a_shuffled_delivery_ends_in_the_same_facts() -> None:
    lines = export(50).getvalue().splitlines(keepends=True)
    take_in(kind="cad", file=io.BytesIO(b"".join(lines)))
    again = take_in(kind="cad", file=io.BytesIO(b"".join([lines[0], *reversed(lines[1:])])))
    assert (again.repeated, again.kept, again.quarantined) == (50, 0, 0)


def test_a_cut_delivery_can_be_sent_again() -> None:
    whole = export(50).getvalue()
    half = whole[: whole.index(b"\n", len(whole) // 2) + 1]
    first = take_in(kind="cad", file=io.BytesIO(half))
    again = take_in(kind="cad", file=io.BytesIO(whole))
    assert again.repeated == first.kept
    assert first.kept + again.kept == 50
