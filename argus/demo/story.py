"""Who plays in the demonstration, and the dice."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from dataclasses import dataclass

from agency.models import User


@dataclass
class Story:
    """``named``: the accounts of ``people.ACCOUNTS`` by sign-in name; ``joined``: officers with a record."""

    dice: random.Random
    start: dt.datetime
    officers: list[User]
    named: dict[str, User]
    joined: list[User]
    weight: dict[uuid.UUID, float]
