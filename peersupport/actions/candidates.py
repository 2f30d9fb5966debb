"""What matching needs to know of an officer and of everybody on the pick list: constant queries.

Who the officer is comes from the officer, or from the system that opens the sealed link while a
request moves on. It leaves this module only as a unit, and as who may not be asked.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, Q

from agency import clock
from agency.models import Post, Role, Unit, User
from peersupport.actions import wishes
from peersupport.actions.roster import OnList, pick_list
from peersupport.matching import FAIRNESS, Candidate, Match, Wish, rank
from peersupport.models import Ask, PeerRequest
from trust import roles, vault

#: Whoever did not answer may be asked again for the same request after so long.
AGAIN_AFTER = dt.timedelta(hours=8)


def officer_of(row: PeerRequest) -> User | None:
    """The person behind a request, for the system alone; None for somebody who has left."""
    try:
        known = vault.person(row.participant)
    except vault.SealBroken:
        return None
    return User.objects.filter(pk=known, is_active=True).first()


def matches(wish: Wish, officer: User, *, listed: list[OnList] | None = None) -> list[Match]:
    """Everybody who may be asked for this officer, first to last."""
    return rank(wish, candidates(officer, listed=listed), clock.now())


def candidates(officer: User, *, listed: list[OnList] | None = None) -> list[Candidate]:
    listed = pick_list(at=clock.now()) if listed is None else listed
    never = {officer.pk, *roles.linked_by_command(officer)}
    units = places_of(each.supporter.user_id for each in listed)
    open_now, asked = _load()
    return [
        _candidate(each, units, each.supporter.user_id in never, open_now, asked) for each in listed
    ]


def _candidate(
    each: OnList,
    units: dict[uuid.UUID, tuple[str, str]],
    linked: bool,
    open_now: dict[uuid.UUID, int],
    asked: dict[uuid.UUID, list[dt.datetime]],
) -> Candidate:
    row = each.supporter
    unit, division = units.get(row.user_id, ("", ""))
    return Candidate(
        key=row.pk,
        kind=row.kind,
        languages=frozenset(row.languages),
        backgrounds=frozenset(row.backgrounds),
        specialities=frozenset(row.specialities),
        unit=unit,
        division=division,
        linked=linked,
        reachable=each.reachable,
        on_duty=each.on_duty,
        open_contacts=open_now.get(row.pk, 0),
        capacity=row.capacity,
        asked_at=tuple(asked.get(row.pk, ())),
    )


def _load() -> tuple[dict[uuid.UUID, int], dict[uuid.UUID, list[dt.datetime]]]:
    """Open contacts by supporter, and when each was asked lately."""
    accepted = Ask.objects.filter(state=Ask.State.ACCEPTED).order_by().values("supporter")
    open_now = dict(accepted.annotate(n=Count("pk")).values_list("supporter", "n"))
    asked: dict[uuid.UUID, list[dt.datetime]] = defaultdict(list)
    lately = Ask.objects.filter(asked_at__gt=clock.now() - FAIRNESS).order_by()
    for supporter, moment in lately.values_list("supporter", "asked_at"):
        asked[supporter].append(moment)
    return open_now, asked


def places_of(users: Iterable[uuid.UUID]) -> dict[uuid.UUID, tuple[str, str]]:
    """Person -> where they stand as an officer: the path of the unit, and of its division."""
    posts = Post.objects.on().filter(user__in=list(users), role=Role.OFFICER)
    divisions = list(Unit.objects.filter(kind=Unit.Kind.DIVISION).values_list("path", flat=True))
    return {
        user: (path, next((each for each in divisions if path.startswith(each)), path))
        for user, path in posts.values_list("user", "unit__path")
    }


def wish_of(row: PeerRequest, officer: User, *, again: uuid.UUID | None = None) -> Wish:
    """The request with what the officer keeps to themselves: their team, and whom they won't meet.

    A request that is not stored yet was put to nobody. ``again``: who may be asked a second time.
    """
    own = wishes.my_wishes(officer)
    unit, division = places_of([officer.pk]).get(officer.pk, ("", ""))
    return Wish(
        kind=row.kind,
        language=row.language,
        background=row.background,
        speciality=row.speciality,
        other_unit=row.other_unit,
        on_duty_now=row.on_duty_now,
        unit=unit,
        division=division,
        team=own.team,
        blocked=frozenset(own.blocked),
        asked=frozenset(_asked_already(row, again)),
    )


def _asked_already(row: PeerRequest, again: uuid.UUID | None) -> Iterable[uuid.UUID]:
    """Not again for this request; silence counts for some hours only, and not for who is named."""
    slept = Q(state=Ask.State.SILENT, answer_by__lte=clock.now() - AGAIN_AFTER)
    named = Q(state__in=(Ask.State.SILENT, Ask.State.PASSED), supporter=again)
    earlier = Ask.objects.filter(request=row.pk).order_by().values_list("supporter", "state")
    kept = earlier.exclude(slept | named if again else slept)
    return {supporter for supporter, _state in kept}
