"""The coordinator's pages of sessions: plan, move, call off; missed windows; counts too small to show."""

import re

import pytest
from django.urls import reverse

from agency import clock, local_time
from agency.models import Role
from peersupport import actions, logistics
from peersupport.models import Case, Debrief, DebriefSeat
from tests.api import data
from tests.factories import act, make_attendance, make_post, make_user, sign_in
from tests.peersupport.conftest import DAY, HOUR, offer_of
from trust import vault
from trust.models import Disclosure


@pytest.fixture
def willing(cast, case, incident):
    """Alice, Frank and Bob asked for a time for the defusing."""
    make_attendance(incident, cast.bob)
    actions.consider(incident=incident.pk)
    for each in (cast.alice, cast.frank, cast.bob):
        offer = offer_of(each, "defusing")
        actions.answer_offer(by=each, offer=offer.pk, answer="schedule")
    return case


def filled(lea, offers=(), **changes):
    starts = (clock.now() + 3 * HOUR).astimezone(local_time.zone())
    given = {
        "day": starts.date().isoformat(), "time": f"{starts:%H:%M}", "minutes": "45",
        "room": "Union hall", "facilitators": [str(lea.pk)], "offers": [str(o) for o in offers],
    }  # fmt: skip
    return given | changes


def mine(cast):
    return [offer_of(each, "defusing").pk for each in (cast.alice, cast.frank, cast.bob)]


def test_a_session_is_planned_from_the_incident_and_names_are_written_down(
    carol, cast, willing, lea
):
    page = carol.get(reverse("incident_detail", args=[willing.pk])).text
    url = reverse("plan_debrief", args=[willing.pk])
    assert url in page
    form = carol.get(url).text
    assert "Alice" in form
    looked = Disclosure.objects.using("ledger").filter(outcome="shown")
    assert looked.filter(subject=vault.handle(cast.alice.pk, "support")).exists()
    reply = carol.post(url, filled(lea, mine(cast)))
    row = Debrief.objects.get()
    assert reply.headers["Location"] == reverse("debrief_detail", args=[row.pk])
    page = carol.get(reply.headers["Location"]).text
    assert "Union hall" in page
    assert "3 invited, 0 said they come." in page
    assert "Alice" not in page
    assert "Lea" in carol.get(reverse("debriefs")).text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"room": ""}, "Say where it is"),
        ({"day": "2020-01-01"}, "still to come"),
        ({"day": "x"}, "date"),
        ({"facilitators": []}, "Still to do: Who leads it"),
        ({"offers": []}, "Nobody has asked for a time yet"),
    ],
)
def test_what_is_still_to_do_stands_beside_its_field(carol, cast, willing, lea, changes, said):
    url = reverse("plan_debrief", args=[willing.pk])
    reply = carol.post(url, filled(lea, mine(cast)) | changes)
    assert (reply.status_code, said in reply.text) == (422, True)
    assert not Debrief.objects.exists()


def test_moved_called_off_brought_back_and_marked(carol, cast, willing, lea):
    carol.post(reverse("plan_debrief", args=[willing.pk]), filled(lea, mine(cast)))
    row = Debrief.objects.get()
    url = reverse("move_debrief", args=[row.pk])
    assert 'value="Union hall"' in carol.get(url).text
    assert carol.post(url, filled(lea, room="Pier 4")).status_code == 302
    assert carol.post(url, filled(lea, room="")).status_code == 422
    assert "Pier 4" in carol.get(reverse("debrief_detail", args=[row.pk])).text
    for name, state in (("cancel", "cancelled"), ("reinstate", "planned"), ("hold", "planned")):
        carol.post(reverse(f"{name}_debrief", args=[row.pk]))
        row.refresh_from_db()
        assert row.state == state
    with clock.at(row.starts_at):
        assert "It took place" in carol.get(reverse("debrief_detail", args=[row.pk])).text
        carol.post(reverse("hold_debrief", args=[row.pk]))
    with clock.at(row.ends_at + HOUR):
        assert "Held" in carol.get(reverse("debriefs") + "?show=past").text
    assert Debrief.objects.get().state == "held"


def test_the_calendar_file_says_nothing(carol, cast, willing, lea):
    carol.post(reverse("plan_debrief", args=[willing.pk]), filled(lea, mine(cast)))
    row = Debrief.objects.get()
    text = carol.get(reverse("debrief_appointment", args=[row.pk])).text
    assert "SUMMARY:Appointment" in text
    for hidden in ("Union", "efusing", "2026-77"):
        assert hidden not in text


def test_whoever_leads_sees_it_and_marks_it_and_others_do_not(client, carol, cast, willing, lea):
    carol.post(reverse("plan_debrief", args=[willing.pk]), filled(lea, mine(cast)))
    row = Debrief.objects.get()
    page = reverse("debrief_detail", args=[row.pk])
    theirs = sign_in(client, lea.user, "peer_support")
    assert "Union hall" in theirs.get(page).text
    assert "Call it off" not in theirs.get(page).text
    assert theirs.get(reverse("plan_debrief", args=[willing.pk])).status_code == 403
    bob = sign_in(client, cast.bob, "peer_support")
    assert bob.get(page).status_code == 404
    assert "Union hall" not in bob.get(reverse("debriefs")).text
    for name, role in (("alice", "officer"), ("dan", "supervisor"), ("erin", "commander")):
        other = sign_in(client, getattr(cast, name), role)
        assert other.get(page).status_code == 403
        assert other.get(reverse("debrief_appointment", args=[row.pk])).status_code == 404
        assert other.post(reverse("hold_debrief", args=[row.pk])).status_code == 404


def test_names_ask_for_a_fresh_sign_in(client, cast, case):
    carol = sign_in(client, cast.carol, "wellness_coordinator", step_up=False)
    assert carol.get(reverse("plan_debrief", args=[case.pk])).status_code == 302


@pytest.mark.parametrize("count", [1, 5])
def test_sessions_ask_the_same_number_of_questions(
    carol, cast, willing, lea, count, django_assert_max_num_queries
):
    carol.post(reverse("plan_debrief", args=[willing.pk]), filled(lea, mine(cast)))
    row = Debrief.objects.get()
    lead = row.facilitators.get()
    for more in range(1, count):
        row.pk, row._state.adding = None, True
        row.service, row.round = "cisd", more
        row.save()
        lead.pk, lead._state.adding, lead.debrief = None, True, row
        lead.save()
    carol.get(reverse("debriefs"))
    with django_assert_max_num_queries(11):
        assert carol.get(reverse("debriefs")).status_code == 200


# --- missed windows ---------------------------------------------------------------------------------


def test_missed_windows_are_counted_honestly_and_private_ones_not(cast, incident):
    with clock.at(incident.occurred_at + 13 * HOUR):
        case = actions.consider(incident=incident.pk)
        (late,) = [s for s in logistics.services(case) if s.service == "defusing"]
        assert late.too_late == 2
        actions.answer_offer(
            by=cast.alice, offer=offer_of(cast.alice, "cisd").pk, answer="schedule"
        )
    with clock.at(incident.occurred_at + 11 * DAY):
        actions.raise_case(by=cast.frank, source="self")
        found = logistics.missed(Case.objects.all(), clock.now() - 90 * DAY)
    assert [(m.service, m.too_late, m.never_held) for m in found] == [
        ("cisd", 0, 1), ("defusing", 1, 0), ("demobilisation", 1, 0),
    ]  # fmt: skip


def test_missed_windows_stand_on_the_board_and_not_with_command(client, carol, cast, incident):
    late = incident.occurred_at + 13 * HOUR
    with clock.at(late):
        case = actions.consider(incident=incident.pk)
        assert (
            "1 incident: closed before everyone was offered it."
            in carol.get(reverse("incidents")).text
        )
        assert "Missed" in carol.get(reverse("incident_detail", args=[case.pk])).text
        erin = sign_in(client, cast.erin, "commander")
        page = erin.get(reverse("offers_in_time")).text
    assert "After the first window" in page
    assert "closed before everyone" not in page


def test_a_case_rests_until_its_follow_up(carol, case):
    with clock.at(clock.now() + 150 * DAY):
        assert case.incident.number not in carol.get(reverse("incidents")).text
        assert case.incident.number in carol.get(reverse("incidents") + "?show=later").text
    with clock.at(clock.now() + 360 * DAY):
        assert case.incident.number in carol.get(reverse("incidents")).text


# --- small counts ---------------------------------------------------------------------------------


@pytest.fixture
def hana(client, cast, units):
    """A wellness administrator: sees who attended, and may not know who accepted."""
    user = make_user("hana")
    make_post(user, Role.WELLNESS_ADMIN, units.agency)
    return act(user, Role.WELLNESS_ADMIN)


def numbers(text):
    """The words of a page without what the time alone changes."""
    main = re.sub(r"<[^>]*>", " ", text[text.index("<main") : text.index("</main>")])
    return re.sub(r"\d+ (minutes?|hours?|days?) left", "", " ".join(main.split()))


DEBRIEFS = "{ debriefs { edges { node { id invited coming } } } cismCases { edges { node { id state } } } }"


def test_an_acceptance_changes_nothing_that_an_administrator_reads(client, cast, case, lea, hana):
    actions.schedule_debrief(
        by=cast.carol, case=case.pk, service="demobilisation", starts_at=clock.now() + HOUR,
        minutes=30, room="Pier 4", for_everyone=True, facilitators=[lea.pk],
    )  # fmt: skip
    row = Debrief.objects.get()
    pages = [
        reverse("incidents"),
        reverse("incident_detail", args=[case.pk]),
        reverse("debriefs"),
        reverse("debrief_detail", args=[row.pk]),
    ]

    def read():
        sign_in(client, hana, "wellness_admin")
        found = [numbers(client.get(each).text) for each in pages]
        return found, data(hana, DEBRIEFS)

    before = read()
    for service in ("demobilisation", "defusing", "one_to_one"):
        offer = offer_of(cast.alice, service)
        actions.answer_offer(by=cast.alice, offer=offer.pk, answer="accept")
    seat = DebriefSeat.objects.get()
    actions.answer_seat(by=cast.alice, seat=seat.pk, answer="come")
    assert read() == before
    assert not any("ccepted" in each or "invited" in each for each in before[0])
    (edge,) = before[1]["debriefs"]["edges"]
    assert (edge["node"]["invited"], edge["node"]["coming"]) == (None, None)
    with clock.at(clock.now() + 60 * DAY):  # windows closed over a yes
        sign_in(client, hana, "wellness_admin")
        for url in (reverse("incidents"), reverse("incident_detail", args=[case.pk])):
            assert "never took place" not in client.get(url).text


def test_whoever_plans_still_reads_the_counts(carol, cast, willing, lea):
    assert "3 accepted" in carol.get(reverse("incidents")).text
    page = carol.get(reverse("incident_detail", args=[willing.pk])).text
    assert "Who would like it" in page
    carol.post(reverse("plan_debrief", args=[willing.pk]), filled(lea, mine(cast)))
    assert data(cast.carol, DEBRIEFS)["debriefs"]["edges"][0]["node"]["invited"] == 3
