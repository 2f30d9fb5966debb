"""2. A page of rows that the policy let through, against the same query without it."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Model, QuerySet

from agency.models import Role, Unit
from bench import seeds
from bench.lines import Line, ratio
from bench.measures.stage import Stage, acting, stage
from bench.sizes import Sizes
from bench.timing import interleaved
from trust import access
from wellness.models import CheckIn, Standing

Page = Callable[[], QuerySet[Model]]


def measure(sizes: Sizes) -> list[Line]:
    now, size = stage(sizes), sizes.page
    me, officers = now.me, len(now.agency.officers)
    coordinator = acting(
        seeds.leader(Role.WELLNESS_COORDINATOR, now.agency.units[0]), Role.WELLNESS_COORDINATOR
    )
    return [
        _line(sizes, f"officer: {size} own check-ins", _own(lambda: access.visible(me, CheckIn), now),
              _own(CheckIn.objects.all, now)),
        _line(sizes, f"officer: {size} check-ins, policy alone", lambda: access.visible(me, CheckIn),
              lambda: CheckIn.objects.filter(participant=now.mine)),
        _line(sizes, f"coordinator: {size} people", lambda: access.visible(coordinator, Unit), Unit.objects.all),
        _led(now, sizes, Role.SUPERVISOR, Unit.Kind.SQUAD),
        _led(now, sizes, Role.COMMANDER, Unit.Kind.DISTRICT),
        _led(now, sizes, Role.CHIEF, Unit.Kind.AGENCY, f" ({officers:,} officers)"),
    ]  # fmt: skip


def _own(rows: Page, now: Stage) -> Page:
    return lambda: rows().filter(participant=now.mine)


def _led(now: Stage, sizes: Sizes, role: str, kind: str, more: str = "") -> Line:
    """Colours of those who let their leaders in; here everybody does: the widest case."""
    who = acting(seeds.leader(role, now.agency.unit(kind)), role)
    return _line(
        sizes,
        f"{role}, {kind}{more}: {sizes.page} standings",
        lambda: access.visible(who, Standing),
        Standing.objects.all,
    )


def _line(sizes: Sizes, what: str, checked: Page, bare: Page) -> Line:
    took = interleaved(
        {
            "checked": lambda: list(checked()[: sizes.page]),
            "bare": lambda: list(bare()[: sizes.page]),
        },
        sizes.rounds,
    )
    return ratio("page", what, "bare query", took=took["checked"], base=took["bare"], aim=3)
