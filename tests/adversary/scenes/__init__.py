"""Scenes of the support programme for the adversary's stage: one module per part of it.

Each module has one ``SCENE``. It plays its part for Alice (who has a place at an incident, offers and a
referral by then), names each new record, and says by hand who may see it. ``test_matrix`` and
``test_doors`` ask every door about the records of every scene.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib import import_module
from types import SimpleNamespace

from django.db.models import Model

#: In the order in which they are played; a later scene may build on the rows of an earlier one.
PARTS = ("roster", "requests", "contacts", "cism", "referrals", "returns", "training", "notices")

Everyone = frozenset[str]
#: Level -> who sees it besides the officer; a level that is not here: nobody.
ByLevel = dict[str, Everyone]
LEVELS = (
    "LEFT", "SELF_ONLY", "PEER_SUPPORT", "SUPERVISOR", "COMMAND", "FULL", "WELLNESS_TEAM_ONLY",
    "FULL_BUT_LOWERED",
)  # fmt: skip


def always(*who: str) -> ByLevel:
    """The same people at every level (names as in ``stage.ROLES``: "wellness coordinator", …)."""
    return dict.fromkeys(LEVELS, frozenset(who))


NOBODY_ELSE: ByLevel = {}


def _nothing(*_: object) -> dict[str, object]:
    return {}


@dataclass(frozen=True)
class Scene:
    """What one part of the programme adds to the stage.

    ``live(stage)`` plays it through the real actions. ``rows(stage)`` is record name -> row (names are
    unique over all scenes). ``expected`` is the table by hand, for every record. ``not_hers``: records that
    Alice herself does not see. ``graphql``: fields of one query, without its braces; ``by_graphql(data,
    text, stage)`` and ``by_portal(page, client, stage)`` give record -> truthy when it was shown there
    (``page(url_name, record)`` asks by GET, with the id of that record if one is named; leave out what a
    door never shows). ``in_admin``: who opens a record in the administration.
    """

    live: Callable[[SimpleNamespace], None]
    rows: Callable[[SimpleNamespace], dict[str, Model]]
    expected: dict[str, ByLevel]
    not_hers: frozenset[str] = frozenset()
    graphql: str = ""
    by_graphql: Callable[..., dict[str, object]] = _nothing
    by_portal: Callable[..., dict[str, object]] = _nothing
    in_admin: dict[str, Everyone] = field(default_factory=dict)
    #: Words that nobody but those of ``expected`` may ever be sent.
    canaries: tuple[str, ...] = ()
    #: URL name with an id -> the record whose id it takes, when it is Alice's row and a stranger's GET
    #: (or POST) is answered 404 and written into her log; None for any other route with an id.
    routes: dict[str, str | None] = field(default_factory=dict)
    #: Mutations that take an id of Alice's row: ('endRequest(request: "%s")', record). A stranger gets
    #: NOT_FOUND and she gets a line in her log.
    mutations: tuple[tuple[str, str], ...] = ()
    #: Names of mutations with an id that names no row of hers.
    of_no_row: frozenset[str] = frozenset()
    #: Mutations as Alice does them, which must answer every field: (text, record or "").
    own: tuple[tuple[str, str], ...] = ()
    #: (who, route or query name): may be sent canaries of this scene, and why is said beside it.
    may_say: frozenset[tuple[str, str]] = frozenset()


def scenes() -> list[Scene]:
    """Those of the parts that are there."""
    found = []
    for part in PARTS:
        try:
            module = import_module(f"{__name__}.{part}")
        except ModuleNotFoundError as missing:
            if missing.name != f"{__name__}.{part}":
                raise
            continue
        found.append(module.SCENE)
    return found


SCENES = scenes()


def joined(name: str) -> dict[str, object]:
    """One dict of all scenes."""
    return {key: value for each in SCENES for key, value in getattr(each, name).items()}


def listed(name: str) -> list[object]:
    """One list of all scenes."""
    whole: list[Iterable[object]] = [getattr(each, name) for each in SCENES]
    return [item for each in whole for item in each]
