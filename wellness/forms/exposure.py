"""What an officer writes into their book of hard calls. Nothing is preselected."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from agency import local_time
from trust.doors.forms import CalmForm, CalmRadio
from wellness.actions.exposure import Reason
from wellness.actions.exposure.editing import NOTE_LIMIT
from wellness.exposure_kinds import Kind

CHOOSE = ("", _("Choose one"))
DAY = {"invalid": _("Write the day as year, month and day.")}
TOO_LONG = {"max_length": _("The note is longer than 2,000 letters.")}


class Day(forms.DateInput):
    """The device's own calendar, up to today."""

    input_type = "date"

    def get_context(
        self, name: str, value: object, attrs: dict[str, object] | None
    ) -> dict[str, object]:
        today = local_time.today().isoformat()
        return super().get_context(name, value, {**(attrs or {}), "max": today})

    def format_value(self, value: object) -> str | None:
        return value.isoformat() if hasattr(value, "isoformat") else str(value) if value else None


def kind_field(label: object, *, required: bool) -> forms.ChoiceField:
    unknown = {"invalid_choice": _("Choose a kind from the list.")}
    choices = [CHOOSE, *Kind.choices]
    return forms.ChoiceField(
        label=label,  # type: ignore[arg-type]
        choices=choices,
        required=required,
        error_messages=unknown,
    )


def note_field() -> forms.CharField:
    return forms.CharField(
        label=_("A note to yourself"),
        help_text=_("Only you can read it. It is kept sealed."),
        required=False,
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        error_messages=TOO_LONG,
    )


class ExposureForm(CalmForm):
    """A call that no record knows."""

    kind = kind_field(_("What kind of call was it?"), required=True)
    day = forms.DateField(label=_("Which day?"), widget=Day(), error_messages=DAY)
    secondary = forms.BooleanField(
        label=_("I was not at the scene (dispatch, evidence, records)"), required=False
    )
    note = note_field()


class DisputeForm(CalmForm):
    """What is not right about an entry."""

    reason = forms.ChoiceField(
        label=_("What is not right?"),
        choices=Reason.choices,
        widget=CalmRadio,
        error_messages={"invalid_choice": _("Choose one of the reasons on the page.")},
    )
    kind = kind_field(_("If it was another kind: which?"), required=False)
    day = forms.DateField(
        label=_("If it was another day: which?"), required=False, widget=Day(), error_messages=DAY
    )


class NoteForm(CalmForm):
    note = note_field()


class AttendanceForm(CalmForm):
    """Whose attendance is counted."""

    person = forms.CharField(
        label=_("Personnel number"),
        help_text=_("Your look is written into this person’s own log before a number is shown."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
