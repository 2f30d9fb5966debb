"""A supporter's own pages, and becoming one."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from agency import clock, local_time
from peersupport.models import Application, Away, Supporter
from tests.factories import sign_in
from tests.peersupport.roster import DAY, course, supporter, took

PAGES = ("supporter_availability", "supporter_training", "supporter_profile")


@pytest.fixture
def row(cast) -> Supporter:
    return supporter(cast.bob)


@pytest.fixture
def bob(client, cast, row):
    return sign_in(client, cast.bob, "peer_support")


@pytest.mark.parametrize("name", PAGES)
def test_who_is_not_on_the_roster_finds_nothing(client, cast, row, name):
    for who, role in (("alice", "officer"), ("carol", "wellness_coordinator")):
        sign_in(client, getattr(cast, who), role)
        assert client.get(reverse(name)).status_code == 404
        assert client.post(reverse(name), {}).status_code in {404, 405}


# --- availability -----------------------------------------------------------------------------------------


def test_hours_are_added_shown_and_removed(bob, row):
    hours = {"weekdays": ["0", "5"], "starts": "22:00", "ends": "06:00"}
    bob.post(reverse("availability_hours"), hours)
    page = bob.get(reverse("supporter_availability")).text
    assert "Saturday" in page
    assert "22:00 to 06:00" in page
    assert "on the next day" in page
    bob.post(reverse("availability_remove", args=[row.week.first().pk]))
    assert row.week.count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"starts": "06:00", "ends": "07:00"}, "Still to do: On which days?"),
        ({"weekdays": ["0"], "starts": "06:00", "ends": "06:00"}, "From and to are the same"),
        ({"weekdays": ["0"], "starts": "soon", "ends": "06:00"}, "hours and minutes"),
        ({"weekdays": ["9"], "starts": "06:00", "ends": "07:00"}, "9"),
    ],
)
def test_what_is_missing_is_named_and_what_was_typed_stays(bob, row, typed, said):
    answer = bob.post(reverse("availability_hours"), typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert not row.week.exists()


def test_the_same_hours_again_and_overlapping_ones(bob, row):
    there, hours = (
        reverse("availability_hours"),
        {"weekdays": ["0"], "starts": "06:00", "ends": "09:00"},
    )
    assert [bob.post(there, hours).status_code for _press in range(2)] == [302, 302]
    assert "reachable at this time already" in bob.post(there, hours | {"ends": "10:00"}).text
    assert row.week.count() == 1


def test_days_that_differ_come_and_go(bob, row):
    day = local_time.today() + DAY
    days = {"kind": "away", "first_day": f"{day}", "last_day": f"{day}"}
    bob.post(reverse("availability_days"), days)
    assert "away" in bob.get(reverse("supporter_availability")).text
    odd = bob.post(reverse("availability_days"), days | {"last_day": f"{day - 9 * DAY}"})
    assert odd.status_code == 422
    assert "lies before the first one" in odd.text
    bob.post(reverse("availability_days_remove", args=[Away.objects.get().pk]))
    assert "Nothing planned" in bob.get(reverse("supporter_availability")).text


def test_the_switch_is_one_press_on_and_one_off(bob, row):
    there = reverse("on_duty")
    bob.post(there, {"until": "8"})
    row.refresh_from_db()
    assert row.on_duty_until > clock.now()
    assert "You may be asked until" in bob.get(reverse("supporter_availability")).text
    bob.post(there, {"until": "off"})
    row.refresh_from_db()
    assert row.on_duty_until is None
    assert "no shift of yours" in bob.post(there, {"until": "shift"}, follow=True).text


def test_who_is_off_the_list_reads_why_and_whom_to_ask(bob, cast, row):
    took(cast.bob, course(), -1)
    page = bob.get(reverse("supporter_availability")).text
    assert "You are not asked at the moment." in page
    assert "Your coordinator can help" in page


# --- training and profile ---------------------------------------------------------------------------------


def test_own_courses_with_their_end(bob, cast, row):
    took(cast.bob, course("basics", title="Peer basics"), 20)
    page = bob.get(reverse("supporter_training")).text
    assert "Peer basics" in page
    assert "Runs out soon" in page
    assert "You are on the list" in page
    course("law", title="Law")
    assert "Still to take" in bob.get(reverse("supporter_training")).text


def test_the_profile_is_written_and_a_break_taken(bob, row):
    there = reverse("supporter_profile")
    typed = {"introduction": "I listen.", "languages": ["es"], "capacity": 3}
    assert bob.post(there, typed).status_code == 302
    assert bob.post(there, typed | {"capacity": 99}).status_code == 422
    row.refresh_from_db()
    assert (row.introduction, row.capacity) == ("I listen.", 3)
    answer = bob.post(reverse("roster_status", args=[row.pk]), {"status": "paused"})
    assert answer["Location"] == there
    assert "Come back" in bob.get(there).text


def test_a_photo_is_shown_and_removed(bob, row):
    out = io.BytesIO()
    Image.new("RGB", (40, 40)).save(out, "PNG")
    there = reverse("photo_set")
    bob.post(there, {"picture": SimpleUploadedFile("me.png", out.getvalue(), "image/png")})
    assert reverse("supporter_photo", args=[row.pk]) in bob.get(reverse("supporter_profile")).text
    odd = bob.post(there, {"picture": SimpleUploadedFile("x.png", b"text", "image/png")})
    assert odd.status_code == 422
    assert "can’t read this file as a picture" in odd.text
    bob.post(reverse("photo_remove", args=[row.pk]))
    assert "No photo. That is fine." in bob.get(reverse("supporter_profile")).text


# --- becoming one -----------------------------------------------------------------------------------------


def test_an_officer_applies_sees_how_far_it_is_and_takes_it_back(client, cast):
    alice, there = sign_in(client, cast.alice), reverse("become_supporter")
    assert alice.post(there, {}).status_code == 422
    assert alice.post(there, {"kind": "peer", "languages": ["es"]}).status_code == 302
    page = alice.get(there).text
    assert "Applied" in page
    assert '<button class="btn">Apply' not in page
    mine = Application.objects.get()
    for stranger in (cast.frank, cast.dan):
        sign_in(client, stranger)
        assert client.post(reverse("application_withdraw", args=[mine.pk])).status_code == 404
    sign_in(client, cast.alice)
    back = client.post(reverse("application_withdraw", args=[mine.pk]), follow=True)
    assert "You can apply again" in back.text
    assert (
        client.post(reverse("application_withdraw", args=[mine.pk]), follow=True).status_code == 200
    )


def test_who_helps_already_is_led_to_their_profile(bob):
    page = bob.get(reverse("become_supporter")).text
    assert "on the roster already" in page
    assert reverse("supporter_profile") in page
