"""The pages of training, for whoever learns and for the team, and in the admin."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agency import clock
from agency.models import Course, Role, TrainingRecord
from resources import actions
from resources.models import Enrolment, Opportunity, Session
from tests.api import data
from tests.factories import make_user, sign_in


@pytest.fixture
def alice(cast):
    return sign_in(Client(), cast.alice)


@pytest.fixture
def carol(cast):
    return sign_in(Client(), cast.carol, "wellness_coordinator")


def text(answer) -> str:
    return answer.content.decode()


def test_sign_up_and_leave_by_pressing(alice, course, lesson):
    assert "1 seat left." in text(alice.get(reverse("training_course", args=[course.pk])))
    page = alice.post(reverse("training_enrol", args=[lesson.pk]), follow=True)
    assert "You have a seat." in text(page)
    assert "https://meet.example.org/rest" in text(page)
    page = alice.post(reverse("training_leave", args=[lesson.pk]), follow=True)
    assert "Nothing right now." in text(page)


def test_the_address_to_join_is_for_who_has_a_seat(alice, cast, course, lesson):
    actions.enrol(by=cast.frank, session=lesson.pk)
    actions.enrol(by=cast.alice, session=lesson.pk)
    for name, args in (("training_course", [course.pk]), ("training_mine", [])):
        assert "meet.example.org" not in text(alice.get(reverse(name, args=args)))


def test_a_full_session_offers_the_waiting_list(alice, cast, course, lesson):
    actions.enrol(by=cast.frank, session=lesson.pk)
    page = text(alice.get(reverse("training_course", args=[course.pk])))
    assert "Wait for a seat" in page
    page = text(alice.post(reverse("training_enrol", args=[lesson.pk]), follow=True))
    assert "You wait for a seat." in page


def test_everything_of_training_can_be_taken_along(cast, course, lesson):
    actions.enrol(by=cast.alice, session=lesson.pk)
    TrainingRecord.objects.create(user=cast.alice, course=course, issued=dt.date(2026, 1, 2))
    found = actions.my_training(cast.alice)
    assert [each["course"] for each in found["signed_up_for"]] == ["Sleep on shifts"]
    assert [each["issued"] for each in found["taken"]] == ["2026-01-02"]
    assert actions.my_training(cast.frank) == {"signed_up_for": [], "taken": []}


def test_who_comes_too_late_is_told_kindly(alice, lesson):
    Session.objects.update(cancelled=True)
    page = alice.post(reverse("training_enrol", args=[lesson.pk]), follow=True)
    assert "This session was called off." in text(page)


def test_search_finds_and_says_kindly_that_there_is_nothing(alice, lesson):
    there = reverse("training")
    assert "Sleep on shifts" in text(alice.get(there, {"words": "sleep"}))
    page = alice.get(there, {"words": "<b>nowhere"})
    assert "No course has these words." in text(page)
    assert "<b>nowhere" not in text(page)


def test_a_course_outside_opens_without_saying_where_from(alice):
    Course.objects.create(code="v", title="VALOR", url="https://valor.example.org/")
    page = text(alice.get(reverse("training_course", args=[Course.objects.get().pk])))
    assert 'href="https://valor.example.org/" rel="noreferrer noopener"' in page


def test_before_an_incident_it_is_told_what_happens(alice):
    Course.objects.create(code="b", title="The first days", topic="Before an incident")
    page = text(alice.get(reverse("before_an_incident")))
    assert "The first days" in page
    assert reverse("offers") in page


def test_my_certificates_say_what_counts(alice, cast, course):
    today = clock.today()
    for ago, left in ((900, -1), (700, 30), (100, 400)):
        TrainingRecord.objects.create(
            user=cast.alice,
            course=course,
            issued=today - dt.timedelta(days=ago),
            expires=today + dt.timedelta(days=left),
        )
    states = [each["state"] for each in alice.get(reverse("training_mine")).context["taken"]]
    assert states == ["counts", "soon", "over"]


def test_one_session_as_a_file(alice, lesson):
    body = alice.get(reverse("training_ics", args=[lesson.pk])).content
    assert b"SUMMARY:Training" in body
    assert b"Sleep" not in body


@pytest.mark.parametrize("name", ["training", "training_mine", "training_sessions"])
def test_a_page_asks_as_often_for_one_as_for_many(
    alice, carol, cast, course, lesson, name, django_assert_num_queries
):
    client = carol if name == "training_sessions" else alice
    actions.enrol(by=cast.alice, session=lesson.pk)
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(name))
    for n in range(30):
        other = Course.objects.create(code=f"c{n}", title=f"Course {n}")
        row = Session.objects.create(course=other, starts=lesson.starts, ends=lesson.ends)
        Enrolment.objects.create(session=row, user=cast.alice)
    with django_assert_num_queries(len(one)):
        client.get(reverse(name))


@pytest.mark.usefixtures("new_york")
def test_an_evening_belongs_to_its_day(alice, cast, course):
    """20:30 in New York is the next day in UTC: what runs out today still counts."""
    evening = dt.date(2026, 11, 27)
    Opportunity.objects.create(title="Last day", provider="Valor", shown_until=evening)
    TrainingRecord.objects.create(
        user=cast.alice, course=course, issued=evening, expires=evening + dt.timedelta(days=1)
    )
    with clock.at(dt.datetime(2026, 11, 28, 1, 30, tzinfo=dt.UTC)):
        assert "Last day" in alice.get(reverse("training")).text
        assert alice.get(reverse("training_mine")).context["taken"][0]["state"] != "over"
        found = data(cast.alice, "{ trainingOpportunities { edges { node { title } } }"
                    " trainingRecords { edges { node { counts } } } }")  # fmt: skip
    assert found["trainingOpportunities"]["edges"] == [{"node": {"title": "Last day"}}]
    assert found["trainingRecords"]["edges"] == [{"node": {"counts": True}}]


# --- the team ---------------------------------------------------------------------------------------


def test_the_team_marks_who_was_there_and_takes_it_back(carol, given):
    there = reverse("training_session", args=[given.pk])
    mine = Enrolment.objects.get()
    assert "Alice" in text(carol.get(there))
    carol.post(reverse("training_mark", args=[given.pk]), {"enrolment": str(mine.pk)})
    assert TrainingRecord.objects.exists()
    assert "Take back" in text(carol.get(there))
    carol.post(reverse("training_take_back", args=[given.pk]), {"enrolment": str(mine.pk)})
    assert not TrainingRecord.objects.exists()


def test_a_walk_in_is_named_by_number_and_an_odd_number_is_told_kindly(carol, given):
    make_user("kim", personnel_number="4711")
    where = reverse("training_mark", args=[given.pk])
    carol.post(where, {"number": "4711"})
    assert TrainingRecord.objects.get().user.username == "kim"
    assert "Nobody here has this personnel number." in text(
        carol.post(where, {"number": "0"}, follow=True)
    )


def test_the_list_as_a_file_holds_no_formula(carol, cast, given):
    cast.alice.name = "=HYPERLINK(1)"
    cast.alice.save()
    body = carol.get(reverse("training_list", args=[given.pk])).content.decode()
    (_head, row) = csv.reader(io.StringIO(body))
    assert row[0] == "'=HYPERLINK(1)"


def test_a_list_of_many_asks_no_more(carol, given, django_assert_num_queries):
    there = reverse("training_session", args=[given.pk])
    carol.get(there)
    with CaptureQueriesContext(connection) as one:
        carol.get(there)
    for n in range(30):
        Enrolment.objects.create(session=given, user=make_user(f"u{n}"))
    with django_assert_num_queries(len(one)):
        carol.get(there)


@pytest.mark.parametrize("role", ["officer", "supervisor"])
def test_the_teams_pages_are_closed_to_others(cast, given, role):
    person = cast.frank if role == "officer" else cast.dan
    client = sign_in(Client(), person, role)
    assert client.get(reverse("training_sessions")).status_code == 403
    for name in ("training_session", "training_list"):
        assert client.get(reverse(name, args=[given.pk])).status_code == 403
    for name in ("training_mark", "training_take_back"):
        assert client.post(reverse(name, args=[given.pk])).status_code == 403


def test_the_team_plans_in_the_admin_and_hears_kindly_what_is_odd(carol, course):
    where = reverse("admin:resources_session_add")
    day = (clock.now() + dt.timedelta(days=9)).date()
    given = {"course": str(course.pk), "starts": f"{day}T09:00", "ends": f"{day}T08:00"}
    assert "A session ends after it begins." in text(carol.post(where, given))
    assert "This time has passed." in text(
        carol.post(where, given | {"starts": "2020-01-01T09:00", "ends": "2020-01-01T10:00"})
    )
    assert not Session.objects.exists()
    carol.post(where, given | {"ends": f"{day}T10:00"})
    row = Session.objects.get()
    assert row.made_by is not None
    assert row.link == ""


@pytest.mark.usefixtures("new_york")
def test_a_time_that_the_clocks_skip_is_not_planned(carol, course):
    where = reverse("admin:resources_session_add")
    given = {"course": str(course.pk), "starts": "2027-03-14T02:30", "ends": "2027-03-14T09:00"}
    assert carol.post(where, given).status_code == 200
    assert not Session.objects.exists()


def test_an_empty_cell_of_the_list_is_empty(client, cast, lesson):
    lesson.seats = None
    lesson.save()
    actions.enrol(by=cast.alice, session=lesson.pk)
    carol = sign_in(client, cast.carol, Role.WELLNESS_COORDINATOR)
    page = carol.get(reverse("training_list", args=[lesson.pk])).text
    assert list(csv.reader(io.StringIO(page)))[1] == ["Alice", "", "", ""]
