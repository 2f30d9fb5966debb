"""Three decisions, one a page. *Not now* is as big as *Yes* and changes nothing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trust import access
from trust.doors.forms import show
from trust.doors.views import me
from trust.models import Level, Participant
from trust.refusal import Refusal
from wellness import actions, consent_texts
from wellness.forms import LevelForm, WithdrawForm
from wellness.views.leaving import hold_words
from wellness.views.person import my_handle

JOIN, SHARE, COUNT = "join", "share", "count"
NUMBER = {JOIN: 1, SHARE: 2, COUNT: 3}


def _language() -> str:
    return consent_texts.spoken(get_language() or "en")


def _texts() -> consent_texts.Texts:
    return consent_texts.find(consent_texts.CURRENT, _language())


def mine(request: HttpRequest) -> Participant | None:
    return access.visible(me(request), Participant).filter(pk=my_handle(request)).first()


def _yes(request: HttpRequest) -> bool:
    return request.POST.get("decision") == "yes"


def _decide(request: HttpRequest, **decision: object) -> bool:
    """True when it was taken down; otherwise the person reads why not."""
    try:
        actions.set_opt_in(
            by=me(request),
            text_version=request.POST.get("text_version", ""),
            language=_language(),
            **decision,  # type: ignore[arg-type]
        )
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
        return False
    return True


def _page(request: HttpRequest, which: str, **more: object) -> HttpResponse:
    texts = _texts()
    context = {
        "text": getattr(texts, which),
        "texts": texts,
        "text_version": consent_texts.CURRENT,
        "number": NUMBER[which],
        "which": which,
        **more,
    }
    return render(request, "wellness/consent.html", context)


@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest) -> HttpResponse:
    """First decision: a private record, for me alone."""
    if request.method != "POST":
        row = mine(request)
        return _page(request, JOIN, joined=row is not None and row.level >= Level.SELF_ONLY)
    if not _yes(request):
        messages.info(request, _("Nothing was stored. You can decide at any time."))
        return redirect("privacy")
    row = mine(request)
    level = Level(row.level) if row and row.level else Level.SELF_ONLY
    return redirect("consent_levels" if _decide(request, level=level) else "consent")


@require_http_methods(["GET", "POST"])
def consent_levels(request: HttpRequest) -> HttpResponse:
    """Second decision: who may know how I am doing."""
    row = mine(request)
    if row is None or row.level < Level.SELF_ONLY:
        return redirect("consent")
    labels = _texts().levels
    if request.method != "POST":
        return _page(request, SHARE, form=LevelForm(labels, initial=_stands(row)))
    if not _yes(request):
        return redirect("consent_count")
    form = LevelForm(labels, request.POST)
    if form.is_valid() and _set_level(request, form):
        return redirect("consent_count")
    return _page(request, SHARE, form=form)


def _stands(row: Participant) -> dict[str, object]:
    """What stands already; nothing is preselected on the first visit."""
    level = Level(row.level)
    own = {
        each: Level(getattr(row, f"{each}_level")).name
        for each in ("check_ins", "exposure", "fatigue")
        if getattr(row, f"{each}_level") != level
    }
    first = level == Level.SELF_ONLY and not row.wellness_team
    return {**({} if first else {"level": level.name}), "wellness_team": row.wellness_team, **own}


def _set_level(request: HttpRequest, form: LevelForm) -> bool:
    try:
        actions.set_opt_in(
            by=me(request),
            text_version=request.POST.get("text_version", ""),
            language=_language(),
            level=actions.level_named(form.cleaned_data["level"]),
            lowered=form.lowered(),
            wellness_team=form.cleaned_data["wellness_team"],
        )
    except Refusal as refusal:
        show(form, refusal)
        return False
    return True


@require_http_methods(["GET", "POST"])
def consent_count(request: HttpRequest) -> HttpResponse:
    """Third decision: be counted in totals of large groups."""
    row = mine(request)
    if row is None or row.level < Level.SELF_ONLY:
        return redirect("consent")
    if request.method != "POST":
        return _page(request, COUNT)
    if _yes(request) and not _decide(request, count_me=True):
        return redirect("consent_count")
    messages.success(request, _("Your decisions are noted. You can change each of them here."))
    return redirect("privacy")


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    """Stop; or stop and destroy my key."""
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _leave(request, destroy=form.cleaned_data["choice"] == "destroy")
        except Refusal as refusal:
            show(form, refusal)
    hold = hold_words(actions.my_hold(me(request)))
    return render(request, "wellness/withdraw.html", {"form": form, "hold": hold})


def _leave(request: HttpRequest, *, destroy: bool) -> HttpResponse:
    if not destroy:
        actions.withdraw(by=me(request))
        messages.success(request, _("Stopped. Nothing is shared or counted from now on."))
        return redirect("privacy")
    row = actions.destroy_my_record(by=me(request))
    messages.success(request, _("Everything you wrote is deleted, and the key is destroyed."))
    return redirect("receipt", row.pk)
