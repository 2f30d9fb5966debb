"""Providers as a table: out, and in again; one press for many of them, and for steps of pathways."""

import io

import pytest
import tablib
from django.urls import reverse

from agency import local_time
from agency.models import Role
from peersupport import actions
from peersupport.admin.referrals import ProviderTable
from peersupport.models import Pathway, PathwayStep, Provider
from peersupport.pathways import DEFAULTS
from tests.factories import act, sign_in
from trust.doors.tables import plain


def test_a_table_comes_back_as_it_left(cast):
    """A telephone number is marked as text for the spreadsheet, and comes back without the mark."""
    act(cast.carol, Role.WELLNESS_COORDINATOR)
    Provider.objects.create(
        name="Harbor", kind="eap", phone="+1 555 234 0142", email="a@example.org", place=1
    )
    left = ProviderTable(cast.carol).export(Provider.objects.all())
    marked = tablib.Dataset(*(map(plain, row) for row in left), headers=left.headers)
    assert "'+1 555 234 0142" in marked.export("csv")
    back = tablib.Dataset().load(io.StringIO(marked.export("csv")), format="csv")
    result = ProviderTable(cast.carol).import_data(back)
    assert not result.has_errors()
    assert not result.has_validation_errors()
    assert result.totals["skip"] == 1
    assert Provider.objects.get().phone == "+1 555 234 0142"


def press(client, model: str, action: str, rows):
    chosen = {"action": action, "_selected_action": [each.pk for each in rows]}
    return client.post(reverse(f"admin:peersupport_{model}_changelist"), chosen, follow=True)


@pytest.fixture
def carol(client, cast):
    return sign_in(client, cast.carol, "wellness_coordinator")


def test_providers_are_checked_and_leave_the_list_together(carol):
    rows = [
        Provider.objects.create(name=f"Harbor {n}", kind="eap", phone="+1 555 234 0142", place=n)
        for n in range(3)
    ]
    Provider.objects.filter(pk=rows[2].pk).update(languages=["zz"])  # from before there was a list
    page = press(carol, "provider", "checked_today", rows).text
    assert "2 lines were changed." in page
    assert "Harbor 2: Choose languages from the list" in page
    checked = Provider.objects.filter(verified_on=local_time.today()).values_list("name", flat=True)
    assert set(checked) == {"Harbor 0", "Harbor 1"}
    press(carol, "provider", "take_off_list", rows[:1])
    assert set(Provider.objects.filter(active=True)) == {*rows[1:]}
    press(carol, "provider", "put_on_list", rows[:1])
    assert Provider.objects.filter(active=True).count() == 3


def test_steps_go_back_to_what_was_delivered(carol):
    actions.install_pathways()
    step = PathwayStep.objects.get(pathway__kind="crisis", state="sent")
    PathwayStep.objects.update(hours=99, owner="officer")
    press(carol, "pathwaystep", "as_delivered", [step])
    step.refresh_from_db()
    assert (step.hours, step.owner) == (DEFAULTS["crisis"][0].hours, DEFAULTS["crisis"][0].owner)
    assert PathwayStep.objects.filter(hours=99).count() == PathwayStep.objects.count() - 1


def test_pathways_are_offered_together_or_no_longer(carol):
    actions.install_pathways()
    press(carol, "pathway", "offer_no_longer", Pathway.objects.filter(kind__in=["eap", "family"]))
    assert set(Pathway.objects.filter(active=False).values_list("kind", flat=True)) == {
        "eap", "family",
    }  # fmt: skip
    press(carol, "pathway", "offer", Pathway.objects.filter(kind="eap"))
    assert Pathway.objects.get(active=False).kind == "family"


@pytest.mark.parametrize(("who", "role"), [("erin", "commander"), ("bob", "peer_support")])
def test_nobody_else_presses_anything(client, cast, who, role):
    row = Provider.objects.create(name="Harbor", kind="eap", phone="+1 555 234 0142", place=1)
    other = sign_in(client, getattr(cast, who), role)
    for action in ("take_off_list", "take_along"):
        assert press(other, "provider", action, [row]).status_code == 403
    row.refresh_from_db()
    assert row.active
