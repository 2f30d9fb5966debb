"""Calm pages for what does not work out. Each offers a next step and a human.

They ask no database, session or person, so that they always come.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def stop_page(status: int, *, title: str, text: str) -> HttpResponse:
    """One calm page that asks no database, session or person."""
    page = render_to_string("stop.html", {"title": title, "text": text})
    return HttpResponse(page, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return stop_page(
        400,
        title=_("We could not read that"),
        text=_(
            "Something in the address or the form did not arrive whole. "
            "Please go back and send it once more, or ask your wellness administrator."
        ),
    )


def not_now(request: HttpRequest) -> HttpResponse:
    """503: the look could not be written down, so nothing is shown."""
    return stop_page(
        503,
        title=_("Not right now"),
        text=_(
            "We can't write down who looks at a record at the moment, so we show none. Please come "
            "back in a few minutes, or tell your wellness administrator. The numbers at the top "
            "always work."
        ),
    )


def not_opened(request: HttpRequest) -> HttpResponse:
    """503: a sealed value does not belong where it stands."""
    return stop_page(
        503,
        title=_("We can't open this record"),
        text=_(
            "Its seal does not fit, so we keep it closed rather than show something that may be "
            "wrong. Your wellness administrator can have it checked without reading it."
        ),
    )


def not_yet(request: HttpRequest, reason: str) -> HttpResponse:
    """409: an action said no, with its reason, and the page had no place of its own for it."""
    return stop_page(
        409,
        title=_("That is not possible right now"),
        text=f"{reason} {_('If this is not what you expected, ask your wellness coordinator.')}",
    )
