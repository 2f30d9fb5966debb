"""Contacts: supporters log what took place, some follow-ups are due, one confidence had to be opened.

And one emergency, three weeks ago: asked for, agreed to, told at once, reviewed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from agency import clock, local_time
from agency.models import Role, User
from argus.demo.story import Story
from peersupport import actions as support
from peersupport.actions.contacts import Entry
from peersupport.actions.exceptions import Heard, to_consult
from peersupport.models import Ask, Supporter
from trust import access, break_glass, glass_review, roles
from trust.refusal import Refusal

CHANNELS = ("call", "text", "in_person", "video")
DURATIONS = ("quarter", "half", "hour", "longer")
BEGAN = ("self", "self", "outreach", "incident", "coordinator")
ROLE_OF = {"peer": Role.PEER_SUPPORT, "chaplain": Role.CHAPLAIN, "clinician": Role.CLINICIAN}
EMERGENCY = dt.timedelta(days=21)


def live(story: Story, now: dt.datetime) -> None:
    for by in _supporters(story):
        _log(story, by, local_time.today())
    _exception(story)
    _emergency(story, now)


def _supporters(story: Story) -> Iterator[User]:
    """Up to a dozen of the roster, the account of the peer supporter among them."""
    rows = Supporter.objects.active().filter(kind__in=ROLE_OF).select_related("user")
    mine = rows.filter(user=story.named["peer"])
    for row in [*mine, *rows.exclude(user=story.named["peer"])[:11]]:
        if ROLE_OF[row.kind] in roles.authorized_roles(row.user):
            yield roles.open_session(row.user, ROLE_OF[row.kind])


def _kept(by: User) -> list[Ask]:
    return list(access.visible(by, Ask, "keep").filter(supporter__user=by)[:3])


def _log(story: Story, by: User, today: dt.date) -> None:
    """A few lines each, with the people they keep and with some who gave no name."""
    dice, kept = story.dice, _kept(by)
    for number in range(dice.randint(1, 4)):
        ask = kept[number].pk if number < len(kept) else None
        again = today + dt.timedelta(days=dice.randint(0, 6)) if dice.random() < 0.5 else None
        entry = Entry(
            day=today - dt.timedelta(days=dice.randint(0, 25)),
            channel=dice.choice(CHANNELS),
            duration=dice.choice(DURATIONS),
            activation=dice.choice(BEGAN),
            follow_up_on=again,
            referral_offered=dice.random() < 0.3,
        )
        support.log_contact(by=by, entry=entry, ask=ask)


def _exception(story: Story) -> None:
    """The peer supporter asks somebody whether a child has to be protected; they agree."""
    by = roles.open_session(story.named["peer"], Role.PEER_SUPPORT)
    for ask in _kept(by)[:1]:
        for person in to_consult(by)[:9]:
            if ROLE_OF[person.kind] not in roles.authorized_roles(person.user):
                continue
            try:
                row = support.open_exception(
                    by=by, ask=ask.pk, heard=Heard("child_abuse"), consult=person.pk
                )
            except Refusal:  # tied to this officer by command: the next one is asked
                continue
            second = roles.open_session(row.consulted, ROLE_OF[person.kind])
            support.answer_consultation(by=second, exception=row.pk, agrees=True)
            return


def _emergency(story: Story, now: dt.datetime) -> None:
    named = story.named
    officer = next(user for user in story.joined if user not in named.values())
    coordinator = roles.open_session(named["coordinator"], Role.WELLNESS_COORDINATOR)
    clinician = roles.open_session(named["clinician"], Role.CLINICIAN)
    reviewer = roles.open_session(named["union"], Role.UNION_REVIEWER)
    with clock.at(now - EMERGENCY):
        row = break_glass.ask(by=coordinator, username=officer.username, reason="danger_to_self")
        break_glass.agree(by=clinician, glass=row.pk)
        break_glass.open_contact(by=coordinator, glass=row.pk)
    with clock.at(now - EMERGENCY + dt.timedelta(days=2)):
        glass_review.review(by=reviewer, glass=row.pk, finding="right")
