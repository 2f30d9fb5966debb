"""Talk: whom to call now, how one's own requests stand, the people one can ask, one's own team."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.http import require_safe

from agency import clock
from agency.models import User
from peersupport import actions
from peersupport.actions import requests, wishes
from peersupport.forms.requests import FindForm
from peersupport.kinds import Background, Kind, Language, Speciality
from peersupport.matching import in_words
from peersupport.models import Ask, PeerRequest, Referral, Supporter
from trust import access, vault
from trust.doors.views import me, number
from trust.refusal import Refusal

SHOWN, PAGE = 10, 20


# --- how a request stands ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """One request of the officer's own, said honestly."""

    row: PeerRequest

    @cached_property
    def asks(self) -> list[Ask]:
        return sorted(self.row.asks.all(), key=lambda each: each.asked_at)

    @cached_property
    def live(self) -> Ask | None:
        return next((each for each in self.asks if each.state in Ask.LIVE), None)

    @property
    def contact(self) -> Ask | None:
        """The contact that somebody said yes to."""
        return self.live if self.row.state == PeerRequest.State.ACCEPTED else None

    @property
    def name(self) -> str:
        return str(self.live.supporter.user) if self.live else ""

    @property
    def because(self) -> str:
        return in_words(self.live.because) if self.live else ""

    @property
    def wished(self) -> str:
        return wished(self.row)

    @property
    def minutes(self) -> int:
        """Until the next one is asked, at least one: the last minute is a minute too."""
        left = (self.live.answer_by - clock.now()).total_seconds() if self.live else 0
        return max(1, round(left / 60))

    @property
    def words(self) -> str:
        if self.contact:
            return _("%(name)s said yes.") % {"name": self.name}
        if self.row.state == PeerRequest.State.WAITING:
            return f"{self._asked} {self._left}"
        if self.row.state == PeerRequest.State.UNANSWERED:
            return f"{self._asked} {self._nobody}" if self.asks else self._nobody_fits
        return str(self.row.get_state_display())

    @property
    def _asked(self) -> str:
        count = len(self.asks)
        text = ngettext("We asked one supporter.", "We asked %(n)d supporters.", count)
        return text % {"n": count}

    @property
    def _left(self) -> str:
        text = ngettext(
            "%(name)s has %(n)d minute left to answer.",
            "%(name)s has %(n)d minutes left to answer.",
            self.minutes,
        )
        return text % {"name": self.name, "n": self.minutes}

    @property
    def _nobody(self) -> str:
        return _("Nobody could answer so far.")

    @property
    def _nobody_fits(self) -> str:
        return _("Nobody who fits can be asked at the moment.")


def wished(row: PeerRequest) -> str:
    """What was wished for, in a few words."""
    said = [str(Kind(row.kind).label)]
    kinds = ((Language, row.language), (Background, row.background), (Speciality, row.speciality))
    said += [str(kind(code).label) for kind, code in kinds if code]
    said += [_("on duty now")] if row.on_duty_now else []
    said += [_("not from their own unit")] if row.other_unit else []
    return ", ".join(said)


@require_safe
def talk(request: HttpRequest) -> HttpResponse:
    """The page behind *Talk*. Numbers first."""
    by = me(request)
    requests.look(by)
    rows = requests.mine(by).prefetch_related("asks__supporter__user")[:SHOWN]
    standings = [Standing(row) for row in rows]
    theirs = access.visible(by, Referral).filter(participant=vault.handle(by.pk, "support"))
    content = {
        "open": [each for each in standings if each.row.state in PeerRequest.OPEN],
        "over": [each for each in standings if each.row.state not in PeerRequest.OPEN],
        "team": len(wishes.my_wishes(by).team),
        "referrals": theirs.order_by("-sent_at")[:SHOWN],
    }
    return render(request, "peersupport/talk/talk.html", content)


class TalkProgress(View):
    """One request: how it stands, and what the officer can do about it."""

    def get(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        by = me(request)
        access.fetch(by, "change", PeerRequest, pk=pk)
        requests.look(by)
        rows = requests.mine(by).prefetch_related("asks__supporter__user")
        content = {"each": Standing(rows.get(pk=pk)), "notice": requests.current_notice()}
        return render(request, "peersupport/talk/progress.html", content)

    def post(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        by = me(request)
        row = access.fetch(by, "change", PeerRequest, pk=pk)
        requests.look(by)
        try:
            messages.success(request, _do(by, row, request.POST.get("do", "")))
        except Refusal as refusal:
            messages.info(request, str(refusal.message))
        return redirect("talk_progress", pk=pk)


def _do(by: User, row: PeerRequest, what: str) -> str:
    """Do it; what to say afterwards. Raises ``Refusal``."""
    if what == "take_back":
        actions.take_back(by=by, request=row.pk)
        return _("Taken back. You can ask again at any time.")
    if what == "somebody_else":
        actions.ask_somebody_else(by=by, request=row.pk)
        return _("We are asking somebody else. Nobody is told why.")
    contact = row.asks.filter(state=Ask.State.ACCEPTED).first()
    if contact is None or what not in {"reveal", "end"}:
        raise Refusal("do", "not_now", _("This can’t be done now. See below how it stands."))
    if what == "reveal":
        actions.reveal_myself(by=by, ask=contact.pk)
        return _("Your name is given, to this one person.")
    actions.end_contact(by=by, ask=contact.pk)
    return _("The contact has ended. You can ask again at any time.")


# --- the people one can ask -------------------------------------------------------------------------


@dataclass(frozen=True)
class Person:
    """A supporter as an officer reads about them."""

    row: Supporter
    because: str = ""

    @property
    def languages(self) -> str:
        return _labels(Language, self.row.languages)

    @property
    def backgrounds(self) -> str:
        return _labels(Background, self.row.backgrounds)

    @property
    def specialities(self) -> str:
        return _labels(Speciality, self.row.specialities)


def _labels(kind: type[Language | Background | Speciality], codes: list[str]) -> str:
    return ", ".join(str(kind(code).label) for code in codes if code in kind.values)


@require_safe
def talk_people(request: HttpRequest) -> HttpResponse:
    """Everybody who can be asked, those first who fit best."""
    by, form = me(request), FindForm(request.GET)
    found = requests.who_fits(by, **form.wish)
    first = number(request.GET.get("from", ""))
    query = request.GET.copy()
    query["from"] = str(first + PAGE)
    there = reverse("talk_people")
    content = {
        "form": form,
        "people": [Person(row, match.words) for row, match in found[first : first + PAGE]],
        "next_url": f"{there}?{query.urlencode()}" if len(found) > first + PAGE else "",
        "first_url": there if first else "",
    }
    return render(request, "peersupport/talk/people.html", content)


@require_safe
def talk_person(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One supporter in their own words, and the ways to ask them."""
    by = me(request)
    row = access.fetch(by, "view", Supporter, pk=pk)
    own = wishes.my_wishes(by)
    content = {
        "person": Person(row),
        "in_team": row.pk in own.team,
        "blocked": row.pk in own.blocked,
        "is_me": row.user_id == by.pk,
    }
    return render(request, "peersupport/talk/person.html", content)
