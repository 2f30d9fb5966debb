"""Who changed what: django-auditlog, kept away from everything sealed.

Every model with a ``Privacy`` class is registered with exactly its plain fields. In pseudonymous
tables the actor is stored as a handle, never as a link to the person: the handle of the row's own
person when they act themselves, a handle of its own kind (``AT_WORK``) for everybody else. Rows name
openly who answered or agreed; a supporter's own handle beside them would tell what help *they* sought.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from contextvars import ContextVar

from auditlog.models import LogEntry
from auditlog.registry import auditlog
from django.apps import apps
from django.db.models import Model, QuerySet
from django.db.models.signals import pre_save

from agency.models import User
from trust import vault

HOUSE = ("agency", "trust", "wellness", "peersupport", "resources", "intake")
# Never audited: the ledger is its own log, keys and queue rows change by machine only.
LEFT_OUT = {
    "trust.disclosure": "is a log itself",
    "trust.subjectkey": "lives in another database and is never changed by a person",
    "trust.outboxjob": "is changed by the worker at every lease",
    "trust.scheduleslot": "is written by the clock",
    "trust.delivery": "is written by the worker; its times would tell when somebody sleeps",
    "trust.noticecode": "lives for ten minutes and is gone when it was used",
    "resources.enrolment": "is the person's own; whoever leaves a course leaves no trace of it",
    "peersupport.contact": "is deleted by whoever logged it; a copy would tell for years who met whom",
    "peersupport.wishes": "is the officer's alone; its time would tell when somebody was left out",
    "peersupport.handoff": "is a log itself; the program writes it, many at once",
    "peersupport.providerlink": "is written when a referral changes hands; the handoff says so",
    "wellness.invitation": "is written by the clock; its time would tell which incident it follows",
    "wellness.exposure": "is written when an incident arrives; its time would tell which one",
    "wellness.assessment": "is the officer's alone; its time would tell the night on which they asked",
    "wellness.safetyplan": "is the officer's alone; its time would tell a bad night",
    "wellness.diary": "is the officer's alone; its times would tell when they were awake",
    "wellness.fatiguesummary": "is written when hours arrive; nobody changes it",
    "wellness.scoresummary": "follows an assessment; its time would tell when that was",
    "peersupport.returnplan": "is the officer's alone; its times would tell each pause and step back",
    "peersupport.returnseat": "follows the plan; its time would tell when somebody began to come back",
    "wellness.exposuresummary": "is written when an incident arrives; its time would tell which one",
}

#: The domain of handles for those who act on somebody else's row. Nobody's record stands under it.
AT_WORK = "at work"

_actor: ContextVar[User | None] = ContextVar("actor", default=None)


@contextlib.contextmanager
def acting(by: User | None) -> Iterator[None]:
    """Everything saved inside is attributed to this person."""
    token = _actor.set(by)
    try:
        yield
    finally:
        _actor.reset(token)


def audited_models() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in HOUSE
        and hasattr(model, "Privacy")
        and model._meta.label_lower not in LEFT_OUT
    ]


def register_all() -> None:
    """Register every house model; called once, when all apps are ready."""
    for model in audited_models():
        if not auditlog.contains(model):
            plain = sorted(model.Privacy.plain)  # type: ignore[attr-defined]
            auditlog.register(model, include_fields=plain)
        if hasattr(model.Privacy, "sealed_class"):  # type: ignore[attr-defined]
            model.get_additional_data = _by  # type: ignore[attr-defined]
    pre_save.connect(_name_actor, sender=LogEntry, dispatch_uid="trust.audit")


def _by(row: Model) -> dict[str, str] | None:
    """What the library asks each row for: the handle of whoever acts."""
    actor = _actor.get()
    if actor is None:
        return None
    privacy = row.Privacy  # type: ignore[attr-defined]
    own = vault.handle(actor.pk, privacy.sealed_class)
    is_own = hasattr(privacy, "pseudonymous") and vault.owner_of(row) == own
    return {"by": str(own if is_own else vault.handle(actor.pk, AT_WORK))}


def _name_actor(sender: type[LogEntry], instance: LogEntry, **_: object) -> None:
    privacy = getattr(instance.content_type.model_class(), "Privacy", None)
    # Without a domain of its own (a participant, a notice) a row is written by its owner or the
    # system; a handle of another domain beside it would join the two.
    open_table = not hasattr(privacy, "sealed_class") and not hasattr(privacy, "pseudonymous")
    instance.remote_addr = None
    instance.actor = _actor.get() if open_table else None


# --- reading it -----------------------------------------------------------------------------------


def entries_before(moment: dt.datetime) -> QuerySet[LogEntry]:
    """Lines older than this, for when their term is over."""
    return LogEntry.objects.filter(timestamp__lt=moment)


def changes(
    row: Model, most: int | None = None
) -> list[tuple[dt.datetime, str, dict[str, list[str]]]]:
    """When, by whom, and column -> [before, after], the newest ``most``. For rows of no person."""
    lines = LogEntry.objects.get_for_object(row).select_related("actor")[:most]
    return [(each.timestamp, str(each.actor or ""), each.changes_dict) for each in lines]
