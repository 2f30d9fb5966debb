"""Thanks between colleagues, for those who like to get them; days that somebody wants to remember.

Never tied to a check-in or to any other wellness record, never counted, never shown to others.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agency import local_time
from agency.models import Post, User
from resources.models import Milestone, Thanks, ThanksChoice
from trust import access, audit, notify, vault
from trust.refusal import Refusal

DOMAIN = "portal"
LONGEST, A_DAY, MOST_DAYS = 280, 10, 50
NEWS = uuid.UUID("7d1b7c0e-9d55-4a4e-8d1e-3f0f4d1b6c22")


def welcome_thanks(*, by: User, welcome: bool) -> ThanksChoice:
    """Whether I would like to get thanks. Until I say yes, nothing reaches me."""
    with transaction.atomic(), audit.acting(by):
        return ThanksChoice.objects.update_or_create(user=by, defaults={"welcome": welcome})[0]


def send_thanks(*, by: User, person: str, text: str) -> None:
    """Thank a colleague by user name or personnel number.

    Whoever sends is told the same whether the colleague likes thanks, and whether there is such a
    colleague. Refuses ``text_missing``, ``too_long``, ``enough_today`` (10 a day).
    """
    words = text.strip()
    if not words:
        raise Refusal("text", "text_missing", _("Write a few words first."))
    if len(words) > LONGEST:
        raise Refusal("text", "too_long", _("Please use at most 280 letters."))
    # Written by nobody: the change log would put the sender's handle beside the reader's.
    with transaction.atomic(), audit.acting(None), vault.keyring():
        _not_too_many(by)
        reader = _who_likes_it(by, person.strip())
        if reader is None:
            return
        row = Thanks.objects.create(
            participant=vault.participant(reader, DOMAIN),
            mark=mark(by),
            content={"name": by.name or by.username, "text": words},
        )
        notify.tell(participant=row.participant, event=row.pk, target="thanks")


def _not_too_many(by: User) -> None:
    """Ten a day from one sender, so that kindness can't become noise."""
    if len(Thanks.objects.filter(mark=mark(by))[:A_DAY]) == A_DAY:
        raise Refusal("", "enough_today", _("That is ten for today. More tomorrow."))


def mark(by: User) -> str:
    """What stands for a sender on one day's thanks: keyed, so that no stored row tells who it was."""
    mine = vault.handle(by.pk, DOMAIN)
    return vault.mac(mine, f"thanks:{local_time.today()}".encode())


def _who_likes_it(by: User, person: str) -> User | None:
    named = Q(username=person) | Q(personnel_number=person)
    found = User.objects.filter(named, is_active=True).exclude(pk=by.pk).first()
    likes = found and ThanksChoice.objects.filter(user=found, welcome=True).exists()
    return found if likes else None


def delete_thanks(*, by: User, thanks: uuid.UUID | str) -> None:
    """Take away one that I got."""
    with transaction.atomic(), audit.acting(by):
        access.fetch(by, "delete", Thanks, pk=thanks).delete()


def add_milestone(*, by: User, title: str, day: dt.date) -> Milestone:
    """Remember a day of my own. Refuses ``title_missing``, ``too_long``, ``enough`` (50)."""
    words = title.strip()
    if not words:
        raise Refusal("title", "title_missing", _("Give the day a name."))
    if len(words) > LONGEST:
        raise Refusal("title", "too_long", _("Please use at most 280 letters."))
    with transaction.atomic(), audit.acting(by), vault.keyring():
        mine = vault.participant(by, DOMAIN)
        if len(Milestone.objects.filter(participant=mine)[:MOST_DAYS]) == MOST_DAYS:
            raise Refusal("", "enough", _("Fifty days are kept at most. Take one away first."))
        content = {"title": words, "day": day.isoformat()}
        return Milestone.objects.create(participant=mine, content=content)


def delete_milestone(*, by: User, milestone: uuid.UUID | str) -> None:
    """Forget one of my days."""
    with transaction.atomic(), audit.acting(by):
        access.fetch(by, "delete", Milestone, pk=milestone).delete()


def years_of_service(by: User) -> int:
    """Whole years since the person's first post; from the roster, not from any record."""
    post = access.visible(by, Post).filter(user=by).order_by("since").first()
    if post is None:
        return 0
    first, today = post.since, local_time.today()
    return today.year - first.year - ((today.month, today.day) < (first.month, first.day))
