"""What an officer does and reads through GraphQL, and every clear no."""

import pytest

from peersupport.models import Offer
from tests.api import ERRORS, data
from tests.factories import make_attendance, make_incident
from tests.record import check_in, join, offer_to
from wellness import actions as wellness
from wellness.consent_texts import CURRENT


def test_an_officer_joins_checks_in_and_stops(alice) -> None:
    join_ = f'mutation {{ setOptIn(textVersion: "{CURRENT}", level: SUPERVISOR, countMe: true,'
    joined = data(
        alice,
        join_
        + f" categories: {{exposure: SELF_ONLY}}) {{ optIn {{ level exposure countMe }} {ERRORS} }} }}",
    )
    assert joined["setOptIn"]["optIn"] == {
        "level": "SUPERVISOR", "exposure": "SELF_ONLY", "countMe": True,
    }  # fmt: skip
    sent = data(
        alice,
        'mutation($a: AnswersInput!) { submitCheckIn(key: "k", answers: $a, note: "n") {'
        f" checkIn {{ note answers {{ stress balance }} }} standing {{ colour }} {ERRORS} }} }}",
        a={"stress": 8, "sleep": 4},
    )["submitCheckIn"]
    assert sent["checkIn"] == {"note": "n", "answers": {"stress": 8.0, "balance": None}}
    assert sent["standing"] == {"colour": "ORANGE"}
    stopped = data(alice, f"mutation {{ withdraw {{ optIn {{ level }} {ERRORS} }} }}")
    assert stopped["withdraw"]["optIn"]["level"] == "NOT_JOINED"


@pytest.mark.parametrize(
    ("mutation", "code"),
    [
        ('setOptIn(textVersion: "1999-01", level: SELF_ONLY)', "UNKNOWN_TEXT"),
        ('submitCheckIn(key: "k", answers: {stress: 11})', "OUT_OF_RANGE"),
        ('submitCheckIn(key: "k", answers: {}, day: "2999-01-01")', "IN_THE_FUTURE"),
        ('submitCheckIn(key: "", answers: {})', "KEY_MISSING"),
        ('submitCheckIn(key: "k1", answers: {stress: 1})', "KEY_USED"),
        ('triggerIncident(source: SUPERVISOR, number: "x")', "NOT_FOR_YOUR_ROLE"),
    ],
)
def test_each_clear_no_has_its_code(alice, mutation, code) -> None:
    join(alice)
    check_in(alice)
    (answer,) = data(alice, f"mutation {{ {mutation} {{ {ERRORS} }} }}").values()
    assert [each["code"] for each in answer["errors"]] == [code]
    assert answer["errors"][0]["message"]


def test_a_level_above_the_agencys_is_refused(alice, settings) -> None:
    settings.ALLOWED_LEVELS = ["SELF_ONLY", "PEER_SUPPORT"]
    query = f'mutation {{ setOptIn(textVersion: "{CURRENT}", level: FULL) {{ {ERRORS} }} }}'
    assert data(alice, query)["setOptIn"]["errors"][0]["code"] == "LEVEL_NOT_OFFERED"


def test_a_no_is_shown_to_the_officer_only(cast) -> None:
    offer_to(cast.alice)
    row = Offer.objects.filter(participant__offers__isnull=False).first()
    asked = f'respondToOffer(offer: "{row.pk}", answer: DECLINE) {{ offer {{ state }} {ERRORS} }}'
    said = data(cast.alice, f"mutation {{ {asked} }}")
    assert said["respondToOffer"]["offer"]["state"] == "DECLINED"
    row.refresh_from_db()
    assert row.state == "offered"
    carol = data(cast.carol, "{ myOffers { edges { node { id } } } }")
    assert carol["myOffers"]["edges"] == []


def test_asking_for_help(cast) -> None:
    asked = data(
        cast.alice,
        f"mutation {{ createReferral(kind: CHAPLAIN) {{ referral {{ kind state nextOn }} {ERRORS} }} }}",
    )
    assert asked["createReferral"]["referral"]["state"] == "SENT"
    own = data(cast.alice, f"mutation {{ triggerIncident(source: SELF) {{ asked {ERRORS} }} }}")
    assert own["triggerIncident"] == {"asked": True, "errors": []}
    seen = "{ cismCases { edges { node { sources state } } } }"
    assert data(cast.carol, seen)["cismCases"]["edges"][0]["node"] == {
        "sources": ["SELF"],
        "state": "OPEN",
    }
    assert data(cast.erin, seen)["cismCases"]["edges"] == []


def test_command_meets_no_case(cast) -> None:
    offer_to(cast.alice)
    seen = "{ cismCases { edges { node { severity sources closesAt } } } }"
    assert len(data(cast.carol, seen)["cismCases"]["edges"]) == 1
    assert data(cast.erin, seen)["cismCases"]["edges"] == []


def test_exposure_is_counted(alice) -> None:
    join(alice)
    make_attendance(make_incident("2026-5", category="fatal_collision"), alice)
    wellness.bring_in_attendance(by=alice)
    found = data(alice, "{ myExposure(days: 30) { days counts { kind count } } }")["myExposure"]
    assert found == {"days": 30, "counts": [{"kind": "FATAL_COLLISION", "count": 1}]}


def test_me_and_the_contract(alice) -> None:
    me = data(alice, "{ me { username activeRoles posts { role unit } } }")["me"]
    assert me == {
        "username": "alice",
        "activeRoles": ["OFFICER"],
        "posts": [{"role": "OFFICER", "unit": "Unit ABDX1"}],
    }
    contract = (
        "{ visibilityContract { levels { name } records { kind openings { who action } } never } }"
    )
    told = data(alice, contract)["visibilityContract"]
    assert next(each["name"] for each in told["levels"]) == "SELF_ONLY"
    assert told["records"]
    assert told["never"]
