import datetime as dt

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse
from structlog.testing import capture_logs

from agency import clock
from agency.models import Course, Role
from argus.logs import KEYS
from peersupport import actions
from peersupport.actions import inbox
from peersupport.models import Ask, Supporter
from tests.factories import act, make_post, make_user, sign_in
from tests.notices import told
from tests.peersupport.talk import again, ask, live, newcomer, nothing, on_roster
from trust import access, vault
from trust.models import Disclosure
from trust.refusal import Refusal


@pytest.fixture
def bob(cast) -> Supporter:
    return on_roster(cast.bob)


@pytest.fixture
def mine(cast, bob) -> Ask:
    return live(ask(cast.alice))


def test_yes_is_yes_once_and_the_officer_is_told(cast, mine):
    for _turn in range(2):
        row = actions.accept_request(by=cast.bob, ask=mine.pk)
    assert (row.state, again(mine.request).state) == ("accepted", "accepted")
    assert told(cast.alice, "talk", "support") == 1


def test_pass_needs_no_reason_and_asks_the_next(cast, mine, units):
    otto = newcomer("otto", units.other)
    for _turn in range(2):
        assert actions.pass_request(by=cast.bob, ask=mine.pk).state == "passed"
    assert live(mine.request).supporter == otto
    assert not access.visible(cast.bob, Ask).exists()


def test_after_a_pass_there_is_no_yes(cast, mine):
    actions.pass_request(by=cast.bob, ask=mine.pk)
    with pytest.raises(Refusal, match="over"):
        actions.accept_request(by=cast.bob, ask=mine.pk)


def test_who_comes_late_is_thanked_and_no_try_is_written(cast, mine):
    actions.take_back(by=cast.alice, request=mine.request_id)
    for answer in (actions.accept_request, actions.pass_request):
        with pytest.raises(Refusal, match="over"):
            answer(by=cast.bob, ask=mine.pk)
    assert not Disclosure.objects.using("ledger").exists()


@pytest.mark.parametrize("pk", [nothing(), "no-id"])
def test_a_made_up_question_is_not_there(cast, mine, pk):
    with pytest.raises(Http404):
        actions.accept_request(by=cast.bob, ask=pk)


@pytest.mark.parametrize("role", [Role.OFFICER, None])
def test_a_supporter_answers_as_a_supporter_only(cast, mine, role):
    act(cast.bob, *([role] if role else []))
    with pytest.raises(Http404):
        actions.accept_request(by=cast.bob, ask=mine.pk)


def test_another_supporter_cannot_answer_and_the_officer_reads_it(cast, mine, units):
    otto = newcomer("otto", units.other)
    with pytest.raises(Http404):
        actions.accept_request(by=otto.user, ask=mine.pk)
    look = Disclosure.objects.using("ledger").get()
    assert (look.viewer, look.outcome, look.subject) == (
        otto.user.pk,
        "stopped",
        mine.participant_id,
    )


def test_a_certificate_that_ran_out_takes_nobody_on(cast, mine):
    Course.objects.create(code="peer", title="Peer support", needed_by=["peer"])
    with pytest.raises(Refusal, match="not_on_list"):
        actions.accept_request(by=cast.bob, ask=mine.pk)
    assert again(mine).state == "asked"


def test_a_stolen_account_takes_on_only_so_many_a_day(cast, bob):
    Supporter.objects.update(capacity=30)
    asks = [live(ask(act(make_user(f"officer{n}"), Role.OFFICER))) for n in range(11)]
    for each in asks[:10]:
        actions.accept_request(by=cast.bob, ask=each.pk)
    with capture_logs() as lines, pytest.raises(Refusal, match="enough_today"):
        actions.accept_request(by=cast.bob, ask=asks[10].pk)
    assert [(each["event"], each["name"]) for each in lines] == [("accepts_stopped", str(bob.pk))]
    assert lines[0].keys() - {"log_level"} <= KEYS
    with clock.at(clock.now() + dt.timedelta(hours=25)):
        assert actions.accept_request(by=cast.bob, ask=asks[10].pk).state == "accepted"


def test_the_inbox_shows_only_what_waits_and_what_is_kept(cast, mine):
    assert list(inbox.asked_of(cast.bob)) == [mine]
    actions.accept_request(by=cast.bob, ask=mine.pk)
    assert list(inbox.asked_of(cast.bob)) == []
    assert list(inbox.kept_by(cast.bob)) == [mine]


def test_callers_are_pseudonyms_until_the_name_is_given(cast, bob):
    asks = [
        actions.accept_request(by=cast.bob, ask=live(ask(u)).pk) for u in (cast.alice, cast.frank)
    ]
    actions.reveal_myself(by=cast.frank, ask=asks[1].pk)
    names = inbox.callers(cast.bob, inbox.kept_by(cast.bob))
    assert names == {asks[0].pk: asks[0].pseudonym, asks[1].pk: "Frank"}
    looks = Disclosure.objects.using("ledger")
    assert [look.subject for look in looks.all()] == [vault.handle(cast.frank.pk, "support")]


def test_that_something_moved_on_is_a_number(cast, mine):
    actions.accept_request(by=cast.bob, ask=mine.pk)
    actions.ask_somebody_else(by=cast.alice, request=mine.request_id)
    assert inbox.moved_on_lately(cast.bob) == 1
    assert inbox.moved_on_lately(cast.frank) == 0


# --- the page ---------------------------------------------------------------------------------------


@pytest.fixture
def opened(cast):
    client = sign_in(Client(), cast.bob, "peer_support")

    def look(answer="", ask_=None):
        if answer:
            where = reverse("answer_request", args=[ask_.pk])
            return client.post(where, {"answer": answer}, follow=True).content.decode()
        return client.get(reverse("asked_of_me")).content.decode()

    return look


def test_the_page_shows_a_pseudonym_a_wish_and_two_equal_buttons(opened, cast, bob):
    assert "Nobody is waiting for you." in opened()
    mine = live(ask(cast.alice, other_unit=False, language="en"))
    shown = opened()
    assert mine.pseudonym in shown
    assert "Peer supporter, English" in shown
    assert "14 minutes left" in shown or "15 minutes left" in shown
    assert "alice" not in shown.lower()
    assert shown.count('class="btn quiet" name="answer"') == 2


def test_yes_from_the_page_and_the_end_of_it(opened, cast, mine):
    assert "They are told your name" in opened("accept", mine)
    actions.reveal_myself(by=cast.alice, ask=mine.pk)
    shown = opened()
    assert "Gave their name" in shown
    assert "alice" not in shown.lower()  # names stand on My contacts, behind a fresh sign-in
    assert "The contact has ended." in opened("end", mine)
    assert again(mine).state == "ended"


def test_pass_from_the_page_and_a_late_click(opened, cast, mine):
    assert "Nobody sees whether you passed" in opened("pass", mine)
    assert "Nothing is left to do." in opened("accept", mine)
    assert "Choose one of the buttons." in opened("sing", mine)


def test_the_page_of_somebody_promoted_is_empty_and_says_why_kindly(opened, cast, units, mine):
    actions.accept_request(by=cast.bob, ask=mine.pk)
    make_post(cast.alice, Role.SUPERVISOR, units.squad)
    shown = opened()
    assert mine.pseudonym not in shown
    assert "went on with somebody else" in shown
    assert again(mine).state == "moved_on"


def test_the_page_is_for_supporters_alone(cast, mine):
    for who, role in (
        (cast.alice, "officer"),
        (cast.carol, "wellness_coordinator"),
        (cast.bob, "officer"),
    ):
        assert sign_in(Client(), who, role).get(reverse("asked_of_me")).status_code == 403
    where = reverse("answer_request", args=[mine.pk])
    assert sign_in(Client(), cast.frank).post(where, {"answer": "accept"}).status_code == 404


def test_the_page_asks_few_questions(opened, cast, mine, units, django_assert_max_num_queries):
    opened()
    with django_assert_max_num_queries(24) as few:
        opened()
    ask(cast.frank)
    with django_assert_max_num_queries(len(few.captured_queries)):
        opened()
