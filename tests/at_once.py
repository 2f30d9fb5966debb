"""The same moment for several: all wait at one gate, each on connections of their own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connections
from django.http import Http404

from trust.refusal import Refusal

LONGEST = 30  # seconds at the gate: when one never comes, the others say so instead of waiting on


def together(*work: Callable[[], object]) -> list[object]:
    """Run all at the same moment. What each gave back, in order; what stopped one is raised."""
    gate = threading.Barrier(len(work), timeout=LONGEST)

    def run(one: Callable[[], object]) -> object:
        try:
            connections["default"].ensure_connection()
            gate.wait()
            return one()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(work)) as pool:
        return [turn.result() for turn in [pool.submit(run, one) for one in work]]


def answer(one: Callable[[], object]) -> str:
    """What somebody was told: ``yes``, ``not_found``, or the code of the refusal."""
    try:
        one()
    except Refusal as no:
        return no.code
    except Http404:
        return "not_found"
    return "yes"


def each_answer(*work: Callable[[], object]) -> list[str]:
    """Run all at the same moment; what each was told, in the order of the work."""
    return together(*(lambda one=one: answer(one) for one in work))


def answers(*work: Callable[[], object]) -> list[str]:
    """The same in alphabetical order, where it is open who comes first."""
    return sorted(each_answer(*work))


def those_who_won(*tries: tuple[object, Callable[[], object]]) -> list[object]:
    """Run all at the same moment; the names of those that were not refused."""
    won: list[object] = []

    def run(name: object, work: Callable[[], object]) -> None:
        try:
            work()
        except Refusal:
            return
        won.append(name)

    together(*(lambda name=name, work=work: run(name, work) for name, work in tries))
    return won
