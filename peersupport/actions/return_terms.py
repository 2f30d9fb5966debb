"""How long a closed return to duty is kept, and what an office said of duty before."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agency.models import DutyStatus
from peersupport.models import ReturnPlan
from trust.purge import Rows
from trust.retention import Limit

TWO_YEARS, FIVE_YEARS = 730, 1826


def _plans(until: dt.datetime) -> QuerySet[ReturnPlan]:
    return ReturnPlan.objects.filter(state=ReturnPlan.State.CLOSED, closed_on__lt=until.date())


def _statuses(until: dt.datetime) -> QuerySet[DutyStatus]:
    """What counts stays, however old it is."""
    return DutyStatus.objects.filter(current=False, received_at__lt=until)


LIMITS = (
    Limit(
        code="return_plans",
        label=_("Returns to duty that are closed"),
        days=TWO_YEARS,
        floor=30,
        maximum=TWO_YEARS,
        source=_(
            "No law sets a term for this. It is the officer's own plan, who may delete it at once when "
            "it is closed; two years are the most."
        ),
        purge=Rows(_plans, owner="participant_id"),
    ),
    Limit(
        code="duty_statuses",
        label=_("What the personnel office said of duty before"),
        days=TWO_YEARS,
        floor=30,
        maximum=FIVE_YEARS,
        source=_("Our own bounds: the personnel office keeps the record, this is a copy."),
        purge=Rows(_statuses),
    ),
)
