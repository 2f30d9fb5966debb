"""How a test knocks at the machines' door: a token and one delivery."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from trust.doors import tokens


def bearer(user: object, role: str) -> str:
    return f"Bearer {tokens.mint(user, role)}"  # type: ignore[arg-type]


def send(source: str, body: bytes, token: str = "", kind: str = "application/xml") -> object:
    headers = {"Authorization": token} if token else {}
    return Client().post(reverse("intake", args=[source]), body, content_type=kind, headers=headers)
