"""The stage is set once per module; every test gets a copy of it and its own savepoint."""

import contextlib
import copy

import pytest
from django.db import connections, transaction
from django.utils import translation

from tests.adversary.stage import live, raise_curtain
from tests.conftest import make_units


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker, own_house):
    """Alice's whole story, played once and rolled back when the module is done."""
    with django_db_blocker.unblock(), contextlib.ExitStack() as stack:
        for alias in connections:
            stack.enter_context(transaction.atomic(using=alias))
        with translation.override("en"):
            scene = raise_curtain(make_units())
            live(scene)
        yield scene
        for alias in connections:
            transaction.set_rollback(True, using=alias)


@pytest.fixture
def stage(played):
    """The scene as it was played: at the top level. What a test does to it goes away with the test."""
    return copy.deepcopy(played)
