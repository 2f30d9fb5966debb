"""What happens when nothing moves: one sweep over every referral of a very large agency."""

from __future__ import annotations

import datetime as dt

from agency import clock
from agency.models import Role
from bench import seeds
from bench.lines import Line
from bench.sizes import Sizes
from bench.timing import timed
from peersupport.actions import escalation
from peersupport.kinds import Kind
from peersupport.models import Handoff, Provider, Referral
from trust import vault

COORDINATORS, PROVIDERS = 10, 4


def escalations(sizes: Sizes) -> list[Line]:
    """All of them due at once: the worst case, as after a week in which no worker ran."""
    wanted, kinds = sizes.to_escalate, [str(kind) for kind in Kind]
    agency = seeds.agency(-(-wanted // len(kinds)), "escalate")
    owners = [
        seeds.leader(Role.WELLNESS_COORDINATOR, agency.units[0]) for _n in range(COORDINATORS)
    ]
    lines = {
        kind: [
            Provider.objects.create(
                name=f"{kind} {n}", kind=kind, place=n, email=f"{kind}{n}@x.example"
            )
            for n in range(PROVIDERS)
        ]
        for kind in kinds
    }
    now = clock.now()
    with vault.keyring():
        people = seeds.participants(agency.officers, "support")
        seeds.store(
            Referral,
            (
                Referral(
                    participant=who, kind=kind, owner=owners[n % COORDINATORS],
                    provider=lines[kind][0], next_on=now.date(), sent_at=now - dt.timedelta(days=2),
                    limit_at=now - dt.timedelta(hours=1 + n % 24),
                )
                for n, (who, kind) in enumerate((who, kind) for who in people for kind in kinds)
            ),
        )  # fmt: skip
    seeds.settle()
    due = Referral.objects.past_limit().count()

    def sweep() -> None:
        while not escalation.escalate():
            pass

    with vault.keyring():
        seconds = timed(sweep)
        nothing = timed(sweep)
    done = Handoff.objects.filter(reason="silent").count()
    return [
        Line("escalate", f"{due:,} referrals due, {done:,} handed on", seconds, "s", aim=30),
        Line("escalate", f"{due:,} referrals, nothing due", nothing * 1000, "ms"),
    ]
