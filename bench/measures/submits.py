"""4. Submitting a check-in with everything that belongs to it, against one plain INSERT."""

from __future__ import annotations

from bench.lines import Line, ratio
from bench.measures.stage import caller, stage, unique
from bench.sizes import Sizes
from bench.timing import interleaved
from bench.twin import plain_row
from trust import vault
from wellness import actions
from wellness.models import CheckIn

MUTATION = """mutation($key: String!) { submitCheckIn(key: $key, note: "Slept badly.", answers:
  {stress: 6, sleep: 5.5, fatigue: 4, balance: 5}) { checkIn { id } errors { code } } }"""
ANSWERS = {"stress": 6, "sleep": 5.5, "fatigue": 4, "balance": 5}


def measure(sizes: Sizes) -> list[Line]:
    """Seal, audit, standing, suggested check-ins and replay guard, in one transaction."""
    now = stage(sizes)
    ask = caller(now.me)
    spare = vault.handle(now.agency.officers[-1].pk, "wellness")
    took = interleaved(
        {
            "action": lambda: actions.submit_check_in(
                by=now.me, key=unique(), answers=ANSWERS, note="Slept badly."
            ),
            "insert": lambda: CheckIn.objects.bulk_create([plain_row(spare, unique())]),
            "request": lambda: ask.post(
                "argus", {"query": MUTATION, "variables": {"key": unique()}}
            ),
            "plain request": lambda: ask.post(
                "raw-insert", {"participant": str(spare), "key": unique()}
            ),
        },
        sizes.rounds,
    )
    return [
        ratio("submit", "submit_check_in with seal, audit, standing", "plain INSERT by the ORM",
              took=took["action"], base=took["insert"], aim=5),
        ratio("submit", "the whole request: token, policy, mutation, answer",
              "a view that only inserts", took=took["request"], base=took["plain request"], aim=5),
    ]  # fmt: skip
