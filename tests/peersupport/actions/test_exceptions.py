"""A confidence opens by a code of the law and two people; thoughts alone open the way to support."""

import datetime as dt
import uuid

import pytest
from django.http import Http404

from agency import clock
from agency.models import Role
from peersupport import actions
from peersupport.actions.exceptions import Heard, exceptions_with_me, to_consult
from peersupport.models import ConfidentialityException
from tests.at_once import together
from tests.factories import act, make_post
from tests.peersupport.confidences import OTHERS, SUICIDE, opened, told
from tests.peersupport.pairs import another, on_roster, pair
from trust import access, ledger
from trust.models import Notice
from trust.refusal import Refusal

# --- opening ----------------------------------------------------------------------------------------


def test_two_people_and_the_officer_is_told_at_once(cast, kept, gina):
    row = opened(cast, kept, gina, SUICIDE)
    assert (row.state, row.consulted, row.relation) == ("asked", gina.user, "outside")
    assert told(cast.frank)
    row = actions.answer_consultation(by=gina.user, exception=row.pk, agrees=True)
    row = actions.finish_exception(by=cast.bob, exception=row.pk, said=True)
    assert row.state == "made"
    assert [each["code"] for each in exceptions_with_me(cast.frank)] == ["danger_to_self"]
    assert Notice.objects.filter(target="my_own_support").count() == 1


@pytest.mark.parametrize(("intent", "means"), [(True, False), (False, True), (False, False)])
def test_thoughts_alone_record_nothing(cast, kept, gina, intent, means):
    with pytest.raises(Refusal, match="thoughts_alone"):
        opened(cast, kept, gina, Heard("danger_to_self", intent=intent, means=means))
    assert not ConfidentialityException.objects.exists()
    assert not Notice.objects.exists()


def test_the_way_to_support_is_a_neutral_notice_and_no_record(cast, kept):
    for _again in range(2):
        actions.show_ways_to_talk(by=cast.bob, ask=kept.pk)
    assert Notice.objects.get().target == "talk"
    assert not ConfidentialityException.objects.exists()


@pytest.mark.parametrize(
    ("heard", "code"),
    [
        (Heard("gossip"), "unknown_code"),
        (Heard("danger_to_self"), "both_answers"),
        (Heard("danger_to_self", intent=True), "both_answers"),
        (Heard("danger_to_others", intent=True, means=True), "both_answers"),
        (Heard("danger_to_others", unsafe="because"), "unknown_cause"),
    ],
)
def test_what_can_not_be_gets_a_clear_answer(cast, kept, gina, heard, code):
    with pytest.raises(Refusal, match=code):
        opened(cast, kept, gina, heard)


def test_a_double_press_is_one_exception(cast, kept, gina):
    key = uuid.uuid4()
    assert opened(cast, kept, gina, key=key) == opened(cast, kept, gina, key=key)
    assert ConfidentialityException.objects.count() == 1


def test_only_for_ones_own_pair(cast, kept, gina):
    with pytest.raises(Http404):
        actions.open_exception(by=gina.user, ask=kept.pk, heard=OTHERS, consult=gina.pk)
    over = pair(cast.alice, on_roster(cast.bob), "ended")
    with pytest.raises(Refusal, match="ended"):
        opened(cast, over, gina)


def test_who_sees_it(cast, kept, gina):
    row = opened(cast, kept, gina)
    seen = {
        name
        for name in ("alice", "bob", "carol", "dan", "erin", "frank")
        if access.can(getattr(cast, name), "view", row)
    }
    assert seen == {"bob", "frank"}
    assert access.can(gina.user, "view", row)
    assert not access.can(act(gina.user, Role.OFFICER), "view", row)


# --- the second person --------------------------------------------------------------------------------


def test_the_second_person_is_never_the_same_the_officer_or_near_by_command(cast, units, kept, bob):
    leader = another("lee", units.agency)
    make_post(leader.user, Role.SUPERVISOR, units.other)
    officer = on_roster(cast.frank)
    family = another("fay", units.agency, kind="family")
    for wrong in (bob, leader, officer, family):
        with pytest.raises(Refusal, match="not_this_person"):
            opened(cast, kept, wrong)
    with pytest.raises(Refusal, match="not_this_person"):
        actions.open_exception(by=cast.bob, ask=kept.pk, heard=OTHERS, consult="nonsense")


def test_the_list_of_whom_to_ask_is_the_same_for_every_officer(cast, units, bob, gina):
    chaplain = another("jo", units.agency, Role.CHAPLAIN, kind="chaplain")
    assert list(to_consult(cast.bob)) == [gina, chaplain]


def test_a_chaplain_may_be_asked(cast, units, kept):
    jo = another("jo", units.agency, Role.CHAPLAIN, kind="chaplain")
    row = opened(cast, kept, jo)
    assert actions.answer_consultation(by=jo.user, exception=row.pk, agrees=True).state == "agreed"


@pytest.mark.parametrize("who", ["alice", "bob", "carol", "dan", "frank"])
def test_nobody_else_answers(cast, kept, gina, who):
    row = opened(cast, kept, gina)
    with pytest.raises(Http404):
        actions.answer_consultation(by=getattr(cast, who), exception=row.pk, agrees=True)


def test_a_second_press_tells_the_officer_nothing(cast, kept, gina):
    row = opened(cast, kept, gina, Heard("danger_to_others", unsafe="self"))
    actions.answer_consultation(by=gina.user, exception=row.pk, agrees=True, later=True)
    with pytest.raises(Refusal, match="ended"):
        actions.answer_consultation(by=gina.user, exception=row.pk, agrees=True, later=True)
    with pytest.raises(Http404):
        actions.answer_consultation(by=cast.dan, exception=row.pk, agrees=True)
    assert not ledger.mine(cast.frank).exists()
    with clock.at(clock.now() + dt.timedelta(hours=73)):
        assert ledger.mine(cast.frank).get().viewer == cast.dan.pk


def test_whoever_came_to_lead_the_officer_no_longer_answers(cast, units, kept, gina):
    row = opened(cast, kept, gina)
    make_post(gina.user, Role.SUPERVISOR, units.other)
    with pytest.raises(Http404):
        actions.answer_consultation(
            by=act(gina.user, Role.PEER_SUPPORT), exception=row.pk, agrees=True
        )


def test_after_a_no_somebody_else_is_asked_or_nothing_is_said(cast, units, kept, gina):
    row = opened(cast, kept, gina)
    actions.answer_consultation(by=gina.user, exception=row.pk, agrees=False)
    with pytest.raises(Refusal, match="not_agreed"):
        actions.finish_exception(by=cast.bob, exception=row.pk, said=True)
    with pytest.raises(Refusal, match="same_again"):
        actions.consult_another(by=cast.bob, exception=row.pk, consult=gina.pk)
    other = another("hal", units.agency)
    row = actions.consult_another(by=cast.bob, exception=row.pk, consult=other.pk)
    assert (row.state, row.consulted) == ("asked", other.user)
    with pytest.raises(Refusal, match="ended"):
        actions.consult_another(by=cast.bob, exception=row.pk, consult=gina.pk)
    row = actions.finish_exception(by=cast.bob, exception=row.pk, said=False)
    assert actions.finish_exception(by=cast.bob, exception=row.pk, said=False).state == "taken_back"


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_answered_and_taken_back_at_once_one_of_them_wins(cast, kept, gina):
    row = opened(cast, kept, gina)
    stopped = []

    def press(work):
        try:
            work()
        except (Refusal, Http404) as no:
            stopped.append(no)

    together(
        lambda: press(
            lambda: actions.answer_consultation(by=gina.user, exception=row.pk, agrees=False)
        ),
        lambda: press(lambda: actions.finish_exception(by=cast.bob, exception=row.pk, said=False)),
    )
    row.refresh_from_db()
    assert row.state == "taken_back"
    assert len(stopped) <= 1
