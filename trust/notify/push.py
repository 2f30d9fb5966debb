"""By web push (RFC 8030): one encrypted sentence through the service of the browser's maker.

The endpoint comes from a browser, so it may name only the known services (``PUSH_HOSTS``): otherwise
whoever registers a device could make this server call any address. What is sent is encrypted for the
device (RFC 8291) and signed by this installation (VAPID, RFC 8292); the service learns that a message
came, not what it says.
"""

from __future__ import annotations

import base64
import binascii
import uuid
from functools import lru_cache
from urllib.parse import urlsplit

import requests
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.utils import translation

from trust.keyfile import key_file
from trust.models import PushDevice
from trust.notify import words
from trust.notify.wishes import Device, Reach

SECONDS = 10
KEEP_SECONDS = 12 * 3600  # for a device that is switched off; later the portal says it
LONGEST = 1000
GONE = {404, 410}


class NotTaken(Exception):
    """The service did not take the message; the queue tries again."""


# --- keys -----------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def _private(secret: bytes) -> ec.EllipticCurvePrivateKey:
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # FIPS 186-5, P-256
    return ec.derive_private_key(int.from_bytes(secret) % (order - 1) + 1, ec.SECP256R1())


def _key() -> ec.EllipticCurvePrivateKey:
    """Worked out from the key file: no second secret to keep, and the same in every process."""
    return _private(key_file().domain_key("web push"))


def public_key() -> str:
    """What a browser asks for before it lets this installation send to it."""
    return coded(_key().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def coded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""


# --- what a browser sends ---------------------------------------------------------------------------


def is_service(endpoint: str) -> bool:
    """Whether this is an address of a known push service: https, its own port, nothing in front."""
    if len(endpoint) > LONGEST or not endpoint.isascii() or not endpoint.isprintable():
        return False
    try:
        parts = urlsplit(endpoint)
        parts.port  # noqa: B018 - raises for a port that is none
    except ValueError:
        return False
    return parts.scheme == "https" and any(_matches(parts.netloc, h) for h in settings.PUSH_HOSTS)


def _matches(netloc: str, allowed: str) -> bool:
    """``*.example.org`` stands for any host below; everything else is compared as it is."""
    here = netloc.lower()
    if allowed.startswith("*."):
        name = here.removesuffix(allowed[1:])
        return name != here and name.replace("-", "").replace(".", "").isalnum()
    return here == allowed


def are_keys(p256dh: str, auth: str) -> bool:
    """A point of the curve P-256 and sixteen bytes (RFC 8291, section 2)."""
    if len(_decoded(auth)) != 16:
        return False
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _decoded(p256dh))
    except ValueError:
        return False
    return True


# --- sending ----------------------------------------------------------------------------------------


def send(reader: Reach, device: Device, delivery: uuid.UUID, *, urgent: bool) -> None:
    """One sentence to one device. A device that is gone is forgotten."""
    if not is_service(device.endpoint):  # the list may have become shorter since it was added
        return
    with translation.override(reader.person.language):
        status = _post(device, words.sentence(), delivery, urgent=urgent)
    if status in GONE:
        PushDevice.objects.filter(pk=device.pk).delete()
    elif not 200 <= status < 300:
        raise NotTaken


def _post(device: Device, text: str, delivery: uuid.UUID, *, urgent: bool) -> int:
    import pywebpush  # noqa: PLC0415 - takes a third of a second, and few processes ever send

    with requests.Session() as session:
        session.max_redirects = 0  # a service never sends elsewhere
        sender = pywebpush.WebPusher(
            {"endpoint": device.endpoint, "keys": {"p256dh": device.p256dh, "auth": device.auth}},
            requests_session=session,
        )
        answer = sender.send(
            text.encode(),
            headers=_signed(device.endpoint)
            # The same topic replaces a copy that the device has not fetched yet (RFC 8030, 5.4).
            | {"topic": coded(delivery.bytes), "urgency": "high" if urgent else "normal"},
            ttl=KEEP_SECONDS,
            timeout=SECONDS,
        )
    return int(answer.status_code)


def _signed(endpoint: str) -> dict[str, str]:
    import py_vapid  # noqa: PLC0415 - comes with pywebpush

    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "sub": settings.PUSH_CONTACT}
    found: dict[str, str] = py_vapid.Vapid02(_key()).sign(claims)
    return found
