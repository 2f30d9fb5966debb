"""Pages, as each of the cast sees them."""

import pytest
from django.urls import reverse

from agency import clock
from agency.models import Encounter
from peersupport import actions, logistics
from peersupport.models import Case, Offer, Referral
from peersupport.views import home_cards
from tests.factories import make_attendance, make_incident
from tests.peersupport.conftest import DAY, HOUR, critical, offer_of, plain
from trust import vault
from trust.models import Disclosure

OFFICERS = ("offers", "talk", "ask_for_support")


@pytest.fixture
def browse(client, cast, settings):
    """A browser signed in as one of the cast, working in one role."""
    settings.MFA_FOR_ROLES = False

    def sign_in(name, role="officer"):
        client.force_login(
            getattr(cast, name), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        session = client.session
        session["role"] = role
        session["account_authentication_methods"] = [{"method": "password", "at": 9e9}]
        session["account_authentication_methods_user"] = str(getattr(cast, name).pk)
        session.save()
        return client

    return sign_in


def carols(browse):
    return browse("carol", "wellness_coordinator")


# --- the officer --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", OFFICERS)
@pytest.mark.parametrize("who", ["alice", "frank", "bob"])
def test_every_officer_has_these_pages(browse, case, name, who):
    assert browse(who).get(reverse(name)).status_code == 200


@pytest.mark.parametrize(
    "name", [*OFFICERS, "incidents", "referrals", "offers_in_time", "raise_case"]
)
def test_nobody_is_asked_to_sign_in(client, name):
    assert client.get(reverse(name)).status_code == 302


def test_offers_show_windows_and_three_answers_of_equal_size(browse, cast, case):
    page = browse("alice").get(reverse("offers")).content.decode()
    assert "2026-77" in page
    assert "10 hours left" in page
    page = (
        browse("alice")
        .get(reverse("offer_detail", args=[offer_of(cast.alice).pk]))
        .content.decode()
    )
    assert page.count('<button class="btn quiet" name="answer"') == 3


@pytest.mark.parametrize("answer", ["accept", "schedule", "decline"])
def test_every_answer_looks_the_same_from_outside(browse, cast, case, answer):
    row = offer_of(cast.alice)
    reply = browse("alice").post(reverse("answer_offer", args=[row.pk]), {"answer": answer})
    assert (reply.status_code, reply.headers["Location"]) == (302, reverse("offers"))
    assert len(reply.content) == 0
    assert actions.answers(cast.alice, [Offer.objects.get(pk=row.pk)]) == {row.pk: answer}


def test_a_no_changes_only_the_sealed_column_and_shows_to_the_officer(browse, cast, case):
    before = plain(Offer)
    row = offer_of(cast.alice)
    alice = browse("alice")
    page = alice.post(reverse("answer_offer", args=[row.pk]), {"answer": "decline"}, follow=True)
    assert "You said: not now" in page.content.decode()
    assert plain(Offer) == before


def test_an_answer_that_is_none_keeps_the_page(browse, cast, case):
    url = reverse("answer_offer", args=[offer_of(cast.alice).pk])
    reply = browse("alice").post(url, {"answer": "maybe"})
    assert reply.status_code == 422
    assert "Choose one of the three answers." in reply.content.decode()


@pytest.mark.parametrize("who", ["frank", "bob"])
def test_a_stranger_meets_404_and_stands_in_the_log(browse, cast, case, who):
    url = reverse("offer_detail", args=[offer_of(cast.alice).pk])
    assert browse(who).get(url).status_code == 404
    look = Disclosure.objects.using("ledger").get()
    assert (look.outcome, look.subject) == ("stopped", vault.handle(cast.alice.pk, "support"))


def test_asking_is_three_taps(browse, cast, incident):
    alice = browse("alice")
    assert incident.number in alice.get(reverse("ask_for_support")).content.decode()
    reply = alice.post(reverse("ask_for_support"), {"number": "else"})
    assert reply.headers["Location"] == reverse("offers")
    assert Case.objects.get().private


@pytest.mark.parametrize("number", ["", "2026-404"])
def test_asking_says_what_is_missing(browse, incident, number):
    reply = browse("bob").post(reverse("ask_for_support"), {"number": number})
    assert reply.status_code == 422
    assert not Case.objects.exists()


# --- those who ask for everybody ----------------------------------------------------------------


@pytest.mark.parametrize(("who", "role"), [("bob", "peer_support"), ("dan", "supervisor")])
def test_raising_by_number(browse, cast, who, role):
    event = make_incident("2026-5")
    make_attendance(event, cast.alice)
    page = browse(who, role).post(reverse("raise_case"), {"number": "2026-5"}, follow=True)
    assert "Everyone who was there is offered support." in page.content.decode()
    assert Case.objects.get().incident == event


def test_raising_an_unknown_number_keeps_what_was_typed(browse):
    reply = browse("bob", "peer_support").post(reverse("raise_case"), {"number": "2026-404"})
    assert reply.status_code == 422
    assert 'value="2026-404"' in reply.content.decode()


def test_raising_says_the_same_when_an_officer_had_asked_alone(browse, cast, incident):
    dan = browse("dan", "supervisor")
    first = dan.post(reverse("raise_case"), {"number": incident.number}, follow=True).content
    Case.objects.all().delete()
    actions.raise_case(by=cast.alice, source="self", number=incident.number)
    again = dan.post(reverse("raise_case"), {"number": incident.number}, follow=True).content
    assert len(first) == len(again)


# --- the coordinator ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "role", "status"),
    [
        ("carol", "wellness_coordinator", 200),
        ("alice", "officer", 403),
        ("bob", "peer_support", 403),
        ("dan", "supervisor", 403),
        ("erin", "commander", 403),
    ],
)
def test_who_sees_the_list_of_incidents(browse, case, who, role, status):
    for url in (reverse("incidents"), reverse("incident_detail", args=[case.pk])):
        assert browse(who, role).get(url).status_code == status


def test_the_list_asks_the_same_number_of_questions_for_any_number(
    browse, cast, django_assert_max_num_queries
):
    counts = []
    carol = carols(browse)
    carol.get(reverse("incidents"))  # the first visit of a session is noted down
    for more in (1, 6):
        make_cases_named(cast, more)
        with django_assert_max_num_queries(10) as asked:
            assert carol.get(reverse("incidents")).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def make_cases_named(cast, more):
    for each in range(more):
        event = make_incident(
            f"M{more}-{each}", occurred_at=clock.now() - HOUR, category="heavy_media"
        )
        make_attendance(event, cast.alice)
        actions.consider(incident=event.pk)


def test_urgent_first_then_by_time_left(browse, cast):
    def event(number, age, *codes):
        row = make_incident(number, occurred_at=clock.now() - age, category="heavy_media")
        make_attendance(row, cast.alice)
        critical(row, *codes)
        actions.consider(incident=row.pk)

    event("later", 1 * HOUR)
    event("sooner", 6 * HOUR)
    event("urgent", 30 * HOUR, "news2")
    page = carols(browse).get(reverse("incidents")).content.decode()
    assert page.index("urgent</h2>") < page.index("sooner</h2>") < page.index("later</h2>")


def test_pages_go_on_where_they_stopped(cast, monkeypatch):
    make_cases_named(cast, 7)
    monkeypatch.setattr(logistics, "PAGE", 3)
    for turn in (logistics.page_by_time_left, logistics.page_by_newest):
        cursor, seen = "", []
        while page := turn(Case.objects.all(), cursor):
            seen += page.rows
            cursor = page.cursor
            if not cursor:
                break
        assert len(seen) == len(set(seen)) == 7


@pytest.mark.parametrize(
    "cursor", ["x", "1~2", "1~2026-01-01~x", "~~", "0~9999~9", "0~2026-13-01~"]
)
def test_a_cursor_nobody_wrote_shows_the_start(browse, case, cursor):
    page = carols(browse).get(reverse("incidents"), {"after": cursor})
    assert "2026-77" in page.content.decode()


def test_the_list_counts_and_names_nobody(browse, cast, case):
    actions.answer_offer(by=cast.alice, offer=offer_of(cast.alice).pk, answer="schedule")
    actions.answer_offer(by=cast.frank, offer=offer_of(cast.frank).pk, answer="decline")
    page = carols(browse).get(reverse("incidents")).content.decode()
    assert "Offered to 2 people, 1 accepted." in page
    assert "Alice" not in page
    assert not Disclosure.objects.using("ledger").exists()


def test_one_incident_names_those_who_want_something_and_writes_it_down(browse, cast, case):
    actions.answer_offer(by=cast.alice, offer=offer_of(cast.alice).pk, answer="schedule")
    actions.answer_offer(by=cast.frank, offer=offer_of(cast.frank).pk, answer="decline")
    page = carols(browse).get(reverse("incident_detail", args=[case.pk])).content.decode()
    assert "Alice" in page
    assert "Asks for a time" in page
    assert "Frank" not in page
    look = Disclosure.objects.using("ledger").get()
    assert (look.subject, look.outcome) == (vault.handle(cast.alice.pk, "support"), "shown")


def test_names_ask_for_a_fresh_sign_in(browse, case):
    carol = carols(browse)
    session = carol.session
    session["account_authentication_methods"] = [{"method": "password", "at": 1}]
    session.save()
    assert carol.get(reverse("incident_detail", args=[case.pk])).status_code == 302


def test_an_empty_list_is_good_news(browse):
    carol = carols(browse)
    assert "No incident needs you now." in carol.get(reverse("incidents")).content.decode()
    assert carol.get(reverse("incidents"), {"show": "closed"}).status_code == 200


def test_a_case_closes_with_its_last_window(browse, case):
    with clock.at(clock.now() + 394 * DAY):
        assert Case.objects.unfinished().exists()
    with clock.at(clock.now() + 396 * DAY):
        assert list(Case.objects.closed()) == [case]
        page = carols(browse).get(reverse("incidents"), {"show": "closed"}).content.decode()
    assert "2026-77" in page


def test_scores_that_differ_are_told(browse, case):
    url = reverse("incident_detail", args=[case.pk])
    assert "NEWS2" not in carols(browse).get(url).content.decode()
    Encounter.objects.create(incident=case.incident, response="R", scores_differ=True)
    assert "NEWS2" in carols(browse).get(url).content.decode()


def test_marking_done(browse, cast, case):
    row = actions.answer_offer(by=cast.alice, offer=offer_of(cast.alice).pk, answer="accept")
    reply = carols(browse).post(reverse("finish_offer", args=[row.pk]))
    assert reply.headers["Location"] == reverse("incident_detail", args=[case.pk])
    assert offer_of(cast.alice).state == "done"
    assert browse("frank").post(reverse("finish_offer", args=[row.pk])).status_code == 404


def test_referrals_of_a_coordinator(browse, cast):
    row = actions.create_referral(by=cast.alice, kind="eap")
    carol = carols(browse)
    assert "Alice" in carol.get(reverse("referrals")).content.decode()
    carol.post(reverse("move_referral", args=[row.pk]), {"state": "acknowledged"})
    carol.post(reverse("move_referral", args=[row.pk]), {"state": "nonsense"})
    assert Referral.objects.get().state == "acknowledged"
    assert browse("dan", "supervisor").get(reverse("referrals")).status_code == 403


# --- command ------------------------------------------------------------------------------------


def test_command_sees_that_everyone_was_offered_it_and_nothing_else(browse, cast, case):
    actions.answer_offer(by=cast.alice, offer=offer_of(cast.alice).pk, answer="accept")
    actions.raise_case(by=cast.alice, source="self")
    page = browse("erin", "commander").get(reverse("offers_in_time")).content.decode()
    assert "2026-77" in page
    assert "In time" in page
    for hidden in ("ASKED", "Alice", "Frank", "accepted", "Squad", "ABDX"):
        assert hidden not in page


def test_command_sees_an_offer_that_came_late(browse, cast):
    event = make_incident("2026-9", occurred_at=clock.now() - 13 * HOUR, category="heavy_media")
    actions.consider(incident=event.pk)
    erin = browse("erin", "commander")
    assert "Not known yet" in erin.get(reverse("offers_in_time")).content.decode()
    make_attendance(event, cast.alice)
    actions.consider(incident=event.pk)
    assert "After the first window" in erin.get(reverse("offers_in_time")).content.decode()


def test_an_earlier_question_does_not_show_in_the_time(cast, incident):
    with clock.at(clock.now() - HOUR / 2):
        actions.raise_case(by=cast.alice, source="self", number=incident.number)
    cast.frank.attendances.all().delete()
    case = actions.consider(incident=incident.pk)
    row = logistics.with_punctuality(Case.objects.all()).get()
    assert logistics.reached_everyone_at(row) == case.opened_at


@pytest.mark.parametrize(
    ("who", "role"),
    [("alice", "officer"), ("dan", "supervisor"), ("carol", "wellness_coordinator")],
)
def test_the_page_of_command_is_for_command(browse, case, who, role):
    assert browse(who, role).get(reverse("offers_in_time")).status_code == 403


# --- home ---------------------------------------------------------------------------------------


def test_home_shows_what_waits_in_two_queries(cast, case, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        (card,) = home_cards(cast.alice)
    assert "5 offers" in card.text
    for service in ("demobilisation", "defusing", "one_to_one", "family", "pastoral"):
        actions.answer_offer(
            by=cast.alice, offer=offer_of(cast.alice, service).pk, answer="decline"
        )
    assert home_cards(cast.alice) == []


def test_home_of_the_others(cast, case, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        assert home_cards(cast.carol)[0].text == "Nothing urgent is open."
        assert home_cards(cast.erin) == []
