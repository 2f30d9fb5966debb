"""Contacts, exceptions, an emergency that is over: codes and days, for those who had a part in them.

By the boundary page a contact is its supporter's (and the officer's, whose it is as well); a coordinator
counts and sees no row. What is told later is not hers to see yet. No column here takes a word, so there is
nothing to plant.
"""

import datetime as dt
from collections.abc import Iterable
from types import SimpleNamespace

from django.db.models import Model
from django.test import Client

from agency import clock
from peersupport import actions as support
from peersupport.actions.contacts import Entry
from peersupport.actions.exceptions import Heard
from peersupport.models import Ask, ConfidentialityException, Contact
from tests.adversary.scenes import Scene, always
from tests.peersupport.pairs import on_roster, pair
from trust import break_glass, vault
from trust.models import BreakGlass

BOB, OTTO = "her peer supporter", "another peer supporter"
CAROL, HANA, KIM, IVAN = (
    "wellness coordinator",
    "wellness administrator",
    "clinician",
    "union reviewer",
)
AGO = dt.timedelta(hours=3)


def live(stage: SimpleNamespace) -> None:
    bob, otto = on_roster(stage.bob), on_roster(stage.otto)
    ask = _kept(stage) or pair(stage.alice, bob)
    entry = Entry(clock.today(), "call", "half", "incident", follow_up_on=clock.today())
    support.log_contact(by=stage.bob, entry=entry, ask=ask.pk)
    support.log_contact(by=stage.bob, entry=entry)
    for heard in (Heard("child_abuse"), Heard("danger_to_others", unsafe="others")):
        row = support.open_exception(by=stage.bob, ask=ask.pk, heard=heard, consult=otto.pk)
    support.answer_consultation(by=stage.otto, exception=row.pk, agrees=True, later=True)
    _emergencies(stage)


def _kept(stage: SimpleNamespace) -> Ask | None:
    mine = vault.handle(stage.alice.pk, "support")
    return Ask.objects.filter(
        participant=mine, supporter__user=stage.bob, state=Ask.State.ACCEPTED
    ).first()


def _emergencies(stage: SimpleNamespace) -> None:
    """One whose hour is over and that nobody has reviewed, and one that waits for a second person."""
    with clock.at(clock.now() - AGO):
        row = break_glass.ask(by=stage.carol, username="alice", reason="danger_to_self")
        break_glass.agree(by=stage.kim, glass=row.pk)
    break_glass.ask(by=stage.carol, username="alice", reason="danger_to_self")


def rows(stage: SimpleNamespace) -> dict[str, Model]:
    named = Contact.objects.get(participant__isnull=False)
    return {
        "Contact": named,
        "Contact: whose it is": named.ask,
        "Contact without a name": Contact.objects.get(participant=None),
        "Exception": ConfidentialityException.objects.get(unsafe=""),
        "Exception, told later": ConfidentialityException.objects.exclude(unsafe="").get(),
        "Emergency opening": BreakGlass.objects.get(state="open"),
        "Emergency opening, asked for": BreakGlass.objects.get(state="asked"),
    }


def by_graphql(data: dict, text: str, stage: SimpleNamespace) -> dict[str, object]:
    logged = {each["node"]["id"] for each in data["myContacts"]["edges"]}
    return {
        name: str(stage.rows[name].pk) in logged for name in ("Contact", "Contact without a name")
    }


def by_portal(page: object, client: Client, stage: SimpleNamespace) -> dict[str, object]:
    def shown(name: str, key: str) -> Iterable:
        answer = page(name)  # type: ignore[operator]
        return answer.context[key] if answer.status_code == 200 else []

    lines = [*shown("contacts", "newest"), *shown("exceptions", "lines")]
    lines += shown("break_glass", "lines")
    there = {each.row.pk for each in lines} | {each.pk for each in shown("privacy", "emergencies")}
    there |= {each.ask.pk for each in shown("contacts", "people")}
    codes = {each["code"] for each in shown("exceptions_about_me", "lines")}
    told = {name: stage.rows[name].code in codes for name in ("Exception", "Exception, told later")}
    return {name: stage.rows[name].pk in there or told.get(name) for name in EXPECTED}


EXPECTED = {
    "Contact": always(BOB),
    "Contact: whose it is": always(BOB),
    "Contact without a name": always(BOB),
    "Exception": always(BOB, OTTO),
    "Exception, told later": always(BOB, OTTO),
    "Emergency opening": always(CAROL, KIM, IVAN),
    "Emergency opening, asked for": always(CAROL, HANA, KIM),
}
SCENE = Scene(
    live=live,
    rows=rows,
    expected=EXPECTED,
    not_hers=frozenset(
        {"Contact without a name", "Exception, told later", "Emergency opening, asked for"}
    ),
    graphql="myContacts(first: 9) { edges { node { id } } }",
    by_graphql=by_graphql,
    by_portal=by_portal,
    # doors for one role: whoever has another is stopped before any row is asked for
    routes=dict.fromkeys(
        (
            "contact_log_with",
            "contact_again",
            "contact_change",
            "contact_delete",
            "contact_later",
            "exception_open",
            "ways_to_talk",
            "exception_answer",
            "exception_ask",
            "exception_end",
            "break_glass_open",
            "break_glass_agree",
            "break_glass_decline",
            "break_glass_back",
            "break_glass_review",
        ),
    ),
    mutations=(
        (
            'logContact(ask: "%s", day: "2026-01-01", channel: CALL, duration: HALF, activation: SELF)',
            "Contact: whose it is",
        ),
    ),
)
