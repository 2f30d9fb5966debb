"""Coming back to duty: two questions to begin with, and whom the officer names."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from peersupport.return_stages import Reason, Stream
from trust.doors.forms import CalmForm, CalmRadio

STEPS = ("reason", "stream", "sure")


class StartForm(CalmForm):
    """One question a page; what was answered before travels along, and nothing is stored yet."""

    reason = forms.ChoiceField(
        label=_("What do you come back from?"),
        help_text=_("Only you and the people you name see this."),
        choices=Reason.choices,
        widget=CalmRadio,
    )
    stream = forms.ChoiceField(
        label=_("Which way suits you?"),
        help_text=_(
            "You set the pace in both. A wellness coordinator who looks for facilitators sees it."
        ),
        choices=Stream.choices,
        widget=CalmRadio,
    )

    def __init__(self, at: str, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name == at:
                continue
            field.widget = forms.HiddenInput()
            field.required = STEPS.index(name) < STEPS.index(at)


class NameForm(CalmForm):
    """Somebody who may see the plan."""

    person = forms.CharField(
        label=_("Who else may see your plan?"),
        help_text=_(
            "Their user name or personnel number. Nobody who leads you, or whom you lead. They see it "
            "for 90 days; you can take them off at any time."
        ),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class SupporterForm(CalmForm):
    """Somebody on the roster, for a facilitator's seat."""

    supporter = forms.ChoiceField(label=_("Facilitator"), choices=())

    def __init__(self, listed: Iterable[tuple[str, str]], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["supporter"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("Choose")), *listed]


class InviteForm(CalmForm):
    """An officer who is told that there is a page about coming back."""

    person = forms.CharField(
        label=_("Officer"),
        help_text=_(
            "User name or personnel number. They get one sentence that there is something new for "
            "them. You will not see what they do with it."
        ),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
