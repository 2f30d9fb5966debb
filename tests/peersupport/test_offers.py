import datetime as dt
import itertools

import pytest
from auditlog.models import LogEntry
from django.db import IntegrityError, connection, transaction
from django.http import Http404

from agency import clock
from peersupport import actions
from peersupport.models import Offer
from tests.peersupport.conftest import HOUR, offer_of, plain
from trust import access, vault
from trust.models import Disclosure, Notice, OutboxJob
from trust.refusal import Refusal


def answer(user, what, service="one_to_one"):
    return actions.answer_offer(by=user, offer=offer_of(user, service).pk, answer=what)


@pytest.mark.parametrize(
    ("what", "state", "wants_time"),
    [("accept", "accepted", False), ("schedule", "accepted", True), ("decline", "offered", False)],
)
def test_an_answer_moves_the_plain_state_only_towards_help(cast, case, what, state, wants_time):
    row = answer(cast.alice, what)
    assert (row.state, row.wants_time) == (state, wants_time)
    assert actions.answers(cast.alice, [row]) == {row.pk: what}


@pytest.mark.parametrize("order", list(itertools.permutations(["accept", "schedule", "decline"])))
def test_answers_may_change_until_the_window_closes(cast, case, order):
    for what in order:
        row = answer(cast.alice, what)
    assert actions.answers(cast.alice, [row]) == {row.pk: order[-1]}


def everything_plain():
    rows = plain(Offer, LogEntry, Notice, OutboxJob)
    return rows, list(Disclosure.objects.using("ledger").values())


def test_a_no_leaves_no_trace_outside_the_seal(cast, case):
    before = everything_plain()
    answer(cast.alice, "decline")
    assert everything_plain() == before


def test_a_no_is_not_in_the_bytes_of_the_row(cast, case):
    row = answer(cast.alice, "decline")
    with connection.cursor() as cursor:
        cursor.execute("SELECT answer FROM peersupport_offer")
        stored = [bytes(value) for (value,) in cursor.fetchall()]
    assert not any(b"decline" in value for value in stored)
    assert len({len(value) for value in stored}) == 1
    assert row.state == offer_of(cast.frank).state


def test_an_answer_is_logged_under_a_handle(cast, case):
    row = answer(cast.alice, "accept")
    entry = LogEntry.objects.get(object_pk=str(row.pk), action=LogEntry.Action.UPDATE)
    assert entry.actor is None
    assert entry.additional_data == {"by": str(row.participant_id)}
    assert "answer" not in entry.changes


def test_rows_that_an_answer_causes_do_not_join_two_handles(cast, case):
    answer(cast.alice, "accept")
    portal, support = (str(vault.handle(cast.alice.pk, d)) for d in ("portal", "support"))
    written = [str(entry.additional_data) + str(entry.changes) for entry in LogEntry.objects.all()]
    assert any(support in each for each in written)
    assert not any(portal in each for each in written)


def test_the_team_is_told_once_a_day_that_somebody_answered(cast, case):
    for user, what in itertools.product((cast.alice, cast.frank), ("accept", "schedule")):
        answer(user, what)
    assert Notice.objects.filter(recipient=vault.handle(cast.carol.pk, "portal")).count() == 1


@pytest.mark.parametrize("what", ["", "yes", "ACCEPT", "offered"])
def test_an_unknown_answer_is_refused(cast, case, what):
    with pytest.raises(Refusal, match="unknown_answer"):
        answer(cast.alice, what)


@pytest.mark.parametrize(
    ("after", "open_"), [(11 * HOUR - dt.timedelta(seconds=1), True), (11 * HOUR, False)]
)
def test_a_window_closes_at_its_second(cast, case, incident, after, open_):
    row = offer_of(cast.alice, "defusing")
    with clock.at(incident.occurred_at + HOUR + after):
        assert row.is_open is open_
        assert row.state_now == ("offered" if open_ else "lapsed")
        if not open_:
            with pytest.raises(Refusal, match="window_closed"):
                answer(cast.alice, "accept", "defusing")


def test_somebody_who_accepted_stays_on_the_list_after_the_window(cast, case, incident):
    row = answer(cast.alice, "accept", "defusing")
    with clock.at(incident.occurred_at + 13 * HOUR):
        assert row.state_now == "accepted"


@pytest.mark.parametrize("who", ["frank", "bob", "carol", "dan", "erin"])
def test_nobody_else_answers(cast, case, who):
    with pytest.raises(Http404):
        actions.answer_offer(by=getattr(cast, who), offer=offer_of(cast.alice).pk, answer="accept")


@pytest.mark.parametrize("pk", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_an_offer_that_is_not_there(cast, case, pk):
    with pytest.raises(Http404):
        actions.answer_offer(by=cast.alice, offer=pk, answer="accept")


def test_the_coordinator_marks_an_accepted_offer_done_and_twice_is_fine(cast, case):
    row = answer(cast.alice, "schedule")
    for _ in range(2):
        assert actions.finish_offer(by=cast.carol, offer=row.pk).state == "done"
    with pytest.raises(Refusal, match="window_closed"):
        answer(cast.alice, "decline")


def test_an_offer_nobody_accepted_is_not_there_for_the_coordinator(cast, case):
    row = answer(cast.alice, "decline")
    with pytest.raises(Refusal, match="taken_back"):
        actions.finish_offer(by=cast.carol, offer=row.pk)


def test_an_answer_taken_back_is_gone_for_the_coordinator(cast, case):
    row = answer(cast.alice, "accept")
    assert access.can(cast.carol, "view", row)
    answer(cast.alice, "decline")
    assert not access.can(cast.carol, "view", row)


def test_somebody_who_has_left_answers_nothing(cast, case):
    row = offer_of(cast.alice)
    cast.alice.is_active = False
    with pytest.raises(Http404):
        actions.answer_offer(by=cast.alice, offer=row.pk, answer="accept")


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"state": "lapsed"}, "lapse_is_not_stored"),
        ({"state": "offered", "wants_time": True}, "only_the_willing_are_scheduled"),
        ({"closes_at": dt.datetime(2000, 1, 1, tzinfo=dt.UTC)}, "offer_closes_after_it_opens"),
    ],
)
def test_the_database_refuses(cast, case, change, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Offer.objects.filter(pk=offer_of(cast.alice).pk).update(**change)


def test_an_offer_moves_only_as_its_states_allow(cast, case):
    row = offer_of(cast.alice)
    with pytest.raises(ValueError, match="from offered to done"):
        row.move_to("done")
