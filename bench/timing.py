"""How a comparison is timed: the variants take turns, so that a noisy machine is noisy for all."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter

Work = Callable[[], object]


def interleaved(variants: Mapping[str, Work], rounds: int) -> dict[str, float]:
    """Median seconds of each variant over ``rounds`` turns, after two turns that don't count."""
    taken: dict[str, list[float]] = {name: [] for name in variants}
    for turn in range(rounds + 2):
        for name, work in variants.items():
            seconds = timed(work)
            if turn >= 2:
                taken[name].append(seconds)
    return {name: median(times) for name, times in taken.items()}


def timed(work: Work) -> float:
    """Seconds of one run. The collector waits outside, so that nobody pays for another's rubbish."""
    gc.collect(0)
    gc.disable()
    start = perf_counter()
    try:
        work()
        return perf_counter() - start
    finally:
        gc.enable()
