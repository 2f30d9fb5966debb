"""The policy table in plain words: who, what, when, and what never happens.

Only words live here; every fact comes from ``trust.policy``. A test asks that each rule, record
and action of the table has its words, and that each promise names a test that exists.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agency.models import Role
from trust.rules import Rule

Text = str | Lazy

WHO: dict[str, Text] = {
    "nobody": gettext_lazy("nobody"),
    "everyone, also without signing in": gettext_lazy("everyone, also without signing in"),
    "everyone who is signed in": gettext_lazy("everyone who is signed in"),
    "the officer": gettext_lazy("the officer"),
    "the person": gettext_lazy("the person named on it"),
    "the wellness coordinator in an emergency, with a second person, for 60 minutes": gettext_lazy(
        "the wellness coordinator when a life is in danger, with a second person, for 60 minutes"
    ),
    "named on the plan": gettext_lazy("whoever the officer named on it"),
    "facilitates the plan": gettext_lazy("a facilitator to whom the officer said yes"),
    "shared": gettext_lazy("the one person the officer named for it, for a few days"),
    "assigned (peer supporter)": gettext_lazy("the officer's own peer supporter"),
    "the direct supervisor": gettext_lazy("the direct supervisor"),
    "commander or chief above the officer's unit": gettext_lazy(
        "commander or chief above the officer's unit"
    ),
}
CONDITIONS: dict[str, Text] = {
    "not while an emergency keeps it back, 72 hours at most": gettext_lazy(
        "a look in an emergency at the latest after 72 hours"
    ),
    "once the officer may be told": gettext_lazy("once the officer may be told, within 72 hours"),
    "state open": gettext_lazy("while it is open"),
    "state in ('open', 'reviewed')": gettext_lazy("once it was opened"),
    "state in ('wanted', 'proposed')": gettext_lazy("while somebody is wanted for it"),
    "state wanted": gettext_lazy("while somebody is wanted for it"),
    "named True": gettext_lazy("if the officer agreed to give the name"),
    "status active": gettext_lazy("while they are on the roster"),
    "supporter status active": gettext_lazy("while they are on the roster"),
    "application state in ('applied', 'interviewed')": gettext_lazy("until it is decided"),
    "seat association": gettext_lazy("for the seat of the association"),
    "state free": gettext_lazy("while nobody has booked it"),
    "active True": gettext_lazy("while they take referrals"),
    "state in ('sent', 'acknowledged', 'contacted', 'appointment', 'attended')": gettext_lazy(
        "while it is open"
    ),
    "state in ('sent', 'acknowledged', 'contacted', 'appointment', 'attended', 'unreachable')": gettext_lazy(
        "until it has ended"
    ),
    "current True": gettext_lazy("only what counts now"),
    "nobody who leads the officer": gettext_lazy("never somebody who leads the officer"),
    "participant wellness_team True": gettext_lazy("if the officer chose “wellness team only”"),
    "private False": gettext_lazy("unless an officer asked for it alone"),
    "state in ('accepted', 'done')": gettext_lazy("once the officer accepted it"),
    "the agency's exposure lane is duty_of_care": gettext_lazy(
        "where the agency counts hard calls as part of its duty of care"
    ),
    "state accepted": gettext_lazy("once the officer accepted it"),
    "state in ('waiting', 'unanswered')": gettext_lazy("while nobody has said yes"),
    "state in ('asked', 'accepted')": gettext_lazy("while asked, or once they said yes"),
    "state asked": gettext_lazy("while they are asked"),
    "state accepted and revealed True": gettext_lazy("once the officer gave their name"),
    "neither the officer nor anybody in their chain of command, either way, now or in the last 12 months": gettext_lazy(
        "never the officer, nor somebody in their chain of command, either way, now or in the last 12 months"
    ),
}
UNITS: dict[str, Text] = {
    "own unit": gettext_lazy("for the own unit"),
    "the unit that includes it": gettext_lazy("and for the unit that includes it"),
    "own unit and below": gettext_lazy("for the own unit and those below it"),
}
ACTIONS: dict[str, Text] = {
    "view": gettext_lazy("See"),
    "add": gettext_lazy("Add"),
    "change": gettext_lazy("Change"),
    "delete": gettext_lazy("Delete"),
    "share": gettext_lazy("Share"),
    "describe": gettext_lazy("Write about oneself"),
    "pause": gettext_lazy("Take a break"),
    "manage": gettext_lazy("Look after the list"),
    "enrol": gettext_lazy("Take a seat"),
    "attend": gettext_lazy("Mark who was there"),
    "hold": gettext_lazy("Say that it took place"),
    "visit": gettext_lazy("Say how the visit went on"),
    "decide": gettext_lazy("Decide"),
    "vote": gettext_lazy("Vote"),
    "withdraw": gettext_lazy("Take back"),
    "schedule": gettext_lazy("Set a time"),
    "raise": gettext_lazy("Report"),
    "approve": gettext_lazy("Approve"),
    "review": gettext_lazy("Review"),
    "retry": gettext_lazy("Send again"),
    "answer": gettext_lazy("Arrange"),
    "join": gettext_lazy("Sign up"),
    "arrange": gettext_lazy("Tick what is arranged"),
    "facilitate": gettext_lazy("Suggest the next step"),
    "propose": gettext_lazy("Propose somebody"),
    "count": gettext_lazy("See in counts"),
    "name": gettext_lazy("See whose it is"),
    "assign": gettext_lazy("Ask somebody for it"),
    "keep": gettext_lazy("Keep it"),
    "take_back": gettext_lazy("Take back"),
    "take_over": gettext_lazy("Take over from a colleague"),
    "book": gettext_lazy("Book a time"),
}


@dataclass(frozen=True)
class Vow:
    """A sentence that we promise, and the test that goes red when it stops being true."""

    sentence: Text
    test: str


HERE = "tests/trust/doors/test_boundary.py::"
NEVER: tuple[Vow, ...] = (
    Vow(
        gettext_lazy(
            "No level and no role opens your answers or your note. Only you can, one check-in at a "
            "time, for one person."
        ),
        HERE + "test_no_level_and_no_role_opens_content",
    ),
    Vow(
        gettext_lazy("Nobody who leads you can be given one of your check-ins, not even by you."),
        HERE + "test_nobody_who_leads_is_given_content",
    ),
    Vow(
        gettext_lazy("There is no superuser. Nobody sees everything."),
        HERE + "test_nobody_sees_everything",
    ),
    Vow(
        gettext_lazy("Nobody but you sees your list of who looked."),
        HERE + "test_only_the_officer_sees_who_looked",
    ),
    Vow(
        gettext_lazy("Nobody is shown whether you said no to an offer of support."),
        HERE + "test_a_declined_offer_is_shown_to_nobody",
    ),
    Vow(
        gettext_lazy("Nobody can read a key, in any role."),
        HERE + "test_nobody_reads_a_key",
    ),
    Vow(
        gettext_lazy("What is not listed on this page is closed to everyone."),
        HERE + "test_what_is_not_listed_is_closed",
    ),
    Vow(
        gettext_lazy("Looking at this page leaves no cookie."),
        HERE + "test_this_page_sets_no_cookie",
    ),
)

MEANINGS: tuple[tuple[Text, Text], ...] = (
    (
        gettext_lazy("Level"),
        gettext_lazy(
            "How far an officer shares. Each level opens what the one before opens, and one thing "
            "more. It can be lowered at any time and holds from the next page on."
        ),
    ),
    (
        gettext_lazy("Sealed"),
        gettext_lazy(
            "Locked with a key of that one person before it is stored. A copied database does not "
            "open it. The server opens it for the people on this page."
        ),
    ),
    (
        gettext_lazy("Stopped"),
        gettext_lazy("Somebody asked for a record that is not open to them. Nothing was shown."),
    ),
    (
        gettext_lazy("HIPAA-aligned"),
        gettext_lazy(
            "Built the way the US health privacy rule asks for, also where that rule does not apply."
        ),
    ),
)


def role_words() -> dict[str, str]:
    """The words that ``rules.has_role`` prints, by which role they mean."""
    with translation.override("en"):
        return {str(role.label).lower(): role.value for role in Role}


def roles_in(rule: Rule) -> list[str]:
    """The roles that a single rule names."""
    text, known = str(rule.__doc__), role_words()
    named = {
        "assigned (peer supporter)": [Role.PEER_SUPPORT.value],
        "the direct supervisor": [Role.SUPERVISOR.value],
        "commander or chief above the officer's unit": [Role.COMMANDER.value, Role.CHIEF.value],
    }
    if text in named:
        return named[text]
    words = text.split(", ", maxsplit=1)[0].split(" or ")
    return [known[word] for word in words if word in known]


def is_condition(rule: Rule) -> bool:
    """True for a rule that narrows down and names nobody."""
    return str(rule.__doc__) in CONDITIONS


def said(rule: Rule) -> str:
    """A single rule in the reader's language; its own English words when it has no others yet."""
    text = str(rule.__doc__)
    known = WHO.get(text) or CONDITIONS.get(text)
    people = _(" or ").join(str(Role(role).label).lower() for role in roles_in(rule))
    if known or not people:
        return str(known or text)
    _roles, *units = text.split(", ")
    return ", ".join([people, *(str(UNITS.get(unit, unit)) for unit in units)])


def is_worded(rule: Rule) -> bool:
    """True when every part of a single rule's text has its plain words."""
    text = str(rule.__doc__)
    _roles, *units = text.split(", ")
    return text in WHO or text in CONDITIONS or bool(roles_in(rule) and UNITS.keys() >= {*units})


def action_word(action: str) -> str:
    return str(ACTIONS.get(action, action))
