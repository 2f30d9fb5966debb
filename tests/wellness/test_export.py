"""What an officer takes along: everything, of nobody else, and over GraphQL too."""

import datetime as dt
import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from agency import clock
from tests import api
from tests.factories import act
from tests.wellness.conftest import CANARY, check_in, join
from tests.wellness.test_my_record import phq_9
from trust import vault
from trust.models import DeletionReceipt, LegalHold
from wellness import actions
from wellness.actions.hours import log_sleep

EXPORT = "query($format: ExportFormat!) { exportMyRecord(format: $format) { mediaType content } }"
NEXT = "{ myRecommendations { code title text why path } }"


def as_text(made: object) -> str:
    return json.dumps(made, cls=DjangoJSONEncoder)


def test_json_has_what_was_written(joined):
    phq_9(joined.alice, 2)
    log_sleep(by=joined.alice, night=clock.today() - dt.timedelta(days=1), hours=6)
    made = actions.record_json(by=joined.alice)
    assert CANARY in as_text(made)
    assert made["assessments"][0]["content"]["answers"]["phq-9"]["q1"] == 1
    assert made["sleep_and_hours"][0]["entries"]["sleep"][0]["hours"] == 6


def test_json_has_holds_and_receipts(joined):
    mine = vault.participant(joined.alice, "wellness")
    LegalHold.objects.create(participant=mine, reason="own_request", asked_by=joined.carol)
    DeletionReceipt.objects.create(participant=mine, body="{}", signature="ab")
    made = actions.record_json(by=joined.alice)
    assert [each["reason"] for each in made["legal_holds"]] == ["own_request"]
    assert [each["signature"] for each in made["deletion_receipts"]] == ["ab"]
    assert "Carol" not in as_text(made["legal_holds"])


@pytest.mark.parametrize("who", ["frank", "dan", "carol", "bob", "erin"])
def test_nobody_exports_anybody_else(joined, who):
    other = act(getattr(joined, who), "officer")
    assert CANARY not in as_text(actions.record_json(by=other))
    assert "entry" not in actions.record_fhir(by=other)


def test_fhir_has_every_instrument_of_every_visit(joined):
    phq_9(joined.alice, 2)
    log_sleep(by=joined.alice, night=clock.today() - dt.timedelta(days=1), hours=6)
    made = actions.record_fhir(by=joined.alice)
    kinds = [each["resource"]["resourceType"] for each in made["entry"]]
    assert kinds.count("QuestionnaireResponse") == 2
    assert kinds.count("Observation") == 2
    assert CANARY not in as_text(made)
    assert "Alice" not in as_text(made)


def test_graphql_gives_both_files(joined):
    made = api.data(joined.alice, EXPORT, format="JSON")["exportMyRecord"]
    assert CANARY in made["content"]
    made = api.data(joined.alice, EXPORT, format="FHIR")["exportMyRecord"]
    assert made["mediaType"] == "application/fhir+json"
    assert json.loads(made["content"])["resourceType"] == "Bundle"


@pytest.mark.parametrize("who", ["frank", "dan", "carol"])
def test_graphql_gives_nobody_else_anything(joined, who):
    made = api.data(getattr(joined, who), EXPORT, format="JSON")["exportMyRecord"]
    assert CANARY not in made["content"]


def test_graphql_tells_next_steps_with_their_reason(cast):
    join(cast.alice)
    check_in(cast.alice, answers={"stress": 10, "sleep": 3})
    steps = api.data(cast.alice, NEXT)["myRecommendations"]
    assert steps[0]["code"] == "safety_plan"
    assert steps[0]["path"] == "/safety/plan/"
    assert all(each["why"].startswith("Shown because") for each in steps)
    assert api.data(act(cast.frank, "officer"), NEXT)["myRecommendations"] == []
