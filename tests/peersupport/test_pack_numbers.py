import pytest
from hypothesis import given
from hypothesis import strategies as st

from peersupport.pack_numbers import changed, numbers
from peersupport.packs import HOUR, PACKS

KEYS = sorted(numbers(PACKS["US"]))


@pytest.mark.parametrize("pack", PACKS.values(), ids=list(PACKS))
def test_every_number_lies_inside_its_bounds_and_has_a_source(pack):
    found = numbers(pack)
    assert {"attendance", "answer_minutes", "capacity", "defusing.1.closes"} <= found.keys()
    assert len(found) >= 39
    for each in found.values():
        assert each.floor <= each.value <= each.maximum, each.key
        assert str(each.source)
        assert str(each.label)
        assert len(each.key) <= 60


@given(st.dictionaries(st.sampled_from([*KEYS, "dance"]), st.integers(0, 20_000), max_size=8))
def test_whatever_is_changed_no_window_ends_before_it_begins(values):
    pack = PACKS["US"]
    try:
        new = changed(pack, values)
    except ValueError:
        return
    assert all(each.opens < each.closes for each in new.windows)
    known = numbers(new)
    assert known.keys() == {*KEYS}
    assert new.version == pack.version or new.version.startswith(f"{pack.version}+")
    assert len(new.version) <= 40


def test_the_same_changes_have_the_same_name():
    one = changed(PACKS["US"], {"defusing.1.closes": 10, "capacity": 7})
    two = changed(PACKS["US"], {"capacity": 7, "defusing.1.closes": 10})
    assert one.version == two.version != changed(PACKS["US"], {"capacity": 8}).version
    assert one.prompt == 10 * HOUR
    assert changed(PACKS["US"], {"capacity": 5}) is PACKS["US"]
