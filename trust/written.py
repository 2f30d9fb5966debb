"""What somebody typed, or a program sent, read without trust: an id, the address of a page."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, URLValidator
from django.utils.translation import gettext_lazy as _

from trust.refusal import Refusal

NO_ID = uuid.UUID(int=0)
NOT_A_LINK = _("Write a link that begins with https://.")
LONGEST_LINK = 200  # the width of Django's columns for links
#: A browser opens more than pages when it is handed ``javascript:`` or ``ftp:``.
is_page = URLValidator(schemes=["https", "http"], message=NOT_A_LINK, code="not_a_link")
is_short = MaxLengthValidator(LONGEST_LINK)


def as_id(text: object) -> uuid.UUID:
    """An id as it was sent; ``NO_ID``, which no row has, for what is none."""
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return NO_ID


def one_line(text: str) -> str:
    """As somebody typed it, without spaces around it. A NUL, which PostgreSQL can't hold, is left out."""
    return text.replace("\0", "").strip()


def check_link(field: str, text: str) -> None:
    """Refuses ``not_a_link`` for what is no address of a page. Nothing at all is fine."""
    try:
        for check in (is_page, is_short) if text else ():
            check(text)
    except ValidationError as odd:
        raise Refusal(field, "not_a_link", NOT_A_LINK) from odd
