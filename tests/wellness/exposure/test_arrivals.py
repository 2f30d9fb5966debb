"""What arrives in the book of hard calls, and the table that says what a call counts as."""

import pytest
from django.core.exceptions import PermissionDenied

from agency.models import Encounter
from tests.factories import act, make_attendance, make_incident
from tests.wellness.conftest import browser, join
from tests.wellness.exposure.books import only, refused
from trust import access, outbox, vault
from wellness import actions
from wellness.actions.exposure import my_entries
from wellness.models import Exposure, ExposureRule, ExposureSummary, Invitation

# --- what arrives -----------------------------------------------------------------------------


def test_only_those_who_joined_have_a_book(cast, incident):
    join(cast.alice)
    assert actions.record_exposures(incident=incident.pk) == 1
    assert actions.record_exposures(incident=incident.pk) == 0
    assert Exposure.objects.count() == 1
    assert only(cast.alice)["kind"] == "suicide"


def test_an_arriving_incident_fills_book_and_invitation(cast, incident):
    join(cast.alice)
    Encounter.objects.create(incident=incident, response="1", triggers=["avpu"], check_in=True)
    for _twice in range(2):
        outbox.announce("incident.arrived", key="x", incident=str(incident.pk))
        outbox.drain()
    assert Invitation.objects.filter(participant=vault.handle(cast.alice.pk, "wellness")).exists()
    assert len(my_entries(cast.alice)) == 1


def test_own_past_is_brought_in_once(cast, incident):
    make_attendance(make_incident("2026-8"), cast.alice)
    join(cast.alice)
    assert actions.bring_in_attendance(by=cast.alice) == 2
    assert actions.bring_in_attendance(by=cast.alice) == 0
    assert {each["source"] for each in my_entries(cast.alice)} == {"brought_in"}


def test_nothing_is_brought_in_before_joining(cast, incident):
    with refused("not_joined"):
        actions.bring_in_attendance(by=cast.alice)


def test_what_was_taken_out_stays_out(alice_joined, incident):
    actions.record_exposures(incident=incident.pk)
    actions.remove_exposure(by=alice_joined, entry=only(alice_joined)["id"])
    actions.record_exposures(incident=incident.pk)
    actions.bring_in_attendance(by=alice_joined)
    assert my_entries(alice_joined) == []
    assert ExposureSummary.objects.exists()
    assert access.reveal(alice_joined, ExposureSummary.objects.get()).content["months"] == {}


def test_what_the_feed_says_anew_is_taken_over(alice_joined, incident):
    actions.record_exposures(incident=incident.pk)
    incident.category = "mass_casualty"
    incident.save()
    assert actions.record_exposures(incident=incident.pk) == 1
    assert actions.count_exposure(my_entries(alice_joined), days=30) == {"many_dead": 1}


def test_dispatch_and_own_injury_count_and_say_so(cast):
    join(cast.alice)
    call, stop = make_incident("1", kind="WELFARE CHECK"), make_incident("2", kind="TRAFFIC STOP")
    make_attendance(call, cast.alice, secondary=True)
    make_attendance(stop, cast.alice, harmed=True)
    actions.bring_in_attendance(by=cast.alice)
    found = {(each["kind"], each["secondary"]) for each in my_entries(cast.alice)}
    assert found == {("other", True), ("own_injury", False)}


def test_assaults_and_small_events_are_counted_one_by_one(alice_joined):
    for number in range(3):
        event = make_incident(f"a{number}", category="assault_on_officer", kind="TRAFFIC STOP")
        make_attendance(event, alice_joined)
        make_attendance(make_incident(f"f{number}", kind="FIGHT"), alice_joined)
    actions.bring_in_attendance(by=alice_joined)
    assert actions.count_exposure(my_entries(alice_joined), days=30) == {"assault": 3, "threats": 3}


# --- the table of call types --------------------------------------------------------------------


def rule(hana, call_type, kind):
    return actions.save_exposure_rule(by=hana, row=ExposureRule(call_type=call_type, kind=kind))


def test_a_changed_table_leaves_what_stands_until_the_officer_asks(hana, alice_joined):
    event = make_incident("w1", kind="WELFARE CHECK")
    make_attendance(event, alice_joined)
    actions.record_exposures(incident=event.pk)
    rule(hana, "welfare check", "sudden_death")
    assert actions.record_exposures(incident=event.pk) == 0
    assert only(alice_joined)["kind"] == "other"
    assert actions.map_again(by=alice_joined) == 1
    assert only(alice_joined)["kind"] == "sudden_death"
    assert actions.map_again(by=alice_joined) == 0


def test_a_call_type_that_counts_as_nothing_is_not_written_in(hana, alice_joined):
    rule(hana, "PARKING", "")
    make_attendance(make_incident("p1", kind="Parking"), alice_joined)
    assert actions.bring_in_attendance(by=alice_joined) == 0


def test_a_call_type_stands_once_whatever_its_case(hana):
    rule(hana, "Parking  lot", "")
    with refused("call_type_used"):
        rule(hana, "PARKING LOT", "other")
    with refused("unknown_kind"):
        rule(hana, "Riot", "riotous")


def test_only_the_wellness_admin_changes_the_table(cast):
    for user, role in ((cast.carol, "wellness_coordinator"), (cast.dan, "supervisor")):
        with pytest.raises(PermissionDenied):
            actions.save_exposure_rule(
                by=act(user, role), row=ExposureRule(call_type="X", kind="other")
            )
    assert not ExposureRule.objects.exists()


def test_the_admin_page_edits_the_table(cast, hana):
    client = browser(cast.hana, "wellness_admin")
    page = "/admin/wellness/exposurerule/add/"
    assert client.post(page, {"call_type": "Fight", "kind": "threats"}).status_code == 302
    row = ExposureRule.objects.get()
    assert (row.kind, row.changed_by) == ("threats", cast.hana)
    again = client.post(page, {"call_type": "FIGHT ", "kind": ""})
    assert "This call type is on the list." in again.content.decode()
    assert client.get("/admin/wellness/exposurerule/").status_code == 200
    assert browser(cast.carol, "wellness_coordinator").get(page).status_code == 403
