"""The support programme in the demonstration: one module per part, each with ``live(story, now)``.

Played after the weeks have passed, in this order, through the real actions and under one key ring.
"""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from importlib.util import find_spec

from argus.demo.story import Story
from trust import outbox, vault

PARTS = ("roster", "training", "requests", "contacts", "cism", "referrals", "returns", "notices")


def live(story: Story, now: dt.datetime) -> None:
    for part in PARTS:
        if find_spec(f"{__name__}.{part}") is None:
            continue
        module = import_module(f"{__name__}.{part}")
        with vault.keyring():
            module.live(story, now)
            outbox.drain()
