"""Leaving: take everything along, the receipt afterwards, and how long things are kept."""

from __future__ import annotations

import datetime as dt
import uuid

from django.apps import apps
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from trust import access, receipts, retention
from trust.doors.views import me
from trust.models import DeletionReceipt, LegalHold
from wellness import actions

RECEIPT_FILE = "deletion-receipt.json"


@require_safe
def take_with_me(request: HttpRequest) -> HttpResponse:
    """Every way to take something along, on one page."""
    return render(
        request, "wellness/take_with_me.html", {"receipts": actions.my_receipts(me(request))}
    )


@require_safe
def how_long(request: HttpRequest) -> HttpResponse:
    """How long things are kept: for everyone who is signed in, the same page."""
    rows = [[each.label, _length(each), each.source] for each in retention.terms(me(request))]
    head = [_("What"), _("How long"), _("Why")]
    return render(request, "wellness/how_long.html", {"rows": rows, "head": head})


def _length(term: retention.Term) -> str:
    if term.fixed:
        return _("%(days)d days, fixed") % {"days": term.days}
    words = {"days": term.days, "floor": term.floor, "maximum": term.maximum}
    return _("%(days)d days (the agency may choose %(floor)d to %(maximum)d)") % words


# --- the receipt ---------------------------------------------------------------------------------


@require_safe
def receipt(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    row = access.fetch(me(request), "view", DeletionReceipt, pk=pk)
    document = receipts.document(row)
    kinds: list[str] = document["kinds"]  # type: ignore[assignment]
    context = {
        "row": row,
        "document": document,
        "kinds": sorted(str(apps.get_model(each)._meta.verbose_name_plural) for each in kinds),
        "by_hand": f"python3 verify_my_document.py {RECEIPT_FILE} keys.json",
        "installed": f"manage.py verify_document {RECEIPT_FILE}",
        "lapses": dt.date.fromisoformat(str(document["key_backups_lapse_on"])),
    }
    return render(request, "wellness/receipt.html", context)


@require_safe
def receipt_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The receipt as it is checked: signed JSON."""
    row = access.fetch(me(request), "view", DeletionReceipt, pk=pk)
    response = JsonResponse(receipts.document(row), json_dumps_params={"indent": 1})
    response.headers["Content-Disposition"] = f'attachment; filename="{RECEIPT_FILE}"'
    return response


# --- a legal hold, in words ------------------------------------------------------------------------


def hold_words(hold: LegalHold | None) -> dict[str, object] | None:
    """What the officer reads about a hold: since when, why, who decides."""
    if hold is None:
        return None
    if hold.approved_at is None:
        title = _("A legal hold was asked for.")
        text = _(
            "It keeps nothing yet: the union reviewer decides whether it will. Until then you can "
            "delete as always."
        )
    else:
        title = _("A legal hold keeps your record.")
        text = _(
            "While it lasts nothing is deleted, neither by its age nor by you. Nobody can read "
            "more than before. The wellness administrator and the union reviewer decide when it "
            "ends; then you get a notice."
        )
    reason = hold.get_reason_display()
    return {
        "title": title,
        "text": text,
        "reason": reason,
        "since": hold.approved_at or hold.asked_at,
    }
