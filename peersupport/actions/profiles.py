"""What supporters say of themselves, and what they look like if they want. Theirs alone to write."""

from __future__ import annotations

import io
import uuid
import warnings
from collections.abc import Iterable

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from agency.models import User
from peersupport.actions.hours import mine
from peersupport.actions.roster import check_capacity
from peersupport.kinds import Background, Language, Speciality
from peersupport.models import Application, Photo, Supporter
from trust import access, audit
from trust.refusal import Refusal

LONGEST, LONGEST_AREA = 600, 80
SIDE = 320  # pixels, the longer side
LARGEST = 8 * 1024 * 1024  # bytes, what a phone's camera makes
MOST_PIXELS = 50_000_000  # a picture can be small as a file and huge as pixels
FORMATS = ("JPEG", "PNG", "WEBP")
UNKNOWN_WORD = _("Choose from the list.")


@transaction.atomic
def save_profile(
    *,
    by: User,
    languages: Iterable[str],
    backgrounds: Iterable[str],
    specialities: Iterable[str],
    area: str,
    introduction: str,
    capacity: int,
) -> Supporter:
    """The supporter's own page. Refuses ``unknown_word``, ``too_long``, ``too_many``."""
    row = mine(by, lock=True)
    check_capacity(capacity)
    row.languages = _known("languages", Language, languages)
    row.backgrounds = _known("backgrounds", Background, backgrounds)
    row.specialities = _known("specialities", Speciality, specialities)
    row.area = _short("area", area, LONGEST_AREA)
    row.introduction = _short("introduction", introduction, LONGEST)
    row.capacity = capacity
    with audit.acting(by):
        row.save()
    return row


def _known(field: str, words: type[TextChoices], codes: Iterable[str]) -> list[str]:
    """The codes in the order of their list, each once."""
    wanted = set(codes)
    if not wanted <= set(words.values):
        raise Refusal(field, "unknown_word", UNKNOWN_WORD)
    return [code for code in words.values if code in wanted]


def _short(field: str, text: str, most: int) -> str:
    text = text.strip()
    if len(text) > most:
        raise Refusal(field, "too_long", _("Please use at most %(most)d letters.") % {"most": most})
    return text


# --- the photo --------------------------------------------------------------------------------------------


@transaction.atomic
def set_photo(*, by: User, picture: bytes) -> Supporter:
    """Show this picture: made anew from its pixels, so that nothing hidden in the file comes along.

    Refuses ``too_large`` and ``no_picture``.
    """
    row = mine(by, lock=True)
    jpeg = redrawn(picture)
    with audit.acting(by):
        Photo.objects.update_or_create(supporter=row, defaults={"jpeg": jpeg})
        row.has_photo = True
        row.save(update_fields=["has_photo"])
    return row


@transaction.atomic
def remove_photo(*, by: User, supporter: uuid.UUID | str) -> None:
    """Show no picture: the supporter's own decision, or the team's when it is not a fitting one."""
    photo = access.fetch(by, "delete", Photo, pk=supporter)
    row = Supporter.objects.select_for_update().get(pk=photo.supporter_id)
    with audit.acting(by):
        photo.delete()
        row.has_photo = False
        row.save(update_fields=["has_photo"])


UNREADABLE = (
    UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, Warning,
)  # fmt: skip


def redrawn(picture: bytes) -> bytes:
    """A JPEG of at most 320 pixels a side, without place, camera, or any other note of the file."""
    if len(picture) > LARGEST:
        raise Refusal("picture", "too_large", _("Choose a picture of at most 8 MB."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return _drawn(picture)
    except UNREADABLE as unreadable:
        message = _("We can’t read this file as a picture. Choose a JPEG, PNG or WebP.")
        raise Refusal("picture", "no_picture", message) from unreadable


def _drawn(picture: bytes) -> bytes:
    with Image.open(io.BytesIO(picture), formats=FORMATS) as found:
        if found.width * found.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        upright = ImageOps.exif_transpose(found).convert("RGB")
    upright.thumbnail((SIDE, SIDE))
    plain = Image.new("RGB", upright.size)
    plain.paste(upright)
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


# --- for the person's own download ------------------------------------------------------------------------


def my_place(user: User) -> dict[str, object]:
    """Everything that the roster holds of a person, in plain words and days; empty for who is not on it."""
    row = access.visible(user, Supporter).filter(user=user).first()
    found: dict[str, object] = {"applications": _applications(user)}
    if row is None:
        return found
    return found | {
        "kind": row.kind,
        "status": row.status,
        "languages": row.languages,
        "backgrounds": row.backgrounds,
        "specialities": row.specialities,
        "area": row.area,
        "introduction": row.introduction,
        "capacity": row.capacity,
        "since": row.since,
        "left_on": row.left_on,
        "on_duty_until": row.on_duty_until,
        "photo": row.has_photo,
        "week": list(row.week.values("weekday", "starts", "ends")),
        "days_that_differ": list(row.exceptions.values("first_day", "last_day", "available")),
    }


def _applications(user: User) -> list[dict[str, object]]:
    mine = access.visible(user, Application).filter(user=user)
    return [
        dict(each) for each in mine.values("kind", "languages", "state", "applied_on", "decided_on")
    ]
