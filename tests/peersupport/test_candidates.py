"""Asking somebody by name: never oneself, the chain, whoever is full, on a break or left out."""

import datetime as dt

import pytest
from django.http import Http404

from agency import clock
from agency.models import Role
from peersupport import actions
from peersupport.models import PeerRequest, Supporter
from tests.factories import act, make_post, make_user
from tests.peersupport.talk import ask, asked, nothing, on_roster
from trust.refusal import Refusal


def refused(user, supporter):
    with pytest.raises(Refusal) as no:
        ask(user, supporter=supporter)
    assert not PeerRequest.objects.exists()
    return no.value.code


def test_whoever_is_named_is_asked_first(cast, bob, otto):
    for supporter in (bob, otto):
        row = ask(cast.frank, supporter=supporter.pk)
        assert asked(row) == supporter.user.username
        actions.take_back(by=cast.frank, request=row.pk)


def test_nobody_asks_themselves(cast, bob):
    act(cast.bob, Role.OFFICER)
    assert refused(cast.bob, bob.pk) == "yourself"


def test_nobody_asks_the_supervisor_who_is_also_a_supporter(cast, otto):
    dan = on_roster(cast.dan)
    assert refused(cast.alice, dan.pk) == "in_your_chain"


def test_nor_a_supervisor_of_eleven_months_ago(cast, units):
    then = make_user("then")
    post = make_post(then, Role.SUPERVISOR, units.squad)
    post.until = clock.today() - dt.timedelta(days=330)
    post.save()
    assert refused(cast.alice, on_roster(then).pk) == "in_your_chain"


def test_nor_somebody_whom_one_leads(cast, bob):
    """Both ways: Dan leads Bob, so Dan can't lean on Bob."""
    act(cast.dan, Role.OFFICER)
    assert refused(cast.dan, bob.pk) == "in_your_chain"


@pytest.mark.parametrize("change", [{"status": "paused"}, {"capacity": 0}])
def test_nobody_asks_who_takes_a_break_or_is_full(cast, otto, change):
    Supporter.objects.filter(pk=otto.pk).update(**change)
    if "capacity" in change:
        assert refused(cast.alice, otto.pk) == "not_free"
    else:
        with pytest.raises(Http404):
            ask(cast.alice, supporter=otto.pk)


def test_nobody_asks_who_was_left_out(cast, otto):
    actions.set_blocked(by=cast.alice, blocked=[otto.pk])
    assert refused(cast.alice, otto.pk) == "blocked"


@pytest.mark.parametrize("pk", [nothing(), "no-id", ""])
def test_a_made_up_supporter_is_not_there(cast, otto, pk):
    if not pk:
        assert asked(ask(cast.alice, supporter=pk)) == "otto"
        return
    with pytest.raises(Http404):
        ask(cast.alice, supporter=pk)
