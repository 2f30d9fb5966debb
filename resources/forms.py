"""What people fill in on the notice board."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from resources.actions.recognition import LONGEST
from trust.doors.forms import CalmForm


class ThanksForm(CalmForm):
    """A few kind words for one colleague."""

    person = forms.CharField(label=_("User name or personnel number"), max_length=150)
    text = forms.CharField(
        label=_("Your words"),
        help_text=_("Only this colleague reads them, if they like to get thanks."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Please use at most 280 letters.")},
    )


class MilestoneForm(CalmForm):
    """A day of one's own."""

    title = forms.CharField(
        label=_("What would you like to remember?"),
        help_text=_("Only you see this. For example: one year since I came back."),
        max_length=LONGEST,
    )
    day = forms.DateField(
        label=_("Which day?"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Write the day as year-month-day, such as 2026-11-22.")},
    )
