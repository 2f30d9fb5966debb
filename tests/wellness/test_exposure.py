"""The book of hard calls: what is written in, what its owner does to it, what is counted, who is told."""

import datetime as dt
import json
import sys
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connections
from django.http import Http404

from agency import clock
from agency.models import Encounter
from tests.api import data
from tests.factories import act, make_attendance, make_incident, make_post, make_user
from tests.trust.test_documents import needs_pango
from tests.wellness.conftest import browser, join
from trust import access, audit, documents, outbox, vault
from trust.models import Disclosure, Level
from trust.refusal import Refusal
from wellness import actions
from wellness.actions.exposure import counts, my_entries, my_history
from wellness.models import Exposure, ExposureRule, ExposureSummary, Invitation

CANARY = "canary-wagtail-0815"


def days_ago(days: int) -> dt.date:
    return clock.today() - dt.timedelta(days=days)


def only(user):
    (entry,) = my_entries(user)
    return entry


def add(user, kind="sudden_death", days=3, **more):
    return actions.add_exposure(by=user, kind=kind, day=days_ago(days), **more)


@pytest.fixture
def hana(cast, units):
    """The wellness administrator."""
    cast.hana = make_user("hana")
    make_post(cast.hana, "wellness_admin", units.agency)
    return act(cast.hana, "wellness_admin")


@pytest.fixture
def incident(cast):
    event = make_incident("2026-7", category="suicide_scene")
    for user in (cast.alice, cast.frank):
        make_attendance(event, user)
    return event


@pytest.fixture
def alice_joined(cast):
    join(cast.alice)
    return cast.alice


def refused(code):
    return pytest.raises(Refusal, match=f"^{code}$")


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


# --- the officer's own hand -----------------------------------------------------------------------


def test_an_own_entry_is_added_counted_and_gone_without_a_trace(alice_joined):
    entry = add(alice_joined, note=f" {CANARY} ", secondary=True)
    assert only(alice_joined)["note"] == CANARY
    assert actions.count_exposure(my_entries(alice_joined), days=30) == {"sudden_death": 1}
    actions.remove_exposure(by=alice_joined, entry=entry["id"])
    assert access.reveal(alice_joined, Exposure.objects.get()).content["entries"] == []


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ({"kind": "worst"}, "unknown_kind"),
        ({"days": -2}, "day_ahead"),
        ({"days": 70 * 365}, "day_too_old"),
        ({"note": "x" * 2_001}, "note_too_long"),
    ],
)
def test_what_can_not_be_is_refused_and_nothing_is_lost(alice_joined, what, code):
    add(alice_joined)
    with refused(code):
        add(alice_joined, **what)
    assert len(my_entries(alice_joined)) == 1


def test_nothing_is_added_before_joining(cast):
    with refused("not_joined"):
        add(cast.alice)
    assert not Exposure.objects.exists()


def test_not_me_no_longer_counts_until_taken_back(alice_joined, incident):
    actions.record_exposures(incident=incident.pk)
    entry = only(alice_joined)["id"]
    actions.dispute_exposure(by=alice_joined, entry=entry, reason="not_me")
    assert actions.count_exposure(my_entries(alice_joined), days=30) == {}
    assert access.reveal(alice_joined, ExposureSummary.objects.get()).content["months"] == {}
    incident.category = "mass_casualty"
    incident.save()
    assert actions.record_exposures(incident=incident.pk) == 0
    actions.take_back_dispute(by=alice_joined, entry=entry)
    assert actions.count_exposure(my_entries(alice_joined), days=30) == {"suicide": 1}


def test_wrong_kind_and_day_are_put_right_and_back(alice_joined, incident):
    actions.record_exposures(incident=incident.pk)
    entry, day = only(alice_joined)["id"], only(alice_joined)["day"]
    dispute = {"by": alice_joined, "entry": entry}
    actions.dispute_exposure(**dispute, reason="wrong_kind", kind="homicide")
    assert only(alice_joined)["kind"] == "homicide"
    actions.dispute_exposure(**dispute, reason="wrong_day", day=days_ago(9))
    assert (only(alice_joined)["kind"], only(alice_joined)["day"]) == (
        "suicide",
        days_ago(9).isoformat(),
    )
    actions.take_back_dispute(**dispute)
    assert (only(alice_joined)["day"], only(alice_joined)["disputed"]) == (day, "")
    for reason, code in (
        ("wrong_kind", "kind_missing"),
        ("wrong_day", "day_missing"),
        ("mood", "unknown_reason"),
    ):
        with refused(code):
            actions.dispute_exposure(**dispute, reason=reason)


def test_an_entry_of_somebody_else_is_not_there(cast, alice_joined):
    entry = add(alice_joined)["id"]
    join(cast.frank)
    add(cast.frank)
    for call in (
        lambda: actions.remove_exposure(by=cast.frank, entry=entry),
        lambda: actions.annotate_exposure(by=cast.frank, entry=entry, note="x"),
        lambda: actions.dispute_exposure(by=cast.frank, entry=entry, reason="not_me"),
        lambda: actions.take_back_dispute(by=cast.frank, entry=entry),
        lambda: actions.remove_exposure(by=cast.alice, entry=uuid.uuid4()),
    ):
        with pytest.raises(Http404):
            call()
    assert only(alice_joined)["id"] == entry


# --- the first form of the book ------------------------------------------------------------------


def test_a_book_of_the_first_form_is_read_and_written_on(alice_joined, incident):
    old = {
        "incident": str(incident.pk),
        "category": "suicide_scene",
        "day": days_ago(1).isoformat(),
        "source": "attended",
        "removed": False,
    }
    gone = {**old, "incident": str(uuid.uuid4()), "category": "", "day": "", "removed": True}
    handle = vault.handle(alice_joined.pk, "wellness")
    Exposure.objects.create(participant_id=handle, entries=[old, gone])
    entry = only(alice_joined)
    assert (entry["kind"], entry["note"], entry["disputed"]) == ("suicide", "", "")
    assert only(alice_joined)["id"] == entry["id"]
    assert actions.record_exposures(incident=incident.pk) == 0
    actions.annotate_exposure(by=alice_joined, entry=entry["id"], note=CANARY)
    assert only(alice_joined)["note"] == CANARY
    assert only(alice_joined)["id"] == entry["id"]


# --- counting -------------------------------------------------------------------------------------


def test_spans_end_where_they_say(alice_joined):
    for days in (0, 29, 30, 89, 90, 364, 365):
        add(alice_joined, days=days)
    (count,) = counts(my_entries(alice_joined), clock.today())
    assert (count.last_30, count.last_90, count.last_365) == (2, 4, 6)


def test_usual_is_the_median_of_own_windows(alice_joined):
    for window, times in enumerate([9, 1, 1, 2, 5, 1, 1], start=0):
        for _each in range(times):
            add(alice_joined, "threats", days=window * 30 + 5)
    add(alice_joined, "homicide", days=7 * 30 + 5)
    found = {each.kind: each for each in counts(my_entries(alice_joined), clock.today())}
    assert (found["threats"].last_30, found["threats"].usual_30) == (9, 1.0)
    assert found["homicide"].usual_30 == 0.0


def test_a_young_book_has_no_usual(alice_joined):
    add(alice_joined, days=5 * 30)
    assert [each.usual_30 for each in counts(my_entries(alice_joined), clock.today())] == [None]
    assert counts([], clock.today()) == []


def test_the_summary_opens_at_full_and_tells_no_incident(cast, incident):
    join(cast.alice, Level.FULL)
    actions.record_exposures(incident=incident.pk)
    actions.annotate_exposure(by=cast.alice, entry=only(cast.alice)["id"], note=CANARY)
    shown = access.reveal(cast.carol, access.visible(cast.carol, ExposureSummary).get())
    assert list(shown.content["months"].values()) == [{"suicide": 1}]
    assert CANARY not in str(shown.content)
    for other in (cast.carol, cast.dan, cast.frank, cast.bob, cast.erin):
        assert not access.visible(other, Exposure).exists()


# --- where nothing may be found ---------------------------------------------------------------------


def stored_text() -> str:
    found = []
    for alias in ("default", "ledger", "keys"):
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')
                found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def test_notes_and_incidents_stand_in_no_column(cast, incident):
    join(cast.alice)
    Encounter.objects.create(incident=incident, response="1", triggers=["avpu"], check_in=True)
    actions.record_exposures(incident=incident.pk)
    actions.annotate_exposure(by=cast.alice, entry=only(cast.alice)["id"], note=CANARY)
    add(cast.alice, note=CANARY)
    browser(cast.alice).get("/incidents-attended/")
    assert CANARY not in stored_text()
    stored = str([*Exposure.objects.values(), *ExposureSummary.objects.values()])
    assert str(incident.pk) not in stored
    assert {Exposure, ExposureSummary, Invitation}.isdisjoint(audit.audited_models())


# --- pages ------------------------------------------------------------------------------------------

BOOK = "/incidents-attended/"


def test_the_pages_walk_through_a_life_of_entries(cast, alice_joined, incident):
    alice = browser(alice_joined)
    assert "Your list is empty." in alice.get(BOOK).content.decode()
    actions.record_exposures(incident=incident.pk)
    sent = {"kind": "heard", "day": days_ago(2).isoformat(), "secondary": "on", "note": CANARY}
    assert alice.post(f"{BOOK}add/", sent).status_code == 302
    page = alice.get(BOOK).content.decode()
    assert "Death heard over the phone or radio" in page
    assert "not at the scene" in page
    assert CANARY not in page
    entry = f"{BOOK}{my_entries(alice_joined)[-1]['id']}/"
    assert alice.post(f"{entry}note/", {"note": "short"}).status_code == 302
    disputed = alice.post(f"{entry}dispute/", {"reason": "wrong_kind"})
    assert "Choose which kind of call it was." in disputed.content.decode()
    alice.post(f"{entry}dispute/", {"reason": "not_me"})
    page = alice.get(entry).content.decode()
    assert "I was not there" in page
    assert "short" in page
    assert alice.post(f"{entry}take-back/").status_code == 302
    assert alice.post(f"{BOOK}again/").status_code == 302
    assert alice.post(f"{entry}remove/").status_code == 302
    assert alice.get(entry).status_code == 404


def test_the_list_has_pages_and_the_same_queries_on_each(
    alice_joined, django_assert_max_num_queries
):
    for days in range(45):
        add(alice_joined, days=days)
    client = browser(alice_joined)
    client.get(BOOK)
    with django_assert_max_num_queries(14):
        first = client.get(BOOK).content.decode()
    assert first.count(">Open<") == 20
    assert "?from=20" in first
    last = client.get(f"{BOOK}?from=40").content.decode()
    assert last.count(">Open<") == 5
    assert client.get(f"{BOOK}?from=x").status_code == 200


@pytest.mark.parametrize("who", ["dan", "carol", "frank"])
def test_nobody_else_opens_an_entry(cast, alice_joined, who):
    entry = add(alice_joined, note=CANARY)["id"]
    roles = {"dan": "supervisor", "carol": "wellness_coordinator", "frank": "officer"}
    client = browser(getattr(cast, who), roles[who])
    for path in ("", "note/", "dispute/", "take-back/", "remove/"):
        answer = client.post(f"{BOOK}{entry}/{path}", {"note": "x", "reason": "not_me"})
        assert answer.status_code in {404, 405}
        assert CANARY not in answer.content.decode()
    assert client.get(f"{BOOK}{entry}/").status_code == 404
    assert only(alice_joined)["note"] == CANARY


# --- GraphQL ----------------------------------------------------------------------------------------


def test_the_book_over_graphql(cast, alice_joined):
    fields = "entry { id kind day source secondary disputed note } errors { code field }"
    said = f'addExposure(kind: IMAGES, day: "{days_ago(4)}", note: "{CANARY}") {{ {fields} }}'
    entry = data(alice_joined, f"mutation {{ {said} }}")["addExposure"]["entry"]
    assert (entry["kind"], entry["source"], entry["note"]) == ("IMAGES", "OWN", CANARY)
    for days in (1, 2):
        add(alice_joined, days=days)
    asked = (
        "exposureEntries(first: 2%s) { edges { node { day } } pageInfo { hasNextPage endCursor } }"
    )
    first = data(alice_joined, f"{{ {asked % ''} }}")["exposureEntries"]
    assert [each["node"]["day"] for each in first["edges"]] == [str(days_ago(1)), str(days_ago(2))]
    after = f', after: "{first["pageInfo"]["endCursor"]}"'
    rest = data(alice_joined, f"{{ {asked % after} }}")["exposureEntries"]
    assert [each["node"]["day"] for each in rest["edges"]] == [str(days_ago(4))]
    assert not rest["pageInfo"]["hasNextPage"]

    def sent(call):
        return data(alice_joined, f"mutation {{ {call} }}")

    said = (
        f'disputeExposure(entry: "{entry["id"]}", reason: WRONG_KIND, kind: HEARD) {{ {fields} }}'
    )
    found = sent(said)["disputeExposure"]["entry"]
    assert (found["kind"], found["disputed"]) == ("HEARD", "WRONG_KIND")
    found = sent(f'disputeExposure(entry: "{entry["id"]}") {{ {fields} }}')["disputeExposure"]
    assert (found["entry"]["kind"], found["entry"]["disputed"]) == ("IMAGES", None)
    found = sent(f'annotateExposure(entry: "{entry["id"]}", note: "n") {{ {fields} }}')
    assert found["annotateExposure"]["entry"]["note"] == "n"
    ahead = sent(f'addExposure(kind: HEARD, day: "{days_ago(-3)}") {{ {fields} }}')["addExposure"]
    assert ahead == {"entry": None, "errors": [{"code": "DAY_AHEAD", "field": "day"}]}
    for other in (cast.frank, act(cast.dan, "supervisor"), act(cast.carol, "wellness_coordinator")):
        mine = data(other, f"{{ {asked % ''} myExposure {{ days }} }}")
        assert mine["exposureEntries"]["edges"] == []
        assert mine["myExposure"] is None
        said = f'removeExposure(entry: "{entry["id"]}") {{ removed errors {{ code }} }}'
        assert data(other, f"mutation {{ {said} }}")["removeExposure"]["errors"]
    assert sent(f'removeExposure(entry: "{entry["id"]}") {{ removed }}')["removeExposure"][
        "removed"
    ]


# --- the history ------------------------------------------------------------------------------------


@pytest.fixture
def lived(cast, alice_joined, incident):
    cast.alice.personnel_number = "4711"
    cast.alice.save()
    actions.record_exposures(incident=incident.pk)
    for days in (5, 40, 41):
        add(alice_joined, "threats", days=days, note=CANARY)
    return cast.alice


def test_the_history_has_kinds_and_counts_and_nothing_else(lived, incident):
    body = my_history(lived)
    assert body["totals"] == {"suicide": 1, "threats": 3}
    assert sum(n for kinds in body["months"].values() for n in kinds.values()) == 4
    assert body["person"] == {"name": str(lived), "personnel_number": "4711"}
    assert body["kinds"]["threats"] == "Fights, threats and abuse"
    assert body["of_these"]["added_by_the_officer"] == 3
    text = json.dumps(body)
    assert CANARY not in text
    assert str(incident.pk) not in text
    assert days_ago(40).isoformat() not in text


def test_what_was_not_attended_is_left_out_and_said(lived):
    entry = next(each for each in my_entries(lived) if each["source"] == "attended")
    actions.dispute_exposure(by=lived, entry=entry["id"], reason="not_me")
    body = my_history(lived)
    assert body["totals"] == {"threats": 3}
    assert body["of_these"]["left_out_as_not_attended"] == 1


def test_the_signed_file_verifies_and_a_changed_count_does_not(lived, tmp_path):
    answer = browser(lived).get(f"{BOOK}history.json")
    assert answer.headers["Content-Type"] == "application/json"
    file = tmp_path / "history.json"
    file.write_bytes(answer.content)
    call_command("verify_document", str(file), verbosity=0)
    signed = documents.read_json(answer.content)
    assert documents.verify_json(signed)
    signed["totals"]["threats"] = 4
    assert not documents.verify_json(signed)


@needs_pango
def test_the_signed_pdf_verifies_and_a_changed_digit_does_not(lived):
    answer = browser(lived).get(f"{BOOK}history.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert documents.verify_pdf(answer.content)
    places = [i for i, byte in enumerate(answer.content) if chr(byte).isdigit()]
    for at in places[:: len(places) // 40]:
        other = b"%d" % ((answer.content[at] - 47) % 10)
        assert not documents.verify_pdf(answer.content[:at] + other + answer.content[at + 1 :])


def test_where_no_pdf_can_be_drawn_the_page_offers_to_print(lived, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    answer = browser(lived).get(f"{BOOK}history.pdf", follow=True)
    assert answer.redirect_chain == [(f"{BOOK}history/", 302)]
    assert "You can print this page instead." in answer.content.decode()
    assert "data-print" in answer.content.decode()


@needs_pango
def test_a_history_in_spanish_and_of_nothing(cast):
    client = browser(cast.frank)
    client.post("/language/", {"language": "es"})
    for path in ("history/", "history.json", "history.pdf"):
        assert client.get(BOOK + path).status_code == 200


# --- the duty-of-care lane ----------------------------------------------------------------------------

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
