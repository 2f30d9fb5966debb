import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust.release import Group, GroupTooSmall, in_order, refine

K = 8
people = st.frozensets(st.integers(0, 60))
families = st.lists(people, max_size=8).map(
    lambda sets: [Group(i, members, i % 3, str(i)) for i, members in enumerate(sets)]
)


def group(name: str, members: range, depth: int = 1) -> Group[str, int]:
    return Group(name, frozenset(members), depth, name)


def atoms(sets: list[frozenset[int]]) -> list[int]:
    """The size of every cell that these sets cut the people into, the slow way."""
    everyone = frozenset().union(*sets)
    places = [tuple(person in each for each in sets) for person in everyone]
    return [places.count(place) for place in set(places)]


@given(families)
def test_every_atom_has_k_people(groups: list[Group[int, int]]) -> None:
    assert all(size >= K for size in atoms(list(refine(in_order(groups), K).values())))


@given(families)
def test_nothing_is_hidden_that_could_be_shown_next(groups: list[Group[int, int]]) -> None:
    shown = refine(groups, K)
    for each in groups:
        if each.name not in shown and each.members:
            assert min(atoms([*shown.values(), each.members])) < K


@given(families, st.permutations(range(61)))
def test_only_the_shape_of_the_groups_counts(
    groups: list[Group[int, int]], names: list[int]
) -> None:
    renamed = [
        Group(each.name, frozenset(names[i] for i in each.members), each.depth, each.code)
        for each in groups
    ]
    assert list(refine(in_order(groups), K)) == list(refine(in_order(renamed), K))


def test_a_remainder_below_k_hides_the_second_unit() -> None:
    whole = group("whole", range(30), 0)
    assert set(refine([whole, group("a", range(12)), group("b", range(12, 27))], 11)) == {
        "whole",
        "a",
    }


def test_direct_members_of_the_parent_count_as_a_remainder() -> None:
    whole = group("whole", range(20), 0)
    assert set(refine([whole, group("only child", range(15))], 11)) == {"whole"}


def test_an_empty_group_is_never_shown() -> None:
    assert refine([group("nobody", range(0))], 11) == {}


def test_the_order_is_depth_then_size_then_code() -> None:
    groups = [group("b", range(9)), group("a", range(9)), group("c", range(10)),
              group("root", range(5), 0)]  # fmt: skip
    assert [each.name for each in in_order(groups)] == ["root", "c", "a", "b"]


@pytest.mark.parametrize("k", [7, 3, 0, -1])
def test_no_k_below_the_floor(k: int) -> None:
    with pytest.raises(GroupTooSmall):
        refine([group("whole", range(100), 0)], k)
