"""What measures 1 to 4 share: one agency with a history, and an officer with a long one."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from dataclasses import dataclass
from functools import cache

from django.test import Client
from django.test.utils import override_settings

from agency.models import Role, User
from bench import seeds
from bench.sizes import Sizes
from trust import roles, vault
from trust.doors import tokens
from trust.models import Level, Participant

NEWEST = dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Stage:
    agency: seeds.Agency
    me: User
    mine: Participant


@cache
def stage(sizes: Sizes) -> Stage:
    """Everyone opted in and has ``sizes.history`` check-ins; ``me`` has ``sizes.rows`` and more."""
    agency = seeds.agency(sizes.officers)
    with vault.keyring():
        people = seeds.join(agency.officers, Level.COMMAND)
        seeds.check_ins(people, sizes.history, NEWEST)
        seeds.check_ins(people[:1], sizes.rows * 2, NEWEST - dt.timedelta(weeks=sizes.history))
        seeds.standings(people)
    seeds.settle()
    return Stage(agency, acting(agency.officers[0], Role.OFFICER), people[0])


def acting(user: User, role: str) -> User:
    """The person in a session with this role, posts already read (a request reads them once)."""
    return roles.open_session(user, role)


def token(user: User) -> str:
    return str(tokens.mint(user, Role.OFFICER))


@dataclass(frozen=True)
class Caller:
    """Sends JSON through the whole stack of middleware, and looks at the answer."""

    client: Client
    token: str

    def post(self, path: str, body: dict[str, object]) -> dict[str, object]:
        with override_settings(ROOT_URLCONF="bench.urls"):
            response = self.client.post(
                f"/bench/{path}",
                json.dumps(body),
                content_type="application/json",
                headers={"Authorization": f"Bearer {self.token}"},
            )
        answer: dict[str, object] = json.loads(response.content)
        if response.status_code != 200 or answer.get("errors"):
            raise AssertionError(f"{path} answered {response.status_code}: {answer}")
        return answer


def caller(user: User) -> Caller:
    return Caller(Client(), token(user))


def unique() -> str:
    return uuid.uuid4().hex
