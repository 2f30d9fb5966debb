"""No sequence of posts, promotions, blocks, answers, assignments or names pairs an officer with their chain."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agency import clock
from agency.models import COMMAND_ROLES, Post, Role, User
from peersupport import actions
from peersupport.actions import asking_on
from peersupport.models import Ask, PeerRequest
from tests.factories import act, make_post
from tests.peersupport.talk import ask, newcomer, on_roster
from trust import access, vault
from trust.refusal import Refusal

OFFICERS = ("alice", "frank", "bob", "otto", "pia")
SUPPORTERS = ("bob", "otto", "pia")
DAYS = dt.timedelta(days=1)
who, helper = st.sampled_from(OFFICERS), st.sampled_from(SUPPORTERS)
where = st.sampled_from(("squad", "other", "district", "division", "agency"))
steps = st.one_of(
    st.tuples(st.just("ask"), who, st.none() | helper, st.booleans()),
    st.tuples(st.just("accept"), helper),
    st.tuples(st.just("pass"), helper),
    st.tuples(st.just("else"), who),
    st.tuples(st.just("reveal"), who),
    st.tuples(st.just("block"), who, helper),
    st.tuples(st.just("promote"), who, where, st.sampled_from(COMMAND_ROLES)),
    st.tuples(st.just("promote"), helper, st.just("division"), st.just(Role.COMMANDER)),
    st.tuples(st.just("else"), st.just("alice")),
    st.tuples(st.just("transfer"), who, where),
    st.tuples(st.just("demote"), who),
    st.tuples(st.just("assign"), helper),
    st.tuples(st.just("sweep")),
    st.tuples(st.just("wait"), st.sampled_from((20, 60 * 24 * 40, 60 * 24 * 400))),
)


def linked(one: User, other: User) -> bool:
    """Written anew from the rule, day by day: one led the other on a day of the last twelve months."""
    today = clock.today()
    for first, second in ((one, other), (other, one)):
        for up in Post.objects.filter(user=first, role__in=COMMAND_ROLES).select_related("unit"):
            below = Post.objects.filter(user=second, role__in=(Role.OFFICER, *COMMAND_ROLES))
            for low in below.select_related("unit"):
                since = max(up.since, low.since, today - 365 * DAYS)
                until = min(up.until or dt.date.max, low.until or dt.date.max, today + DAYS)
                if since < until and low.unit.path.startswith(up.unit.path):
                    return True
    return False


class World:
    """The people, and what can happen. A step that is refused changes nothing."""

    def __init__(self, cast, units):
        self.units, self.carol = units, cast.carol
        self.people = {"alice": cast.alice, "frank": cast.frank, "bob": cast.bob}
        on_roster(cast.bob)
        for name, unit in (("otto", units.other), ("pia", units.district)):
            self.people[name] = newcomer(name, unit).user
        self.now = clock.now()

    def play(self, step):
        name, *rest = step
        try:
            with clock.at(self.now), transaction.atomic(), vault.keyring():
                getattr(self, f"do_{name}")(*rest)
        except (Refusal, Http404, PermissionDenied):
            pass

    def officer(self, name):
        return act(self.people[name], Role.OFFICER)

    def mine(self, name, *states):
        handle = vault.handle(self.people[name].pk, "support")
        return PeerRequest.objects.filter(participant=handle, state__in=states or PeerRequest.OPEN)

    def do_ask(self, name, helper, other_unit):
        if helper:
            ask(self.officer(name), supporter=self.people[helper].supporter.pk)
        else:
            ask(self.officer(name), other_unit=other_unit)

    def answer(self, helper, action):
        by = act(self.people[helper], Role.PEER_SUPPORT)
        for mine in Ask.objects.filter(supporter__user=by, state="asked"):
            action(by=by, ask=mine.pk)

    def do_accept(self, helper):
        self.answer(helper, actions.accept_request)

    def do_pass(self, helper):
        self.answer(helper, actions.pass_request)

    def do_else(self, name):
        for row in self.mine(name):
            actions.ask_somebody_else(by=self.officer(name), request=row.pk)

    def do_reveal(self, name):
        for row in self.mine(name, "accepted"):
            actions.reveal_myself(by=self.officer(name), ask=row.asks.live().get().pk)

    def do_block(self, name, helper):
        by = self.officer(name)
        actions.set_blocked(by=by, blocked=[self.people[helper].supporter.pk])

    def do_promote(self, name, where, role):
        user, unit = self.people[name], getattr(self.units, where)
        if not Post.objects.filter(user=user, role=role, unit=unit, since=clock.today()).exists():
            make_post(user, role, unit, since=clock.today())

    def do_transfer(self, name, where):
        user = self.people[name]
        old = Post.objects.get(user=user, role=Role.OFFICER, until=None)
        if old.since < clock.today():
            Post.objects.filter(pk=old.pk).update(until=clock.today())
            make_post(user, Role.OFFICER, getattr(self.units, where), since=clock.today())

    def do_demote(self, name):
        lead = Post.objects.filter(user=self.people[name], role__in=COMMAND_ROLES, until=None)
        lead.filter(since__lt=clock.today()).update(until=clock.today())

    def do_assign(self, helper):
        act(self.carol, Role.WELLNESS_COORDINATOR)
        for row in PeerRequest.objects.waiting():
            actions.ask_supporter(
                by=self.carol, request=row.pk, supporter=self.people[helper].supporter.pk,
                turn=row.asks.count(),
            )  # fmt: skip

    def do_sweep(self):
        asking_on.look_after()

    def do_wait(self, minutes):
        self.now += dt.timedelta(minutes=minutes)

    # --- what must always hold

    def check_new(self, known):
        """A question that was put in this step was put to somebody apart."""
        for mine in Ask.objects.exclude(pk__in=known):
            assert not linked(self.behind(mine), mine.supporter.user)
            assert mine.relation == "outside"

    def check_sight(self):
        """What a supporter sees, and whom they can name, is never somebody of their chain."""
        for name in SUPPORTERS:
            user = act(self.people[name], Role.PEER_SUPPORT)
            for action in ("view", "answer", "keep", "name"):
                for mine in access.visible(user, Ask, action):
                    if mine.supporter.user_id == user.pk:
                        assert not linked(self.behind(mine), user)

    def check_swept(self):
        asking_on.look_after()
        for mine in Ask.objects.live().select_related("supporter__user"):
            assert not linked(self.behind(mine), mine.supporter.user)

    def behind(self, mine):
        handles = {vault.handle(user.pk, "support"): user for user in self.people.values()}
        return handles[mine.participant_id]


@pytest.mark.parametrize("start", ["asked", "kept"])
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(story=st.lists(steps, min_size=3, max_size=14))
def test_no_sequence_pairs_an_officer_with_their_chain(cast, units, start, story):
    with transaction.atomic():
        world = World(cast, units)
        world.play(("ask", "alice", "otto", False))
        if start == "kept":
            world.play(("accept", "otto"))
        for step in story:
            known = list(Ask.objects.values_list("pk", flat=True))
            world.play(step)
            with clock.at(world.now):
                world.check_new(known)
                world.check_sight()
        with clock.at(world.now):
            world.check_swept()
        transaction.set_rollback(True)


def test_the_rule_written_anew_would_see_a_pair(cast):
    """The search itself works: Dan leads Alice, Alice leads nobody, Frank is apart."""
    assert linked(cast.alice, cast.dan)
    assert linked(cast.dan, cast.alice)
    assert not linked(cast.alice, cast.frank)
