"""Handed on and taken over: written down, told to whoever gets it, refused once it moved on."""

from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from agency.models import Role
from peersupport import actions
from peersupport.models import Handoff, Provider
from tests.at_once import those_who_won
from tests.factories import act, make_post
from tests.peersupport.conftest import coordinator
from trust import vault
from trust.models import Notice
from trust.refusal import Refusal


def test_handing_on_is_written_down_and_told(cast, units):
    gina = coordinator("gina", units)
    mill = Provider.objects.create(name="Mill", kind="eap", phone="1")
    row = actions.create_referral(by=cast.alice, kind="eap")
    owner = act(row.owner, Role.WELLNESS_COORDINATOR)
    other = {gina: cast.carol, cast.carol: gina}[owner]
    row = actions.hand_on_referral(
        by=owner, referral=row.pk, provider=mill.pk, owner=other.pk, at_round=0
    )
    assert (row.owner, row.provider, row.state, row.round) == (other, mill, "sent", 1)
    step = Handoff.objects.get(referral=row, number=1)
    assert (step.reason, step.from_owner, step.to_owner) == ("by_hand", owner, other)
    assert Notice.objects.filter(recipient=vault.handle(other.pk, "portal")).exists()


def test_what_moved_on_meanwhile_is_not_handed_on_again(cast):
    mill = Provider.objects.create(name="Mill", kind="eap", phone="1")
    quay = Provider.objects.create(name="Quay", kind="eap", phone="1")
    row = actions.create_referral(by=cast.alice, kind="eap")
    row = actions.hand_on_referral(by=cast.carol, referral=row.pk, provider=quay.pk, at_round=0)
    with pytest.raises(Refusal, match="moved_on"):
        actions.hand_on_referral(by=cast.carol, referral=row.pk, provider=mill.pk, at_round=0)
    assert Handoff.objects.filter(referral=row).count() == 2


@pytest.mark.parametrize("change", [{"kind": "family"}, {"active": False}])
def test_a_provider_who_does_not_fit_is_refused(cast, change):
    wrong = Provider.objects.create(**({"name": "W", "kind": "eap", "phone": "1"} | change))
    row = actions.create_referral(by=cast.alice, kind="eap")
    with pytest.raises(Refusal, match="wrong_provider"):
        actions.hand_on_referral(by=cast.carol, referral=row.pk, provider=wrong.pk)


def test_nobody_but_a_coordinator_is_given_one(cast):
    row = actions.create_referral(by=cast.alice, kind="eap")
    with pytest.raises(Refusal, match="wrong_owner"):
        actions.hand_on_referral(by=cast.carol, referral=row.pk, owner=cast.dan.pk)


def test_what_has_ended_is_not_handed_on(cast):
    row = actions.create_referral(by=cast.alice, kind="eap")
    actions.take_back_referral(by=cast.alice, referral=row.pk)
    with pytest.raises(Refusal, match="ended"):
        actions.hand_on_referral(by=cast.carol, referral=row.pk)


def test_one_handoff_per_round(cast):
    step = Handoff.objects.get(referral=actions.create_referral(by=cast.alice, kind="eap"))
    same = {
        "participant_id": step.participant_id,
        "referral_id": step.referral_id,
        "reason": "asked",
    }
    for wrong in ({"number": 0, "to_owner": cast.carol}, {"number": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Handoff.objects.create(**same, **wrong)


# --- taken over -------------------------------------------------------------------------------------


def test_a_colleague_takes_over_and_only_one(cast, units):
    row = actions.create_referral(by=cast.alice, kind="eap")
    gina, hugo = coordinator("gina", units), coordinator("hugo", units)
    assert actions.take_over_referral(by=gina, referral=row.pk, at_round=0).owner == gina
    with pytest.raises(Refusal, match="moved_on"):
        actions.take_over_referral(by=hugo, referral=row.pk, at_round=0)
    assert actions.take_over_referral(by=gina, referral=row.pk, at_round=0).owner == gina
    for who in (cast.alice, cast.bob, cast.dan, cast.erin):
        with pytest.raises(Http404):
            actions.take_over_referral(by=who, referral=row.pk)


def test_nobody_looks_after_their_own(cast, units):
    make_post(cast.alice, Role.WELLNESS_COORDINATOR, units.agency)
    row = actions.create_referral(by=cast.alice, kind="eap")
    assert row.owner == cast.carol
    act(cast.alice, Role.WELLNESS_COORDINATOR)
    with pytest.raises(Http404):
        actions.take_over_referral(by=cast.alice, referral=row.pk)


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_two_coordinators_take_over_and_one_has_it(cast, units):
    row = actions.create_referral(by=cast.alice, kind="eap")
    pair = [coordinator("gina", units), coordinator("hugo", units)]
    take = partial(actions.take_over_referral, referral=row.pk, at_round=0)
    (winner,) = those_who_won(*((who, partial(take, by=who)) for who in pair))
    row.refresh_from_db()
    assert row.owner == winner
    assert Handoff.objects.filter(referral=row, reason="taken_over").count() == 1
