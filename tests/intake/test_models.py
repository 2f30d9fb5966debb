from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from intake.models import Quarantine, Record
from tests.factories import make_incident


def test_a_record_is_taken_in_once() -> None:
    incident = make_incident()
    fields = {"source": "cad", "external_id": "x", "digest": "d", "incident": incident}
    Record.objects.create(**fields)
    with (
        pytest.raises(IntegrityError, match=r"record_is_taken_in_once|external_id"),
        transaction.atomic(),
    ):
        Record.objects.create(**fields)
    Record.objects.create(**fields, version=2)


def test_a_waiting_attendance_names_incident_and_crew() -> None:
    with (
        pytest.raises(IntegrityError, match="waiting_attendance_names_incident_and_crew"),
        transaction.atomic(),
    ):
        Quarantine.objects.create(key="k", kind="cad", code="unknown_crew", crew="1")


def test_a_thing_stands_in_quarantine_once() -> None:
    Quarantine.objects.create(key="k", kind="cad", code="conflict")
    with (
        pytest.raises(IntegrityError, match=r"quarantine_holds_a_thing_once|key"),
        transaction.atomic(),
    ):
        Quarantine.objects.create(key="k", kind="cad", code="conflict")


def test_names_are_anonymous() -> None:
    row = Quarantine.objects.create(key="k", kind="cad", code="conflict", crew="54266")
    assert "54266" not in str(row)
    assert row.reason == "The same record came before with other facts."
