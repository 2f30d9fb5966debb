"""*How you hear from us*: everything by plain forms, nothing whole on the screen, nothing of others."""

import datetime as dt

import pytest
from django.urls import reverse

from tests.factories import sign_in
from tests.trust.channels.people import FCM, add_device, browser_keys, proved
from trust import channels, outbox
from trust.models import NoticeCode, PushDevice
from trust.notify import codes

PAGE = "/notices/"


@pytest.fixture
def mine(client, alice):
    return sign_in(client, alice)


def text(answer) -> str:
    return answer.content.decode()


def test_says_the_sentence_word_for_word_and_who_sees_it(mine):
    page = text(mine.get(PAGE))
    assert "There is something new for you." in page
    assert "Nobody here: not your supervisor" in page
    assert "They are not set up at this agency" in page


def test_the_page_asks_the_database_as_often_however_much_is_there(
    mine,
    alice,
    texts,
    django_assert_max_num_queries,
):
    for _each in range(5):
        add_device(alice)
    proved(alice, "sms", "555-234-0142")
    channels.ask_code(by=alice, channel="mail", to="me@home.example")
    with django_assert_max_num_queries(10):
        mine.get(PAGE)


def test_saves_channels_and_hours(mine, alice):
    form = {"mail": "off", "quiet_from": "22:00", "quiet_until": "07:00", "rest": "on"}
    assert mine.post(PAGE, form)["Location"] == PAGE
    now = channels.mine(by=alice).wishes
    assert (now.mail, now.quiet_from, now.rest, now.wake) == ("off", "22:00", True, False)
    assert 'value="22:00"' in text(mine.get(PAGE))


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "Still to do: E-mail"),
        ({"mail": "off", "quiet_from": "22:00"}, "Give both times"),
        ({"mail": "off", "quiet_from": "late"}, "Write the time like 21:30."),
        ({"mail": "pigeon"}, "pigeon"),
        ({"mail": "work"}, "work"),
        ({"mail": "off", "quiet_from": "22:00", "quiet_until": "21:59"}, "at least four hours"),
    ],
)
def test_a_slip_keeps_the_page_and_says_what_is_needed(mine, alice, form, said):
    answer = mine.post(PAGE, form)
    assert answer.status_code == 200
    assert said in text(answer)
    assert channels.mine(by=alice).wishes.mail == "account"


def test_an_address_is_entered_proved_and_deleted(mine, alice, mailoutbox):
    mine.post(reverse("notice_code"), {"channel": "mail", "to": "canary-me@home.example"})
    outbox.drain()
    page = text(mine.get(PAGE))
    assert "c…@home.example" in page
    assert "canary-me@home.example" not in page
    assert mailoutbox[0].to == ["canary-me@home.example"]
    wrong = mine.post(reverse("notice_proof"), {"channel": "mail", "code": "nonsense"})
    assert "That is not the code" in text(wrong)
    digits = codes.digits(NoticeCode.objects.get().nonce)
    mine.post(reverse("notice_proof"), {"channel": "mail", "code": digits})
    assert channels.mine(by=alice).wishes.mail == "private"
    mine.post(reverse("notice_forget"), {"channel": "mail"})
    assert channels.mine(by=alice).wishes.address == ""


def test_a_number_that_is_none(mine, texts):
    answer = mine.post(reverse("notice_code"), {"channel": "sms", "to": "call me"})
    assert "Write the number with its area code" in text(answer)
    assert answer.content.count(b'id="id_sms_to"') == 1


def test_five_wrong_codes_through_the_page_are_counted(mine, alice):
    channels.ask_code(by=alice, channel="mail", to="me@home.example")
    for _each in range(6):
        answer = mine.post(reverse("notice_proof"), {"channel": "mail", "code": "x"})
    assert "No code is open any more" in text(answer)


@pytest.mark.parametrize("name", ["notice_code", "notice_proof", "notice_forget"])
def test_no_other_channel(mine, name):
    assert mine.post(reverse(name), {"channel": "push", "to": "x", "code": "1"}).status_code == 404


def test_a_device_comes_and_goes(mine):
    given = {"endpoint": FCM + "canary-device", **browser_keys()[1]}
    mine.post(reverse("notice_device"), given)
    page = text(mine.get(PAGE))
    assert "A device, since" in page
    assert "canary-device" not in page
    mine.post(reverse("notice_device_remove", args=[PushDevice.objects.get().pk]))
    assert not PushDevice.objects.exists()


@pytest.mark.parametrize("endpoint", ["", "http://fcm.googleapis.com/x", "https://127.0.0.1/"])
def test_a_foreign_address_is_no_device(mine, endpoint):
    answer = mine.post(
        reverse("notice_device"), {"endpoint": endpoint, **browser_keys()[1]}, follow=True
    )
    assert "a service that we don’t send to" in text(answer)


def test_send_me_one_now(mine, mailoutbox):
    assert "One is on its way" in text(mine.post(reverse("notice_now"), follow=True))
    outbox.drain()
    assert len(mailoutbox) == 1
    assert "Give it a minute" in text(mine.post(reverse("notice_now"), follow=True))


def test_a_work_mailbox_is_offered_with_a_plain_warning(mine, alice):
    alice.email = "alice@riverbend.example"
    alice.save()
    page = text(mine.get(PAGE))
    assert "Nothing is sent there unless you say so." in page
    assert "The department may be able to read it. (a…@riverbend.example)" in page
    assert "checked" not in page


def test_waking_is_offered_to_those_who_help(client, cast):
    assert "Wake me" not in text(sign_in(client, cast.alice).get(PAGE))
    assert "Wake me" in text(sign_in(client, cast.bob, "peer_support").get(PAGE))


@pytest.mark.parametrize("way", ["/accounts/logout/", "idle"])
def test_a_browser_that_shows_messages_goes_on_after_signing_out(client, cast, way):
    for person, kept in ((cast.alice, True), (cast.frank, False)):
        sign_in(client, person)
        if kept:
            add_device(person)
        if way == "idle":
            client.get("/")
            session = client.session
            session["last_seen"] -= 901
            session.save()
            answer = client.get("/")
        else:
            answer = client.post(way)
        assert answer["Clear-Site-Data"] == ('"cache"' if kept else '"cache", "storage"')


def test_signing_out_everywhere_ends_every_device(mine, alice):
    add_device(alice)
    mine.post(reverse("sign_out_everywhere"), {"password": "correct horse battery"})
    assert not PushDevice.objects.exists()


def test_quiet_hours_are_read_back_as_times(mine, alice):
    channels.choose(by=alice, mail="off", quiet_from=dt.time(22), quiet_until=dt.time(7))
    assert channels.mine(by=alice).wishes.hours.until == dt.time(7)
