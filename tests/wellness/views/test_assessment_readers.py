"""Who gets a 404, who is let in, what the result says about that, and how much a page asks."""

import uuid

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import act
from tests.wellness.conftest import CANARY, browser, join
from tests.wellness.views.assessment_forms import KINDS, keep_url, least, run_url, sent, shown
from trust.models import Level
from wellness import actions
from wellness.actions import assessments
from wellness.models import Assessment, AssessmentGrant

# --- everybody else -----------------------------------------------------------------------------------

OTHERS = [
    ("frank", "officer"),
    ("dan", "supervisor"),
    ("carol", "wellness_coordinator"),
    ("bob", "peer_support"),
    ("erin", "commander"),
]


@pytest.fixture
def finished(cast):
    """Alice lets the wellness team see as much as there is, and finished one assessment."""
    join(cast.alice, Level.FULL)
    actions.choose_peer(by=cast.alice, peer="bob")
    sent(browser(cast.alice), note=CANARY)
    return Assessment.objects.get()


@pytest.mark.parametrize(("name", "role"), OTHERS)
def test_nobody_else_finds_it(cast, finished, name, role):
    client = browser(getattr(cast, name), role)
    for page in ("assessment_detail", "assessment_done", "assessment_share"):
        assert client.get(reverse(page, args=[finished.pk])).status_code == 404
    for press in ("assessment_delete", "assessment_forget"):
        assert client.post(reverse(press, args=[finished.pk])).status_code == 404
    for kind in KINDS:
        assert CANARY not in shown(client.get(run_url(kind)))
    assert CANARY not in shown(client.get(reverse("assessments")))
    assert Assessment.objects.get() == finished


def test_an_open_run_has_no_result_and_no_share(alice):
    alice.post(keep_url(), {"phq-9__q1": "2"})
    row = Assessment.objects.get()
    for page in ("assessment_detail", "assessment_done", "assessment_share"):
        assert alice.get(reverse(page, args=[row.pk])).status_code == 404


def test_a_named_person_reads_one_assessment_and_no_longer(cast, finished):
    alice = browser(cast.alice)
    share = reverse("assessment_share", args=[finished.pk])
    assert "leads your unit" in shown(alice.post(share, {"person": "dan", "days": "7"}))
    alice.post(share, {"person": "frank", "days": "7"})
    frank, there = browser(cast.frank), reverse("assessment_detail", args=[finished.pk])
    assert there in shown(frank.get(reverse("shared_with_me")))
    assert CANARY in shown(frank.get(there))
    assert frank.get(reverse("assessment_done", args=[finished.pk])).status_code == 404
    assert "One assessment" in shown(alice.get(reverse("privacy")))
    end = reverse("end_assessment_share", args=[AssessmentGrant.objects.get().pk])
    assert frank.post(end).status_code == 404
    alice.post(end)
    assert frank.get(there).status_code == 404


def test_deleting_is_for_good(alice):
    sent(alice)
    alice.post(reverse("assessment_delete", args=[Assessment.objects.get().pk]))
    assert not Assessment.objects.exists()


# --- how much it asks of the databases ----------------------------------------------------------------


def asked(client, url):
    with (
        CaptureQueriesContext(connections["default"]) as here,
        CaptureQueriesContext(connections["keys"]) as keys,
    ):
        assert client.get(url).status_code == 200
    return len(here), len(keys)


def test_a_page_asks_the_same_with_one_answer_and_with_all(alice):
    alice.post(keep_url(), {"phq-9__q1": "2"})
    few = asked(alice, run_url("quarterly"))
    alice.post(keep_url(), least("quarterly"))
    assert asked(alice, run_url("quarterly")) == few
    assert few <= (14, 2)


def test_the_result_asks_the_same_however_many_there_are(cast, alice):
    first = sent(alice).redirect_chain[-1][0]
    detail = reverse("assessment_detail", args=[Assessment.objects.get().pk])
    few = asked(alice, first), asked(alice, detail)
    for n in range(5):
        sent(alice, key=f"more{n}")
    assert (asked(alice, first), asked(alice, detail)) == few
    act(cast.alice)
    assert assessments.my_results(by=cast.alice)


def test_an_id_that_nothing_has(alice):
    assert alice.get(reverse("assessment_detail", args=[uuid.uuid4()])).status_code == 404


# --- what is said about who sees it ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "kind", "words"),
    [
        (Level.COMMAND, "quarterly", "Only you see this."),
        (Level.FULL, "quarterly", "The wellness team sees the newest of these words"),
        (Level.FULL, "weekly_check", "The wellness team sees the newest of these words"),
        (Level.FULL, "return_to_duty", "Nobody sees this unless you share it."),
    ],
)
def test_the_result_says_truly_who_sees_it(cast, level, kind, words):
    join(cast.alice, level)
    text = shown(sent(browser(cast.alice), kind))
    assert words in text
    assert ("The wellness team sees" in text) == ("wellness team" in words)
