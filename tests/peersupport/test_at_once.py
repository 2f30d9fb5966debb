"""Two workers on one incident: one case, one place per officer, one offer per service."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from agency import clock
from peersupport import actions
from peersupport.models import Case, Offer, Place
from tests.factories import make_attendance, make_incident
from trust.models import Notice


def together(*work):
    """Run all at the same moment, each on connections of its own; what stopped one is raised."""
    gate = threading.Barrier(len(work))

    def run(one):
        try:
            gate.wait()
            one()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(work)) as pool:
        for turn in [pool.submit(run, one) for one in work]:
            turn.result()


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_two_jobs_and_a_question_at_once_make_one_case(cast):
    event = make_incident("2026-1", occurred_at=clock.now(), category="heavy_media")
    for user in (cast.alice, cast.frank):
        make_attendance(event, user, harmed=True)
    together(
        lambda: actions.consider(incident=event.pk),
        lambda: actions.consider(incident=event.pk),
        lambda: actions.raise_case(by=cast.bob, source="peer", number="2026-1"),
        lambda: actions.raise_case(by=cast.alice, source="self", number="2026-1"),
    )
    case = Case.objects.get()
    assert (case.private, case.severity) == (False, "urgent")
    assert "self" not in case.sources
    assert set(case.sources) == {"crew_harm", "event_type", "peer"}
    assert Place.objects.count() == 2
    assert Offer.objects.count() == len(set(Offer.objects.values_list("place", "service"))) == 10
    assert Notice.objects.filter(target="incidents").count() <= 2
