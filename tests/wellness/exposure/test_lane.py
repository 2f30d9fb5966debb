"""The duty-of-care lane: no page by default; counts for a coordinator, each look logged."""

import pytest

from tests.factories import act, make_attendance, make_incident
from tests.wellness.conftest import browser, join
from tests.wellness.exposure.books import add
from trust import vault
from trust.models import Disclosure
from wellness import actions
from wellness.actions.exposure import my_entries

LANE = "/attendance-counts/"


@pytest.fixture
def duty_of_care(settings):
    settings.EXPOSURE_LANE = "duty_of_care"


@pytest.fixture
def attended(cast, incident):
    """Alice has not joined; her attendance stands in the records."""
    cast.alice.personnel_number = "4711"
    cast.alice.save()
    make_attendance(make_incident("2026-8", kind="FIGHT"), cast.alice, secondary=True)
    return cast.alice


def looks(user):
    handle = vault.handle(user.pk, "wellness")
    return Disclosure.objects.using("ledger").filter(subject=handle)


def test_by_default_the_lane_is_no_page_for_anyone(cast, hana, attended):
    for user, role in ((cast.carol, "wellness_coordinator"), (cast.hana, "wellness_admin")):
        assert browser(user, role).post(LANE, {"person": "4711"}).status_code == 404
    assert not looks(attended).exists()


def test_a_coordinator_sees_counts_and_the_officer_sees_the_look(cast, attended, duty_of_care):
    carol = browser(cast.carol, "wellness_coordinator")
    assert "/attendance-counts/" in carol.get("/standings/").content.decode()
    page = carol.post(LANE, {"person": " 4711 "}).content.decode()
    assert "Suicide scene" in page
    assert "Fights, threats and abuse" in page
    look = looks(attended).get()
    assert (look.viewer, look.kind, look.action, look.outcome) == (
        cast.carol.pk,
        "agency.attendance",
        "count",
        "shown",
    )
    told = browser(attended).get("/privacy/").content.decode()
    assert "how often you attended which kind of call, from duty records" in told


def test_the_lane_tells_the_same_of_somebody_who_joined(cast, attended, duty_of_care):
    carol = act(cast.carol, "wellness_coordinator")
    before = actions.look_up_attendance(by=carol, person="4711")
    join(cast.alice)
    actions.bring_in_attendance(by=cast.alice)
    add(cast.alice, "homicide")
    for entry in my_entries(cast.alice):
        actions.remove_exposure(by=cast.alice, entry=entry["id"])
    assert actions.look_up_attendance(by=carol, person="4711") == before


def test_the_lane_needs_a_fresh_sign_in_and_a_known_number(cast, attended, duty_of_care):
    stale = browser(cast.carol, "wellness_coordinator", proved=False)
    assert stale.post(LANE, {"person": "4711"}).status_code == 302
    page = browser(cast.carol, "wellness_coordinator").post(LANE, {"person": "0"})
    assert "Nobody has this personnel number." in page.content.decode()
    assert not looks(attended).exists()


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("dan", "supervisor"),
        ("erin", "commander"),
        ("frank", "officer"),
        ("hana", "wellness_admin"),
        ("alice", "officer"),
    ],
)
def test_the_lane_is_no_page_for_anybody_else(cast, hana, attended, duty_of_care, who, role):
    client = browser(getattr(cast, who), role)
    assert client.get(LANE).status_code == 404
    assert client.post(LANE, {"person": "4711"}).status_code == 404
    assert not looks(attended).exists()


def test_no_number_without_a_line_in_the_log(cast, attended, duty_of_care, monkeypatch):
    from django.db import DatabaseError

    from trust import ledger

    def broken(looks):
        raise DatabaseError

    monkeypatch.setattr(ledger, "_append", broken)
    page = browser(cast.carol, "wellness_coordinator").post(LANE, {"person": "4711"})
    assert page.status_code == 503
    assert "Suicide scene" not in page.content.decode()
