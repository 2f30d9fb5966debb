"""Small makers for the book of hard calls: an entry, the only entry, a refusal."""

import datetime as dt

import pytest

from agency import clock
from trust.refusal import Refusal
from wellness import actions
from wellness.actions.exposure import my_entries

CANARY = "canary-wagtail-0815"
BOOK = "/incidents-attended/"


def days_ago(days: int) -> dt.date:
    return clock.today() - dt.timedelta(days=days)


def only(user):
    (entry,) = my_entries(user)
    return entry


def add(user, kind="sudden_death", days=3, **more):
    return actions.add_exposure(by=user, kind=kind, day=days_ago(days), **more)


def refused(code):
    return pytest.raises(Refusal, match=f"^{code}$")
