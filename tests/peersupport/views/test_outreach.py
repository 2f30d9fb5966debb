"""The coordinator's list of care after an assault, and visits: planned, seen by whoever goes, closed."""

import datetime as dt

from django.urls import reverse

from agency import clock
from peersupport import actions
from peersupport.models import CareStep, Outreach
from tests.factories import make_attendance, make_incident, sign_in
from tests.peersupport.conftest import DAY
from trust import outbox


def test_the_list_of_care_is_ticked_on_the_incident(carol, cast):
    event = make_incident("2026-50", category="assault_on_officer", occurred_at=clock.now())
    make_attendance(event, cast.alice, harmed=True)
    case = actions.consider(incident=event.pk)
    url = reverse("incident_detail", args=[case.pk])
    assert "After an assault on an officer" in carol.get(url).text
    step = CareStep.objects.get(step="court")
    assert carol.post(reverse("tick_care_step", args=[step.pk]), {"done": "1"}).status_code == 302
    assert "Carol" in carol.get(url).text
    carol.post(reverse("tick_care_step", args=[step.pk]), {"done": "0"})
    assert not CareStep.objects.exclude(done_at=None).exists()


def test_a_visit_is_planned_seen_by_whoever_goes_and_closed(client, carol, cast, units, lea):
    row = Outreach.objects.create(unit=units.squad, month=dt.date(2026, 11, 1))
    prefix = row.pk.hex[:8]
    url = reverse("plan_visit", args=[row.pk])
    assert "ABDX1" in carol.get(reverse("outreach")).text
    assert carol.post(url, {}).status_code == 422
    given = {f"{prefix}-supporter": str(lea.pk), f"{prefix}-day": "2020-01-01"}
    assert "Choose today or a later day." in carol.post(url, given).text
    given[f"{prefix}-day"] = (clock.today() + DAY).isoformat()
    assert carol.post(url, given).status_code == 302
    outbox.drain()
    theirs = sign_in(client, lea.user, "peer_support")
    assert "ABDX1" in theirs.get(reverse("outreach")).text
    theirs.post(reverse("close_visit", args=[row.pk]), {"state": "visited"})
    row.refresh_from_db()
    assert row.state == "visited"
    for name, role in (("alice", "officer"), ("dan", "supervisor"), ("erin", "commander")):
        other = sign_in(client, getattr(cast, name), role)
        assert other.get(reverse("outreach")).status_code == 403
        assert other.post(reverse("close_visit", args=[row.pk])).status_code == 404


def test_no_visit_is_good_news(carol):
    assert "No unit needs a visit now." in carol.get(reverse("outreach")).text
