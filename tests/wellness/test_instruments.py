"""The files of the questionnaires: strict to read, exact in shape; and the page that names their owners."""

import tomllib
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.wellness.conftest import browser
from wellness.instruments import (
    FOLDER,
    BadInstrument,
    UnknownInstrument,
    codes,
    instrument,
    is_asked,
    latest,
    say,
    versions,
)
from wellness.instruments.reading import parse, read

SHIPPED = {
    "phq-9": 10, "phq-8": 8, "phq-2": 2, "gad-7": 7, "gad-2": 2, "pc-ptsd-5": 6, "pcl-5": 20, "audit-c": 3,
    "k6": 6, "hrqol-4": 4, "brs": 6, "c-ssrs": 7, "own-week": 4, "own-quarter": 8, "own-readiness": 10,
}  # fmt: skip
BY_AGENCY = {"pss-10": 10, "pss-4": 4, "proqol": 30, "psq-op": 20, "psq-org": 20, "who-5": 5}
NEVER = {"isi", "ess", "psqi", "kss"}


def test_exactly_these_are_here():
    assert set(codes()) == set(SHIPPED) | set(BY_AGENCY)
    assert not NEVER & set(codes())


@pytest.mark.parametrize(("code", "count"), [*SHIPPED.items(), *BY_AGENCY.items()])
def test_each_has_its_questions_its_owner_and_its_terms(code, count):
    of = instrument(code)
    assert (of.code, len(of.items), of.wording) == (
        code,
        count,
        "shipped" if code in SHIPPED else "agency",
    )
    assert all([of.owner, of.licence, of.source, of.scoring])
    assert {"en", "es"} <= of.title.keys()
    assert {"en", "es"} <= of.purpose.keys()
    assert all(scale.bands or scale.rule == "none" for scale in of.scales)


@pytest.mark.parametrize("code", BY_AGENCY)
def test_no_licensed_text_is_here(code):
    of = instrument(code)
    assert not any(item.text["en"] for item in of.items)
    assert not any(option.label["en"] for item in of.items for option in item.options)
    assert not of.stem["en"]
    assert of.languages == ()


def test_nobody_has_signed_off_yet_and_the_file_says_so():
    assert all(
        (instrument(code).review.by, instrument(code).review.on) == ("", "") for code in codes()
    )


@pytest.mark.parametrize(
    ("code", "item", "wanted"),
    [
        (
            "phq-9",
            "q9",
            "Thoughts that you would be better off dead or of hurting yourself in some way",
        ),
        ("gad-7", "q7", "Feeling afraid as if something awful might happen"),
        ("pc-ptsd-5", "q3", "Been constantly on guard, watchful, or easily startled?"),
        ("c-ssrs", "q2", "Have you actually had any thoughts of killing yourself?"),
        ("brs", "q4", "It is hard for me to snap back when something bad happens"),
    ],
)
def test_wording_of_the_owner(code, item, wanted):
    assert instrument(code).item(item).text["en"] == wanted


def test_spanish_of_the_owner_and_english_where_there_is_none():
    assert say(instrument("phq-2").items[0].text, "es-us") == "Poco interés o placer en hacer cosas"
    assert instrument("phq-2").spoken("es-mx")
    assert not instrument("k6").spoken("es")
    assert say(instrument("k6").items[0].text, "es") == "nervous?"


def test_short_forms_are_the_first_questions_of_the_long_ones():
    assert [i.text for i in instrument("phq-2").items] == [
        i.text for i in instrument("phq-9").items[:2]
    ]
    assert [i.text for i in instrument("phq-8").items] == [
        i.text for i in instrument("phq-9").items[:8]
    ]
    assert [i.text for i in instrument("gad-2").items] == [
        i.text for i in instrument("gad-7").items[:2]
    ]


def test_own_week_takes_what_the_colour_takes():
    from wellness.standing import RANGES

    for item in instrument("own-week").items:
        assert (item.low, item.high) == RANGES[item.code]


def test_the_screener_skips_from_2_to_6():
    asked = [i.code for i in instrument("c-ssrs").items if is_asked(i, {"q1": 1, "q2": 0})]
    assert asked == ["q1", "q2", "q6"]
    asked = [i.code for i in instrument("c-ssrs").items if is_asked(i, {"q2": 1, "q6": 1})]
    assert asked == ["q1", "q2", "q3", "q4", "q5", "q6", "q6-recent"]


def test_reversed_items_are_those_of_the_owners():
    turned = {code: {i.code for i in instrument(code).items if i.reverse} for code in codes()}
    assert {code: found for code, found in turned.items() if found} == {
        "brs": {"q2", "q4", "q6"},
        "pss-10": {"q4", "q5", "q7", "q8"},
        "pss-4": {"q2", "q3"},
        "proqol": {"q1", "q4", "q15", "q17", "q29"},
    }


def test_an_unknown_one_or_version_is_told_apart():
    assert instrument("phq-9", latest("phq-9")) is instrument("phq-9")
    assert versions("phq-9") == (latest("phq-9"),)
    for code, version in (("phq-99", ""), ("../secrets", ""), ("phq-9", "77"), ("phq-9", "../1")):
        with pytest.raises(UnknownInstrument) as unknown:
            instrument(code, version)
        assert (unknown.value.code, unknown.value.version) == (code, version)


# --- files that leave a question open ---------------------------------------------------------------------


def table(code: str = "brs") -> dict:
    return tomllib.loads((FOLDER / f"{code}.toml").read_text(), parse_float=Decimal)


def spoil(code, change):
    found = table(code)
    change(found)
    return found


def put(*path, value):
    def change(found):
        for step in path[:-1]:
            found = found[step]
        found[path[-1]] = value

    return change


SPOILED = [
    ("brs", lambda t: t["items"].pop(), "6 expected, 5 found"),
    ("brs", put("item_count", value=7), "7 expected, 6 found"),
    ("brs", put("items", 1, "code", value="q1"), "q1 is there twice"),
    ("brs", put("reverse", value=["q2", "q7"]), "reverse: there is no item q7"),
    ("hrqol-4", put("scales", 0, "items", value=["q2", "q9"]), "there is no item q9"),
    ("hrqol-4", put("scales", 0, "items", value=["q2", "q2"]), "q2 is there twice"),
    ("phq-9", put("scales", 0, "items", value=["difficulty"]), "there is no item difficulty"),
    ("c-ssrs", put("items", 2, "gate", value="q9=1"), "no item q9 before it"),
    ("c-ssrs", put("items", 2, "gate", value="q6=1"), "no item q6 before it"),
    ("c-ssrs", put("items", 2, "gate", value="q2=5"), "is no answer of its item"),
    ("c-ssrs", put("items", 2, "gate", value="q2="), "is no answer of its item"),
    ("c-ssrs", put("items", 3, "gate", value="q3=1"), "has a gate itself"),
    ("phq-9", put("scales", 0, "bands", 1, "low", value=6), "a hole between minimal and mild"),
    ("phq-9", put("scales", 0, "bands", 1, "low", value=4), "an overlap between minimal and mild"),
    ("phq-9", put("scales", 0, "bands", 4, "high", value=26), "reach from 0 to 26"),
    ("phq-9", put("scales", 0, "bands", 0, "low", value=1), "reach from 1 to 27"),
    ("phq-9", put("scales", 0, "bands", 1, "high", value=3), "ends before it begins"),
    ("phq-9", put("scales", 0, "bands", value=[]), "no bands"),
    ("brs", put("scales", 0, "bands", 1, "high", value=Decimal("4.29")), "a hole between normal"),
    ("phq-9", put("scales", 0, "bands", 1, "code", value="cheerful"), "no name in words"),
    ("phq-9", put("scales", 0, "bands", 1, "code", value="minimal"), "minimal is there twice"),
    ("phq-9", put("scales", 0, "code", value="sadness"), "no name in words"),
    ("phq-9", put("scales", 0, "rule", value="guess"), "'guess' is none of"),
    ("phq-9", put("scales", value=[]), "at least one"),
    ("pcl-5", put("scales", 1, "clusters", 0, "items", value=["q21"]), "there is no item q21"),
    ("phq-9", put("options", 1, "value", value=0), "0 is there twice"),
    ("phq-9", put("options", 1, "value", value="1"), "is not a number"),
    ("phq-9", put("options", 1, "value", value=True), "is not a number"),
    ("phq-9", put("options", value=[]), "a choice needs options"),
    ("hrqol-4", put("items", 1, "low", value=30), "low first"),
    ("hrqol-4", lambda t: t["items"][1].pop("high"), "go together"),
    ("phq-9", lambda t: t["items"][0]["text"].pop("es"), "no text in es"),
    ("phq-9", lambda t: t["items"][0]["text"].pop("en"), "English among them"),
    ("phq-9", lambda t: t["options"][0]["label"].pop("es"), "no text in es"),
    ("phq-9", put("colour", value="red"), "unknown key colour"),
    ("phq-9", put("items", 0, "revers", value=True), "unknown key revers"),
    ("phq-9", put("scales", 0, "cutoff", value=1), "unknown key cutoff"),
    ("phq-9", put("version", value="one"), "not a whole number"),
    ("phq-9", put("wording", value="borrowed"), "'borrowed' is none of"),
    ("who-5", put("languages", value=["en"]), "the agency brings the wording"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "change", "told"), SPOILED)
def test_a_file_that_leaves_a_question_open_is_refused(code, change, told):
    assert parse(table(code)).code == code
    with pytest.raises(BadInstrument) as refused:
        parse(spoil(code, change))
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("code = ", "TOMLDecodeError"),
        ('code = "a"', "KeyError"),
        ("item_count = 1\nitems = 3", "Error"),
    ],
)
def test_a_file_that_is_no_instrument_says_which_file(tmp_path, text, told):
    path = tmp_path / "a.toml"
    path.write_text(text)
    with pytest.raises(BadInstrument, match=r"^a\.toml: ") as refused:
        read(path)
    assert told in str(refused.value)


def test_a_file_is_named_for_its_code(tmp_path):
    path = tmp_path / "phq-8.toml"
    path.write_text((FOLDER / "phq-9.toml").read_text())
    with pytest.raises(BadInstrument, match="the code inside is phq-9"):
        read(path)
    older = tmp_path / "phq-9.v1.toml"
    older.write_text((FOLDER / "phq-9.toml").read_text())
    assert read(older).version == "1"


# --- the page -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["alice", "frank", "dan", "carol"])
def test_everybody_who_works_here_may_read_where_the_questions_come_from(cast, name):
    role = {"dan": "supervisor", "carol": "wellness_coordinator"}.get(name, "officer")
    page = browser(getattr(cast, name), role).get(reverse("instruments"))
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count("<h1") == 1
    for code in codes():
        assert f'id="{code}"' in text
    assert text.count("Not yet signed off by a clinician.") == len(codes())
    assert "No permission required to reproduce" in text
    assert "Minimal 0–4" in text
    assert text.count("Your agency has not brought one.") == len(BY_AGENCY)


def test_the_page_says_where_there_is_only_english(cast):
    there = browser(cast.alice)
    there.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    page = there.get(reverse("instruments"), headers={"accept-language": "es"})
    assert "PHQ-9: ánimo" in page.content.decode()
    assert {each["code"] for each in page.context["shipped"] if each["only_english"]} == {
        "pc-ptsd-5", "pcl-5", "audit-c", "k6", "hrqol-4", "brs", "c-ssrs",
    }  # fmt: skip


def test_the_page_asks_for_all_wordings_at_once(cast):
    there = browser(cast.alice)
    there.get(reverse("instruments"))
    with CaptureQueriesContext(connection) as asked:
        there.get(reverse("instruments"))
    assert sum("wellness_wording" in each["sql"] for each in asked) == 1


def test_a_visitor_signs_in_first(client):
    assert client.get(reverse("instruments")).status_code == 302
