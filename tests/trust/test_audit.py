import pytest
from auditlog.models import LogEntry
from auditlog.registry import auditlog
from django.db import transaction

from agency.models import Encounter, Unit
from peersupport import actions
from tests.factories import make_incident
from tests.peersupport.talk import ask, live, on_roster
from tests.trust.rows import note_of
from tests.trust.test_grants import share
from trust import audit, vault
from trust.checks import house_models
from trust.models.participants import Domain
from wellness.models import CheckIn, CheckInGrant


def broken_off(change) -> None:
    with transaction.atomic():
        change()
        raise ZeroDivisionError


def entries(model):
    return LogEntry.objects.filter(content_type__model=model._meta.model_name).order_by("id")


def test_every_house_model_is_audited_or_says_why_not():
    left_out = {model for model in house_models() if not auditlog.contains(model)}
    assert {model._meta.label_lower for model in left_out} == audit.LEFT_OUT.keys()


@pytest.mark.parametrize("model", audit.audited_models(), ids=lambda model: model._meta.label)
def test_only_plain_fields_are_audited(model):
    watched = set(auditlog.get_model_fields(model)["include_fields"])
    assert watched == model.Privacy.plain
    assert not watched & model.Privacy.sensitive
    assert not watched & {f.name for f in model._meta.concrete_fields if hasattr(f, "unseal")}


def test_content_is_in_no_entry_at_create_change_or_delete(cast):
    with audit.acting(cast.alice):
        row = note_of(cast.alice, "canary", answers={"stress": "canary"})
        row.note, row.rule_version = "canary two", "2"
        row.save()
        row.delete()
    assert entries(CheckIn).count() == 3
    assert "canary" not in "".join(
        f"{e.changes} {e.object_repr} {e.additional_data}" for e in entries(CheckIn)
    )


def test_actor_is_a_handle_in_pseudonymous_tables(cast):
    with audit.acting(cast.alice):
        note_of(cast.alice)
    entry = entries(CheckIn).get()
    assert entry.actor is None
    assert entry.additional_data == {"by": str(vault.handle(cast.alice.pk, "wellness"))}
    assert str(cast.alice.pk) not in f"{entry.changes}{entry.additional_data}"


def test_no_line_puts_the_handle_of_a_helper_beside_their_name(cast):
    """Bob says yes, openly; the handle under which he might seek help himself stands in no line."""
    on_roster(cast.bob)
    actions.accept_request(by=cast.bob, ask=live(ask(cast.frank)).pk)
    said = [entry.additional_data for entry in LogEntry.objects.all()]
    assert {"by": str(vault.handle(cast.bob.pk, audit.AT_WORK))} in said
    assert {"by": str(vault.handle(cast.frank.pk, "support"))} in said
    assert not any(str(vault.handle(cast.bob.pk, each)) in str(said) for each in Domain.values)


def test_who_gave_a_grant_is_a_handle_too(cast):
    with audit.acting(cast.alice):
        share(note_of(cast.alice), cast, cast.bob)
    entry = entries(CheckInGrant).get()
    assert entry.actor is None
    assert str(cast.alice.pk) not in f"{entry.changes}{entry.additional_data}"
    assert cast.bob.name not in f"{entry.changes}{entry.object_repr}"


def test_actor_is_the_person_elsewhere(cast, units):
    with audit.acting(cast.carol):
        units.squad.name = "Renamed"
        units.squad.save()
    entry = entries(Unit).last()
    assert (entry.actor, entry.remote_addr) == (cast.carol, None)
    assert entry.changes == {"name": ["Unit ABDX1", "Renamed"]}


def test_nobody_acts_outside(cast):
    with audit.acting(cast.carol), audit.acting(None):
        note_of(cast.alice)
    assert entries(CheckIn).get().additional_data is None


def test_json_columns_are_told_as_they_are():
    row = Encounter.objects.create(incident=make_incident(), response="1", triggers=["news2"])
    row.triggers = ["news2", "avpu"]
    row.save()
    assert set(entries(Encounter).last().changes) == {"triggers"}


def test_change_and_log_live_and_die_together(units):
    units.squad.name = "Renamed"
    with pytest.raises(ZeroDivisionError):
        broken_off(units.squad.save)
    assert not entries(Unit).filter(changes__name__1="Renamed").exists()
