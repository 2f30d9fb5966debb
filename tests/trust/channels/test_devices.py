"""Devices: known services only, five at most, the same one once."""

import pytest
from django.db import IntegrityError, transaction

from tests.trust.channels.people import FCM, add_device, browser_keys
from tests.trust.channels.test_choosing import refused
from trust import channels, vault
from trust.models import PushDevice


def test_the_same_browser_again_is_the_same_device(alice):
    add_device(alice, FCM + "one")
    row = add_device(alice, FCM + "one")
    assert PushDevice.objects.get() == row
    assert channels.mine(by=alice).devices[0].endpoint == FCM + "one"


def test_the_mark_tells_nothing_and_differs_from_person_to_person(cast):
    marks = {add_device(each, FCM + "one").mark for each in (cast.alice, cast.bob)}
    assert len(marks) == 2


def test_five_and_no_more(alice):
    rows = [add_device(alice) for _each in range(5)]
    given = {"by": alice, "endpoint": FCM + "six", **browser_keys()[1]}
    assert refused(channels.add_device, **given) == ("", "too_many_devices")
    channels.remove_device(by=alice, device=rows[0].pk)
    assert add_device(alice)
    assert channels.remove_all_devices(by=alice) == 5
    assert not channels.has_devices(by=alice)


def test_foreign_addresses_and_broken_keys(alice):
    keys = browser_keys()[1]
    there = {"by": alice, "endpoint": "http://169.254.169.254/latest", **keys}
    assert refused(channels.add_device, **there) == ("", "not_a_service")
    broken = {"by": alice, "endpoint": FCM + "x", **keys, "p256dh": "AAAA"}
    assert refused(channels.add_device, **broken) == ("", "keys")
    assert not PushDevice.objects.exists()


def test_kept_once_whoever_writes(alice):
    row = add_device(alice)
    mine = vault.participant(alice, "portal")
    with pytest.raises(IntegrityError, match=r"a_device_is_kept_once|UNIQUE"), transaction.atomic():
        PushDevice.objects.create(participant=mine, mark=row.mark, content=b"x")
