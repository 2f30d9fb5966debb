"""Who reads the answers to licensed questions, and how often a page asks for their words."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.api import data
from tests.wellness.conftest import browser, join
from tests.wellness.wordings.brought import (
    ITEMS,
    KEEP,
    MINE,
    OPTIONS,
    RUN,
    SAID,
    TEXTS,
    bring,
    kept,
    words,
)
from trust import access, vault
from trust.models import Level
from wellness.actions import assessments
from wellness.instruments import instrument
from wellness.models import Assessment, ScoreSummary


@pytest.mark.parametrize(
    ("name", "role"),
    [("frank", "officer"), ("dan", "supervisor"), ("carol", "wellness_coordinator")],
)
def test_nobody_else_reads_it(cast, grace, name, role):
    join(cast.alice, Level.FULL)
    bring(grace)
    browser(cast.alice).post(RUN, {"key": "k", "note": "canary-note", **SAID})
    row, other = Assessment.objects.get(), getattr(cast, name)
    there = browser(other, role)
    for page in ("assessment_detail", "assessment_done", "assessment_share"):
        assert there.get(reverse(page, args=[row.pk])).status_code == 404
    assert "canary-note" not in words(there.get(RUN))
    assert not access.visible(other, Assessment).exists()
    assert data(other, MINE)["myAssessments"]["edges"] == []


def test_proqol_has_no_word_for_the_whole(cast, grace):
    join(cast.alice, Level.FULL)
    bring(grace)
    of = instrument("proqol")
    bring(
        grace,
        instrument="proqol",
        texts={
            "title": "Invented",
            "items": [f"Invented {item.code}" for item in of.items],
            "options": [f"Answer {each.value}" for each in of.items[0].options],
        },
    )
    for kind, value in (("who-5", 1), ("proqol", 5)):
        said = {item.code: value for item in instrument(kind).items}
        assessments.submit(by=cast.alice, assessment=kind, key=kind, answers={kind: said})
    with vault.keyring():
        bands = vault.open_row(ScoreSummary.objects.get())["bands"]
    assert {code: each["band"] for code, each in bands.items()} == {"who-5": "low-wellbeing"}


def wording_queries(client, url):
    with CaptureQueriesContext(connections["default"]) as found:
        assert client.get(url).status_code == 200
    about = [each for each in found.captured_queries if '"wellness_wording"' in each["sql"]]
    return len(found), len(about)


def test_pages_ask_for_the_wordings_once_or_not_at_all(grace, alice):
    bring(grace)
    alice.post(RUN, {"key": "k", **SAID})
    alice.post(reverse("assessment_run", args=["quarterly"]), {"key": "k2", "k6__q1": "1"})
    licensed, other = (
        next(each for each in Assessment.objects.all() if kept(each)["type"] == kind)
        for kind in ("who-5", "quarterly")
    )
    alice.post(KEEP, {"who-5__q1": "3"})
    once = [reverse("assessments"), RUN, reverse("assessment_detail", args=[licensed.pk])]
    never = [
        reverse("home"), reverse("my_record"), reverse("assessment_run", args=["quarterly"]),
        reverse("assessment_detail", args=[other.pk]), reverse("assessment_done", args=[licensed.pk]),
    ]  # fmt: skip
    before = [wording_queries(alice, url) for url in once]
    assert [about for _all, about in before] == [1, 1, 1]
    assert [wording_queries(alice, url)[1] for url in never] == [0] * len(never)
    for n in range(2, 5):
        bring(grace, version=f"2026-{n}")
        bring(grace, instrument="pss-4", version=f"v{n}", texts=TEXTS | {
            "items": ITEMS[:4], "options": OPTIONS[:5],
        })  # fmt: skip
    assert [wording_queries(alice, url) for url in once] == before
