"""The duty-of-care lane: counts from attendance records, for an agency that chose it (ADR 20).

No wellness data: the same answer for somebody who joined and somebody who did not. Every look is
written to that person's log before a number is made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import Attendance, User
from trust import access, ledger, roles, vault
from trust.ledger import Look
from trust.refusal import Refusal
from wellness.actions.exposure.arriving import kind_met, rules
from wellness.actions.exposure.counting import SPANS
from wellness.actions.own import DOMAIN
from wellness.exposure_kinds import in_order

COUNT = "count"
KIND = "agency.attendance"


@dataclass(frozen=True)
class Attended:
    """How often one kind of call stands in the attendance records of one person."""

    kind: str
    last_30: int
    last_90: int
    last_365: int


def lane_open(by: User) -> bool:
    """Whether the policy opens the lane for this person in their active roles."""
    return not access.visible(by, Attendance, COUNT).query.is_empty()


def look_up_attendance(*, by: User, person: str) -> tuple[User, list[Attended]]:
    """One officer, by personnel number, and their counts. 404 outside the lane.

    Refuses ``unknown_person``. Raises ``LedgerUnavailable`` when the look can't be written.
    """
    if not lane_open(by):
        raise Http404
    whose = User.objects.filter(personnel_number=person.strip(), is_active=True).first()
    if not person.strip() or whose is None:
        raise Refusal("person", "unknown_person", _("Nobody has this personnel number."))
    if whose != by:
        ledger.record([_look(by, whose)])
    return whose, _counts(by, whose)


def _look(by: User, whose: User) -> Look:
    return Look(
        subject=vault.handle(whose.pk, DOMAIN),
        viewer=by.pk,
        role=" ".join(sorted(roles.active(by))),
        action=COUNT,
        kind=KIND,
        outcome="shown",
        permission="lane duty_of_care",
    )


def _counts(by: User, whose: User) -> list[Attended]:
    now, table = clock.now(), rules()
    rows = access.visible(by, Attendance, COUNT).filter(
        user=whose, incident__occurred_at__gt=now - dt.timedelta(days=max(SPANS))
    )
    ages: dict[str, list[int]] = {}
    for each in rows.select_related("incident"):
        kind = kind_met(each.incident, each, table)
        ages.setdefault(kind, []).append((now - each.incident.occurred_at).days)
    known = sorted((kind for kind in ages if kind), key=in_order)
    return [Attended(kind, *_spans(ages[kind])) for kind in known]


def _spans(ages: Iterable[int]) -> tuple[int, int, int]:
    ages = list(ages)
    thirty, ninety, year = (sum(age < span for age in ages) for span in SPANS)
    return thirty, ninety, year
