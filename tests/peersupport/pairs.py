"""A supporter on the roster, an officer whose question they accepted, made as plain rows; and a contact of today."""

import datetime as dt

import pytest

from agency import clock, local_time
from agency.models import Role, User
from peersupport.actions.contacts import Entry
from peersupport.models import Ask, PeerRequest, Supporter
from tests.factories import act, make_post, make_user
from trust import vault


def on_roster(user: User, **fields: object) -> Supporter:
    return Supporter.objects.get_or_create(user=user, defaults=fields)[0]


def another(name: str, unit, role: str = Role.PEER_SUPPORT, **fields: object) -> Supporter:
    """One more supporter from another corner of the agency, acting in that role."""
    user = make_user(name)
    make_post(user, role, unit)
    return on_roster(act(user, role), **fields)


def pair(officer: User, supporter: Supporter, state: str = Ask.State.ACCEPTED) -> Ask:
    who, now = vault.participant(officer, "support"), clock.now()
    wish = PeerRequest.objects.create(
        participant=who, pseudonym="Quiet River", notice="us-1", state="accepted"
    )
    return Ask.objects.create(
        request=wish, participant=who, supporter=supporter, pseudonym="Blue Heron 7",
        relation="outside", state=state, answer_by=now + dt.timedelta(minutes=15), answered_at=now,
    )  # fmt: skip


def today(**more: object) -> Entry:
    said = {"day": local_time.today(), "channel": "call", "duration": "half", "activation": "self"}
    return Entry(**(said | more))


# --- for conftest -----------------------------------------------------------------------------------


@pytest.fixture
def bob(cast) -> Supporter:
    return on_roster(cast.bob)


@pytest.fixture
def gina(units) -> Supporter:
    return another("gina", units.agency)


@pytest.fixture
def kept(cast, bob) -> Ask:
    return pair(cast.frank, bob)
