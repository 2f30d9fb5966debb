"""Names for people who have not given theirs: two words and a number, from the bytes of a keyed digest.

The words are spelled the same in English and Spanish, and say nothing about anybody. The caller's
key decides that two readers can't compare what they were shown. Pure.
"""

from __future__ import annotations

FIRST = "Solar Lunar Polar Coral Floral Tropical Natural Musical Central Mineral Original Celestial".split()
SECOND = "Delta Cactus Iris Atlas Mango Panda Puma Koala Tango Piano Radio Plaza Canal Mesa".split()
NUMBERS = 900


def pseudonym(digest: bytes) -> str:
    """``Lunar Delta 417``. At least eight bytes; the same bytes give the same name."""
    if len(digest) < 8:
        raise ValueError("A pseudonym needs eight bytes.")
    number = int.from_bytes(digest[:8], "big")
    number, first = divmod(number, len(FIRST))
    number, second = divmod(number, len(SECOND))
    return f"{FIRST[first]} {SECOND[second]} {100 + number % NUMBERS}"
