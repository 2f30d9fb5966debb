"""A request for somebody to talk to: asked once, taken back or passed on, ended; and what stays of it."""

import datetime as dt

import pytest
from auditlog.models import LogEntry
from django.db import IntegrityError, connection, transaction
from django.http import Http404

from agency import clock
from peersupport import actions
from peersupport.actions import requests
from peersupport.models import Ask, PeerRequest, Supporter
from tests.peersupport.talk import accepted, again, ask, asked, live
from trust import access, vault
from trust.models import Disclosure, Notice
from trust.refusal import Refusal

# --- asking -----------------------------------------------------------------------------------------


def test_the_best_fit_is_asked_and_has_so_many_minutes(cast, bob, settings):
    row = ask(cast.alice)
    mine = live(row)
    assert (row.state, mine.supporter, mine.relation) == ("waiting", bob, "outside")
    assert mine.answer_by - mine.asked_at == dt.timedelta(minutes=15)
    settings.ANSWER_MINUTES = 40
    other = live(ask(cast.frank))
    assert other.answer_by - other.asked_at == dt.timedelta(minutes=40)


def test_the_supporter_is_told_once_and_neutrally(cast, bob):
    ask(cast.alice)
    notice = Notice.objects.get(recipient=vault.handle(cast.bob.pk, "portal"))
    assert (notice.target, notice.haste) == ("asked_of_me", Notice.Haste.USUAL)


def test_only_who_is_on_duty_may_be_woken(cast, bob):
    until = clock.now() + dt.timedelta(hours=2)
    Supporter.objects.filter(pk=bob.pk).update(on_duty_until=until)
    ask(cast.alice, on_duty_now=True)
    notice = Notice.objects.get(recipient=vault.handle(cast.bob.pk, "portal"))
    assert notice.haste == Notice.Haste.DUTY


def test_nobody_asks_before_the_notice_was_accepted(cast, bob):
    for version in ("", "us-1999-1", "yes"):
        with pytest.raises(Refusal, match="notice_not_accepted"):
            actions.request_peer(by=cast.alice, notice=version)
    assert not PeerRequest.objects.exists()


def test_the_accepted_version_is_kept(cast, bob):
    assert ask(cast.alice).notice == "us-2026-1"


@pytest.mark.parametrize("field", ["kind", "language", "background", "speciality"])
def test_an_unknown_code_is_refused_beside_its_field(cast, bob, field):
    with pytest.raises(Refusal, match=f"unknown_{field}") as no:
        ask(cast.alice, **{field: "tlh"})
    assert no.value.field == field


def test_a_second_press_is_the_same_request(cast, bob):
    assert ask(cast.alice).pk == ask(cast.alice).pk
    assert Ask.objects.count() == Notice.objects.filter(target="asked_of_me").count() == 1


def test_another_wish_of_the_same_kind_waits_for_the_first(cast, bob):
    ask(cast.alice)
    with pytest.raises(Refusal, match="asked_already"):
        ask(cast.alice, language="es")
    assert ask(cast.alice, kind="chaplain").kind == "chaplain"


def test_nobody_left_is_said_and_told_once(cast):
    row = ask(cast.alice)
    assert row.state == "unanswered"
    assert Notice.objects.filter(target="waiting_requests").count() == 1
    assert ask(cast.alice).pk == row.pk
    assert Notice.objects.filter(target="waiting_requests").count() == 1


# --- changing one's mind --------------------------------------------------------------------------------


def test_take_back_at_any_time_and_twice(cast, bob):
    row = ask(cast.alice)
    for _turn in range(2):
        assert actions.take_back(by=cast.alice, request=row.pk).state == "withdrawn"
    assert Ask.objects.get().state == "taken_back"
    assert not access.visible(cast.bob, Ask).exists()


def test_take_back_comes_too_late_when_somebody_said_yes(cast, bob):
    mine = accepted(cast.alice, bob)
    with pytest.raises(Refusal, match="accepted_meanwhile"):
        actions.take_back(by=cast.alice, request=mine.request_id)


def test_somebody_else_without_a_reason(cast, bob, otto):
    row = ask(cast.alice)
    first = asked(row)
    actions.ask_somebody_else(by=cast.alice, request=row.pk)
    assert {first, asked(row)} == {"bob", "otto"}
    actions.ask_somebody_else(by=cast.alice, request=row.pk)
    assert (asked(row), again(row).state) == ("", "unanswered")
    actions.take_back(by=cast.alice, request=row.pk)
    with pytest.raises(Refusal, match="over"):
        actions.ask_somebody_else(by=cast.alice, request=row.pk)


def test_a_contact_that_goes_to_somebody_else_while_another_request_waits_just_ends(
    cast, bob, otto
):
    mine = accepted(cast.alice, bob)
    ask(cast.alice)
    row = actions.ask_somebody_else(by=cast.alice, request=mine.request_id)
    assert row.state == "ended"
    assert PeerRequest.objects.waiting().count() == 1


@pytest.mark.parametrize("who", ["alice", "bob"])
def test_either_side_ends_it_and_the_other_is_told(cast, bob, who):
    mine = accepted(cast.alice, bob)
    for _turn in range(2 if who == "alice" else 1):
        actions.end_contact(by=getattr(cast, who), ask=mine.pk)
    assert (again(mine).state, again(mine.request).state) == ("ended", "ended")
    handle = vault.handle(cast.bob.pk, "portal") if who == "alice" else mine.participant_id
    target = "asked_of_me" if who == "alice" else "talk"
    assert Notice.objects.filter(recipient=handle, target=target).count() == 2


def test_strangers_find_nothing_and_the_officer_reads_that_they_tried(cast, bob, otto):
    mine = accepted(cast.alice, bob)
    for who in (cast.frank, otto.user, cast.dan):
        for work in (actions.reveal_myself, actions.end_contact):
            with pytest.raises(Http404):
                work(by=who, ask=mine.pk)
        for work in (actions.take_back, actions.ask_somebody_else):
            with pytest.raises(Http404):
                work(by=who, request=mine.request_id)
    assert Disclosure.objects.using("ledger").filter(outcome="stopped").count() == 12


# --- what stays -----------------------------------------------------------------------------------------


def test_what_is_stored_names_nobody_and_tells_no_unit(cast, bob):
    accepted(cast.alice, bob)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM peersupport_peerrequest")
        rows = str(cursor.fetchall())
        cursor.execute("SELECT * FROM peersupport_ask")
        rows += str(cursor.fetchall())
    for word in (
        "alice",
        "Alice",
        str(cast.alice.pk),
        cast.alice.pk.hex,
        "unit",
        "division",
        "team",
    ):
        assert word not in rows
    ours = LogEntry.objects.filter(content_type__app_label__in=("peersupport", "trust"))
    written = str(list(ours.values_list("changes", "object_repr", "additional_data")))
    assert "alice" not in written.lower()


def test_no_request_without_a_notice_in_the_database(cast, bob):
    row = ask(cast.alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        PeerRequest.objects.filter(pk=row.pk).update(notice="")


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"relation": "chain"}, "ask_never_in_chain_of_command"),
        ({"revealed": True}, "a_name_is_given"),
    ],
)
def test_the_database_keeps_a_question_honest(cast, bob, change, constraint):
    mine = live(ask(cast.alice))
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Ask.objects.filter(pk=mine.pk).update(**change)


def test_the_database_lets_one_supporter_be_asked_at_a_time(cast, bob, otto):
    mine = live(ask(cast.alice))
    with pytest.raises(IntegrityError), transaction.atomic():
        Ask.objects.create(
            request=mine.request, participant=mine.participant, supporter=otto, pseudonym="x",
            relation="outside", answer_by=clock.now(),
        )  # fmt: skip


def test_the_database_keeps_one_waiting_request_per_kind(cast, bob):
    row = ask(cast.alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        PeerRequest.objects.create(participant=row.participant, pseudonym="x", notice="x")


def test_an_ended_request_has_its_day_and_an_open_one_none(cast, bob):
    row = ask(cast.alice)
    for change in ({"state": "ended"}, {"ended_at": clock.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PeerRequest.objects.filter(pk=row.pk).update(**change)


@pytest.mark.parametrize("model", [PeerRequest, Ask])
def test_a_move_that_is_not_in_the_table_is_a_mistake(model):
    for state, follow in model.MOVES.items():
        for other in set(model.State.values) - follow:
            with pytest.raises(ValueError, match="can't go"):
                model(state=state).move_to(other)


def test_everything_can_be_taken_along(cast, bob, otto):
    actions.set_my_team(by=cast.alice, team=[bob.pk])
    actions.set_blocked(by=cast.alice, blocked=[otto.pk])
    accepted(cast.alice, bob)
    kept = requests.export(cast.alice)
    assert (kept["own_team"], kept["rather_not_meet"]) == (["Bob"], ["Otto"])
    (told,) = kept["requests_for_somebody_to_talk_to"]
    assert (told["state"], told["asked"][0]["person"]) == ("accepted", "Bob")
    assert requests.export(cast.frank)["requests_for_somebody_to_talk_to"] == []
