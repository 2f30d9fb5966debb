"""What one person wishes about messages, and where they can be reached because of it.

Opens sealed addresses for the system, which acts for their owner: nothing here reaches a page, a log or
another person. ``of`` reads any number of people with the same few queries.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field

from django.conf import settings
from django.db.models import Model, TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from agency import clock, local_time
from agency.models import Shift, User
from trust import quiet, vault
from trust.fields import many
from trust.models import Channel, Notice, NoticeChoice, Participant, PushDevice
from trust.quiet import Hours

DOMAIN = "portal"


class MailTo(TextChoices):
    """Where e-mail goes. ``WORK`` is the account's address, chosen although the department can read it."""

    OFF = "off", _("No e-mail")
    PRIVATE = "private", _("To my private address")
    ACCOUNT = "account", _("To the address of my account")
    WORK = "work", _("To my work mailbox. The department may be able to read it.")


@dataclass(frozen=True)
class Wishes:
    """The choices of one person; as it stands, those of somebody who chose nothing."""

    mail: str = MailTo.ACCOUNT
    sms: bool = False
    quiet_from: str = ""  # "21:30" on the agency's clock; both or none
    quiet_until: str = ""
    rest: bool = False  # quiet also after a night shift
    wake: bool = False  # not on duty
    address: str = ""  # private, confirmed
    number: str = ""  # confirmed

    @property
    def hours(self) -> Hours | None:
        if not self.quiet_from or not self.quiet_until:
            return None
        return Hours(
            dt.time.fromisoformat(self.quiet_from), dt.time.fromisoformat(self.quiet_until)
        )


@dataclass(frozen=True)
class Device:
    """A browser that takes pushes: where its service listens, and the keys that only it can use."""

    pk: uuid.UUID
    endpoint: str
    p256dh: str
    auth: str
    added: str

    @property
    def day(self) -> str:
        return date_format(dt.date.fromisoformat(self.added))


@dataclass(frozen=True)
class Reach:
    """A person as a messenger needs them."""

    person: User
    wishes: Wishes = Wishes()
    devices: tuple[Device, ...] = ()
    shifts: tuple[tuple[dt.datetime, dt.datetime], ...] = field(default=(), repr=False)

    @property
    def mail_address(self) -> str:
        return address_of(self.person, self.wishes)

    def channels(self) -> list[tuple[Channel, Device | None]]:
        """Every way that this person wants, one for each device."""
        found: list[tuple[Channel, Device | None]] = []
        if self.mail_address:
            found.append((Channel.MAIL, None))
        if self.wishes.sms and self.wishes.number and settings.SMS_BACKEND:
            found.append((Channel.SMS, None))
        return found + [(Channel.PUSH, each) for each in self.devices]

    def waits_until(self, haste: str) -> dt.datetime | None:
        """When this person may be disturbed; None when that is now."""
        if haste == Notice.Haste.NOW or (haste == Notice.Haste.DUTY and self.wishes.wake):
            return None
        now, zone, ends = clock.now(), local_time.zone(), []
        if self.wishes.hours:
            ends.append(quiet.ends(now, self.wishes.hours, zone))
        if self.wishes.rest:
            ends.append(quiet.rested(self.shifts, now, zone))
        return max((each for each in ends if each), default=None)


# --- addresses ----------------------------------------------------------------------------------


def address_of(person: User, wishes: Wishes) -> str:
    """Where e-mail to this person goes; empty when it goes nowhere."""
    if wishes.mail == MailTo.PRIVATE:
        return wishes.address
    allowed = wishes.mail == MailTo.WORK or (
        wishes.mail == MailTo.ACCOUNT and not is_departments(person.email)
    )
    return person.email if allowed else ""


def is_departments(address: str) -> bool:
    """Whether the department runs this mailbox. Where nobody named its domains, any may be one."""
    domain = address.rpartition("@")[2].lower()
    known = [each.lower().lstrip("@.") for each in settings.AGENCY_MAIL_DOMAINS]
    return not known or any(domain == each or domain.endswith(f".{each}") for each in known)


# --- sealed rows ----------------------------------------------------------------------------------


def seal(row: Model, content: object) -> None:
    """Put ``content`` into the row, sealed for its owner at this place."""
    plain = json.dumps(content, sort_keys=True).encode()
    owner = vault.owner_of(row)
    vars(row)["content"] = vault.seal(plain, owner, DOMAIN, _place(row))


def opened(row: Model) -> dict[str, str]:
    """The content of a row. Raises ``SealBroken``."""
    sealed = bytes(vars(row)["content"])
    found = json.loads(vault.open_(sealed, vault.owner_of(row), DOMAIN, _place(row)))
    return dict(found)


def _place(row: Model) -> bytes:
    return vault.bind(row._meta.label_lower, "content", row.pk, vault.owner_of(row))


def read(row: NoticeChoice | None) -> Wishes:
    """The wishes of a row; what a newer version added stands at its default."""
    kept = opened(row) if row else {}
    return Wishes(**{name: value for name, value in kept.items() if name in asdict(Wishes())})  # type: ignore[arg-type]


def device(row: PushDevice) -> Device:
    kept = opened(row)
    return Device(row.pk, kept["endpoint"], kept["p256dh"], kept["auth"], kept["added"])


# --- people ---------------------------------------------------------------------------------------


def of(people: Collection[User]) -> dict[uuid.UUID, Reach]:
    """How each of these people is reached, by their id. Seven queries, however many they are."""
    handles = {vault.handle(each.pk, DOMAIN): each for each in people}
    if not handles:
        return {}
    with vault.keyring():
        vault.load_keys(handles, DOMAIN)
        choices = {
            row.participant_id: read(row)
            for row in NoticeChoice.objects.filter(participant__pk__among=many(handles))
        }
        devices: dict[uuid.UUID, list[Device]] = {}
        for row in PushDevice.objects.filter(participant__pk__among=many(handles)):
            devices.setdefault(row.participant_id, []).append(device(row))
    shifts = _shifts([handles[each] for each, wishes in choices.items() if wishes.rest])
    return {
        person.pk: Reach(
            person,
            choices.get(mine, Wishes()),
            tuple(devices.get(mine, ())),
            tuple(shifts.get(person.pk, ())),
        )
        for mine, person in handles.items()
    }


Worked = dict[uuid.UUID, list[tuple[dt.datetime, dt.datetime]]]


def _shifts(people: Iterable[User]) -> Worked:
    """Who works now or did so within the time of rest."""
    ids = [each.pk for each in people]
    if not ids:
        return {}
    now, found = clock.now(), Worked()
    rows = Shift.objects.filter(
        user__pk__among=many(ids), starts__lte=now, ends__gt=now - quiet.REST
    ).values_list("user", "starts", "ends")
    for user, starts, ends in rows:
        found.setdefault(user, []).append((starts, ends))
    return found


def behind(handles: Iterable[Participant]) -> dict[uuid.UUID, User]:
    """Who stands behind these handles, among those whose account is on. A destroyed key names nobody."""
    rows = {each.pk: each for each in handles}
    ids = {}
    with vault.keyring():
        for domain in {each.domain for each in rows.values()}:
            vault.load_keys([pk for pk, each in rows.items() if each.domain == domain], domain)
        for pk, each in rows.items():
            try:
                ids[pk] = vault.person(each)
            except vault.SealBroken:
                continue
    people = (
        {
            each.pk: each
            for each in User.objects.filter(pk__among=many(set(ids.values())), is_active=True)
        }
        if ids
        else {}
    )
    return {pk: people[user] for pk, user in ids.items() if user in people}
