"""The page behind a provider's link: no account, no cookie, no session.

Opening the address shows nothing about anybody: programs that look at links in mails, and previews, open
addresses too. A press opens what the officer agreed to. Every form carries the secret of the address
itself; since no cookie stands for anybody here, no other site can press in a provider's name.
"""

from __future__ import annotations

from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.crypto import constant_time_compare
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from agency import clock
from peersupport import actions
from peersupport.actions.provider_answers import FITS, Said
from peersupport.actions.provider_links import Opened, living
from peersupport.actions.referral_details import TIMES
from peersupport.forms.referrals import TimeForm
from peersupport.models import ProviderLink, Referral
from trust.doors.views import NOT_YET
from trust.refusal import Refusal

ENDED, TOO_MANY = 404, 429
MINUTE, AT_MOST = 60, 30
WITH_TIME = ("appointment", "offer_time")
State = Referral.State
SAID: dict[Said, Promise] = {
    Said.SAVED: _("Thank you. It is saved."),
    Said.ALREADY: _("You told us that already. Thank you."),
}
BUTTONS: dict[str, Promise] = {
    "acknowledge": _("I have it and will be in touch"),
    "contacted": _("We have been in touch"),
    "attended": _("The appointment took place"),
    "call_off": _("The appointment is off"),
    "not_reached": _("I could not reach them"),
    "cannot": _("I can't take this one"),
}


@login_not_required  # a provider has no account; the long secret in the address is the key
@csrf_exempt  # no cookie stands for anybody; the form carries the secret of the address instead
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def provider_page(request: HttpRequest, secret: str) -> HttpResponse:
    link = living(secret)
    if link is None:
        return _ended(request)
    if request.method != "POST":
        return _page("front", secret, link)
    if not constant_time_compare(request.POST.get("csrf_token", ""), secret):
        return _page("front", secret, link, NOT_YET)
    answer = request.POST.get("answer", "")
    return _answered(request, secret, link, answer) if answer else _opened(secret)


def _answered(request: HttpRequest, secret: str, link: ProviderLink, answer: str) -> HttpResponse:
    form = TimeForm(request.POST if answer in WITH_TIME else None)
    try:
        starts = form.starts if answer in WITH_TIME and form.is_valid() else None
        said = actions.answer_by_link(secret=secret, answer=answer, starts=starts)
    except Refusal as refusal:
        return _opened(secret, said=refusal.message, status=NOT_YET)
    if said is Said.GONE or living(secret) is None:
        return _thanks(said)
    return _page("front", secret, link, said=SAID[said])


def _opened(secret: str, said: str | Promise = "", status: int = 200) -> HttpResponse:
    opened = actions.open_by_link(secret=secret)
    if opened is None:
        return _thanks(Said.GONE)
    link = opened.link
    more = {
        "shown": _in_words(opened),
        "buttons": [(each, BUTTONS[each]) for each in FITS[link.referral.state]],
        "may_set": link.referral.state != State.ATTENDED,
        "time_form": TimeForm(),
        "contact": link.referral.owner,
    }
    return _page("opened", secret, link, status, said=said, **more)


def _in_words(opened: Opened) -> list[tuple[str | Promise, str]]:
    shown = opened.shown
    times = shown.get("times") or ()
    assert isinstance(times, list | tuple)  # noqa: S101 - stored by ``create_referral``
    lines: list[tuple[str | Promise, str]] = [
        (_("Name"), str(shown.get("name", ""))),
        (_("Phone"), str(shown.get("phone", ""))),
        (_("E-mail"), str(shown.get("email", ""))),
        (_("Good times"), ", ".join(str(TIMES[each]) for each in times)),
    ]
    return [line for line in lines if line[1]]


def _page(
    name: str, secret: str, link: ProviderLink, status: int = 200, **more: object
) -> HttpResponse:
    """Drawn without the request: no session is read, no cookie is set."""
    content = {
        "secret": secret,
        "referral": link.referral,
        "link": link,
        "now": clock.now(),
        **more,
    }
    return _drawn(name, content, status)


def _ended(request: HttpRequest) -> HttpResponse:
    """The same page for every address that leads nowhere; slower than anybody guesses."""
    if _too_often(request):
        return _drawn("ended", {"busy": True}, TOO_MANY)
    return _thanks(Said.GONE)


def _thanks(said: Said) -> HttpResponse:
    return _drawn("ended", {"said": SAID.get(said, "")}, ENDED if said is Said.GONE else 200)


def _drawn(name: str, content: dict[str, object], status: int) -> HttpResponse:
    house = {"agency_name": settings.AGENCY_NAME, "team_phone": settings.TEAM_PHONE, "quiet": True}
    page = render_to_string(f"peersupport/provider/{name}.html", house | content)
    return HttpResponse(page, status=status, headers={"Referrer-Policy": "no-referrer"})


def _too_often(request: HttpRequest) -> bool:
    """Counts only addresses that lead nowhere, so nobody's real link is slowed by a stranger."""
    place = sha256(str(request.META.get("REMOTE_ADDR", "")).encode()).hexdigest()[:16]
    key = f"provider-link-{place}-{int(clock.now().timestamp()) // MINUTE}"
    cache.add(key, 0, 2 * MINUTE)
    return cache.incr(key) > AT_MOST
