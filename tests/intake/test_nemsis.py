"""NEMSIS reports: what is read, what decides, what is refused and where."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from argus.demo import files
from argus.demo.files import Care
from intake import nemsis
from intake.facts import ParsedEncounter, Problem
from intake.nemsis.codes import SELF_HARM

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
WELL = Care(
    "D-1", NOW, avpu="3326001", systolic="120", pulse="70", saturation="97", temperature="36.8"
)
NS = {"n": "http://www.nemsis.org"}


def read(data: bytes, **options: object) -> list[ParsedEncounter | Problem]:
    return list(nemsis.read(io.BytesIO(data), **options))  # type: ignore[arg-type]


def changed(care: Care, name: str, text: str, **attributes: str) -> bytes:
    """The report with the first element of that name set to another text."""
    root = etree.fromstring(files.nemsis(care))
    element = root.find(f".//n:{name}", NS)
    assert element is not None
    element.attrib.clear()
    element.text = text
    element.attrib.update(attributes)
    return etree.tostring(root)


def encounter(data: bytes) -> ParsedEncounter:
    (found,) = read(data)
    assert isinstance(found, ParsedEncounter), found
    return found


def without(care: Care, name: str) -> bytes:
    root = etree.fromstring(files.nemsis(care))
    for element in root.findall(f".//n:{name}", NS):
        element.getparent().remove(element)
    return etree.tostring(root)


def test_demo_files_follow_the_official_schema(xsd_dir: str) -> None:
    data = files.nemsis(Care("D-1", NOW), Care("D-2", NOW, harmed=("54266",)))
    found = read(data, xsd_dir=xsd_dir)
    assert [type(one) for one in found] == [ParsedEncounter, ParsedEncounter]


def test_a_well_patient_leads_to_nothing() -> None:
    found = encounter(files.nemsis(WELL))
    assert (found.news2.ours, found.news2.complete) == (0, True)
    assert (found.urgent, found.check_in, found.triggers) == (False, False, ())


def test_missing_temperature_leaves_a_low_score_unknown() -> None:
    found = encounter(without(replace(WELL, pulse="95"), "eVitals.TemperatureGroup"))
    assert (found.news2.ours, found.news2.complete, found.urgent) == (None, False, False)


def test_missing_temperature_with_seven_points_decides() -> None:
    found = encounter(without(Care("D-1", NOW), "eVitals.TemperatureGroup"))
    assert (found.news2.ours, found.news2.complete, found.urgent) == (8, False, True)


def test_vitals_from_before_arrival_do_not_count() -> None:
    found = encounter(changed(Care("D-1", NOW), "eVitals.02", "9923003"))
    assert (found.urgent, found.check_in, found.avpu) == (False, False, "")


def test_confused_speech_counts_as_new_confusion() -> None:
    found = encounter(changed(WELL, "eVitals.20", "4"))
    assert (found.avpu, found.news2.ours, found.check_in) == ("C", 3, False)


def test_oxygen_counts_from_its_documented_time() -> None:
    given_before = changed(WELL, "eMedications.03", "7806")
    assert encounter(given_before).news2.ours == 2


def test_zero_vitals_in_arrest_are_values() -> None:
    care = Care(
        "D-1", NOW, systolic="0", pulse="0", saturation="0", respiration="0", avpu="3326007"
    )
    found = encounter(files.nemsis(care))
    assert (found.news2.ours, found.urgent) == (15, True)


def test_a_child_has_no_news2_but_stays_a_critical_incident() -> None:
    found = encounter(files.nemsis(Care("D-1", NOW, age="12")))
    assert (found.news2.ours, found.urgent, found.check_in) == (None, False, True)
    assert "child_death_or_harm" in found.triggers
    assert "news2_not_valid" in found.because


def test_pregnancy_leaves_the_score_aside() -> None:
    care = Care("D-1", NOW)
    text = files.nemsis(care).replace(
        b"</eHistory>", b"<eHistory.18>3118007</eHistory.18></eHistory>"
    )
    assert encounter(text).news2.ours is None


@pytest.mark.parametrize(
    ("name", "code", "category"),
    [
        ("eScene.08", "2708009", "patient_death"),
        ("eSituation.11", "R99", "patient_death"),
        ("eScene.07", "9923003", "mass_casualty"),
        ("eInjury.01", "X74.01XA", "suicide_scene"),
        ("eInjury.01", "Y35.011A", "officer_involved_shooting"),
        ("eDispatch.01", "2301099", "mass_casualty"),
    ],
)
def test_event_types(name: str, code: str, category: str) -> None:
    assert category in encounter(changed(WELL, name, code)).triggers


def test_a_fatal_collision_stands_before_a_death() -> None:
    died = replace(WELL, final_acuity="4219009")
    found = encounter(changed(died, "eInjury.01", "V43.52XA"))
    assert found.category == "fatal_collision"
    assert set(found.triggers) == {"fatal_collision", "patient_death"}


def test_a_pertinent_negative_states_nothing() -> None:
    found = encounter(changed(WELL, "eSituation.10", "R99", PN="8801005"))
    assert found.triggers == ()


def test_crew_harm_is_urgent_for_that_member_alone() -> None:
    found = encounter(files.nemsis(replace(WELL, harmed=("67981",))))
    assert found.shown()["urgent_for"] == ["67981"]
    assert not found.urgent
    assert found.category == "assault_on_officer"


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("eVitals.26", "1", "code"),
        ("eVitals.06", "9999", "format"),
        ("eVitals.24", "warm", "format"),
        ("eTimes.06", "2026-03-01T12:00:00", "format"),
        ("ePatient.15", "NaN", "format"),
    ],
)
def test_what_we_read_is_checked(name: str, value: str, code: str) -> None:
    found = read(changed(WELL, name, value))
    assert {(one.code, one.detail) for one in found if isinstance(one, Problem)} == {(code, name)}
    assert all(one.line > 1 for one in found)
    assert value not in " ".join(str(one.message) for one in found if isinstance(one, Problem))


@pytest.mark.parametrize("name", ["eResponse", "eTimes", "eSituation.20"])
def test_a_missing_element_is_refused(name: str) -> None:
    found = read(without(WELL, name))
    assert any(isinstance(one, Problem) and one.code == "missing" for one in found)


def test_one_bad_report_does_not_stop_the_next() -> None:
    data = files.nemsis(WELL, replace(WELL, incident="D-2")).replace(b"3326001", b"1", 1)
    found = read(data)
    assert [type(one) for one in found] == [Problem, ParsedEncounter]


BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>
<EMSDataSet xmlns="http://www.nemsis.org"><Header>&c;</Header></EMSDataSet>"""
XXE = b"""<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>
<EMSDataSet xmlns="http://www.nemsis.org"><Header>&f;</Header></EMSDataSet>"""
FAR = b"""<!DOCTYPE EMSDataSet SYSTEM "http://127.0.0.1:9/x.dtd">
<EMSDataSet xmlns="http://www.nemsis.org"/>"""


@pytest.mark.parametrize("attack", [BOMB, XXE, FAR, BOMB.decode().encode("utf-16")])
def test_a_doctype_is_refused_whole(attack: bytes) -> None:
    (found,) = read(attack.replace(b'<?xml version="1.0"?>\n', b""))
    assert isinstance(found, Problem)
    assert found.code in {"doctype", "not_xml"}


@pytest.mark.parametrize("attack", [BOMB, XXE])
def test_a_doctype_is_refused_under_the_schema_too(attack: bytes, xsd_dir: str) -> None:
    (found,) = read(attack, xsd_dir=xsd_dir)
    assert isinstance(found, Problem)
    assert found.code == "doctype"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_xml"),
        (b"<EMSDataSet xmlns='http://www.nemsis.org'><a></b>", "not_xml"),
        (b"<DEMDataSet xmlns='http://www.nemsis.org'/>", "dem_file"),
        (b"<html/>", "other_root"),
        (b"<EMSDataSet xmlns='http://www.nemsis.org'/>", "empty"),
    ],
)
def test_other_files_get_a_clear_answer(data: bytes, code: str) -> None:
    (found,) = read(data)
    assert isinstance(found, Problem)
    assert found.code == code


def test_a_file_beyond_the_limit_is_refused() -> None:
    found = read(files.nemsis(WELL), limit=1000)
    assert found == [Problem(0, "oversize")]


def test_a_schema_folder_that_is_not_there() -> None:
    assert read(files.nemsis(WELL), xsd_dir="/nowhere") == [Problem(0, "schema_missing")]


def test_a_breach_of_the_schema_never_quotes_a_value(xsd_dir: str) -> None:
    (found,) = read(changed(WELL, "ePatient.02", "S" * 99), xsd_dir=xsd_dir)
    assert isinstance(found, Problem)
    assert found.code == "schema"
    assert "SSS" not in found.message
    assert found.line > 1


@given(st.binary(max_size=400))
@example(b"<:")  # a name that is none
def test_any_bytes_give_problems_never_an_exception(data: bytes) -> None:
    assert all(isinstance(one, Problem) for one in read(data))


@given(st.integers(0, len(files.nemsis(WELL))), st.binary(min_size=1, max_size=6))
def test_a_damaged_report_gives_items(place: int, noise: bytes) -> None:
    data = files.nemsis(WELL)
    for one in read(data[:place] + noise + data[place + len(noise) :]):
        assert isinstance(one, ParsedEncounter | Problem)


@pytest.mark.parametrize("code", ["T14.91XA", "X71.0XXA", "X83.8", "T42.4X2A", "T51.92XA"])
def test_self_harm_codes(code: str) -> None:
    assert SELF_HARM.match(code)


@pytest.mark.parametrize("code", ["T42.4X1A", "X70", "X84", "T14.90"])
def test_other_injuries_are_not_self_harm(code: str) -> None:
    assert not SELF_HARM.match(code)


def test_real_samples_are_read_without_an_exception(field_data: Path) -> None:
    for path in sorted((field_data / "epcr/nemsis/samples").glob("*.xml")):
        with path.open("rb") as file:
            assert list(nemsis.read(file))


def test_real_community_visit_stays_unknown(field_data: Path) -> None:
    path = field_data / "epcr/nemsis/cases/2025-EMS-5-CPMIH_v351.xml"
    found = encounter(path.read_bytes())
    assert (found.news2.ours, found.news2.complete, found.triggers) == (None, False, ())


def test_real_dem_file_is_refused_kindly(field_data: Path) -> None:
    path = field_data / "epcr/nemsis/cases/2025-DEM-FailXsd_v351.xml"
    (found,) = read(path.read_bytes())
    assert isinstance(found, Problem)
    assert "EMSDataSet" in found.message
