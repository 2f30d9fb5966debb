"""How the environment is read before anything else runs."""

from pathlib import Path

import environ
import pytest

from argus.configuration import place

HOME = Path("/srv/argus")


@pytest.mark.parametrize(
    ("given", "found"), [(None, HOME), ("", HOME), ("/data/../keys", Path("/keys"))]
)
def test_a_place_that_is_not_named_is_the_usual_one(monkeypatch, given, found):
    monkeypatch.delenv("ARGUS_DATA_DIR", raising=False)
    if given is not None:
        monkeypatch.setenv("ARGUS_DATA_DIR", given)
    assert place(environ.Env(), "ARGUS_DATA_DIR", HOME) == found
