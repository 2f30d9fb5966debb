"""The numbers of the packs, written down a second time from their sources."""

import dataclasses

import pytest

from wellness.fatigue import LESS, Windows
from wellness.fatigue_packs import EU, PACKS, UK, US, pack_named

MEASURES = {field.name for field in dataclasses.fields(Windows)}


def numbers(pack) -> dict[str, float]:
    return {each.code: each.value for each in pack.limits if each.counts}


def test_united_states():
    assert numbers(US) == {
        "hours_24": 16, "hours_7d": 64, "shortest_rest": 8, "days_in_a_row": 7,
        "nights_in_a_row": 3, "sleep_24": 5, "sleep_48": 12,
    }  # fmt: skip


def test_overtime_of_the_flsa_is_information_and_makes_no_band():
    shown = {each.code: each.value for each in US.limits if not each.counts}
    assert shown == {"hours_14d": 86, "hours_28d": 171}


@pytest.mark.parametrize("pack", [EU, UK])
def test_europe(pack):
    found = numbers(pack)
    assert (found["week_average"], found["shortest_rest"], found["hours_24"]) == (48, 11, 13)
    assert "hours_7d" not in found


@pytest.mark.parametrize("pack", PACKS.values(), ids=lambda pack: pack.code)
def test_every_number_is_measured_and_has_a_source(pack):
    assert {each.code for each in pack.limits} <= MEASURES
    assert all(each.source and each.value > 0 for each in pack.limits)
    assert len({each.code for each in pack.limits}) == len(pack.limits)


def test_less_is_what_wears_out_only_for_rest_and_sleep():
    assert {code for code in MEASURES if code.startswith(("sleep", "shortest"))} == LESS


def test_an_agency_without_a_pack_of_its_own_goes_by_the_first():
    assert pack_named("EU") is EU
    assert pack_named("nowhere") is US
