"""The team's pages of the roster: who sees them, what they find, and the file to take along."""

import datetime as dt
import io

import pytest
import tablib
from django.urls import reverse

from agency import local_time
from peersupport import actions
from peersupport.models import Photo, Supporter
from tests.factories import make_user, sign_in
from tests.peersupport.roster import always, course, supporter, took

PAGES = ("roster", "roster_add", "roster_coverage", "roster_export")


@pytest.fixture
def bob(cast) -> Supporter:
    return supporter(cast.bob, languages=["en", "es"], area="North")


@pytest.fixture
def carol(client, cast):
    return sign_in(client, cast.carol, "wellness_coordinator")


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("alice", "officer"), ("bob", "peer_support"), ("dan", "supervisor"),
        ("erin", "commander"), ("frank", "officer"),
    ],
)  # fmt: skip
def test_the_roster_is_for_the_team(client, cast, bob, who, role):
    sign_in(client, getattr(cast, who), role)
    for name in PAGES:
        assert client.get(reverse(name)).status_code == 403, name
    assert client.get(reverse("roster_detail", args=[bob.pk])).status_code == 403


def test_everybody_stands_there_with_state_and_counts(carol, cast, bob):
    took(cast.bob, course(), 20)
    supporter(cast.frank, kind="chaplain", status="paused")
    page = carol.get(reverse("roster")).text
    for said in ("Bob", "Spanish", "0 of 5 open contacts", "A course runs out soon"):
        assert said in page
    assert "Taking a break" in page
    assert "2 people help here" in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("text=bo", {"Bob"}), ("text=north", {"Bob"}), ("kind=chaplain", {"Frank"}),
        ("language=es", {"Bob"}), ("speciality=grief", set()), ("now=on", {"Frank"}),
        ("training=missing", {"Bob"}), ("training=counts", {"Frank"}), ("left=on", {"Dan"}),
        ("kind=wizard&language=?", {"Bob", "Frank"}), ("page=99", {"Bob", "Frank"}),
    ],
)  # fmt: skip
def test_a_search_finds_who_fits(carol, cast, bob, asked, found):
    course()
    always(supporter(cast.frank, kind="chaplain"))
    gone = supporter(cast.dan)
    gone.move_to("left")
    gone.save()
    page = carol.get(reverse("roster") + "?" + asked)
    assert {str(each.supporter.user) for each in page.context["page"]} == found


def test_an_empty_list_says_what_comes_next(carol):
    assert "Add the first person" in carol.get(reverse("roster")).text
    assert "Nobody fits this search" in carol.get(reverse("roster") + "?text=zz").text


def test_the_list_costs_the_same_whatever_its_length(
    carol, cast, bob, django_assert_max_num_queries
):
    needed = course()
    for n in range(40):
        user = make_user(f"helper{n:02}")
        always(supporter(user))
        took(user, needed)
    with django_assert_max_num_queries(16):
        page = carol.get(reverse("roster"))
    assert len(page.context["page"]) == 25
    assert "page=2" in page.text


def test_somebody_is_added_or_the_form_says_what_is_needed(carol, cast):
    there = reverse("roster_add")
    asked = carol.post(there, {"person": "nobody-here", "kind": "peer"})
    assert asked.status_code == 422
    assert "Nobody has that user name" in asked.text
    answer = carol.post(there, {"person": "frank", "kind": "family"})
    row = Supporter.objects.get()
    assert (answer["Location"], row.kind) == (reverse("roster_detail", args=[row.pk]), "family")
    assert "on the roster already" in carol.post(there, {"person": "frank", "kind": "peer"}).text


def test_one_page_has_everything_about_the_place_and_nothing_about_others(carol, cast, bob):
    actions.add_hours(by=cast.bob, weekdays=[0], starts=dt.time(22), ends=dt.time(6))
    took(cast.bob, course(), -3)
    there = reverse("roster_detail", args=[bob.pk])
    page = carol.get(there).text
    for said in ("Monday", "22:00 to 06:00", "on the next day", "Ran out", "Off the list"):
        assert said in page
    assert "availability/hours" not in page
    assert carol.post(there, {"kind": "chaplain", "capacity": 2}).status_code == 302
    assert carol.post(there, {"kind": "chaplain", "capacity": 31}).status_code == 422
    bob.refresh_from_db()
    assert (bob.kind, bob.capacity) == ("chaplain", 2)
    assert "Carol: kind, open contacts at most" in carol.get(there).text


def test_a_break_and_an_end_are_one_press_and_odd_steps_a_calm_word(carol, bob):
    there = reverse("roster_status", args=[bob.pk])
    for status in ("paused", "left"):
        carol.post(there, {"status": status})
        bob.refresh_from_db()
        assert bob.status == status
    for odd in ("paused", "", "king"):
        assert "does not follow" in carol.post(there, {"status": odd}, follow=True).text


# --- a week -----------------------------------------------------------------------------------------------


def test_the_week_shows_numbers_and_gaps_also_in_words(carol, cast, bob):
    for day in range(6):
        actions.add_hours(by=cast.bob, weekdays=[day], starts=dt.time(0), ends=dt.time(12))
        actions.add_hours(by=cast.bob, weekdays=[day], starts=dt.time(12), ends=dt.time(0))
    page = carol.get(reverse("roster_coverage") + "?week=2026-07-01")
    assert page.context["monday"] == dt.date(2026, 6, 29)
    assert "Sunday 00:00" in page.text
    assert page.text.count('class="gap"') == 24
    other = carol.get(reverse("roster_coverage") + "?week=2026-07-01&language=vi")
    assert other.text.count('class="gap"') == 168


@pytest.mark.parametrize(("week", "hours"), [("2026-03-08", 167), ("2026-11-01", 169)])
def test_a_week_in_which_clocks_change_still_has_seven_days(carol, week, hours, settings):
    settings.AGENCY_TIME_ZONE = "America/Denver"
    rows = carol.get(reverse("roster_coverage") + f"?week={week}").context["rows"]
    assert len(rows) == 24
    assert sum(cell is None for _hour, cells in rows for cell in cells) == (hours == 167)


@pytest.mark.parametrize("odd", ["", "soon", "2026-13-01", "9999-01-01", "0001-01-01"])
def test_an_odd_week_is_this_week(carol, odd):
    page = carol.get(reverse("roster_coverage") + f"?week={odd}&kind=x&language=y")
    today = local_time.today()
    assert page.context["monday"] == today - dt.timedelta(days=today.weekday())


def test_who_is_off_the_list_covers_nothing(carol, cast, bob):
    always(bob)
    assert "Somebody can be reached at every hour" in carol.get(reverse("roster_coverage")).text
    took(cast.bob, course(), -1)
    assert "Somebody can be reached" not in carol.get(reverse("roster_coverage")).text


# --- files and pictures -----------------------------------------------------------------------------------


def test_the_file_has_the_same_people_and_no_formulas(carol, cast, bob):
    cast.bob.name = "=cmd()"
    cast.bob.save()
    plain = carol.get(reverse("roster_export"))
    assert plain["Content-Type"].startswith("text/csv")
    assert "'=cmd()" in plain.text
    assert ",=cmd" not in plain.text
    sheet = carol.get(reverse("roster_export") + "?as=xlsx")
    data = tablib.Dataset().load(io.BytesIO(sheet.content), format="xlsx")
    assert (len(data), data.headers[0], data[0][0]) == (1, "Name", "'=cmd()")
    assert "attachment" in sheet["Content-Disposition"]


def test_a_photo_is_seen_by_whoever_may_read_the_page(client, cast, bob):
    Photo.objects.create(supporter=bob, jpeg=b"jpeg")
    there = reverse("supporter_photo", args=[bob.pk])
    sign_in(client, cast.alice)
    answer = client.get(there)
    assert (answer.content, answer["Content-Type"]) == (b"jpeg", "image/jpeg")
    assert client.post(there).status_code in {404, 405}
    bob.move_to("paused")
    bob.save()
    assert client.get(there).status_code == 404
    assert sign_in(client, cast.bob).get(there).status_code == 200
