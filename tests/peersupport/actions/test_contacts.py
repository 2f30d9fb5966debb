"""Contacts: logged once, about one's own pairs only; followed up, put right, put off, deleted."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from agency import clock, local_time
from agency.models import Role
from peersupport import actions
from peersupport.actions import contacts
from peersupport.models import Ask, Contact, Supporter
from tests.at_once import together
from tests.factories import act, make_post
from tests.peersupport.pairs import another, pair, today
from trust import access, ledger, vault
from trust.models import Notice
from trust.refusal import Refusal


def test_a_contact_is_logged_with_the_officer_of_its_question(cast, kept):
    row = actions.log_contact(by=cast.bob, entry=today(), ask=kept.pk)
    assert (row.participant_id, row.ask, row.channel) == (kept.participant_id, kept, "call")
    assert row.logged_on == local_time.today()


def test_a_walk_in_belongs_to_nobody(cast, bob):
    row = actions.log_contact(by=cast.bob, entry=today())
    assert (row.participant_id, row.ask_id) == (None, None)
    assert access.can(cast.bob, "view", row)


def test_a_strangers_try_at_a_walk_in_is_stopped_and_stands_in_nobodys_log(cast, bob):
    row = actions.log_contact(by=cast.bob, entry=today())
    for who in (cast.alice, cast.carol, cast.dan, cast.frank):
        with pytest.raises(Http404):
            access.fetch(who, "view", Contact, pk=row.pk)
        with pytest.raises(PermissionDenied):
            access.require(who, "view", row)
        assert not ledger.mine(who).exists()


def test_the_officer_sees_it_and_nobody_else_does(cast, kept):
    row = actions.log_contact(by=cast.bob, entry=today(), ask=kept.pk)
    for who in (cast.alice, cast.carol, cast.dan, cast.erin, act(cast.bob, Role.OFFICER)):
        assert not access.can(who, "view", row)
    assert access.can(cast.frank, "view", row)
    assert contacts.contacts_with_me(cast.frank)[0]["channel"] == "call"
    assert contacts.contacts_with_me(cast.alice) == []


def test_a_supporter_who_came_to_lead_the_officer_loses_the_line(cast, units, kept):
    row = actions.log_contact(by=cast.bob, entry=today(), ask=kept.pk)
    make_post(cast.bob, Role.SUPERVISOR, units.other)
    assert not access.can(act(cast.bob, Role.PEER_SUPPORT), "view", row)


def test_a_double_press_is_one_line(cast, kept):
    key = uuid.uuid4()
    first = actions.log_contact(by=cast.bob, entry=today(), ask=kept.pk, key=key)
    again = actions.log_contact(by=cast.bob, entry=today(channel="text"), ask=kept.pk, key=str(key))
    assert (again.pk, again.channel) == (first.pk, "call")
    assert Contact.objects.count() == 1


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_a_double_press_at_the_same_moment_is_one_line(cast, kept):
    key = uuid.uuid4()
    press = lambda: actions.log_contact(by=cast.bob, entry=today(), ask=kept.pk, key=key)  # noqa: E731
    together(press, press, press)
    assert Contact.objects.count() == 1


DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"channel": "pigeon"}, "unknown_channel"),
        ({"duration": ""}, "unknown_duration"),
        ({"activation": "boss"}, "unknown_activation"),
        ({"day": local_time.today() + DAY}, "in_the_future"),
        ({"day": local_time.today() - 400 * DAY}, "long_ago"),
        ({"follow_up_on": local_time.today() - DAY}, "follow_up_in_the_past"),
        ({"follow_up_on": local_time.today() + 900 * DAY}, "follow_up_far_off"),
    ],
)
def test_what_can_not_be_gets_a_clear_answer(cast, bob, said, code):
    with pytest.raises(Refusal, match=code):
        actions.log_contact(by=cast.bob, entry=today(**said))
    assert not Contact.objects.exists()


def test_somebody_elses_question_is_not_there_and_the_try_is_logged(cast, units, kept):
    gina = another("gina", units.agency)
    with pytest.raises(Http404):
        actions.log_contact(by=gina.user, entry=today(), ask=kept.pk)
    assert ledger.mine(cast.frank).filter(outcome="stopped", viewer=gina.user.pk).count() == 1
    for nonsense in ("nonsense", uuid.uuid4()):
        with pytest.raises(Http404):
            actions.log_contact(by=cast.bob, entry=today(), ask=nonsense)


@pytest.mark.parametrize("state", ["ended", "moved_on"])
def test_a_question_that_ended_says_so(cast, bob, state):
    over = pair(cast.frank, bob, state)
    with pytest.raises(Refusal, match="ended"):
        actions.log_contact(by=cast.bob, entry=today(), ask=over.pk)


def test_one_that_waits_for_an_answer_is_not_there_yet(cast, bob):
    with pytest.raises(Http404):
        actions.log_contact(by=cast.bob, entry=today(), ask=pair(cast.frank, bob, "asked").pk)


def test_only_supporters_log(cast, bob):
    for who in (cast.alice, cast.carol, cast.dan):
        with pytest.raises(Refusal, match="not_a_supporter"):
            actions.log_contact(by=who, entry=today())
    with pytest.raises(PermissionDenied):
        actions.log_contact(by=act(cast.bob, Role.OFFICER), entry=today())
    bob.move_to("left")
    bob.save()
    with pytest.raises(Refusal, match="not_a_supporter"):
        actions.log_contact(by=act(cast.bob, Role.PEER_SUPPORT), entry=today())


# --- follow-ups -----------------------------------------------------------------------------------


def test_logging_does_the_follow_up(cast, kept):
    first = actions.log_contact(
        by=cast.bob, entry=today(follow_up_on=local_time.today()), ask=kept.pk
    )
    apart = actions.log_contact(by=cast.bob, entry=today(follow_up_on=local_time.today()))
    actions.log_contact(by=cast.bob, entry=today(), ask=kept.pk)
    first.refresh_from_db()
    assert first.followed_up
    assert list(Contact.objects.due()) == [apart]
    actions.log_contact(by=cast.bob, entry=today(), follows=apart.pk)
    assert not Contact.objects.due().exists()


def test_a_follow_up_of_an_ended_question_waits_for_nobody(cast, kept):
    row = actions.log_contact(
        by=cast.bob, entry=today(follow_up_on=local_time.today()), ask=kept.pk
    )
    Ask.objects.filter(pk=kept.pk).update(state="ended")
    with pytest.raises(Refusal, match="ended"):
        actions.log_contact(by=cast.bob, entry=today(), follows=row.pk)


@pytest.mark.parametrize(("until", "days"), [("tomorrow", 1), ("week", 7), ("month", 30)])
def test_put_off(cast, kept, until, days):
    row = actions.log_contact(
        by=cast.bob, entry=today(follow_up_on=local_time.today()), ask=kept.pk
    )
    row = actions.put_off(by=cast.bob, contact=row.pk, until=until)
    assert row.follow_up_on == local_time.today() + dt.timedelta(days=days)


def test_let_go(cast, kept):
    row = actions.log_contact(
        by=cast.bob, entry=today(follow_up_on=local_time.today()), ask=kept.pk
    )
    assert actions.put_off(by=cast.bob, contact=row.pk, until="drop").follow_up_on is None
    with pytest.raises(Refusal, match="nothing_due"):
        actions.put_off(by=cast.bob, contact=row.pk, until="week")
    with pytest.raises(Refusal, match="unknown_until"):
        actions.put_off(by=cast.bob, contact=row.pk, until="never")


# --- put right, delete ------------------------------------------------------------------------------


def test_put_right_on_its_day_and_deleted_always(cast, kept):
    row = actions.log_contact(by=cast.bob, entry=today(), ask=kept.pk)
    row = actions.correct_contact(by=cast.bob, contact=row.pk, entry=today(channel="video"))
    assert row.channel == "video"
    with clock.at(clock.now() + 2 * DAY):
        with pytest.raises(Refusal, match="only_on_its_day"):
            actions.correct_contact(by=cast.bob, contact=row.pk, entry=today(day=row.day))
        actions.delete_contact(by=cast.bob, contact=row.pk)
    assert not Contact.objects.exists()


@pytest.mark.parametrize("who", ["alice", "carol", "dan", "frank"])
def test_nobody_else_changes_a_line(cast, kept, who):
    row = actions.log_contact(
        by=cast.bob, entry=today(follow_up_on=local_time.today()), ask=kept.pk
    )
    user = getattr(cast, who)
    for change in (
        lambda: actions.correct_contact(by=user, contact=row.pk, entry=today()),
        lambda: actions.put_off(by=user, contact=row.pk, until="drop"),
        lambda: actions.delete_contact(by=user, contact=row.pk),
    ):
        with pytest.raises(Http404):
            change()
    assert Contact.objects.due().get() == row


def test_a_line_is_changed_until_midnight_on_the_wall(cast, bob, evening):
    with clock.at(clock.now() - dt.timedelta(hours=5)):
        row = actions.log_contact(by=cast.bob, entry=today(day=evening))
    actions.correct_contact(by=cast.bob, contact=row.pk, entry=today(day=evening))
    with clock.at(clock.now() + dt.timedelta(hours=4)), pytest.raises(Refusal, match="only_on"):
        actions.correct_contact(by=cast.bob, contact=row.pk, entry=today(day=evening))


# --- the supporter's own ------------------------------------------------------------------------------


def own_offers(bob: Supporter) -> int:
    mine = vault.handle(bob.user_id, "portal")
    return Notice.objects.filter(recipient=mine, target="my_own_support").count()


def test_after_something_hard_the_supporter_is_offered_a_talk_once(cast, bob, kept):
    actions.log_contact(by=cast.bob, entry=today(), ask=kept.pk)
    assert own_offers(bob) == 0
    for _again in range(2):
        actions.log_contact(by=cast.bob, entry=today(activation="incident"), ask=kept.pk)
    assert own_offers(bob) == 1


def test_one_offer_per_event_and_nothing_tells_which(cast, bob):
    event = uuid.uuid4()
    assert actions.offer_to_supporter(supporter=bob, event=event)
    assert not actions.offer_to_supporter(supporter=bob, event=event)
    Notice.objects.update(seen_at=clock.now())
    assert not actions.offer_to_supporter(supporter=bob, event=event)
    assert actions.offer_to_supporter(supporter=bob, event=uuid.uuid4())
    assert event not in set(Notice.objects.values_list("event", flat=True))


def test_the_coordinator_learns_numbers(cast, units, bob, kept):
    gina = another("gina", units.agency)
    for _again in range(3):
        actions.log_contact(by=cast.bob, entry=today(), ask=kept.pk)
    actions.log_contact(by=gina.user, entry=today(day=local_time.today() - 40 * DAY))
    month = contacts.counts_by_supporter(since=local_time.today() - 30 * DAY)
    assert month == {bob.pk: 3}
    assert not access.visible(cast.carol, Contact).exists()
