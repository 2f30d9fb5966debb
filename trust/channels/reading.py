"""What the person chose, for their own eyes."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from agency.models import User
from trust import access, vault
from trust.models import NoticeChoice, NoticeCode, PushDevice
from trust.notify import codes, wishes
from trust.notify.wishes import DOMAIN, Device, MailTo, Wishes


@dataclass(frozen=True)
class Mine:
    """Everything that the person chose, and what waits for its digits. For their own eyes."""

    wishes: Wishes
    devices: tuple[Device, ...]
    waiting: dict[str, str]  # channel -> address or number without its proof
    work_mailbox: bool  # whether the account's address is the department's

    @property
    def mail_goes_nowhere(self) -> bool:
        return self.wishes.mail == MailTo.ACCOUNT and self.work_mailbox


def mine(*, by: User) -> Mine:
    """The person's own choices. Three queries, and one for the key."""
    own = vault.handle(by.pk, DOMAIN)
    with vault.keyring():
        choice = access.visible(by, NoticeChoice).filter(participant=own).first()
        devices = access.visible(by, PushDevice).filter(participant=own)
        open_codes = access.visible(by, NoticeCode, "answer").filter(participant=own)
        return Mine(
            wishes=wishes.read(choice),
            devices=tuple(wishes.device(row) for row in devices),
            waiting={
                row.channel: to
                for row in open_codes
                if codes.is_good(row) and (to := wishes.opened(row)["to"])
            },
            work_mailbox=wishes.is_departments(by.email),
        )


def kept(*, by: User) -> dict[str, object]:
    """The same for *download everything*: in clear, for nobody else."""
    found = mine(by=by)
    return asdict(found.wishes) | {
        "devices": [{"added": each.added} for each in found.devices],
        "waiting_for_a_code": found.waiting,
    }


def masked(address: str) -> str:
    """Enough for its owner to know it again, too little for whoever looks over their shoulder."""
    if "@" in address:
        name, _at, domain = address.partition("@")
        return f"{name[:1]}…@{domain}"
    return f"… {address[-2:]}" if address else ""
