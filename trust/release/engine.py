"""Which groups may be shown: partition refinement over sets of people.

Pure. Sees who is in which group and never what anyone answered, so an answer cannot steer what is hidden.

Why it is safe: every group shown is a union of atoms, so whatever is computed from the figures is constant on each
atom, and every atom has at least k people. No combination of figures, by any number of viewers, is about fewer.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

PersonT = TypeVar("PersonT", bound=Hashable)
NameT = TypeVar("NameT", bound=Hashable)

#: CMS cell-size policy: no cell of 1 to 10 people, nor anything from which one can be derived.
K_DEFAULT = 11
#: NHS Digital publishes no mean of fewer than eight. No setting goes below this.
K_FLOOR = 8

FRESH = -1  # the atom of everyone whom no admitted group covers yet


class GroupTooSmall(ValueError):
    """The smallest group was set below the floor."""


@dataclass(frozen=True, slots=True)
class Group(Generic[NameT, PersonT]):
    """A group that might be shown. Depth 0 is the whole agency; the code settles ties."""

    name: NameT
    members: frozenset[PersonT]
    depth: int
    code: str


def checked(k: int) -> int:
    """k itself. Raises GroupTooSmall below the floor."""
    if k < K_FLOOR:
        raise GroupTooSmall(f"The smallest group that may be shown is {K_FLOOR} people.")
    return k


def in_order(groups: Iterable[Group[NameT, PersonT]]) -> list[Group[NameT, PersonT]]:
    """The fixed order: from the whole agency down, larger groups first, then by code. Never by value."""
    return sorted(groups, key=lambda group: (group.depth, -len(group.members), group.code))


def refine(groups: Sequence[Group[NameT, PersonT]], k: int) -> dict[NameT, frozenset[PersonT]]:
    """The groups that may be shown together, of those given, asked in the order given."""
    checked(k)
    atom_of: dict[PersonT, int] = {}
    sizes: dict[int, int] = {}
    shown: dict[NameT, frozenset[PersonT]] = {}
    for group in groups:
        cut = Counter(atom_of.get(person, FRESH) for person in group.members)
        if cut and all(_safe(inside, sizes.get(atom, inside), k) for atom, inside in cut.items()):
            _split(group.members, cut, atom_of, sizes)
            shown[group.name] = group.members
    return shown


def _safe(inside: int, size: int, k: int) -> bool:
    outside = size - inside
    return inside >= k and (outside == 0 or outside >= k)


def _split(
    members: frozenset[PersonT],
    cut: Counter[int],
    atom_of: dict[PersonT, int],
    sizes: dict[int, int],
) -> None:
    moved: dict[int, int] = {}
    for atom, inside in cut.items():
        if atom in sizes and sizes[atom] == inside:
            continue
        moved[atom] = len(sizes)
        sizes[moved[atom]] = inside
        if atom != FRESH:
            sizes[atom] -= inside
    for person in members:
        atom = atom_of.get(person, FRESH)
        atom_of[person] = moved.get(atom, atom)
