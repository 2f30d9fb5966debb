"""Tips that fit come first, each says where it is from, and the words are about a person, not a number."""

from wellness.fatigue_packs import PACKS
from wellness.rest_tips import TIPS, tips_for


def test_what_was_passed_is_answered_first_and_there_is_always_something():
    assert "nights_in_a_row" in tips_for(["nights_in_a_row"])[0].codes
    assert [each.code for each in tips_for([])] == ["coffee", "seven"]
    assert len(tips_for(["sleep_24", "nights_in_a_row"])) == 3


def test_every_number_that_can_be_passed_has_a_tip():
    counting = {each.code for pack in PACKS.values() for each in pack.limits if each.counts}
    assert counting <= {code for tip in TIPS for code in tip.codes}


def test_each_tip_has_its_source():
    assert all(each.source.startswith(("NIOSH", "Watson")) for each in TIPS)
