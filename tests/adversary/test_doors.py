"""A supervisor, a commander and a stranger try every handle of every door with Alice's real ids.

Her words, the name of the person she shares with and the number of her incident are canaries: none
may come back in any body or header. Every try that names a row of hers stands in her log.
"""

import json
import re
from zlib import crc32

import pytest
from django.urls import reverse

from argus.schema import schema
from tests.adversary.handles import (
    BY_ID,
    LISTS,
    LOOKUPS,
    NAMES_A_ROW,
    NO_ROW_OF_HERS,
    OF_NO_ROW,
    OWN,
)
from tests.adversary.probes import canaries_in
from tests.adversary.reach import (
    ROUTES,
    WITH_ID,
    browser,
    called,
    hers,
    operations,
    selection,
    told,
)
from tests.adversary.scenes import joined, listed
from tests.adversary.stage import CANARIES, INCIDENT, NOTE, at_level, decide
from tests.api import bearer, post
from tests.factories import act
from tests.test_urls import filled
from trust import ledger
from trust.models import Level
from wellness.consent_texts import CURRENT

pytestmark = pytest.mark.adversary
CURIOUS = ("dan", "erin", "frank")
STOPS = {302, 403, 404, 405, 409, 422}


@pytest.fixture
def stage(stage):
    at_level(stage, "SELF_ONLY")
    return stage


def stopped(stage) -> int:
    return ledger.mine(stage.alice).filter(outcome="stopped").count()


# --- the portal -----------------------------------------------------------------------------------


def test_every_route_with_an_id_is_on_the_list():
    assert {name for name, _route in WITH_ID} == NAMES_A_ROW.keys()


def own(stage, name: str) -> set[str]:
    """What belongs to the curious person; the stage gives Frank a place on the roster."""
    user = getattr(stage, name).pk
    return {str(row.pk) for row in stage.rows.values() if getattr(row, "user_id", None) == user}


def some(ids: set[str], name: str, key: str) -> list[str]:
    """All of her ids for her supervisor; for the others every fifth, another fifth for each address."""
    ordered = sorted(ids)
    return ordered if name == "dan" else ordered[crc32((name + key).encode()) % 5 :: 5]


@pytest.mark.parametrize("name", CURIOUS)
def test_every_address_with_every_id_of_hers(stage, name):
    client = browser(stage, name)
    for route, where in WITH_ID:
        for pk in some(hers(stage) - own(stage, name), name, route):
            address = "/" + re.sub(r"<uuid:\w+>", pk, where)
            for answer in (client.get(address), client.post(address, {"answer": "accept"})):
                assert canaries_in(told(answer)) == [], address
                assert answer.status_code in STOPS, address


@pytest.mark.parametrize("name", CURIOUS)
@pytest.mark.parametrize(("route", "record"), NAMES_A_ROW.items(), ids=str)
def test_each_try_at_a_row_of_hers_stands_in_her_log(stage, name, route, record):
    if record is None:
        assert route in {*NO_ROW_OF_HERS, *joined("routes")}
        return
    before, client = stopped(stage), browser(stage, name)
    where = reverse(route, args=[stage.rows[record].pk])
    answer = client.get(where)
    if answer.status_code == 405:
        answer = client.post(where, {"answer": "accept", "state": "closed", "until": "tomorrow"})
    assert answer.status_code == 404
    assert stopped(stage) == before + 1
    look = ledger.mine(stage.alice).first()
    assert (look.viewer, look.outcome) == (getattr(stage, name).pk, "stopped")


#: Nothing is frozen for an officer without a role; a referral is asked for by its own id.
NO_FIGURES = {"departmentSummary", "programmeStatistics", "referral"}
#: Command may know that everyone at an incident was offered support, and when.
MAY_NAME_THE_INCIDENT = {("erin", "offers_in_time")}
MAY_SAY = {*listed("may_say")}
QUERIES = ("", "?after={pk}", "?q=Alice&user={pk}", "?show=closed&period=2026-10&before=999999")


@pytest.mark.parametrize("name", CURIOUS)
def test_every_other_address_and_export_says_nothing(stage, name):
    client, pk = browser(stage, name), stage.rows["Check-in: note"].pk
    for route, where in ROUTES:
        if "<uuid:" in where:
            continue
        known = {INCIDENT} if (name, route) in MAY_NAME_THE_INCIDENT else set()
        known |= {*CANARIES} if (name, route) in MAY_SAY else set()
        for query in QUERIES:
            answer = client.get(filled(where) + query.format(pk=pk))
            assert set(canaries_in(told(answer))) <= known, (where, query)
            assert answer.status_code < 500, where


def test_the_sweep_would_see_a_canary(stage):
    """The same sweep as Alice finds her own words: the search itself works."""
    client = browser(stage, "alice")
    found = {
        w
        for _r, where in ROUTES
        if "<" not in where
        for w in canaries_in(told(client.get("/" + where)))
    }
    assert len(found) >= 3


# --- GraphQL --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CURIOUS)
def test_every_query_and_mutation_with_every_id_of_hers(stage, name):
    head = bearer(act(getattr(stage, name), stage.role[called(stage, name)]))
    for number, pk in enumerate(some(hers(stage), name, "graphql")):
        for word, root in (("query", "query_type"), ("mutation", "mutation_type"))[bool(number) :]:
            for field, text in operations(getattr(schema.graphql_schema, root), pk):
                answer = post({"query": f"{word} {{ {text} }}"}, **head)
                known = {INCIDENT} if (name, field) == ("erin", "cismCases") else set()
                known |= {*CANARIES} if (name, field) in MAY_SAY else set()
                assert set(canaries_in(told(answer))) <= known, field
                assert answer.status_code == 200, answer.content


@pytest.mark.parametrize("name", CURIOUS)
@pytest.mark.parametrize(("mutation", "record"), BY_ID)
def test_each_mutation_at_a_row_of_hers_stands_in_her_log(stage, name, mutation, record):
    decide(
        getattr(stage, name), Level.SELF_ONLY
    )  # whoever has no record of their own is stopped earlier
    head, before = (
        bearer(act(getattr(stage, name), stage.role[called(stage, name)])),
        stopped(stage),
    )
    query = f"mutation {{ {mutation % stage.rows[record].pk} {{ errors {{ code }} }} }}"
    (answer,) = post({"query": query}, **head).json()["data"].values()
    assert [each["code"] for each in answer["errors"]] == ["NOT_FOUND"]
    assert stopped(stage) == before + 1


def test_every_mutation_that_takes_an_id_is_tried_by_id():
    fields = schema.graphql_schema.mutation_type.fields
    with_id = {n for n, f in fields.items() if any("ID" in str(a.type) for a in f.args.values())}
    assert with_id == {text.split("(")[0] for text, _record in BY_ID} | OF_NO_ROW


def test_a_referral_about_a_case_without_a_place_in_it_is_not_found(stage):
    head = bearer(act(stage.frank, "officer"))
    query = f'mutation {{ createReferral(kind: PEER, case: "{stage.case.pk}") {{ errors {{ code }} }} }}'
    assert post({"query": query}, **head).json()["data"]["createReferral"]["errors"] == [
        {"code": "NOT_FOUND"}
    ]


# --- admin: lookups that would tell who matches -----------------------------------------------------


@pytest.mark.parametrize("name", CURIOUS)
def test_the_admin_is_closed_to_the_curious(stage, name):
    client = browser(stage, name)
    asked = [f"{each}/?{lookup}" for each in LISTS for lookup in LOOKUPS]
    field = "autocomplete/?app_label=wellness&model_name=checkingrant&field_name=user&term=Canary"
    rows = [f"{r._meta.app_label}/{r._meta.model_name}/" for r in stage.rows.values()]
    each_row = [
        f"{where}{row.pk}/change/" for where, row in zip(rows, stage.rows.values(), strict=True)
    ]
    for where in ("", field, "jsi18n/", *asked, *rows, *each_row):
        answer = client.get(f"/admin/{where}")
        assert answer.status_code in {302, 403, 404}, where
        assert canaries_in(told(answer)) == []


@pytest.mark.parametrize("lookup", LOOKUPS)
@pytest.mark.parametrize("rows", LISTS)
def test_the_administrator_gets_no_answer_to_a_hidden_column(stage, rows, lookup):
    answer = browser(stage, "hana").get(f"/admin/{rows}/?{lookup}")
    assert answer.status_code in {302, 400}
    assert "CANARY" not in told(answer)
    assert answer.status_code == 400 or "e=1" in answer["Location"]


def test_the_administrator_searches_names_and_numbers_only(stage):
    client = browser(stage, "hana")
    for term in ("chaplain", NOTE, "CANARY-INC", "fatal_collision", str(stage.rows["Standing"].pk)):
        page = client.get("/admin/agency/user/", {"q": term}).content.decode()
        assert "Alice" not in page, term


# --- what a supervisor may see, and for how long ----------------------------------------------------


def looks(stage) -> int:
    return ledger.mine(stage.alice).filter(outcome="shown").count()


def standings_of_dan(stage) -> str:
    query = "{ standings(first: 5) { edges { node { person colour since wantsContact } } } }"
    return post({"query": query}, **bearer(act(stage.dan, "supervisor"))).content.decode()


def test_at_supervisor_level_a_colour_a_name_and_one_line_in_the_log_per_look(stage):
    at_level(stage, "SUPERVISOR")
    client, row, before = browser(stage, "dan"), stage.rows["Standing"], looks(stage)
    pages = [reverse("standings"), reverse("standing_detail", args=[row.pk])]
    for number, where in enumerate(pages, start=1):
        page = client.get(where).content.decode()
        assert ("Alice" in page, "Red" in page) == (True, True)
        assert canaries_in(page) == []
        assert not re.search(r"stress|sleep|work.life|Fatal collision", page, re.IGNORECASE)
        assert looks(stage) == before + number
    said = json.loads(standings_of_dan(stage))["data"]["standings"]["edges"]
    assert [each["node"]["person"] for each in said] == ["Alice"]
    assert looks(stage) == before + 3


def test_the_officer_reads_every_field_of_her_own_record(stage):
    """A door that answers its owner with an error would pass every test of what it hides."""
    head = bearer(act(stage.alice, "officer"))
    for field, text in operations(schema.graphql_schema.query_type, str(stage.alice.pk)):
        answer = post({"query": f"{{ {text} }}"}, **head).json()
        assert "errors" not in answer, (field, answer["errors"])
        assert answer["data"][field] is not None or field in NO_FIGURES


@pytest.mark.parametrize(("mutation", "record"), OWN, ids=lambda each: each.split("(")[0])
def test_the_officer_reads_every_field_of_what_she_did(stage, mutation, record):
    name, pk = mutation.split("(")[0], CURRENT if record == "CURRENT" else ""
    pk = pk or (stage.rows[record].pk if record else "")
    kind = schema.graphql_schema.mutation_type.fields[name].type.of_type
    text = f"mutation {{ {mutation % pk if pk else mutation} {selection(kind)} }}"
    answer = post({"query": text}, **bearer(act(stage.alice, "officer"))).json()
    assert "errors" not in answer, answer
    assert answer["data"][name]["errors"] == []


def test_lowered_means_the_very_next_request_shows_nothing(stage):
    at_level(stage, "SUPERVISOR")
    client, where = (
        browser(stage, "dan"),
        reverse("standing_detail", args=[stage.rows["Standing"].pk]),
    )
    assert client.get(where).status_code == 200
    decide(stage.alice, Level.PEER_SUPPORT)
    seen, tries = looks(stage), stopped(stage)
    assert client.get(where).status_code == 404
    assert "Alice" not in client.get(reverse("standings")).content.decode()
    assert "Alice" not in standings_of_dan(stage)
    assert (looks(stage), stopped(stage)) == (seen, tries + 1)
