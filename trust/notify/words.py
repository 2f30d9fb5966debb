"""The only things that ever leave the house in a message. The page shows them word for word."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _


def sentence() -> str:
    """What every message says, in the language that is switched on."""
    return _("There is something new for you.")


def letter() -> str:
    """The text of the e-mail."""
    return _("There is something new for you. Sign in to see it: %(address)s") % {
        "address": settings.BASE_URL
    }


def code(digits: str) -> str:
    return _("Your code is %(digits)s. It is good for 10 minutes. Nobody will ask you for it.") % {
        "digits": digits
    }


def code_subject() -> str:
    return _("Your code")
