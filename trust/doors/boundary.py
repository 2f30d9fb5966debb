"""The boundary page: who may see what, generated from the policy table, for anyone to read."""

from __future__ import annotations

from typing import TypedDict

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from agency.models import Role
from trust import documents, glass_review, review, roles
from trust.doors import kinds, words
from trust.models.consent import Level
from trust.policy import POLICY
from trust.rules import Rule, alternatives, at_least, parts

# The records whose opening depends on the officer's level, in the order people ask about them.
BY_LEVEL = (
    "wellness.Standing",
    "wellness.ExposureSummary",
    "wellness.Exposure",
    "wellness.CheckIn",
)
LADDER = tuple(each for each in Level if each > Level.NOT_JOINED)


class LevelShown(TypedDict):
    name: str
    label: str
    offered: bool


class Opening(TypedDict):
    """Who, from which level on (empty: whatever the level), and under which condition."""

    who: str
    from_level: str
    condition: str


class Record(TypedDict):
    model: str
    kind: str
    holds: str
    actions: dict[str, list[Opening]]


class Promised(TypedDict):
    sentence: str
    test: str


class RoleShown(TypedDict):
    """RBAC review: what a role may do, and which roles other hands must hold."""

    role: str
    label: str
    may: dict[str, list[str]]
    held_apart_from: list[str]


class Emergencies(TypedDict):
    """How often an emergency opened a name and a plan in one year, and how many were reviewed."""

    year: int
    opened: int
    reviewed: int


class Contract(TypedDict):
    agency: str
    levels: list[LevelShown]
    records: list[Record]
    never: list[Promised]
    roles: list[RoleShown]
    emergencies: list[Emergencies] | None


def contract(*, counted: bool = False) -> Contract:
    """The whole boundary as data, in the reader's language.

    ``counted``: with how often an emergency opened a record. The quiet face asks no database and says
    where the numbers stand.
    """
    return {
        "agency": settings.AGENCY_NAME,
        "levels": [
            {
                "name": each.name,
                "label": str(each.label),
                "offered": each.name in settings.ALLOWED_LEVELS,
            }
            for each in LADDER
        ],
        "records": [record(label) for label in ordered_labels()],
        "never": [{"sentence": str(vow.sentence), "test": vow.test} for vow in words.NEVER],
        "roles": [role_shown(role) for role in Role],
        "emergencies": [
            {"year": each.year, "opened": each.opened, "reviewed": each.reviewed}
            for each in glass_review.by_year()
        ]
        if counted
        else None,
    }


def ordered_labels() -> list[str]:
    return [*BY_LEVEL, *(label for label in POLICY if label not in BY_LEVEL)]


def record(label: str) -> Record:
    kind = kinds.kind(label)
    return {
        "model": label,
        "kind": str(kind.name),
        "holds": str(kind.holds),
        "actions": {
            action: [opening(each) for each in alternatives(rule)]
            for action, rule in POLICY.get(label, {}).items()
        },
    }


def opening(rule: Rule) -> Opening:
    """One alternative of a rule, worded part by part."""
    plain = [part for part in parts(rule) if not at_least(part)]
    lowest = at_least(rule)
    return {
        "who": _(", who is ").join(words.said(p) for p in plain if not words.is_condition(p)),
        "from_level": Level(lowest).name if lowest else "",
        "condition": ", ".join(words.said(p) for p in plain if words.is_condition(p)),
    }


def role_shown(role: Role) -> RoleShown:
    apart = [str(each.label) for each in Role if roles.apart(role, each)]
    # Machines are kept apart from every person's role; that is one sentence, not a list.
    everyone_else = len(apart) == len(Role) - 1
    return {
        "role": role.value,
        "label": str(role.label),
        "may": role_permissions(role),
        "held_apart_from": [_("every other role")] if everyone_else else apart,
    }


def role_permissions(role: str) -> dict[str, list[str]]:
    """Kind of record -> what this role takes part in. A level may still be needed."""
    found: dict[str, list[str]] = {}
    for action, label in sorted(review.role_permissions(role), key=_by_table):
        found.setdefault(str(kinds.kind(label).name), []).append(words.action_word(action))
    return found


def _by_table(permission: review.Permission) -> tuple[int, int]:
    action, label = permission
    return ordered_labels().index(label), list(POLICY[label]).index(action)


# --- the page -----------------------------------------------------------------------------------


def grid() -> list[list[str]]:
    """One line per record: its name, who is added at each level, who by a choice of its own."""
    return [[entry["kind"], *_steps(entry["actions"]["view"])] for entry in map(record, BY_LEVEL)]


def _steps(openings: list[Opening]) -> list[str]:
    at = {
        each.name: [_full(o) for o in openings if o["from_level"] == each.name] for each in LADDER
    }
    free = [o for o in openings if not o["from_level"]]
    at[Level.SELF_ONLY.name] += [_full(o) for o in free if not o["condition"]]
    chosen = [_full(o) for o in free if o["condition"]]
    return ["; ".join(people) or "–" for people in (*at.values(), chosen)]


def _full(found: Opening) -> str:
    return ", ".join(filter(None, (found["who"], found["condition"])))


def lines(entry: Record) -> list[dict[str, str]]:
    """A record's actions as sentences: who, from which level, when."""
    return [
        {"action": words.action_word(action), "who": "; ".join(_sentence(o) for o in openings)}
        for action, openings in entry["actions"].items()
    ]


def _sentence(found: Opening) -> str:
    if not found["from_level"]:
        return _full(found)
    label = Level[found["from_level"]].label
    return _("%(who)s (from level “%(level)s”)") % {"who": _full(found), "level": label}


@login_not_required  # the promise is public: officers and unions read it before they sign in
def page(request: HttpRequest, *, counted: bool = False) -> HttpResponse:
    found = contract(counted=counted)
    head = [_("Record"), *(each["label"] for each in found["levels"]), _("By a choice of its own")]
    content: dict[str, object] = {
        "contract": found,
        "grid_head": head,
        "grid": grid(),
        "closed_levels": [each["label"] for each in found["levels"] if not each["offered"]],
        "records": [(entry, lines(entry)) for entry in found["records"]],
        "meanings": words.MEANINGS,
    }
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        content["csrf_token"] = ""  # a form in the footer would leave a cookie
    return render(request, "boundary/page.html", content)


@login_not_required  # the same promise, for machines
def as_json(request: HttpRequest, *, counted: bool = False) -> JsonResponse:
    return JsonResponse(
        contract(counted=counted), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )


@login_not_required  # whoever was handed a document must be able to check it
def keys_json(request: HttpRequest) -> JsonResponse:
    """The public keys that our documents are checked with."""
    return JsonResponse(documents.public_keys(), json_dumps_params={"indent": 1})
