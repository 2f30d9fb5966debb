"""Sleep and own hours, as they are written down: few fields, nothing preselected but the day."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from agency import local_time
from trust.doors.forms import CalmForm, CalmRadio, Text
from wellness.actions.hours import NOTE_LIMIT, Slept, Worked, WorkKind

DAY = dt.timedelta(days=1)
ONLY_YOU = _("Only you see this.")
QUALITY: dict[int, Text] = {
    5: _("5 – slept well"),
    4: _("4 – well enough"),
    3: _("3 – so so"),
    2: _("2 – badly"),
    1: _("1 – hardly at all"),
}


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def clock_input() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class SleepForm(CalmForm):
    """One night, in half a minute."""

    night = forms.DateField(
        label=_("The night that began on"),
        widget=day_input(),
        error_messages={"invalid": _("Write the day as year-month-day.")},
    )
    hours = forms.FloatField(
        label=_("Hours of sleep"),
        help_text=_("Naps count too. Only you see this."),
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
        error_messages={"invalid": _("Write the hours as a number, such as 6.5.")},
    )
    quality = forms.TypedChoiceField(
        label=_("How was it?"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Rather not say")), *QUALITY.items()],
        error_messages={"invalid_choice": _("Choose one of the answers on the page.")},
    )
    note = forms.CharField(
        label=_("Anything you want to remember?"),
        help_text=ONLY_YOU,
        required=False,
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("The note is longer than 500 letters.")},
    )

    @staticmethod
    def blank() -> dict[str, object]:
        return {"night": local_time.today() - DAY}

    @staticmethod
    def of(entry: Slept) -> dict[str, object]:
        return {
            "night": entry.night,
            "hours": f"{entry.hours:g}",
            "quality": entry.quality,
            "note": entry.note,
        }


class WorkForm(CalmForm):
    """Hours that no roster knows."""

    kind = forms.ChoiceField(
        label=_("What was it?"),
        widget=CalmRadio,
        choices=WorkKind,
        error_messages={"invalid_choice": _("Choose one of the kinds on the page.")},
    )
    day = forms.DateField(
        label=_("Day on which it began"),
        widget=day_input(),
        error_messages={"invalid": _("Write the day as year-month-day.")},
    )
    starts = forms.TimeField(
        label=_("From"),
        widget=clock_input(),
        error_messages={"invalid": _("Write the time as hours and minutes, such as 18:30.")},
    )
    ends = forms.TimeField(
        label=_("To"),
        help_text=_("An end that is earlier than the start is on the next day."),
        widget=clock_input(),
        error_messages={"invalid": _("Write the time as hours and minutes, such as 18:30.")},
    )

    @staticmethod
    def blank() -> dict[str, object]:
        return {"day": local_time.today()}

    @staticmethod
    def of(entry: Worked) -> dict[str, object]:
        starts, ends = (each.astimezone(local_time.zone()) for each in (entry.starts, entry.ends))
        return {
            "kind": entry.kind,
            "day": starts.date(),
            "starts": starts.time(),
            "ends": ends.time(),
        }

    def span(self) -> tuple[dt.datetime, dt.datetime]:
        """Start and end in UTC; a night on which the clocks change has its true length."""
        day, begun, ended = (self.cleaned_data[name] for name in ("day", "starts", "ends"))
        where = local_time.zone()
        starts = local_time.instant(dt.datetime.combine(day, begun), where)
        last = day if ended > begun else day + DAY
        return starts, local_time.instant(dt.datetime.combine(last, ended), where, after=starts)
