"""How long the notice board keeps what: who signed up for a course goes once nobody needs the list."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from resources.models import Enrolment
from trust.purge import Rows
from trust.retention import Limit, register


def _enrolments(until: dt.datetime) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(session__ends__lt=until)


register(
    Limit(
        code="enrolments",
        label=_("Who signed up for a course"),
        days=30,
        floor=7,
        maximum=365,
        source=_(
            "No law sets a term for this. Who attended stands in the training records; the list of"
            " who signed up is needed only until attendance is marked."
        ),
        purge=Rows(_enrolments),
    )
)
