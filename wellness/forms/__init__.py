"""What officers fill in. Every choice is theirs: nothing is preselected, each item can be left out."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from trust.doors.forms import CalmForm, CalmRadio, Text
from trust.models import Category, Level
from wellness.actions import allowed_levels

SHORT: dict[str, Text] = {
    "stress": _("Stress"),
    "sleep": _("Hours of sleep"),
    "fatigue": _("Feeling worn out"),
    "balance": _("Room for life outside work"),
}


class LevelForm(CalmForm):
    """Who may know how I am doing."""

    level = forms.ChoiceField(label=_("Who may see your colour?"), widget=CalmRadio)
    wellness_team = forms.BooleanField(
        label=_("The wellness coordinator too, and nobody in command"),
        required=False,
    )
    check_ins = forms.ChoiceField(label=_("Check-ins"), required=False)
    exposure = forms.ChoiceField(label=_("Incidents you attended"), required=False)
    fatigue = forms.ChoiceField(label=_("Hours and fatigue"), required=False)

    def __init__(self, labels: dict[str, str], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        names = [level.name for level in allowed_levels()]
        level = self.fields["level"]
        assert isinstance(level, forms.ChoiceField)  # noqa: S101 - declared above
        level.choices = [(name, labels[name]) for name in names]
        level.error_messages["invalid_choice"] = _("Choose one of the levels on the page.")
        for category in Category.values:
            lower = self.fields[category]
            assert isinstance(lower, forms.ChoiceField)  # noqa: S101 - declared above
            lower.choices = [
                ("", _("The same as above")),
                *((name, Level[name].label) for name in names),
            ]

    def lowered(self) -> dict[str, Level]:
        """The categories for which a level of their own was chosen."""
        chosen = {each: self.cleaned_data.get(each) for each in Category.values}
        return {each: Level[name] for each, name in chosen.items() if name}


class ShareForm(CalmForm):
    """One check-in or one assessment for one person."""

    person = forms.CharField(
        label=_("User name or personnel number"),
        help_text=_("They see the answers and the note of this one, nothing else."),
        max_length=150,
    )
    days = forms.TypedChoiceField(
        label=_("For how long?"),
        coerce=int,
        choices=[(7, _("7 days")), (14, _("14 days")), (28, _("28 days"))],
        widget=CalmRadio,
    )


class PeerForm(CalmForm):
    """Who is the officer's peer supporter."""

    peer = forms.ChoiceField(
        label=_("Choose a peer supporter"),
        help_text=_("What they see depends on who may see your colour."),
        widget=CalmRadio,
    )

    def __init__(self, peers: list[tuple[str, str]], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        peer = self.fields["peer"]
        assert isinstance(peer, forms.ChoiceField)  # noqa: S101 - declared above
        peer.choices = peers
        peer.error_messages["invalid_choice"] = _("Choose one of the peer supporters on the list.")


class WithdrawForm(CalmForm):
    """Stop, or stop and destroy."""

    choice = forms.ChoiceField(
        label=_("What should happen with what you wrote?"),
        widget=CalmRadio,
        choices=[
            ("stop", _("Stop. Keep what I wrote, sealed, in case I come back.")),
            (
                "destroy",
                _("Stop and delete everything. Destroy my key, so that nobody can read it."),
            ),
        ],
    )
    sure = forms.BooleanField(
        label=_("Yes, I am sure. I know that deleting can’t be undone."), required=False
    )

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or {}
        if cleaned.get("choice") == "destroy" and not cleaned.get("sure"):
            self.add_error("sure", _("Tick the box to delete everything, or choose “Stop”."))
        return cleaned
