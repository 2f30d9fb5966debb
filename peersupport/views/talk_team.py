"""My team: the people an officer would ask first, in their order, and those they would rather not meet."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from agency.models import User
from peersupport import actions
from peersupport.actions import wishes
from peersupport.actions.wishes import Own
from peersupport.models import Supporter
from peersupport.views.talk import Person
from trust import access
from trust.doors.views import me
from trust.refusal import Refusal
from trust.written import NO_ID, as_id


class MyTeam(View):
    """Nobody learns that they are on either list."""

    def get(self, request: HttpRequest) -> HttpResponse:
        by = me(request)
        own = wishes.my_wishes(by)
        known = access.visible(by, Supporter).filter(pk__in=[*own.team, *own.blocked])
        people = {row.pk: Person(row) for row in known.select_related("user")}
        content = {
            "team": [people[pk] for pk in own.team if pk in people],
            "blocked": [people[pk] for pk in own.blocked if pk in people],
            "away": len(own.team) + len(own.blocked) - len(people),
        }
        return render(request, "peersupport/talk/team.html", content)

    def post(self, request: HttpRequest) -> HttpResponse:
        by, what = me(request), request.POST.get("do", "")
        pk = as_id(request.POST.get("supporter", ""))
        if pk == NO_ID:
            raise Http404
        try:
            _change(by, what, pk)
        except Refusal as refusal:
            messages.info(request, str(refusal.message))
        else:
            messages.success(request, _("Saved. Nobody else sees this."))
        return redirect("my_team")


def _change(by: User, what: str, pk: uuid.UUID) -> Own:
    own = wishes.my_wishes(by)
    if what in {"block", "unblock"}:
        others = [each for each in own.blocked if each != pk]
        return actions.set_blocked(by=by, blocked=[*others, pk] if what == "block" else others)
    if what in {"add", "remove", "up", "down"}:
        return actions.set_my_team(by=by, team=_moved(list(own.team), what, pk))
    raise Refusal("do", "unknown", _("Choose one of the buttons."))


def _moved(team: list[uuid.UUID], what: str, pk: uuid.UUID) -> list[uuid.UUID]:
    """The team with one person added, taken out, or one place up or down."""
    place = team.index(pk) if pk in team else len(team)
    rest = [each for each in team if each != pk]
    if what == "remove":
        return rest
    places = {"up": max(0, place - 1), "down": place + 1, "add": place}
    rest.insert(places[what], pk)
    return rest
