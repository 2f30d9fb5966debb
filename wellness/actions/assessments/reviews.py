"""That the annual wellness review took place: the one fact about it that may leave, if wished."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import User
from trust import access, audit
from trust.models import Participant
from trust.refusal import Refusal
from wellness.actions.check_ins import open_slot
from wellness.actions.own import joined
from wellness.assessment_types import AssessmentType
from wellness.models import AnnualReview, Assessment

NOT_YET = _("Do your annual review first. You can confirm it afterwards, if you like.")


def confirm_annual_review(*, by: User) -> AnnualReview:
    """Let the wellness team see that this year's review took place, and on which day. Nothing else.

    Never by itself: only when the officer chooses so. Refuses ``not_done_yet``. Again: the same row.
    """
    today = clock.today()
    with transaction.atomic(), audit.acting(by):
        mine = joined(by)
        if not reviewed(mine, today.year):
            raise Refusal("", "not_done_yet", NOT_YET)
        return AnnualReview.objects.get_or_create(
            participant=mine, year=today.year, defaults={"confirmed_on": today}
        )[0]


def reviewed(mine: Participant, year: int) -> bool:
    """Whether an annual review was finished in that year (the type is a keyed token)."""
    slot = open_slot(mine, AssessmentType.ANNUAL_REVIEW)
    runs = Assessment.objects.filter(participant=mine, slot=slot, submitted_at__year=year)
    return runs.exists()


def take_back(*, by: User, review: uuid.UUID | str) -> None:
    """Nobody sees any longer that the review took place; what was answered stays the officer's."""
    with transaction.atomic(), audit.acting(by):
        access.fetch(by, "delete", AnnualReview, pk=review).delete()
