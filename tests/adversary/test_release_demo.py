"""Every role reads every page and file; the attacker puts it all together and knows who is who."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from agency import clock
from agency.models import Role, Unit
from tests.adversary.attacker import Seen, intervals, small_functions
from tests.adversary.seeded import MONTHS, House, build, day
from tests.factories import make_post, make_user, sign_in
from trust.models import ReleasedCell
from trust.release import K_DEFAULT, Period
from trust.release.freeze import AlreadyFrozen, freeze

PERIODS = [Period.parse(f"2026-{month:02}") for month in MONTHS] + [Period.parse("2026-Q3")]
READERS = (
    *((role, "A") for role in (Role.CHIEF, Role.WELLNESS_COORDINATOR, Role.WELLNESS_ADMIN,
                               Role.UNION_REVIEWER)),
    *((Role.COMMANDER, code) for code in ("AB", "ABD", "AC", "ABDX", "ABDY")),
)  # fmt: skip
SERGEANTS = ("X1", "X2", "Y1", "Y2", "Z1", "W1")


@pytest.fixture
def house() -> House:
    """Every month is frozen right after it ended."""
    house = build(seed=11)
    for period in PERIODS:
        freeze(period, now=period.ends)
    return house


def figures(house: House, client: Client) -> set[tuple[str, str, str, str]]:
    """(period, unit, figure, text) of everything anybody can read."""
    found: set[tuple[str, str, str, str]] = set()
    for role, code in READERS:
        found |= set(_report(_signed_in(client, role, house.units[code])))
    for code in SERGEANTS:
        found |= set(_my_unit(_signed_in(client, Role.SUPERVISOR, house.units[code])))
    return {row for row in found if any(sign.isdigit() for sign in row[3])}


def _signed_in(client: Client, role: str, unit: Unit) -> Client:
    user = make_user(f"{role}-{unit.code}")
    make_post(user, role, unit)
    return sign_in(client, user, role)


def _report(client: Client) -> Iterator[tuple[str, str, str, str]]:
    for period in PERIODS:
        answer = client.get(reverse("programme_report_csv"), {"period": str(period)})
        if answer.status_code == 200:
            head, *rows = csv.reader(io.StringIO(answer.text))
            for when, unit, *texts in rows:
                for label, text in zip(head[2:], texts, strict=True):
                    shown = "" if text.startswith("Not reported") else text
                    yield when, unit, label, shown


def _my_unit(client: Client) -> Iterator[tuple[str, str, str, str]]:
    page = client.get(reverse("my_unit"))
    for each in page.context["units"]:
        for figure in each["figures"]:
            assert figure.value in page.text
            yield "2026-Q3", each["unit"].name, figure.label, figure.value


def attacked(house: House, found: set[tuple[str, str, str, str]], label: str) -> list[Seen]:
    by_name = {unit.name: unit for unit in house.units.values()}
    by_period = {str(period): period for period in PERIODS}
    return [
        Seen(when, house.contributors(by_name[unit], by_period[when].starts, by_period[when].ends), text)
        for when, unit, figure, text in sorted(found)
        if figure.startswith(label)
    ]  # fmt: skip


def test_the_attacker_finds_nobody_in_what_every_role_receives(
    house: House, client: Client
) -> None:
    found = figures(house, client)
    stress, contact = (attacked(house, found, label) for label in ("Stress", "Asking"))
    runs: dict[str, list[Seen]] = defaultdict(list)
    for figure in stress:
        runs[figure.run].append(figure)
    assert len(stress) >= 15
    assert [hit for seen in runs.values() for hit in small_functions(seen, K_DEFAULT)] == []
    kept = [top - low for low, top in intervals(stress, K_DEFAULT).values()]
    assert min(kept) >= 5
    yes = intervals(contact, K_DEFAULT, high=1, sway=2, whole=True).values()
    assert min(top - low for low, top in yes) >= 0.5


def test_frozen_figures_outlive_whoever_left(house: House) -> None:
    before = list(ReleasedCell.objects.order_by("pk").values_list())
    with clock.at(day(11, 2)):
        for known in house.people[:5]:
            known.person.posts.update(until=day(11, 1).date())
    for period in PERIODS:
        with pytest.raises(AlreadyFrozen):
            freeze(period)
    assert list(ReleasedCell.objects.order_by("pk").values_list()) == before
