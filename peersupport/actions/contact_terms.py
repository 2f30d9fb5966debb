"""How long contacts and exceptions are kept. A contact with a nameless person goes by the same term."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from peersupport.models import ConfidentialityException, Contact
from trust.purge import Rows
from trust.retention import Limit

_COUNTS = _(
    "Our own bounds: a year, so that workload and follow-ups can be seen; at most three years. Days and "
    "codes only."
)
_PROOF = _(
    "Kept as other records of privacy decisions: six years are the least (45 CFR 164.316(b)(2)); we keep "
    "one more. Codes only."
)


def _contacts(until: dt.datetime) -> QuerySet[Contact]:
    return Contact.objects.filter(day__lt=until.date())


def _exceptions(until: dt.datetime) -> QuerySet[ConfidentialityException]:
    return ConfidentialityException.objects.filter(opened_at__lt=until)


LIMITS = (
    Limit(
        code="contacts",
        label=_("Contacts that supporters logged"),
        days=730,
        floor=365,
        maximum=1095,
        source=_COUNTS,
        purge=Rows(_contacts, owner="participant_id"),
    ),
    Limit(
        code="exceptions",
        label=_("Confidences that had to be opened, as codes"),
        days=2557,
        floor=2192,
        maximum=2557,
        source=_PROOF,
        purge=Rows(_exceptions, owner="participant_id"),
    ),
)
