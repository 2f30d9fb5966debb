"""Figures that peer support brings to the release engine. Read at freeze only, never for a page."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from agency.models import Attendance
from peersupport.models import Offer, Referral
from peersupport.packs import Service
from trust.release import Metric, MetricKind, Period, register
from trust.release.registry import Handles
from trust.release.shape import Scale


def offered_in_time(period: Period, handles: Handles) -> Mapping[uuid.UUID, tuple[int, int]]:
    """For every officer who attended: how many attendances were answered in time, of how many.

    In time means that each service came before its own window closed. Cases that an officer asked
    for alone are left out: counting them would show that they exist.
    """
    answered = _answered(period)
    counts: dict[uuid.UUID, list[int]] = defaultdict(lambda: [0, 0])
    attended = Attendance.objects.filter(
        incident__case__private=False,
        incident__occurred_at__gte=period.starts,
        incident__occurred_at__lt=period.ends,
    )
    for user, incident in attended.values_list("user_id", "incident_id").iterator():
        if user in handles:
            counts[user][0] += answered.get((handles[user], incident), False)
            counts[user][1] += 1
    return {user: (done, of) for user, (done, of) in counts.items()}


def _answered(period: Period) -> dict[tuple[uuid.UUID, uuid.UUID], bool]:
    offers = Offer.objects.filter(
        place__case__private=False,
        place__case__incident__occurred_at__gte=period.starts,
        place__case__incident__occurred_at__lt=period.ends,
    )
    # The word at the end of a shift is given on the scene: no feed is as quick, and none is judged.
    times = offers.exclude(service=Service.DEMOBILISATION).values_list(
        "participant_id", "place__case__incident_id", "offered_at", "closes_at"
    )
    answered: dict[tuple[uuid.UUID, uuid.UUID], bool] = {}
    for participant, incident, offered_at, closes_at in times.iterator():
        key = (participant, incident)
        answered[key] = answered.get(key, True) and offered_at <= closes_at
    return answered


#: Longer waits count as this many days: one referral must not carry a whole figure.
LONGEST_WAIT = 30
DAYS = Scale(Fraction(0), Fraction(LONGEST_WAIT))


def on_scale(wait: dt.timedelta) -> Fraction:
    """Days, cut to what one person may contribute."""
    return min(max(Fraction(int(wait.total_seconds()), 86_400), DAYS.low), DAYS.high)


def days_to_appointment(period: Period, handles: Handles) -> Mapping[uuid.UUID, Fraction]:
    """For every officer who asked in this period and got an appointment: the days until the first one.

    Somebody with several has their mean. Whoever took it back, or still waits, adds nothing: a count of
    them would tell who has not been helped.
    """
    waited: dict[uuid.UUID, list[Fraction]] = defaultdict(list)
    asked = Referral.objects.filter(
        sent_at__gte=period.starts, sent_at__lt=period.ends, first_appointment_at__isnull=False
    )
    rows = asked.values_list("participant_id", "sent_at", "first_appointment_at")
    for participant, sent, met in rows.iterator():
        assert met is not None  # noqa: S101 - the filter says so
        waited[participant].append(on_scale(met - sent))
    return {
        user: sum(waited[handle], Fraction()) / len(waited[handle])
        for user, handle in handles.items()
        if handle in waited
    }


OFFERS_IN_TIME = register(
    Metric(
        code="offers_in_time",
        label=_("Offers made in time"),
        kind=MetricKind.SHARE_OF_OFFERS,
        contributors=offered_in_time,
        domain="support",
    )
)
DAYS_TO_APPOINTMENT = register(
    Metric(
        code="days_to_appointment",
        label=_("Days until the first appointment"),
        kind=MetricKind.MEAN,
        contributors=days_to_appointment,
        scale=DAYS,
        domain="support",
    )
)
