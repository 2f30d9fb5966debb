"""One step of the safety plan, as the officer fills it in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from trust.doors.forms import CalmForm
from wellness.safety_texts import Step


class SafetyStepForm(CalmForm):
    """The lines of one step in one field, named by the step so that a refusal finds it."""

    def __init__(self, step: Step, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields[step.code] = forms.CharField(
            label=step.ask,  # type: ignore[arg-type]
            help_text=_("For you. Write one thing on each line."),
            required=False,
            widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        )
        self.code = step.code

    def lines(self) -> list[str]:
        return str(self.cleaned_data[self.code]).splitlines()
