"""The page behind the link: no account, no cookie; a link that was looked at tells nothing."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from agency import clock, local_time
from peersupport import actions
from peersupport.actions import provider_links
from peersupport.models import Provider, ProviderLink, Referral
from trust import ledger

SHOWN = {"name": True, "phone": "555-0199", "times": ["evenings", "weekends"]}


@pytest.fixture
def visitor():
    cache.clear()
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def link(cast):
    Provider.objects.create(name="Harbor", kind="eap", email="a@example.org", place=1)
    actions.create_referral(by=cast.alice, kind="eap", shown=SHOWN)
    return ProviderLink.objects.get()


@pytest.fixture
def secret(link):
    return provider_links.token(link.referral_id, link.provider_id, link.turn)


@pytest.fixture
def press(visitor, secret):
    def pressed(answer="", **more):
        said = {"csrf_token": secret, "answer": answer} | more
        return visitor.post(reverse("provider_page", args=[secret]), said)

    return pressed


def test_opening_the_address_shows_nothing_and_leaves_nothing(visitor, cast, secret, link):
    for method in (visitor.get, visitor.head):
        page = method(reverse("provider_page", args=[secret]))
        assert page.status_code == 200
        for word in ("Alice", "555-0199", "Employee", "Carol"):
            assert word not in page.content.decode()
        assert not page.cookies
        assert "no-store" in page["Cache-Control"]
        assert page["Referrer-Policy"] == "no-referrer"
        assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert not ledger.mine(cast.alice).exists()


def test_a_press_opens_what_was_agreed_and_is_written_down(press, cast):
    page = press()
    for word in ("Alice", "555-0199", "Evenings, Weekends", "Carol"):
        assert word in page.text
    assert not page.cookies
    assert ledger.mine(cast.alice).count() == 1


def test_without_the_secret_in_the_form_nothing_opens(visitor, secret, cast):
    where = reverse("provider_page", args=[secret])
    for said in ({}, {"csrf_token": "other"}, {"answer": "acknowledge"}):
        page = visitor.post(where, said)
        assert page.status_code == 422
        assert "Alice" not in page.text
    assert Referral.objects.get().state == "sent"
    assert not ledger.mine(cast.alice).exists()


def test_answers_are_saved_once_and_thanked_for(press):
    assert "It is saved." in press("acknowledge").text
    assert "You told us that already." in press("acknowledge").text
    assert Referral.objects.get().state == "acknowledged"


def test_a_page_after_an_answer_names_nobody(press):
    assert "Alice" not in press("acknowledge").text


def test_an_appointment_on_the_agencys_clock(press):
    day = local_time.today() + dt.timedelta(days=3)
    assert "It is saved." in press("appointment", day=day.isoformat(), time="14:30").text
    met = Referral.objects.get().appointment_at.astimezone(local_time.zone())
    assert (met.date(), met.hour, met.minute) == (day, 14, 30)


@pytest.mark.parametrize(
    ("day", "time", "words"),
    [
        ("2020-01-01", "10:00", "This time has passed"),
        ("", "", "Choose a day"),
        ("x", "y", "Choose a day"),
    ],
)
def test_a_time_that_can_not_be_is_said_kindly(press, day, time, words):
    page = press("appointment", day=day, time=time)
    assert page.status_code == 422
    assert words in page.text


def test_on_the_night_of_the_clock_change_the_first_of_two_hours_counts(press, settings):
    settings.AGENCY_TIME_ZONE = "America/New_York"
    with clock.at(dt.datetime(2026, 10, 20, tzinfo=dt.UTC)):
        ProviderLink.objects.update(expires_at=dt.datetime(2026, 12, 1, tzinfo=dt.UTC))
        press("appointment", day="2026-11-01", time="01:30")
    assert Referral.objects.get().appointment_at == dt.datetime(2026, 11, 1, 5, 30, tzinfo=dt.UTC)


def test_who_can_not_take_it_is_thanked_and_the_link_has_ended(press):
    assert "There is nothing more to do for you." in press("cannot").text
    assert press().status_code == 404


def test_every_dead_address_reads_the_same(visitor, press, cast, link, secret):
    actions.take_back_referral(by=cast.alice, referral=link.referral_id)
    ended = visitor.get(reverse("provider_page", args=[secret]))
    never = visitor.get(reverse("provider_page", args=["x" * 43]))
    assert (ended.status_code, never.status_code) == (404, 404)
    assert ended.content == never.content == press("acknowledge").content
    assert "555-0100" in ended.text


def test_a_guesser_is_slowed_and_a_provider_is_not(visitor, press):
    answers = {visitor.get("/p/wrong/").status_code for _n in range(40)}
    assert answers == {404, 429}
    assert press().status_code == 200


def test_somebody_signed_in_sees_the_same_page(client, cast, secret):
    client.force_login(cast.dan, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(reverse("provider_page", args=[secret]))
    assert "Alice" not in page.text
    assert "Dan" not in page.text
