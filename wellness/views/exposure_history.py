"""The exposure history that the officer takes along: on the page, as signed JSON, as signed PDF."""

from __future__ import annotations

import datetime as dt
import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from trust import documents
from trust.doors.views import me
from wellness.actions.exposure import my_history
from wellness.exposure_kinds import kind_label

NAME = "my-exposure-history"
Body = dict[str, object]


def history(request: HttpRequest) -> HttpResponse:
    """What the document will say, to read or print."""
    return render(request, "wellness/exposure_history.html", shown(my_history(me(request))))


def history_json(request: HttpRequest) -> HttpResponse:
    signed = documents.sign_json(my_history(me(request)))
    text = json.dumps(signed, ensure_ascii=False, indent=1)
    return _file(text.encode(), "application/json", f"{NAME}.json")


def history_pdf(request: HttpRequest) -> HttpResponse:
    context = shown(my_history(me(request))) | {"lang": get_language() or "en"}
    try:
        drawn = documents.render_pdf("wellness/exposure_history_document.html", context)
    except documents.PdfUnavailable:
        messages.info(request, _("A PDF can’t be made here. You can print this page instead."))
        return redirect("exposure_history")
    return _file(documents.sign_pdf(drawn), "application/pdf", f"{NAME}.pdf")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=disposition)


def shown(body: Body) -> dict[str, object]:
    """The body in words and the reader's language."""
    totals, by_month = dict(body["totals"]), dict(body["months"])  # type: ignore[call-overload]
    period = dict(body["period"])  # type: ignore[call-overload]
    made_at = dt.datetime.fromisoformat(str(body["made_at"])).astimezone(dt.UTC)
    return {
        "body": body,
        "made_at": f"{date_format(made_at, 'j F Y, H:i')} UTC",
        "span": " – ".join(dict.fromkeys(map(_month, period.values()))),
        "total_head": [_("Kind"), _("Count")],
        "totals": [[kind_label(kind), str(count)] for kind, count in totals.items()],
        "month_head": [_("Month"), _("Kind"), _("Count")],
        "months": [
            [_month(month), kind_label(kind), str(count)]
            for month, kinds in by_month.items()
            for kind, count in sorted(kinds.items(), key=lambda each: kind_label(each[0]))
        ],
    }


def _month(code: str) -> str:
    return date_format(dt.date.fromisoformat(f"{code}-01"), "F Y") if code else ""
