import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import Http404

from agency.models import Role, Unit
from tests.factories import act, make_post
from tests.meanwhile import meanwhile
from tests.trust.rows import at_level, note_of
from tests.trust.test_grants import share
from trust import access, ledger, vault
from trust.access import cleared
from trust.models import Disclosure
from trust.models.consent import Level
from wellness.models import CheckIn, Standing


def standing_of(user):
    mine = vault.participant(user, "wellness")
    return Standing.objects.create(participant=mine, state={"colour": "green"})


def test_unlisted_action_and_model_are_closed(cast):
    note_of(cast.alice)
    assert not access.visible(cast.alice, CheckIn, "publish")
    assert not access.visible(cast.nobody, CheckIn)


def test_rows_are_stamped_for_this_user_and_action(cast):
    row = note_of(cast.alice)
    seen = access.fetch(cast.alice, "view", CheckIn, pk=row.pk)
    assert cleared(cast.alice, seen)
    assert not cleared(cast.alice, seen, "delete")
    assert not cleared(cast.frank, seen)
    assert seen.cleared_by == "owner"


def test_own_reads_are_nobodys_data(cast):
    row = note_of(cast.alice, "mine")
    assert access.reveal(cast.alice, row).content["note"] == "mine"
    assert not Disclosure.objects.exists()


def test_stranger_gets_404_and_a_line_in_the_officers_log(cast):
    row = note_of(cast.alice)
    with pytest.raises(Http404):
        access.fetch(cast.frank, "view", CheckIn, pk=row.pk)
    line = ledger.mine(cast.alice).get()
    assert (line.outcome, line.viewer, line.kind) == ("stopped", cast.frank.pk, "wellness.checkin")


@pytest.mark.parametrize("pk", [uuid.uuid4(), "no-uuid", None, 7, "' OR 1=1"])
def test_what_does_not_exist_is_404_and_no_line(cast, pk):
    with pytest.raises(Http404):
        access.fetch(cast.frank, "view", CheckIn, pk=pk)
    assert not Disclosure.objects.exists()


def test_require_stops_and_writes(cast):
    row = note_of(cast.alice)
    with pytest.raises(PermissionDenied):
        access.require(cast.dan, "delete", row)
    assert ledger.mine(cast.alice).get().action == "delete"


def test_a_look_is_written_with_its_reason(cast):
    row = note_of(cast.alice, "shared")
    share(row, cast, cast.bob)
    shown = access.reveal(cast.bob, access.fetch(cast.bob, "view", CheckIn, pk=row.pk))
    line = ledger.mine(cast.alice).get()
    assert shown.content["note"] == "shared"
    assert (line.outcome, line.role, line.permission) == ("shown", "peer_support", "shared")


def test_unstamped_row_is_judged_before_it_opens(cast):
    row = note_of(cast.alice, "canary")
    with pytest.raises(PermissionDenied):
        access.reveal(cast.frank, row)
    assert ledger.mine(cast.alice).get().outcome == "stopped"


def test_nothing_is_shown_when_the_look_can_not_be_written(cast, monkeypatch):
    row = note_of(cast.alice)
    share(row, cast, cast.bob)
    row = access.fetch(cast.bob, "view", CheckIn, pk=row.pk)
    opened = []
    monkeypatch.setattr(vault, "open_rows", opened.append)

    def away(*_: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(ledger, "_append", away)
    with pytest.raises(ledger.LedgerUnavailable):
        access.reveal(cast.bob, row)
    assert opened == []


def test_many_roles_and_long_reasons_still_fit_the_ledger(cast, units):
    for role in (Role.CRISIS_COORDINATOR, Role.DISPATCHER, Role.CLINICIAN, Role.UNION_REVIEWER):
        make_post(cast.frank, role, units.agency)
    everything = (Role.OFFICER, Role.CRISIS_COORDINATOR, Role.DISPATCHER, Role.CLINICIAN)
    act(cast.frank, *everything, Role.UNION_REVIEWER)
    row = note_of(cast.alice)
    with pytest.raises(Http404):
        access.fetch(cast.frank, "view", CheckIn, pk=row.pk)
    assert len(ledger.mine(cast.alice).get().role) > 40


@pytest.mark.parametrize(("level", "who"), [
    (Level.SELF_ONLY, set()),
    (Level.PEER_SUPPORT, set()),
    (Level.SUPERVISOR, {"dan"}),
    (Level.COMMAND, {"dan", "erin"}),
    (Level.FULL, {"dan", "erin", "carol"}),
])  # fmt: skip
def test_standing_opens_level_by_level(cast, level, who):
    row = standing_of(cast.alice)
    at_level(cast.alice, level)
    others = ("bob", "carol", "dan", "erin", "frank")
    assert {name for name in others if access.can(getattr(cast, name), "view", row)} == who


def test_withdrawal_closes_on_the_next_question(cast):
    row = standing_of(cast.alice)
    at_level(cast.alice, Level.FULL)
    assert access.can(cast.dan, "view", row)
    at_level(cast.alice, Level.SELF_ONLY)
    assert not access.can(cast.dan, "view", row)


def test_inactive_people_see_nothing_at_all(cast):
    note_of(cast.alice)
    cast.alice.is_active = False
    assert not access.visible(cast.alice, CheckIn)
    assert not access.visible(cast.alice, Unit)


def test_names_come_only_when_asked_for(cast):
    row = note_of(cast.alice)
    share(row, cast, cast.bob)
    assert access.reveal(cast.bob, row).person is None
    assert access.reveal(cast.bob, row, names=True).person == cast.alice


def test_a_list_is_one_look_per_row_and_few_queries(cast, django_assert_max_num_queries):
    for _ in range(6):
        share(note_of(cast.alice), cast, cast.bob)
    rows = list(access.visible(cast.bob, CheckIn))
    with django_assert_max_num_queries(1, using="keys"):
        assert len(access.reveal_all(cast.bob, rows)) == 6
    assert ledger.mine(cast.alice).count() == 6


def test_hold_is_fetch_and_finds_nothing_that_was_deleted_meanwhile(cast):
    row = note_of(cast.alice)
    assert access.hold(cast.alice, "delete", CheckIn, pk=row.pk) == row
    with pytest.raises(Http404):
        access.hold(cast.frank, "delete", CheckIn, pk=row.pk)
    with meanwhile(CheckIn, row.delete), pytest.raises(Http404):
        access.hold(cast.alice, "delete", CheckIn, pk=row.pk)
