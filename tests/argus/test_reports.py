import csv
import io
from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse

from agency.models import Role, Unit
from tests.factories import act, make_post, make_unit, make_user, sign_in
from tests.trust.release.agency import officers, same
from tests.trust.release.test_freeze import NOW, OCTOBER, QUARTER
from trust import access
from trust.models import ReleasedCell
from trust.release import Metric, MetricKind, Scale, register, registry
from trust.release.freeze import freeze

TEN = Scale(Fraction(0), Fraction(10))
HIDDEN = "Not reported at this level. Included in: Unit ABDX."


@pytest.fixture
def frozen(units, monkeypatch: pytest.MonkeyPatch):
    """October and the third quarter: squad ABDX1 and a far-away division are small."""
    monkeypatch.setattr(registry, "_metrics", {})
    register(Metric("stress", "Stress", MetricKind.MEAN, lambda _, who: same(4, who), scale=TEN))
    register(Metric("contact", "Contact", MetricKind.SHARE, lambda _, who: same(0, who)))
    officers(units.other, 30)
    officers(units.squad, 4)
    units.far = make_unit("AC", Unit.Kind.DIVISION, units.agency)
    officers(units.far, 12)
    freeze(OCTOBER, now=NOW)
    freeze(QUARTER, now=NOW)
    return units


def reader(role: str, unit: Unit, client: Client) -> Client:
    user = make_user(f"reader-{role}")
    make_post(user, role, unit)
    return sign_in(client, user, role)


def test_the_report_begins_with_its_period_and_group_size(frozen, client: Client) -> None:
    page = reader(Role.CHIEF, frozen.agency, client).get(reverse("programme_report"))
    assert "Unit A, October 2026. Every figure is about at least 11 people." in page.text


def test_a_hidden_unit_reads_as_one_sentence(frozen, client: Client) -> None:
    page = reader(Role.COMMANDER, frozen.division, client).get(
        reverse("programme_report"), {"period": "2026-Q3"}
    )
    assert HIDDEN in page.text


def test_the_csv_holds_what_the_page_holds(frozen, client: Client) -> None:
    chief = reader(Role.CHIEF, frozen.agency, client)
    page = chief.get(reverse("programme_report"))
    rows = list(csv.reader(io.StringIO(chief.get(reverse("programme_report_csv")).text)))
    assert [row[1:] for row in rows[1:]] == page.context["rows"]


def test_a_commander_reads_the_own_subtree_only(frozen, client: Client) -> None:
    page = reader(Role.COMMANDER, frozen.division, client).get(reverse("programme_report"))
    assert "Unit ABD" in page.text
    assert "Unit AC" not in page.text


def test_a_period_that_was_not_frozen_is_not_there(frozen, client: Client) -> None:
    chief = reader(Role.CHIEF, frozen.agency, client)
    for period in ("2026-09", "2026-10-01", "x", "2026-10' OR 1=1"):
        assert chief.get(reverse("programme_report"), {"period": period}).status_code == 404


def test_a_sergeant_of_a_small_squad_reads_the_district(frozen, client: Client) -> None:
    page = reader(Role.SUPERVISOR, frozen.squad, client).get(reverse("my_unit"))
    assert HIDDEN in page.text
    assert [row["tag"] for row in page.context["units"][0]["roll_up"]] == [
        "Unit ABDX, Third quarter 2026"
    ] * 2


def test_a_sergeant_reads_no_other_squad(frozen, cast) -> None:
    act(cast.dan, Role.SUPERVISOR)
    mine = access.visible(cast.dan, ReleasedCell)
    assert {cell.unit for cell in mine} == {frozen.squad, frozen.district}


@pytest.mark.parametrize("name", ["programme_report", "programme_report_csv", "my_unit"])
@pytest.mark.parametrize("role", [Role.OFFICER, Role.PEER_SUPPORT])
def test_nobody_else_reads_a_figure(frozen, client: Client, name: str, role: str) -> None:
    page = reader(role, frozen.squad, client).get(reverse(name))
    assert page.status_code in (403, 404)
    assert "Stress" not in page.text


@pytest.mark.parametrize("name", ["programme_report", "my_unit"])
def test_before_the_first_period_the_page_says_so(units, client: Client, name: str) -> None:
    role = Role.CHIEF if name == "programme_report" else Role.SUPERVISOR
    page = reader(role, units.squad, client).get(reverse(name))
    assert "once the first month or quarter is over" in page.text


def test_the_report_asks_the_same_number_of_questions_whatever_its_length(
    frozen, client: Client, django_assert_max_num_queries
) -> None:
    chief = reader(Role.CHIEF, frozen.agency, client)
    with django_assert_max_num_queries(10):
        chief.get(reverse("programme_report"))
