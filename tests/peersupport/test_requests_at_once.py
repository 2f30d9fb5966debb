"""Two people answer, assign or press at the same moment: exactly one wins, nobody is lost."""

import contextlib
import datetime as dt

import pytest

from agency import clock
from agency.models import Role
from peersupport import actions
from peersupport.actions import asking_on
from peersupport.models import Ask, PeerRequest
from tests.at_once import answers, together
from tests.factories import act, make_post, make_user
from tests.peersupport.talk import again, ask, live, newcomer, on_roster
from trust.models import Notice
from trust.refusal import Refusal

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture
def three(cast, units):
    return [on_roster(cast.bob), newcomer("otto", units.other), newcomer("pia", units.division)]


def test_one_supporter_with_two_phones_says_yes_once(cast, three):
    mine = live(ask(cast.alice))
    by = mine.supporter.user
    yes = lambda: actions.accept_request(by=by, ask=mine.pk)  # noqa: E731
    assert answers(yes, yes, yes) == ["yes"] * 3
    assert Ask.objects.filter(state="accepted").count() == 1
    assert Notice.objects.filter(target="talk").count() == 1


def test_yes_and_pass_from_the_same_person_leave_one_of_the_two(cast, three):
    mine = live(ask(cast.alice))
    by = mine.supporter.user
    told = answers(
        lambda: actions.accept_request(by=by, ask=mine.pk),
        lambda: actions.pass_request(by=by, ask=mine.pk),
    )
    assert told == ["over", "yes"]
    assert Ask.objects.live().count() == 1


@pytest.mark.parametrize("turn", range(3))
def test_a_late_yes_and_the_next_supporter_exactly_one_keeps_it(cast, three, turn):
    row = ask(cast.alice)
    first = live(row)
    by = first.supporter.user

    def next_one():
        asking_on.look_after()
        for mine in Ask.objects.filter(state="asked").select_related("supporter__user"):
            act(mine.supporter.user, Role.PEER_SUPPORT)
            with contextlib.suppress(Refusal):
                actions.accept_request(by=mine.supporter.user, ask=mine.pk)

    late = clock.now() + dt.timedelta(minutes=16)

    def at(moment, work):
        with clock.at(moment):
            work()

    answers(
        lambda: at(late, lambda: actions.accept_request(by=by, ask=first.pk)),
        lambda: at(late, next_one),
        lambda: at(late, lambda: asking_on.time_out(ask=first.pk)),
    )
    assert Ask.objects.filter(state="accepted").count() == 1
    assert again(row).state == "accepted"
    assert Ask.objects.live().count() == 1


def test_two_sweeps_and_the_job_ask_one_more_person(cast, three):
    mine = live(ask(cast.alice))
    late = clock.now() + dt.timedelta(minutes=16)

    def sweep():
        with clock.at(late):
            asking_on.look_after()
            asking_on.time_out(ask=mine.pk)

    together(sweep, sweep, sweep)
    assert Ask.objects.count() == 2
    assert Notice.objects.filter(target="asked_of_me").count() == 2


def test_a_double_click_is_one_request(cast, three):
    press = lambda: ask(cast.alice)  # noqa: E731
    assert answers(press, press, press) == ["yes"] * 3
    assert PeerRequest.objects.count() == Ask.objects.count() == 1


def test_two_coordinators_one_wins_and_the_other_is_told(cast, three, units):
    ida = make_user("ida")
    make_post(ida, Role.WELLNESS_COORDINATOR, units.agency)
    act(ida, Role.WELLNESS_COORDINATOR)
    row = ask(cast.alice)
    others = [each for each in three if each != live(row).supporter]
    told = answers(
        *(
            lambda by=by, to=to: actions.ask_supporter(
                by=by, request=row.pk, supporter=to.pk, turn=1
            )
            for by, to in zip((cast.carol, ida), others, strict=True)
        )
    )
    assert told == ["faster", "yes"]
    assert (Ask.objects.count(), Ask.objects.live().count()) == (2, 1)


def test_yes_and_taken_back_never_both(cast, three):
    row = ask(cast.alice)
    mine = live(row)
    told = answers(
        lambda: actions.accept_request(by=mine.supporter.user, ask=mine.pk),
        lambda: actions.take_back(by=cast.alice, request=row.pk),
    )
    assert told in (["accepted_meanwhile", "yes"], ["over", "yes"])
    assert (again(row).state, again(mine).state) in {
        ("accepted", "accepted"),
        ("withdrawn", "taken_back"),
    }


def test_own_lists_changed_at_once_lose_nothing(cast, three):
    together(
        lambda: actions.set_my_team(by=cast.alice, team=[three[0].pk]),
        lambda: actions.set_blocked(by=cast.alice, blocked=[three[1].pk]),
    )
    own = asking_on.candidates.wishes.my_wishes(cast.alice)
    assert (own.team, own.blocked) == ((three[0].pk,), (three[1].pk,))
