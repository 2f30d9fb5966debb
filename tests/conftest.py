"""The cast, and a house of its own for every test run: own key file, own data folder.

Alice is the officer, Bob her peer supporter, Carol the coordinator, Dan her supervisor, Erin the
commander above, Frank a stranger in another unit; and there is nobody at all.
"""

import contextlib
import os
import tempfile
from pathlib import Path
from types import SimpleNamespace

import hypothesis
import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connections
from django.test import TransactionTestCase
from django.utils import translation

from agency.models import Role, Unit, User
from tests import templates_of_databases
from tests.factories import act, make_post, make_unit, make_user
from tests.walls import triggers_lifted

ALL_DATABASES = pytest.mark.django_db(databases="__all__")
FIELD_DATA = Path(os.environ.get("ARGUS_FIELD_DATA", settings.BASE_DIR.parent / "shared" / "data"))


def pytest_configure() -> None:
    # No test may depend on the hour at which it runs: what the agency's own clock changes is tested
    # where a zone and a moment are chosen.
    settings.AGENCY_TIME_ZONE = "UTC"
    # Nor on how busy the machine is.
    hypothesis.settings.register_profile("house", deadline=None)
    hypothesis.settings.load_profile("house")
    templates_of_databases.install()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" not in item.nodeid and not item.get_closest_marker("django_db"):
            item.add_marker(ALL_DATABASES)


@pytest.fixture(scope="session", autouse=True)
def own_house():
    """Keys, witness and media of the run lie in a folder that goes away with it."""
    with tempfile.TemporaryDirectory() as folder:
        settings.ARGUS_DATA_DIR = Path(folder)
        settings.ARGUS_KEY_FILE = Path(folder) / "argus.key"
        settings.ARGUS_WITNESS_FILE = Path(folder) / "witness.jsonl"
        settings.ARGUS_TOMBSTONE_FILE = Path(folder) / "tombstones.jsonl"
        settings.MEDIA_ROOT = Path(folder) / "media"
        # Argon2 is slow on purpose; thousands of invented people need not wait for it.
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        yield Path(folder)


@pytest.fixture
def new_york(settings) -> None:
    """An agency five hours behind UTC, four in summer."""
    settings.AGENCY_TIME_ZONE = "America/New_York"


@pytest.fixture(autouse=True)
def english():
    """A request in Spanish leaves its language behind in the thread."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session", autouse=True)
def databases_can_be_emptied():
    """Tests with real transactions empty the tables at their end; the append-only ones object."""
    plain = TransactionTestCase._fixture_teardown

    def without_triggers(case):
        with contextlib.ExitStack() as lifted:
            for alias in connections:
                lifted.enter_context(triggers_lifted(alias))
            plain(case)

    TransactionTestCase._fixture_teardown = without_triggers
    yield
    TransactionTestCase._fixture_teardown = plain


def make_units() -> SimpleNamespace:
    """agency A > bureau AB > division ABD > district ABDX > squads ABDX1, ABDX2."""
    agency = make_unit("A", Unit.Kind.AGENCY)
    bureau = make_unit("AB", Unit.Kind.BUREAU, agency)
    division = make_unit("ABD", Unit.Kind.DIVISION, bureau)
    district = make_unit("ABDX", Unit.Kind.DISTRICT, division)
    return SimpleNamespace(
        agency=agency,
        bureau=bureau,
        division=division,
        district=district,
        squad=make_unit("ABDX1", Unit.Kind.SQUAD, district),
        other=make_unit("ABDX2", Unit.Kind.SQUAD, district),
    )


@pytest.fixture
def units():
    return make_units()


@pytest.fixture
def cast(units):
    """The people, each acting in the role they are known for."""
    people = {name: make_user(name) for name in ("alice", "bob", "carol", "dan", "erin", "frank")}
    officers = ("alice", "bob", "dan", "frank")
    for name in officers:
        make_post(people[name], Role.OFFICER, units.squad if name != "frank" else units.other)
    make_post(people["bob"], Role.PEER_SUPPORT, units.agency)
    make_post(people["carol"], Role.WELLNESS_COORDINATOR, units.agency)
    make_post(people["dan"], Role.SUPERVISOR, units.squad)
    make_post(people["erin"], Role.COMMANDER, units.division)
    act(people["alice"], Role.OFFICER)
    act(people["bob"], Role.PEER_SUPPORT)
    act(people["carol"], Role.WELLNESS_COORDINATOR)
    act(people["dan"], Role.SUPERVISOR)
    act(people["erin"], Role.COMMANDER)
    act(people["frank"], Role.OFFICER)
    return SimpleNamespace(**people, nobody=AnonymousUser())


@pytest.fixture
def alice(cast) -> User:
    return cast.alice


@pytest.fixture
def field_data() -> Path:
    """The folder of real files from the field, where this machine has it."""
    if not FIELD_DATA.is_dir():
        pytest.skip(f"No field data at {FIELD_DATA}; set ARGUS_FIELD_DATA to test on real files.")
    return FIELD_DATA
