"""Officers who joined, the wellness administrator, and browsers that are signed in."""

import time

import pytest
from django.test import Client

from agency.models import Role, User
from tests.factories import act, make_post, make_user, sign_in
from trust.models import Level
from wellness import actions
from wellness.models import CheckIn

TEXT = "2026-11"
CANARY = "canary-heron-4711"


def join(user: User, level: Level = Level.SELF_ONLY, **more: object):
    return actions.set_opt_in(by=user, text_version=TEXT, level=level, **more)


def check_in(user: User, key: str = "k1", **more: object) -> CheckIn:
    answers = {"stress": 8, "sleep": 4.5, "fatigue": 3, "balance": 7}
    return actions.submit_check_in(by=user, **({"key": key, "answers": answers} | more))


def browser(user: User, role: str = "officer", *, proved: bool = True) -> Client:
    """Signed in with a second step, working in ``role``."""
    client = sign_in(Client(), user, role)
    if not proved:
        session = client.session
        old = {"method": "password", "at": time.time() - 7_200}
        session["account_authentication_methods"] = [old]
        session.save()
    return client


@pytest.fixture
def joined(cast):
    """Alice shares with her peer supporter Bob at PEER_SUPPORT and has checked in once."""
    join(cast.alice, Level.PEER_SUPPORT)
    actions.choose_peer(by=cast.alice, peer="bob")
    check_in(cast.alice, note=CANARY, contact=True)
    return cast


@pytest.fixture
def hana(cast, units):
    """The wellness administrator."""
    cast.hana = make_user("hana")
    make_post(cast.hana, Role.WELLNESS_ADMIN, units.agency)
    return act(cast.hana, Role.WELLNESS_ADMIN)
