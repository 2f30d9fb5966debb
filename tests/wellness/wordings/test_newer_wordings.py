"""A newer wording arrives: open runs, open pages and old results keep the words they had."""

import re

import pytest
from django.urls import reverse

from tests.wellness.conftest import join
from tests.wellness.wordings.brought import (
    KEEP,
    LATER,
    MARK,
    NEWER,
    RUN,
    SAID,
    action,
    bring,
    kept,
    words,
)
from trust.refusal import Refusal
from wellness.actions import assessments
from wellness.instruments.wording import named, wordings_in
from wellness.models import Assessment


@pytest.mark.parametrize("wordings", [{"en": "2026-1"}, {"en": "a+b,c:d e", "es": "ñ"}])
def test_a_version_names_scoring_and_wordings(wordings):
    assert wordings_in(named("1", wordings)) == wordings
    assert wordings_in("1") == {}


def test_a_newer_wording_leaves_an_open_run_and_an_old_one_as_they_are(grace, alice):
    bring(grace)
    alice.post(KEEP, {"who-5__q1": "3"})
    bring(grace, version="2026-2", texts=NEWER)
    page = alice.get(RUN)
    assert "Canary question 1" in words(page)
    assert "Newer heron" not in words(page)
    alice.post(action(page), {"key": "k", **SAID})
    row = Assessment.objects.get()
    assert (kept(row)["versions"], kept(row)["scores"][0]["total"]) == ({"who-5": MARK}, 60)
    there = reverse("assessment_detail", args=[row.pk])
    assert "Canary question 1" in words(alice.get(there))
    assert "Newer heron 1" in words(alice.get(RUN))  # a new one asks the newest


@pytest.mark.parametrize("press", ["send", "keep", "later"])
def test_a_page_that_lay_open_is_kept_with_the_wording_it_showed(grace, alice, press):
    bring(grace)
    page = alice.get(RUN)
    bring(grace, version="2026-2", texts=NEWER)
    if press == "keep":
        alice.post(action(page, "data-questions"), {"who-5__q1": "3"})
    else:
        alice.post(
            action(page), {"key": "k", **SAID} | ({"later": "1"} if press == "later" else {})
        )
    assert kept()["versions"] == {"who-5": MARK}


def test_a_page_with_other_words_than_the_run_is_told_so_and_can_be_sent_again(grace, alice):
    bring(grace)
    page = alice.get(RUN)
    bring(grace, version="2026-2", texts=NEWER)
    alice.post(KEEP, {"who-5__q1": "1"})  # another device, with the newer words
    told = alice.post(action(page), {"key": "k", **SAID})
    assert "The questions have changed since you began." in words(told)
    assert re.search(r'name="who-5__q2" value="3"[^>]* checked', words(told))
    assert "Newer heron 1" in words(told)
    alice.post(action(told), {"key": "k", **SAID})
    assert kept()["versions"] == {"who-5": LATER}


@pytest.mark.parametrize("made_up", ["77", "1+en:2027-9", "1+", "1+en", "2+en:2026-1", "x" * 900])
def test_a_wording_that_nobody_brought_is_not_kept(cast, grace, alice, made_up):
    bring(grace)
    assert assessments.start(by=cast.alice, kind="who-5", versions={"who-5": made_up})
    assert kept()["versions"] == {"who-5": MARK}
    with pytest.raises(Refusal) as refused:
        assessments.submit(by=cast.alice, assessment="who-5", key="k", versions={"who-5": made_up})
    assert refused.value.code == "unknown_version"


def test_a_run_on_a_scoring_that_is_gone_goes_on_with_the_newest_wording(cast, grace):
    join(cast.alice)
    bring(grace)
    row = assessments.start(by=cast.alice, kind="who-5")
    row.content = kept(row) | {
        "versions": {"who-5": "0+en:2026-1"},
        "answers": {"who-5": {"q1": 2}},
    }
    row.save()
    now = kept(assessments.start(by=cast.alice, kind="who-5"))
    assert (now["versions"], now["answers"]) == ({"who-5": MARK}, {"who-5": {"q1": 2}})
