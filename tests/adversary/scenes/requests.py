"""Talk to someone: Alice keeps a contact with Bob without her name, one with Jo under it, and asks Otto.

By the boundary page a coordinator reads what is wished for while it waits, and a supporter what was put
to them. The two lists of her own are hers alone. Nobody types a word here, so there is nothing to plant.
"""

from types import SimpleNamespace

from django.db.models import Model
from django.test import Client

from peersupport import actions as support
from peersupport.actions import requests
from peersupport.models import Ask, PeerRequest, Wishes
from tests.adversary.scenes import NOBODY_ELSE, Scene, always

WAITS, ACCEPTED = "Request that waits", "Request, accepted"
ASKED, NAMELESS, NAMED = (
    "Question to a supporter",
    "Contact without her name",
    "Contact under her name",
)
LISTS = "Own team, and whom she won't meet"


def live(stage: SimpleNamespace) -> None:
    stage.asks = {}
    for name, supporter in ((NAMELESS, "bob"), (NAMED, "jo")):
        row = _ask(stage, supporter)
        stage.asks[name] = support.accept_request(by=getattr(stage, supporter), ask=row.pk)
    support.reveal_myself(by=stage.alice, ask=stage.asks[NAMED].pk)
    stage.asks[ASKED] = _ask(stage, "otto")
    support.set_my_team(by=stage.alice, team=[stage.helpers["otto"].pk])
    support.set_blocked(by=stage.alice, blocked=[stage.helpers["kim"].pk])


def _ask(stage: SimpleNamespace, supporter: str) -> Ask:
    version = requests.current_notice().version
    named = stage.helpers[supporter].pk
    row = support.request_peer(by=stage.alice, notice=version, supporter=named)
    return row.asks.get()


def rows(stage: SimpleNamespace) -> dict[str, Model]:
    asks = {name: Ask.objects.get(pk=row.pk) for name, row in stage.asks.items()}
    return asks | {
        WAITS: PeerRequest.objects.get(pk=asks[ASKED].request_id),
        ACCEPTED: PeerRequest.objects.get(pk=asks[NAMELESS].request_id),
        LISTS: Wishes.objects.get(),
    }


def by_graphql(data: dict, text: str, stage: SimpleNamespace) -> dict[str, object]:
    own = [each["node"] for each in data["myRequests"]["edges"]]
    shown = {each["id"] for each in own} | {ask["id"] for each in own for ask in each["asked"]}
    for name in ("askedOfMe", "waitingRequests"):
        shown |= {each["node"]["id"] for each in data[name]["edges"]}
    names = (WAITS, ACCEPTED, ASKED, NAMELESS, NAMED)
    return {name: str(stage.rows[name].pk) in shown for name in names} | {LISTS: data["myTeam"]}


def by_portal(page: object, client: Client, stage: SimpleNamespace) -> dict[str, object]:
    def shown(name: str, key: str, record: str | None = None) -> list:
        answer = page(name, record)  # type: ignore[operator]
        return answer.context.get(key) or [] if answer.status_code == 200 else []

    inbox = [*shown("asked_of_me", "asked"), *shown("asked_of_me", "kept")]
    own = shown("talk", "open")
    asks = {each.row.pk for each in inbox} | {each.live.pk for each in own if each.live}
    waiting = {each.row.pk for each in [*shown("waiting_requests", "lines"), *own]}
    one = shown("talk_progress", "each", WAITS) or shown("waiting_request", "line", WAITS)
    return {
        WAITS: stage.rows[WAITS].pk in waiting or one,
        ACCEPTED: stage.rows[ACCEPTED].pk in waiting or shown("talk_progress", "each", ACCEPTED),
        **{name: stage.rows[name].pk in asks for name in (ASKED, NAMELESS, NAMED)},
        LISTS: shown("my_team", "team"),
    }


SCENE = Scene(
    live=live,
    rows=rows,
    expected={
        WAITS: always("wellness coordinator"),
        ACCEPTED: NOBODY_ELSE,
        ASKED: always("another peer supporter"),
        NAMELESS: always("her peer supporter"),
        NAMED: always("chaplain"),
        LISTS: NOBODY_ELSE,
    },
    graphql="""myRequests(first: 9) { edges { node { id asked { id } } } }
      askedOfMe(first: 9) { edges { node { id } } } waitingRequests(first: 9) { edges { node { id } } }
      myTeam { name }""",
    by_graphql=by_graphql,
    by_portal=by_portal,
    routes={
        "talk_person": None,  # what a supporter says of themselves, for everybody
        "talk_progress": WAITS,
        "answer_request": ASKED,
        "waiting_request": WAITS,
    },
    mutations=(
        ('acceptRequest(ask: "%s")', ASKED),
        ('passRequest(ask: "%s")', ASKED),
        ('revealMyself(ask: "%s")', NAMELESS),
    ),
    of_no_row=frozenset({"requestPeer", "setMyTeam"}),
    own=(
        ('requestPeer(notice: "us-2026-1", kind: FAMILY)', ""),
        ("setMyTeam(team: [], ratherNot: [])", ""),
        ('revealMyself(ask: "%s")', NAMELESS),
    ),
)
