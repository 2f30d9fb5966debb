"""What an officer lets a provider see: checked on the way in, opened for the officer alone."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from agency.models import User
from peersupport.models import Referral, ReferralDetails
from trust import access
from trust.refusal import Refusal

#: What a provider may be shown; only what the officer chose is stored.
SHOWN = ("name", "phone", "email", "times")
TIMES = {
    "mornings": _("Mornings"),
    "afternoons": _("Afternoons"),
    "evenings": _("Evenings"),
    "nights": _("Nights"),
    "weekends": _("Weekends"),
}
LONGEST = 120


def checked(by: User, shown: Mapping[str, object]) -> dict[str, object]:
    """What is left of the officer's choices, or a refusal beside the one that can't be."""
    if set(shown) - set(SHOWN):
        raise Refusal("shown", "unknown_detail", _("Choose from what a provider may see."))
    found: dict[str, object] = {}
    if shown.get("name"):
        found["name"] = by.name or by.username
    phone = str(shown.get("phone") or "").strip()
    if phone:
        if len(phone) > LONGEST or sum(each.isdigit() for each in phone) < 3:
            raise Refusal("phone", "not_a_number", _("Write a phone number, or leave this empty."))
        found["phone"] = phone
    email = str(shown.get("email") or "").strip()
    if email:
        found["email"] = _mail_address(email)
    times = shown.get("times") or ()
    assert isinstance(times, list | tuple)  # noqa: S101 - forms and the schema give lists
    if set(times) - set(TIMES):
        raise Refusal("times", "unknown_time", _("Choose times from the list."))
    if times:
        found["times"] = [each for each in TIMES if each in times]
    return found


def _mail_address(given: str) -> str:
    try:
        validate_email(given)
    except ValidationError as stopped:
        message = _("Write an e-mail address, or leave this empty.")
        raise Refusal("email", "not_an_address", message) from stopped
    if len(given) > LONGEST:
        raise Refusal("email", "not_an_address", _("This address is too long."))
    return given


def my_details(by: User, referrals: list[Referral]) -> dict[uuid.UUID, dict[str, object]]:
    """What the officer lets providers see, by referral."""
    pks = [row.pk for row in referrals]
    rows = access.visible(by, ReferralDetails).filter(referral__in=pks)
    return {
        each.row.referral_id: dict(each.content["shown"] or {})  # type: ignore[attr-defined,call-overload]
        for each in access.reveal_all(by, rows)
    }
