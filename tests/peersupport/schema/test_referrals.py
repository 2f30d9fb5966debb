"""Referrals over GraphQL: from asking to taking back, and no name that nobody agreed to."""

from peersupport.models import Provider, Referral
from tests.api import data

ASK = """mutation { createReferral(kind: EAP, named: false, providerMaySee: {phone: "555-0199", times: [EVENINGS]})
  { referral { reference state provider nextOn } errors { field code } } }"""


def test_graphql_from_asking_to_taking_back(cast):
    Provider.objects.create(name="Mill", kind="eap", phone="1")
    made = data(cast.alice, ASK)["createReferral"]
    assert (made["errors"], made["referral"]["provider"]) == ([], "Mill")
    row = Referral.objects.get()
    assert not row.named
    (edge,) = data(cast.alice, "{ myReferrals(first: 3) { edges { node { id state } } } }")[
        "myReferrals"
    ]["edges"]
    assert edge["node"] == {"id": str(row.pk), "state": "SENT"}
    moved = f'mutation {{ advanceReferral(referral: "{row.pk}", state: CONTACTED) {{ referral {{ state }} }} }}'
    assert data(cast.carol, moved)["advanceReferral"]["referral"]["state"] == "CONTACTED"
    one = f'{{ referral(id: "{row.pk}") {{ state handedOn appointmentAt }} }}'
    assert data(cast.alice, one)["referral"]["state"] == "CONTACTED"
    assert data(cast.frank, one)["referral"] is None
    back = f'mutation {{ takeBackReferral(referral: "{row.pk}") {{ referral {{ state }} errors {{ code }} }} }}'
    assert data(cast.frank, back)["takeBackReferral"]["errors"] == [{"code": "NOT_FOUND"}]
    assert data(cast.alice, back)["takeBackReferral"]["referral"]["state"] == "CLOSED"


def test_graphql_gives_no_name_that_nobody_agreed_to(cast):
    data(cast.alice, "mutation { createReferral(kind: EAP) { errors { code } } }")
    assert not Referral.objects.get().named


def test_graphql_says_what_is_still_needed(cast):
    ask = ASK.replace("555-0199", "call me")
    errors = data(cast.alice, ask)["createReferral"]["errors"]
    assert errors == [{"field": "phone", "code": "NOT_A_NUMBER"}]
