"""Figures that peer support brings to the release engine. Read at freeze only, never for a page."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from agency.models import Attendance
from peersupport.models import Offer
from trust.release import Metric, MetricKind, Period, register
from trust.release.registry import Handles


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
    ).values_list("participant_id", "place__case__incident_id", "offered_at", "closes_at")
    answered: dict[tuple[uuid.UUID, uuid.UUID], bool] = {}
    for participant, incident, offered_at, closes_at in offers.iterator():
        key = (participant, incident)
        answered[key] = answered.get(key, True) and offered_at <= closes_at
    return answered


OFFERS_IN_TIME = register(
    Metric(
        code="offers_in_time",
        label=_("Offers made in time"),
        kind=MetricKind.SHARE_OF_OFFERS,
        contributors=offered_in_time,
        domain="support",
    )
)
