"""A referral: an owner and a next date from the first moment, moved step by step, taken back at any time."""

import datetime as dt
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from agency import local_time
from agency.models import Role
from peersupport import actions
from peersupport.models import Case, Handoff, Pathway, Place, Provider, Referral, ReferralDetails
from tests.at_once import those_who_won
from tests.factories import act, make_post, make_user
from trust import access, vault
from trust.models import Notice
from trust.refusal import Refusal


def test_a_referral_has_an_owner_and_a_next_date(cast):
    row = actions.create_referral(by=cast.alice, kind="chaplain")
    assert (row.owner, row.state) == (cast.carol, "sent")
    assert row.next_on == local_time.today() + dt.timedelta(days=1)
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


def test_a_kind_that_is_off_is_not_asked_for_past_the_page(cast):
    actions.install_pathways()
    Pathway.objects.filter(kind="chaplain").update(active=False)
    with pytest.raises(Refusal, match="unknown_kind"):
        actions.create_referral(by=cast.alice, kind="chaplain")
    assert not Referral.objects.exists()


def test_the_same_wish_is_not_sent_twice(cast):
    actions.create_referral(by=cast.alice, kind="peer")
    with pytest.raises(Refusal, match="asked_already"):
        actions.create_referral(by=cast.alice, kind="peer")
    assert actions.create_referral(by=cast.frank, kind="peer")


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_two_taps_on_two_phones_make_one_referral(cast):
    vault.participant(cast.alice, "support")
    ask = partial(actions.create_referral, by=cast.alice, kind="eap")
    assert len(those_who_won((1, ask), (2, ask))) == 1
    assert Referral.objects.count() == Handoff.objects.count() == 1


def test_a_referral_names_only_a_case_with_a_place_of_mine(cast, case):
    assert actions.create_referral(by=cast.alice, kind="peer", case=case.pk).case == case
    with pytest.raises(Http404):
        actions.create_referral(by=cast.bob, kind="peer", case=case.pk)
    with pytest.raises(Http404):
        actions.create_referral(by=cast.bob, kind="peer", case="nonsense")


# --- step by step -----------------------------------------------------------------------------------


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


def test_one_who_could_not_be_reached_is_tried_once_more(cast):
    mill = Provider.objects.create(name="Mill", kind="eap", email="m@example.org")
    row = actions.create_referral(by=cast.alice, kind="eap")
    row = actions.move_referral(by=cast.carol, referral=row.pk, state="unreachable")
    assert row.limit_at is None
    row = actions.move_referral(by=cast.carol, referral=row.pk, state="sent")
    assert (row.state, row.provider) == ("sent", mill)
    assert row.limit_at is not None


def test_asked_again_takes_the_place_of_the_one_not_reached(cast):
    shown = {"phone": "555-0199"}
    first = actions.create_referral(by=cast.alice, kind="eap", shown=shown)
    actions.move_referral(by=cast.carol, referral=first.pk, state="unreachable")
    again = actions.create_referral(by=cast.alice, kind="eap")
    for refused, press in (
        ("not_next", partial(actions.move_referral, state="sent")),
        ("ended", actions.hand_on_referral),
    ):
        with pytest.raises(Refusal, match=refused):
            press(by=cast.carol, referral=first.pk)
    first.refresh_from_db()
    assert (first.state, again.state) == ("closed", "sent")
    assert not ReferralDetails.objects.filter(referral=first).exists()


def test_taking_back_looks_like_any_other_end(cast):
    row = actions.create_referral(by=cast.alice, kind="eap")
    for _turn in range(2):
        row = actions.take_back_referral(by=cast.alice, referral=row.pk)
    assert (row.state, row.limit_at, row.next_on) == ("closed", None, None)
    for who in (cast.carol, cast.bob, cast.dan, cast.frank):
        with pytest.raises(Http404):
            actions.take_back_referral(by=who, referral=row.pk)


def test_everything_kept_can_be_taken_along(cast):
    actions.create_referral(by=cast.alice, kind="eap", shown={"name": True})
    (kept,) = actions.my_referrals_kept(cast.alice)
    assert kept["provider_may_see"] == {"name": "Alice"}
    assert [each["reason"] for each in kept["handed_on"]] == ["asked"]
    assert actions.my_referrals_kept(cast.frank) == []


# --- what may be seen -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shown", "field"),
    [
        ({"phone": "call me"}, "phone"),
        ({"phone": "5" * 200}, "phone"),
        ({"email": "nobody"}, "email"),
        ({"times": ["midnight snack"]}, "times"),
        ({"diagnosis": "x"}, "shown"),
    ],
)
def test_what_can_not_be_shown_gets_a_clear_answer(cast, shown, field):
    with pytest.raises(Refusal) as no:
        actions.create_referral(by=cast.alice, kind="eap", shown=shown)
    assert no.value.field == field
    assert not Referral.objects.exists()


def test_the_coordinator_opens_no_details(cast):
    shown = {"phone": "555-0199", "name": True}
    row = actions.create_referral(by=cast.alice, kind="eap", shown=shown)
    details = ReferralDetails.objects.get(referral=row)
    assert access.can(cast.alice, "view", details)
    for who in (cast.carol, cast.bob, cast.dan, cast.erin, cast.frank):
        assert not access.can(who, "view", details)


def test_a_name_is_for_the_owner_and_only_when_the_officer_agreed(cast):
    named = actions.create_referral(by=cast.alice, kind="eap")
    plain = actions.create_referral(by=cast.alice, kind="family", named=False)
    assert access.can(cast.carol, "name", named)
    assert not access.can(cast.carol, "name", plain)


def test_one_who_was_not_reached_still_has_a_name(cast):
    row = actions.create_referral(by=cast.alice, kind="chaplain")
    actions.move_referral(by=cast.carol, referral=row.pk, state="unreachable")
    assert access.can(cast.carol, "name", row)
    actions.move_referral(by=cast.carol, referral=row.pk, state="closed")
    assert not access.can(cast.carol, "name", row)


# --- what the database keeps ------------------------------------------------------------------------


def test_the_database_keeps_everyone_from_falling_through(cast):
    row = actions.create_referral(by=cast.alice, kind="eap")
    for change in ({"owner": None}, {"next_on": None}):
        with pytest.raises(IntegrityError, match="open_referral_has"), transaction.atomic():
            Referral.objects.filter(pk=row.pk).update(**change)


def test_two_taps_at_once_are_one_wish(cast):
    row = actions.create_referral(by=cast.alice, kind="peer")
    twin = Referral(participant=row.participant, kind="peer", owner=cast.carol, next_on=row.next_on)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_one_place_per_case_and_officer(cast, case):
    place = Place.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.create(case=case, participant=place.participant, severity="standard")


def test_one_case_per_incident(cast, case):
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(incident=case.incident, severity="standard", pack="x")
