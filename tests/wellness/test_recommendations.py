"""Next steps: the same for the same answers, four at most, each with its reason; and they leave no trace."""

import pytest
from django.apps import apps
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.wellness.conftest import check_in, join
from trust.models import Disclosure, OutboxJob
from wellness import actions
from wellness.recommendations import MOST, Known, next_steps


def codes(**known: object) -> list[str]:
    return [each.code for each in next_steps(Known(**known))]


def test_nothing_known_recommends_nothing():
    assert codes() == []


def test_a_good_week_keeps_what_helps():
    assert codes(colour="GREEN", answers={"stress": "fine"}) == ["keep"]


@pytest.mark.parametrize(
    ("known", "code"),
    [
        ({"safety": True}, "safety_plan"),
        ({"colour": "RED"}, "safety_plan"),
        ({"bands": {"phq-2": "worth-a-talk"}}, "longer_phq-9"),
        ({"bands": {"gad-2": "worth-a-talk"}}, "longer_gad-7"),
        ({"bands": {"phq-9": "moderate"}}, "professional"),
        ({"bands": {"gad-7": "severe"}}, "professional"),
        ({"bands": {"audit-c": "worth-a-talk"}}, "drinking"),
        ({"above_usual": ("Fatal collision",)}, "peer_calls"),
        ({"colour": "ORANGE"}, "peer_stress"),
        ({"worn_out": ("hours_24",)}, "rest"),
        ({"answers": {"sleep": "high"}}, "rest"),
        ({"answers": {"balance": "raised"}}, "together"),
    ],
)
def test_each_answer_has_its_step(known, code):
    assert code in codes(**known)


@pytest.mark.parametrize(
    ("known", "code"),
    [
        ({"bands": {"phq-9": "mild"}}, "professional"),
        ({"bands": {"phq-2": "below"}}, "longer_phq-9"),
        ({"bands": {"audit-c": "raised"}}, "drinking"),
        ({"answers": {"sleep": "fine"}}, "rest"),
    ],
)
def test_one_below_has_none(known, code):
    assert code not in codes(**known)


def test_the_longer_form_is_not_offered_again():
    assert codes(bands={"phq-2": "worth-a-talk", "phq-9": "mild"}) != ["longer_phq-9"]
    assert "longer_phq-9" not in codes(bands={"phq-2": "worth-a-talk", "phq-9": "mild"})


def everything() -> Known:
    return Known(
        colour="RED", safety=True, worn_out=("hours_24",), above_usual=("Shots", "Assault"),
        bands={"phq-2": "worth-a-talk", "gad-2": "worth-a-talk", "k6": "high",
               "audit-c": "worth-a-talk"},
        answers={"stress": "high", "sleep": "high", "balance": "high"},
    )  # fmt: skip


def test_at_most_four_and_safety_first():
    steps = next_steps(everything())
    assert len(steps) == MOST
    assert steps[0].code == "safety_plan"


def test_each_says_why_and_opens_a_page_that_exists():
    many = [everything(), Known(answers={"balance": "high", "sleep": "high", "stress": "high"}),
            Known(colour="GREEN"), Known(bands={"audit-c": "worth-a-talk"}, above_usual=("Shots",))]  # fmt: skip
    for step in [each for known in many for each in next_steps(known)]:
        assert str(step.why).startswith("Shown because")
        assert reverse(step.url_name, args=step.args)


def test_the_same_answers_give_the_same_steps():
    assert next_steps(everything()) == next_steps(everything())


def test_a_kind_of_call_is_named():
    (step,) = (each for each in next_steps(Known(above_usual=("Fatal collision",))))
    assert "Fatal collision" in str(step.why)


def rows() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
    }


def test_working_them_out_writes_nothing_at_all(cast, caplog):
    join(cast.alice)
    check_in(cast.alice, answers={"stress": 10, "sleep": 3})
    before = rows()
    with CaptureQueriesContext(connections["default"]) as asked:
        assert actions.my_next_steps(cast.alice)
    assert rows() == before
    assert (OutboxJob.objects.count(), Disclosure.objects.count()) == (
        before["trust.OutboxJob"],
        before["trust.Disclosure"],
    )
    assert {each["sql"].split()[0] for each in asked.captured_queries} == {"SELECT"}
    assert caplog.records == []
