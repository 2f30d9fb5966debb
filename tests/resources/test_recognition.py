"""Thanks reach only those who like them; nobody learns more than that they were sent."""

import datetime as dt
import json

import pytest
from auditlog.models import LogEntry
from django.db import connection
from django.http import Http404

from agency import clock
from resources import actions
from resources.models import Milestone, Thanks
from trust import access, vault
from trust.models import Notice
from trust.refusal import Refusal
from wellness.models import CheckIn, Standing

CANARY = "canary-thank-you-5521"


def thank(by, person="frank", text=CANARY) -> None:
    actions.send_thanks(by=by, person=person, text=text)


def read(user) -> list[str]:
    rows = access.visible(user, Thanks)
    return [each.content["content"]["text"] for each in access.reveal_all(user, rows)]


def test_thanks_reach_one_who_likes_them(cast):
    actions.welcome_thanks(by=cast.frank, welcome=True)
    thank(cast.alice)
    assert read(cast.frank) == [CANARY]
    assert Notice.objects.filter(recipient=vault.handle(cast.frank.pk, "portal")).count() == 1


@pytest.mark.parametrize("person", ["frank", "nobody-by-this-name", "alice"])
def test_the_sender_learns_nothing(cast, person):
    thank(cast.alice, person)
    assert not Thanks.objects.exists()


def test_saying_no_again_closes_it(cast):
    actions.welcome_thanks(by=cast.frank, welcome=True)
    actions.welcome_thanks(by=cast.frank, welcome=False)
    thank(cast.alice)
    assert not Thanks.objects.exists()


@pytest.mark.parametrize(("text", "code"), [("  ", "text_missing"), ("x" * 281, "too_long")])
def test_words_are_needed_and_short(cast, text, code):
    with pytest.raises(Refusal) as no:
        thank(cast.alice, text=text)
    assert no.value.code == code


def test_ten_a_day(cast):
    actions.welcome_thanks(by=cast.frank, welcome=True)
    for _time in range(10):
        thank(cast.alice)
    with pytest.raises(Refusal) as no:
        thank(cast.alice)
    assert no.value.code == "enough_today"
    with clock.at(clock.now() + dt.timedelta(days=1)):
        thank(cast.alice)


def test_only_the_reader_reads_and_deletes(cast):
    actions.welcome_thanks(by=cast.frank, welcome=True)
    thank(cast.alice)
    row = Thanks.objects.get()
    for other in (cast.alice, cast.bob, cast.carol, cast.dan, cast.erin):
        assert not access.visible(other, Thanks).exists()
        with pytest.raises(Http404):
            actions.delete_thanks(by=other, thanks=row.pk)
    actions.delete_thanks(by=cast.frank, thanks=row.pk)
    assert not Thanks.objects.exists()


def test_no_table_holds_the_words_or_the_sender(cast):
    actions.welcome_thanks(by=cast.frank, welcome=True)
    thank(cast.alice)
    actions.add_milestone(by=cast.alice, title=CANARY, day=clock.today())
    with connection.cursor() as cursor:
        for table in ("resources_thanks", "resources_milestone", "auditlog_logentry"):
            cursor.execute(f"SELECT * FROM {table}")
            stored = json.dumps(cursor.fetchall(), default=str)
            assert CANARY not in stored
            assert table == "auditlog_logentry" or str(cast.alice.pk) not in stored
    told = LogEntry.objects.get_for_model(Thanks)
    assert told.exists()
    assert str(vault.handle(cast.alice.pk, "portal")) not in str(list(told.values()))


def test_thanks_touch_no_wellness_row(cast):
    actions.welcome_thanks(by=cast.frank, welcome=True)
    thank(cast.alice)
    assert not CheckIn.objects.exists()
    assert not Standing.objects.exists()


def test_days_are_mine_alone(cast):
    row = actions.add_milestone(by=cast.alice, title="Back for a year", day=dt.date(2026, 3, 1))
    assert not access.visible(cast.bob, Milestone).exists()
    with pytest.raises(Http404):
        actions.delete_milestone(by=cast.bob, milestone=row.pk)
    actions.delete_milestone(by=cast.alice, milestone=row.pk)
    assert not Milestone.objects.exists()


def test_a_day_needs_a_name(cast):
    with pytest.raises(Refusal) as no:
        actions.add_milestone(by=cast.alice, title=" ", day=clock.today())
    assert no.value.code == "title_missing"


def test_years_count_from_the_first_post(cast):
    with clock.at(dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)):
        assert actions.years_of_service(cast.alice) == 6
    with clock.at(dt.datetime(2025, 12, 31, 12, tzinfo=dt.UTC)):
        assert actions.years_of_service(cast.alice) == 5
