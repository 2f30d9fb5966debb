"""When nothing moves: nobody falls through, nobody is told twice."""

import datetime as dt

import pytest
from django.core import mail

from agency import clock
from agency.models import Role
from peersupport import actions
from peersupport.actions import escalation, provider_links
from peersupport.models import Handoff, Provider, ProviderLink, Referral
from tests.factories import LONG_AGO, make_post, make_user
from tests.notices import told
from trust import outbox, roles, vault

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def line():
    """Two who have an address, one who is called."""
    return [
        Provider.objects.create(name="Harbor", kind="eap", place=1, email="a@example.org"),
        Provider.objects.create(name="Mill", kind="eap", place=2, email="b@example.org"),
        Provider.objects.create(name="Quay", kind="eap", place=3, phone="555-0133"),
    ]


@pytest.fixture
def referral(cast, line):
    return actions.create_referral(by=cast.alice, kind="eap")


def steps(row):
    return [each.reason for each in Handoff.objects.filter(referral=row)]


def escalate_after_limit(row):
    row.refresh_from_db()
    with clock.at(row.limit_at):
        actions.escalate()
    row.refresh_from_db()
    return row


def test_before_its_limit_nothing_happens(cast, referral):
    with clock.at(referral.limit_at - HOUR):
        assert actions.escalate()
    assert steps(referral) == ["asked"]


def test_a_silent_provider_is_passed_over_and_the_coordinator_is_told(cast, referral, line):
    before = told(cast.carol, "referrals", "portal")
    row = escalate_after_limit(referral)
    assert (row.provider, row.state, row.owner) == (line[1], "sent", cast.carol)
    assert row.limit_at > clock.now()
    assert steps(row) == ["asked", "silent"]
    assert told(cast.carol, "referrals", "portal") == before + 1


def test_seven_days_without_contact_are_the_same(cast, referral, line):
    actions.move_referral(by=cast.carol, referral=referral.pk, state="acknowledged")
    referral.refresh_from_db()
    assert (referral.limit_at - referral.moved_at).days == 7
    row = escalate_after_limit(referral)
    assert (row.provider, row.state) == (line[1], "sent")
    assert steps(row)[-1] == "no_contact"


def test_after_the_last_provider_the_coordinator_has_it_and_is_told_again_and_again(cast, referral):
    for _turn in range(3):
        row = escalate_after_limit(referral)
    assert (row.provider, row.state, row.owner) == (None, "sent", cast.carol)
    before = told(cast.carol, "referrals", "portal")
    row = escalate_after_limit(row)
    assert steps(row)[-1] == "stalled"
    assert (row.owner, told(cast.carol, "referrals", "portal")) == (cast.carol, before + 1)


def test_a_coordinator_who_does_nothing_is_followed_by_another(cast, units):
    gina = make_user("gina")
    make_post(gina, Role.WELLNESS_COORDINATOR, units.agency)
    row = actions.create_referral(by=cast.alice, kind="chaplain")
    first = row.owner
    row = escalate_after_limit(row)
    assert row.owner in {gina, cast.carol} - {first}
    assert told(row.owner, "referrals", "portal") == 1


def test_nobody_tied_to_the_officer_by_command_follows(cast, units):
    gina = make_user("gina")
    ended = clock.today() - dt.timedelta(days=30)
    roles.assign(user=gina, role=Role.SUPERVISOR, unit=units.squad, since=LONG_AGO, until=ended)
    roles.assign(user=gina, role=Role.WELLNESS_COORDINATOR, unit=units.agency, since=ended)
    row = actions.create_referral(by=cast.alice, kind="chaplain")
    assert row.owner == cast.carol
    assert escalate_after_limit(row).owner == cast.carol
    assert actions.create_referral(by=cast.frank, kind="chaplain").owner == gina


def test_after_contact_the_owner_is_told_and_nothing_is_taken_away(cast, referral, line):
    actions.move_referral(by=cast.carol, referral=referral.pk, state="contacted")
    before = told(cast.carol, "referrals", "portal")
    row = escalate_after_limit(referral)
    assert (row.provider, row.state, steps(row)[-1]) == (line[0], "contacted", "stalled")
    assert told(cast.carol, "referrals", "portal") == before + 1


def test_twice_at_the_same_time_changes_nothing(cast, referral):
    with clock.at(referral.limit_at):
        actions.escalate()
        actions.escalate()
    assert steps(referral) == ["asked", "silent"]
    assert told(cast.carol, "referrals", "portal") == 2


def test_each_provider_gets_one_mail_and_the_earlier_link_is_dead(cast, referral, line):
    outbox.drain()
    escalate_after_limit(referral)
    with clock.at(referral.limit_at + HOUR):
        outbox.drain()
        outbox.drain()
    assert [each.to for each in mail.outbox if "request is waiting" in each.subject] == [
        ["a@example.org"],
        ["b@example.org"],
    ]
    ended = ProviderLink.objects.get(provider=line[0])
    assert ended.ended_at is not None
    assert ProviderLink.objects.get(provider=line[1]).ended_at is None


def test_a_closed_one_is_never_due(cast, referral):
    actions.take_back_referral(by=cast.alice, referral=referral.pk)
    with clock.at(clock.now() + dt.timedelta(days=400)):
        assert not Referral.objects.past_limit().exists()


def test_a_referral_from_before_there_were_limits_is_due_by_its_date(cast, referral):
    Referral.objects.update(limit_at=None, next_on=clock.today())
    assert not Referral.objects.without_limit().exists()
    with clock.at(clock.now() + dt.timedelta(days=1)):
        actions.escalate()
    referral.refresh_from_db()
    assert referral.limit_at is not None


def test_a_hundred_take_as_many_queries_as_one(cast, line, django_assert_max_num_queries):
    def asked_for(*names):
        with vault.keyring():
            made = [actions.create_referral(by=make_user(each), kind="eap") for each in names]
        return made[-1].limit_at

    with clock.at(asked_for("u0")), django_assert_max_num_queries(42) as one:
        escalation.escalate_batch()
    later = asked_for(*(f"u{n}" for n in range(1, 13)))
    with clock.at(later), django_assert_max_num_queries(len(one.captured_queries)):
        escalation.escalate_batch()
    assert Handoff.objects.filter(reason="silent").count() == 13


def test_many_links_are_made_by_a_job_of_their_own(cast, referral, line, monkeypatch):
    outbox.drain()
    mail.outbox.clear()
    monkeypatch.setattr(provider_links, "FEW", 0)
    with clock.at(referral.limit_at):
        actions.escalate()
        for _turn in range(2):
            outbox.drain()
    assert [each.to for each in mail.outbox if "request is waiting" in each.subject] == [
        ["b@example.org"]
    ]


# --- a coordinator leaves -------------------------------------------------------------------------


def test_referrals_of_a_coordinator_who_leaves_move_on(cast, units, referral, line):
    gina = make_user("gina")
    make_post(gina, Role.WELLNESS_COORDINATOR, units.agency)
    cast.carol.is_active = False
    cast.carol.save()
    assert actions.replace_leavers() == 1
    referral.refresh_from_db()
    assert (referral.owner, referral.provider, referral.state) == (gina, line[0], "sent")
    assert steps(referral) == ["asked", "owner_left"]
    assert actions.replace_leavers() == 0
    assert told(gina, "referrals", "portal") == 1


def test_without_any_coordinator_the_administrators_hear_of_it_once_a_day(cast, units, referral):
    hana = make_user("hana")
    make_post(hana, Role.WELLNESS_ADMIN, units.agency)
    cast.carol.posts.all().delete()
    for _turn in range(2):
        actions.replace_leavers()
    referral.refresh_from_db()
    assert referral.owner == cast.carol
    assert told(hana, domain="portal") == 1
