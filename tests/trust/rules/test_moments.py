"""The hour of a broken glass: what it opens, for whom and how long; and when the officer is told."""

import pytest
from django.db import connections, transaction
from django.http import Http404

from agency import clock
from agency.models import Role
from tests.factories import act, make_post
from tests.trust.glass import HOUR, MINUTE, asked, opened, plans
from tests.trust.rows import at_level, note_of
from trust import access, break_glass, glass_review, ledger, notify, outbox, vault
from trust.ledger import LedgerUnavailable
from trust.models import Disclosure, Level, OutboxJob
from wellness.actions import safety
from wellness.models import CheckIn, SafetyPlan

# --- the hour ---------------------------------------------------------------------------------------


def test_after_the_hour_it_is_closed(house):
    row = opened(house)
    with clock.at(row.open_until - MINUTE):
        assert plans(house.carol)
    with clock.at(row.open_until):
        assert plans(house.carol) == []
        with pytest.raises(Http404):
            break_glass.open_contact(by=house.carol, glass=row.pk)


def test_before_anybody_agreed_it_is_closed(house):
    row = asked(house)
    with pytest.raises(Http404):
        break_glass.open_contact(by=house.carol, glass=row.pk)


def test_another_officer_stays_closed(house):
    at_level(house.frank, Level.SELF_ONLY)
    safety.save_plan(by=house.frank, steps={"signs": ["his own"]})
    opened(house)
    assert {each.participant_id for each in plans(house.carol)} == {
        vault.handle(house.alice.pk, "wellness")
    }


def test_every_other_content_stays_closed(house):
    row = note_of(house.alice)
    opened(house)
    assert not access.visible(house.carol, CheckIn).exists()
    assert not access.can(house.carol, "view", row)
    for action in ("change", "delete"):
        assert not access.visible(house.carol, SafetyPlan, action).exists()


@pytest.mark.parametrize("who", ["kim", "hana", "ivan", "bob", "dan", "erin", "frank"])
def test_it_opens_for_nobody_but_whoever_asked(house, who):
    row = opened(house)
    assert plans(getattr(house, who)) == []
    with pytest.raises(Http404):
        break_glass.open_contact(by=getattr(house, who), glass=row.pk)


def test_in_another_role_it_is_closed(house, units):
    opened(house)
    make_post(house.carol, Role.OFFICER, units.other)
    assert plans(act(house.carol, Role.OFFICER)) == []


def test_without_the_ledger_nothing_opens(house):
    row = opened(house)
    with connections["ledger"].cursor() as cursor:
        cursor.execute("ALTER TABLE trust_disclosure RENAME TO gone")
    try:
        with pytest.raises(LedgerUnavailable), transaction.atomic():
            break_glass.open_contact(by=house.carol, glass=row.pk)
        with pytest.raises(LedgerUnavailable), transaction.atomic():
            access.reveal(house.carol, plans(house.carol)[0])
    finally:
        with connections["ledger"].cursor() as cursor:
            cursor.execute("ALTER TABLE gone RENAME TO trust_disclosure")


# --- told later -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("decided", [True, False])
def test_a_curious_try_tells_the_officer_no_earlier_than_the_row(house, decided):
    row = opened(house, delay="self") if decided else asked(house, delay="self")
    with pytest.raises(Http404):
        break_glass.agree(by=house.bob, glass=row.pk)
    with clock.at(clock.now() + 71 * HOUR):
        assert not ledger.mine(house.alice).exists()
        assert not access.visible(house.alice, Disclosure).using("ledger").exists()
    with clock.at(clock.now() + 74 * HOUR):
        assert ledger.mine(house.alice).get().outcome == "stopped"


def test_with_a_cause_she_is_told_within_72_hours_and_her_log_waits_as_well(house):
    row = opened(house, delay="self")
    break_glass.open_contact(by=house.carol, glass=row.pk)
    assert Disclosure.objects.using("ledger").count() == 1
    assert not access.visible(house.alice, Disclosure).exists()
    assert not ledger.mine(house.alice).exists()
    assert not break_glass.mine(house.alice).exists()
    assert not access.can(house.alice, "view", row)
    assert glass_review.by_year() == []
    with clock.at(row.decided_at + 72 * HOUR + MINUTE):
        outbox.drain()
        assert notify.unseen(house.alice).filter(target="privacy").exists()
        assert access.visible(house.alice, Disclosure).exists()
        assert ledger.mine(house.alice).exists()
        assert list(break_glass.mine(house.alice)) == [row]
        assert glass_review.by_year()[0].opened == 1


def test_a_lost_job_keeps_her_in_the_dark_no_longer_than_the_sweep(house):
    row = opened(house, delay="others")
    OutboxJob.objects.all().delete()
    with clock.at(row.decided_at + 72 * HOUR + MINUTE):
        break_glass.catch_up()
        break_glass.catch_up()
        assert not break_glass.tell_officer(glass=row.pk)
    assert notify.unseen(house.alice).filter(target="privacy").count() == 1
