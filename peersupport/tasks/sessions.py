"""Work around sessions and visits. May run twice."""

from __future__ import annotations

import datetime as dt

from peersupport.actions import outreach, session_news
from trust import outbox


@outbox.job("peersupport.tell_session")
def tell_session(*, debrief: str, revision: str) -> None:
    """Everybody a session is for hears once that there is news."""
    session_news.tell_session(debrief=debrief, revision=revision)


@outbox.every(dt.timedelta(hours=1))
@outbox.job("peersupport.step_back")
def step_back(*, slot: str) -> None:
    """Whoever has come into the chain of command of somebody invited no longer leads the session."""
    session_news.step_back()


@outbox.every(dt.timedelta(days=7))
@outbox.job("peersupport.find_outreach")
def find_outreach(*, slot: str) -> None:
    """Units above their own baseline get a visit to plan."""
    outreach.find_outreach()
