"""*Send me one now*, whatever the hour, a few times at most."""

import datetime as dt

import pytest

from agency import clock
from tests.trust.channels.test_choosing import refused
from trust import channels, outbox
from trust.models import Notice

MINUTE = dt.timedelta(minutes=1)


def test_one_now_also_in_quiet_hours(alice, mailoutbox):
    now = clock.now()
    at = now.astimezone(dt.UTC)
    channels.choose(by=alice, mail="account", quiet_from=dt.time(0), quiet_until=dt.time(19))
    channels.choose(by=alice, mail="account", quiet_from=dt.time(19), quiet_until=dt.time(14))
    with clock.at(at):
        channels.send_me_one(by=alice)
        outbox.drain()
    assert len(mailoutbox) == 1


def test_with_every_way_off_there_is_nothing_to_send(alice):
    channels.choose(by=alice, mail="off")
    assert refused(channels.send_me_one, by=alice) == ("", "nowhere")
    assert not Notice.objects.exists()


def test_once_a_minute_and_five_times_an_hour(alice):
    start = clock.now()
    for n in range(5):
        with clock.at(start + n * MINUTE):
            channels.send_me_one(by=alice)
            assert refused(channels.send_me_one, by=alice) == ("", "just_sent")
    with clock.at(start + 6 * MINUTE):
        assert refused(channels.send_me_one, by=alice) == ("", "just_sent")
    with clock.at(start + 62 * MINUTE):
        assert channels.send_me_one(by=alice)


@pytest.mark.parametrize("who", ["alice", "carol"])
def test_it_stands_under_the_persons_own_news(cast, who):
    notice = channels.send_me_one(by=getattr(cast, who))
    assert notice.target == "home"
