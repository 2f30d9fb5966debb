"""Scores by hand: every edge of every band, and examples that others publish; no code shared with the scorer."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wellness.scoring.answered import answers, one, told
from wellness.instruments import codes, instrument
from wellness.scoring import band_label, bands
from wellness.standing import band as standing_band

# --- every edge of every band, written down by hand ------------------------------------------------

EDGES = [
    ("phq-9", "total", (0,) * 9, 0, "minimal"),
    ("phq-9", "total", (3, 1, 0, 0, 0, 0, 0, 0, 0), 4, "minimal"),
    ("phq-9", "total", (3, 2, 0, 0, 0, 0, 0, 0, 0), 5, "mild"),
    ("phq-9", "total", (3, 3, 3, 0, 0, 0, 0, 0, 0), 9, "mild"),
    ("phq-9", "total", (3, 3, 3, 1, 0, 0, 0, 0, 0), 10, "moderate"),
    ("phq-9", "total", (3, 3, 3, 3, 2, 0, 0, 0, 0), 14, "moderate"),
    ("phq-9", "total", (3, 3, 3, 3, 3, 0, 0, 0, 0), 15, "moderately-severe"),
    ("phq-9", "total", (3, 3, 3, 3, 3, 3, 1, 0, 0), 19, "moderately-severe"),
    ("phq-9", "total", (3, 3, 3, 3, 3, 3, 2, 0, 0), 20, "severe"),
    ("phq-9", "total", (3,) * 9, 27, "severe"),
    ("phq-8", "total", (0,) * 8, 0, "minimal"),
    ("phq-8", "total", (1, 1, 1, 1, 0, 0, 0, 0), 4, "minimal"),
    ("phq-8", "total", (1, 1, 1, 1, 1, 0, 0, 0), 5, "mild"),
    ("phq-8", "total", (2, 2, 2, 2, 1, 0, 0, 0), 9, "mild"),
    ("phq-8", "total", (2, 2, 2, 2, 2, 0, 0, 0), 10, "moderate"),
    ("phq-8", "total", (2, 2, 2, 2, 2, 2, 2, 0), 14, "moderate"),
    ("phq-8", "total", (2, 2, 2, 2, 2, 2, 2, 1), 15, "moderately-severe"),
    ("phq-8", "total", (3, 3, 3, 2, 2, 2, 2, 2), 19, "moderately-severe"),
    ("phq-8", "total", (3, 3, 3, 3, 2, 2, 2, 2), 20, "severe"),
    ("phq-8", "total", (3,) * 8, 24, "severe"),
    ("phq-2", "total", (0, 0), 0, "below"),
    ("phq-2", "total", (1, 1), 2, "below"),
    ("phq-2", "total", (1, 2), 3, "worth-a-talk"),
    ("phq-2", "total", (3, 3), 6, "worth-a-talk"),
    ("gad-7", "total", (0,) * 7, 0, "minimal"),
    ("gad-7", "total", (0, 0, 0, 1, 1, 1, 1), 4, "minimal"),
    ("gad-7", "total", (0, 0, 1, 1, 1, 1, 1), 5, "mild"),
    ("gad-7", "total", (3, 1, 1, 1, 1, 1, 1), 9, "mild"),
    ("gad-7", "total", (3, 2, 1, 1, 1, 1, 1), 10, "moderate"),
    ("gad-7", "total", (2,) * 7, 14, "moderate"),
    ("gad-7", "total", (3, 2, 2, 2, 2, 2, 2), 15, "severe"),
    ("gad-7", "total", (3,) * 7, 21, "severe"),
    ("gad-2", "total", (2, 0), 2, "below"),
    ("gad-2", "total", (3, 0), 3, "worth-a-talk"),
    ("gad-2", "total", (3, 3), 6, "worth-a-talk"),
    ("pcl-5", "total", (0,) * 20, 0, "below"),
    ("pcl-5", "total", (2,) * 15 + (0,) * 5, 30, "below"),
    ("pcl-5", "total", (2,) * 15 + (1,) + (0,) * 4, 31, "worth-a-talk"),
    ("pcl-5", "total", (4,) * 20, 80, "worth-a-talk"),
    ("audit-c", "total", (1, 1, 0), 2, "below"),
    ("audit-c", "total", (1, 1, 1), 3, "raised"),
    ("audit-c", "total", (4, 0, 0), 4, "raised"),
    ("audit-c", "total", (4, 1, 0), 5, "worth-a-talk"),
    ("audit-c", "total", (4, 4, 4), 12, "worth-a-talk"),
    ("k6", "total", (0,) * 6, 0, "low"),
    ("k6", "total", (4, 0, 0, 0, 0, 0), 4, "low"),
    ("k6", "total", (4, 1, 0, 0, 0, 0), 5, "moderate"),
    ("k6", "total", (2,) * 6, 12, "moderate"),
    ("k6", "total", (3, 2, 2, 2, 2, 2), 13, "high"),
    ("k6", "total", (4,) * 6, 24, "high"),
    ("hrqol-4", "general-health", (3, 0, 0, 0), 3, "good-health"),
    ("hrqol-4", "general-health", (4, 0, 0, 0), 4, "fair-health"),
    ("hrqol-4", "unhealthy-days", (1, 6, 7, 0), 13, "fewer-days"),
    ("hrqol-4", "unhealthy-days", (1, 7, 7, 0), 14, "frequent-days"),
    ("hrqol-4", "unhealthy-days", (1, 20, 20, 0), 30, "frequent-days"),
    ("hrqol-4", "mental-days", (1, 30, 13, 0), 13, "fewer-days"),
    ("hrqol-4", "mental-days", (1, 0, 14, 0), 14, "frequent-days"),
    ("hrqol-4", "activity-days", (1, 0, 0, 13), 13, "fewer-days"),
    ("hrqol-4", "activity-days", (1, 0, 0, 14), 14, "frequent-days"),
    # BRS: the sum after reversal, by hand, over six. 17.94/6 would be 2.99; whole answers give 2.83 and 3.00.
    ("brs", "total", (1, 5, 1, 5, 1, 5), 1.0, "low"),
    ("brs", "total", (3, 3, 3, 3, 3, 4), 2.83, "low"),
    ("brs", "total", (3, 3, 3, 3, 3, 3), 3.0, "normal"),
    ("brs", "total", (5, 1, 5, 1, 3, 4), 4.17, "normal"),
    ("brs", "total", (5, 1, 5, 1, 3, 3), 4.33, "high"),
    ("brs", "total", (5, 1, 5, 1, 5, 1), 5.0, "high"),
    # PSS-10: items 4, 5, 7, 8 turned round; all zeros is therefore 16.
    ("pss-10", "total", (0,) * 10, 16, "moderate"),
    ("pss-10", "total", (0, 0, 0, 4, 4, 0, 4, 4, 0, 0), 0, "low"),
    ("pss-10", "total", (4, 4, 4, 4, 4, 1, 4, 4, 0, 0), 13, "low"),
    ("pss-10", "total", (4, 4, 4, 4, 4, 2, 4, 4, 0, 0), 14, "moderate"),
    ("pss-10", "total", (4, 4, 4, 2, 4, 4, 4, 4, 4, 4), 26, "moderate"),
    ("pss-10", "total", (4, 4, 4, 1, 4, 4, 4, 4, 4, 4), 27, "high"),
    ("pss-10", "total", (4, 4, 4, 0, 0, 4, 0, 0, 4, 4), 40, "high"),
    ("pss-4", "total", (0, 4, 4, 0), 0, "average"),
    ("pss-4", "total", (4, 3, 4, 0), 5, "average"),
    ("pss-4", "total", (4, 3, 3, 0), 6, "raised"),
    ("pss-4", "total", (4, 0, 0, 4), 16, "raised"),
    ("psq-op", "total", (2,) * 20, 2.0, "low"),
    ("psq-op", "total", (2,) * 19 + (3,), 2.05, "moderate"),
    ("psq-op", "total", (3,) * 11 + (4,) * 9, 3.45, "moderate"),
    ("psq-op", "total", (3,) * 10 + (4,) * 10, 3.5, "high"),
    ("psq-org", "total", (1,) * 20, 1.0, "low"),
    ("psq-org", "total", (2,) * 20, 2.0, "low"),
    ("psq-org", "total", (2,) * 19 + (3,), 2.05, "moderate"),
    ("psq-org", "total", (3,) * 11 + (4,) * 9, 3.45, "moderate"),
    ("psq-org", "total", (3,) * 10 + (4,) * 10, 3.5, "high"),
    ("psq-org", "total", (7,) * 20, 7.0, "high"),
    ("who-5", "total", (0,) * 5, 0, "low-wellbeing"),
    ("who-5", "total", (5, 2, 0, 0, 0), 28, "low-wellbeing"),
    ("who-5", "total", (5, 3, 0, 0, 0), 32, "reduced"),
    ("who-5", "total", (5, 5, 2, 0, 0), 48, "reduced"),
    ("who-5", "total", (5, 5, 3, 0, 0), 52, "good"),
    ("who-5", "total", (5,) * 5, 100, "good"),
]


@pytest.mark.parametrize(("code", "scale", "values", "total", "band"), EDGES)
def test_band_edges(code, scale, values, total, band):
    assert told(code, answers(*values), scale) == (total, band)
    assert one(code, answers(*values), scale).complete


#: ProQOL's three scales, from the manual's own table; items of burnout that are turned round stand apart.
SATISFACTION = (3, 6, 12, 16, 18, 20, 22, 24, 27, 30)
BURNOUT, TURNED = (8, 10, 19, 21, 26), (1, 4, 15, 17, 29)
TRAUMA = (2, 5, 7, 9, 11, 13, 14, 23, 25, 28)


@pytest.mark.parametrize(
    ("ups", "total", "band"),
    [(12, 22, "low"), (13, 23, "average"), (31, 41, "average"), (32, 42, "high"), (40, 50, "high")],
)
@pytest.mark.parametrize("scale", ["satisfaction", "burnout", "secondary-trauma"])
def test_proqol(scale, ups, total, band):
    mine = {"satisfaction": SATISFACTION, "burnout": BURNOUT + TURNED, "secondary-trauma": TRAUMA}
    points = dict.fromkeys(mine[scale], 1)
    for item in mine[scale]:
        more = min(4, ups)
        points[item] += more
        ups -= more
    given = dict.fromkeys((f"q{n}" for n in range(1, 31)), 3)
    given |= {f"q{n}": 6 - p if n in TURNED else p for n, p in points.items()}
    assert told("proqol", given, scale) == (total, band)


@pytest.mark.parametrize(
    ("item", "value", "band"),
    [
        ("stress", 3, "fine"), ("stress", 4, "raised"), ("stress", 6, "raised"), ("stress", 7, "high"),
        ("fatigue", 2, "fine"), ("fatigue", 4, "raised"), ("fatigue", 8, "high"),
        ("sleep", 4.5, "high"), ("sleep", 5, "raised"), ("sleep", 6, "raised"), ("sleep", 6.5, "fine"),
        ("balance", 0, "high"), ("balance", 1, "high"), ("balance", 2, "raised"), ("balance", 3, "raised"),
        ("balance", 4, "fine"), ("balance", 10, "fine"),
    ],
)  # fmt: skip
def test_own_week(item, value, band):
    assert told("own-week", {item: value}, item) == (value, band)


@pytest.mark.parametrize("item", ["stress", "sleep", "fatigue", "balance"])
@given(quarter=st.integers(0, 40))
def test_own_week_has_the_bands_of_the_colour(item, quarter):
    assert one("own-week", {item: quarter / 4}, item).band == standing_band(item, quarter / 4)


def test_own_questions_without_a_number_are_only_answered():
    assert told("own-quarter", answers(*(2,) * 8), "answers") == (None, "answered")
    assert told("own-readiness", answers(*(0,) * 9), "answers") == (None, "incomplete")


def test_edges_cover_every_band_there_is():
    seen = {(code, scale, band) for code, scale, _values, _total, band in EDGES}
    seen |= {("proqol", s.code, b.code) for s in instrument("proqol").scales for b in s.bands}
    seen |= {("own-week", s.code, b.code) for s in instrument("own-week").scales for b in s.bands}
    seen |= {("pc-ptsd-5", "total", b) for b in ("below", "raised", "worth-a-talk")}
    seen |= {("c-ssrs", "triage", b) for b in ("none", "low", "moderate", "high")}
    seen |= {("pcl-5", "groups", b) for b in ("some-groups", "all-groups")}
    there = {
        (code, scale.code, band.code)
        for code in codes()
        for scale in instrument(code).scales
        for band in scale.bands
    }
    assert there - seen == set()


# --- published examples ------------------------------------------------------------------------------

LOINC_ORDER = [
    "44250-9",
    "44255-8",
    "44259-0",
    "44254-1",
    "44251-7",
    "44258-2",
    "44252-5",
    "44253-3",
]
FREQUENCY = {"LA6568-5": 0, "LA6569-3": 1, "LA6570-1": 2, "LA6571-9": 3}


def test_the_response_that_us_core_publishes(field_data):
    """Total 12, item 9 is 0."""
    path = field_data / "epcr/fhir/us-core/QuestionnaireResponse-phq-9-example.json"
    if not path.exists():
        pytest.skip(f"No published response at {path}.")
    said = {
        each["linkId"].strip("/"): each["answer"][0]
        for each in json.loads(path.read_text())["item"]
    }
    given = {
        f"q{n}": FREQUENCY[said[code]["valueCoding"]["code"]]
        for n, code in enumerate([*LOINC_ORDER, "44260-8"], 1)
    }
    assert given["q9"] == 0
    found = one("phq-9", given)
    assert (found.total, found.total, found.safety) == (12, said["44261-6"]["valueDecimal"], False)
    assert found.band == "moderate"


def test_each_question_carries_the_code_of_the_published_questionnaire(field_data):
    path = field_data / "epcr/fhir/us-core/Questionnaire-phq-9-example.json"
    if not path.exists():
        pytest.skip(f"No published questionnaire at {path}.")
    there = [each["linkId"].strip("/") for each in json.loads(path.read_text())["item"]]
    assert [each.loinc for each in instrument("phq-9").items] == [
        code for code in there if code != "44261-6"
    ]


# --- words --------------------------------------------------------------------------------------------


def test_bands_come_in_order_with_their_words():
    found = bands("phq-9", "total")
    assert [(low, high, str(label)) for low, high, _code, label in found] == [
        (0, 4, "Minimal"), (5, 9, "Mild"), (10, 14, "Moderate"), (15, 19, "Moderately severe"), (20, 27, "Severe"),
    ]  # fmt: skip


def test_every_band_has_words_in_the_readers_language():
    assert str(band_label("phq-9", "total", "incomplete")) == "Not finished"
    assert str(band_label("gad-2", "total", "worth-a-talk")) == "Worth a talk"
    assert str(band_label("phq-9", "total", "of-long-ago")) == "of-long-ago"
