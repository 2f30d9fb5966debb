"""Forms around referrals: what a provider may see, and days with a time on the agency's own clock."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from agency import local_time
from agency.models import User
from peersupport.actions.referral_details import LONGEST, TIMES
from peersupport.actions.referrals import colleagues
from peersupport.models import Provider, Referral
from trust import access
from trust.doors.forms import CalmCheckboxes, CalmForm, DayField

NEEDS_NAME = _(
    "With your name they can call you. Without it they see a number, and everything goes through "
    "this page."
)


class ReferralForm(CalmForm):
    """What the people who help may know. Nothing is ticked for the officer."""

    named = forms.BooleanField(
        label=_("The coordinator may see my name"), help_text=NEEDS_NAME, required=False
    )
    name = forms.BooleanField(
        label=_("The provider may see my name"),
        help_text=_(
            "Somebody outside your agency gets a link. Behind it stands only what you choose here. "
            "If you choose nothing, they call the coordinator."
        ),
        required=False,
    )
    phone = forms.CharField(
        label=_("The provider may call me at"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    email = forms.CharField(
        label=_("The provider may write to me at"),
        help_text=_("Better not the mailbox of your department."),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "off"}),
    )
    times = forms.MultipleChoiceField(
        label=_("Good times to reach me"),
        required=False,
        widget=CalmCheckboxes,
        choices=[*TIMES.items()],
    )

    def __init__(self, outside: bool, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not outside:
            for each in ("name", "phone", "email", "times"):
                del self.fields[each]

    @property
    def shown(self) -> dict[str, object]:
        """The choices as ``create_referral`` takes them."""
        kept = {each: self.cleaned_data.get(each) for each in ("name", "phone", "email", "times")}
        return {each: value for each, value in kept.items() if value}


class TimeForm(CalmForm):
    """A day and a time, as the clock on the agency's wall shows them."""

    day = DayField(label=_("Day"))
    time = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    @property
    def starts(self) -> dt.datetime:
        """The instant; right on the nights on which the clocks change."""
        written = dt.datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"])
        return local_time.instant(written, local_time.zone())


class HandOnForm(CalmForm):
    """To whom a referral goes next."""

    provider = forms.ChoiceField(label=_("Provider"), required=False)
    owner = forms.ChoiceField(label=_("Who looks after it"))
    round = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, by: User, row: Referral, *args: object, **kwargs: object) -> None:
        first = {"provider": str(row.provider_id or ""), "owner": str(by.pk), "round": row.round}
        super().__init__(*args, initial=first, **kwargs)
        line = access.visible(by, Provider).filter(kind=row.kind, active=True)
        self._choose("provider", [("", _("Nobody outside for now")), *map(_choice, line.in_line())])  # type: ignore[attr-defined]
        self._choose(
            "owner", [(str(by.pk), _("Me")), *((str(p.pk), str(p)) for p in colleagues(by))]
        )

    def _choose(self, name: str, choices: list[tuple[str, object]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = choices


def _choice(row: Provider) -> tuple[str, str]:
    stale = _("%(name)s (not checked lately)") % {"name": row.name}
    return str(row.pk), str(stale if row.is_stale else row.name)
