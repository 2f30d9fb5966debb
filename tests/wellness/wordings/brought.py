"""An invented wording of WHO-5: its texts, how it is brought, and where its questions are asked."""

import re

from django.urls import reverse

from trust import vault
from wellness.actions.wordings import upload_wording
from wellness.models import Assessment

ITEMS = [f"Canary question {n}" for n in range(1, 6)]
OPTIONS = ["At no time", "Rarely", "Less than half", "More than half", "Mostly", "Always"]
TEXTS = {"title": "Well-being", "stem": "Over two weeks", "items": ITEMS, "options": OPTIONS}
LINES = "\n".join(
    [
        "Title: Well-being",
        "Introduction: Over two weeks",
        "Answers:",
        *(f"- {each}" for each in OPTIONS),
        "",
        "Questions:",
        *(f"{n}. {each}" for n, each in enumerate(ITEMS, 1)),
    ]
)
NEWER = TEXTS | {"items": [f"Newer heron {n}" for n in range(1, 6)]}
MARK, LATER = "1+en:2026-1", "1+en:2026-2"
SAID = {f"who-5__q{n}": "3" for n in range(1, 6)}
RUN = reverse("assessment_run", args=["who-5"])
KEEP = reverse("assessment_keep", args=["who-5"])
MINE = (
    "{ myAssessments(first: 5) { edges { node { type answers { version } scores { total } } } } }"
)


def bring(by, **more):
    said = {
        "instrument": "who-5",
        "language": "en",
        "version": "2026-1",
        "texts": TEXTS,
        "terms": "Licence 12 of the agency, held by the legal desk.",
    }
    return upload_wording(by=by, **(said | more))


def words(page):
    return page.content.decode()


def kept(row=None):
    with vault.keyring():
        return vault.open_row(row or Assessment.objects.get())["content"]


def action(page, name="action"):
    """Where the page posts to, as a browser reads it."""
    return re.search(rf'{name}="(/assessments/who-5/[^"]*)"', words(page))[1].replace("&amp;", "&")
