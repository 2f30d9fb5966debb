import datetime as dt
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.urls import reverse

from agency import local_time
from agency.models import Role
from peersupport import actions
from peersupport.models import Case, Handoff, Pathway, Place, Provider, Referral, ReferralDetails
from tests.api import data
from tests.factories import act, make_post, make_user, sign_in
from tests.peersupport.test_at_once import together
from trust import access, ledger, vault
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


# --- what may be seen, taking back, handing on -----------------------------------------------------


def test_two_taps_at_once_are_one_wish(cast):
    row = actions.create_referral(by=cast.alice, kind="peer")
    twin = Referral(participant=row.participant, kind="peer", owner=cast.carol, next_on=row.next_on)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


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


def test_what_was_taken_back_stands_there_without_a_name(carols, cast):
    row = actions.create_referral(by=cast.alice, kind="chaplain")
    assert "Alice" in carols.get(reverse("referrals")).text
    actions.take_back_referral(by=cast.alice, referral=row.pk)
    page = carols.get(reverse("referrals"), {"state": "closed"}).text
    assert row.reference in page
    assert "Alice" not in page
    assert not access.can(cast.carol, "name", row)


def test_one_who_was_not_reached_still_has_a_name(cast):
    row = actions.create_referral(by=cast.alice, kind="chaplain")
    actions.move_referral(by=cast.carol, referral=row.pk, state="unreachable")
    assert access.can(cast.carol, "name", row)
    actions.move_referral(by=cast.carol, referral=row.pk, state="closed")
    assert not access.can(cast.carol, "name", row)


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


def test_a_kind_that_is_off_is_not_asked_for_past_the_page(cast):
    actions.install_pathways()
    Pathway.objects.filter(kind="chaplain").update(active=False)
    with pytest.raises(Refusal, match="unknown_kind"):
        actions.create_referral(by=cast.alice, kind="chaplain")
    assert not Referral.objects.exists()


def test_taking_back_looks_like_any_other_end(cast):
    row = actions.create_referral(by=cast.alice, kind="eap")
    for _turn in range(2):
        row = actions.take_back_referral(by=cast.alice, referral=row.pk)
    assert (row.state, row.limit_at, row.next_on) == ("closed", None, None)
    for who in (cast.carol, cast.bob, cast.dan, cast.frank):
        with pytest.raises(Http404):
            actions.take_back_referral(by=who, referral=row.pk)


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


def test_one_who_could_not_be_reached_is_tried_once_more(cast):
    mill = Provider.objects.create(name="Mill", kind="eap", email="m@example.org")
    row = actions.create_referral(by=cast.alice, kind="eap")
    row = actions.move_referral(by=cast.carol, referral=row.pk, state="unreachable")
    assert row.limit_at is None
    row = actions.move_referral(by=cast.carol, referral=row.pk, state="sent")
    assert (row.state, row.provider) == ("sent", mill)
    assert row.limit_at is not None


def test_everything_kept_can_be_taken_along(cast):
    actions.create_referral(by=cast.alice, kind="eap", shown={"name": True})
    (kept,) = actions.my_referrals_kept(cast.alice)
    assert kept["provider_may_see"] == {"name": "Alice"}
    assert [each["reason"] for each in kept["handed_on"]] == ["asked"]
    assert actions.my_referrals_kept(cast.frank) == []


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


def coordinator(name, units):
    user = make_user(name)
    make_post(user, Role.WELLNESS_COORDINATOR, units.agency)
    return act(user, Role.WELLNESS_COORDINATOR)


# --- the coordinator's pages --------------------------------------------------------------------------


@pytest.fixture
def carols(client, cast):
    return sign_in(client, cast.carol, "wellness_coordinator")


def test_a_number_stands_where_the_officer_did_not_give_the_name(carols, cast):
    row = actions.create_referral(by=cast.alice, kind="eap", named=False)
    page = carols.get(reverse("referrals")).text
    assert row.reference in page
    assert "Alice" not in page
    assert "Alice" not in carols.get(reverse("referral_detail", args=[row.pk])).text
    actions.create_referral(by=cast.alice, kind="family")
    assert "Alice" in carols.get(reverse("referrals")).text


def test_one_state_at_a_time(carols, cast):
    row = actions.create_referral(by=cast.alice, kind="eap")
    actions.take_back_referral(by=cast.alice, referral=row.pk)
    assert row.reference not in carols.get(reverse("referrals")).text
    assert row.reference in carols.get(reverse("referrals"), {"state": "closed"}).text


def test_handing_on_by_page_and_two_at_once(carols, cast):
    mill = Provider.objects.create(name="Mill", kind="eap", phone="1")
    row = actions.create_referral(by=cast.alice, kind="eap")
    actions.hand_on_referral(by=cast.carol, referral=row.pk)
    where = reverse("referral_detail", args=[row.pk])
    assert "Handed on by the coordinator" in carols.get(where).text
    said = {"provider": mill.pk, "owner": cast.carol.pk, "round": 0}
    stale = carols.post(where, said)
    assert stale.status_code == 422
    assert "moved on a moment ago" in stale.text
    assert carols.post(where, said | {"round": 1}).status_code == 302
    assert carols.post(where, {"owner": "nobody"}).status_code == 422
    row.refresh_from_db()
    assert row.provider == mill


def test_colleagues_referrals_by_number_only(carols, cast, units):
    gina = coordinator("gina", units)
    row = actions.create_referral(by=cast.alice, kind="eap")
    Referral.objects.update(owner=gina)
    page = carols.get(reverse("referrals")).text
    assert row.reference in page
    assert "Alice" not in page
    assert carols.get(reverse("referral_detail", args=[row.pk])).status_code == 404
    taken = carols.post(reverse("referral_take_over", args=[row.pk]), {"round": "0"}, follow=True)
    assert "You look after it now." in taken.text
    assert "Alice" in taken.text


def test_the_page_asks_as_often_for_forty_as_for_one(carols, cast, django_assert_max_num_queries):
    people = [make_user(f"u{n}") for n in range(15)]
    for each in people:
        actions.create_referral(by=each, kind="eap")
    with django_assert_max_num_queries(28):
        assert "U3" in carols.get(reverse("referrals")).text


def test_one_look_per_name(carols, cast):
    actions.create_referral(by=cast.alice, kind="eap")
    carols.get(reverse("referrals"))
    assert ledger.mine(cast.alice).filter(kind="peersupport.referral", outcome="shown").count() == 1


# --- GraphQL --------------------------------------------------------------------------------------------

ASK = """mutation { createReferral(kind: EAP, named: false, providerMaySee: {phone: "555-0199", times: [EVENINGS]})
  { referral { reference state provider nextOn } errors { field code } } }"""


def test_graphql_from_asking_to_taking_back(cast):
    Provider.objects.create(name="Mill", kind="eap", phone="1")
    made = data(cast.alice, ASK)["createReferral"]
    assert (made["errors"], made["referral"]["provider"]) == ([], "Mill")
    row = Referral.objects.get()
    assert not row.named
    (edge,) = data(cast.alice, "{ myReferrals(first: 3) { edges { node { id state } } } }")[
        "myReferrals"
    ]["edges"]
    assert edge["node"] == {"id": str(row.pk), "state": "SENT"}
    moved = f'mutation {{ advanceReferral(referral: "{row.pk}", state: CONTACTED) {{ referral {{ state }} }} }}'
    assert data(cast.carol, moved)["advanceReferral"]["referral"]["state"] == "CONTACTED"
    one = f'{{ referral(id: "{row.pk}") {{ state handedOn appointmentAt }} }}'
    assert data(cast.alice, one)["referral"]["state"] == "CONTACTED"
    assert data(cast.frank, one)["referral"] is None
    back = f'mutation {{ takeBackReferral(referral: "{row.pk}") {{ referral {{ state }} errors {{ code }} }} }}'
    assert data(cast.frank, back)["takeBackReferral"]["errors"] == [{"code": "NOT_FOUND"}]
    assert data(cast.alice, back)["takeBackReferral"]["referral"]["state"] == "CLOSED"


def test_graphql_gives_no_name_that_nobody_agreed_to(cast):
    data(cast.alice, "mutation { createReferral(kind: EAP) { errors { code } } }")
    assert not Referral.objects.get().named


def test_graphql_says_what_is_still_needed(cast):
    ask = ASK.replace("555-0199", "call me")
    errors = data(cast.alice, ask)["createReferral"]["errors"]
    assert errors == [{"field": "phone", "code": "NOT_A_NUMBER"}]


# --- at the same moment ---------------------------------------------------------------------------------


def those_who_won(*tries):
    """Runs all at once; the ones that were not refused."""
    won = []

    def run(name, work):
        try:
            work()
        except Refusal:
            return
        won.append(name)

    together(*(lambda name=name, work=work: run(name, work) for name, work in tries))
    return won


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_two_taps_on_two_phones_make_one_referral(cast):
    vault.participant(cast.alice, "support")
    ask = partial(actions.create_referral, by=cast.alice, kind="eap")
    assert len(those_who_won((1, ask), (2, ask))) == 1
    assert Referral.objects.count() == Handoff.objects.count() == 1


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_two_coordinators_take_over_and_one_has_it(cast, units):
    row = actions.create_referral(by=cast.alice, kind="eap")
    pair = [coordinator("gina", units), coordinator("hugo", units)]
    take = partial(actions.take_over_referral, referral=row.pk, at_round=0)
    (winner,) = those_who_won(*((who, partial(take, by=who)) for who in pair))
    row.refresh_from_db()
    assert row.owner == winner
    assert Handoff.objects.filter(referral=row, reason="taken_over").count() == 1
