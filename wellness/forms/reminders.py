"""When the officer wants to hear of suggestions."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from trust.doors.forms import CalmForm

CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class RemindersForm(CalmForm):
    """Pause, and the hours in which it stays quiet."""

    paused = forms.BooleanField(
        label=_("Pause all suggestions"),
        help_text=_("Nothing is suggested until you come back. You can still do any of them."),
        required=False,
    )
    quiet_from = forms.TimeField(
        label=_("Quiet from"),
        help_text=_("On the agency’s clock. After a night shift it stays quiet by itself."),
        widget=CLOCK,
        error_messages={"invalid": _("Write the time like 20:00.")},
    )
    quiet_until = forms.TimeField(
        label=_("Quiet until"),
        help_text=_("The same time twice means: no quiet hours."),
        widget=CLOCK,
        error_messages={"invalid": _("Write the time like 08:00.")},
    )
