import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from agency import clock
from agency.models import Role
from peersupport import actions
from peersupport.models import Case, Place, Referral
from tests.factories import act, make_post, make_user
from trust import access, vault
from trust.models import Notice
from trust.refusal import Refusal


def test_a_referral_has_an_owner_and_a_next_date(cast):
    row = actions.create_referral(by=cast.alice, kind="chaplain")
    assert (row.owner, row.state) == (cast.carol, "sent")
    assert row.next_on == clock.today() + dt.timedelta(days=1)
    assert Notice.objects.get().recipient_id == vault.handle(cast.carol.pk, "portal")


def test_the_least_busy_coordinator_takes_it(cast, units):
    other = make_user("gina")
    make_post(other, Role.WELLNESS_COORDINATOR, units.agency)
    owners = {actions.create_referral(by=cast.alice, kind=kind).owner for kind in ("peer", "eap")}
    assert owners == {cast.carol, other}


@pytest.mark.parametrize(
    ("who", "kind", "code"),
    [
        ("alice", "lawyer", "unknown_kind"),
        ("alice", "", "unknown_kind"),
        ("carol", "peer", "no_coordinator"),
    ],
)
def test_a_clear_answer_when_it_can_not_be(cast, who, kind, code):
    with pytest.raises(Refusal, match=code):
        actions.create_referral(by=getattr(cast, who), kind=kind)
    assert not Referral.objects.exists()


def test_an_agency_without_a_coordinator_says_so(cast):
    cast.carol.posts.all().delete()
    with pytest.raises(Refusal, match="no_coordinator"):
        actions.create_referral(by=cast.alice, kind="peer")


def test_the_same_wish_is_not_sent_twice(cast):
    actions.create_referral(by=cast.alice, kind="peer")
    with pytest.raises(Refusal, match="asked_already"):
        actions.create_referral(by=cast.alice, kind="peer")
    assert actions.create_referral(by=cast.frank, kind="peer")


def test_a_referral_names_only_a_case_with_a_place_of_mine(cast, case):
    assert actions.create_referral(by=cast.alice, kind="peer", case=case.pk).case == case
    with pytest.raises(Http404):
        actions.create_referral(by=cast.bob, kind="peer", case=case.pk)
    with pytest.raises(Http404):
        actions.create_referral(by=cast.bob, kind="peer", case="nonsense")


def test_its_owner_moves_it_step_by_step(cast):
    row = actions.create_referral(by=cast.alice, kind="eap")
    for state in ("acknowledged", "contacted", "appointment", "attended", "closed"):
        row = actions.move_referral(by=cast.carol, referral=row.pk, state=state)
    assert (row.state, row.next_on) == ("closed", None)
    with pytest.raises(Refusal, match="not_next"):
        actions.move_referral(by=cast.carol, referral=row.pk, state="sent")


def test_only_its_owner_moves_it(cast, units):
    row = actions.create_referral(by=cast.alice, kind="eap")
    other = make_user("gina")
    make_post(other, Role.WELLNESS_COORDINATOR, units.agency)
    for who in (cast.alice, cast.bob, cast.dan, cast.frank, act(other, Role.WELLNESS_COORDINATOR)):
        with pytest.raises(Http404):
            actions.move_referral(by=who, referral=row.pk, state="acknowledged")
        assert access.can(who, "view", row) is (who == cast.alice)


def test_the_database_keeps_everyone_from_falling_through(cast):
    row = actions.create_referral(by=cast.alice, kind="eap")
    for change in ({"owner": None}, {"next_on": None}):
        with pytest.raises(IntegrityError, match="open_referral_has"), transaction.atomic():
            Referral.objects.filter(pk=row.pk).update(**change)


def test_one_place_per_case_and_officer(cast, case):
    place = Place.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.create(case=case, participant=place.participant, severity="standard")


def test_one_case_per_incident(cast, case):
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(incident=case.incident, severity="standard", pack="x")
