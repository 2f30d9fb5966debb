"""The numbers of the crisis bar: those of the United States, until an agency names its own."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DAY_AND_NIGHT = _("Suicide and Crisis Lifeline, day and night")


def lines(peer_line: str) -> list[dict[str, str | Promise]]:
    """Words and link of each line; ``peer_line`` is the agency's own number."""
    return [
        {"label": _("Call 988"), "href": "tel:988", "detail": DAY_AND_NIGHT},
        {"label": _("Text 988"), "href": "sms:988", "detail": DAY_AND_NIGHT},
        {
            "label": _("Peer line"),
            "href": f"tel:{peer_line}",
            "detail": _("Your agency's own peer supporters"),
        },
        {
            "label": _("CopLine"),
            "href": "tel:+18002675463",
            "detail": _("Retired officers answer, day and night"),
        },
    ]
