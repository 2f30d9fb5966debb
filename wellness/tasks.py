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


@outbox.every(dt.timedelta(days=1))
@outbox.job("wellness.remind")
def remind(*, slot: str) -> None:
    actions.remind()


@outbox.every(dt.timedelta(days=1))
@outbox.job("wellness.forget_old")
def forget_old(*, slot: str) -> None:
    actions.forget_old_check_ins()
    actions.forget_old_exposure()
