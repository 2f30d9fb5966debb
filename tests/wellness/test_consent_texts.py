from dataclasses import fields

import pytest

from trust.checks import MIN_GROUP
from trust.models import Level
from wellness import consent_texts

# What officers agreed to is never edited: a new wording is a new version.
DIGESTS = {
    ("2026-11", "en"): "40efcaea7fe01bb85852834a59ee5b9de699ec70a047c785ac497147f9b18a85",
    ("2026-11", "es"): "48b0f6d020ea5b0fc1795669c5d7b7e61bed295574332151f658318373b4b3ad",
}


@pytest.mark.parametrize(("version", "language"), DIGESTS)
def test_a_published_text_never_changes(version, language):
    assert consent_texts.find(version, language).digest == DIGESTS[version, language]


def test_every_version_speaks_every_language_whole():
    for texts in consent_texts.VERSIONS.values():
        english, spanish = texts["en"], texts["es"]
        assert set(english.levels) == set(spanish.levels) == set(Level.names) - {"NOT_JOINED"}
        for decision in ("join", "share", "count"):
            one, other = getattr(english, decision), getattr(spanish, decision)
            for field in fields(one):
                assert bool(getattr(one, field.name)) == bool(getattr(other, field.name))
            assert len(one.will) == len(other.will)
            assert len(one.will_not) == len(other.will_not)


def test_unknown_texts_are_named():
    with pytest.raises(consent_texts.UnknownText):
        consent_texts.find("1999-01", "en")
    assert consent_texts.spoken("es-mx") == "es"
    assert consent_texts.spoken("fr") == "en"


def test_the_group_size_that_is_promised_is_the_floor():
    assert f"fewer than {MIN_GROUP} people" in consent_texts.ENGLISH_1.count.will_not[0]
    assert f"menos de {MIN_GROUP} personas" in consent_texts.SPANISH_1.count.will_not[0]
