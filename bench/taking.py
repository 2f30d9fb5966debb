"""One delivery taken in by a process of its own, so that its memory is nobody else's.

``python -m bench.taking FILE [--plain]``: prints seconds, peak memory and the counts as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter

import django


def main(file: str, *options: str) -> None:
    django.setup()
    from bench import plain_writing  # noqa: PLC0415 - needs the apps
    from bench.feeds import MAPPING  # noqa: PLC0415
    from intake.actions import take_in  # noqa: PLC0415

    if "--plain" in options:
        plain_writing.instead()
    before = peak()
    start = perf_counter()
    with Path(file).open("rb") as opened:
        result = take_in(kind="cad", file=opened, mapping_name=MAPPING)
    seconds = perf_counter() - start
    found = {"seconds": seconds, "megabytes": peak(), "before": before}
    print(json.dumps(found | {"kept": result.kept, "quarantined": result.quarantined}))


def peak() -> float:
    """Peak resident memory of this program in MB.

    ``getrusage`` would also count the process that started it, as it was before the exec.
    """
    status = Path("/proc/self/status").read_text().splitlines()
    line = next(each for each in status if each.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024 / 1e6


if __name__ == "__main__":
    main(*sys.argv[1:])
