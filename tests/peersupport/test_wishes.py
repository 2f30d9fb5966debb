import pytest
from auditlog.models import LogEntry
from django.db import connection

from peersupport import actions
from peersupport.actions import wishes
from peersupport.models import Wishes
from tests.peersupport.talk import nothing, on_roster
from trust import access, vault
from trust.refusal import Refusal


@pytest.fixture
def people(cast):
    return [on_roster(cast.bob).pk, on_roster(cast.frank).pk]


def test_the_team_keeps_its_order(cast, people):
    for order in (people, people[::-1]):
        actions.set_my_team(by=cast.alice, team=[*order, order[0]])
        assert wishes.my_wishes(cast.alice).team == tuple(order)


def test_the_later_choice_counts_when_somebody_is_on_both_lists(cast, people):
    actions.set_my_team(by=cast.alice, team=people)
    actions.set_blocked(by=cast.alice, blocked=[people[0]])
    assert wishes.my_wishes(cast.alice) == wishes.Own((people[1],), (people[0],))
    actions.set_my_team(by=cast.alice, team=people)
    assert wishes.my_wishes(cast.alice) == wishes.Own(tuple(people), ())


def test_empty_lists_leave_no_row(cast, people):
    actions.set_my_team(by=cast.alice, team=people)
    actions.set_my_team(by=cast.alice, team=[])
    assert not Wishes.objects.exists()
    assert wishes.my_wishes(cast.alice) == wishes.Own()


def test_nobody_else_sees_a_list_and_no_table_says_who_is_on_it(cast, people):
    actions.set_blocked(by=cast.alice, blocked=people)
    row = Wishes.objects.get()
    for who in (cast.bob, cast.carol, cast.dan, cast.erin, cast.frank):
        assert not access.can(who, "view", row)
    with connection.cursor() as cursor:
        cursor.execute("SELECT blocked FROM peersupport_wishes")
        stored = bytes(cursor.fetchone()[0])
    assert str(people[0]).encode() not in stored
    assert not LogEntry.objects.filter(content_type__model="wishes").exists()
    assert row.participant_id == vault.handle(cast.alice.pk, "support")


@pytest.mark.parametrize("set_", [actions.set_my_team, actions.set_blocked])
def test_bad_lists_are_refused(cast, people, set_):
    field = "team" if set_ is actions.set_my_team else "blocked"
    own = on_roster(cast.alice).pk
    for bad, code in (
        ([nothing()], "unknown_person"),
        (["no-id"], "unknown_person"),
        ([own], "yourself"),
        ([nothing().__class__(int=n) for n in range(60)], "too_many"),
    ):
        with pytest.raises(Refusal, match=code):
            set_(by=cast.alice, **{field: bad})
    assert not Wishes.objects.exists()
