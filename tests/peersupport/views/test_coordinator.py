"""The coordinator's pages: urgent incidents first, page by page, and names only where somebody wants something."""

import pytest
from django.urls import reverse

from agency import clock
from agency.models import Encounter
from peersupport import actions, logistics
from peersupport.models import Case, Referral
from tests.factories import make_attendance, make_incident
from tests.peersupport.conftest import DAY, HOUR, critical, offer_of
from trust import vault
from trust.models import Disclosure


def carols(browse):
    return browse("carol", "wellness_coordinator")


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
