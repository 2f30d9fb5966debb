"""Links, lengths, days and rooms as somebody typed them."""

import datetime as dt

import pytest

from agency import clock
from peersupport import actions
from peersupport.actions.session_rules import Span, Where, check_place
from peersupport.models import Debrief, Room
from tests.peersupport.conftest import HOUR, make_supporter
from trust.refusal import Refusal

FAR = dt.datetime(9999, 12, 31, 23, 59, tzinfo=dt.UTC)


@pytest.fixture
def lead(units):
    return make_supporter("lea", units)


def plan(cast, case, lead, **changes):
    given = {
        "service": "demobilisation", "starts_at": clock.now() + HOUR, "minutes": 30,
        "room": "Union hall", "facilitators": [lead.pk], "for_everyone": True,
    }  # fmt: skip
    return actions.schedule_debrief(by=cast.carol, case=case.pk, **(given | changes))


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "ftp://example.org", "https://" + "a" * 300]
)
def test_what_opens_no_page_is_no_link(cast, case, lead, link):
    with pytest.raises(Refusal, match="not_a_link"):
        plan(cast, case, lead, link=link)
    row = plan(cast, case, lead)
    with pytest.raises(Refusal, match="not_a_link"):
        actions.move_debrief(
            by=cast.carol, debrief=row.pk, starts_at=row.starts_at, minutes=30,
            facilitators=[lead.pk], link=link,
        )  # fmt: skip
    assert Debrief.objects.get().link == ""


@pytest.mark.parametrize(
    ("starts", "minutes", "code"),
    [
        (FAR, 30, "too_late"),
        (dt.datetime(1, 1, 1, tzinfo=dt.timezone(14 * HOUR)), 30, "in_the_past"),
        (None, -2_147_483_648, "length"),
        (None, 2_147_483_647, "length"),
    ],
)
def test_past_the_ends_of_a_calendar_is_a_question_back(cast, case, lead, starts, minutes, code):
    starts = starts or clock.now() + HOUR
    with pytest.raises(Refusal, match=code):
        Span(starts, minutes)
    with pytest.raises(Refusal, match=code):
        plan(cast, case, lead, starts_at=starts, minutes=minutes)


def test_a_room_is_the_same_however_it_is_typed(cast, case, lead):
    starts = clock.now() + HOUR
    first = plan(cast, case, lead, starts_at=starts, room="Union hall")
    assert plan(cast, case, lead, starts_at=starts, room=" union  HALL ") == first
    assert Room.objects.count() == 1


def test_a_long_name_fits_however_it_folds():
    span = Span(clock.now() + HOUR, 30)
    for name in ("ß" * 80, "ß" * 200, "x" * 79 + " and more"):
        room = check_place(span, Where(name))
        assert room is not None
        assert len(room.key) <= 80
        assert check_place(span, Where(name)) == room
