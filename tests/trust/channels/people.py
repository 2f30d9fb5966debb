"""What a person does on the page, in one line each."""

import base64
import itertools
import os

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from trust import channels
from trust.notify import codes

FCM = "https://fcm.googleapis.com/fcm/send/"
numbers = itertools.count()


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def browser_keys() -> tuple[ec.EllipticCurvePrivateKey, dict[str, str]]:
    """A browser's own key, and what it hands out."""
    key = ec.generate_private_key(ec.SECP256R1())
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return key, {"p256dh": b64(point), "auth": b64(os.urandom(16))}


def add_device(by, endpoint=""):
    endpoint = endpoint or f"{FCM}{next(numbers)}"
    return channels.add_device(by=by, endpoint=endpoint, **browser_keys()[1])


def proved(by, channel, to):
    """Enter an address or a number and answer with the digits that were sent there."""
    row = channels.ask_code(by=by, channel=channel, to=to)
    return channels.confirm(by=by, channel=channel, code=codes.digits(row.nonce))


#: What texts were handed over, when ``SMS_BACKEND`` names ``take``.
TEXTS: list[tuple[str, str, str]] = []


def take(to: str, text: str, key: str) -> None:
    TEXTS.append((to, text, key))
