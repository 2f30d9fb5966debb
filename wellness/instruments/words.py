"""The names of bands and scales, so that every language has them. Neutral: none is a diagnosis."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BANDS: dict[str, str | Promise] = {
    # --- as the owners publish them
    "minimal": _("Minimal"),
    "mild": _("Mild"),
    "moderate": _("Moderate"),
    "moderately-severe": _("Moderately severe"),
    "severe": _("Severe"),
    "low": _("Low"),
    "normal": _("Normal"),
    "average": _("Average"),
    "high": _("High"),
    "none": _("None"),
    # --- where the owner publishes only a cut-off
    "below": _("Below the cut-off"),
    "worth-a-talk": _("Worth a talk"),
    "raised": _("Raised"),
    "fine": _("Fine"),
    "low-wellbeing": _("Low well-being"),
    "reduced": _("Reduced well-being"),
    "good": _("Good well-being"),
    "some-groups": _("Not in all four groups"),
    "all-groups": _("In all four groups"),
    "fewer-days": _("Fewer than 14 days"),
    "frequent-days": _("14 days or more"),
    "good-health": _("Good or better"),
    "fair-health": _("Fair or poor"),
    # --- of every scale
    "answered": _("Answered"),
    "incomplete": _("Not finished"),
}

SCALES: dict[str, str | Promise] = {
    "total": _("Total"),
    "groups": _("Groups of questions"),
    "unhealthy-days": _("Days when health was not good"),
    "mental-days": _("Days when mental health was not good"),
    "activity-days": _("Days away from usual activities"),
    "general-health": _("General health"),
    "triage": _("Next step"),
    "satisfaction": _("Compassion satisfaction"),
    "burnout": _("Burnout"),
    "secondary-trauma": _("Secondary traumatic stress"),
    "stress": _("Stress"),
    "sleep": _("Hours of sleep"),
    "fatigue": _("Feeling worn out"),
    "balance": _("Room for life outside work"),
    "answers": _("Answers"),
}
