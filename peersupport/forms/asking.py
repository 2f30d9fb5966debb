"""Forms in which people ask: for themselves, or for everybody at an incident."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import Attendance, User
from trust import access
from trust.doors.forms import CalmForm, CalmRadio

RECENT = dt.timedelta(days=60)
AT_MOST = 8
SOMETHING_ELSE = ""


class AskForm(CalmForm):
    """Ask for support for oneself: about an incident one attended, or about anything."""

    number = forms.ChoiceField(
        label=_("What is it about?"),
        help_text=_("The wellness team learns that somebody asked, and not who."),
        widget=CalmRadio,
        required=True,
    )

    def __init__(self, by: User, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["number"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [*_attended(by), ("else", _("Something else, or I would rather not say"))]

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        return SOMETHING_ELSE if number == "else" else number


def _attended(by: User) -> list[tuple[str, str]]:
    since = clock.now() - RECENT
    mine = access.visible(by, Attendance).filter(user=by, incident__occurred_at__gte=since)
    rows = mine.select_related("incident").order_by("-incident__occurred_at")[:AT_MOST]
    return [
        (
            row.incident.number,
            _("%(day)s, incident %(number)s")
            % {
                "day": date_format(timezone.localdate(row.incident.occurred_at), "DATE_FORMAT"),
                "number": row.incident.number,
            },
        )
        for row in rows
    ]


class RaiseForm(CalmForm):
    """Ask for everybody who was at an incident."""

    number = forms.CharField(
        label=_("Incident number"),
        help_text=_("Everyone who was there is offered the same. They are not told who asked."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    source = forms.ChoiceField(label=_("Who asked?"), widget=CalmRadio, choices=(), required=False)

    def __init__(self, sources: list[tuple[str, str]], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = sources
        field.required = True
        if len(sources) == 1:
            del self.fields["source"]
        self.only_source = sources[0][0] if sources else ""

    @property
    def asked_as(self) -> str:
        return str(self.cleaned_data.get("source") or self.only_source)
