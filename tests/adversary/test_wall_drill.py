"""One wall at a time is taken away, and the search that guards it must find something.

A search that can't find anything proves nothing. Each pair below runs the same probe twice: with the
wall (silent) and without it (loud).
"""

import pytest
from auditlog.registry import auditlog
from django.db import transaction

from argus.schema import schema
from tests.adversary import probes
from tests.trust.rows import note_of
from trust import access, ledger, vault
from trust.access import Revealed
from trust.doors.graphql import Asking, documents, page
from trust.doors.graphql.limits import Limits
from trust.rules import everyone
from wellness.models import CheckIn, Standing

pytestmark = pytest.mark.adversary


def test_without_the_policy_a_supervisor_reads_the_note(stage, client, monkeypatch):
    assert probes.supervisor_opens_the_check_in(stage, client) == []
    monkeypatch.setattr(access, "rule_for", lambda label, action: everyone)
    assert probes.supervisor_opens_the_check_in(stage, client)


def test_without_the_seal_a_dump_shows_the_words(stage, monkeypatch):
    assert probes.words_in_tables() == []
    monkeypatch.setattr(vault, "seal", lambda plain, *_where: vault.VERSION + plain)
    with transaction.atomic():
        CheckIn.objects.filter(pk=stage.rows["Check-in: note"].pk).delete()
        plain_note(stage)
    assert "wellness_checkin" in probes.words_in_tables()


def plain_note(stage) -> None:
    participant = vault.participant(stage.alice, "wellness")
    CheckIn.objects.create(
        participant=participant, key="z", week="2026-01-05", answers={}, note="canary-late-5150"
    )


def test_without_the_ledger_a_try_leaves_no_trace(stage, client, monkeypatch):
    assert probes.try_left_no_trace(stage, client) == []
    monkeypatch.setattr(ledger, "record", lambda looks: None)
    assert probes.try_left_no_trace(stage, client)


def careless(user):
    """A resolver that forgot to ask the policy."""
    asking = Asking(user, "check-ins", None, None)
    found = page(CheckIn.objects.all(), asking, by=("submitted_at", "id"))
    return found.of(Revealed(row, vault.open_row(row)) for row in found.nodes)


def test_without_the_guard_of_types_a_careless_resolver_leaks(stage, monkeypatch):
    field = schema.graphql_schema.query_type.fields["myCheckIns"]
    monkeypatch.setattr(field, "resolve", lambda root, info, **given: careless(info.context.user))
    assert probes.graphql_gives_strangers_rows(stage) == []
    kind = schema.graphql_schema.type_map["CheckIn"]
    monkeypatch.setattr(kind, "is_type_of", lambda root, info: True)
    assert probes.graphql_gives_strangers_rows(stage)


@pytest.fixture
def open_audit():
    """The audit log as it would be with every column of a check-in."""
    plain = auditlog.get_model_fields(CheckIn)["include_fields"]
    auditlog.unregister(CheckIn)
    auditlog.register(CheckIn, include_fields=[*plain, "note", "answers"])
    yield
    auditlog.unregister(CheckIn)
    auditlog.register(CheckIn, include_fields=plain)


def test_the_audit_log_keeps_no_word(stage):
    assert probes.audit_log_repeats_words(stage) == []


def test_with_a_sealed_column_the_audit_log_would(stage, open_audit):
    assert probes.audit_log_repeats_words(stage)


@pytest.fixture
def standard_rules_dropped(monkeypatch):
    for name in ("RULES", "CLOSED"):
        monkeypatch.setattr(documents, name, (Limits,))
    documents.prepared.cache_clear()
    yield
    documents.prepared.cache_clear()


def test_the_schema_is_all_that_can_be_asked(stage):
    assert probes.graphql_takes_what_is_not_in_the_schema(stage) == []


def test_without_the_standard_rules_anything_can_be_asked(stage, standard_rules_dropped):
    assert probes.graphql_takes_what_is_not_in_the_schema(stage)


def test_with_a_name_in_str_the_search_for_names_is_loud(stage, monkeypatch):
    assert probes.rows_that_say_a_name(stage) == []
    monkeypatch.setattr(Standing, "__str__", lambda row: "Standing of Alice")
    assert probes.rows_that_say_a_name(stage) == ["Standing"]


def test_a_note_is_sealed_before_it_reaches_the_row(stage):
    assert note_of(stage.alice, probes.NOTE).note.raw[:1] == vault.VERSION
