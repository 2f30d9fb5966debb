"""Ask for somebody: what one wishes for, then the notice, which is a decision of its own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from agency.models import User
from peersupport import actions
from peersupport.actions import asking_on, requests
from peersupport.forms.requests import WishForm
from peersupport.models import Supporter
from peersupport.notices import BY_KIND
from trust import access
from trust.doors.forms import show
from trust.doors.views import NOT_YET, me
from trust.refusal import Refusal


class TalkRequest(View):
    """Without a script: the first page sends its answers on to the second, which asks for the yes."""

    def get(self, request: HttpRequest) -> HttpResponse:
        named = _named(me(request), request.GET.get("supporter", ""))
        if named:
            return self.notice(request, WishForm(_of(named), named_kind=named.kind), named)
        return self.page(request, WishForm(initial=request.GET.dict()))

    def post(self, request: HttpRequest) -> HttpResponse:
        by = me(request)
        named = _named(by, request.POST.get("supporter", ""))
        form = WishForm(request.POST, named_kind=named.kind if named else "")
        if not form.is_valid():
            return self.page(request, form, NOT_YET)
        if "notice" not in request.POST:
            return self.notice(request, form, named)
        return self.ask(request, by, form, named)

    def ask(
        self, request: HttpRequest, by: User, form: WishForm, named: Supporter | None
    ) -> HttpResponse:
        wish = {"supporter": named.pk} if named else form.wish
        try:
            row = actions.request_peer(by=by, notice=request.POST["notice"], **wish)
        except Refusal as refusal:
            if refusal.field == "notice":
                return self.notice(request, form, named, str(refusal.message))
            if named:
                messages.info(request, str(refusal.message))
                return redirect("talk_person", pk=named.pk)
            show(form, refusal)
            return self.page(request, form, NOT_YET)
        messages.success(request, _("We are asking. Nobody reads your name."))
        return redirect("talk_progress", pk=row.pk)

    def page(self, request: HttpRequest, form: WishForm, status: int = 200) -> HttpResponse:
        return render(request, "peersupport/talk/request.html", {"form": form}, status=status)

    def notice(
        self, request: HttpRequest, form: WishForm, named: Supporter | None, said: str = ""
    ) -> HttpResponse:
        kind = named.kind if named else form.wish["kind"]
        content = {
            "form": form,
            "named": named,
            "notice": requests.current_notice(),
            "of_kind": BY_KIND.get(str(kind), ""),
            "minutes": int(asking_on.answer_time().total_seconds() // 60),
            "said": said,
        }
        status = NOT_YET if said else 200
        return render(request, "peersupport/talk/notice.html", content, status=status)


def _named(by: User, pk: str) -> Supporter | None:
    return access.fetch(by, "view", Supporter, pk=pk) if pk else None


def _of(named: Supporter) -> dict[str, str]:
    return {"supporter": str(named.pk)}
