"""Log a contact in a few taps. Nothing is chosen beforehand but the day, which says nothing of a person."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from agency import local_time
from peersupport.actions.contacts import Entry
from peersupport.models import Activation, Channel, Contact, Duration
from trust.doors.forms import CalmForm, CalmRadio, DayField

OTHER = "other"
BACK = {"today": 0, "yesterday": 1}
AHEAD = {"tomorrow": 1, "week": 7, "month": 30}


class ContactForm(CalmForm):
    """One contact. ``key`` makes a double press one line."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label=_("How were you in touch?"), choices=Channel.choices, widget=CalmRadio
    )
    duration = forms.ChoiceField(label=_("How long?"), choices=Duration.choices, widget=CalmRadio)
    activation = forms.ChoiceField(
        label=_("Who began it?"), choices=Activation.choices, widget=CalmRadio
    )
    when = forms.ChoiceField(
        label=_("When?"),
        choices=[("today", _("Today")), ("yesterday", _("Yesterday")), (OTHER, _("Another day"))],
        widget=CalmRadio,
    )
    day = DayField(label=_("Which day?"), required=False)
    follow_up = forms.ChoiceField(
        label=_("When do you look in again?"),
        choices=[
            ("tomorrow", _("Tomorrow")),
            ("week", _("In a week")),
            ("month", _("In a month")),
            (OTHER, _("On another day")),
        ],
        widget=CalmRadio,
        required=False,
    )
    follow_up_on = DayField(label=_("On which day?"), required=False)
    referral_offered = forms.BooleanField(
        label=_("I offered further help, such as a counsellor"), required=False
    )

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        for choice, day in (("when", "day"), ("follow_up", "follow_up_on")):
            if said.get(choice) == OTHER and not said.get(day) and day not in self.errors:
                self.add_error(day, _("Choose the day."))
        return said

    @property
    def entry(self) -> Entry:
        said = self.cleaned_data
        return Entry(
            day=_back(said["when"], said["day"]),
            channel=said["channel"],
            duration=said["duration"],
            activation=said["activation"],
            follow_up_on=_ahead(said["follow_up"], said["follow_up_on"]),
            referral_offered=said["referral_offered"],
        )


def _back(choice: str, day: dt.date) -> dt.date:
    return day if choice == OTHER else local_time.today() - dt.timedelta(days=BACK[choice])


def _ahead(choice: str, day: dt.date | None) -> dt.date | None:
    if choice == OTHER:
        return day
    return local_time.today() + dt.timedelta(days=AHEAD[choice]) if choice else None


def empty() -> Mapping[str, object]:
    """A fresh form: a key, and today."""
    return {"key": uuid.uuid4(), "when": "today"}


def filled(row: Contact) -> Mapping[str, object]:
    """A line as the form shows it, to put it right."""
    return {
        "key": row.key,
        "channel": row.channel,
        "duration": row.duration,
        "activation": row.activation,
        "when": "today" if row.day == local_time.today() else OTHER,
        "day": row.day,
        "follow_up": OTHER if row.follow_up_on else "",
        "follow_up_on": row.follow_up_on,
        "referral_offered": row.referral_offered,
    }
