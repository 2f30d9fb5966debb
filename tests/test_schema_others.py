"""What everybody else meets at an officer's rows through GraphQL: shares, refusals, and a line in the log."""

import pytest

from peersupport.models import Offer
from tests.api import ERRORS, ask, data
from tests.record import check_in, join, offer_to
from trust.models import Disclosure
from wellness import actions as wellness
from wellness.consent_texts import CURRENT
from wellness.models import CheckIn, CheckInGrant


def test_a_share_opens_one_check_in_for_one_person(cast) -> None:
    join(cast.alice)
    row = check_in(cast.alice)
    query = (
        "mutation($c: ID!, $p: String!) { shareResult(checkIn: $c, person: $p) {"
        f" share {{ id person }} {ERRORS} }} }}"
    )
    shared = data(cast.alice, query, c=str(row.pk), p="bob")["shareResult"]["share"]
    assert shared["person"] == "Bob"
    refused = data(cast.alice, query, c=str(row.pk), p="dan")["shareResult"]
    assert [each["code"] for each in refused["errors"]] == ["IN_CHAIN"]
    ended = data(
        cast.alice,
        f"mutation($s: ID!) {{ revokeShare(share: $s) {{ revoked {ERRORS} }} }}",
        s=shared["id"],
    )
    assert ended["revokeShare"]["revoked"] is True


def test_frank_is_refused_by_every_mutation_on_alices_rows(cast) -> None:
    join(cast.alice)
    row = check_in(cast.alice)
    wellness.share_result(by=cast.alice, check_in=row.pk, person="bob")
    offer_to(cast.alice)
    share, offer = CheckInGrant.objects.get(), Offer.objects.first()
    case = offer.place.case
    for mutation in (
        f'deleteCheckIn(checkIn: "{row.pk}")',
        f'shareResult(checkIn: "{row.pk}", person: "bob")',
        f'revokeShare(share: "{share.pk}")',
        f'respondToOffer(offer: "{offer.pk}", answer: ACCEPT)',
        f'createReferral(kind: PEER, case: "{case.pk}")',
    ):
        answer = ask(cast.frank, f"mutation {{ {mutation} {{ {ERRORS} }} }}")
        (result,) = answer["data"].values()
        assert [each["code"] for each in result["errors"]] == ["NOT_FOUND"], mutation
    assert CheckIn.objects.count() == CheckInGrant.objects.count() == 1


def test_mutations_without_a_row_change_only_franks_own(cast) -> None:
    join(cast.alice)
    check_in(cast.alice)
    for mutation in (
        "withdraw(destroyMyKey: true)",
        f'setOptIn(textVersion: "{CURRENT}", level: FULL)',
        'submitCheckIn(key: "k1", answers: {stress: 0})',
        "triggerIncident(source: SELF)",
    ):
        ask(cast.frank, f"mutation {{ {mutation} {{ {ERRORS} }} }}")
    mine = data(cast.alice, "{ myOptIn { level } myCheckIns { edges { node { note } } } }")
    assert mine["myOptIn"]["level"] == "SELF_ONLY"
    assert mine["myCheckIns"]["edges"][0]["node"]["note"] == "my note"


def test_nobody_else_finds_anything_in_my_queries(cast) -> None:
    join(cast.alice, "FULL", wellness_team=True, count_me=True)
    check_in(cast.alice)
    offer_to(cast.alice)
    query = (
        "{ myOptIn { level } myStanding { colour } myCheckIns { edges { node { id } } }"
        " myExposure { days } myOffers { edges { node { id } } }"
        " myAccessLog { edges { node { at } } } }"
    )
    for other in (cast.bob, cast.carol, cast.dan, cast.erin, cast.frank):
        found = data(other, query)
        assert all(each in (None, {"edges": []}) for each in found.values()), other.username


@pytest.mark.parametrize(("level", "shown"), [("PEER_SUPPORT", []), ("SUPERVISOR", ["Alice"])])
def test_the_supervisor_sees_the_colour_from_that_level_on(cast, level, shown) -> None:
    join(cast.alice, level)
    check_in(cast.alice)
    query = "{ standings { edges { node { person colour } } } }"
    found = data(cast.dan, query)["standings"]["edges"]
    assert [each["node"]["person"] for each in found] == shown
    log = data(cast.alice, "{ myAccessLog { edges { node { person record outcome role } } } }")
    looks = [each["node"] for each in log["myAccessLog"]["edges"]]
    wanted = {
        "person": "Dan",
        "record": "wellness.standing",
        "outcome": "SHOWN",
        "role": "supervisor",
    }
    assert looks == [wanted for _ in shown]


def test_a_stopped_try_stands_in_the_log(cast) -> None:
    join(cast.alice)
    row = check_in(cast.alice)
    ask(cast.dan, f'mutation {{ deleteCheckIn(checkIn: "{row.pk}") {{ {ERRORS} }} }}')
    log = data(cast.alice, "{ myAccessLog { edges { node { person outcome } } } }")
    assert log["myAccessLog"]["edges"][0]["node"] == {"person": "Dan", "outcome": "STOPPED"}


def test_own_looks_are_nobodys_data(alice) -> None:
    join(alice)
    check_in(alice)
    before = Disclosure.objects.using("ledger").count()
    data(alice, "{ myStanding { colour } myCheckIns { edges { node { note } } } }")
    assert Disclosure.objects.using("ledger").count() == before
