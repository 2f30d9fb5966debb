"""What moves on by itself: late answers, promotions, pauses, and people who leave."""

import contextlib
import datetime as dt

import pytest
from django.db import transaction

from agency import clock
from agency.models import Role
from peersupport import actions
from peersupport.actions import asking_on
from peersupport.models import Ask, PeerRequest, Supporter
from tests.factories import act, make_post
from tests.peersupport.talk import again, ask, asked, live, newcomer, on_roster
from trust import access, outbox, vault
from trust.models import Notice, OutboxJob
from trust.refusal import Refusal

MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)


@pytest.fixture
def three(cast, units) -> list[Supporter]:
    """Bob, Otto and Pia, asked in some order."""
    return [on_roster(cast.bob), newcomer("otto", units.other), newcomer("pia", units.division)]


def later(delta):
    return clock.at(clock.now() + delta)


def told(user) -> int:
    return Notice.objects.filter(
        recipient=vault.handle(user.pk, "portal"), target="asked_of_me"
    ).count()


# --- nobody answers -----------------------------------------------------------------------------------


def test_silence_goes_to_the_next_and_in_the_end_to_the_team(cast, three):
    row, order = ask(cast.alice), []
    for turn in range(1, 4):
        order.append(asked(row))
        with later(turn * 16 * MINUTE):
            assert asking_on.look_after() == 1
    assert sorted(order) == ["bob", "otto", "pia"]
    assert again(row).state == "unanswered"
    assert set(Ask.objects.values_list("state", flat=True)) == {"silent"}
    assert Notice.objects.filter(target="waiting_requests").count() == 1


def test_the_job_of_the_question_does_the_same(cast, three):
    row = ask(cast.alice)
    first = asked(row)
    outbox.drain()
    assert asked(row) == first
    with later(15 * MINUTE):
        outbox.drain()
        assert asked(row) not in ("", first)


def test_job_and_sweep_ask_nobody_twice_whoever_comes_second(cast, three):
    row = ask(cast.alice)
    with later(15 * MINUTE):
        first = live(row)
        for _turn in range(3):
            asking_on.time_out(ask=first.pk)
            asking_on.look_after()
    assert Ask.objects.count() == 2
    assert sum(told(each.user) for each in three) == 2


def test_a_worker_that_dies_halfway_leaves_everything_as_it_was(cast, three):
    row = ask(cast.alice)
    first = live(row)
    with later(15 * MINUTE):
        with contextlib.suppress(RuntimeError), transaction.atomic():
            asking_on.look_again(ask=first.pk)
            raise RuntimeError
        assert again(first).state == "asked"
        outbox.drain()
    assert again(first).state == "silent"
    assert Ask.objects.filter(state="asked").count() == 1
    assert sum(told(each.user) for each in three) == 2


def test_a_job_of_a_question_that_is_gone_ends_quietly(cast, three):
    row = ask(cast.alice)
    PeerRequest.objects.filter(pk=row.pk).delete()
    with later(15 * MINUTE):
        outbox.drain()
    assert not OutboxJob.objects.filter(done_at=None, due_at__lte=clock.now()).exists()


def test_an_answer_in_the_last_second_counts_until_somebody_else_was_asked(cast, three):
    row = ask(cast.alice)
    mine = live(row)
    with later(20 * MINUTE):
        actions.accept_request(by=mine.supporter.user, ask=mine.pk)
        asking_on.time_out(ask=mine.pk)
    assert (again(mine).state, again(row).state) == ("accepted", "accepted")


def test_who_slept_may_be_asked_again_after_some_hours(cast):
    on_roster(cast.bob)
    row = ask(cast.frank)
    with later(16 * MINUTE):
        asking_on.look_after()
        assert again(row).state == "unanswered"
    with later(3 * HOUR):
        assert asking_on.look_after() == 0
    with later(9 * HOUR):
        assert asking_on.look_after() == 1
        assert asked(row) == "bob"
        actions.pass_request(by=cast.bob, ask=live(row).pk)
    with later(18 * HOUR):
        assert asking_on.look_after() == 0


def test_somebody_who_comes_on_duty_is_found_by_the_sweep(cast):
    bob = on_roster(cast.bob)
    row = ask(cast.frank, on_duty_now=True)
    assert row.state == "unanswered"
    Supporter.objects.filter(pk=bob.pk).update(on_duty_until=clock.now() + HOUR)
    asking_on.look_after()
    assert asked(row) == "bob"


def test_a_request_of_yesterday_waits_for_the_team_alone(cast):
    row = ask(cast.frank)
    on_roster(cast.bob)
    with later(25 * HOUR):
        assert asking_on.look_after() == 0
    assert again(row).state == "unanswered"


# --- posts change ---------------------------------------------------------------------------------------


def promote(user, units):
    make_post(user, Role.COMMANDER, units.division)
    user.__dict__.pop("_posts_today", None)


def keep(row) -> Ask:
    mine = live(row)
    return actions.accept_request(by=mine.supporter.user, ask=mine.pk)


@pytest.mark.parametrize("answered", [False, True])
def test_a_supporter_promoted_above_the_officer_is_not_shown_it_and_it_moves_on(
    cast, three, units, answered
):
    otto = three[1]
    row = ask(cast.alice, supporter=otto.pk)
    mine = keep(row) if answered else live(row)
    promote(otto.user, units)
    act(otto.user, Role.PEER_SUPPORT)
    assert not access.visible(otto.user, Ask).exists()
    asking_on.look_after()
    assert again(mine).state == "moved_on"
    assert asked(row) in ("bob", "pia")
    assert told(otto.user) == (2 if answered else 1)
    news = Notice.objects.filter(recipient=mine.participant_id, target="talk")
    assert news.count() == (2 if answered else 0)


def test_the_new_supporter_reads_a_pseudonym_again(cast, three, units):
    otto = three[1]
    mine = keep(ask(cast.alice, supporter=otto.pk))
    actions.reveal_myself(by=cast.alice, ask=mine.pk)
    promote(otto.user, units)
    asking_on.look_after()
    new = live(mine.request)
    assert (new.revealed, new.pseudonym == mine.pseudonym) == (False, False)


def test_whoever_answers_after_a_promotion_is_told_kindly(cast, three, units):
    otto = three[1]
    mine = live(ask(cast.alice, supporter=otto.pk))
    promote(otto.user, units)
    act(otto.user, Role.PEER_SUPPORT)
    for answer in (actions.accept_request, actions.pass_request):
        with pytest.raises(Refusal, match="over"):
            answer(by=otto.user, ask=mine.pk)


def test_a_look_at_a_page_is_enough(cast, three, units):
    otto = three[1]
    mine = keep(ask(cast.alice, supporter=otto.pk))
    promote(otto.user, units)
    asking_on.look_at(Ask.objects.filter(pk=mine.pk))
    assert again(mine).state == "moved_on"


def test_an_officer_who_comes_to_lead_the_supporter_moves_on_too(cast, three, units):
    otto = three[1]
    mine = keep(ask(cast.alice, supporter=otto.pk))
    make_post(cast.alice, Role.SUPERVISOR, units.other)
    asking_on.look_after()
    assert again(mine).state == "moved_on"


def test_a_demotion_helps_only_after_twelve_months(cast, three, units):
    otto = three[1]
    promote(otto.user, units)
    post = otto.user.posts.get(role=Role.COMMANDER)
    post.since, post.until = (
        clock.today() - dt.timedelta(days=40),
        clock.today() - dt.timedelta(days=9),
    )
    post.save()
    with pytest.raises(Refusal, match="in_your_chain"):
        ask(cast.alice, supporter=otto.pk)
    with later(dt.timedelta(days=360)):
        assert asked(ask(cast.alice, supporter=otto.pk)) == "otto"


# --- people pause and leave -------------------------------------------------------------------------------


def become(supporter, status):
    supporter.move_to(status)
    supporter.save()


@pytest.mark.parametrize("status", ["paused", "left"])
def test_a_supporter_who_stops_is_not_waited_for(cast, three, status):
    row = ask(cast.alice)
    first = live(row)
    become(first.supporter, status)
    asking_on.look_after()
    assert again(first).state == "moved_on"
    assert asked(row) != first.supporter.user.username


@pytest.mark.parametrize(("status", "state"), [("paused", "accepted"), ("left", "moved_on")])
def test_a_break_keeps_the_contacts_one_has_leaving_does_not(cast, three, status, state):
    mine = keep(ask(cast.alice))
    become(mine.supporter, status)
    asking_on.look_after()
    assert again(mine).state == state


def test_a_supporter_who_may_not_sign_in_any_more_is_not_waited_for(cast, three):
    mine = keep(ask(cast.alice))
    user = mine.supporter.user
    user.is_active = False
    user.save()
    asking_on.look_after()
    assert again(mine).state == "moved_on"


@pytest.mark.parametrize("how", ["closed", "destroyed"])
def test_for_somebody_who_has_left_nobody_is_asked(cast, three, how):
    row = ask(cast.alice)
    if how == "closed":
        cast.alice.is_active = False
        cast.alice.save()
    else:
        vault.destroy(row.participant_id)
    with later(16 * MINUTE):
        asking_on.look_after()
    assert again(row).state == "withdrawn"
    assert not Ask.objects.live().exists()
