"""Browsers that show the one sentence: five at most, each removed with one press."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agency import local_time
from agency.models import User
from trust import access, audit, vault
from trust.channels.own import locked
from trust.models import PushDevice
from trust.notify import push, wishes
from trust.notify.wishes import DOMAIN
from trust.refusal import Refusal

DEVICES = 5


@transaction.atomic
def add_device(*, by: User, endpoint: str, p256dh: str, auth: str) -> PushDevice:
    """Let this browser show the one sentence. The same browser again changes nothing but its keys.

    Refuses ``not_a_service``, ``keys``, ``too_many_devices``.
    """
    if not push.is_service(endpoint):
        message = _("This browser uses a service that we don’t send to. Choose another way.")
        raise Refusal("", "not_a_service", message)
    if not push.are_keys(p256dh, auth):
        raise Refusal("", "keys", _("The browser gave no usable key. Please press once more."))
    locked(by)  # two devices at once are counted one after the other
    own = vault.participant(by, DOMAIN)
    mark = vault.mac(own.pk, endpoint.encode())
    rows = access.visible(by, PushDevice, "change").filter(participant=own)
    row = rows.filter(mark=mark).first()
    if row is None and rows.count() >= DEVICES:
        message = _("Five devices get messages already. Remove one of them first.")
        raise Refusal("", "too_many_devices", message)
    row = row or PushDevice(participant=own, mark=mark)
    today = local_time.today().isoformat()
    wishes.seal(row, {"endpoint": endpoint, "p256dh": p256dh, "auth": auth, "added": today})
    with audit.acting(by):
        row.save()
    return row


def remove_device(*, by: User, device: uuid.UUID | str) -> None:
    """No message goes there any more."""
    with transaction.atomic(), audit.acting(by):
        access.fetch(by, "delete", PushDevice, pk=device).delete()


def remove_all_devices(*, by: User) -> int:
    """For somebody who lost one: none gets a message any more. How many there were."""
    with transaction.atomic(), audit.acting(by):
        own = vault.handle(by.pk, DOMAIN)
        return access.visible(by, PushDevice, "delete").filter(participant=own).delete()[0]


def has_devices(*, by: User) -> bool:
    own = vault.handle(by.pk, DOMAIN)
    return access.visible(by, PushDevice).filter(participant=own).exists()
