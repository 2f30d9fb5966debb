"""What officers fill in. Every choice is theirs: nothing is preselected, each item can be left out."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from trust.doors.forms import RATHER_NOT_SAY, CalmForm, CalmRadio, Text, rather_not_say
from trust.models import Category, Level
from wellness.actions import allowed_levels
from wellness.actions.check_ins import NOTE_LIMIT
from wellness.standing import Answer

ONLY_YOU = _("Only you see this answer, unless you share this check-in yourself.")
QUESTIONS: dict[str, Text] = {
    "stress": _("How much stress did you feel this week?"),
    "sleep": _("How many hours did you sleep on most nights?"),
    "fatigue": _("How worn out did you feel?"),
    "balance": _("How much room was there for your life outside work?"),
}
SHORT: dict[str, Text] = {
    "stress": _("Stress"),
    "sleep": _("Hours of sleep"),
    "fatigue": _("Feeling worn out"),
    "balance": _("Room for life outside work"),
}
CHOICES: dict[str, list[tuple[str, Text]]] = {
    "stress": [
        ("0", _("0 – none")),
        ("2", _("2 – a little")),
        ("4", _("4 – some")),
        ("6", _("6 – quite a lot")),
        ("8", _("8 – a lot")),
        ("10", _("10 – as much as I can imagine")),
    ],
    "sleep": [
        ("3.5", _("Less than 4")),
        ("4.5", _("4 to 5")),
        ("5.5", _("5 to 6")),
        ("6.5", _("6 to 7")),
        ("7.5", _("7 to 8")),
        ("8.5", _("8 or more")),
    ],
    "fatigue": [
        ("0", _("0 – rested")),
        ("2", _("2 – a little tired")),
        ("4", _("4 – tired")),
        ("6", _("6 – quite worn out")),
        ("8", _("8 – very worn out")),
        ("10", _("10 – nothing left")),
    ],
    "balance": [
        ("0", _("0 – none")),
        ("2", _("2 – very little")),
        ("4", _("4 – some")),
        ("6", _("6 – enough for what matters")),
        ("8", _("8 – a good amount")),
        ("10", _("10 – plenty")),
    ],
}


def as_answer(given: str) -> Answer:
    """What the form holds as the rule wants it: a number, or None for *rather not say*."""
    if given in ("", RATHER_NOT_SAY):
        return None
    number = float(given)
    return int(number) if number.is_integer() else number


class QuestionForm(CalmForm):
    """One question of the check-in."""

    answer = forms.ChoiceField(widget=CalmRadio, help_text=ONLY_YOU)

    def __init__(self, item: str, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        answer = self.fields["answer"]
        assert isinstance(answer, forms.ChoiceField)  # noqa: S101 - declared above
        answer.label = QUESTIONS[item]  # type: ignore[assignment]
        answer.choices = rather_not_say(CHOICES[item])
        answer.error_messages["required"] = _("Choose an answer, or “Rather not say”.")
        answer.error_messages["invalid_choice"] = _("Choose one of the answers on the page.")


class LastPageForm(CalmForm):
    """The end of the check-in: a note and a wish, both optional."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    note = forms.CharField(
        label=_("Anything you want to remember?"),
        help_text=_("Only you see your note, unless you share this check-in with one person."),
        required=False,
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("The note is longer than 4,000 letters.")},
    )
    contact = forms.BooleanField(
        label=_("I would like contact"),
        help_text=_("The people who may see your colour see this too. Nobody else does."),
        required=False,
    )


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
    """One check-in for one person."""

    person = forms.CharField(
        label=_("User name or personnel number"),
        help_text=_("They see the answers and the note of this one check-in, nothing else."),
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
