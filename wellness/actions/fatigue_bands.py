"""The fatigue band that the top level opens to the wellness team: worked out from the roster alone.

An officer's diary never moves it: writing honestly how one slept must not change what somebody else
sees. What nobody may see is not worked out: below the top level there is no such row.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import cast

from django.conf import settings
from django.db import transaction

from agency import clock, local_time
from agency.models import Shift
from trust import vault
from trust.models import Level, Participant
from wellness.actions.own import DOMAIN
from wellness.fatigue import LOOK_BACK, Span, assess
from wellness.fatigue_packs import pack_named
from wellness.models import FatigueSummary

AT_ONCE = 500
Users = Collection[uuid.UUID]


def refresh_fatigue(*, received: dt.datetime | None = None) -> int:
    """Bring bands up to date; how many changed. Safe to run twice.

    ``received``: only of people whose shifts came in at that moment; otherwise of everybody with
    shifts that still count, because a band also changes while nothing is written.
    """
    rows = Shift.objects.order_by().values_list("user_id", flat=True).distinct()
    if received is None:
        rows = rows.filter(ends__gt=clock.now() - LOOK_BACK - dt.timedelta(days=7))
    else:
        rows = rows.filter(received_at=received)
    users = sorted(rows, key=lambda each: vault.handle(each, DOMAIN))
    return sum(_refresh(users[at : at + AT_ONCE]) for at in range(0, len(users), AT_ONCE))


@transaction.atomic
def _refresh(users: Sequence[uuid.UUID]) -> int:
    by_handle = {vault.handle(user, DOMAIN): user for user in users}
    open_to_team = Participant.objects.filter(pk__in=by_handle, fatigue_level__gte=Level.FULL)
    people = {each.pk: by_handle[each.pk] for each in open_to_team.order_by("handle")}
    spans = _spans(people.values())
    now, pack = local_time.now(), pack_named(settings.POLICY_PACK)
    bands = {
        each: assess(spans[user], [], now, pack) for each, user in people.items() if user in spans
    }
    # Of whom no hours are known, nothing is said: that is not the same as "fine".
    FatigueSummary.objects.filter(participant__in=people.keys() - bands.keys()).delete()
    with vault.keyring():
        vault.load_keys(people, DOMAIN)
        known = _known(people)
        return sum(
            _put(each, known.get(each), found.band, found.rule_version)
            for each, found in bands.items()
        )


def _spans(users: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Span]]:
    spans: dict[uuid.UUID, list[Span]] = defaultdict(list)
    shifts = Shift.objects.filter(user__in=list(users), ends__gt=clock.now() - LOOK_BACK)
    for user, starts, ends, kind in shifts.values_list("user_id", "starts", "ends", "kind"):
        spans[user].append(Span(starts, ends, kind))
    return spans


def _known(people: Collection[uuid.UUID]) -> dict[uuid.UUID, FatigueSummary]:
    rows = FatigueSummary.objects.select_for_update().filter(participant__in=list(people))
    return {row.participant_id: row for row in rows}


def _put(mine: uuid.UUID, row: FatigueSummary | None, band: str, version: str) -> bool:
    state = {"band": band, "since": clock.today().isoformat(), "rule_version": version}
    if row is None:
        FatigueSummary.objects.get_or_create(participant_id=mine, defaults={"state": state})
        return True
    was = cast("dict[str, str]", vault.open_row(row)["state"])
    if (was.get("band"), was.get("rule_version")) == (band, version):
        return False
    if was.get("band") == band:
        state["since"] = was["since"]
    row.state = state
    row.save(update_fields=["state"])
    return True


def refresh_band_of(mine: Participant) -> None:
    """After a decision of the officer: work the band out, or take it away when no level opens it."""
    if mine.fatigue_level < Level.FULL:
        FatigueSummary.objects.filter(participant=mine).delete()
        return
    user = vault.person(mine)
    _refresh([user])
