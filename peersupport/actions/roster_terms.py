"""How long the roster keeps whom: people who left, days that are over, applications that are decided."""

from __future__ import annotations

import datetime as dt

from django.db.models import PROTECT, Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from peersupport.models import Application, Away, Supporter
from trust.purge import Rows
from trust.retention import Limit

_OURS = _(
    "Our own bounds: it is needed for planning and for fair selection, and tells nothing later."
)


def _left(until: dt.datetime) -> QuerySet[Supporter]:
    """Who left, and stands in no record that is still kept: those go first, by their own term."""
    rows = Supporter.objects.filter(status=Supporter.Status.LEFT, left_on__lt=until.date())
    for relation in Supporter._meta.related_objects:
        if relation.on_delete is PROTECT:
            named = relation.related_model._default_manager.filter(
                **{relation.field.name: OuterRef("pk")}
            )
            rows = rows.exclude(Exists(named))
    return rows


def _over(until: dt.datetime) -> QuerySet[Away]:
    return Away.objects.filter(last_day__lt=until.date())


def _decided(until: dt.datetime) -> QuerySet[Application]:
    return Application.objects.filter(decided_on__lt=until.date())


LIMITS = (
    Limit(
        code="supporters",
        label=_("Supporters who left the programme"),
        days=365,
        floor=30,
        maximum=1826,
        source=_OURS,
        purge=Rows(_left),
    ),
    Limit(
        code="supporter_days",
        label=_("Days on which supporters were away or reachable"),
        days=90,
        floor=7,
        maximum=365,
        source=_OURS,
        purge=Rows(_over),
    ),
    Limit(
        code="applications",
        label=_("Applications to become a supporter, with the votes"),
        days=730,
        floor=365,
        maximum=1826,
        source=_OURS,
        purge=Rows(_decided, any_hold=True),
    ),
)
