"""The weekly check: the same way as every assessment, with the colour that follows at its end."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from trust import access
from trust.doors.views import me
from wellness import actions, assessment_types
from wellness.actions.assessments.content import restored
from wellness.models import CheckIn
from wellness.standing import Colour
from wellness.views import assessment
from wellness.views.figures import because_sentences, my_figure
from wellness.views.person import opens_words


@require_http_methods(["GET", "POST"])
def check_in(request: HttpRequest) -> HttpResponse:
    """Eight questions on one page; without a record, the way to the first decision."""
    return assessment.run(request, assessment.WEEKLY)


def check_in_done(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Own colour and why, own weeks, two next steps; on red, people to call come first."""
    row = access.fetch(me(request), "share", CheckIn, pk=pk)
    answers = dict(access.reveal(me(request), row).content["answers"])  # type: ignore[call-overload]
    scores = restored(answers.get("scores", ()))
    standing = actions.my_standing(me(request))
    said = assessment.said(
        scores, answers.get("versions", {}), assessment_types.SETS[assessment.WEEKLY]
    )
    context = {
        **said,
        "row": row,
        "weekly": True,
        "team": opens_words(request),
        "title": assessment_types.label(assessment.WEEKLY),
        "share_url": reverse("share", args=[row.pk]),
        "detail_url": reverse("check_in_detail", args=[row.pk]),
        "standing": standing,
        "colour": Colour(standing.colour).label if standing else "",
        "red": standing is not None and standing.colour == Colour.RED,
        "heavy": said["heavy"] or (standing is not None and standing.colour != Colour.GREEN),
        "because": because_sentences(standing.because) if standing else [],
        "figure": my_figure(me(request), "stress"),
    }
    return render(request, "wellness/assessment_done.html", context)


@require_POST
def skip(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Not for now. No question asked."""
    actions.skip_invitation(by=me(request), invitation=pk)
    return redirect("home")
