"""What runs by itself: books of incidents, suggested check-ins, reminders. Ids in, actions out."""

from __future__ import annotations

import datetime as dt

from trust import outbox
from wellness import actions
from wellness.actions.schedule import week_of


@outbox.on("incident.arrived")
@outbox.job("wellness.record_exposures")
def record_exposures(*, incident: str) -> None:
    actions.record_exposures(incident=incident)


@outbox.on("incident.arrived")
@outbox.job("wellness.invite_after_incident")
def invite_after_incident(*, incident: str) -> None:
    actions.invite_after_incident(incident=incident)


@outbox.every(dt.timedelta(days=7))
@outbox.job("wellness.schedule_check_ins")
def schedule_check_ins(*, slot: str) -> None:
    actions.invite_weekly(week=week_of(slot))
    actions.invite_rounds(week=week_of(slot))


@outbox.every(dt.timedelta(hours=1))
@outbox.job("wellness.remind")
def remind(*, slot: str) -> None:
    actions.remind()


@outbox.on("shifts.arrived")
@outbox.job("wellness.refresh_fatigue_after")
def refresh_fatigue_after(*, received: str) -> None:
    actions.refresh_fatigue(received=dt.datetime.fromisoformat(received))


@outbox.every(dt.timedelta(days=1))
@outbox.job("wellness.refresh_fatigue")
def refresh_fatigue(*, slot: str) -> None:
    actions.refresh_fatigue()
