from __future__ import annotations

import datetime as dt
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argus.demo import files
from intake import fhir
from intake.facts import ParsedEncounter, Problem

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)


def bundle(**options: int) -> dict[str, list[dict[str, dict[str, object]]]]:
    return json.loads(files.fhir("D-1", NOW, ["54266"], **options))


def read(document: object) -> list[ParsedEncounter | Problem]:
    return list(fhir.read(io.BytesIO(json.dumps(document).encode())))


def one(document: object) -> ParsedEncounter:
    (found,) = read(document)
    assert isinstance(found, ParsedEncounter), found
    return found


def test_ours_and_the_senders_stay_apart() -> None:
    found = one(bundle())
    assert (found.news2.ours, found.news2.sender, found.news2.complete) == (5, 6, True)
    assert found.scores_differ
    assert not found.urgent


def test_the_senders_seven_decides() -> None:
    assert one(bundle(sender_total=7)).urgent


def test_crew_and_numbers_come_from_identifiers() -> None:
    found = one(bundle())
    assert [member.crew for member in found.crew] == ["54266"]
    assert (found.incident, found.response) == ("D-1", "D-1.1")


def test_crew_through_a_practitioner_by_full_url() -> None:
    document = bundle()
    document["entry"][0]["resource"]["participant"] = [{"individual": {"reference": "urn:uuid:p"}}]
    person = {"resourceType": "Practitioner", "identifier": [{"value": "67981"}]}
    document["entry"].append({"fullUrl": "urn:uuid:p", "resource": person})  # type: ignore[dict-item]
    assert [member.crew for member in one(document).crew] == ["67981"]


def test_a_child_by_birth_date_at_the_time_of_the_observations() -> None:
    document = bundle(sender_total=9)
    document["entry"][0]["resource"]["subject"] = {"reference": "Patient/p"}
    patient = {"resourceType": "Patient", "id": "p", "birthDate": "2012-05-01"}
    document["entry"].append({"resource": patient})
    found = one(document)
    assert (found.news2.ours, found.urgent) == (None, False)


def test_missing_temperature_leaves_ours_unknown() -> None:
    document = bundle()
    document["entry"] = [
        entry for entry in document["entry"] if entry["resource"]["id"] != "obs-8310-5"
    ]
    found = one(document)
    assert (found.news2.ours, found.news2.sender, found.news2.complete) == (None, 6, False)


def test_fahrenheit_is_turned_into_celsius() -> None:
    document = bundle()
    for entry in document["entry"]:
        if entry["resource"]["id"] == "obs-8310-5":
            entry["resource"]["valueQuantity"] = {"value": 99.5, "code": "[degF]"}
    assert one(document).news2.ours == 5


def test_an_encounter_without_a_number_gets_one_that_names_nobody() -> None:
    document = bundle()
    document["entry"][0]["resource"].pop("identifier")
    document["entry"][0]["resource"]["id"] = "Encounter-RobinSample"
    found = one(document)
    assert found.incident.startswith("FHIR-")
    assert "Robin" not in found.incident + found.response


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_json"),
        ('{"resourceType":\n"Bundle"', "not_json"),
        ("[]", "other_kind"),
        ('{"resourceType": "Patient"}', "other_kind"),
        ('{"resourceType": "Bundle", "type": "collection"}', "no_encounter"),
        ('{"resourceType": "Bundle", "type": 5}', "schema"),
    ],
)
def test_other_documents_get_a_clear_answer(text: str, code: str) -> None:
    (found,) = list(fhir.read(io.BytesIO(text.encode())))
    assert isinstance(found, Problem)
    assert found.code == code


def test_broken_json_is_refused_with_its_line() -> None:
    (found,) = list(fhir.read(io.BytesIO(b'{\n"a": 1,\n"b" 2}')))
    assert found == Problem(3, "not_json")


def test_a_breach_names_the_place_and_no_value() -> None:
    document = bundle()
    document["entry"][0]["resource"]["status"] = ["Robin Sample"]
    (found,) = read(document)
    assert isinstance(found, Problem)
    assert found.code == "schema"
    assert "Robin" not in found.message


def test_oversize() -> None:
    assert list(fhir.read(io.BytesIO(b"x" * 50), limit=10)) == [Problem(0, "oversize")]


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["resourceType", "entry", "resource", "code"]), inner),
    max_leaves=12,
))  # fmt: skip
def test_any_json_gives_items_never_an_exception(document: object) -> None:
    for found in read(document):
        assert isinstance(found, ParsedEncounter | Problem)
