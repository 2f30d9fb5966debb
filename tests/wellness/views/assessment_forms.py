"""The long form of an assessment as a browser fills it, keeps it and sends it."""

from django.urls import reverse

from trust import vault
from wellness.assessment_types import SETS, AssessmentType, Licensed
from wellness.instruments import instrument

KINDS = list(AssessmentType.values)
SHIPPED = [kind for kind in SETS if kind not in Licensed]  # the others: tests/wellness/wordings
SCRIPT = {"accept": "application/json"}


def run_url(kind):
    weekly = kind == AssessmentType.WEEKLY_CHECK
    return reverse("check_in") if weekly else reverse("assessment_run", args=[kind])


def keep_url(kind="quarterly"):
    return reverse("assessment_keep", args=[kind])


def least(kind, **more):
    """Every question of a kind with the first answer that its page offers."""
    found = {}
    for code in SETS[kind]:
        for item in instrument(code).items:
            value = item.options[0].value if item.options else item.least
            found[f"{code}__{item.code}"] = format(value, "g")
    return found | {"key": "k1", "note": ""} | more


def sent(client, kind="quarterly", **more):
    return client.post(run_url(kind), least(kind, **more), follow=True)


def shown(page):
    return page.content.decode()


def content(row):
    with vault.keyring():
        return vault.open_row(row)["content"]
