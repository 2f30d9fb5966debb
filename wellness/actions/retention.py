"""How long the wellness room keeps what, and what follows when the old goes.

The consent texts promise 12 months for check-ins: that is the most an agency can choose. A safety
plan has no term: it is the officer's own and ends when they delete it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Collection
from typing import Any, cast

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from trust import vault
from trust.models import Level, Participant
from trust.purge import Books, Rows
from trust.retention import Limit, register
from wellness.actions.check_ins import LOOK_BACK, refresh_standing
from wellness.actions.exposure import read, save_book
from wellness.actions.scores import refresh_scores
from wellness.models import (
    AnnualReview,
    Assessment,
    CheckIn,
    Diary,
    Exposure,
    Invitation,
    Standing,
)

YEAR, TWO_YEARS, THREE_YEARS = 365, 730, 1095

_PROMISED = _(
    "At most 12 months, as the consent text says; at least a quarter, so that you see a line."
)
_OWN_BOOK = _(
    "No law sets a term for this. At most two years; at least one, because your own usual year is "
    "what it is compared with."
)
_DIARY = _("No law sets a term for this. At most 12 months, at least the four weeks that count.")
_ATTENDED = _("Whether a year was confirmed, without any score: at least until the next one.")
_SUGGESTED = _("What was suggested and when: at least a month, at most a year.")


# --- what goes -----------------------------------------------------------------------------------


def _check_ins(until: dt.datetime) -> QuerySet[CheckIn]:
    return CheckIn.objects.filter(submitted_at__lt=until)


def _assessments(until: dt.datetime) -> QuerySet[Assessment]:
    begun = Q(submitted_at=None, saved_at__lt=until)
    return Assessment.objects.filter(Q(submitted_at__lt=until) | begun)


def _annual_reviews(until: dt.datetime) -> QuerySet[AnnualReview]:
    return AnnualReview.objects.filter(confirmed_on__lt=until.date())


def _invitations(until: dt.datetime) -> QuerySet[Invitation]:
    day = until.date()
    rows = Invitation.objects.filter(due__lt=day)
    return rows.filter(Q(closes=None) | Q(closes__lt=day))


def _old_exposure(book: Exposure, until: dt.date) -> int:
    """What the officer removed stays known as removed: it is not written in again."""
    entries = read(book)
    kept = [each for each in entries if each["removed"] or str(each["day"]) >= until.isoformat()]
    if len(kept) < len(entries):
        save_book(book, kept)
    return len(entries) - len(kept)


def _old_nights(book: Diary, until: dt.date) -> int:
    """Nights by the day they began on, own hours by their end."""
    entries = cast("dict[str, list[dict[str, Any]]]", vault.open_row(book)["entries"])
    day = until.isoformat()
    kept = {
        name: [each for each in rows if str(each["night" if name == "sleep" else "ends"]) >= day]
        for name, rows in entries.items()
    }
    gone = sum(map(len, entries.values())) - sum(map(len, kept.values()))
    if gone:
        book.entries = kept
        book.save(update_fields=["entries"])
    return gone


# --- what follows --------------------------------------------------------------------------------


def _follow(whose: Collection[uuid.UUID], until: dt.datetime) -> None:
    """Colour and bands follow what is left. Whoever has newer check-ins enough keeps the colour."""
    rows = CheckIn.objects.filter(participant__in=whose).order_by()
    left = Counter(rows.values_list("participant", flat=True))
    Standing.objects.filter(participant__in=set(whose) - left.keys()).delete()
    few = {handle for handle, number in left.items() if number < LOOK_BACK}
    open_to_all = Q(pk__in=whose, check_ins_level__gte=Level.FULL)
    with vault.keyring():
        for mine in Participant.objects.filter(Q(pk__in=few) | open_to_all):
            _refresh(mine, colour=mine.pk in few)


def _refresh(mine: Participant, *, colour: bool) -> None:
    try:
        if colour:
            refresh_standing(mine)
        refresh_scores(mine)
    except vault.SealBroken:  # nobody can open what is left: no colour can be worked out from it
        Standing.objects.filter(participant=mine).delete()


for _limit in (
    Limit(
        code="check_ins",
        label=_("Check-ins"),
        days=YEAR,
        floor=90,
        maximum=YEAR,
        source=_PROMISED,
        purge=Rows(_check_ins, owner="participant_id", follow=_follow),
    ),
    Limit(
        code="assessments",
        label=_("Assessments"),
        days=YEAR,
        floor=90,
        maximum=YEAR,
        source=_PROMISED,
        purge=Rows(_assessments, owner="participant_id", follow=_follow),
    ),
    Limit(
        code="annual_reviews",
        label=_("Annual reviews, attended"),
        days=TWO_YEARS,
        floor=YEAR,
        maximum=THREE_YEARS,
        source=_ATTENDED,
        purge=Rows(_annual_reviews, owner="participant_id"),
    ),
    Limit(
        code="exposure",
        label=_("Incidents you attended"),
        days=TWO_YEARS,
        floor=YEAR,
        maximum=TWO_YEARS,
        source=_OWN_BOOK,
        purge=Books(Exposure, _old_exposure),
    ),
    Limit(
        code="diary",
        label=_("Sleep and hours diary"),
        days=YEAR,
        floor=28,
        maximum=YEAR,
        source=_DIARY,
        purge=Books(Diary, _old_nights),
    ),
    Limit(
        code="suggestions",
        label=_("Suggested check-ins"),
        days=90,
        floor=30,
        maximum=YEAR,
        source=_SUGGESTED,
        purge=Rows(_invitations, owner="participant_id"),
    ),
):
    register(_limit)
