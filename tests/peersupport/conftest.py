"""One critical incident with Alice and Frank on it, and people who support them."""

import datetime as dt
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.db.models import Model
from django.test import Client

from agency import clock
from agency.models import Encounter, Incident, Role, User
from peersupport import actions
from peersupport.models import Case, Offer, Supporter
from tests.factories import act, make_attendance, make_incident, make_post, make_user, sign_in
from tests.peersupport.talk import newcomer, on_roster
from trust import vault

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def offer_of(user: User, service: str = "one_to_one", turn: int = 1) -> Offer:
    mine = Offer.objects.filter(participant=vault.handle(user.pk, "support"))
    return mine.get(service=service, round=turn)


def critical(incident: Incident, *triggers: str, **fields: object) -> Encounter:
    return Encounter.objects.create(
        incident=incident, response=f"R{Encounter.objects.count()}", triggers=[*triggers], **fields
    )


@pytest.fixture
def incident(cast) -> Incident:
    row = make_incident("2026-77", occurred_at=clock.now() - HOUR, category="fatal_collision")
    make_attendance(row, cast.alice)
    make_attendance(row, cast.frank)
    return row


@pytest.fixture
def case(incident) -> Case:
    return actions.consider(incident=incident.pk)


def plain(*models: type[Model]) -> list[list[dict[str, object]]]:
    """Every column but the sealed ones, to compare before and after."""
    found = []
    for model in models:
        hidden = getattr(getattr(model, "Privacy", None), "sensitive", set())
        names = [f.name for f in model._meta.concrete_fields if f.name not in hidden]
        found.append(list(model._default_manager.order_by("pk").values(*names)))
    return found


def make_supporter(name: str, units: SimpleNamespace, **fields: object) -> Supporter:
    """A peer supporter from elsewhere in the agency, on the pick list."""
    user = make_user(name)
    make_post(user, Role.OFFICER, units.agency)
    make_post(user, Role.PEER_SUPPORT, units.agency)
    return Supporter.objects.create(user=act(user, Role.PEER_SUPPORT), **fields)


def coordinator(name: str, units: SimpleNamespace) -> User:
    """One more coordinator, acting as one."""
    user = make_user(name)
    make_post(user, Role.WELLNESS_COORDINATOR, units.agency)
    return act(user, Role.WELLNESS_COORDINATOR)


@pytest.fixture
def bob(cast: SimpleNamespace) -> Supporter:
    return on_roster(cast.bob)


@pytest.fixture
def otto(cast: SimpleNamespace, units: SimpleNamespace) -> Supporter:
    return newcomer("otto", units.other)


@pytest.fixture
def lea(units: SimpleNamespace) -> Supporter:
    return make_supporter("lea", units)


@pytest.fixture
def carol(client: Client, cast: SimpleNamespace) -> Client:
    """The coordinator's browser."""
    return sign_in(client, cast.carol, "wellness_coordinator")


@pytest.fixture
def evening(new_york) -> Iterator[dt.date]:
    """20:30 in New York, when it is the next day in UTC; gives the day on the wall."""
    with clock.at(dt.datetime(2026, 11, 28, 1, 30, tzinfo=dt.UTC)):
        yield dt.date(2026, 11, 27)
