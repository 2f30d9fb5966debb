"""Talk to someone: requests of the last days, one that waits, one that ran out of people, contacts kept.

The officer of the demonstration keeps a contact with the peer supporter, who does not know their name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from agency import clock
from agency.models import Role, User
from argus.demo.story import Story
from peersupport import actions as support
from peersupport.actions import requests
from peersupport.models import Ask, PeerRequest, Supporter
from trust import roles, vault
from trust.refusal import Refusal

ROLE_OF = {"peer": Role.PEER_SUPPORT, "chaplain": Role.CHAPLAIN, "clinician": Role.CLINICIAN}
WISHES: tuple[dict[str, object], ...] = (
    {},
    {"language": "es"},
    {"other_unit": True},
    {"speciality": "sleep"},
    {"background": "loss"},
    {"kind": "chaplain"},
)


def live(story: Story, now: dt.datetime) -> None:
    others = [user for user in story.officers if user not in story.named.values()]
    asking = story.dice.sample(others, min(9, len(others)))
    for number, user in enumerate(asking):
        with clock.at(now - dt.timedelta(days=20 - number, hours=story.dice.randint(0, 9))):
            row = _ask(user, **WISHES[number % len(WISHES)])
            if row:
                _answered(story, row)
    with clock.at(now - dt.timedelta(days=2)):
        _of_the_officer(story)
    with clock.at(now - dt.timedelta(minutes=4)):
        _waiting(story, [user for user in others if user not in asking])


def _ask(user: User, **wish: object) -> PeerRequest | None:
    roles.open_session(user, Role.OFFICER)
    try:
        return support.request_peer(by=user, notice=requests.current_notice().version, **wish)  # type: ignore[arg-type]
    except Refusal:
        return None


def _answered(story: Story, row: PeerRequest) -> None:
    """One in four passes; the next says yes, and some officers give their name."""
    for _turn in range(2):
        ask = Ask.objects.live().filter(request=row).select_related("supporter__user").first()
        if ask is None or ask.supporter.kind not in ROLE_OF:
            return
        by = roles.open_session(ask.supporter.user, ROLE_OF[ask.supporter.kind])
        try:
            if story.dice.random() > 0.25:
                support.accept_request(by=by, ask=ask.pk)
                return
            support.pass_request(by=by, ask=ask.pk)
        except Refusal:
            return


def _of_the_officer(story: Story) -> None:
    officer, peer = story.named["officer"], story.named["peer"]
    mine = Supporter.objects.active().filter(user=peer).first()
    if mine is None:
        return
    row = _ask(officer, supporter=mine.pk)
    if row:
        by = roles.open_session(peer, Role.PEER_SUPPORT)
        for ask in Ask.objects.live().filter(request=row, supporter=mine):
            support.accept_request(by=by, ask=ask.pk)
    support.set_my_team(by=officer, team=[mine.pk])


def _waiting(story: Story, others: Iterable[User]) -> None:
    """The peer supporter finds a question, the coordinator a request that nobody could take."""
    peer = Supporter.objects.active().filter(user=story.named["peer"]).first()
    left = iter(others)
    if peer and roles.unit_of(story.named["peer"]):
        linked = roles.linked_by_command(story.named["peer"])
        user = next((each for each in left if each.pk not in linked), None)
        if user:
            _ask(user, supporter=peer.pk)
    last = next(left, None)
    if last:
        with vault.keyring():
            _ask(last, language="so", on_duty_now=True)
