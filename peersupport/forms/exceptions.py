"""Step by step to an exception: which one, for suicide two questions apart, then whom to ask."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from peersupport.actions.exceptions import Heard
from peersupport.exceptions import Code, Ground
from peersupport.models import Supporter, Unsafe
from trust.doors.forms import CalmForm, CalmRadio

YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class GroundForm(CalmForm):
    """First: which exception of the list."""

    code = forms.ChoiceField(label=_("What is it about?"), widget=CalmRadio)

    def __init__(self, grounds: Iterable[Ground], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(each.code, each.words) for each in grounds]


class SuicideForm(CalmForm):
    """Then, for suicide alone: two questions, each on its own."""

    intent = forms.ChoiceField(
        label=_("Did they say that they want to die by suicide?"),
        help_text=_("A clear wish to die, not a thought that comes and goes."),
        choices=YES_NO,
        widget=CalmRadio,
    )
    means = forms.ChoiceField(
        label=_("Do they have a plan, or the means at hand?"),
        help_text=_("A time, a place, a way; or a weapon or pills within reach."),
        choices=YES_NO,
        widget=CalmRadio,
    )


class ConsultForm(CalmForm):
    """Last: whom to ask, and whether the officer can be told now."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    code = forms.ChoiceField(choices=Code.choices, widget=forms.HiddenInput)
    intent = forms.ChoiceField(choices=YES_NO, required=False, widget=forms.HiddenInput)
    means = forms.ChoiceField(choices=YES_NO, required=False, widget=forms.HiddenInput)
    consult = forms.ChoiceField(
        label=_("Whom do you ask?"),
        help_text=_(
            "Another supporter, a chaplain or a counsellor. They read the exception and no name, and "
            "say whether they agree."
        ),
    )
    unsafe = forms.ChoiceField(
        label=_("When is the officer told?"),
        help_text=_("The person you ask has to agree to telling later."),
        choices=[("now", _("Now")), *Unsafe.choices],
        widget=CalmRadio,
    )

    def __init__(self, people: Iterable[Supporter], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["consult"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("Choose a person"))] + [
            (str(each.pk), f"{each.user} ({each.get_kind_display()})") for each in people
        ]
        later = self.fields["unsafe"]
        assert isinstance(later, forms.ChoiceField)  # noqa: S101 - declared above
        later.choices = [("now", _("Now"))] + [
            (code, _("Within 72 hours: %(why)s") % {"why": label}) for code, label in Unsafe.choices
        ]

    @property
    def heard(self) -> Heard:
        said = self.cleaned_data
        unsafe = said["unsafe"]
        return Heard(
            code=said["code"],
            intent=_yes(said["intent"]),
            means=_yes(said["means"]),
            unsafe="" if unsafe == "now" else unsafe,
        )


def _yes(said: str) -> bool | None:
    return said == "yes" if said else None
