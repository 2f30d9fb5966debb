"""The exposure history as the body of a document that the officer alone can have signed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.conf import settings
from django.utils import translation

from agency import clock
from agency.models import User
from wellness.actions.exposure.book import my_entries
from wellness.actions.exposure.counting import NOT_ME, Entry, counted, months
from wellness.actions.exposure.editing import OWN
from wellness.exposure_kinds import in_order, kind_label

FORMAT = "argus-exposure-history-1"


def my_history(by: User) -> dict[str, object]:
    """Kinds and counts by month and in all; no incident, no day, no note. Labels are English."""
    entries = my_entries(by)
    standing = counted(entries)
    return {
        "format": FORMAT,
        "agency": settings.AGENCY_NAME,
        "person": {"name": str(by), "personnel_number": by.personnel_number or ""},
        "made_at": clock.now().isoformat(timespec="seconds"),
        "period": _period(standing),
        "months": dict(sorted(months(entries).items())),
        "totals": _totals(standing),
        "of_these": _of_these(entries, standing),
        "kinds": _kinds({each["kind"] for each in standing}),
    }


def _kinds(met: set[str]) -> dict[str, str]:
    """What the codes mean, so that the file explains itself."""
    with translation.override("en"):
        return {kind: kind_label(kind) for kind in sorted(met, key=in_order)}


def _period(standing: Sequence[Entry]) -> dict[str, str]:
    days = sorted(each["day"] for each in standing)
    return {"from": days[0][:7], "until": days[-1][:7]} if days else {"from": "", "until": ""}


def _totals(standing: Sequence[Entry]) -> dict[str, int]:
    found = Counter(each["kind"] for each in standing)
    return {kind: found[kind] for kind in sorted(found, key=in_order)}


def _of_these(entries: Sequence[Entry], standing: Sequence[Entry]) -> dict[str, int]:
    """Where the entries come from, and what the officer disputes: a reader may weigh it."""
    return {
        "entries": len(standing),
        "from_attendance_records": sum(each["source"] != OWN for each in standing),
        "added_by_the_officer": sum(each["source"] == OWN for each in standing),
        "as_secondary_responder": sum(each["secondary"] for each in standing),
        "corrected_by_the_officer": sum(bool(each["disputed"]) for each in standing),
        "left_out_as_not_attended": sum(each["disputed"] == NOT_ME for each in entries),
    }
