"""What supporters say of themselves, and what the team and the steering group fill in."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from peersupport.actions.applications import APPLIES_AS
from peersupport.actions.overview import Wanted
from peersupport.actions.profiles import LONGEST, LONGEST_AREA
from peersupport.certification import State
from peersupport.kinds import Background, Kind, Language, Speciality
from peersupport.models import Seat
from trust.doors.forms import CalmCheckboxes, CalmForm, CalmRadio, DayField

Choice = tuple[str, str | Promise]
WEEKDAYS: tuple[Choice, ...] = (
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
)
SOME_TIME = _("Write the time as hours and minutes, such as 22:00.")
AWAY, REACHABLE = "away", "reachable"


class Several(forms.MultipleChoiceField):
    """None, one or more of a list."""

    widget = CalmCheckboxes


class ClockField(forms.TimeField):
    """A time as the clock on the wall shows it."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    default_error_messages = {"invalid": SOME_TIME}


# --- a supporter's own ------------------------------------------------------------------------------------


class HoursForm(CalmForm):
    """The same hours on one or more days of every week."""

    weekdays = forms.MultipleChoiceField(
        label=_("On which days?"), choices=WEEKDAYS, widget=CalmCheckboxes
    )
    starts = ClockField(label=_("From"))
    ends = ClockField(
        label=_("To"), help_text=_("An earlier time than “From” means: on the next day.")
    )


class DaysForm(CalmForm):
    """Days that are not like every week."""

    kind = forms.ChoiceField(
        label=_("What is different?"),
        choices=[(AWAY, _("I am away")), (REACHABLE, _("I am reachable all day"))],
        widget=CalmRadio,
    )
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"))


class ProfileForm(CalmForm):
    """What colleagues read. Everything may stay empty."""

    introduction = forms.CharField(
        label=_("About me"),
        help_text=_("In your own words, for colleagues who look for somebody to talk to."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    languages = Several(label=_("Languages"), choices=Language.choices, required=False)
    backgrounds = Several(
        label=_("What I have lived through or done"), choices=Background.choices, required=False
    )
    specialities = Several(
        label=_("What I was trained for"), choices=Speciality.choices, required=False
    )
    area = forms.CharField(label=_("Where I am"), required=False, max_length=LONGEST_AREA)
    capacity = forms.IntegerField(
        label=_("Open contacts at most"),
        help_text=_("With 0 you are not asked for now."),
        min_value=0,
        max_value=30,
    )


class PhotoForm(CalmForm):
    """A picture, if one likes. It is made anew and small; what else stands in the file is thrown away."""

    picture = forms.FileField(
        label=_("Photo"),
        help_text=_("JPEG, PNG or WebP. Place and camera notes in the file are removed."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )


class ApplyForm(CalmForm):
    """Would like to become a supporter. Not asked: why."""

    kind = forms.ChoiceField(
        label=_("As what?"),
        choices=[(each.value, each.label) for each in APPLIES_AS],
        widget=CalmRadio,
    )
    languages = Several(label=_("Languages you speak"), choices=Language.choices, required=False)


# --- the team's -------------------------------------------------------------------------------------------


def _any(words: Iterable[Choice], label: str | Promise) -> list[Choice]:
    return [("", label), *words]


class SearchForm(CalmForm):
    """Whom the team looks for. Every field may stay empty."""

    text = forms.CharField(label=_("Name or area"), required=False, max_length=80)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=_any(Kind.choices, _("All kinds"))
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=_any(Language.choices, _("Any language"))
    )
    speciality = forms.ChoiceField(
        label=_("Speciality"), required=False, choices=_any(Speciality.choices, _("Any"))
    )
    training = forms.ChoiceField(
        label=_("Training"), required=False, choices=_any(State.choices, _("Any state"))
    )
    now = forms.BooleanField(label=_("Only who can be reached now"), required=False)
    left = forms.BooleanField(label=_("Only who left the programme"), required=False)

    @property
    def wanted(self) -> Wanted:
        """What was asked for; fields that make no sense ask for nothing."""
        self.is_valid()
        return Wanted(**self.cleaned_data)


class AddForm(CalmForm):
    """Put somebody on the roster."""

    person = forms.CharField(label=_("User name or personnel number"), max_length=150)
    kind = forms.ChoiceField(label=_("As what?"), choices=Kind.choices, widget=CalmRadio)


class PlaceForm(CalmForm):
    """What the team decides about a supporter."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    capacity = forms.IntegerField(label=_("Open contacts at most"), min_value=0, max_value=30)


class SeatForm(CalmForm):
    """Who sits on a seat of the steering group."""

    seat = forms.ChoiceField(label=_("Seat"), choices=Seat.choices)
    person = forms.CharField(label=_("User name or personnel number"), max_length=150)


class MeetingForm(CalmForm):
    """On which day the group met."""

    day = DayField(label=_("Day"))
    seats = forms.MultipleChoiceField(
        label=_("Which seats were there?"), choices=Seat.choices, widget=CalmCheckboxes
    )
