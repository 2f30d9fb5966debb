"""My contacts: a phone, a few taps, no words; and a name only where the officer gave it."""

import datetime as dt

import pytest
from django.urls import reverse

from agency import clock, local_time
from peersupport import actions
from peersupport.actions.contacts import Entry
from peersupport.models import Ask, Contact, Supporter
from tests.factories import make_user, sign_in
from tests.peersupport.pairs import another, on_roster, pair
from trust import ledger

TAPS = {"channel": "call", "duration": "half", "activation": "self", "when": "today"}


@pytest.fixture
def bob(cast) -> Supporter:
    return on_roster(cast.bob)


@pytest.fixture
def kept(cast, bob) -> Ask:
    return pair(cast.frank, bob)


@pytest.fixture
def phone(client, cast, settings):
    settings.MFA_FOR_ROLES = False
    return sign_in(client, cast.bob, "peer_support")


def logged(cast, **more: object) -> Contact:
    about = {"ask": more.pop("ask")} if "ask" in more else {}
    said = {"day": local_time.today(), "channel": "call", "duration": "half", "activation": "self"}
    return actions.log_contact(by=cast.bob, entry=Entry(**(said | more)), **about)


def fresh(phone, where: str) -> dict[str, str]:
    return {"key": str(phone.get(where).context["form"]["key"].value()), **TAPS}


def test_five_taps_and_it_is_logged(phone, kept):
    where = reverse("contact_log_with", args=[kept.pk])
    answer = phone.post(where, fresh(phone, where) | {"follow_up": "week"}, follow=True)
    assert "Logged. You can change it today" in answer.text
    row = Contact.objects.get()
    assert (row.ask, row.channel, row.day) == (kept, "call", local_time.today())
    assert row.follow_up_on == local_time.today() + dt.timedelta(days=7)
    assert "Blue Heron 7" in answer.text


def test_older_lines_are_one_press_away(phone, cast, bob, monkeypatch):
    monkeypatch.setattr("peersupport.views.contacts.SHOWN", 2)
    days = [local_time.today() - dt.timedelta(days=n) for n in range(3)]
    for day in days:
        logged(cast, day=day)
    page = phone.get(reverse("contacts"))
    assert [each.row.day for each in page.context["newest"]] == days[:2]
    more = phone.get(reverse("contacts") + page.context["next_url"])
    assert [each.row.day for each in more.context["newest"]] == days[2:]
    assert "Back to the start" in more.text
    assert "Show more" not in more.text


def test_pressed_twice_it_is_one_line(phone, bob):
    said = fresh(phone, reverse("contact_log"))
    for _again in range(2):
        phone.post(reverse("contact_log"), said)
    assert Contact.objects.count() == 1


def test_nothing_about_a_person_is_chosen_beforehand(phone, bob):
    assert phone.get(reverse("contact_log")).text.count(" checked") == 1


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ({"channel": ""}, "Still to do: How were you in touch?"),
        ({"when": "other"}, "Choose the day."),
        ({"when": "other", "day": "2199-01-01"}, "This day has not come yet."),
        ({"follow_up": "other", "follow_up_on": "2020-01-01"}, "This day has passed."),
        ({"key": "old"}, "Enter a valid UUID."),
    ],
)
def test_what_is_missing_is_said_and_what_was_tapped_stays(phone, bob, said, text):
    answer = phone.post(reverse("contact_log"), fresh(phone, reverse("contact_log")) | said)
    assert answer.status_code == 422
    assert text in answer.text
    assert not Contact.objects.exists()


def test_a_name_only_where_it_was_given_and_the_look_is_logged(phone, cast, kept):
    assert "Frank" not in phone.get(reverse("contacts")).text
    assert not ledger.mine(cast.frank).exists()
    Ask.objects.update(revealed=True)
    assert "Frank" in phone.get(reverse("contacts")).text
    look = ledger.mine(cast.frank).get()
    assert (look.kind, look.outcome) == ("peersupport.ask", "shown")


def test_an_ended_question_leaves_only_a_number(phone, cast, kept):
    logged(cast, ask=kept.pk, follow_up_on=local_time.today())
    Ask.objects.update(state="ended")
    text = phone.get(reverse("contacts")).text
    assert "Blue Heron" not in text
    assert "1 contact in the last 30 days." in text
    assert "Nobody is waiting for you." in text


def test_due_put_off_and_done_by_logging(phone, cast, kept):
    row = logged(cast, ask=kept.pk, follow_up_on=local_time.today())
    assert "It is time" in phone.get(reverse("contacts")).text
    phone.post(reverse("contact_later", args=[row.pk]), {"until": "week"})
    assert "It is time" not in phone.get(reverse("contacts")).text
    where = reverse("contact_again", args=[row.pk])
    assert "You looked in again" in phone.get(where).text
    phone.post(where, fresh(phone, where))
    row.refresh_from_db()
    assert row.followed_up
    again = phone.post(reverse("contact_later", args=[row.pk]), {"until": "week"}, follow=True)
    assert "Nothing is due here any more." in again.text


def test_put_right_and_deleted(phone, cast, bob):
    row = logged(cast)
    where = reverse("contact_change", args=[row.pk])
    assert phone.get(where).status_code == 200
    phone.post(where, fresh(phone, where) | {"channel": "video"})
    row.refresh_from_db()
    assert row.channel == "video"
    with clock.at(clock.now() + dt.timedelta(days=2)):
        answer = phone.post(where, {"key": str(row.key), **TAPS})
        assert answer.status_code == 422
        assert "You can still delete it." in answer.text
    phone.post(reverse("contact_delete", args=[row.pk]))
    assert not Contact.objects.exists()


def test_somebody_elses_line_and_question_are_not_there(phone, cast, units, kept):
    gina = another("gina", units.agency)
    theirs = pair(cast.alice, gina)
    for name in ("contact_log_with", "exception_open"):
        assert phone.get(reverse(name, args=[theirs.pk])).status_code == 404
    entry = Entry(local_time.today(), "call", "half", "self")
    row = actions.log_contact(by=gina.user, entry=entry, ask=theirs.pk)
    for name in ("contact_again", "contact_change"):
        assert phone.get(reverse(name, args=[row.pk])).status_code == 404
    for name in ("contact_later", "contact_delete"):
        assert phone.post(reverse(name, args=[row.pk])).status_code == 404
    assert ledger.mine(cast.alice).filter(outcome="stopped").count() == 6


@pytest.mark.parametrize(("who", "role"), [("alice", "officer"), ("carol", "wellness_coordinator")])
def test_only_supporters_come_in(client, cast, settings, who, role):
    settings.MFA_FOR_ROLES = False
    sign_in(client, getattr(cast, who), role)
    for name in ("contacts", "contact_log", "my_own_support", "exceptions"):
        assert client.get(reverse(name)).status_code == 403


def test_a_page_for_the_one_who_listens(phone, cast, bob):
    logged(cast, activation="incident")
    text = phone.get(reverse("my_own_support")).text
    assert "1 of them was after an incident." in text
    assert reverse("talk") in text


def test_the_page_asks_as_often_for_many(phone, cast, bob, django_assert_max_num_queries):
    def kept_with(*names):
        for each in names:
            ask = pair(make_user(each), bob)
            for _again in range(3):
                logged(cast, ask=ask.pk, follow_up_on=local_time.today())
        Ask.objects.update(revealed=True)
        return phone.get(reverse("contacts")).text

    assert "Ann" in kept_with("ann")
    with django_assert_max_num_queries(20) as few:
        phone.get(reverse("contacts"))
    most = len(few)
    assert "Edd" in kept_with("ben", "cy", "di", "edd")
    with django_assert_max_num_queries(most):
        phone.get(reverse("contacts"))
