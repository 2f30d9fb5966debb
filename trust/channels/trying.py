"""*Send me one now*: the sentence by every channel that is on, a few times an hour at most."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import User
from trust import notify, vault
from trust.models import Notice, Participant
from trust.notify import unlinking, wishes
from trust.notify.wishes import DOMAIN
from trust.refusal import Refusal

MINUTE, MINUTES = dt.timedelta(minutes=1), 60
TESTS_AN_HOUR = 5


def send_me_one(*, by: User) -> Notice:
    """The sentence, now, by every channel that is on. Refuses ``nowhere``, ``just_sent``."""
    own = vault.participant(by, DOMAIN)
    if not wishes.of([by])[by.pk].channels():
        message = _("No way out of this page is on yet. Switch one on first.")
        raise Refusal("", "nowhere", message)
    now, *before = (_event(own, clock.now() - n * MINUTE) for n in range(MINUTES))
    # A notice keeps no time of day; what it is about is known for each minute of the hour.
    lately = [unlinking.event_of(own.pk, each) for each in (now, *before)]
    notice = None
    if Notice.objects.filter(recipient=own, event__in=lately).count() < TESTS_AN_HOUR:
        notice = notify.tell_now(participant=own, event=now)
    if notice is None:
        raise Refusal("", "just_sent", _("One is on its way. Give it a minute."))
    return notice


def _event(own: Participant, moment: dt.datetime) -> uuid.UUID:
    return uuid.uuid5(own.pk, f"{moment:%Y-%m-%dT%H:%M}")
