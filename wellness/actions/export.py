"""An officer takes their whole record along: as JSON, or as FHIR for another system.

Made in the request and kept nowhere. Only for the person themselves; a look at one's own record is
not written down.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import translation

from agency import clock
from agency.models import User
from trust import access, break_glass
from trust.models import DeletionReceipt, LegalHold
from wellness import fhir_record
from wellness.actions.overview import Visit, overview
from wellness.actions.own import own
from wellness.actions.record import download
from wellness.fhir_record import Export, Night, Response


def record_json(*, by: User) -> dict[str, object]:
    """Everything held about the officer in this room, with legal holds and deletion receipts."""
    mine = own(by)
    holds = access.visible(by, LegalHold).filter(participant=mine)
    receipts = access.visible(by, DeletionReceipt).filter(participant=mine)
    return download(by=by) | {
        "legal_holds": [
            {
                "reason": each.reason,
                "asked_at": each.asked_at,
                "approved_at": each.approved_at,
                "released_at": each.released_at,
            }
            for each in holds
        ],
        "emergency_openings": [
            {
                "reason": each.reason,
                "state": each.state,
                "asked_by": str(each.asked_by),
                "asked_at": each.asked_at,
                "decided_by": str(each.decided_by or ""),
                "open_until": each.open_until,
                "told_at": each.told_at,
                "finding": each.finding,
            }
            for each in break_glass.mine(by)
        ],
        "deletion_receipts": [
            {"made_at": each.made_at, "body": each.body, "signature": each.signature}
            for each in receipts
        ],
    }


def record_fhir(*, by: User, named: bool = False) -> dict[str, Any]:
    """The officer's answers, scores and sleep as a FHIR R4 Bundle.

    ``named``: with the officer's own name; otherwise nothing in it says whose it is.
    """
    record = overview(by)
    export = Export(
        made_at=clock.now(),
        name=(by.name or by.username) if named else "",
        language=translation.get_language() or "en",
    )
    responses = [each for visit in record.visits for each in _responses(visit)]
    nights = [Night(each.night, each.hours) for each in record.nights]
    return fhir_record.bundle(export, responses, nights)


def _responses(visit: Visit) -> Iterator[Response]:
    """One for each instrument of the visit, each with its own scores."""
    for code, answers in visit.answers.items():
        yield Response(
            id=visit.pk,
            at=visit.at,
            instrument=code,
            version=str(visit.versions.get(code, "")),
            answers=answers,
            scores=tuple(each for each in visit.scores if each["instrument"] == code),
        )
