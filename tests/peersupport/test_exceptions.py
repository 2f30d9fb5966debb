"""The closed lists of what opens a confidence: each with its source, and suicide only with intent and means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peersupport import exceptions
from peersupport.actions.exceptions import jurisdiction
from peersupport.exceptions import Code, grounds, opens
from peersupport.packs import PACKS
from trust.models import BreakGlass


@pytest.mark.parametrize("pack", exceptions.EXCEPTIONS)
def test_each_list_names_its_sources_and_the_two_that_can_not_wait(pack):
    codes = [each.code for each in grounds(pack)]
    assert len(codes) == len(set(codes))
    assert all(each.source and str(each.words) and each.label for each in grounds(pack))
    assert set(exceptions.IMMINENT) <= set(codes)


def test_every_pack_of_the_programme_has_a_list():
    assert PACKS.keys() <= exceptions.EXCEPTIONS.keys()
    assert grounds("elsewhere") == grounds("US")
    assert jurisdiction() == "US"


def test_the_glass_breaks_for_the_same_codes():
    assert set(BreakGlass.Reason.values) == set(exceptions.IMMINENT)


@given(code=st.sampled_from(Code.values), intent=st.booleans(), means=st.booleans())
def test_suicide_takes_both_and_nothing_else_asks(code, intent, means):
    assert opens(code, intent=intent, means=means) is (
        code != Code.DANGER_TO_SELF or (intent and means)
    )
