"""What every request to the portal passes: idle log-off, one active role, and the walls.

Keys are kept in memory no longer than the request lasts, and nothing is shown when the ledger or
a seal does not hold. Log lines carry an event name, never an address.
"""

from __future__ import annotations

import time
from urllib.parse import urlencode

import structlog
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _

from agency.models import User
from trust import audit, ledger, roles, vault
from trust.doors import sessions, stops
from trust.doors.web import GetResponse
from trust.refusal import Refusal

log = structlog.get_logger("argus.gate")

# How often a visit is noted down: often enough for a limit in minutes, seldom enough to be cheap.
NOTE_EVERY = 30
LAST_SEEN = "last_seen"
#: As an address writes it. PostgreSQL takes none in a text, and no page means one.
NUL = "%00"


class IdleLogOff:
    """Signs out after a while without a request. The server counts, not the page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            now, seen = int(time.time()), request.session.get(LAST_SEEN)
            if seen is not None and now - int(seen) > settings.IDLE_LOG_OFF_SECONDS:
                return self.sign_out(request)
            if seen is None or now - int(seen) >= NOTE_EVERY:
                request.session[LAST_SEEN] = now
        return self.get_response(request)

    def sign_out(self, request: HttpRequest) -> HttpResponse:
        person = get_user(request)
        logout(request)
        sessions.signed_out(request, person)
        messages.info(request, _("You were signed out after a while without a click."))
        back = {"next": request.get_full_path()} if request.method == "GET" else {}
        query = f"?{urlencode(back)}" if back else ""
        return HttpResponseRedirect(resolve_url(settings.LOGIN_URL) + query)


class ActiveRole:
    """Opens the session with the one role that the person chose."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # The person themselves instead of Django's lazy stand-in: the session sticks to the object.
        request.user = get_user(request)
        if isinstance(request.user, User):
            role = sessions.chosen_role(request)
            roles.open_session(request.user, *([role] if role else []))
        return self.get_response(request)


class Walls:
    """Keys for this request only, changes under the person's name, nothing without the ledger."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if NUL in request.META.get("QUERY_STRING", ""):
            return stops.bad_request(request)
        by = request.user if isinstance(request.user, User) else None
        with (
            vault.keyring(),
            audit.acting(by),
            timezone.override(settings.AGENCY_TIME_ZONE),
        ):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, stopped: Exception) -> HttpResponse | None:
        if isinstance(stopped, ledger.LedgerUnavailable):
            log.error("ledger_unavailable")
            return stops.not_now(request)
        if isinstance(stopped, vault.SealBroken):
            log.error("seal_broken")
            return stops.not_opened(request)
        if isinstance(stopped, Refusal):
            return stops.not_yet(request, str(stopped.message))
        return None
