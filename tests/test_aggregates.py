"""No sum, count or mean over people leaves anywhere but through the release engine."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOMS = ("agency", "argus", "intake", "peersupport", "resources", "trust", "wellness")
#: These words turn rows into a figure.
SUMS = re.compile(r"\b(Count|Avg|Sum|StdDev|Variance)\(|\.aggregate\(|_set\.count\(\)")
SEALED = sorted(
    model.__name__
    for model in apps.get_models()
    if getattr(getattr(model, "Privacy", None), "sensitive", None)
    and hasattr(model.Privacy, "sealed_class")
)
#: Counts that the boundary table gives by name, of one case and never of wellness answers.
LOGISTICS = {
    "peersupport/logistics.py": "coordinators plan the offers of a case with counts",
    "peersupport/views/debriefs.py": "how many have a seat in one session: a room has a size",
    "peersupport/actions/session_rules.py": "two dates: the window of one session, from its offers",
}
WELLNESS = re.compile(
    r"\b(CheckIn|Assessment|Diary|SafetyPlan|ScoreSummary|FatigueSummary|AnnualReview|Standing|Exposure|Invitation)\b"
)
COUNTED = re.compile(rf"\b({'|'.join(SEALED)})\.objects\b[^\n]*\.count\(\)")


def modules() -> list[Path]:
    found = [path for room in ROOMS for path in (settings.BASE_DIR / room).rglob("*.py")]
    return [
        path for path in found if "migrations" not in path.parts and "release" not in path.parts
    ]


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(settings.BASE_DIR)))
def test_no_figure_about_people_is_made_outside_the_engine(path: Path) -> None:
    text = path.read_text()
    if str(path.relative_to(settings.BASE_DIR)) in LOGISTICS:
        assert not WELLNESS.search(text)
        return
    about_people = any(re.search(rf"\b{name}\b", text) for name in SEALED)
    assert not (about_people and SUMS.search(text))
    assert not COUNTED.search(text)


def test_the_scan_knows_the_models_that_matter() -> None:
    assert {"CheckIn", "Standing", "Offer"} <= set(SEALED)
