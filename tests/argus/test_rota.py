"""The rota of the demonstration: a file that the real door takes, the same at every run."""

import datetime as dt
import io

from agency.models import Shift
from argus.demo.people import people, roster_csv
from argus.demo.rota import shifts_csv
from intake.actions import take_in

TODAY = dt.date(2026, 3, 20)  # the weeks before hold the spring night


def test_the_same_day_gives_the_same_file():
    assert shifts_csv(TODAY, 1, only=["10001"]) == shifts_csv(TODAY, 1, only=["10001"])
    assert b"20010" not in shifts_csv(TODAY, 1, only=["10001"])


def test_it_comes_in_whole_and_looks_like_a_rota():
    take_in(kind="roster", file=io.BytesIO(roster_csv(TODAY).encode()))
    some = [each.number for each in people(TODAY) if each.role == "officer"][:40]
    found = take_in(kind="shifts", file=io.BytesIO(shifts_csv(TODAY, 4, only=some)))
    assert found.kept == found.read
    assert found.overlapping < found.kept / 50
    assert set(Shift.objects.values_list("kind", flat=True)) >= {"regular", "overtime", "court"}
    mine = Shift.objects.filter(user__username="officer", kind="regular")
    hours = {(each.ends - each.starts) / dt.timedelta(hours=1) for each in mine}
    assert hours <= {11, 12, 13}
    assert 3 <= mine.count() / 6 <= 4
