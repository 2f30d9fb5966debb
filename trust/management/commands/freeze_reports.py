"""Freeze the figures of closed periods. Safe to run daily: a frozen period stays as it is."""

from argparse import ArgumentParser
from collections.abc import Iterable

from django.core.management.base import BaseCommand, CommandError

from agency import clock
from trust.models import Consent
from trust.release import Period, PeriodKind, PeriodOpen, PeriodUnclear, closed_since
from trust.release.freeze import AlreadyFrozen, freeze


class Command(BaseCommand):
    help = "Freeze the figures of a closed month (2026-10) or quarter (2026-Q3), once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        wanted = parser.add_mutually_exclusive_group()
        wanted.add_argument("--period", help="a month such as 2026-10 or a quarter such as 2026-Q3")
        wanted.add_argument(
            "--all-closed", action="store_true", help="every closed period since people take part"
        )

    def handle(self, *_: object, period: str, all_closed: bool, **__: object) -> None:
        try:
            for each in self._periods(period, all_closed):
                self.stdout.write(self._freeze(each))
        except (PeriodOpen, PeriodUnclear) as unready:
            raise CommandError(str(unready)) from unready

    def _periods(self, period: str | None, all_closed: bool) -> Iterable[Period]:
        now = clock.now()
        if period:
            return [Period.parse(period)]
        if not all_closed:
            return [_newest(kind) for kind in PeriodKind]
        first = Consent.objects.order_by("decided_at").values_list("decided_at", flat=True).first()
        return closed_since(first.date(), now) if first else []

    @staticmethod
    def _freeze(period: Period) -> str:
        try:
            run = freeze(period)
        except AlreadyFrozen:
            return f"{period} was frozen before. Nothing changed."
        hidden = list(run.cells.values_list("suppressed", flat=True))
        return f"{period} frozen: {hidden.count(False)} figures shown, {hidden.count(True)} hidden."


def _newest(kind: PeriodKind) -> Period:
    """The last period of this kind that is over."""
    running = Period.around(clock.today(), kind)
    return Period.around(running.first - running.first.resolution, kind)
