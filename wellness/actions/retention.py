"""How long things are kept. The consent texts promise these terms."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from agency import clock
from trust import vault
from trust.models import Participant
from wellness.actions.check_ins import refresh_standing
from wellness.actions.exposure import read, save_book
from wellness.models import CheckIn, Exposure

CHECK_INS = dt.timedelta(days=365)
EXPOSURE = dt.timedelta(days=730)


@transaction.atomic
def forget_old_check_ins() -> int:
    """Delete check-ins past their term; standings follow what is left. How many went."""
    old = CheckIn.objects.filter(submitted_at__lt=clock.now() - CHECK_INS)
    whose = set(old.values_list("participant", flat=True))
    count = old.count()
    old.delete()
    with vault.keyring():
        for mine in Participant.objects.filter(pk__in=whose):
            refresh_standing(mine)
    return count


def forget_old_exposure() -> int:
    """Drop incidents past their term from every book; how many books changed."""
    until = (clock.today() - EXPOSURE).isoformat()
    changed = 0
    for pk in list(Exposure.objects.values_list("pk", flat=True)):
        with transaction.atomic(), vault.keyring():
            book = Exposure.objects.select_for_update().filter(pk=pk).first()
            entries = read(book) if book else []
            kept = [each for each in entries if each["removed"] or str(each["day"]) >= until]
            if book and len(kept) < len(entries):
                save_book(book, kept)
                changed += 1
    return changed
