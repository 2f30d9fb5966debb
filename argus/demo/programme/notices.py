"""One person of the demonstration has chosen: a private address, and nights in which it stays quiet."""

from __future__ import annotations

import datetime as dt

from agency import clock
from argus.demo.story import Story
from trust import channels
from trust.models import Channel
from trust.notify import codes
from trust.notify.wishes import MailTo


def live(story: Story, now: dt.datetime) -> None:
    """Through the same six digits as everybody; the mail with them lies beside the other mails."""
    officer = story.named["officer"]
    with clock.at(now):
        row = channels.ask_code(by=officer, channel=Channel.MAIL, to="private@mail.example")
        channels.confirm(by=officer, channel=Channel.MAIL, code=codes.digits(row.nonce))
        channels.choose(
            by=officer,
            mail=MailTo.PRIVATE,
            quiet_from=dt.time(22),
            quiet_until=dt.time(7),
            rest=True,
        )
