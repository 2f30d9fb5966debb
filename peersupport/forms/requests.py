"""What an officer wishes for. Every wish can be left open; nothing asks why."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from peersupport.kinds import Background, Kind, Language, Speciality
from trust.doors.forms import CalmForm, CalmRadio

NO_MATTER = ("", _("It doesn’t matter"))
#: A crisis service is called, and stands at the top of each page; money advice comes by referral.
KINDS = [each for each in Kind.choices if each[0] not in (Kind.CRISIS, Kind.FINANCIAL)]


class FindForm(CalmForm):
    """The list of supporters, narrowed down. Read from the address, so a page can be kept."""

    kind = forms.ChoiceField(label=_("Who"), choices=[("", _("Anybody")), *KINDS], required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=[NO_MATTER, *Language.choices], required=False
    )
    background = forms.ChoiceField(
        label=_("Has lived through"), choices=[NO_MATTER, *Background.choices], required=False
    )
    speciality = forms.ChoiceField(
        label=_("Trained in"), choices=[NO_MATTER, *Speciality.choices], required=False
    )
    on_duty_now = forms.BooleanField(label=_("On duty now"), required=False)
    other_unit = forms.BooleanField(label=_("Not from my unit"), required=False)

    @property
    def wish(self) -> dict[str, object]:
        """What is wished for; of an address that somebody typed, the parts that make sense."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) or "" for name in TEXTS}
        return given | {name: bool(self.cleaned_data.get(name)) for name in TICKS}


TEXTS = ("kind", "language", "background", "speciality")
TICKS = ("on_duty_now", "other_unit")


class WishForm(FindForm):
    """The wish of a request: the kind is needed, the rest is not."""

    kind = forms.ChoiceField(
        label=_("Who would you like to talk to?"), widget=CalmRadio, choices=KINDS
    )
    supporter = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, named_kind: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if named_kind:  # the person decides the kind, and no other wish matters
            for name in (*TEXTS, *TICKS):
                del self.fields[name]
