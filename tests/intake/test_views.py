"""The machines' door, knocked on from outside."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from agency.models import Encounter, Incident, Role, Unit
from argus.demo import files
from intake.models import Quarantine
from tests.factories import act, make_post, make_user
from tests.intake.machine_door import bearer, send

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def machine(units: object) -> str:
    """A bearer token of the role "integration"."""
    user = make_user("feed")
    make_post(user, Role.INTEGRATION, Unit.objects.get(code="A"))
    return bearer(act(user, Role.INTEGRATION), Role.INTEGRATION)


def test_a_delivery_is_taken_in(machine: str) -> None:
    answer = send("epcr", files.nemsis(files.Care("D-1", NOW)), machine)
    assert (answer.status_code, answer.json()) == (202, {"status": "accepted"})
    assert Encounter.objects.get().urgent


def test_the_answer_never_says_whether_an_officer_exists(machine: str) -> None:
    make_user("ana", personnel_number="54266")
    known = send("epcr", files.nemsis(files.Care("D-1", NOW, crew=("54266",))), machine)
    unknown = send("epcr", files.nemsis(files.Care("D-2", NOW, crew=("99999",))), machine)
    broken = send("epcr", b"not xml", machine)
    assert known.content == unknown.content == broken.content
    assert {one.status_code for one in (known, unknown, broken)} == {202}
    assert set(Quarantine.objects.values_list("code", flat=True)) == {"unknown_crew", "not_xml"}


@pytest.mark.parametrize("token", ["", "Bearer none", "Basic abc"])
def test_without_a_good_token(token: str) -> None:
    answer = send("epcr", b"<x/>", token)
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_an_officers_token_opens_nothing(cast: object) -> None:
    answer = send("epcr", b"<x/>", bearer(cast.alice, Role.OFFICER))
    assert answer.status_code == 403
    assert not Quarantine.objects.exists()


def test_unknown_feed_and_unknown_type(machine: str) -> None:
    assert send("nothing", b"<x/>", machine).status_code == 404
    assert send("epcr", b"x", machine, "text/html").status_code == 415


def test_too_large_is_turned_away_and_noted(machine: str, settings: object) -> None:
    settings.INTAKE_LIMIT = 100
    answer = send("epcr", b"x" * 101, machine)
    assert answer.status_code == 413
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert Quarantine.objects.get().code == "oversize"


def test_get_is_not_answered(machine: str) -> None:
    assert Client().get(reverse("intake", args=["epcr"])).status_code == 405


def test_a_shipped_mapping_is_a_feed(machine: str) -> None:
    rows = [("D-9", NOW, "North", "SUICIDE", "1A", ["1"], False)]
    assert send("demo", files.cad(rows), machine, "text/csv").status_code == 202
    assert Incident.objects.get().category == "suicide_scene"
