"""The log or nothing; what is sealed stays out of every other table; how much a page asks."""

import pytest
from auditlog.models import LogEntry
from django.db import DatabaseError, connections
from django.db.models.signals import pre_save
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agency.models import User
from tests.factories import make_attendance, make_incident, make_post, make_user
from tests.stored import holding
from tests.wellness.conftest import CANARY, browser, check_in, join
from trust import access, ledger, vault
from trust.models import Consent, Level, Participant, ParticipantGrant
from trust.vault import SealBroken
from wellness import actions
from wellness.models import Assessment, CheckIn, CheckInGrant, Standing
from wellness.views import home_cards


@pytest.fixture
def full_log():
    """The change log can't take another line."""

    def stop(sender: type, **_: object) -> None:
        raise DatabaseError("the log is full")

    pre_save.connect(stop, sender=LogEntry)
    yield
    pre_save.disconnect(stop, sender=LogEntry)


def counts() -> list[int]:
    models = (Consent, CheckIn, Assessment, CheckInGrant, ParticipantGrant, Standing)
    return [model._default_manager.count() for model in models]


ACTS = {
    "set_opt_in": lambda a, row: join(a, Level.FULL),
    "withdraw": lambda a, row: actions.withdraw(by=a),
    "withdraw_and_destroy": lambda a, row: actions.withdraw(by=a, destroy=True),
    "submit_check_in": lambda a, row: check_in(a, key="k2"),
    "delete_check_in": lambda a, row: actions.delete_check_in(by=a, check_in=row.pk),
    "share_result": lambda a, row: actions.share_result(by=a, check_in=row.pk, person="frank"),
    "let_peer_go": lambda a, row: actions.let_peer_go(
        by=a, assignment=ParticipantGrant.objects.get().pk
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_without_the_log_nothing_happens(joined, full_log, name):
    row = CheckIn.objects.get()
    before, level = counts(), Participant.objects.get(pk=row.participant_id).level
    with pytest.raises(DatabaseError):
        ACTS[name](joined.alice, row)
    assert counts() == before
    assert Participant.objects.get(pk=row.participant_id).level == level
    assert access.reveal(joined.alice, row).content["note"] == CANARY


def test_no_word_and_no_name_in_the_change_log(joined):
    row = CheckIn.objects.get()
    actions.save_draft(by=joined.alice, key="k", answers={"stress": CANARY}, note=CANARY)
    actions.share_result(by=joined.alice, check_in=row.pk, person="frank")
    actions.delete_check_in(by=joined.alice, check_in=row.pk)
    log = LogEntry.objects.filter(content_type__app_label="wellness")
    told = str(list(log.values()))
    assert log.count() >= 4
    assert CANARY not in told
    assert str(joined.alice.pk) not in told
    assert {entry.actor for entry in log} == {None}


def test_a_dump_of_every_table_says_nothing(joined):
    actions.save_draft(by=joined.alice, key="k", answers={}, note=CANARY)
    assert holding(CANARY) == set()
    assert holding("alice@example.org")  # the search itself works


def test_a_moved_note_never_opens(joined):
    join(joined.frank)
    other = check_in(joined.frank, note="mine")
    CheckIn.objects.filter(pk=other.pk).update(
        note=CheckIn.objects.exclude(pk=other.pk).get().note.raw
    )
    with pytest.raises(SealBroken):
        access.reveal(joined.frank, CheckIn.objects.get(pk=other.pk))


def test_the_look_is_written_before_anything_is_shown(joined, monkeypatch):
    def unavailable(looks: object) -> None:
        if list(looks):  # type: ignore[call-overload]
            raise ledger.LedgerUnavailable

    monkeypatch.setattr(ledger, "record", unavailable)
    page = browser(joined.bob, "peer_support").get(reverse("standings"))
    assert page.status_code == 503
    assert "Alice" not in page.content.decode()


# --- how much a page asks -------------------------------------------------------------------------


def many(units, count: int) -> None:
    for n in range(User.objects.count(), count + User.objects.count()):
        officer = make_user(f"officer{n}")
        make_post(officer, "officer", units.squad)
        join(officer, Level.SUPERVISOR)
        check_in(officer)


def asked(capture, client, url: str) -> int:
    with capture("default") as one, capture("keys") as two, capture("ledger") as three:
        assert client.get(url).status_code == 200
    return len(one) + len(two) + len(three)


@pytest.fixture
def capture():
    return lambda alias: CaptureQueriesContext(connections[alias])


def test_the_list_of_people_asks_the_same_for_two_and_for_twelve(cast, units, capture):
    many(units, 2)
    client = browser(cast.dan, "supervisor")
    client.get(reverse("standings"))
    few = asked(capture, client, reverse("standings"))
    many(units, 12)
    assert asked(capture, client, reverse("standings")) == few


@pytest.mark.parametrize("name", ["check_ins", "trend", "privacy", "download", "exposures"])
def test_own_pages_ask_the_same_whatever_their_length(joined, capture, name):
    client = browser(joined.alice)
    make_attendance(make_incident("1"), joined.alice)
    actions.bring_in_attendance(by=joined.alice)
    access.reveal(joined.bob, Standing.objects.get())
    client.get(reverse(name))
    few = asked(capture, client, reverse(name))
    for n in range(8):
        check_in(joined.alice, key=f"more{n}")
        access.reveal(joined.bob, Standing.objects.get())
    assert asked(capture, client, reverse(name)) == few


def test_home_asks_four_times(joined, django_assert_num_queries):
    alice: User = joined.alice
    with vault.keyring(), django_assert_num_queries(3), django_assert_num_queries(1, using="keys"):
        cards = home_cards(alice)
    assert cards["colour"] == "Orange"
    assert home_cards(joined.frank)["joined"] is False
