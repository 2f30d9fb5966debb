"""Middlewares of both faces: safe headers, and the browser's language without a cookie."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

GetResponse = Callable[[HttpRequest], HttpResponseBase]

HEADERS = {
    # Every dynamic page may be somebody's own; none may stay behind on a shared computer.
    "Cache-Control": "no-store",
    "Permissions-Policy": (
        "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), "
        "gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=(), "
        "publickey-credentials-get=(self), publickey-credentials-create=(self)"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}


class SafeHeaders:
    """Headers that every page sends, and an emptied browser after signing out."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        if getattr(request, "signed_out", False):
            keeps = getattr(request, "keeps_storage", False)
            response.headers["Clear-Site-Data"] = '"cache"' if keeps else '"cache", "storage"'
        return response


class LanguageOfBrowser:
    """The quiet face speaks the browser's language; no cookie is read or set for it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = spoken(request.headers.get("Accept-Language", ""))
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language",))
        return response


def spoken(accepted: str) -> str:
    """The first of our languages that the browser asks for."""
    for wanted, _weight in parse_accept_lang_header(accepted.lower()):
        for code, _name in settings.LANGUAGES:
            if wanted.split("-")[0] == code:
                return code
    return str(settings.LANGUAGE_CODE)
