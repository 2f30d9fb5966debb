"""Neutral messages: that there is something to see, never what and never why.

The notice in the portal is the message. The e-mail is the same sentence for everything, goes only
to an address that the person gave, and finds that address by opening the sealed link in the job.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from agency import clock
from agency.models import User
from trust import outbox, vault
from trust.fields import many
from trust.models import Notice, Participant
from trust.models.participants import Domain


def tell(*, participant: Participant, event: uuid.UUID, target: str = "home") -> Notice | None:
    """Tell a person once about an event; None when they were told before.

    ``target`` is the URL name of a page, never a record. Joins the caller's transaction.
    """
    notice, made = Notice.objects.get_or_create(recipient=participant, event=event, target=target)
    if not made:
        return None
    outbox.enqueue("trust.mail", key=str(notice.pk), notice=str(notice.pk))
    return notice


def tell_all(events: Mapping[uuid.UUID, Sequence[uuid.UUID]], *, target: str = "home") -> int:
    """``tell`` for many people at once: one message each, whatever number of events it stands for.

    ``events``: handle -> events that the person was not told about yet. How many people were told.
    """
    now = clock.now()
    first, rest = [], []
    for recipient, (one, *others) in events.items():
        first.append(Notice(recipient_id=recipient, event=one, target=target))
        # Covered by the first one: known as told, shown and sent nowhere.
        rest += [
            Notice(recipient_id=recipient, event=each, target=target, mailed_at=now, seen_at=now)
            for each in others
        ]
    with transaction.atomic():
        Notice.objects.bulk_create([*first, *rest], ignore_conflicts=True, batch_size=500)
        made = Notice.objects.filter(pk__among=many(row.pk for row in first))
        keys = [str(each) for each in made.values_list("pk", flat=True)]
        outbox.enqueue_many("trust.mail", ((key, {"notice": key}) for key in keys))
    return len(keys)


def unseen(user: User) -> QuerySet[Notice]:
    """The person's notices that they have not looked at yet, under any of their handles."""
    handles = [vault.handle(user.pk, domain) for domain in Domain.values]
    return Notice.objects.filter(recipient__in=handles, seen_at=None)


def saw(*, by: User) -> int:
    """The person has looked at their notices; the number that were new."""
    return unseen(by).update(seen_at=clock.now())


@outbox.job("trust.mail")
def mail(*, notice: str) -> None:
    """Send the neutral e-mail for one notice, unless it was sent or there is no address."""
    row = Notice.objects.select_related("recipient").filter(pk=notice, mailed_at=None).first()
    if row is None:
        return
    reader = User.objects.filter(pk=vault.person(row.recipient), is_active=True).first()
    if reader is None or not reader.email:
        return
    with translation.override(reader.language):
        message = EmailMessage(
            subject=_("There is something new for you"),
            body=_("There is something new for you. Sign in to see it: %(address)s")
            % {"address": settings.BASE_URL},
            to=[reader.email],
            # A second copy after a crash carries the same id, so mail programs show it once.
            headers={"Message-ID": f"<{row.pk}@argus>"},
        )
    message.send()
    Notice.objects.filter(pk=row.pk).update(mailed_at=clock.now())
