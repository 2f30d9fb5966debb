"""Numbers as an address says them."""

import pytest

from trust.doors.views import number


@pytest.mark.parametrize("text", ["", "-1", "1.5", "x", "²", "9" * 6, "9" * 5_000])
def test_anything_odd_is_the_usual(text):
    assert (number(text), number(text, odd=-1)) == (0, -1)


def test_a_small_number_is_read():
    assert (number("0", odd=-1), number("99999")) == (0, 99_999)
