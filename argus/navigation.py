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
TODAY = Place(
    _("Today"), "today", "check", _("What waits, in the order in which somebody has to act.")
)
DEBRIEFS = Place(
    _("Debriefs"), "debriefs", "people", _("Sessions after an incident: when, where, who leads.")
)
ROSTER = Place(
    _("Roster"), "roster", "people", _("Who helps, who can be asked now, and how much they carry.")
)
RETURNS = Place(
    _("Return to duty"),
    "return_requests",
    "steps",
    _("Officers on their way back who wish for a facilitator. No names."),
)
WAITING = Place(
    _("Waiting requests"), "waiting_requests", "talk", _("Who waits for somebody, by pseudonym.")
)
VISITS = Place(
    _("Briefings to visit"),
    "outreach",
    "unit",
    _("Units that have had more than their usual share."),
)
APPLICATIONS = Place(_("Applications"), "applications", "people")
STEERING = Place(
    _("Steering group"),
    "steering",
    "people",
    _("Seats, meeting days, and votes on new supporters."),
)
EMERGENCY = Place(
    _("Somebody is in danger"),
    "break_glass",
    "lock",
    _("Two people open contact details and a safety plan, and the officer is told."),
)
ASKED = Place(
    _("Asked of me"),
    "asked_of_me",
    "talk",
    _("Somebody would like to talk. Say yes, or pass it on."),
)
CONTACTS = Place(
    _("My contacts"), "contacts", "people", _("Whom you keep, and when you meant to look in again.")
)
AVAILABILITY = Place(
    _("Availability"), "supporter_availability", "clock", _("Your week, days away, on duty now.")
)
SUPPORTER_TRAINING = Place(
    _("Training"), "supporter_training", "book", _("Your certificates, and until when they count.")
)
PROFILE = Place(
    _("My profile"), "supporter_profile", "people", _("What colleagues read about you.")
)
CALENDAR = Place(
    _("Calendar"), "calendar", "clock", _("Appointments, sessions and hours, with neutral titles.")
)
PLANS = Place(
    _("Returns I am part of"),
    "return_plans",
    "steps",
    _("Plans of officers who named you."),
)
EXCEPTIONS = Place(
    _("Exceptions"),
    "exceptions",
    "lock",
    _("When confidentiality may end: step by step, and never alone."),
)
OWN_SUPPORT = Place(_("For yourself"), "my_own_support", "talk")
DUTY = Place(
    _("Duty status"), "duty_statuses", "check", _("Fit, restricted or not fit, and since when.")
)
RAISE = Place(
    _("Offer support to everyone"),
    "raise_case",
    "incident",
    _("By the number of an incident, in three taps."),
)
CHOICES = Place(_("How you hear from us"), "notice_choices", "settings")
MY_REFERRALS = Place(_("My referrals"), "my_referrals", "referral")
MY_RETURN = Place(_("Return to duty"), "return_to_duty", "steps")
MY_DUTY = Place(_("My duty status"), "my_duty_status", "check")
ABOUT_ME = Place(_("Exceptions about me"), "exceptions_about_me", "lock")
BECOME = Place(_("Become a supporter"), "become_supporter", "people")
TRAINING = Place(_("Training"), "training", "book")
SESSIONS = Place(
    _("Training sessions"), "training_sessions", "book", _("Who comes, who was there.")
)
# News of a role that is not switched on now: that it is there, not what it is about.
ELSEWHERE = Place(_("In another of your roles"), "home", "home")

OTHERWISE = (HOME, BOUNDARY)
NAVIGATION: dict[str, tuple[Place, ...]] = {
    Role.OFFICER: (HOME, CHECK_IN, TALK, OFFERS, PRIVACY),
    Role.SUPERVISOR: (HOME, UNIT, DUTY, PEOPLE, BOUNDARY),
    Role.PEER_SUPPORT: (HOME, ASKED, CONTACTS, AVAILABILITY, SUPPORTER_TRAINING, CALENDAR),
    Role.CHAPLAIN: (HOME, ASKED, CONTACTS, AVAILABILITY, SUPPORTER_TRAINING, CALENDAR),
    Role.CLINICIAN: (HOME, ASKED, CONTACTS, AVAILABILITY, SUPPORTER_TRAINING, CALENDAR),
    Role.DISPATCHER: (HOME, RAISE, BOUNDARY),
    Role.WELLNESS_COORDINATOR: (
        HOME, TODAY, INCIDENTS, DEBRIEFS, ROSTER, REFERRALS, RETURNS, REPORT,
    ),
    Role.COMMANDER: (HOME, REPORT, IN_TIME, PEOPLE, BOUNDARY),
    Role.CHIEF: (HOME, REPORT, IN_TIME, PEOPLE, BOUNDARY),
    Role.WELLNESS_ADMIN: (HOME, ADMIN, INCIDENTS, ROSTER, REPORT, HOLDS, BOUNDARY),
    Role.UNION_REVIEWER: (HOME, BOUNDARY, REPORT, LEDGER, HOLDS, STEERING),
}  # fmt: skip
_FOR_SUPPORTERS = (PROFILE, DEBRIEFS, VISITS, PLANS, EXCEPTIONS, OWN_SUPPORT, STEERING)
#: Pages of a role that have no place in the bar: its home page leads there, and news may be of them.
BESIDE: dict[str, tuple[Place, ...]] = {
    Role.OFFICER: (
        MY_REFERRALS, MY_RETURN, MY_DUTY, TRAINING, PLANS, CHOICES, BECOME, STEERING,
    ),
    Role.SUPERVISOR: (RAISE, PLANS, CHOICES),
    Role.PEER_SUPPORT: (*_FOR_SUPPORTERS, PEOPLE, SHARED, RAISE, CHOICES, BOUNDARY),
    Role.CHAPLAIN: (*_FOR_SUPPORTERS, SHARED, RAISE, CHOICES, BOUNDARY),
    Role.CLINICIAN: (*_FOR_SUPPORTERS, EMERGENCY, SHARED, RAISE, CHOICES, BOUNDARY),
    Role.DISPATCHER: (CHOICES,),
    Role.WELLNESS_COORDINATOR: (
        WAITING, VISITS, APPLICATIONS, STEERING, SESSIONS, PEOPLE, EMERGENCY, ADMIN, CHOICES,
    ),
    Role.COMMANDER: (CHOICES,),
    Role.CHIEF: (CHOICES,),
    Role.WELLNESS_ADMIN: (DEBRIEFS, VISITS, APPLICATIONS, STEERING, SESSIONS, EMERGENCY, CHOICES),
    Role.UNION_REVIEWER: (EMERGENCY, CHOICES),
}  # fmt: skip


def places(role: str) -> tuple[Place, ...]:
    return NAVIGATION.get(role, OTHERWISE)


def beside(role: str) -> tuple[Place, ...]:
    return BESIDE.get(role, (CHOICES,))


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
