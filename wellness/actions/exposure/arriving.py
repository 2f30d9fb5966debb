"""Entries that follow from attendance records, and the agency's table of call types."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agency import clock, local_time
from agency.models import Attendance, Incident, User
from trust import access, audit, vault
from trust.models import Participant
from trust.refusal import Refusal
from wellness.actions.exposure.book import Entry, locked, read, save_book
from wellness.actions.own import DOMAIN, joined
from wellness.actions.schedule import joined_crew
from wellness.exposure_kinds import Kind, kind_of, tidy
from wellness.models import Exposure, ExposureRule

ATTENDED, BROUGHT_IN = "attended", "brought_in"
Rules = Mapping[str, str]


@transaction.atomic
def record_exposures(*, incident: uuid.UUID | str) -> int:
    """Write the incident into the book of everyone who attended and joined; how many books changed.

    Safe to run twice. What the feed says anew about the incident is taken over.
    """
    event, table = Incident.objects.get(pk=incident), rules()
    there = {
        vault.handle(each.user_id, DOMAIN): each
        for each in Attendance.objects.filter(incident=event)
    }
    with vault.keyring():
        return sum(
            _write(mine, [_entry(event, there[mine.pk], ATTENDED, table)]) > 0
            for mine in joined_crew(event.pk)
        )


def rules() -> dict[str, str]:
    """The agency's own table: tidy call type -> kind."""
    rows = ExposureRule.objects.values_list("call_type", "kind")
    return {tidy(call_type): kind for call_type, kind in rows}


def kind_met(event: Incident, there: Attendance, table: Rules) -> str:
    """The kind of this call for this person: their own injury counts where nothing else is known."""
    kind = kind_of(event.category, event.kind, table)
    return Kind.OWN_INJURY.value if there.harmed and kind in {"", Kind.OTHER} else kind


def _entry(event: Incident, there: Attendance, source: str, table: Rules) -> Entry:
    return Entry(
        id=str(uuid.uuid4()),
        incident=str(event.pk),
        kind=kind_met(event, there, table),
        day=event.occurred_at.astimezone(local_time.zone()).date().isoformat(),
        source=source,
        secondary=there.secondary,
        removed=False,
        disputed="",
        note="",
        basis=f"{event.category}|{tidy(event.kind)}|{there.harmed:d}",
    )


def _write(mine: Participant, entries: Iterable[Entry]) -> int:
    """Add entries to one book; how many were new or changed. What the officer removed stays out."""
    Exposure.objects.get_or_create(participant=mine)
    book = Exposure.objects.select_for_update().get(participant=mine)
    kept = read(book)
    known = {each["incident"]: each for each in kept if each["incident"]}
    changed = 0
    for entry in entries:
        was = known.get(entry["incident"])
        if was is None and entry["kind"]:
            kept.append(entry)
        elif was is None or not _take_over(was, entry):
            continue
        changed += 1
    if changed:
        save_book(book, kept)
    return changed


def _take_over(was: Entry, now: Entry) -> bool:
    """Whether the feed says something new. A changed table of call types alone is nothing new."""
    if was["removed"] or was["disputed"]:
        return False
    if was["basis"] == now["basis"] and was["secondary"] == now["secondary"]:
        return False
    changed = (was["kind"], was["secondary"]) != (now["kind"], now["secondary"])
    was["kind"] = now["kind"] or was["kind"]
    was["secondary"], was["basis"] = now["secondary"], now["basis"]
    return changed


def bring_in_attendance(*, by: User) -> int:
    """Take the officer's own past attendance into their book; how many were new."""
    with transaction.atomic(), audit.acting(by), vault.keyring():
        mine, table = joined(by), rules()
        return _write(mine, [_entry(e, a, BROUGHT_IN, table) for e, a in _attended(by)])


def _attended(by: User) -> list[tuple[Incident, Attendance]]:
    rows = access.visible(by, Attendance).filter(user=by).select_related("incident")
    return [(each.incident, each) for each in rows]


def map_again(*, by: User) -> int:
    """Read the officer's incidents by today's table of call types; how many entries changed.

    The officer asks for it. What they took out or dispute stays as it is.
    """
    with transaction.atomic(), audit.acting(by), vault.keyring():
        book, table = locked(by, joined(by).pk, "change"), rules()
        kinds = {str(event.pk): kind_met(event, there, table) for event, there in _attended(by)}
        entries = read(book)
        changed = 0
        for each in entries:
            kind = kinds.get(each["incident"]) or each["kind"]
            if each["removed"] or each["disputed"] or kind == each["kind"]:
                continue
            each["kind"], changed = kind, changed + 1
        if changed:
            save_book(book, entries)
        return changed


def refuse_used(row: ExposureRule) -> None:
    """Refuses ``call_type_used``, without regard to case and blanks."""
    others = ExposureRule.objects.exclude(pk=row.pk).values_list("call_type", flat=True)
    if tidy(row.call_type) in map(tidy, others):
        raise Refusal("call_type", "call_type_used", _("This call type is on the list."))


def save_exposure_rule(*, by: User, row: ExposureRule) -> ExposureRule:
    """Store what a call type stands for. Entries that stand already are left as they are.

    Refuses ``unknown_kind`` and ``call_type_used``.
    """
    with transaction.atomic(), audit.acting(by):
        if row.kind and row.kind not in Kind.values:
            raise Refusal("kind", "unknown_kind", _("Choose a kind from the list."))
        row.call_type = " ".join(row.call_type.split())
        refuse_used(row)
        row.changed_by, row.changed_at = by, clock.now()
        known = not row._state.adding
        row.save()
        return access.require(by, "change" if known else "add", row)
