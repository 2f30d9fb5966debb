"""Where each role can go. A page is named here only when it exists; a test asks every name.

One role at a time: while somebody leads or coordinates, the pages of their own record are not in
the bar. They change back to "Officer" for those.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agency.models import Role

Text = str | Promise


@dataclass(frozen=True)
class Place:
    """A page of the portal: its words, its URL name, its picture, and a sentence for its card."""

    label: Text
    name: str
    icon: str
    text: Text = ""


@dataclass(frozen=True)
class Item:
    """A place as the page shows it."""

    label: str
    url: str
    icon: str
    current: bool


HOME = Place(_("Home"), "home", "home")
CHECK_IN = Place(_("Check in"), "check_in", "check")
TALK = Place(_("Talk"), "talk", "talk")
OFFERS = Place(_("After an incident"), "offers", "steps")
PRIVACY = Place(_("Privacy"), "privacy", "lock")
UNIT = Place(
    _("My unit"), "my_unit", "unit", _("Totals of your unit, when it is large enough. No names.")
)
PEOPLE = Place(
    _("People who share"),
    "standings",
    "people",
    _("Those who chose to let you see their colour. Each look stands in their log."),
)
SHARED = Place(
    _("Shared with me"),
    "shared_with_me",
    "talk",
    _("Check-ins that somebody named you for, for a few days."),
)
REPORT = Place(
    _("Programme report"),
    "programme_report",
    "report",
    _("Frozen figures of large groups. No names, no ranking of units."),
)
IN_TIME = Place(
    _("Offers in time"),
    "offers_in_time",
    "clock",
    _("That an offer was made to everyone at an incident, and when. Not who took it."),
)
INCIDENTS = Place(
    _("Incidents"), "incidents", "incident", _("Hard incidents by the time that is left.")
)
REFERRALS = Place(
    _("Referrals"), "referrals", "referral", _("Those you look after, and how far they got.")
)
BOUNDARY = Place(
    _("Who can see what"),
    "boundary",
    "guide",
    _("The whole table, as the program asks it. Anyone can read it."),
)
LEDGER = Place(
    _("Ledger heads"),
    "ledger_heads",
    "book",
    _("Where the log of looks stands, signed, to compare with what you keep."),
)
HOLDS = Place(
    _("Legal holds"),
    "legal_holds",
    "lock",
    _("Records that a court or a lawsuit keeps from being deleted. Two people decide."),
)
ADMIN = Place(
    _("Administration"), "admin:index", "settings", _("People, units, posts and what waits.")
)
THANKS = Place(_("Thanks"), "thanks", "talk")
ACTIVITIES = Place(_("Activities"), "activities", "people")
# News of a role that is not switched on now: that it is there, not what it is about.
ELSEWHERE = Place(_("In another of your roles"), "home", "home")

OTHERWISE = (HOME, BOUNDARY)
NAVIGATION: dict[str, tuple[Place, ...]] = {
    Role.OFFICER: (HOME, CHECK_IN, TALK, OFFERS, PRIVACY),
    Role.SUPERVISOR: (HOME, UNIT, PEOPLE, BOUNDARY),
    Role.PEER_SUPPORT: (HOME, PEOPLE, SHARED, BOUNDARY),
    Role.WELLNESS_COORDINATOR: (HOME, INCIDENTS, REFERRALS, PEOPLE, REPORT),
    Role.COMMANDER: (HOME, REPORT, IN_TIME, PEOPLE, BOUNDARY),
    Role.CHIEF: (HOME, REPORT, IN_TIME, PEOPLE, BOUNDARY),
    Role.WELLNESS_ADMIN: (HOME, ADMIN, INCIDENTS, REPORT, HOLDS, BOUNDARY),
    Role.UNION_REVIEWER: (HOME, BOUNDARY, REPORT, LEDGER, HOLDS),
}


def places(role: str) -> tuple[Place, ...]:
    return NAVIGATION.get(role, OTHERWISE)


def navigation(role: str, path: str) -> list[Item]:
    """The places of a role; the longest address that the page begins with is the current one."""
    named = [(place, address(place.name)) for place in places(role)]
    found = [(place, url) for place, url in named if url]
    here = max((url for _place, url in found if _under(path, url)), key=len, default="")
    return [Item(str(place.label), url, place.icon, url == here) for place, url in found]


def address(name: str) -> str:
    """Where the page is; empty when an agency left its app out. The frame must stand without it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _under(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
