"""How long each class of data is kept: one list, with bounds and the source of each bound.

Rooms bring their classes with ``register``. An agency chooses days inside the bounds (a
``RetentionRule`` row); without a choice the default counts. How rows go stands in ``trust.purge``.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import Role, User
from trust import access, audit, holds, purge, roles
from trust.models import BreakGlass, Notice, NoticeCode, OutboxJob, RetentionRule
from trust.purge import Purge, Rows
from trust.refusal import Refusal

Text = str | Promise

SEVEN_YEARS = 2557  # 7 x 365 and the leap days
STEPS = 50  # slices in one turn of a worker: its lease must not run out


@dataclass(frozen=True)
class Limit:
    """One class of data: days by default, the fewest and the most, and who says so.

    ``purge`` removes what is past its term; None: the program itself can't remove it.
    """

    code: str
    label: Text
    days: int
    floor: int
    maximum: int
    source: Text
    purge: Purge | None = None

    @property
    def is_fixed(self) -> bool:
        return self.floor == self.maximum


@dataclass(frozen=True)
class Term:
    """A class of data as people read it: how long it is kept here."""

    code: str
    label: str
    days: int
    floor: int
    maximum: int
    source: str
    cleared: bool
    fixed: bool


LIMITS: dict[str, Limit] = {}


def register(limit: Limit) -> None:
    """Add a class of data. ValueError when its default lies outside its own bounds."""
    if not 0 < limit.floor <= limit.days <= limit.maximum:
        raise ValueError(f"{limit.code}: the default must lie inside the bounds.")
    if LIMITS.setdefault(limit.code, limit) is not limit:
        raise ValueError(f"Two classes of data are called {limit.code}.")


# --- how long ------------------------------------------------------------------------------------


def days(code: str) -> int:
    """For how many days this class is kept here; LookupError for a class nobody registered."""
    chosen = RetentionRule.objects.filter(data_class=code).values_list("days", flat=True).first()
    return _inside(LIMITS[code], chosen)


def _inside(limit: Limit, chosen: int | None) -> int:
    """Bounds that became narrower since the choice was made count at once."""
    return min(max(chosen or limit.days, limit.floor), limit.maximum)


def held(handle: uuid.UUID) -> bool:
    """Whether a legal hold keeps what stands under this handle, in whatever room."""
    return handle in holds.held_handles()


def terms(user: User) -> list[Term]:
    """Every class with its term, for a person who may read it."""
    rows = access.visible(user, RetentionRule)
    chosen = dict(rows.values_list("data_class", "days"))
    return [
        Term(
            code=each.code,
            label=str(each.label),
            days=_inside(each, chosen.get(each.code)),
            floor=each.floor,
            maximum=each.maximum,
            source=str(each.source),
            cleared=each.purge is not None,
            fixed=each.is_fixed,
        )
        for each in LIMITS.values()
    ]


# --- changing it ---------------------------------------------------------------------------------


def set_days(*, by: User, code: str, days: int) -> RetentionRule:
    """Keep a class for so many days from the next night on. The change log keeps who and when.

    Raises PermissionDenied; refuses ``unknown_class``, ``too_short``, ``too_long``, ``fixed``.
    """
    if Role.WELLNESS_ADMIN not in roles.active(by):
        raise PermissionDenied
    check(code, days)
    with transaction.atomic(), audit.acting(by):
        return RetentionRule.objects.update_or_create(
            data_class=code,
            defaults={"days": days, "changed_by": by, "changed_at": clock.now()},
        )[0]


def check(code: str, days: int) -> None:
    """Refuses what lies outside the bounds, with the bound and its source."""
    limit = LIMITS.get(code)
    if limit is None:
        raise Refusal("data_class", "unknown_class", _("Choose a kind of data from the list."))
    words = {
        "floor": limit.floor,
        "maximum": limit.maximum,
        "days": limit.maximum,
        "source": limit.source,
    }
    if limit.is_fixed and days != limit.days:
        message = _("This is kept for %(days)d days and can’t be changed. %(source)s")
        raise Refusal("days", "fixed", message % words)
    if days < limit.floor:
        message = _("Keep this for at least %(floor)d days. %(source)s")
        raise Refusal("days", "too_short", message % words)
    if days > limit.maximum:
        message = _("Keep this for at most %(maximum)d days. %(source)s")
        raise Refusal("days", "too_long", message % words)


# --- every night ---------------------------------------------------------------------------------


def cleared() -> list[str]:
    """The classes that a night clears."""
    return [code for code, limit in LIMITS.items() if limit.purge is not None]


def clear(code: str, night: dt.date, *, steps: int = 0) -> bool:
    """Remove what is past its term; False when more is left than one turn takes."""
    limit = LIMITS[code]
    if limit.purge is None:
        return True
    return purge.clear(code, night, limit.purge, days(code), steps=steps or STEPS)


# --- what the walls keep themselves ----------------------------------------------------------------

_PROOF = _(
    "Fixed: six years are the least for records of privacy decisions (45 CFR 164.316(b)(2) and "
    "164.528); we keep one more. Only pseudonyms stand in it."
)
_OURS = _("Our own bounds: it is needed while work waits, and tells nothing later.")
_CHANGES = Rows(audit.entries_before, any_hold=True)
_NOTICES = Rows(lambda until: Notice.objects.filter(made_at__lt=until), owner="recipient_id")
_CODES = Rows(lambda until: NoticeCode.objects.filter(made_at__lt=until), owner="participant_id")
_EMERGENCIES = Rows(
    lambda until: BreakGlass.objects.filter(asked_at__lt=until), owner="participant_id"
)
_QUEUE = Rows(lambda until: OutboxJob.objects.filter(done_at__lt=until))


def _proof(code: str, label: Text, purge: Purge | None = None) -> Limit:
    return Limit(code, label, SEVEN_YEARS, SEVEN_YEARS, SEVEN_YEARS, _PROOF, purge)


for _limit in (
    _proof("consents", _("Your decisions, under a pseudonym")),
    _proof("looks", _("Who looked, under a pseudonym")),
    _proof("emergencies", _("Emergency openings, under a pseudonym"), _EMERGENCIES),
    _proof("changes", _("Who changed what, under a pseudonym"), _CHANGES),
    Limit("notices", _("Notices that there was something new"), 90, 7, 365, _OURS, _NOTICES),
    Limit("notice_codes", _("Codes to confirm an address or a number"), 1, 1, 7, _OURS, _CODES),
    Limit("queue", _("Work that the program has done"), 30, 7, 90, _OURS, _QUEUE),
):
    register(_limit)
