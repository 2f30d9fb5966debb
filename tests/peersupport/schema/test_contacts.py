"""Contacts over GraphQL: the supporter's own, page by page; what can't be comes back with its code."""

import uuid

import pytest

from agency import local_time
from peersupport.models import Contact
from tests.api import bearer, post
from tests.factories import act
from tests.peersupport.pairs import on_roster, pair

FIELDS = "id day channel duration activation followUpOn followedUp referralOffered"


@pytest.fixture
def kept(cast):
    return pair(cast.frank, on_roster(cast.bob))


def ask(user, role: str, query: str) -> dict:
    return post({"query": query}, **bearer(act(user, role))).json()["data"]


def log(cast, **more: str) -> dict:
    said = {
        "day": f'"{local_time.today()}"', "channel": "TEXT", "duration": "QUARTER", "activation": "SELF",
    } | more  # fmt: skip
    words = ", ".join(f"{name}: {value}" for name, value in said.items())
    query = (
        f"mutation {{ logContact({words}) {{ contact {{ {FIELDS} }} errors {{ field code }} }} }}"
    )
    return ask(cast.bob, "peer_support", query)["logContact"]


def test_log_and_list(cast, kept):
    key = f'"{uuid.uuid4()}"'
    for _again in range(2):
        done = log(cast, ask=f'"{kept.pk}"', key=key, followUpOn=f'"{local_time.today()}"')
        assert done["errors"] == []
    assert Contact.objects.count() == 1
    log(cast)
    query = f"{{ myContacts(first: 1) {{ edges {{ node {{ {FIELDS} }} }} pageInfo {{ hasNextPage endCursor }} }} }}"
    found = ask(cast.bob, "peer_support", query)["myContacts"]
    assert len(found["edges"]) == 1
    assert found["pageInfo"]["hasNextPage"]
    assert ask(cast.frank, "officer", query)["myContacts"]["edges"] == []


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"day": '"2999-01-01"'}, "IN_THE_FUTURE"),
        ({"followUpOn": '"2020-01-01"'}, "FOLLOW_UP_IN_THE_PAST"),
        ({"key": '"old"'}, "UNKNOWN_KEY"),
        ({"ask": f'"{uuid.uuid4()}"'}, "NOT_FOUND"),
    ],
)
def test_what_can_not_be(cast, kept, said, code):
    assert [each["code"] for each in log(cast, **said)["errors"]] == [code]
    assert not Contact.objects.exists()


def test_null_says_the_same_as_leaving_it_out(cast, kept):
    done = log(cast, referralOffered="null", followUpOn="null", key="null")
    assert done["errors"] == []
