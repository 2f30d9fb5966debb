"""After the incident of the last hours: a defusing that everyone may join, one that took place, a visit."""

from __future__ import annotations

import datetime as dt

from agency import clock, local_time
from agency.models import Role, User
from argus.demo.story import Story
from peersupport import actions as support
from peersupport.actions import outreach
from peersupport.models import Debrief, Offer, Outreach, Supporter
from trust import access, roles, vault
from trust.refusal import Refusal

HOUR = dt.timedelta(hours=1)


def live(story: Story, now: dt.datetime) -> None:
    carol = roles.open_session(story.named["coordinator"], Role.WELLNESS_COORDINATOR)
    with clock.at(now - 4 * HOUR):
        _officer_asks(story.named["officer"])
    leads = list(access.visible(carol, Supporter).filter(status="active").order_by("since", "pk"))
    with clock.at(now - 3 * HOUR):
        done = _open_session(
            carol, story, leads, service="demobilisation", at=now - HOUR, room="Muster room 2"
        )
    _open_session(
        carol, story, leads, service="defusing", at=now + 3 * HOUR, room="Union hall, upstairs"
    )
    if done is not None:
        support.hold_debrief(by=carol, debrief=done.pk)
    outreach.find_outreach()
    _plan_a_visit(carol, leads, local_time.today() + dt.timedelta(days=2))


def _officer_asks(officer: User) -> None:
    """The officer whose screens are shown says yes to the defusing and comes."""
    roles.open_session(officer, Role.OFFICER)
    offers = access.visible(officer, Offer, "change").filter(
        participant=vault.handle(officer.pk, "support"), service="defusing"
    )
    for offer in offers.open()[:1]:  # type: ignore[attr-defined]
        support.answer_offer(by=officer, offer=offer.pk, answer="schedule")


def _open_session(
    carol: User, story: Story, leads: list[Supporter], *, service: str, at: dt.datetime, room: str
) -> Debrief | None:
    """For the incident at which the officer was, led by the first person who can."""
    mine = Offer.objects.filter(
        participant=vault.handle(story.named["officer"].pk, "support"), service=service
    )
    offer = mine.filter(closes_at__gt=at).order_by("-opens_at").select_related("place").first()
    if offer is None:
        return None
    for lead in leads:
        try:
            return support.schedule_debrief(
                by=carol, case=offer.place.case_id, service=service, starts_at=at, minutes=45, room=room,
                facilitators=[lead.pk], for_everyone=True,
            )  # fmt: skip
        except Refusal as no:
            if no.field != "facilitators":
                return None
    return None


def _plan_a_visit(carol: User, leads: list[Supporter], day: dt.date) -> None:
    visit = Outreach.objects.first()
    if visit is None:
        return
    for lead in leads:
        try:
            support.plan_visit(by=carol, outreach=visit.pk, supporter=lead.pk, day=day)
        except Refusal:
            continue
        return
