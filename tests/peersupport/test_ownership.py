"""Who looks after a referral: never somebody tied to the officer, and nobody learns who that is."""

import datetime as dt

import pytest
from django.urls import reverse

from agency import clock
from agency.models import Role
from peersupport import actions
from peersupport.models import Handoff, Provider, Referral, Slot
from tests.factories import act, make_post, make_user, sign_in
from tests.notices import told
from tests.peersupport.conftest import coordinator
from trust import access
from trust.refusal import Refusal

DAY = dt.timedelta(days=1)


def tie(user, units):
    """Dan leads this person from today on."""
    make_post(user, Role.OFFICER, units.squad)
    return act(user, Role.WELLNESS_COORDINATOR)


# --- an owner who comes into the officer's command ----------------------------------------------------


@pytest.fixture
def dans(cast):
    provider = Provider.objects.create(name="Harbor", kind="eap", email="a@example.org")
    slot = actions.offer_slot(by=cast.carol, provider=provider.pk, starts=clock.now() + DAY)
    row = actions.create_referral(by=cast.dan, kind="eap")
    return actions.book_slot(by=cast.dan, referral=row.pk, slot=slot.pk)


def test_an_owner_who_comes_into_the_officers_command_sees_nothing_more(client, cast, units, dans):
    assert access.can(cast.carol, "name", dans)
    tie(cast.carol, units)
    for action in ("view", "change", "name", "book", "take_over"):
        assert not access.can(cast.carol, action, dans)
    assert not access.visible(cast.carol, Slot).filter(referral=dans).exists()
    assert not access.visible(cast.carol, Handoff).filter(referral=dans).exists()
    sign_in(client, cast.carol, Role.WELLNESS_COORDINATOR)
    assert "Dan" not in client.get(reverse("referrals")).text
    assert dans.reference not in client.get(reverse("referrals")).text
    assert access.can(cast.dan, "view", dans)


def test_the_sweep_finds_another_owner(cast, units, dans):
    tie(cast.carol, units)
    gina = coordinator("gina", units)
    assert actions.replace_leavers() == 1
    dans.refresh_from_db()
    assert (dans.owner, dans.state) == (gina, "appointment")
    assert Handoff.objects.get(referral=dans, number=1).reason == "taken_over"
    assert told(gina, "referrals", "portal") == 1
    assert actions.replace_leavers() == 0


def test_without_another_it_waits_and_the_administrators_hear_of_it(client, cast, units, dans):
    tie(cast.carol, units)
    hana = make_user("hana")
    make_post(hana, Role.WELLNESS_ADMIN, units.agency)
    before = told(cast.carol)
    for _turn in range(2):
        assert actions.replace_leavers() == 0
    dans.refresh_from_db()
    assert (dans.owner, dans.is_open, dans.next_on is not None) == (cast.carol, True, True)
    assert (told(hana, domain="portal"), told(cast.carol)) == (1, before)
    sign_in(client, cast.dan)
    assert dans.reference in client.get(reverse("my_referrals")).text


def test_the_sweep_asks_as_often_for_many_as_for_one(cast, units, django_assert_max_num_queries):
    def asked_for(*kinds):
        for kind in kinds:
            row = actions.create_referral(by=cast.dan, kind=kind)
            Referral.objects.filter(pk=row.pk).update(owner=cast.carol)

    asked_for("peer")
    tie(cast.carol, units)
    coordinator("gina", units)
    with django_assert_max_num_queries(40) as one:
        assert actions.replace_leavers() == 1
    asked_for("chaplain", "family", "clinician")
    with django_assert_max_num_queries(len(one.captured_queries)):
        assert actions.replace_leavers() == 3


# --- a colleague who may not meet the officer ---------------------------------------------------------


@pytest.fixture
def colleagues(cast, units):
    """Gina is tied to Dan, Hugo is free; Carol has what Dan asked for before they came."""
    named = actions.create_referral(by=cast.dan, kind="eap")
    nameless = actions.create_referral(by=cast.dan, kind="family", named=False)
    gina, hugo = tie(coordinator("gina", units), units), coordinator("hugo", units)
    return named, nameless, gina, hugo


def test_a_nameless_referral_goes_to_another_without_a_word(client, cast, colleagues):
    _named, row, gina, hugo = colleagues
    sign_in(client, cast.carol, Role.WELLNESS_COORDINATOR)
    where = reverse("referral_detail", args=[row.pk])
    assert "If the two may not meet" in client.get(where).text
    answer = client.post(where, {"owner": gina.pk, "round": 0}, follow=True).text
    assert "Handed on." in answer
    row.refresh_from_db()
    assert row.owner == hugo
    assert "Hugo" not in answer
    assert "Gina" not in answer


def test_taken_over_again_the_history_does_not_say_who_had_it(client, cast, colleagues):
    _named, row, gina, _hugo = colleagues
    actions.hand_on_referral(by=cast.carol, referral=row.pk, owner=gina.pk)
    actions.take_over_referral(by=cast.carol, referral=row.pk)
    sign_in(client, cast.carol, Role.WELLNESS_COORDINATOR)
    page = client.get(reverse("referral_detail", args=[row.pk])).text
    history = page.split('id="history"')[1]
    assert "Handed on by the coordinator" in history
    assert "Hugo" not in history


def test_with_nobody_else_it_stays_where_it_is(cast, units):
    row = actions.create_referral(by=cast.dan, kind="eap", named=False)
    gina = tie(coordinator("gina", units), units)
    row = actions.hand_on_referral(by=cast.carol, referral=row.pk, owner=gina.pk)
    assert row.owner == cast.carol


def test_whose_name_is_known_hears_that_it_can_not_be(client, cast, colleagues):
    row, _nameless, gina, _hugo = colleagues
    with pytest.raises(Refusal, match="wrong_owner"):
        actions.hand_on_referral(by=cast.carol, referral=row.pk, owner=gina.pk)
    sign_in(client, cast.carol, Role.WELLNESS_COORDINATOR)
    page = client.get(reverse("referral_detail", args=[row.pk])).text
    assert "If the two may not meet" not in page
