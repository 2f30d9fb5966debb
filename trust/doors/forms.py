"""How every form is drawn and how it answers when something is still to do.

Holds no field of any app: only the renderer, calm widgets, and the summary at the top of a form.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.renderers import TemplatesSetting
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from trust.refusal import Refusal

Text = str | Promise

RATHER_NOT_SAY = "rather_not_say"
RATHER_NOT_SAY_LABEL = _("Rather not say")


class ArgusRenderer(TemplatesSetting):
    """Draws `{{ form }}` as summary and field groups; named in the FORM_RENDERER setting."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class CalmRadio(forms.RadioSelect):
    """Choices as rows as tall as a thumb; the whole row can be pressed."""

    template_name = "forms/choices.html"
    option_template_name = "forms/choice.html"


class CalmCheckboxes(forms.CheckboxSelectMultiple):
    """The same rows where several answers may be ticked."""

    template_name = "forms/choices.html"
    option_template_name = "forms/choice.html"


FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2200, 1, 1)
SOME_DAY = _("Write the day as year-month-day, such as 2026-11-22.")


class DayField(forms.DateField):
    """A day of the calendar; none so far off that no clock can show it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": SOME_DAY}
    default_validators = [
        MinValueValidator(FIRST_DAY, SOME_DAY),
        MaxValueValidator(LAST_DAY, SOME_DAY),
    ]


def rather_not_say(choices: Iterable[tuple[str, Text]]) -> list[tuple[str, Text]]:
    """The choices with the way out as the last row."""
    return [*choices, (RATHER_NOT_SAY, RATHER_NOT_SAY_LABEL)]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the summary: where to jump (empty when it concerns the whole form) and what to say."""

    anchor: str
    message: str


def entries(form: forms.BaseForm) -> list[Entry]:
    """Everything the form still asks for, in the order of its fields."""
    whole = [Entry("", str(message)) for message in form.non_field_errors()]
    of_hidden = [
        Entry("", str(message)) for field in form.hidden_fields() for message in field.errors
    ]
    of_fields = [
        Entry(_anchor(field), str(message))
        for field in form.visible_fields()
        for message in field.errors
    ]
    return whole + of_hidden + of_fields


def _anchor(field: forms.BoundField) -> str:
    """The first control that can take the focus: a group of radios has no id of its own."""
    if field.use_fieldset and field.subwidgets:
        return str(field.subwidgets[0].id_for_label)
    return str(field.id_for_label or field.auto_id)


def title_for(asked: Sequence[Entry]) -> str:
    """A sentence about the form as a whole is not a missing answer."""
    if not all(entry.anchor for entry in asked):
        return gettext("Please look at this once more")
    count = len(asked)
    return ngettext("One answer needed", "%(count)d answers needed", count) % {"count": count}


class ErrorSummaryMixin:
    """Says what is still needed, names the question, and keeps what was typed."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            _name_what_is_missing(name, field)

    @property
    def summary(self) -> list[Entry]:
        return entries(self)  # type: ignore[arg-type]

    @property
    def summary_title(self) -> str:
        return title_for(self.summary)


def _name_what_is_missing(name: str, field: forms.Field) -> None:
    """Django's own sentence does not say which answer; a form's own sentence is left alone."""
    if field.error_messages.get("required") != forms.Field.default_error_messages["required"]:
        return
    label = field.label or name.replace("_", " ")
    field.error_messages["required"] = format_lazy(
        "{still}: {label}", still=_("Still to do"), label=label
    )


class CalmForm(ErrorSummaryMixin, forms.Form):
    """The form that pages build on."""


# Django lets nobody write ModelForm[Row] at run time, so the row stays unnamed here.
class CalmModelForm(ErrorSummaryMixin, forms.ModelForm):  # type: ignore[type-arg]
    """The same for a one-row edit by its owner."""


def show(form: forms.Form, refusal: Refusal) -> None:
    """Put a refusal where the person can act on it; what was typed stays."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
