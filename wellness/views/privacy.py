"""What I share, who looked, take it with me, stop."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agency import clock
from agency.models import Role
from trust import access, break_glass, ledger
from trust.doors.views import me
from trust.models import Category, Disclosure, Level, Participant, ParticipantGrant
from trust.refusal import Refusal
from wellness import actions
from wellness.models import AssessmentGrant, CheckInGrant
from wellness.views.consent import mine
from wellness.views.leaving import hold_words
from wellness.views.person import my_handle

PAGE = 20


def privacy(request: HttpRequest) -> HttpResponse:
    row = mine(request)
    joined = row is not None and row.level >= Level.SELF_ONLY
    entries, next_url = _looks(request)
    now = clock.now()
    shares = access.visible(me(request), CheckInGrant).filter(
        content_object__participant=my_handle(request), expires_at__gt=now
    )
    assessments = access.visible(me(request), AssessmentGrant).filter(
        content_object__participant=my_handle(request), expires_at__gt=now
    )
    peers = access.visible(me(request), ParticipantGrant).filter(
        content_object=my_handle(request), expires_at__gt=now
    )
    context = {
        "joined": joined,
        "sharing": _sharing(row) if row and joined else [],
        "shares": shares.select_related("user").order_by("expires_at"),
        "assessments": assessments.select_related("user").order_by("expires_at"),
        "peers": peers.select_related("user").order_by("given_at"),
        "entries": entries,
        "next_url": next_url,
        "first_url": reverse("privacy") if "before" in request.GET else "",
        "hold": hold_words(actions.my_hold(me(request))),
        "emergencies": break_glass.mine(me(request)),
    }
    return render(request, "wellness/privacy.html", context)


def _sharing(row: Participant) -> list[dict[str, object]]:
    """Each thing that is shared, with what ``turn_off`` calls it; nothing to press when it is off."""
    level = Level(row.level)
    lines: list[dict[str, object]] = [
        {
            "term": _("Who may see your colour"),
            "text": str(level.label),
            "what": "level" if level > Level.SELF_ONLY else "",
        },
        {
            "term": _("Wellness coordinator, outside command"),
            "text": _("On") if row.wellness_team else _("Off"),
            "what": "wellness_team" if row.wellness_team else "",
        },
        {
            "term": _("Totals of large groups"),
            "text": _("On") if row.count_me else _("Off"),
            "what": "count_me" if row.count_me else "",
        },
    ]
    return lines[:1] + _lower(row, level) + lines[1:]


def _lower(row: Participant, level: Level) -> list[dict[str, object]]:
    """A line for each category when the level opens more than the officer alone."""
    if level == Level.SELF_ONLY:
        return []
    held = {each: Level(getattr(row, f"{each.value}_level")) for each in Category}
    return [
        {
            "term": str(each.label),
            "text": str(own.label),
            "what": each.value if own > Level.SELF_ONLY else "",
        }
        for each, own in held.items()
    ]


@require_POST
def turn_off(request: HttpRequest) -> HttpResponse:
    """One press, in effect on the next request of anybody."""
    row = mine(request)
    newest = row.consents.first() if row else None
    if row is None or newest is None:
        return redirect("privacy")
    what = request.POST.get("what", "")
    try:
        actions.set_opt_in(
            by=me(request),
            text_version=newest.text_version,
            language=newest.language,
            **_without(what),  # type: ignore[arg-type]
        )
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
    else:
        messages.success(request, _("Turned off."))
    return redirect("privacy")


def _without(what: str) -> dict[str, object]:
    if what == "level":
        return {"level": Level.SELF_ONLY}
    if what in Category.values:
        return {"lowered": {what: Level.SELF_ONLY}}
    return {what: False} if what in {"wellness_team", "count_me"} else {}


# --- who looked ---------------------------------------------------------------------------------


def _looks(request: HttpRequest) -> tuple[list[dict[str, object]], str]:
    before = request.GET.get("before", "")
    older = int(before) if before.isdecimal() and len(before) < 19 else None
    looks = actions.looks_at_me(me(request), before=older, limit=PAGE + 1)
    more = f"{reverse('privacy')}?before={looks[PAGE - 1].seq}" if len(looks) > PAGE else ""
    return [_entry(each) for each in looks[:PAGE]], more


def _entry(look: actions.Looked) -> dict[str, object]:
    """For ``components/access_log.html``."""
    stopped = look.outcome == Disclosure.Outcome.STOPPED
    return {"at": look.at, "text": _sentence(look, stopped), "stopped": stopped}


def _sentence(look: actions.Looked, stopped: bool) -> str:
    words = {
        "who": look.person or _("Somebody"),
        "role": _roles(look.role),
        "what": _things().get(look.record, _("your record")),
    }
    if stopped:
        return _("%(who)s (%(role)s) wanted to open %(what)s.") % words
    return _("%(who)s (%(role)s) opened %(what)s.") % words


def _roles(held: str) -> str:
    if held == ledger.OUTSIDE:
        return _("by the link that you agreed to")
    labels = [str(Role(each).label).lower() for each in held.split() if each in Role.values]
    return ", ".join(labels) or _("no role")


def _things() -> dict[str, str]:
    return {
        "wellness.standing": _("your colour"),
        "wellness.checkin": _("a check-in of yours"),
        "wellness.checkingrant": _("the list of people you shared with"),
        "wellness.assessment": _("an assessment of yours"),
        "wellness.assessmentgrant": _("the list of people you shared with"),
        "wellness.annualreview": _("that you did your annual review"),
        "wellness.scoresummary": _("the words of your newest results"),
        "wellness.fatiguesummary": _("your fatigue band"),
        "wellness.safetyplan": _("your safety plan"),
        "wellness.diary": _("your sleep and hours"),
        "wellness.reminders": _("when you want to be reminded"),
        "wellness.exposure": _("your list of incidents"),
        "wellness.exposuresummary": _("the number of incidents you attended"),
        "agency.attendance": _("how often you attended which kind of call, from duty records"),
        "wellness.invitation": _("a suggested check-in of yours"),
        "trust.consent": _("your decisions"),
        "trust.legalhold": _("the legal hold on your record"),
        "trust.breakglass": _("your name and e-mail address in an emergency"),
        "peersupport.contact": _("a contact of yours with a supporter"),
        "peersupport.confidentialityexception": _("an exception to confidentiality about you"),
        "trust.participant": _("your decisions"),
        "trust.participantgrant": _("who supports you"),
        "peersupport.offer": _("an offer of support to you"),
        "peersupport.place": _("your place in an offer of support"),
        "peersupport.referral": _("a referral of yours"),
        "peersupport.referraldetails": _("what you let a provider see"),
        "peersupport.handoff": _("how a referral of yours was handed on"),
        "peersupport.returnplan": _("your plan for coming back to duty"),
        "peersupport.returnplangrant": _("who is on your plan for coming back"),
        "peersupport.returnseat": _("whether a facilitator is wanted for you"),
    }
