"""The policy pack that counts here, and changes of its numbers: inside bounds, with who and when."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from agency import clock
from agency.models import Role, User
from peersupport.models import PackRule
from peersupport.pack_numbers import Number, changed, numbers
from peersupport.packs import PACKS, Pack
from trust import audit, roles
from trust.refusal import Refusal

LONGEST = 100_000


def as_delivered() -> Pack:
    """The agency's pack before anybody changed a number in it."""
    pack = PACKS[settings.POLICY_PACK]
    return replace(pack, answer_minutes=getattr(settings, "ARGUS_ANSWER_MINUTES", 15))


def pack() -> Pack:
    """The policy pack of this agency with the numbers that it has changed. One query: keep the result."""
    delivered = as_delivered()
    try:
        return changed(delivered, stored())
    except ValueError:  # stored under older bounds that no longer fit together
        return delivered


def stored() -> dict[str, int]:
    """The numbers that were changed here, as they stand in the table."""
    rows = PackRule.objects.filter(pack=settings.POLICY_PACK)
    return dict(rows.values_list("key", "value"))


@dataclass(frozen=True)
class Now:
    """A number as people read it: what counts, and what the pack brought."""

    number: Number
    value: int

    @property
    def is_changed(self) -> bool:
        return self.value != self.number.value


def numbers_now() -> list[Now]:
    """Every number of the pack with its value of today."""
    delivered, now = numbers(as_delivered()), numbers(pack())
    return [Now(each, now[key].value) for key, each in delivered.items()]


# --- changing -----------------------------------------------------------------------------------


@transaction.atomic
def set_pack_number(*, by: User, key: str, value: int) -> PackRule:
    """Let a number count from now on; cases that are open keep their windows.

    Raises PermissionDenied; refuses ``unknown_number``, ``too_small``, ``too_large``, ``out_of_order``.
    """
    delivered = as_delivered()
    check(by, {key: value}, _locked(delivered))
    return _save(by, delivered, key, value)


def _locked(delivered: Pack) -> dict[str, int]:
    """What is stored, held until the end: two changes at once must not pass one another's check."""
    rows = PackRule.objects.select_for_update().filter(pack=delivered.code)
    return {row.key: row.value for row in rows}


def _save(by: User, delivered: Pack, key: str, value: int) -> PackRule:
    with audit.acting(by):
        return PackRule.objects.update_or_create(
            pack=delivered.code,
            key=key,
            defaults={"value": value, "changed_by": by, "changed_at": clock.now()},
        )[0]


def check(by: User, wanted: Mapping[str, int], before: Mapping[str, int]) -> None:
    """Refuses what lies outside the bounds, or what would end before it begins."""
    if Role.WELLNESS_ADMIN not in roles.active(by):
        raise PermissionDenied
    delivered = as_delivered()
    known = numbers(delivered)
    for key, value in wanted.items():
        _inside(known.get(key), value)
    try:
        changed(delivered, {**before, **wanted})
    except ValueError as where:
        label = known[next((key for key in known if key == str(where)), next(iter(wanted)))].label
        said = _("This does not fit with the other times of the same service: %(label)s")
        raise Refusal("value", "out_of_order", said % {"label": label}) from where


def _inside(number: Number | None, value: int) -> None:
    if number is None:
        raise Refusal("key", "unknown_number", _("Choose a number from the list."))
    words = {"floor": number.floor, "most": number.maximum, "source": number.source}
    if value < number.floor:
        message = _("%(floor)d is the least. %(source)s") % words
        raise Refusal("value", "too_small", message)
    if value > number.maximum:
        message = _("%(most)d is the most. %(source)s") % words
        raise Refusal("value", "too_large", message)


# --- from file to file ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One line of what a file would change."""

    number: Number
    before: int
    after: int


def exported() -> dict[str, object]:
    """The numbers that differ from the pack as delivered; reads back with ``import_pack_numbers``."""
    now = pack()
    values = {each.number.key: each.value for each in numbers_now() if each.is_changed}
    return {"pack": now.code, "version": now.version, "numbers": values}


@transaction.atomic
def import_pack_numbers(*, by: User, text: str, dry_run: bool = True) -> list[Change]:
    """What a file of ``exported`` changes; written only when ``dry_run`` is off. All of it or nothing.

    Raises PermissionDenied; refuses ``not_readable``, ``other_pack`` and what one number refuses.
    """
    delivered = as_delivered()
    wanted, before = _read(text, delivered), _locked(delivered)
    check(by, wanted, before)
    known = numbers(delivered)
    changes = [
        Change(known[key], before.get(key, known[key].value), value)
        for key, value in wanted.items()
        if before.get(key, known[key].value) != value
    ]
    if not dry_run:
        for each in changes:
            _save(by, delivered, each.number.key, each.after)
    return changes


def _read(text: str, delivered: Pack) -> dict[str, int]:
    try:
        found = json.loads(text[:LONGEST])
        code, values = found["pack"], found["numbers"]
        wanted = {str(key): value for key, value in values.items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as unread:
        said = _("This is not a file of pack numbers. Export one here to see how it looks.")
        raise Refusal("text", "not_readable", said) from unread
    if any(not isinstance(value, int) or isinstance(value, bool) for value in wanted.values()):
        raise Refusal("text", "not_readable", _("Every value must be a whole number."))
    if code != delivered.code:
        said = _("These are numbers of the pack %(theirs)s; here the pack %(ours)s counts.")
        words = {"theirs": str(code)[:8], "ours": delivered.code}
        raise Refusal("text", "other_pack", said % words)
    return wanted
