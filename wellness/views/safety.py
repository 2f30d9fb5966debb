"""I need someone now, and the safety plan. Nothing on these pages tells anybody.

The first page reads no record at all: it must stand when a seal or the ledger does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from trust import access
from trust.doors.forms import show
from trust.doors.views import me
from trust.models import Level, Participant
from trust.refusal import Refusal
from wellness import actions, safety_texts
from wellness.actions.safety import MyPlan
from wellness.forms.safety import SafetyStepForm
from wellness.safety_texts import BY_CODE, STEPS, Step
from wellness.views.person import my_handle

CODES = tuple(BY_CODE)


@login_not_required  # help must not ask who you are, nor whether the session has run out
@require_safe
def safety_now(request: HttpRequest) -> HttpResponse:
    """Numbers first; then people, the plan, the next hour. Reads nothing, leaves nothing."""
    context: dict[str, object] = {"screen_url": screen_url(), "hour": safety_texts.NEXT_HOUR}
    if not request.user.is_authenticated:
        context["csrf_token"] = ""  # no form, so no cookie either
    return render(request, "wellness/safety_now.html", context)


def screen_url() -> str:
    """Where the screener is, by choice only; empty while the agency has it switched off."""
    try:
        return reverse("assessment_run", args=["safety_screen"])
    except NoReverseMatch:
        return ""


def _joined(request: HttpRequest) -> bool:
    mine = access.visible(me(request), Participant).filter(pk=my_handle(request))
    return mine.filter(level__gte=Level.SELF_ONLY).exists()


# --- the plan -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Written:
    """A step with the officer's own lines, as pages and the file show it."""

    number: int
    step: Step
    lines: tuple[str, ...]


def written(plan: MyPlan | None) -> list[Written]:
    said = plan.steps if plan else {}
    return [Written(n, step, said.get(step.code, ())) for n, step in enumerate(STEPS, 1)]


def printed_lines() -> list[str]:
    """The crisis lines for paper, where a link says nothing: with the number, unless it is named."""
    lines: Iterable[dict[str, object]] = settings.CRISIS_LINES
    named = ((str(each["label"]), str(each["href"]).partition(":")[2]) for each in lines)
    return [label if number in label else f"{label}: {number}" for label, number in named]


@require_safe
def safety_plan(request: HttpRequest) -> HttpResponse:
    """The whole plan on one page, as it prints; without one, what it is and how it begins."""
    plan = actions.my_plan(me(request))
    context = {
        "plan": plan,
        "written": written(plan),
        "first": CODES[0],
        "joined": _joined(request),
        "about": safety_texts.ABOUT_PLAN,
        "lines": printed_lines(),
    }
    return render(request, "wellness/safety_plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_step(request: HttpRequest, step: str) -> HttpResponse:
    """One step a page. What is written is kept, sealed, with every press."""
    if step not in BY_CODE:
        raise Http404
    if not _joined(request):
        return redirect("safety_plan")
    plan = actions.my_plan(me(request))
    kept = "\n".join(plan.steps[step]) if plan else ""
    form = SafetyStepForm(BY_CODE[step], request.POST or None, initial={step: kept})
    if request.method == "POST" and form.is_valid() and _saved(request, form):
        return _onward(request, step)
    return render(request, "wellness/safety_plan_step.html", _step_page(step, form))


def _saved(request: HttpRequest, form: SafetyStepForm) -> bool:
    try:
        actions.save_plan(by=me(request), steps={form.code: form.lines()})
    except Refusal as refusal:
        show(form, refusal)
        return False
    return True


def _onward(request: HttpRequest, step: str) -> HttpResponse:
    after = CODES[CODES.index(step) + 1 :]
    if "stop" in request.POST or not after:
        messages.success(request, _("Your plan is kept, sealed, for you."))
        return redirect("safety_plan")
    return redirect("safety_plan_step", step=after[0])


def _step_page(step: str, form: SafetyStepForm) -> dict[str, object]:
    at = CODES.index(step)
    return {
        "form": form,
        "step": BY_CODE[step],
        "at": at + 1,
        "total": len(CODES),
        "before": CODES[at - 1] if at else "",
        "last": at + 1 == len(CODES),
    }


@require_safe
def empty_sheet(request: HttpRequest) -> HttpResponse:
    """Six empty lists on paper, for whoever wants nothing kept here."""
    context = {"written": written(None), "lines": printed_lines(), "rules": range(3)}
    return render(request, "wellness/safety_sheet.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_file(request: HttpRequest) -> HttpResponse:
    """Says first what a file on the phone means; then, on the press, the file."""
    plan = actions.my_plan(me(request))
    if plan is None:
        return redirect("safety_plan")
    if request.method != "POST":
        return render(request, "wellness/safety_plan_file.html")
    response = HttpResponse(as_text(plan), content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="my-plan.txt"'
    return response


def as_text(plan: MyPlan) -> str:
    """Plain text, which every phone opens without this site and without a network."""
    parts = [_("My plan")]
    for each in written(plan):
        said = each.lines or ("–",)
        parts.append("\n".join((f"{each.number}. {each.step.text.title}", *_dashed(said))))
    parts.append("\n".join((_("Day and night"), *_dashed(printed_lines()))))
    return "\n\n".join(parts) + "\n"


def _dashed(lines: Iterable[str]) -> list[str]:
    return [f"  - {line}" for line in lines]


@require_http_methods(["GET", "HEAD", "POST"])
def plan_delete(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "wellness/safety_plan_delete.html")
    if actions.delete_plan(by=me(request)):
        messages.success(
            request, _("Your plan is deleted. Files and paper are yours to look after.")
        )
    return redirect("safety_plan")


# --- what stands beside it ----------------------------------------------------------------------


@require_safe
def surroundings(request: HttpRequest) -> HttpResponse:
    """Storage options, the safest first. The same page for everybody."""
    context = {
        "why": safety_texts.WHY_DISTANCE,
        "options": safety_texts.STORAGE,
        "others": (safety_texts.BEFORE_YOU_HAND_OVER, safety_texts.MEDICINE),
    }
    return render(request, "wellness/safety_surroundings.html", context)


@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """Where these words come from, and who signed them."""
    return render(request, "wellness/safety_words.html", {"texts": safety_texts.TEXTS})
