"""The same choices over GraphQL: one's own, shortened, and a plain answer to a slip."""

from tests.api import bearer, post
from tests.trust.channels.conftest import texts  # noqa: F401 - a fixture
from tests.trust.channels.people import add_device, proved
from trust import channels

MINE = """{ myNoticeChoices { mail sms quietFrom quietUntil rest wake address number devices } }"""


def asked(user, text):
    return post({"query": text}, **bearer(user)).json()["data"]


def test_own_choices_and_nobody_elses(cast, texts):  # noqa: F811
    proved(cast.alice, "sms", "555-234-0142")
    proved(cast.alice, "mail", "canary-me@home.example")
    add_device(cast.alice)
    own = asked(cast.alice, MINE)["myNoticeChoices"]
    assert own == {
        "mail": "PRIVATE", "sms": True, "quietFrom": None, "quietUntil": None, "rest": False,
        "wake": False, "address": "c…@home.example", "number": "… 42", "devices": 1,
    }  # fmt: skip
    assert asked(cast.frank, MINE)["myNoticeChoices"]["devices"] == 0


SET = """mutation { setNoticeChoices(mail: %s, quietFrom: "22:00:00", quietUntil: "07:00:00", rest: true)
  { choices { mail quietFrom rest } errors { field code } } }"""


def test_set_and_read(alice):
    done = asked(alice, SET % "OFF")["setNoticeChoices"]
    assert done["errors"] == []
    assert done["choices"] == {"mail": "OFF", "quietFrom": "22:00:00", "rest": True}
    assert channels.mine(by=alice).wishes.quiet_until == "07:00"


def test_a_slip_comes_back_in_words(alice):
    done = asked(alice, SET % "PRIVATE")["setNoticeChoices"]
    assert done["errors"] == [{"field": "mail", "code": "NO_ADDRESS"}]
    assert done["choices"] is None


def test_null_says_the_same_as_leaving_it_out(alice):
    text = SET.replace("rest: true", "sms: null, rest: null, wake: null")
    done = asked(alice, text % "OFF")["setNoticeChoices"]
    assert done["errors"] == []
    assert done["choices"] == {"mail": "OFF", "quietFrom": "22:00:00", "rest": False}
