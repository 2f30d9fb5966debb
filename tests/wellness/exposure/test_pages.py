"""The book at its doors: pages and GraphQL, and the columns in which none of it may be found."""

import pytest

from agency.models import Encounter
from tests.api import data
from tests.factories import act
from tests.stored import holding
from tests.wellness.conftest import browser, join
from tests.wellness.exposure.books import BOOK, CANARY, add, days_ago, only
from trust import audit
from wellness import actions
from wellness.actions.exposure import my_entries
from wellness.models import Exposure, ExposureSummary, Invitation

# --- where nothing may be found ---------------------------------------------------------------------


def test_notes_and_incidents_stand_in_no_column(cast, incident):
    join(cast.alice)
    Encounter.objects.create(incident=incident, response="1", triggers=["avpu"], check_in=True)
    actions.record_exposures(incident=incident.pk)
    actions.annotate_exposure(by=cast.alice, entry=only(cast.alice)["id"], note=CANARY)
    add(cast.alice, note=CANARY)
    browser(cast.alice).get("/incidents-attended/")
    assert holding(CANARY) == set()
    assert holding("alice@example.org")  # the search itself works
    stored = str([*Exposure.objects.values(), *ExposureSummary.objects.values()])
    assert str(incident.pk) not in stored
    assert {Exposure, ExposureSummary, Invitation}.isdisjoint(audit.audited_models())


# --- pages ------------------------------------------------------------------------------------------


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
