"""Policy packs: which services are offered after an incident, and until when. Pure data.

Times: Everly and Mitchell's CISM table (defusing within 12 hours, debriefing 1 to 10 days, 3 to 4
weeks after a mass disaster); TRiM at 72 hours and 28 days for the UK pack. The offer is mandatory,
attendance is not, and taking part never is: WHO and NICE NG116 advise against single-session
debriefing as a treatment.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


class Service(TextChoices):
    DEMOBILISATION = "demobilisation", _("Demobilisation")
    DEFUSING = "defusing", _("Defusing")
    CISD = "cisd", _("Debriefing (CISD)")
    ONE_TO_ONE = "one_to_one", _("One-to-one talk")
    FAMILY = "family", _("Support for the family")
    PASTORAL = "pastoral", _("Chaplain")
    REFERRAL = "referral", _("Referral")
    FOLLOW_UP = "follow_up", _("Follow-up")


# What a person who was there is told about each service.
ABOUT: dict[str, Promise] = {
    Service.DEMOBILISATION: _("A short word and something warm before you go home."),
    Service.DEFUSING: _(
        "A short talk on the same day with the people who were there. Nobody has to speak."
    ),
    Service.CISD: _(
        "A longer talk in a group, led by somebody from outside your chain of command."
    ),
    Service.ONE_TO_ONE: _("You and one trained peer supporter, when and where it suits you."),
    Service.FAMILY: _("Somebody who talks with the people at home, if they would like that."),
    Service.PASTORAL: _("A talk with a chaplain, of your faith or of none."),
    Service.REFERRAL: _("We find you a counsellor or doctor and make the first call."),
    Service.FOLLOW_UP: _("We ask once more after some weeks how you are doing."),
}


@dataclass(frozen=True)
class Window:
    """When a service is open, counted from the incident. ``best_by`` is the preferred end.

    An ``any_time`` service is counted from the moment somebody asked, or the case was opened.
    """

    service: str
    opens: dt.timedelta
    closes: dt.timedelta
    best_by: dt.timedelta | None = None
    urgent_only: bool = False
    any_time: bool = False
    disaster_closes: dt.timedelta | None = None
    people: tuple[int, int] | None = None


@dataclass(frozen=True)
class Pack:
    """The rules of one jurisdiction. ``version`` is stored with every case."""

    code: str
    version: str
    source: str
    attendance: str
    windows: tuple[Window, ...]
    disasters: frozenset[str] = field(default_factory=lambda: frozenset({"mass_casualty"}))

    def open_for(self, *, urgent: bool, categories: Iterable[str]) -> list[Window]:
        """The windows that apply to an incident, with the longer end after a disaster."""
        disaster = bool(self.disasters & set(categories))
        return [
            replace(each, closes=(each.disaster_closes if disaster else None) or each.closes)
            for each in self.windows
            if urgent or not each.urgent_only
        ]

    @property
    def prompt(self) -> dt.timedelta:
        """The end of the window that closes first: an offer made by then came in time."""
        return min(each.closes for each in self.windows)


US = Pack(
    code="US",
    version="us-2026-1",
    source="Everly and Mitchell, CISM timing; 34 U.S.C. 50901",
    attendance="offer_only",
    windows=(
        Window(Service.DEFUSING, 0 * HOUR, 12 * HOUR, people=(3, 20)),
        Window(
            Service.CISD, 24 * HOUR, 10 * DAY, 72 * HOUR, disaster_closes=28 * DAY, people=(3, 25)
        ),
        Window(Service.ONE_TO_ONE, 0 * HOUR, 90 * DAY, any_time=True),
        Window(Service.REFERRAL, 0 * HOUR, 90 * DAY, 24 * HOUR, urgent_only=True, any_time=True),
        Window(Service.FOLLOW_UP, 28 * DAY, 45 * DAY, 31 * DAY, any_time=True),
    ),
)
UK = Pack(
    code="UK",
    version="uk-2026-1",
    source="TRiM practice (72 hours and 28 days); NICE NG116",
    attendance="offer_only",
    windows=(
        Window(Service.DEFUSING, 0 * HOUR, 12 * HOUR, people=(3, 20)),
        Window(Service.ONE_TO_ONE, 0 * HOUR, 90 * DAY, 96 * HOUR, any_time=True),
        Window(Service.REFERRAL, 0 * HOUR, 90 * DAY, 24 * HOUR, urgent_only=True, any_time=True),
        Window(Service.FOLLOW_UP, 28 * DAY, 45 * DAY, 28 * DAY, any_time=True),
    ),
)
PACKS = {pack.code: pack for pack in (US, UK)}
