"""Someone who collects every published figure and knows exactly who is in each group.

Shares no code with the release engine: it imports nothing of ours, and reads figures as printed.

`small_functions` asks exactly, over a prime field, whether some sum and difference of figures is about fewer than k
people. `intervals` asks a linear programme what each officer's answer can still be, if answers never change.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

PRIME = 2**61 - 1
PATIENCE = 20_000

Person = int | str


@dataclass(frozen=True)
class Seen:
    """One figure, with the people that it is about."""

    run: str
    people: frozenset[Person]
    text: str


def small_functions(seen: Sequence[Seen], k: int) -> Iterator[frozenset[Person]]:
    """Groups of fewer than k people that the figures of one run say something about."""
    alike: dict[tuple[bool, ...], set[Person]] = defaultdict(set)
    for person in frozenset().union(*(figure.people for figure in seen)):
        alike[tuple(person in figure.people for figure in seen)].add(person)
    columns = list(alike)
    crowd = [len(alike[column]) for column in columns]
    suspects = [index for index, size in enumerate(crowd) if size < k]
    whole = rank([list(map(int, row)) for row in zip(*columns, strict=True)])
    for removed in _largest(suspects, crowd, k):
        left = [column for index, column in enumerate(columns) if index not in removed]
        rows = [list(map(int, row)) for row in zip(*left, strict=True)] if left else []
        if rank(rows) < whole:
            yield frozenset().union(*(alike[columns[index]] for index in removed))


def rank(rows: list[list[int]]) -> int:
    """The rank over the field of 2^61 - 1 elements."""
    rows = [row[:] for row in rows]
    found = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((i for i in range(found, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        inverse = pow(rows[found][column], -1, PRIME)
        rows[found] = [value * inverse % PRIME for value in rows[found]]
        for i in range(found + 1, len(rows)):
            if factor := rows[i][column]:
                rows[i] = [
                    (a - factor * b) % PRIME for a, b in zip(rows[i], rows[found], strict=True)
                ]
        found += 1
    return found


def _largest(suspects: list[int], crowd: list[int], k: int) -> Iterator[frozenset[int]]:
    """Sets of columns of fewer than k people in all, to which no further column could be added."""
    yield from (frozenset({each}) for each in suspects)
    stack: list[tuple[int, tuple[int, ...], int]] = [(0, (), 0)]
    for _ in range(PATIENCE):
        if not stack:
            return
        start, chosen, weight = stack.pop()
        further = [i for i in range(start, len(suspects)) if weight + crowd[suspects[i]] < k]
        if not further and len(chosen) > 1:
            yield frozenset(chosen)
        stack += [(i + 1, (*chosen, suspects[i]), weight + crowd[suspects[i]]) for i in further]


def read(text: str, n: int, k: int, low: float, high: float) -> tuple[float, float]:
    """The least and greatest rounded mean behind a printed figure, as the note "How it was counted" explains it."""
    step = (high - low) / (k if n < 50 else 2 * k)
    number = float(re.sub(r"[^0-9.]", "", text))
    if "%" in text:
        step, number = (0.1 if n < 50 else 0.05), number / 100
    middle = low + step * round((number - low) / step)
    bottom = low if text.startswith("≤") else middle - step / 2
    top = high if text.startswith("≥") else middle + step / 2
    return max(low, bottom), min(high, top)


def intervals(
    seen: Sequence[Seen], k: int, high: float = 10.0, sway: float = 1.0, whole: bool = False
) -> dict[Person, tuple[float, float]]:
    """For every person, the least and greatest answer from 0 to `high` that fits every figure.

    Answers never change; `sway` is what the note says a total may be moved by; `whole` answers are 0, 1, 2...
    """
    low = 0.0
    alike: dict[tuple[int, ...], list[Person]] = defaultdict(list)
    where: dict[Person, list[int]] = defaultdict(list)
    for index, figure in enumerate(seen):
        for person in figure.people:
            where[person].append(index)
    for person, figures in where.items():
        alike[tuple(figures)].append(person)
    groups = list(alike.items())
    matrix = _matrix(groups, len(seen))
    limits = [_total(figure, k, low, high, sway) for figure in seen]
    if whole:
        limits = [(np.ceil(bottom - 1e-9), np.floor(top + 1e-9)) for bottom, top in limits]
    upper = np.concatenate([[top for _, top in limits], [-bottom for bottom, _ in limits]])
    box = [(low * len(people), high * len(people)) for _, people in groups]
    both = csr_matrix(np.vstack([matrix, -matrix]))
    found: dict[Person, tuple[float, float]] = {}
    for index, (_, people) in enumerate(groups):
        least, most = (_extreme(index, sign, both, upper, box) for sign in (1, -1))
        others = len(people) - 1
        for person in people:
            found[person] = (max(low, least - others * high), min(high, most - others * low))
    return found


def _matrix(groups: list[tuple[tuple[int, ...], list[Person]]], figures: int) -> np.ndarray:
    matrix = np.zeros((figures, len(groups)))
    for column, (rows, _) in enumerate(groups):
        matrix[list(rows), column] = 1
    return matrix


def _total(figure: Seen, k: int, low: float, high: float, sway: float) -> tuple[float, float]:
    n = len(figure.people)
    bottom, top = read(figure.text, n, k, low, high)
    loose = sway * (high - low)
    return (
        max(n * low, n * bottom - loose),
        min(n * high, n * top + loose),
    )


def _extreme(
    index: int, sign: int, matrix: csr_matrix, upper: np.ndarray, box: list[tuple[float, float]]
) -> float:
    goal = np.zeros(len(box))
    goal[index] = sign
    answer = linprog(goal, A_ub=matrix, b_ub=upper, bounds=box, method="highs")
    assert answer.success, answer.message
    return sign * float(answer.fun)
