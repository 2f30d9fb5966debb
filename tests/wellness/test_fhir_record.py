"""The Bundle: valid FHIR R4, right codes, no name and no id that was not asked for."""

import datetime as dt
import json
import uuid

import pytest

from wellness import scoring
from wellness.fhir_record import PANELS, TOTALS, Export, Night, Response, bundle
from wellness.instruments import codes

NOW = dt.datetime(2026, 11, 22, 8, 30, tzinfo=dt.UTC)
# The answers of the published US Core example of a PHQ-9: total 12, item 9 is 0.
PHQ_9 = dict(zip([f"q{n}" for n in range(1, 10)], [1, 2, 3, 2, 1, 1, 1, 1, 0], strict=True))


def valid(made: dict) -> None:
    from fhir.resources.R4B.bundle import Bundle

    Bundle.model_validate(json.loads(json.dumps(made)))


def response(code: str, answers: dict, **more: object) -> Response:
    scores = [
        {name: getattr(each, name) for name in each.__slots__}
        for each in scoring.score(code, answers)
    ]
    return Response(uuid.uuid4(), NOW, code, more.get("version", ""), answers, scores)


def of_kind(made: dict, kind: str) -> list[dict]:
    return [each["resource"] for each in made["entry"] if each["resource"]["resourceType"] == kind]


def test_an_empty_record_is_a_valid_bundle():
    made = bundle(Export(NOW), [])
    valid(made)
    assert (made["type"], "entry" in made) == ("collection", False)


def test_phq_9_with_its_codes():
    made = bundle(Export(NOW), [response("phq-9", PHQ_9)])
    valid(made)
    (answers,) = of_kind(made, "QuestionnaireResponse")
    assert answers["questionnaire"] == "http://loinc.org/q/44249-1"
    assert answers["item"][0]["linkId"] == "44250-9"
    assert answers["item"][0]["answer"][0]["valueCoding"]["display"] == "Several days"
    (total,) = of_kind(made, "Observation")
    assert total["code"]["coding"][0] == {"system": "http://loinc.org", "code": "44261-6"}
    assert total["valueQuantity"]["value"] == 12
    assert total["interpretation"][0]["text"] == "Moderate"
    assert total["derivedFrom"] == [{"reference": f"urn:uuid:{answers['id']}"}]


def test_a_half_answered_one_has_no_number():
    made = bundle(Export(NOW), [response("phq-9", {**PHQ_9, "q4": None})])
    valid(made)
    (total,) = of_kind(made, "Observation")
    assert "valueQuantity" not in total
    assert total["dataAbsentReason"]["coding"][0]["code"] == "asked-declined"
    (answers,) = of_kind(made, "QuestionnaireResponse")
    assert "answer" not in answers["item"][3]


def every_one() -> list[Response]:
    from wellness.instruments import instrument

    return [
        response(
            code,
            {each.code: each.least for each in instrument(code).items},
        )
        for code in codes()
    ]


def test_every_instrument_makes_a_valid_bundle():
    made = bundle(Export(NOW), every_one(), [Night(dt.date(2026, 11, 20), 6.5)])
    valid(made)
    assert {*PANELS} <= {*codes()}
    scales = {(each.instrument, s["scale"]) for each in every_one() for s in each.scores}
    assert {*TOTALS} <= scales


def test_sleep_is_hours_of_a_night():
    made = bundle(Export(NOW), [], [Night(dt.date(2026, 11, 20), 6.5)])
    valid(made)
    (night,) = of_kind(made, "Observation")
    assert night["code"]["coding"][0]["code"] == "93832-4"
    assert (night["valueQuantity"]["value"], night["valueQuantity"]["code"]) == (6.5, "h")


def test_an_unknown_version_keeps_the_bare_answers():
    given = Response(uuid.uuid4(), NOW, "phq-9", "99", PHQ_9)
    made = bundle(Export(NOW), [given])
    valid(made)
    (answers,) = of_kind(made, "QuestionnaireResponse")
    assert answers["item"][0] == {"linkId": "q1", "answer": [{"valueInteger": 1}]}


def test_no_id_of_ours_goes_out_and_two_exports_cannot_be_joined():
    given = response("phq-9", PHQ_9)
    first, second = (bundle(Export(NOW), [given]) for _ in range(2))
    assert str(given.id) not in json.dumps(first)
    ids = [{each["resource"]["id"] for each in made["entry"]} for made in (first, second)]
    assert not ids[0] & ids[1]
    subjects = [
        made["entry"][0]["resource"]["subject"]["identifier"]["value"] for made in (first, second)
    ]
    assert subjects[0] != subjects[1]


@pytest.mark.parametrize(("name", "shown"), [("", None), ("Alex Rivera", "Alex Rivera")])
def test_the_name_is_the_officers_choice(name, shown):
    made = bundle(Export(NOW, name=name), [response("phq-9", PHQ_9)])
    assert made["entry"][0]["resource"]["subject"].get("display") == shown


def test_in_spanish_where_the_owner_published_it():
    made = bundle(Export(NOW, language="es"), [response("phq-9", PHQ_9)])
    valid(made)
    (answers,) = of_kind(made, "QuestionnaireResponse")
    assert answers["item"][0]["answer"][0]["valueCoding"]["display"] == "Varios días"
