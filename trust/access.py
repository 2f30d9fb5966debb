"""The four questions through which every row leaves, and the one gate to sealed content.

``visible`` which rows, ``can`` may I, ``require`` or stop, ``fetch`` one row or 404.
``reveal`` opens what is sealed, after the look was written to the ledger.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, CharField, Model, Q, QuerySet, Value, When
from django.http import Http404

from agency.models import User
from trust import ledger, roles, vault
from trust.ledger import Look
from trust.models.participants import Domain
from trust.policy import names_apart, rule_for
from trust.rules import Anyone, everyone
from trust.rules.moments import stopped_at

M = TypeVar("M", bound=Model)


def visible(user: Anyone, model: type[M], action: str = "view") -> QuerySet[M]:
    """The rows of ``model`` on which ``user`` may perform ``action``, stamped with the reason."""
    rows: QuerySet[M] = model._default_manager.all()
    rule = rule_for(model._meta.label, action)
    if not user.is_active and rule is not everyone:
        return rows.none()
    openings = rule(user)
    if not openings:
        return rows.none()
    return rows.filter(_either(openings)).annotate(  # type: ignore[return-value]
        cleared_for=Value(_stamp(user, action)), cleared_by=_reason(openings)
    )


def _either(openings: Sequence[tuple[str, Q]]) -> Q:
    """The openings joined by *or*. An empty ``Q`` opens all, though Django would drop it."""
    if any(not q for _, q in openings):
        return Q()
    where = openings[0][1]
    for _, q in openings[1:]:
        where |= q
    return where


def _reason(openings: Sequence[tuple[str, Q]]) -> Case | Value:
    if len(openings) == 1 or not openings[0][1]:
        return Value(openings[0][0])
    whens = [When(q, then=Value(name)) for name, q in openings if q]
    rest = [name for name, q in openings if not q]
    return Case(*whens, default=Value(rest[0] if rest else ""), output_field=CharField())


@lru_cache(maxsize=1024)
def _stamped(pk: object, action: str) -> str:
    return f"{pk}|{action}"


def _stamp(user: Anyone, action: str) -> str:
    return _stamped(user.pk, action)


def cleared(user: Anyone, row: Model, action: str = "view") -> bool:
    """True for a row that came out of ``visible`` for this very user and action."""
    return getattr(row, "cleared_for", None) == _stamp(user, action)


def can(user: Anyone, action: str, row: Model) -> bool:
    return visible(user, type(row), action).filter(pk=row.pk).exists()


def require(user: Anyone, action: str, row: M) -> M:
    """The row, or ``PermissionDenied`` and a line in the officer's log."""
    if not can(user, action, row):
        _stopped(user, action, row)
        raise PermissionDenied
    return row


def fetch(user: Anyone, action: str, model: type[M], **lookup: object) -> M:
    """One row, or 404: that a record exists is itself private. A try is logged for its owner."""
    try:
        row = visible(user, model, action).filter(**lookup).first()
        hidden = None if row else model._default_manager.filter(**lookup).first()
    except (ValidationError, ValueError, TypeError):
        row = hidden = None
    if row is None:
        if hidden is not None:
            _stopped(user, action, hidden)
        raise Http404
    return row


def hold(user: User, action: str, model: type[M], **lookup: object) -> M:
    """``fetch``, held until the transaction ends; 404 also when somebody deleted the row meanwhile.

    Comes without what the policy stamped, as it is read anew.
    """
    pk = fetch(user, action, model, **lookup).pk
    row = model._default_manager.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _stopped(user: Anyone, action: str, row: Model) -> None:
    of_somebody = hasattr(row.Privacy, "pseudonymous")  # type: ignore[attr-defined]
    owner = (
        vault.owner_of(row) if of_somebody else None
    )  # a contact with a nameless person has none
    if owner is not None and isinstance(user, User) and owner not in _handles(user):
        ledger.record([_look(user, action, row, "stopped")])


def _handles(user: User) -> set[uuid.UUID]:
    return {vault.handle(user.pk, domain) for domain in Domain.values}


def _look(user: User, action: str, row: Model, outcome: str) -> Look:
    return Look(
        subject=vault.owner_of(row),
        viewer=user.pk,
        role=" ".join(sorted(roles.active(user))),
        action=action,
        kind=row._meta.label_lower,
        outcome=outcome,
        permission=getattr(row, "cleared_by", "") if outcome == "shown" else stopped_at(row),
    )


@dataclass(frozen=True)
class Revealed:
    """A row, its opened content by column, and (only when asked for) the person behind it."""

    row: Model
    content: dict[str, object]
    person: User | None = None


def reveal(user: User, row: Model, *, names: bool = False) -> Revealed:
    """Open one row's sealed content. See ``reveal_all``."""
    return reveal_all(user, [row], names=names)[0]


def reveal_all(user: User, rows: Iterable[Model], *, names: bool = False) -> list[Revealed]:
    """Open the sealed content of rows that the user may view.

    Writes one look per row that is not the user's own, before anything opens. Raises
    ``PermissionDenied``, ``ledger.LedgerUnavailable`` (answered with 503), ``vault.SealBroken``.
    With ``names`` the row must hold its ``participant``, and the table's *name* rule must allow it.
    """
    rows = [row if cleared(user, row) else require(user, "view", row) for row in rows]
    if names:
        _require_names(user, rows)
    own = _handles(user)
    others = [row for row in rows if vault.owner_of(row) not in own]
    ledger.record(_look(user, "view", row, "shown") for row in others)
    contents = vault.open_rows(rows)
    people = _people(rows) if names else {}
    return [
        Revealed(row, content, people.get(vault.owner_of(row)))
        for row, content in zip(rows, contents, strict=True)
    ]


def _require_names(user: User, rows: Sequence[Model]) -> None:
    """Where *name* is an action of its own, seeing a row does not open whose it is. One query a model."""
    for model in {type(row) for row in rows if names_apart(row._meta.label)}:
        asked = [row for row in rows if type(row) is model]
        given = visible(user, model, "name").filter(pk__in=[row.pk for row in asked])
        known = set(given.values_list("pk", flat=True))
        for row in asked:
            if row.pk not in known:
                _stopped(user, "name", row)
                raise PermissionDenied


def reveal_outside(row: Model, *, viewer: uuid.UUID, permission: str) -> Revealed:
    """Open one row for somebody without an account, by a link that its owner agreed to.

    The caller has checked the link. ``viewer`` is the outsider's own id and names no user; the look
    is written before anything opens. Raises ``ledger.LedgerUnavailable``, ``vault.SealBroken``.
    """
    look = Look(
        subject=vault.owner_of(row),
        viewer=viewer,
        role=ledger.OUTSIDE,
        action="view",
        kind=row._meta.label_lower,
        outcome="shown",
        permission=permission,
    )
    ledger.record([look])
    return Revealed(row, vault.open_rows([row])[0])


def _people(rows: Iterable[Model]) -> dict[uuid.UUID, User]:
    with vault.keyring():
        handles = {vault.owner_of(row): row.participant for row in rows}  # type: ignore[attr-defined]
        for domain in {p.domain for p in handles.values()}:
            vault.load_keys([h for h, p in handles.items() if p.domain == domain], domain)
        ids = {h: vault.person(p) for h, p in handles.items()}
    users = User.objects.in_bulk(list(ids.values()))
    return {h: users[pk] for h, pk in ids.items() if pk in users}
