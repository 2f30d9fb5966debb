"""The administrator's desk: a wording is typed in, read back, and never changed there."""

import pytest
from django.urls import reverse

from agency.models import Role
from tests.factories import sign_in
from tests.wellness.conftest import browser
from tests.wellness.wordings.brought import LINES, TEXTS
from wellness.models import Wording

ADD = "/admin/wellness/wording/add/"
FORM = {
    "instrument": "who-5",
    "language": "en",
    "version": "2026-1",
    "terms": "Ours.",
    "words": LINES,
}


@pytest.fixture
def desk(client, grace):
    return sign_in(client, grace, Role.WELLNESS_ADMIN)


def test_the_administrator_uploads_and_reads_back(desk, grace, cast):
    assert desk.get(ADD).status_code == 200
    assert desk.post(ADD, FORM).status_code == 302
    row = Wording.objects.get()
    assert (row.texts, row.terms, row.uploaded_by) == (TEXTS, "Ours.", grace)
    page = desk.get(reverse("admin:wellness_wording_change", args=[row.pk]))
    assert page.status_code == 200
    assert "Canary question 3" in page.content.decode()
    assert "2026-1" in desk.get(reverse("admin:wellness_wording_changelist")).content.decode()
    text = browser(cast.alice).get(reverse("instruments")).content.decode()
    assert "en, 2026-1: Ours." in text
    assert "Canary question" not in text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"words": LINES.replace("5. Canary question 5", "")}, "5 questions are needed, and there are 4."),
        ({"words": LINES.replace("- Rarely\n", "")}, "6 answers are needed, for 0 to 5, and there are 5."),
        ({"words": "{"}, "begins like JSON"),
        ({"words": "Just a sentence"}, "Begin with a line such as"),
        ({"instrument": "pss-4"}, "4 questions are needed"),
    ],
)  # fmt: skip
def test_the_form_says_what_is_missing_and_keeps_what_was_typed(desk, change, told):
    page = desk.post(ADD, FORM | change)
    assert page.status_code == 200
    assert told in page.content.decode()
    assert page.context["adminform"].form["words"].value() == (FORM | change)["words"]
    assert not Wording.objects.exists()


def test_the_form_asks_for_the_next_version(desk):
    desk.post(ADD, FORM)
    page = desk.post(ADD, FORM)
    assert "Use the next number." in page.content.decode()
    assert Wording.objects.count() == 1


def test_nothing_at_the_desk_changes_or_deletes_one(desk):
    desk.post(ADD, FORM)
    row = Wording.objects.get()
    there = reverse("admin:wellness_wording_change", args=[row.pk])
    assert desk.post(there, FORM | {"version": "2026-9"}).status_code == 403
    assert desk.post(reverse("admin:wellness_wording_delete", args=[row.pk])).status_code == 403
    assert Wording.objects.get().version == "2026-1"


@pytest.mark.parametrize(
    ("name", "role"),
    [("frank", "officer"), ("dan", "supervisor"), ("carol", "wellness_coordinator")],
)
def test_others_do_not_reach_the_desk(cast, name, role):
    there = browser(getattr(cast, name), role)
    assert there.get(ADD).status_code == 403
    assert there.post(ADD, FORM).status_code == 403
    assert not Wording.objects.exists()
