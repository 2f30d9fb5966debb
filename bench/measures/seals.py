"""3. Opening sealed rows of one's own: policy stamp, one look for the key, two columns a row."""

from __future__ import annotations

from bench.lines import Line
from bench.measures.stage import stage
from bench.sizes import Sizes
from bench.timing import interleaved
from trust import access, vault
from wellness.models import CheckIn


def measure(sizes: Sizes) -> list[Line]:
    now = stage(sizes)
    visible = access.visible(now.me, CheckIn).filter(participant=now.mine)
    rows = list(visible[: sizes.rows])
    took = interleaved(
        {
            "reveal": lambda: access.reveal_all(now.me, rows),
            "open": lambda: vault.open_rows(rows),
        },
        sizes.rounds,
    )
    n = sizes.rows
    return [
        Line(
            "open", f"reveal {n} own rows of two sealed columns", took["reveal"] * 1000, "ms", aim=2
        ),
        Line("open", f"open them in the vault alone, {n} rows", took["open"] * 1000, "ms"),
    ]
