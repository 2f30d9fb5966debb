"""Cells that leave for a spreadsheet."""

import pytest

from trust.doors.tables import plain


@pytest.mark.parametrize("cell", ["", "Alice", "a=b", 7, -7, None])
def test_what_no_spreadsheet_mistakes_stays_as_it_is(cell):
    assert plain(cell) == cell


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_a_formula_becomes_text(cell):
    assert plain(cell) == f"'{cell}"
