"""One assessment from the first question to its result: run, keep, send, look again, share, delete.

The weekly check walks the same way (``wellness.views.check_in``). Nothing here scores anything.
"""

from __future__ import annotations

import uuid
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agency import clock
from trust import access
from trust.doors.forms import show
from trust.doors.views import NOT_YET, me
from trust.refusal import Refusal
from wellness import assessment_types
from wellness.actions import assessments
from wellness.actions.assessments.content import Content, restored
from wellness.actions.assessments.pages import OpenRun, open_run_of
from wellness.actions.scores import PRIVATE
from wellness.actions.sharing import revoke_assessment_share, share_assessment
from wellness.assessment_types import AssessmentType
from wellness.forms import ShareForm
from wellness.forms.assessments import Given, RunForm
from wellness.models import AnnualReview, Assessment, AssessmentGrant, CheckIn
from wellness.scoring import Score, needs_safety_step
from wellness.views import results
from wellness.views.person import joined, my_handle, opens_words, step_up
from wellness.views.shown_wording import shown_by, with_shown

WEEKLY = AssessmentType.WEEKLY_CHECK


def where(kind: str) -> str:
    """The address of a kind's run. The weekly check has the short one."""
    return reverse("check_in") if kind == WEEKLY else reverse("assessment_run", args=[kind])


# --- run ------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def run(request: HttpRequest, kind: str) -> HttpResponse:
    """All questions on one page; what was answered before stands as it was left."""
    if kind not in assessment_types.SETS:
        raise Http404
    if not joined(request):
        return render(request, "wellness/check_in_closed.html", status=200)
    found = open_run_of(by=me(request), kind=kind, versions=shown_by(request, kind))
    form = _form(request, kind, found)
    if request.method == "POST" and (answer := _posted(request, kind, form)):
        return answer
    if request.method == "POST" and _by_script(request):
        return JsonResponse({}, status=NOT_YET)
    return _page(request, kind, form, found)


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _form(request: HttpRequest, kind: str, found: OpenRun) -> RunForm:
    kept = found.content
    return RunForm(
        found.asked,
        get_language() or "en",
        request.POST if request.method == "POST" else None,
        given=kept["answers"],
        wish=kind == WEEKLY,
        key=found.key,
        note=kept["note"],
        contact=kept["contact"],
    )


def _page(request: HttpRequest, kind: str, form: RunForm, found: OpenRun) -> HttpResponse:
    context = {
        "form": form,
        "title": assessment_types.label(kind),
        "takes": assessment_types.TAKES[kind],
        "here": with_shown(where(kind), kind, found),
        "keep_url": with_shown(reverse("assessment_keep", args=[kind]), kind, found),
        "duty": kind == AssessmentType.RETURN_TO_DUTY,
    }
    return render(request, "wellness/assessment_run.html", context)


def _posted(request: HttpRequest, kind: str, form: RunForm) -> HttpResponse | None:
    """The way on, or None where the form still asks for something."""
    there = _left(request, kind, form) if "later" in request.POST else _sent(request, kind, form)
    if not there:
        return None
    return JsonResponse({"next": there}) if _by_script(request) else redirect(there)


def _left(request: HttpRequest, kind: str, form: RunForm) -> str:
    """Stop here: everything that fits is kept."""
    _key, words = _kept(request, kind, form)
    if words:
        form.is_valid()
        return ""
    messages.success(request, _("Your answers are kept, sealed. Go on whenever you like."))
    return reverse("assessments")


def _sent(request: HttpRequest, kind: str, form: RunForm) -> str:
    if not form.is_valid():
        return ""
    try:
        sent = assessments.submit(
            by=me(request),
            assessment=kind,
            key=form.cleaned_data["key"],
            answers=form.answers(),
            note=form.cleaned_data["note"],
            contact=form.cleaned_data.get("contact", False),
            versions=shown_by(request, kind),
        )
    except Refusal as refusal:
        show(form, refusal)
        return ""
    name = "check_in_done" if isinstance(sent.row, CheckIn) else "assessment_done"
    return reverse(name, args=[sent.row.pk])


@require_POST
def keep(request: HttpRequest, kind: str) -> HttpResponse:
    """One or more answers of a page that stays open. The key is that of the run, on every device."""
    if kind not in assessment_types.SETS:
        raise Http404
    found = open_run_of(by=me(request), kind=kind, versions=shown_by(request, kind))
    form = _form(request, kind, found)
    key, words = _kept(request, kind, form)
    return JsonResponse({"key": key, "said": words}, status=NOT_YET if words else 200)


def _kept(request: HttpRequest, kind: str, form: RunForm) -> tuple[str, str]:
    """The run's key, and what could not be kept, in words."""
    fitting, words = form.posted()
    given: Given = {}
    for instrument, item, answer in fitting:
        given.setdefault(instrument, {})[item] = answer
    versions = shown_by(request, kind)
    row = assessments.start(by=me(request), kind=kind, versions=versions)
    wish = request.POST.get("contact")
    try:
        assessments.save_answers(
            by=me(request),
            assessment=row.pk,
            answers=given,
            versions=versions,
            note=request.POST.get("note"),
            contact=None if wish is None else bool(wish),
        )
    except Refusal as refusal:
        words.append(str(refusal.message))
    return row.key, " ".join(words)


# --- after sending --------------------------------------------------------------------------------


def done(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The safety step first where an answer opens it; then words, a next step, and nothing else."""
    row = access.fetch(me(request), "share", Assessment, pk=pk, submitted_at__isnull=False)
    content = _opened(request, row)
    scores = restored(content["scores"])
    context = {
        "row": row,
        "title": assessment_types.label(content["type"]),
        "duty": content["type"] == AssessmentType.RETURN_TO_DUTY,
        "share_url": reverse("assessment_share", args=[row.pk]),
        "detail_url": reverse("assessment_detail", args=[row.pk]),
        "team": content["type"] not in PRIVATE and opens_words(request),
        **said(scores, content["versions"], tuple(content["sets"])),
    }
    if content["type"] == AssessmentType.ANNUAL_REVIEW:
        context |= {"annual": True, "today": clock.today(), "review": _review(request)}
    return render(request, "wellness/assessment_done.html", context)


def said(
    scores: tuple[Score, ...], versions: dict[str, str], asked: tuple[str, ...]
) -> dict[str, object]:
    """What scores mean, for the page after sending."""
    totals = {each.instrument: each.total for each in scores}
    return {
        "safety": needs_safety_step(scores),
        "told": results.told(scores, versions),
        "heavy": results.most(scores) in results.HEAVY,
        "offered": [
            {
                "title": assessment_types.label(kind),
                "takes": assessment_types.TAKES[kind],
                "url": where(kind),
            }
            for kind in assessment_types.step_ups(totals, asked)
        ],
    }


def _opened(request: HttpRequest, row: Assessment) -> Content:
    return cast("Content", access.reveal(me(request), row).content["content"])


def _review(request: HttpRequest) -> AnnualReview | None:
    mine = access.visible(me(request), AnnualReview).filter(participant=my_handle(request))
    return mine.filter(year=clock.today().year).first()


@require_POST
def confirm_review(request: HttpRequest) -> HttpResponse:
    assessments.confirm_annual_review(by=me(request))
    messages.success(request, _("Confirmed. The wellness team sees the day. No answer goes along."))
    return redirect("assessments")


@require_POST
def take_review_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    assessments.take_back(by=me(request), review=pk)
    messages.success(request, _("Taken back. Nobody sees it any longer."))
    return redirect("assessments")


# --- look again, share, delete --------------------------------------------------------------------


def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One assessment: my own, or one that was shared with me."""
    row = access.fetch(me(request), "view", Assessment, pk=pk, submitted_at__isnull=False)
    own = row.participant_id == my_handle(request)
    if not own:
        step_up(request)
    opened = access.reveal(me(request), row, names=not own)
    content = cast("Content", opened.content["content"])
    shares = access.visible(me(request), AssessmentGrant).filter(
        content_object=row, expires_at__gt=clock.now()
    )
    scores = restored(content["scores"])
    context = {
        "row": row,
        "own": own,
        "person": opened.person,
        "title": assessment_types.label(content["type"]),
        "told": results.told(scores, content["versions"]),
        "safety": own and needs_safety_step(scores),
        "blocks": results.answer_blocks(content["sets"], content["answers"], content["versions"]),
        "note": content["note"],
        "shares": shares.select_related("user") if own else [],
    }
    return render(request, "wellness/assessment_detail.html", context)


@require_POST
def delete(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    assessments.delete(by=me(request), assessment=pk)
    messages.success(request, _("Deleted for good."))
    return redirect("assessments")


@require_http_methods(["GET", "POST"])
def share(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one assessment to one person for some days."""
    row = access.fetch(me(request), "share", Assessment, pk=pk, submitted_at__isnull=False)
    form = ShareForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _shared(request, row, form):
        messages.success(request, _("Shared. You can end it here at any time."))
        return redirect("assessment_detail", pk=pk)
    context = {
        "form": form,
        "row": row,
        "back": reverse("assessment_detail", args=[pk]),
        "title": _("Show this to one person"),
    }
    return render(request, "wellness/share.html", context)


def _shared(request: HttpRequest, row: Assessment, form: ShareForm) -> bool:
    try:
        share_assessment(by=me(request), assessment=row.pk, **form.cleaned_data)
    except Refusal as refusal:
        show(form, refusal)
        return False
    return True


@require_POST
def end_share(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    revoke_assessment_share(by=me(request), share=pk)
    messages.success(request, _("This share has ended."))
    return redirect("privacy")
