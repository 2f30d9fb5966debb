import datetime as dt
import io
from fractions import Fraction

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from agency.models import Unit
from tests.factories import make_unit
from tests.trust.release.agency import decide, move, officers, same
from trust.models import ReleasedCell, ReleaseRun
from trust.release import Metric, MetricKind, Period, PeriodOpen, Scale, register, registry
from trust.release.freeze import AlreadyFrozen, freeze

OCTOBER, QUARTER = Period.parse("2026-10"), Period.parse("2026-Q3")
NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
MID = dt.datetime(2026, 10, 15, tzinfo=dt.UTC)
TEN = Scale(Fraction(0), Fraction(10))


@pytest.fixture(autouse=True)
def figures(monkeypatch: pytest.MonkeyPatch) -> dict[str, Metric]:
    """Only figures of our own."""
    monkeypatch.setattr(registry, "_metrics", {})
    register(Metric("stress", "Stress", MetricKind.MEAN, lambda _, who: same(4, who), TEN))
    return registry._metrics


def cell(unit: Unit, period: Period = OCTOBER, metric: str = "stress") -> ReleasedCell:
    return ReleasedCell.objects.get(unit=unit, run__period=str(period), metric=metric)


def everything() -> list[tuple[object, ...]]:
    return list(ReleasedCell.objects.order_by("pk").values_list())


def test_months_show_divisions_and_quarters_show_squads(units) -> None:
    officers(units.squad, 20)
    freeze(OCTOBER, now=NOW)
    freeze(QUARTER, now=NOW)
    shown = ReleasedCell.objects.filter(suppressed=False).values_list("run__period", "unit__code")
    assert set(shown) == {
        ("2026-10", "A"), ("2026-10", "AB"), ("2026-10", "ABD"),
        ("2026-Q3", "ABDX"), ("2026-Q3", "ABDX1"),
    }  # fmt: skip


def test_a_small_unit_is_included_in_the_unit_above(units) -> None:
    officers(units.squad, 30)
    officers(units.other, 10)
    freeze(QUARTER, now=NOW)
    assert (cell(units.other, QUARTER).value, cell(units.other, QUARTER).included_in) == (
        "",
        units.district,
    )


def test_too_small_remainder_and_empty_units_look_alike(units) -> None:
    empty = make_unit("ABDX3", Unit.Kind.SQUAD, units.district)
    officers(units.squad, 30)
    officers(units.other, 10)
    freeze(QUARTER, now=NOW)
    hidden = [cell(unit, QUARTER) for unit in (units.squad, units.other, empty)]
    assert {(c.value, c.n_band, c.suppressed, c.included_in_id) for c in hidden} == {
        ("", "", True, units.district.pk)
    }


@pytest.mark.parametrize("leaves_at", [MID, dt.datetime(2026, 9, 30, tzinfo=dt.UTC)])
def test_who_was_not_counted_for_the_whole_period_is_left_out(units, leaves_at) -> None:
    people = officers(units.division, 11)
    decide(people[0], leaves_at, count_me=False)
    freeze(OCTOBER, now=NOW)
    assert cell(units.division).suppressed


def test_who_joined_within_the_period_counts_from_the_next_one(units) -> None:
    people = officers(units.division, 10) + officers(units.division, 1, count_me=False)
    decide(people[-1], MID, count_me=True)
    freeze(OCTOBER, now=NOW)
    assert cell(units.division).suppressed


def test_officers_count_where_they_stood_at_the_start(units) -> None:
    people = officers(units.division, 11)
    other = make_unit("ABE", Unit.Kind.DIVISION, units.bureau)
    move(people[0], other, MID.date())
    freeze(OCTOBER, now=NOW)
    assert cell(units.division).n_band == "11–14"


def test_frozen_figures_stay_the_same_whoever_leaves(units) -> None:
    people = officers(units.division, 30)
    freeze(OCTOBER, now=NOW)
    before = everything()
    decide(people[0], MID, count_me=False)
    move(people[1], units.squad, MID.date())
    people[2].posts.all().delete()
    with pytest.raises(AlreadyFrozen):
        freeze(OCTOBER, now=NOW)
    assert everything() == before


def test_answers_do_not_steer_the_pattern(units, figures) -> None:
    people = officers(units.squad, 15) + officers(units.other, 12)
    ranks = {person.pk: i for i, person in enumerate(people)}
    figures.clear()
    for code, sign in (("up", 1), ("down", -1)):
        register(
            Metric(code, code, MetricKind.MEAN,
                   lambda _, who, sign=sign: {p: sign * ranks[p] % 11 for p in who}, TEN)
        )  # fmt: skip
    freeze(QUARTER, now=NOW)
    patterns = [
        list(
            ReleasedCell.objects.filter(metric=code)
            .order_by("unit__path")
            .values_list("unit", "suppressed", "n_band", "included_in")
        )
        for code in ("up", "down")
    ]
    assert patterns[0] == patterns[1]


def test_participation_counts_the_roster_and_never_a_squad(units, figures) -> None:
    figures.clear()
    register(
        Metric("joined", "Taking part", MetricKind.PARTICIPATION, lambda *_: {},
               hidden_in=frozenset({Unit.Kind.SQUAD}))
    )  # fmt: skip
    officers(units.squad, 60)
    officers(units.squad, 5, count_me=False)
    freeze(QUARTER, now=NOW)
    assert ReleasedCell.objects.get(unit=units.district).value in ("≥ 90 %", "75–89 %")
    assert not ReleasedCell.objects.filter(unit__kind="squad").exists()


def test_an_open_period_is_refused(units) -> None:
    with pytest.raises(PeriodOpen):
        freeze(Period.parse("2026-11"), now=NOW)
    assert not ReleaseRun.objects.exists()


def test_half_a_run_is_no_run(units, figures) -> None:
    officers(units.division, 20)

    def breaks(*_: object) -> dict[object, int]:
        raise RuntimeError("in the middle")

    register(Metric("zz", "Last", MetricKind.MEAN, breaks))
    with pytest.raises(RuntimeError):
        freeze(OCTOBER, now=NOW)
    assert not ReleaseRun.objects.exists()
    assert not ReleasedCell.objects.exists()


@pytest.mark.parametrize("table", ["trust_releasedcell", "trust_releaserun"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses_to_change_what_left(units, table: str, sql: str) -> None:
    officers(units.division, 20)
    freeze(OCTOBER, now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(table))


def test_the_command_says_when_there_is_nothing_left_to_do(units) -> None:
    said = io.StringIO()
    call_command("freeze_reports", period="2026-08", stdout=said)
    call_command("freeze_reports", period="2026-08", stdout=said)
    assert "2026-08 was frozen before. Nothing changed." in said.getvalue()


@pytest.mark.parametrize("period", ["2026-13", "2999-01", "soon"])
def test_the_command_refuses_what_is_no_closed_period(period: str) -> None:
    with pytest.raises(CommandError):
        call_command("freeze_reports", period=period)


def test_all_closed_periods_since_the_first_consent(units) -> None:
    officers(units.division, 11)
    call_command("freeze_reports", all_closed=True, stdout=io.StringIO())
    assert {"2025-01", "2025-Q1", "2026-08"} <= set(
        ReleaseRun.objects.values_list("period", flat=True)
    )
