"""Figures that wellness brings to the release engine. Read at freeze only, never for a page.

Opens the answers of each officer's newest check-in in the period, and never a note.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from typing import cast

from django.utils.translation import gettext_lazy as _

from agency.models import Unit
from trust import vault
from trust.fields import SealedField
from trust.release import Metric, MetricKind, Period, Scale, register
from trust.release.registry import Handles, Value
from wellness.models import CheckIn
from wellness.standing import RANGES

BATCH = 5_000
ANSWERS = cast("SealedField[dict[str, Value | None]]", CheckIn._meta.get_field("answers"))
STRESS = Scale(*(Fraction(end) for end in RANGES["stress"]))


def newest_answers(period: Period, handles: Handles) -> Mapping[uuid.UUID, dict[str, Value | None]]:
    """Stress, and whether contact was asked for, by user; without those who sent no check-in."""
    user_of = {handle: user for user, handle in handles.items()}
    newest = _newest(period, user_of.keys())
    return {user_of[handle]: answers for handle, answers in _opened(newest)}


def _newest(period: Period, wanted: Collection[uuid.UUID]) -> list[uuid.UUID]:
    sent = CheckIn.objects.filter(submitted_at__gte=period.starts, submitted_at__lt=period.ends)
    rows = sent.order_by("submitted_at", "pk").values_list("participant_id", "pk")
    newest = {handle: pk for handle, pk in rows.iterator(chunk_size=BATCH) if handle in wanted}
    return list(newest.values())


def _opened(check_ins: list[uuid.UUID]) -> Iterator[tuple[uuid.UUID, dict[str, Value | None]]]:
    for start in range(0, len(check_ins), BATCH):
        rows = list(CheckIn.objects.filter(pk__in=check_ins[start : start + BATCH]).defer("note"))
        with vault.keyring():
            vault.load_keys([row.participant_id for row in rows], CheckIn.Privacy.sealed_class)
            for row in rows:
                try:
                    answers = ANSWERS.unseal(row)
                except vault.KeyDestroyed:
                    continue  # the officer took their record away after the period; it is gone
                yield row.participant_id, _items(answers)


def _items(answers: Mapping[str, Value | None]) -> dict[str, Value | None]:
    return {"stress": answers.get("stress"), "contact": int(bool(answers.get("contact")))}


PARTICIPATION = register(
    Metric(
        code="participation",
        label=_("Taking part"),
        kind=MetricKind.PARTICIPATION,
        hidden_in=frozenset({Unit.Kind.SQUAD}),
    )
)
CONTACT = register(
    Metric(
        code="contact",
        label=_("Asking for contact"),
        kind=MetricKind.SHARE,
        contributors=newest_answers,
        item="contact",
    )
)
STRESS_MEAN = register(
    Metric(
        code="stress",
        label=_("Stress, from 0 to 10"),
        kind=MetricKind.MEAN,
        contributors=newest_answers,
        item="stress",
        scale=STRESS,
    )
)
