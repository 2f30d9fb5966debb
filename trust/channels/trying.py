"""*Send me one now*: the sentence by every channel that is on, a few times an hour at most."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import User
from trust import notify, vault
from trust.models import Notice
from trust.notify import wishes
from trust.notify.wishes import DOMAIN
from trust.refusal import Refusal

HOUR = dt.timedelta(hours=1)
TESTS_AN_HOUR = 5


def send_me_one(*, by: User) -> Notice:
    """The sentence, now, by every channel that is on. Refuses ``nowhere``, ``just_sent``."""
    own = vault.participant(by, DOMAIN)
    if not wishes.of([by])[by.pk].channels():
        message = _("No way out of this page is on yet. Switch one on first.")
        raise Refusal("", "nowhere", message)
    lately = Notice.objects.filter(
        recipient=own, haste=Notice.Haste.NOW, made_at__gt=clock.now() - HOUR
    )
    event = uuid.uuid5(own.pk, f"{clock.now():%Y-%m-%dT%H:%M}")
    notice = None
    if lately.count() < TESTS_AN_HOUR:
        notice = notify.tell_now(participant=own, event=event)
    if notice is None:
        raise Refusal("", "just_sent", _("One is on its way. Give it a minute."))
    return notice
