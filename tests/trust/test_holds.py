"""Two people, never command, and the officer sees it from the first day."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from agency.models import Role
from tests.factories import act, make_post, make_user
from tests.walls import triggers_lifted
from trust import access, holds, outbox, retention, roles, vault
from trust.models import Disclosure, LegalHold, Notice
from trust.refusal import Refusal


@pytest.fixture
def two(units):
    hana, ivan = make_user("hana"), make_user("ivan")
    make_post(hana, Role.WELLNESS_ADMIN, units.agency)
    make_post(ivan, Role.UNION_REVIEWER, units.agency)
    return act(hana, Role.WELLNESS_ADMIN), act(ivan, Role.UNION_REVIEWER)


def ask(by, username: str = "alice", reason: str = "court_order") -> LegalHold:
    return holds.ask(by=by, username=username, reason=reason)


def refused(code: str):
    return pytest.raises(Refusal, match=code)


def test_it_holds_once_both_agree_and_until_it_is_released(cast, two):
    hana, ivan = two
    row = ask(hana)
    support = vault.handle(cast.alice.pk, "support")
    assert not retention.held(row.participant_id)
    holds.approve(by=ivan, hold=row.pk)
    assert retention.held(row.participant_id)
    assert retention.held(support)
    assert not retention.held(vault.handle(cast.frank.pk, "wellness"))
    holds.release(by=hana, hold=row.pk)
    assert not retention.held(support)


def test_the_officer_sees_it_from_the_first_day_and_nobody_else_does(cast, two):
    row = ask(two[0])
    assert access.visible(cast.alice, LegalHold).get() == row
    for other in (cast.bob, cast.carol, cast.dan, cast.erin, cast.frank):
        assert not access.visible(other, LegalHold).exists()
    assert Notice.objects.get().target == "privacy"


def test_the_officer_hears_when_it_ends(cast, two):
    row = ask(two[0])
    holds.approve(by=two[1], hold=row.pk)
    holds.release(by=two[1], hold=row.pk)
    assert Notice.objects.filter(recipient=row.participant_id).count() == 2
    outbox.drain()


def test_no_other_room_is_named_in_the_table(cast, two):
    ask(two[0])
    assert LegalHold.objects.count() == 1
    support = vault.handle(cast.alice.pk, "support")
    assert str(support) not in str(list(LegalHold.objects.values()))


@pytest.mark.parametrize("name", ["alice", "bob", "carol", "dan", "erin", "frank"])
def test_only_a_wellness_administrator_asks(cast, name):
    with pytest.raises(PermissionDenied):
        ask(getattr(cast, name), "bob")
    assert not LegalHold.objects.exists()


def test_somebody_with_a_command_post_never_takes_part(cast, two, units):
    row = ask(two[0])
    make_post(two[1], Role.SUPERVISOR, units.squad)
    ivan = act(two[1], Role.UNION_REVIEWER)
    with refused("holds_command"):
        holds.approve(by=ivan, hold=row.pk)
    with refused("holds_command"):
        holds.release(by=ivan, hold=row.pk)
    with triggers_lifted("default"):
        make_post(two[0], Role.COMMANDER, units.agency)
    with refused("holds_command"):
        ask(act(two[0], Role.WELLNESS_ADMIN), "bob")
    assert Role.COMMANDER in roles.authorized_roles(two[0])


def test_a_commander_finds_no_hold_to_approve(cast, two):
    row = ask(two[0])
    for person in (cast.erin, cast.dan, cast.carol, two[0]):
        with pytest.raises(Http404):
            holds.approve(by=person, hold=row.pk)
    assert Disclosure.objects.filter(subject=row.participant_id, outcome="stopped").count() >= 3


def test_the_same_person_never_approves(cast, two, units):
    row = ask(two[0])
    LegalHold.objects.filter(pk=row.pk).update(asked_by=two[1])
    with refused("same_person"):
        holds.approve(by=two[1], hold=row.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalHold.objects.filter(pk=row.pk).update(approved_by=two[1], approved_at=row.asked_at)


def test_a_request_is_taken_back_by_either(cast, two):
    row = ask(two[0])
    holds.release(by=two[1], hold=row.pk)
    row.refresh_from_db()
    assert (row.approved_by, row.released_by) == (None, two[1])
    with refused("ended"):
        holds.approve(by=two[1], hold=row.pk)
    with refused("ended"):
        holds.release(by=two[0], hold=row.pk)


def test_one_open_hold_for_a_person(cast, two):
    first = ask(two[0])
    with refused("already_asked"):
        ask(two[0])
    holds.release(by=two[0], hold=first.pk)
    assert ask(two[0]).pk != first.pk


@pytest.mark.parametrize(
    ("username", "reason", "code"),
    [("nobody", "court_order", "nobody"), ("alice", "because", "unknown_reason")],
)
def test_what_can_not_be_asked(cast, two, username, reason, code):
    with refused(code):
        ask(two[0], username, reason)


def test_approved_twice_it_stays_as_it_is(cast, two):
    row = ask(two[0])
    first = holds.approve(by=two[1], hold=row.pk).approved_at
    assert holds.approve(by=two[1], hold=row.pk).approved_at == first


def test_a_hold_on_somebody_whose_way_back_is_gone_keeps_the_handle(cast, two):
    row = ask(two[0])
    holds.approve(by=two[1], hold=row.pk)
    vault.destroy(row.participant_id)
    assert holds.held_handles() == {row.participant_id}


def test_a_hold_can_be_asked_for_somebody_who_left(cast, two):
    vault.destroy(vault.participant(cast.alice, "wellness").pk)
    row = ask(two[0])
    assert access.reveal(two[0], row, names=True).person == cast.alice
    assert Disclosure.objects.filter(subject=row.participant_id, outcome="shown").exists()
