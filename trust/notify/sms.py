"""By text message, through whatever gateway the agency has. Without one, nobody is offered texts.

``SMS_BACKEND`` names a function ``(number, text, key)``; ``key`` is the same when a message is sent again.
"""

from __future__ import annotations

import json
import re
import uuid
from pathlib import Path

import requests
from django.conf import settings
from django.utils import translation
from django.utils.module_loading import import_string

from trust.notify import words
from trust.notify.wishes import Reach

SECONDS = 10
#: What people put between digits.
BETWEEN = re.compile(r"[\s().\-/]+")
#: ITU-T E.164: a country code that does not begin with 0, fifteen digits at most.
INTERNATIONAL = re.compile(r"\+[1-9]\d{7,14}", re.ASCII)
#: North American Numbering Plan: neither area nor exchange begins with 0 or 1.
NORTH_AMERICA = re.compile(r"\+1(?:[2-9]\d\d){2}\d{4}", re.ASCII)


class NotTaken(Exception):
    """The gateway did not take the message; the queue tries again."""


def number(written: str) -> str:
    """A number as E.164 (+15550142233). ValueError when it can't be one."""
    digits = BETWEEN.sub("", written)
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    elif not digits.startswith("+"):
        country = settings.PHONE_COUNTRY
        bare = digits if country == "1" else digits.removeprefix("0")
        has_code = country == "1" and len(bare) == 11 and bare.startswith("1")
        digits = f"+{bare}" if has_code else f"+{country}{bare}"
    shape = NORTH_AMERICA if digits.startswith("+1") else INTERNATIONAL
    if not shape.fullmatch(digits):
        raise ValueError("no telephone number")
    return digits


def send(reader: Reach, delivery: uuid.UUID) -> None:
    with translation.override(reader.person.language):
        hand_over(reader.wishes.number, words.sentence(), str(delivery))


def send_code(to: str, digits: str, language: str, key: str) -> None:
    with translation.override(language):
        hand_over(to, words.code(digits), key)


def hand_over(to: str, text: str, key: str) -> None:
    import_string(settings.SMS_BACKEND)(to, text, key)


# --- gateways -------------------------------------------------------------------------------------


def to_file(to: str, text: str, key: str) -> None:
    """For development: one file per message beside the mails."""
    where = Path(settings.ARGUS_DATA_DIR) / "sms"
    where.mkdir(parents=True, exist_ok=True)
    (where / f"{key}.json").write_text(json.dumps({"to": to, "text": text}))


def over_http(to: str, text: str, key: str) -> None:
    """Any gateway that takes JSON: ``{"to", "text", "id"}`` to ``SMS_URL`` with a bearer token.

    The id stands in ``Idempotency-Key`` too, so that a repeat after a crash is sent to nobody.
    """
    answer = requests.post(
        settings.SMS_URL,
        json={"to": to, "text": text, "id": key},
        headers={"Authorization": f"Bearer {settings.SMS_TOKEN}", "Idempotency-Key": key},
        timeout=SECONDS,
        allow_redirects=False,
    )
    if not 200 <= answer.status_code < 300:
        raise NotTaken
