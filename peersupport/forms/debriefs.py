"""Forms for sessions and visits: when, where, who leads, for whom. On the agency's own clock."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from agency import clock, local_time
from peersupport.actions.roster import OnList, pick_list
from peersupport.kinds import Speciality
from peersupport.models import Debrief
from peersupport.packs import Service
from trust.doors.forms import CalmCheckboxes, CalmForm, DayField

AT_MOST = 40  # people to choose from on one page; the first ones are trained for it
LENGTHS = (20, 30, 45, 60, 90, 120, 180)
TRAINED_FOR: dict[str, str] = {
    Service.DEMOBILISATION: Speciality.CISM_GROUP,
    Service.DEFUSING: Speciality.CISM_GROUP,
    Service.CISD: Speciality.CISM_GROUP,
    Service.TRIM: Speciality.TRIM,
    Service.ONE_TO_ONE: Speciality.CISM_ONE,
    Service.FAMILY: Speciality.FAMILY,
    Service.PASTORAL: Speciality.SPIRITUAL,
}


class PlaceForm(CalmForm):
    """When and where a session is, and who leads it."""

    day = DayField(label=_("Day"))
    time = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    minutes = forms.TypedChoiceField(
        label=_("How long"),
        coerce=int,
        initial=45,
        choices=[(each, _("%(n)d minutes") % {"n": each}) for each in LENGTHS],
    )
    room = forms.CharField(
        label=_("Room"), required=False, max_length=80,
        help_text=_("Choose a place where nobody from command walks by."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    link = forms.URLField(
        label=_("Link to join from afar"), required=False, assume_scheme="https",
        help_text=_("Those invited, those who lead it and the team see it."),
    )  # fmt: skip
    facilitators = forms.MultipleChoiceField(label=_("Who leads it"), widget=CalmCheckboxes)

    def __init__(self, service: str, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["facilitators"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = leaders(service, self.initial.get("facilitators", ()))
        field.help_text = (
            _("Two are usual for this. Nobody from the chain of command of anybody invited.")
            if service in (Service.CISD, Service.DEFUSING)
            else _("Nobody from the chain of command of the person invited.")
        )

    @property
    def starts_at(self) -> dt.datetime:
        written = dt.datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"])
        planned = self.initial.get("starts_at")
        if planned and _on_the_wall(planned) == written:
            return planned  # the second 01:30 of a night stays the second
        return local_time.instant(written, local_time.zone())

    @property
    def given(self) -> dict[str, object]:
        """What an action takes."""
        names = ("minutes", "room", "link", "facilitators")
        return {"starts_at": self.starts_at} | {name: self.cleaned_data[name] for name in names}


def leaders(service: str, chosen: Iterable[str] = ()) -> list[tuple[str, str]]:
    """People on the list, those trained for the service first. Five queries, whatever their number."""
    wanted, chosen = TRAINED_FOR.get(service, ""), set(chosen)

    def key(each: OnList) -> tuple[bool, bool, bool, str]:
        row = each.supporter
        return (
            str(row.pk) not in chosen, wanted not in row.specialities, not each.reachable,
            str(row.user),
        )  # fmt: skip

    found = sorted(pick_list(at=clock.now()), key=key)[:AT_MOST]
    return [(str(each.supporter.pk), _named(each, wanted)) for each in found]


def _named(each: OnList, wanted: str) -> str:
    row = each.supporter
    kind = str(row.get_kind_display())
    if wanted and wanted in row.specialities:
        kind = str(Speciality(wanted).label)
    return f"{row.user} · {kind}"


class PlanForm(PlaceForm):
    """The same for a new session, with the people whom it is for."""

    offers = forms.MultipleChoiceField(
        label=_("For whom"), required=False, widget=CalmCheckboxes,
        help_text=_("Those who asked for a time. Leave somebody out to plan another session for them."),
    )  # fmt: skip
    for_everyone = forms.BooleanField(
        label=_("Everyone who was there may come"), required=False,
        help_text=_("They all hear that a time stands. Whoever accepts has a seat."),
    )  # fmt: skip

    def __init__(
        self, service: str, people: list[tuple[str, str]], *args: object, **kwargs: object
    ) -> None:
        super().__init__(service, *args, **kwargs)
        if not people:
            del self.fields["offers"]
            return
        field = self.fields["offers"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = people
        field.initial = [pk for pk, _name in people]

    @property
    def given(self) -> dict[str, object]:
        offers = self.cleaned_data.get("offers")
        return super().given | {
            "offers": offers if "offers" in self.fields else None,
            "for_everyone": self.cleaned_data["for_everyone"],
        }


def _on_the_wall(moment: dt.datetime) -> dt.datetime:
    """To the minute, as a form writes it: without an offset."""
    here = moment.astimezone(local_time.zone())
    return here.replace(second=0, microsecond=0, tzinfo=None, fold=0)


def as_written(row: Debrief) -> dict[str, object]:
    """A session in the words of the form."""
    here = _on_the_wall(row.starts_at)
    return {
        "starts_at": row.starts_at,
        "day": here.date(),
        "time": here.time(),
        "minutes": int((row.ends_at - row.starts_at).total_seconds() // 60),
        "room": row.room.name if row.room else "",
        "link": row.link,
        "facilitators": [str(each.supporter_id) for each in row.facilitators.all()],
    }


class VisitForm(CalmForm):
    """Who goes to the briefing, and when."""

    supporter = forms.ChoiceField(label=_("Who goes"))
    day = DayField(label=_("Day"))

    def __init__(self, people: list[tuple[str, str]], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["supporter"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("Choose")), *people]

    @property
    def given(self) -> tuple[uuid.UUID, dt.date]:
        return uuid.UUID(self.cleaned_data["supporter"]), self.cleaned_data["day"]
