"""Which call means which kind: event types first, then the agency's table, then plain words."""

import pytest

from agency.models import Category
from wellness import exposure_kinds
from wellness.exposure_kinds import Kind, kind_label, kind_of


def test_every_event_type_has_a_kind():
    assert set(exposure_kinds.OF_CATEGORY) == set(Category.values)


def test_the_list_is_as_long_as_what_it_was_compiled_from():
    assert len(Kind) >= 26
    assert len(set(map(str, Kind.labels))) == len(Kind)


@pytest.mark.parametrize(
    ("call_type", "kind"),
    [
        ("DEAD ON ARRIVAL", Kind.SUDDEN_DEATH),
        ("Unattended  death", Kind.SUDDEN_DEATH),
        ("FATAL TRAFFIC ACCIDENT", Kind.FATAL_COLLISION),
        ("MVC - FATALITY", Kind.FATAL_COLLISION),
        ("Domestic disturbance", Kind.DOMESTIC_ABUSE),
        ("ASSAULT ON OFFICER", Kind.ASSAULT),
        ("SEXUAL OFFENCE", Kind.SEXUAL_OFFENCE),
        ("DEATH NOTIFICATION", Kind.DEATH_MESSAGE),
        ("Fight in progress", Kind.THREATS),
        ("MENTAL HEALTH - KNIFE", Kind.CRISIS_WEAPON),
        ("SUICIDAL PERSON", Kind.OTHER),
        ("SUICIDE ATTEMPT", Kind.OTHER),
        ("SHOTS HEARD", Kind.OTHER),
        ("GRAPEVINE", Kind.OTHER),
        ("", Kind.OTHER),
    ],
)
def test_plain_words_say_what_was_met_and_not_what_was_feared(call_type, kind):
    assert kind_of("", call_type, {}) == kind


def test_the_agencys_table_comes_before_the_words():
    rules = {"fight in progress": "disorder", "welfare check": ""}
    assert kind_of("", " FIGHT in  progress ", rules) == "disorder"
    assert kind_of("", "Welfare check", rules) == ""


def test_an_event_type_comes_before_the_table():
    assert kind_of("assault_on_officer", "Traffic stop", {"traffic stop": ""}) == Kind.ASSAULT


def test_codes_of_the_first_form_have_words_too():
    assert kind_label("suicide_scene") == "Suicide scene"
    assert kind_label("") == kind_label("unheard of") == "Other incidents"


def test_a_kind_carries_no_weight():
    assert all(isinstance(each.value, str) for each in Kind)
    assert not [
        name
        for name in vars(exposure_kinds)
        if "weight" in name.lower() or "severity" in name.lower()
    ]
