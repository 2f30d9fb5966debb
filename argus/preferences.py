"""The small switches of every page: role, light or dark, language."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency.models import User
from trust import access, audit
from trust.doors import sessions

A_YEAR = 365 * 24 * 3600
THEMES = ("light", "dark", "system")


def _back(request: HttpRequest) -> HttpResponse:
    """To the page the form stood on, never to another site."""
    where = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(where, allowed_hosts={request.get_host()}):
        where = reverse("home")
    return HttpResponseRedirect(where)


@require_POST
def switch_role(request: HttpRequest) -> HttpResponse:
    """Work in another role, from its home page on."""
    role = request.POST.get("role", "")
    if sessions.switch(request, role):
        return HttpResponseRedirect(reverse("home"))
    if isinstance(request.user, User) and role in sessions.held_roles(request.user):
        messages.info(request, _("This role needs a second step. Set it up, then sign in again."))
        return HttpResponseRedirect(reverse("mfa_index"))
    messages.info(request, _("You don't hold that role today. Ask your wellness administrator."))
    return HttpResponseRedirect(reverse("home"))


@login_not_required  # light or dark is nobody's secret, and the sign-in page has the switch too
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    theme, response = request.POST.get("theme", ""), _back(request)
    if theme in THEMES:
        _keep(response, "theme", theme)
    return response


@login_not_required  # whoever can't read the sign-in page must be able to change its language
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    language, response = request.POST.get("language", ""), _back(request)
    if language in dict(settings.LANGUAGES):
        keep_language(response, language)
        if isinstance(request.user, User):
            remember_language(by=request.user, language=language)
    return response


@transaction.atomic
def remember_language(*, by: User, language: str) -> None:
    """The person's own setting: messages to them are written in it."""
    person = access.fetch(by, "change", User, pk=by.pk)
    person.language = language
    with audit.acting(by):
        person.save(update_fields=["language"])


def keep_language(response: HttpResponse, language: str) -> None:
    _keep(response, settings.LANGUAGE_COOKIE_NAME, language)


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
