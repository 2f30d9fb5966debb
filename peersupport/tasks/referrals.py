"""Work around referrals: links to providers, and what follows when nothing moves. May run twice."""

from __future__ import annotations

import datetime as dt

from peersupport import actions
from trust import outbox


@outbox.job("peersupport.mail_provider")
def mail_provider(*, link: str) -> None:
    """The link goes to the provider, once."""
    actions.mail_provider(link=link)


@outbox.job("peersupport.mail_end")
def mail_end(*, link: str) -> None:
    """A provider hears that an appointment will not be."""
    actions.mail_end(link=link)


@outbox.job("peersupport.issue_links")
def issue_links(*, moved: str) -> None:
    """Many links at once, and a mail job for each."""
    actions.issue_links(moved=moved)


@outbox.every(dt.timedelta(minutes=15))
@outbox.job("peersupport.escalate")
def escalate(*, slot: str, turn: str = "0") -> None:
    """The next provider, another coordinator, or a word to the owner. What is left is the next turn's."""
    actions.install_pathways()
    if not actions.escalate():
        following = str(int(turn) + 1)
        outbox.enqueue("peersupport.escalate", key=f"{slot}|{following}", slot=slot, turn=following)
