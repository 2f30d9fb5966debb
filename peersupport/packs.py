"""Policy packs: which services are offered after an incident, and until when. Pure data.

Times: Everly and Mitchell's CISM table (demobilisation at the end of the shift, defusing within 12
hours, debriefing 1 to 10 days, 3 to 4 weeks after a mass disaster); TRiM at 72 hours and 28 days for
the UK pack; follow-ups at 1, 3 and 12 months. The offer is mandatory, attendance is the pack's
setting, and taking part never is: WHO and NICE NG116 advise against single-session debriefing as a
treatment. What an agency may change, inside which bounds, stands in ``peersupport.pack_numbers``.
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
    TRIM = "trim", _("TRiM talk")
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
    Service.TRIM: _(
        "You and one trained colleague look at how it was, three days and a month later."
    ),
    Service.ONE_TO_ONE: _("You and one trained peer supporter, when and where it suits you."),
    Service.FAMILY: _("Somebody who talks with the people at home, if they would like that."),
    Service.PASTORAL: _("A talk with a chaplain, of your faith or of none."),
    Service.REFERRAL: _("We find you a counsellor or doctor and make the first call."),
    Service.FOLLOW_UP: _("We ask once more after some weeks how you are doing."),
}


_AGAIN: dict[tuple[str, int], Promise] = {
    (Service.TRIM, 2): _("Second TRiM talk"),
    (Service.FOLLOW_UP, 2): _("Second follow-up"),
    (Service.FOLLOW_UP, 3): _("Third follow-up"),
}
# What an officer answers by a certain day; the rest is there whenever they like.
BY_A_DAY = (Service.DEMOBILISATION, Service.DEFUSING, Service.CISD, Service.TRIM, Service.FOLLOW_UP)


def called(service: str, turn: int = 1) -> str:
    """The service as people read it, with which time it is."""
    return str(_AGAIN.get((service, turn), Service(service).label))


class Attendance(TextChoices):
    """Whether an agency wants its people to come. Speaking is everybody's own choice either way."""

    OFFER_ONLY = "offer_only", _("Nobody has to come")
    EXPECTED = "expected", _("Everybody is expected to come; nobody has to speak")


@dataclass(frozen=True)
class Window:
    """When a service is open, counted from the incident. ``best_by`` is the preferred end.

    An ``any_time`` service is counted from the moment somebody asked, or the case was opened. One
    ``at_shift_end`` closes so long after the officer's own shift where the roster knows it.
    """

    service: str
    opens: dt.timedelta
    closes: dt.timedelta
    best_by: dt.timedelta | None = None
    round: int = 1
    urgent_only: bool = False
    any_time: bool = False
    at_shift_end: dt.timedelta | None = None
    disaster_closes: dt.timedelta | None = None
    people: tuple[int, int] | None = None

    @property
    def is_due(self) -> bool:
        """Has an end that somebody has to meet, and that a feed can be in time for."""
        return not self.any_time and self.at_shift_end is None


@dataclass(frozen=True)
class Pack:
    """The rules of one jurisdiction. ``version`` is stored with every case."""

    code: str
    version: str
    source: str
    windows: tuple[Window, ...]
    attendance: str = Attendance.OFFER_ONLY
    answer_minutes: int = 15
    accepts_a_day: int = 10
    capacity: int = 5
    outreach_percent: int = 150
    outreach_least: int = 6
    disasters: frozenset[str] = field(default_factory=lambda: frozenset({"mass_casualty"}))

    def open_for(self, *, urgent: bool, categories: Iterable[str]) -> list[Window]:
        """The windows that apply to an incident, with the longer end after a disaster."""
        disaster = bool(self.disasters & set(categories))
        return [
            replace(each, closes=(each.disaster_closes if disaster else None) or each.closes)
            for each in self.windows
            if urgent or not each.urgent_only
        ]

    def people(self, service: str) -> tuple[int, int]:
        """The fewest and the most for one session of a service; one person where it is no group."""
        sizes = (each.people for each in self.windows if each.service == service)
        return next((size for size in sizes if size), (1, 1))

    @property
    def prompt(self) -> dt.timedelta:
        """The end of the window that closes first: an offer made by then came in time."""
        return min(each.closes for each in self.windows if each.is_due)


_ON_SCENE = (
    Window(Service.DEMOBILISATION, 0 * HOUR, 8 * HOUR, at_shift_end=2 * HOUR, people=(1, 100)),
    Window(Service.DEFUSING, 0 * HOUR, 12 * HOUR, people=(3, 20)),
)
_ANY_TIME = (
    Window(Service.FAMILY, 0 * HOUR, 90 * DAY, any_time=True),
    Window(Service.PASTORAL, 0 * HOUR, 90 * DAY, any_time=True),
    Window(Service.REFERRAL, 0 * HOUR, 90 * DAY, 24 * HOUR, urgent_only=True, any_time=True),
)
_FOLLOW_UPS = (
    Window(Service.FOLLOW_UP, 28 * DAY, 45 * DAY, 31 * DAY, any_time=True),
    Window(Service.FOLLOW_UP, 84 * DAY, 110 * DAY, 92 * DAY, round=2, any_time=True),
    Window(Service.FOLLOW_UP, 350 * DAY, 395 * DAY, 365 * DAY, round=3, any_time=True),
)

US = Pack(
    code="US",
    version="us-2026-2",
    source="Everly and Mitchell, CISM timing; 34 U.S.C. 50901",
    windows=(
        *_ON_SCENE,
        Window(
            Service.CISD, 24 * HOUR, 10 * DAY, 72 * HOUR, disaster_closes=28 * DAY, people=(3, 25)
        ),
        Window(Service.ONE_TO_ONE, 0 * HOUR, 90 * DAY, any_time=True),
        *_ANY_TIME,
        *_FOLLOW_UPS,
    ),
)
UK = Pack(
    code="UK",
    version="uk-2026-2",
    source="TRiM practice (72 hours and 28 days); NICE NG116",
    windows=(
        *_ON_SCENE,
        Window(Service.TRIM, 48 * HOUR, 10 * DAY, 72 * HOUR),
        Window(Service.TRIM, 26 * DAY, 42 * DAY, 28 * DAY, round=2),
        Window(Service.ONE_TO_ONE, 0 * HOUR, 90 * DAY, 96 * HOUR, any_time=True),
        *_ANY_TIME,
        *_FOLLOW_UPS,
    ),
)
# California has the times of the US pack, and a law of its own on what a supporter keeps.
CA = replace(
    US,
    code="CA",
    version="ca-2026-1",
    source="Everly and Mitchell, CISM timing; Cal. Gov. Code 8669.4",
)
PACKS = {pack.code: pack for pack in (US, CA, UK)}
