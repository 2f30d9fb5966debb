"""What the consent texts promise: old things go, and colour and bands follow what is left."""

import datetime as dt

from agency import clock
from tests.factories import make_attendance, make_incident
from tests.wellness.conftest import check_in, join
from trust import access, holds, retention, vault
from trust.models import LegalHold, Level, PurgeRun
from wellness import actions, consent_texts
from wellness.models import (
    AnnualReview,
    Assessment,
    CheckIn,
    CheckInGrant,
    Diary,
    Exposure,
    Invitation,
    Standing,
)


def ago(days: int):
    return clock.at(clock.now() - dt.timedelta(days=days))


def clear(code: str, nights_on: int = 0) -> PurgeRun:
    night = clock.today() + dt.timedelta(days=nights_on)
    assert retention.clear(code, night)
    return PurgeRun.objects.get(data_class=code, night=night)


def hold(user) -> LegalHold:
    mine = vault.participant(user, "wellness")
    return LegalHold.objects.create(
        participant=mine, reason="court_order", asked_by=user, approved_at=clock.now(),
        approved_by=type(user).objects.exclude(pk=user.pk).first(),
    )  # fmt: skip


def test_check_ins_go_after_twelve_months_as_promised(alice):
    assert "12 months" in consent_texts.ENGLISH_1.join.until
    assert retention.LIMITS["check_ins"].maximum == 365
    join(alice)
    with ago(366):
        check_in(alice, answers={"stress": 10})
    kept = check_in(alice, key="k2", answers={})
    assert clear("check_ins").removed == 1
    assert list(CheckIn.objects.all()) == [kept]
    assert actions.my_standing(alice).colour == "GREEN"


def test_the_colour_goes_with_the_last_check_in(alice):
    join(alice)
    with ago(366):
        check_in(alice)
    clear("check_ins")
    assert not Standing.objects.exists()


def test_shares_go_with_their_check_in(cast):
    join(cast.alice)
    with ago(366):
        row = check_in(cast.alice)
        actions.share_result(by=cast.alice, check_in=row.pk, person="frank")
    clear("check_ins")
    assert not CheckInGrant.objects.exists()


def test_whoever_has_newer_check_ins_enough_keeps_the_colour(alice):
    join(alice)
    with ago(366):
        check_in(alice, answers={"stress": 10})
    for n in range(8):
        check_in(alice, key=f"k{n}x", answers={"stress": 10})
    before = actions.my_standing(alice)
    assert clear("check_ins").removed == 1
    assert actions.my_standing(alice) == before


def test_a_colour_that_nobody_can_work_out_goes(alice):
    join(alice)
    with ago(366):
        check_in(alice, key="old")
    check_in(alice, key="new")
    vault.destroy(vault.participant(alice, "wellness").pk)
    assert clear("check_ins").removed == 1
    assert not Standing.objects.exists()


def test_incidents_go_after_two_years(alice):
    join(alice)
    for number, days in (("1", 732), ("2", 5)):
        when = clock.now() - dt.timedelta(days=days)
        make_attendance(make_incident(number, occurred_at=when), alice)
    actions.bring_in_attendance(by=alice)
    assert clear("exposure").removed == 1
    assert clear("exposure", nights_on=1).removed == 0
    assert len(access.reveal(alice, Exposure.objects.get()).content["entries"]) == 1


def test_old_nights_and_hours_leave_the_diary(alice):
    join(alice)
    mine, today = vault.participant(alice, "wellness"), clock.today()
    old, new = (today - dt.timedelta(days=366)).isoformat(), today.isoformat()
    Diary.objects.create(
        participant=mine,
        entries={
            "sleep": [{"night": old, "hours": 7}, {"night": new, "hours": 6}],
            "work": [{"starts": old, "ends": old}, {"starts": new, "ends": new}],
        },
    )
    assert clear("diary").removed == 2
    kept = access.reveal(alice, Diary.objects.get()).content["entries"]
    assert [each["night"] for each in kept["sleep"]] == [new]
    assert [each["ends"] for each in kept["work"]] == [new]


def test_a_book_that_nobody_can_open_does_not_keep_the_others(cast):
    for person in (cast.alice, cast.frank):
        join(person)
        when = clock.now() - dt.timedelta(days=800)
        make_attendance(make_incident(person.username, occurred_at=when), person)
        actions.bring_in_attendance(by=person)
    vault.destroy(vault.participant(cast.alice, "wellness").pk)
    assert clear("exposure").removed == 1


def test_finished_and_forgotten_assessments_go(alice):
    join(alice)
    mine, long_ago = vault.participant(alice, "wellness"), clock.now() - dt.timedelta(days=366)
    for number, (saved, sent) in enumerate(
        [(long_ago, long_ago), (long_ago, None), (clock.now(), None)]
    ):
        Assessment.objects.create(
            participant=mine, slot=str(number), key=str(number), saved_at=saved, submitted_at=sent
        )
    assert clear("assessments").removed == 2
    assert Assessment.objects.get().key == "2"


def test_suggestions_and_confirmed_years_go(alice):
    join(alice)
    mine, today = vault.participant(alice, "wellness"), clock.today()
    for slot, closes in (("a", None), ("b", today)):
        Invitation.objects.create(
            participant=mine, slot=slot, due=today - dt.timedelta(days=120), closes=closes
        )
    AnnualReview.objects.create(
        participant=mine, year=2020, confirmed_on=today - dt.timedelta(days=800)
    )
    assert clear("suggestions").removed == clear("annual_reviews").removed == 1
    assert Invitation.objects.get().slot == "b"


def test_bands_follow_what_is_left(alice):
    join(alice, Level.FULL)
    with ago(366):
        check_in(alice, scales={"phq-2": {}, "gad-2": {}})
    clear("check_ins")
    assert not CheckIn.objects.exists()


def test_nothing_of_a_held_officer_goes(cast):
    for person in (cast.alice, cast.frank):
        join(person)
        with ago(800):
            make_attendance(make_incident(person.username), person)
            actions.bring_in_attendance(by=person)
            check_in(person)
    row = hold(cast.alice)
    for code in retention.cleared():
        clear(code)
    left = vault.participant(cast.alice, "wellness")
    assert {each.participant for each in CheckIn.objects.all()} == {left}
    assert PurgeRun.objects.get(data_class="check_ins").held == 1
    assert PurgeRun.objects.get(data_class="exposure").held == 1
    LegalHold.objects.filter(pk=row.pk).update(released_at=clock.now(), released_by=cast.frank)
    assert clear("check_ins", nights_on=1).removed == 1
    assert holds.held_handles() == frozenset()
