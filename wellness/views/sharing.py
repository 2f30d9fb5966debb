"""Share one check-in, end a share, choose a peer supporter; and what others share with me."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agency import clock
from trust import access
from trust.doors.forms import show
from trust.doors.views import me
from trust.models import ParticipantGrant
from trust.refusal import Refusal
from wellness import actions
from wellness.forms import PeerForm, ShareForm
from wellness.models import AssessmentGrant, CheckIn, CheckInGrant
from wellness.views.person import my_handle


@require_http_methods(["GET", "POST"])
def share(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one check-in to one person for some days."""
    row = access.fetch(me(request), "share", CheckIn, pk=pk)
    form = ShareForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _shared(request, row, form):
        messages.success(request, _("Shared. You can end it here at any time."))
        return redirect("check_in_detail", pk=pk)
    return render(request, "wellness/share.html", {"form": form, "row": row})


def _shared(request: HttpRequest, row: CheckIn, form: ShareForm) -> bool:
    try:
        actions.share_result(by=me(request), check_in=row.pk, **form.cleaned_data)
    except Refusal as refusal:
        show(form, refusal)
        return False
    return True


@require_POST
def revoke_share(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    actions.revoke_share(by=me(request), share=pk)
    messages.success(request, _("This share has ended."))
    return redirect("privacy")


def shared_with_me(request: HttpRequest) -> HttpResponse:
    """Check-ins and assessments that somebody chose to show me."""
    mine = {"user": me(request), "expires_at__gt": clock.now()}
    context = {
        "grants": access.visible(me(request), CheckInGrant).filter(**mine).order_by("expires_at"),
        "assessments": access.visible(me(request), AssessmentGrant)
        .filter(**mine)
        .order_by("expires_at"),
    }
    return render(request, "wellness/shared_with_me.html", context)


@require_http_methods(["GET", "POST"])
def peers(request: HttpRequest) -> HttpResponse:
    """Choose a peer supporter, or see whom I chose."""
    offered = [(each.username, str(each)) for each in actions.peers_to_choose(me(request))]
    form = PeerForm(offered, request.POST or None)
    if request.method == "POST" and form.is_valid() and _chosen(request, form):
        messages.success(request, _("Your peer supporter is chosen."))
        return redirect("privacy")
    chosen = access.visible(me(request), ParticipantGrant).filter(
        content_object=my_handle(request), expires_at__gt=clock.now()
    )
    context = {"form": form, "offered": offered, "chosen": chosen.select_related("user")}
    return render(request, "wellness/peers.html", context)


def _chosen(request: HttpRequest, form: PeerForm) -> bool:
    try:
        actions.choose_peer(by=me(request), peer=form.cleaned_data["peer"])
    except Refusal as refusal:
        show(form, refusal)
        return False
    return True


@require_POST
def let_peer_go(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    actions.let_peer_go(by=me(request), assignment=pk)
    messages.success(request, _("This person is your peer supporter no longer."))
    return redirect("privacy")
