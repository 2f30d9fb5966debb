"""The line of providers and the limits of pathways, as the team keeps them."""

import csv
import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from agency import local_time
from peersupport import actions
from peersupport.actions.providers import check_provider
from peersupport.models import Pathway, PathwayStep, Provider
from tests.factories import sign_in
from trust.refusal import Refusal

DAY = dt.timedelta(days=1)


@pytest.fixture
def carol(client, cast, settings):
    settings.MFA_FOR_ROLES = False
    return sign_in(client, cast.carol, "wellness_coordinator")


def make(name, **more):
    return Provider.objects.create(**({"name": name, "kind": "eap", "phone": "1"} | more))


def test_those_checked_lately_are_asked_first():
    today = local_time.today()
    make("Old", place=1, verified_on=today - 181 * DAY)
    make("Never", place=2)
    make("Fresh", place=9, verified_on=today - 180 * DAY)
    make("Off", place=0, active=False)
    line = Provider.objects.active().in_line()
    assert [each.name for each in line] == ["Fresh", "Old", "Never"]
    assert [each.is_stale for each in line] == [False, True, True]


def test_the_database_wants_a_way_to_reach_them_and_one_row_each():
    make("Harbor")
    for wrong in ({"name": "X", "phone": ""}, {"name": "Harbor"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make(**wrong)


COLUMNS = (
    "name,kind,active,place,phone,email,languages,licence,knows_police_work,telehealth,insurance,"
    "verified_on"
)


def bring(carol, *lines):
    table = "\n".join([COLUMNS, *lines]).encode()
    where = reverse("admin:peersupport_provider_import")
    return carol.post(where, {"file": SimpleUploadedFile("p.csv", table)})


def test_a_table_comes_in_and_goes_out(carol, cast):
    line = "Harbor,eap,1,1,555-0120,a@example.org,en es,L-1,1,1,All,2026-10-01"
    assert bring(carol, line).status_code == 302
    row = Provider.objects.get()
    assert (row.languages, row.knows_police_work, row.place) == (["en", "es"], True, 1)
    assert bring(carol, line).status_code == 302
    out = carol.get(reverse("admin:peersupport_provider_export")).content.decode()
    assert next(csv.DictReader(io.StringIO(out)))["languages"] == "en es"
    assert Provider.objects.count() == 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("A,eap,1,1,,,,,,,,", "phone number or an e-mail"),
        ("A,lawyer,1,1,5,,,,,,,", "kind"),
        ("A,eap,1,1,5,,xx,,,,,", "languages"),
        ("A,eap,1,1,5,,,,,,,2999-01-01", "still to come"),
    ],
)
def test_a_line_that_does_not_fit_is_named_and_nothing_is_taken(carol, line, words):
    reply = bring(carol, "Good,eap,1,1,5,,,,,,,", line)
    assert reply.status_code == 422
    assert words in reply.text
    assert not Provider.objects.exists()


def test_the_pages_of_the_administration(carol, cast):
    row = make("Harbor")
    for name in ("provider", "pathway", "pathwaystep"):
        assert carol.get(reverse(f"admin:peersupport_{name}_changelist")).status_code == 200
    where = reverse("admin:peersupport_provider_change", args=[row.pk])
    said = {"name": "Harbor House", "kind": "eap", "place": 3, "phone": "2", "active": "on"}
    assert carol.post(where, said).status_code == 302
    row.refresh_from_db()
    assert row.name == "Harbor House"
    assert "Harbor House" in carol.get(where).text
    assert carol.post(where, said | {"phone": ""}).status_code == 200


def test_a_limit_is_set_in_the_administration(carol, cast):
    actions.install_pathways()
    step = PathwayStep.objects.get(pathway__kind="eap", state="sent")
    where = reverse("admin:peersupport_pathwaystep_change", args=[step.pk])
    assert carol.post(where, {"owner": "coordinator", "hours": 5}).status_code == 302
    assert carol.post(where, {"owner": "coordinator", "hours": 0}).status_code == 200
    row = actions.create_referral(by=cast.alice, kind="eap")
    assert row.limit_at - row.sent_at < dt.timedelta(hours=6)
    pathway = Pathway.objects.get(kind="eap")
    where = reverse("admin:peersupport_pathway_change", args=[pathway.pk])
    assert carol.post(where, {}).status_code == 302
    pathway.refresh_from_db()
    assert not pathway.active


@pytest.mark.parametrize(("who", "role"), [("alice", "officer"), ("dan", "supervisor")])
def test_nobody_else_keeps_the_line(client, cast, who, role):
    visitor = sign_in(client, getattr(cast, who), role)
    assert visitor.get(reverse("admin:peersupport_provider_changelist")).status_code == 403
    assert visitor.get(reverse("providers")).status_code == 403


def test_the_coordinator_notes_a_time(carol, cast):
    row = make("Harbor")
    assert "Not checked lately" in carol.get(reverse("providers")).text
    where = reverse("provider_time", args=[row.pk])
    day = (local_time.today() + 3 * DAY).isoformat()
    assert "Saved." in carol.post(where, {"day": day, "time": "10:00"}, follow=True).text
    assert "already" in carol.post(where, {"day": day, "time": "10:00"}, follow=True).text
    past = carol.post(where, {"day": "2020-01-01", "time": "10:00"}, follow=True)
    assert "This time has passed" in past.text
    assert "Choose a day" in carol.post(where, {}, follow=True).text


def test_checked_lately_is_counted_on_the_wall(evening):
    row = make("Harbor", verified_on=evening - 180 * DAY)
    assert not row.is_stale
    row.verified_on = evening + DAY
    with pytest.raises(Refusal):
        check_provider(row)
