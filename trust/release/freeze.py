"""Making the figures of one closed period, once, all or nothing.

Never made again: figures that changed after somebody left would show what that person had said.
"""

from __future__ import annotations

import inspect
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from hashlib import sha256
from hmac import digest

from django.db import IntegrityError, transaction

from agency import clock
from agency.models import Unit
from trust import vault
from trust.keyfile import key_file
from trust.models import ReleasedCell, ReleaseRun
from trust.release import engine, group_size, population, shape
from trust.release.periods import UNIT_KINDS, Period, PeriodKind
from trust.release.population import Population
from trust.release.registry import Answers, Contributors, Metric, MetricKind, Value, metrics

POLICY_VERSION = "2026-1"

Values = Mapping[uuid.UUID, Value]
Read = dict[tuple[Contributors, str, bool], Answers]


class AlreadyFrozen(Exception):
    """The period was frozen before; nothing was changed."""


def freeze(period: Period, *, now: datetime | None = None) -> ReleaseRun:
    """Freeze one period. Raises PeriodOpen while it runs and AlreadyFrozen the second time."""
    now = now or clock.now()
    period.require_closed(now)
    if ReleaseRun.objects.filter(period=str(period)).exists():
        raise AlreadyFrozen(str(period))
    try:
        with transaction.atomic(), vault.keyring():
            return _frozen(period, now)
    except IntegrityError as clash:
        if ReleaseRun.objects.filter(period=str(period)).exists():
            raise AlreadyFrozen(str(period)) from clash
        raise


def _frozen(period: Period, now: datetime) -> ReleaseRun:
    run = ReleaseRun.objects.create(
        period=str(period),
        kind=period.kind,
        first_day=period.first,
        closed_at=now,
        k=group_size.current(),
        policy_version=POLICY_VERSION,
        engine_hash=engine_hash(),
    )
    people = population.at(period)
    units = list(Unit.objects.all())
    read: Read = {}
    cells = [
        cell
        for metric in metrics()
        for cell in _cells(run, metric, _values(metric, period, people, read), people, units)
    ]
    ReleasedCell.objects.bulk_create(cells, batch_size=1_000)
    return run


def _values(metric: Metric, period: Period, people: Population, read: Read) -> Values:
    """Who contributes what. `read` keeps what a provider said for the length of one run."""
    asked = people.roster if metric.kind.about_everyone else people.counted
    if metric.kind is MetricKind.PARTICIPATION:
        return {user: int(user in people.counted) for user in asked}
    source = (metric.contributors, metric.domain, metric.kind.about_everyone)
    if source not in read:
        handles = {user: vault.handle(user, metric.domain) for user in asked}
        read[source] = metric.contributors(period, handles)
    picked = ((user, _item(answer, metric.item)) for user, answer in read[source].items())
    return {user: value for user, value in picked if user in asked and value is not None}


def _item(answer: Value | dict[str, Value | None], item: str) -> Value | None:
    return answer.get(item) if isinstance(answer, dict) else answer


def _cells(
    run: ReleaseRun, metric: Metric, values: Values, people: Population, units: list[Unit]
) -> Iterator[ReleasedCell]:
    kind = PeriodKind(run.kind)
    shown = engine.refine(population.groups(people, values, kind), run.k)
    by_path = {unit.path: unit for unit in units if unit.pk in shown}
    for unit in units:
        if unit.kind not in UNIT_KINDS[kind] - metric.hidden_in:
            continue
        cell = ReleasedCell(run=run, metric=metric.code, unit=unit, suppressed=unit.pk not in shown)
        if cell.suppressed:
            cell.included_in = _nearest(unit, by_path)
        else:
            members = shown[unit.pk]
            cell.value = _print(metric, values, members, run.k)
            cell.n_band = shape.band_of(len(members), run.k)
        yield cell


def _nearest(unit: Unit, shown: Mapping[str, Unit]) -> Unit | None:
    codes = unit.path.rstrip("/").split("/")[:-1]
    over = ("/".join(codes[:length]) + "/" for length in range(len(codes), 0, -1))
    return next((shown[path] for path in over if path in shown), None)


def _print(metric: Metric, values: Values, members: frozenset[uuid.UUID], k: int) -> str:
    n = len(members)
    if metric.kind is MetricKind.SHARE_OF_OFFERS:
        return shape.share(n * _ratio(values, members), n)
    total = _total(values[person] for person in members)
    sway = _sway(metric, members)
    if metric.kind is MetricKind.PARTICIPATION:
        return shape.participation(total, n, sway)
    if metric.kind is MetricKind.SHARE:
        return shape.share(total, n, sway)
    return shape.mean(total, n, metric.scale, k, sway)


def _total(values: Iterable[Value]) -> Fraction:
    """The exact sum. Whole numbers are added as such, which is much cheaper than a fraction each."""
    whole, rest = 0, Fraction(0)
    for value in values:
        if isinstance(value, tuple):
            raise TypeError("A pair is counted only in a share of offers.")
        if isinstance(value, int):
            whole += value
        else:
            rest += Fraction(value)
    return rest + whole


def _ratio(values: Values, members: frozenset[uuid.UUID]) -> Fraction:
    pairs = [value for person in members if isinstance(value := values[person], tuple)]
    return Fraction(sum(done for done, _ in pairs), sum(of for _, of in pairs))


def _sway(metric: Metric, members: frozenset[uuid.UUID]) -> Fraction:
    """From -1 to 1, mostly near 0; the same people always sway a figure the same way."""
    who = metric.code.encode() + b"".join(sorted(person.bytes for person in members))
    secret = digest(key_file().domain_key("release"), who, "sha256")
    dice = [Fraction(int.from_bytes(secret[at : at + 8]), 2**64) for at in (0, 8)]
    return sum(dice, Fraction(0)) - 1


def engine_hash() -> str:
    """Which engine made a run: a fingerprint of the code that decides and rounds."""
    sources = "".join(inspect.getsource(module) for module in (engine, shape))
    return sha256(sources.encode()).hexdigest()
