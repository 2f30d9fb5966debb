"""Check in: one question a page, resume on any device, and what comes after."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trust import access
from trust.models import Level, Participant
from trust.refusal import Refusal
from wellness import actions
from wellness.forms import QUESTIONS, LastPageForm, QuestionForm, as_answer
from wellness.models import Assessment, CheckIn
from wellness.standing import ITEMS, Colour
from wellness.views.figures import because_sentences, my_figure
from wellness.views.person import me, my_handle, show

LAST = "last"
STEPS = (*ITEMS, LAST)
Content = dict[str, object]


def check_in(request: HttpRequest) -> HttpResponse:
    """To the first question that has no answer yet; without a record, to the first decision."""
    if not joined(request):
        return render(request, "wellness/check_in_closed.html")
    given = _answers(_draft(request))
    step = next((item for item in ITEMS if item not in given), LAST if given else ITEMS[0])
    return redirect("check_in_step", step=step)


def joined(request: HttpRequest) -> bool:
    mine = access.visible(me(request), Participant).filter(pk=my_handle(request))
    return mine.filter(level__gte=Level.SELF_ONLY).exists()


def _draft(request: HttpRequest) -> Content:
    row = (
        access.visible(me(request), Assessment)
        .filter(participant=my_handle(request), submitted_at=None)
        .first()
    )
    if row is None:
        return {"key": uuid.uuid4().hex, "answers": {}, "note": ""}
    return dict(access.reveal(me(request), row).content["content"])  # type: ignore[call-overload]


def _answers(draft: Content) -> dict[str, str]:
    return dict(draft["answers"])  # type: ignore[call-overload]


@require_http_methods(["GET", "POST"])
def check_in_step(request: HttpRequest, step: str) -> HttpResponse:
    """One page of the check-in. Each answer is kept, sealed, as soon as it is given."""
    if step not in STEPS or not joined(request):
        return redirect("check_in")
    if step == LAST:
        return _last_page(request)
    draft = _draft(request)
    given = _answers(draft)
    form = QuestionForm(step, request.POST or None, initial={"answer": given.get(step)})
    if request.method == "POST" and form.is_valid():
        given[step] = form.cleaned_data["answer"]
        actions.save_draft(
            by=me(request), key=str(draft["key"]), answers=given, note=str(draft["note"])
        )
        return redirect("check_in_step", step=STEPS[STEPS.index(step) + 1])
    return _page(request, step, form)


def _page(request: HttpRequest, step: str, form: QuestionForm | LastPageForm) -> HttpResponse:
    at = STEPS.index(step)
    context = {
        "form": form,
        "at": at + 1,
        "total": len(STEPS),
        "before": STEPS[at - 1] if at else "",
        "last": step == LAST,
        "question": QUESTIONS.get(step, _("Almost done")),
    }
    return render(request, "wellness/check_in_step.html", context)


def _last_page(request: HttpRequest) -> HttpResponse:
    draft = _draft(request)
    form = LastPageForm(request.POST or None, initial={"key": draft["key"], "note": draft["note"]})
    if request.method == "POST" and form.is_valid():
        sent = _sent(request, form.cleaned_data["key"])
        if sent is None:
            sent = _submit(request, form, _answers(draft))
        if sent is not None:
            return redirect("check_in_done", pk=sent.pk)
    return _page(request, LAST, form)


def _sent(request: HttpRequest, key: str) -> CheckIn | None:
    """The last page pressed twice: the answers are in already."""
    mine = access.visible(me(request), CheckIn).filter(participant=my_handle(request))
    return mine.filter(key=key).first()


def _submit(request: HttpRequest, form: LastPageForm, given: Mapping[str, str]) -> CheckIn | None:
    said = form.cleaned_data
    try:
        return actions.submit_check_in(
            by=me(request),
            key=said["key"],
            answers={item: as_answer(answer) for item, answer in given.items()},
            contact=said["contact"],
            note=said["note"],
        )
    except Refusal as refusal:
        show(form, refusal)
        return None


def check_in_done(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Own colour and why, own weeks, two next steps; on red, people to call come first."""
    row = access.fetch(me(request), "share", CheckIn, pk=pk)
    standing = actions.my_standing(me(request))
    context = {
        "row": row,
        "standing": standing,
        "colour": Colour(standing.colour).label if standing else "",
        "red": standing is not None and standing.colour == Colour.RED,
        "fine": standing is None or standing.colour == Colour.GREEN,
        "because": because_sentences(standing.because) if standing else [],
        "figure": my_figure(me(request), "stress"),
    }
    return render(request, "wellness/check_in_done.html", context)


@require_POST
def skip(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    actions.skip_invitation(by=me(request), invitation=pk)
    return redirect("home")
