"""The five assessments, what each one asks, and when each one makes sense. Pure: no table, no person.

Which instrument is asked where, and why it is that one:

weekly check       own four items, PHQ-2 (Kroenke et al. 2003) and GAD-2 (Kroenke et al. 2007): eight
                   items, none about suicide. 3 or more on either is the published cut; the full scale
                   is offered then, and never imposed.
quarterly          PHQ-9, GAD-7, AUDIT-C, K6, BRS: depression, anxiety, alcohol, distress, resilience.
post-incident      K6 in the first days. PC-PTSD-5 asks about the past month, so it is asked from day
                   30 on only; PCL-5 is offered from 3 of 5 (Prins et al. 2016: the cut that misses
                   fewest).
return to duty     PCL-5, PHQ-9, GAD-7, AUDIT-C, BRS and the house's own items on readiness.
annual review      HRQOL-4 (CDC), PHQ-9, GAD-7, AUDIT-C, PC-PTSD-5, BRS.

After an incident: 24 to 72 hours, one month, three months (checks at a month and at three: NICE
NG116, watchful waiting; IACP guidelines on officer-involved shootings).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class AssessmentType(TextChoices):
    WEEKLY_CHECK = "weekly_check", _("Weekly check")
    QUARTERLY = "quarterly", _("Quarterly look back")
    POST_INCIDENT = "post_incident", _("After a hard incident")
    RETURN_TO_DUTY = "return_to_duty", _("Before going back to duty")
    ANNUAL_REVIEW = "annual_review", _("Annual wellness review")


class Extra(TextChoices):
    """One instrument alone: chosen by the officer after a short one, or in the safety step."""

    SAFETY_SCREEN = "safety_screen", _("A few more questions about safety")
    PHQ_9 = "phq-9", _("More about mood")
    GAD_7 = "gad-7", _("More about worry")
    PCL_5 = "pcl-5", _("More about what happened")


class Licensed(TextChoices):
    """One instrument alone, in the agency's own licensed wording; its value is the instrument's code.

    Only by the officer's choice: never suggested and in no schedule. Asked once a wording was brought
    (``wellness.actions.wordings``).
    """

    PSS_10 = "pss-10", _("Stress in the last month")
    PSS_4 = "pss-4", _("Stress in the last month, in short")
    PROQOL = "proqol", _("How helping others affects you")
    PSQ_OP = "psq-op", _("Stress from police work")
    PSQ_ORG = "psq-org", _("Stress from the organisation")
    WHO_5 = "who-5", _("Your well-being")


class Reason(TextChoices):
    """Why an assessment was suggested. Kept sealed: it would tell who attended what."""

    WEEKLY = "weekly", _("Your weekly check")
    QUARTERLY = "quarterly", _("A quarter has passed")
    ANNUAL = "annual", _("A year has passed")
    INCIDENT = "after_incident", _("The first days after a hard incident")
    INCIDENT_MONTH = "after_incident_month", _("One month after a hard incident")
    INCIDENT_QUARTER = "after_incident_quarter", _("Three months after a hard incident")


ASKED_BY = {
    Reason.WEEKLY: AssessmentType.WEEKLY_CHECK,
    Reason.QUARTERLY: AssessmentType.QUARTERLY,
    Reason.ANNUAL: AssessmentType.ANNUAL_REVIEW,
    Reason.INCIDENT: AssessmentType.POST_INCIDENT,
    Reason.INCIDENT_MONTH: AssessmentType.POST_INCIDENT,
    Reason.INCIDENT_QUARTER: AssessmentType.POST_INCIDENT,
}
MONTH = 30  # PC-PTSD-5 and PCL-5 ask about the past month
DAYS_SINCE = {Reason.INCIDENT: 1, Reason.INCIDENT_MONTH: MONTH, Reason.INCIDENT_QUARTER: 90}


@dataclass(frozen=True)
class Window:
    """Days after the incident on which an assessment makes sense."""

    reason: str
    opens: int
    closes: int


WINDOWS = (
    Window(Reason.INCIDENT, 1, 3),
    Window(Reason.INCIDENT_MONTH, MONTH, 58),
    Window(Reason.INCIDENT_QUARTER, 90, 132),
)

# An unfinished run is gone on with for so many days. Most instruments ask about the last two weeks or
# the last month, so older answers would be told about another time.
STAYS_OPEN = 30
WEEK_STAYS_OPEN = 7

OWN_WEEK, PHQ_2, GAD_2, PC_PTSD_5 = "own-week", "phq-2", "gad-2", "pc-ptsd-5"
SETS: dict[str, tuple[str, ...]] = {
    AssessmentType.WEEKLY_CHECK: (OWN_WEEK, PHQ_2, GAD_2),
    AssessmentType.QUARTERLY: ("phq-9", "gad-7", "audit-c", "k6", "brs", "own-quarter"),
    AssessmentType.POST_INCIDENT: ("k6",),
    AssessmentType.RETURN_TO_DUTY: ("pcl-5", "phq-9", "gad-7", "audit-c", "brs", "own-readiness"),
    AssessmentType.ANNUAL_REVIEW: ("hrqol-4", "phq-9", "gad-7", "audit-c", PC_PTSD_5, "brs"),
    Extra.SAFETY_SCREEN: ("c-ssrs",),
    Extra.PHQ_9: ("phq-9",),
    Extra.GAD_7: ("gad-7",),
    Extra.PCL_5: ("pcl-5",),
    **{kind: (kind.value,) for kind in Licensed},
}
TAKES: dict[str, Promise] = {
    AssessmentType.WEEKLY_CHECK: _("One minute"),
    AssessmentType.QUARTERLY: _("About eight minutes"),
    AssessmentType.POST_INCIDENT: _("One to three minutes"),
    AssessmentType.RETURN_TO_DUTY: _("About twelve minutes"),
    AssessmentType.ANNUAL_REVIEW: _("About ten minutes"),
    Extra.SAFETY_SCREEN: _("One to two minutes"),
    Extra.PHQ_9: _("Two minutes"),
    Extra.GAD_7: _("Two minutes"),
    Extra.PCL_5: _("Five minutes"),
    Licensed.PSS_10: _("Two minutes"),
    Licensed.PSS_4: _("One minute"),
    Licensed.PROQOL: _("Five minutes"),
    Licensed.PSQ_OP: _("Three minutes"),
    Licensed.PSQ_ORG: _("Three minutes"),
    Licensed.WHO_5: _("One minute"),
}
# Short instrument -> (total from which more is offered, what is offered).
STEP_UP: dict[str, tuple[float, str]] = {
    PHQ_2: (3, Extra.PHQ_9),
    GAD_2: (3, Extra.GAD_7),
    PC_PTSD_5: (3, Extra.PCL_5),
}


def label(kind: str) -> str:
    """What a type, or one instrument alone, is called; its code when nobody named it."""
    known: dict[str, Promise] = dict((*AssessmentType.choices, *Extra.choices, *Licensed.choices))
    return str(known.get(kind, kind))


def sets(kind: str, days_since_incident: int | None = None) -> tuple[str, ...]:
    """The instruments of an assessment, in the order in which they are asked.

    ``days_since_incident``: for ``post_incident``; before day 30, or when it is not known, nothing
    is asked that looks back on a month. Raises ``KeyError`` for an unknown kind.
    """
    asked = SETS[kind]
    late = days_since_incident is not None and days_since_incident >= MONTH
    return (*asked, PC_PTSD_5) if kind == AssessmentType.POST_INCIDENT and late else asked


def stays_open(kind: str) -> int:
    """For how many days an unfinished run is gone on with."""
    return WEEK_STAYS_OPEN if kind == AssessmentType.WEEKLY_CHECK else STAYS_OPEN


def step_ups(totals: Mapping[str, float | None], asked: tuple[str, ...] = ()) -> tuple[str, ...]:
    """What is offered on top, by the totals of short instruments; nothing that was just asked."""
    return tuple(
        str(more)
        for instrument, (cut, more) in STEP_UP.items()
        if (total := totals.get(instrument)) is not None and total >= cut
        if more not in asked
    )
