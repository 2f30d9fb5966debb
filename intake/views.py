"""The machines' door: `POST /intake/<source>/` with a bearer token of the role "integration".

Whatever a delivery holds, the answer is 202 with the same body: it never says whether an officer exists, whether
a record was new, or what waits in quarantine. Who looks after the feeds sees that in the administration.
"""

from __future__ import annotations

import io

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from intake import actions, mapping
from trust.doors import tokens
from trust.policy import rule_for

LIMIT = 16 * 1024 * 1024
TYPES = frozenset(
    ("application/xml", "text/xml", "application/json", "application/fhir+json", "text/csv")
)
KINDS = {
    "roster": "roster",
    "cad": "cad",
    "eido": "cad",
    "epcr": "epcr",
    "nemsis": "epcr",
    "fhir": "epcr",
    "shifts": "shifts",
    "training": "training",
    "clearances": "clearances",
}


# A machine signs in with a token, not with a session, so neither sign-in page nor CSRF apply.
@method_decorator([csrf_exempt, login_not_required], name="dispatch")
class Intake(View):
    """Takes one delivery. Answers in `application/problem+json` when it can't."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, source: str) -> JsonResponse:
        user = tokens.authenticate(request)
        if user is None:
            return problem(401, _("A bearer token is needed."), {"WWW-Authenticate": "Bearer"})
        if not rule_for("intake.Record", "add")(user):
            return problem(403, _("This token is not for the role “integration”."))
        if source not in KINDS and source not in mapping.shipped():
            return problem(404, _("There is no feed of this name."))
        if request.content_type not in TYPES:
            return problem(415, _("Send XML, JSON or CSV."))
        body = body_of(request)
        if body is None:
            actions.refuse(kind=KINDS.get(source, "cad"), code="oversize")
            return problem(413, _("The delivery is larger than this door takes."))
        actions.take_in(
            kind=KINDS.get(source, "cad"),
            file=io.BytesIO(body),
            by=user,
            mapping_name="" if source in KINDS else source,
            limit=limit(),
        )
        return JsonResponse({"status": "accepted"}, status=202)


def limit() -> int:
    return int(getattr(settings, "INTAKE_LIMIT", LIMIT))


def body_of(request: HttpRequest) -> bytes | None:
    """The body, or None when it is larger than the limit (a claimed length is not read at all)."""
    claimed = request.headers.get("Content-Length") or "0"
    if not claimed.isdecimal() or int(claimed) > limit():
        return None
    body = request.read(limit() + 1)
    return None if len(body) > limit() else body


def problem(status: int, title: str, headers: dict[str, str] | None = None) -> JsonResponse:
    """RFC 9457."""
    return JsonResponse(
        {"type": "about:blank", "title": title, "status": status},
        status=status,
        content_type="application/problem+json",
        headers=headers,
    )
