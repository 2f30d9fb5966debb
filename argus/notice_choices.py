"""*How you hear from us*: one page on which a person decides where the one sentence may go, and when.

Works as plain forms. Only messages on a device need a script, since the browser asks for them itself.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agency.models import Role, User
from argus.notice_forms import FORMS, ChoicesForm, CodeForm
from trust import channels, roles
from trust.channels import Mine, masked
from trust.doors.forms import CalmForm, show
from trust.doors.views import me
from trust.models import Channel
from trust.notify import push, words
from trust.refusal import Refusal

HELPERS = {
    Role.PEER_SUPPORT, Role.CHAPLAIN, Role.CLINICIAN, Role.WELLNESS_COORDINATOR,
    Role.WELLNESS_ADMIN, Role.CRISIS_COORDINATOR,
}  # fmt: skip
BY = (Channel.MAIL, Channel.SMS)


@dataclass(frozen=True)
class Way:
    """One address of a person as the page shows it: shortened, waiting for its digits, or not there."""

    channel: str
    shown: str
    waiting: str
    form: CalmForm
    code: CalmForm
    offered: bool


@require_http_methods(["GET", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """As it stands, and how to change it."""
    if request.method == "GET":
        return _page(request)
    by = me(request)
    form = _choices_form(by, channels.mine(by=by), request)
    if form.is_valid() and _went(form, lambda: channels.choose(by=by, **form.cleaned_data)):
        return _saved(request, _("Saved. It counts from the next message on."))
    return _page(request, form=form)


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """A new address or number: send it the six digits."""
    by, channel = me(request), _channel(request)
    form = FORMS[channel](request.POST, auto_id=f"id_{channel}_%s")

    def send() -> object:
        return channels.ask_code(by=by, channel=channel, to=form.cleaned_data["to"])

    if form.is_valid() and _went(form, send):
        return _saved(request, _("A code is on its way. It is good for ten minutes."))
    return _page(request, channel=channel, address=form)


@require_POST
def prove(request: HttpRequest) -> HttpResponse:
    """The digits came back."""
    by, channel = me(request), _channel(request)
    form = CodeForm(request.POST, auto_id=f"id_{channel}_%s")

    def confirm() -> object:
        return channels.confirm(by=by, channel=channel, code=form.cleaned_data["code"])

    if form.is_valid() and _went(form, confirm):
        return _saved(request, _("That is right. From now on we use it."))
    return _page(request, channel=channel, code=form)


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    channels.forget(by=me(request), channel=_channel(request))
    return _saved(request, _("Deleted. Nothing of it is kept."))


@require_POST
def add_device(request: HttpRequest) -> HttpResponse:
    """What the browser handed out after the person pressed and agreed."""
    given = {name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth")}
    try:
        channels.add_device(by=me(request), **given)
    except Refusal as no:
        messages.info(request, str(no.message))
        return redirect("notice_choices")
    return _saved(request, _("This device shows messages from now on."))


@require_POST
def remove_device(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    channels.remove_device(by=me(request), device=pk)
    return _saved(request, _("Removed. Nothing goes there any more."))


@require_POST
def send_me_one(request: HttpRequest) -> HttpResponse:
    try:
        channels.send_me_one(by=me(request))
    except Refusal as no:
        messages.info(request, str(no.message))
        return redirect("notice_choices")
    return _saved(request, _("One is on its way, by every channel that is on."))


# --- the page -------------------------------------------------------------------------------------


def _channel(request: HttpRequest) -> str:
    channel = request.POST.get("channel", "")
    if channel not in BY:
        raise Http404
    return channel


def _went(form: CalmForm, act: Callable[[], object]) -> bool:
    try:
        act()
    except Refusal as refusal:
        show(form, refusal)
        return False
    return True


def _saved(request: HttpRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("notice_choices")


def _choices_form(by: User, mine: Mine, request: HttpRequest | None = None) -> ChoicesForm:
    helps = bool(roles.authorized_roles(by) & HELPERS)
    return ChoicesForm(request.POST if request else None, mine=mine, person=by, helps=helps)


def _page(
    request: HttpRequest,
    *,
    form: CalmForm | None = None,
    channel: str = "",
    address: CalmForm | None = None,
    code: CalmForm | None = None,
) -> HttpResponse:
    """The whole page; a form that asks for something stands in its place."""
    by = me(request)
    mine = channels.mine(by=by)
    content = {
        "sentence": words.sentence(),
        "letter": words.letter(),
        "goes_nowhere": mine.mail_goes_nowhere,
        "form": form or _choices_form(by, mine),
        "mail": _way(mine, Channel.MAIL, *((address, code) if channel == Channel.MAIL else ())),
        "sms": _way(mine, Channel.SMS, *((address, code) if channel == Channel.SMS else ())),
        "devices": mine.devices,
        "push_key": push.public_key(),
        "worker": f"{settings.STATIC_URL}js/news-worker.js",
    }
    return render(request, "portal/notice_choices.html", content)


def _way(
    mine: Mine, channel: str, form: CalmForm | None = None, code: CalmForm | None = None
) -> Way:
    kept = mine.wishes.address if channel == Channel.MAIL else mine.wishes.number
    ids = f"id_{channel}_%s"
    return Way(
        channel=str(channel),
        shown=masked(kept),
        waiting=masked(mine.waiting.get(channel, "")),
        form=form or FORMS[channel](auto_id=ids),
        code=code or CodeForm(auto_id=ids),
        offered=channel == Channel.MAIL or bool(settings.SMS_BACKEND),
    )
