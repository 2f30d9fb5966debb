"""The golden table: role × record × action, through the four questions. What is not named is closed."""

import itertools

import pytest

from peersupport import actions
from peersupport.models import Case, Offer, Place, Referral
from tests.peersupport.conftest import offer_of
from trust import access

EVERYONE = ("alice", "bob", "carol", "dan", "erin", "frank", "nobody")
ACTIONS = ("view", "add", "change", "delete", "schedule", "dance")
# Alice was there and answered; Frank was there too. Who may do what with the rows that are Alice's:
GOLDEN = {
    ("case", "view"): {"carol", "erin"},
    ("private_case", "view"): {"carol"},
    ("place", "view"): {"alice"},
    ("silent", "view"): {"alice"},
    ("silent", "change"): {"alice"},
    ("declined", "view"): {"alice"},
    ("declined", "change"): {"alice"},
    ("accepted", "view"): {"alice", "carol"},
    ("accepted", "change"): {"alice"},
    ("accepted", "schedule"): {"carol"},
    ("referral", "view"): {"alice", "carol"},
    ("referral", "add"): {"alice"},
    ("referral", "change"): {"carol"},
}
RECORDS = sorted({record for record, _action in GOLDEN})


@pytest.fixture
def records(cast, case):
    answers = {"accepted": ("cisd", "accept"), "declined": ("one_to_one", "decline")}
    for service, answer in answers.values():
        actions.answer_offer(by=cast.alice, offer=offer_of(cast.alice, service).pk, answer=answer)
    found = {
        "case": case,
        "place": offer_of(cast.alice, "cisd").place,
        "silent": offer_of(cast.alice, "follow_up"),
        "accepted": offer_of(cast.alice, "cisd"),
        "declined": offer_of(cast.alice, "one_to_one"),
        "referral": actions.create_referral(by=cast.alice, kind="peer"),
    }
    return found | {"private_case": actions.raise_case(by=cast.alice, source="self")}


@pytest.mark.parametrize("record", RECORDS)
def test_the_golden_table(cast, records, record):
    row = records[record]
    for who, action in itertools.product(EVERYONE, ACTIONS):
        expected = who in GOLDEN.get((record, action), set())
        assert access.can(getattr(cast, who), action, row) is expected, (who, action)


def test_lists_and_rows_agree(cast, records):
    for who, model in itertools.product(EVERYONE, (Case, Place, Offer, Referral)):
        user = getattr(cast, who)
        listed = set(access.visible(user, model))
        assert listed == {row for row in model.objects.all() if access.can(user, "view", row)}


def test_an_officer_without_an_open_session_still_has_their_own(cast, case):
    cast.alice.__dict__.pop("_session_roles")
    assert access.visible(cast.alice, Offer).count() == 9
    cast.carol.__dict__.pop("_session_roles")
    assert not access.visible(cast.carol, Case).exists()
