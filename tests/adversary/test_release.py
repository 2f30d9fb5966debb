"""The attacker against the engine, and against engines that we crippled: a blind attacker proves nothing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.adversary.attacker import Seen, intervals, small_functions
from tests.adversary.simulated import (
    Agency,
    Engine,
    Path,
    Publisher,
    contact,
    steady,
    stress,
    swaying,
    year,
)
from trust.release import K_DEFAULT, Group, refine

K = K_DEFAULT
patient = settings(
    max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
agencies = st.builds(
    Agency,
    seed=st.integers(0, 10_000),
    squad=st.sampled_from([(1, 9), (6, 18), (10, 25)]),
    answering=st.sampled_from([0.6, 0.9, 1.0]),
    churn=st.sampled_from([0.1, 0.3, 1.0]),
)


def hits(seen: Sequence[Seen]) -> list[frozenset[int | str]]:
    by_run: dict[str, list[Seen]] = defaultdict(list)
    for figure in seen:
        by_run[figure.run].append(figure)
    return [hit for figures in by_run.values() for hit in small_functions(figures, K)]


def narrowest(seen: Sequence[Seen], high: float = 10.0, sway: float = 1.0) -> float:
    found = intervals(seen, K, high=high, sway=sway, whole=high == 1)
    return min(top - bottom for bottom, top in found.values()) / high


@patient
@given(agencies)
def test_no_function_of_fewer_than_k_people_can_be_read_in_a_year(agency: Agency) -> None:
    assert hits(year(agency, Publisher())) == []


@patient
@given(agencies)
def test_every_officers_score_keeps_half_its_scale(agency: Agency) -> None:
    assert narrowest(year(agency, Publisher())) >= 0.5


@pytest.mark.parametrize("seed", range(6))
def test_nobodys_yes_or_no_can_be_read_off_in_a_year(seed: int) -> None:
    agency = Agency(seed, churn=0.3, answering=1.0, answers=(0, 0, 1))
    seen = year(agency, Publisher(show=contact, sway=swaying(seed)))
    assert narrowest(seen, high=1, sway=2) >= 0.5


# --- teeth: engines that forget one thing each -----------------------------------------------------


def naive(groups: Sequence[Group[Path, int]], k: int) -> Mapping[Path, frozenset[int]]:
    """Hides small groups and nothing else."""
    return {group.name: group.members for group in groups if len(group.members) >= k}


def forgets_direct_members(
    groups: Sequence[Group[Path, int]], k: int
) -> Mapping[Path, frozenset[int]]:
    """Compares a unit with its sub-units, as if nobody stood in the unit itself."""
    below = [
        Group(
            group.name,
            frozenset().union(
                *(
                    other.members
                    for other in groups
                    if len(other.name) == 3 and other.name[: group.depth] == group.name
                )
            ),
            group.depth,
            group.code,
        )
        for group in groups
    ]
    allowed = refine(below, k)
    return {group.name: group.members for group in groups if group.name in allowed}


@pytest.mark.parametrize(
    ("engine", "k"), [(naive, K), (refine, K - 1), (forgets_direct_members, K)]
)
def test_the_attacker_finds_a_hit_in_each_crippled_engine(engine: Engine, k: int) -> None:
    assert any(
        hits(year(Agency(seed, squad=(9, 14)), Publisher(engine=engine, k=k))) for seed in range(12)
    )


def test_a_hit_names_the_people_it_is_about() -> None:
    seen = [
        Seen("m", frozenset(range(30)), ""),
        Seen("m", frozenset(range(12)), ""),
        Seen("m", frozenset(range(12, 27)), ""),
    ]
    assert list(small_functions(seen, K)) == [frozenset({27, 28, 29})]


def test_without_the_sway_a_score_is_pinned() -> None:
    seen = year(Agency(0, churn=0.1, answering=1.0), Publisher(sway=steady))
    assert narrowest(seen, sway=0.0) < 0.5


def test_without_the_sway_a_yes_is_pinned() -> None:
    agency = Agency(0, churn=0.1, answering=1.0, answers=(0, 0, 1))
    assert narrowest(year(agency, Publisher(sway=steady, show=contact)), high=1, sway=0.0) == 0


def test_answers_do_not_steer_what_is_hidden() -> None:
    one, other = Agency(5), Agency(5)
    other.answer = {person: 10 - answer for person, answer in other.answer.items()}
    patterns = [
        [(figure.run, figure.people) for figure in year(agency, Publisher(show=stress))]
        for agency in (one, other)
    ]
    assert patterns[0] == patterns[1]
