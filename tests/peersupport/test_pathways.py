import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from peersupport import actions
from peersupport.actions.pathways import limits, offered_kinds
from peersupport.kinds import Kind
from peersupport.models import Pathway, PathwayStep
from peersupport.pathways import DEFAULTS, STATES, Answer, after_limit, next_in_line

FLAGS = st.booleans()


def test_every_kind_has_a_pathway_with_every_step_in_order():
    assert {*DEFAULTS} == {*Kind}
    for steps in DEFAULTS.values():
        assert tuple(step.state for step in steps) == STATES
        assert all(step.hours > 0 for step in steps)


def test_a_day_without_an_answer_and_a_week_without_contact():
    for kind, steps in DEFAULTS.items():
        by_state = {step.state: step.hours for step in steps}
        if kind != Kind.CRISIS:
            assert (by_state["sent"], by_state["acknowledged"]) == (24, 7 * 24)
    assert DEFAULTS[Kind.CRISIS][0].hours == 1


@given(state=st.sampled_from(STATES), provider=FLAGS, another=FLAGS, owner=FLAGS)
def test_there_is_always_an_answer_and_it_can_be_carried_out(state, provider, another, owner):
    answer = after_limit(state=state, has_provider=provider, another=another, other_owner=owner)
    assert answer in Answer
    assert answer is not Answer.NEXT_PROVIDER or (provider and another)
    assert answer is not Answer.HAND_BACK or provider
    assert answer is not Answer.NEXT_OWNER or owner
    if state in {"contacted", "appointment", "attended"}:
        assert answer is Answer.TELL


@given(st.lists(st.integers(), unique=True, max_size=8))
def test_the_line_is_asked_once_each_and_ends(line):
    asked: set[int] = set()
    while (following := next_in_line(line, asked)) is not None:
        assert following not in asked
        asked.add(following)
    assert asked == {*line}


def test_the_shipped_pathways_are_written_down_once():
    assert actions.install_pathways() == len(Kind)
    Pathway.objects.filter(kind="eap").update(active=False)
    assert actions.install_pathways() == 0
    assert PathwayStep.objects.count() == len(Kind) * len(STATES)
    assert "eap" not in offered_kinds()
    assert "peer" in offered_kinds()


def test_what_the_agency_has_set_counts(django_assert_num_queries):
    actions.install_pathways()
    PathwayStep.objects.filter(pathway__kind="eap", state="sent").update(hours=3)
    with django_assert_num_queries(1):
        steps = limits()
    assert steps["eap", "sent"].hours == 3
    assert steps["family", "sent"].hours == 24


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"state": "sent", "position": 9}, "a_state_is_one_step|state"),
        ({"state": "attended", "position": 1}, "steps_have_an_order|position"),
    ],
)
def test_a_step_stands_once(change, name):
    actions.install_pathways()
    pathway = Pathway.objects.get(kind="eap")
    pathway.steps.filter(state="attended").delete()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        PathwayStep.objects.create(pathway=pathway, owner="officer", hours=1, **change)


@pytest.mark.parametrize("hours", [0, 2161])
def test_a_step_ends_within_ninety_days(hours):
    actions.install_pathways()
    with pytest.raises(IntegrityError, match="a_step_ends_within"), transaction.atomic():
        PathwayStep.objects.update(hours=hours)
