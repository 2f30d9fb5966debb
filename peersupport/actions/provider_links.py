"""The link by which a provider without an account answers: made, mailed, opened, ended.

The address carries 256 bits: an HMAC over a random row, under a key that no database holds. Stored is
its digest alone. So a copied database opens no link, and a worker that died while it mailed sends the
same link again instead of a second one.
"""

from __future__ import annotations

import datetime as dt
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from hmac import digest as hmac_digest

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agency import clock
from peersupport.models import Provider, ProviderLink, Referral, ReferralDetails
from trust import access, audit, outbox
from trust.fields import many
from trust.keyfile import key_file

LASTS = dt.timedelta(days=30)
# The link outlives an appointment by this, so that the provider can say that it took place.
AFTER_APPOINTMENT = dt.timedelta(days=7)
# But it ends half a year after it was made, the span in which a time may be set: else a provider
# could keep it alive for ever by setting one appointment after the other.
AT_MOST = dt.timedelta(days=180)
LENGTH = 43  # 32 bytes in URL-safe base64, without padding
FEW = 50  # links that are made on the spot
PERMISSION = "link that the officer agreed to"


# --- making -------------------------------------------------------------------------------------


def token(referral: uuid.UUID, provider: uuid.UUID, turn: int) -> str:
    """The secret part of the address; the same for the same turn."""
    key = key_file().domain_key("provider-link")
    told = referral.bytes + provider.bytes + turn.to_bytes(4, "big")
    return urlsafe_b64encode(hmac_digest(key, told, "sha256")).decode().rstrip("=")


def fingerprint(secret: str) -> str:
    """What is stored of it."""
    return sha256(secret.encode()).hexdigest()


def end(referrals: Iterable[uuid.UUID]) -> None:
    """The links of these referrals lead nowhere from now on."""
    theirs = ProviderLink.objects.filter(referral__pk__among=many(referrals), ended_at=None)
    theirs.update(ended_at=clock.now())


def live_on(referral: uuid.UUID, moment: dt.datetime) -> None:
    """The link of this referral outlives an appointment, as far as a link may."""
    for link in ProviderLink.objects.live().filter(referral=referral):
        until = min(moment + AFTER_APPOINTMENT, link.made_at + AT_MOST)
        longer = ProviderLink.objects.filter(pk=link.pk, expires_at__lt=until)
        longer.update(expires_at=until)


def issue(given: Mapping[uuid.UUID, uuid.UUID]) -> None:
    """A link for each referral -> provider, as far as the provider has an e-mail address, and its mail."""
    reachable = Provider.objects.exclude(email="").filter(pk__in=set(given.values()))
    known = set(reachable.values_list("pk", flat=True))
    wanted = [pk for pk, provider in given.items() if provider in known]
    rows = Referral.objects.filter(pk__among=many(wanted))
    now = clock.now()
    made = [
        ProviderLink(
            participant_id=participant,
            referral_id=pk,
            provider_id=given[pk],
            turn=turn,
            digest=fingerprint(token(pk, given[pk], turn)),
            made_at=now,
            expires_at=now + LASTS,
        )
        for pk, participant, turn in rows.values_list("pk", "participant_id", "round")
    ]
    ProviderLink.objects.bulk_create(
        made,
        batch_size=1_000,
        update_conflicts=True,
        unique_fields=["referral", "provider"],
        update_fields=["turn", "digest", "made_at", "expires_at", "sent_at", "ended_at"],
    )
    _queue(ProviderLink.objects.filter(referral__pk__among=many(wanted), ended_at=None))


def issue_soon(given: Mapping[uuid.UUID, uuid.UUID], moment: dt.datetime) -> None:
    """``issue``, by a job of its own when there are many, so that no sweep waits for it.

    ``moment``: when these referrals moved; by it the job finds them again.
    """
    if len(given) <= FEW:
        issue(given)
        return
    key = f"{min(given)}|{moment.isoformat()}"
    outbox.enqueue("peersupport.issue_links", key=key, moved=moment.isoformat())


@transaction.atomic
def issue_links(*, moved: str) -> None:
    """Links for the referrals that moved at this moment and have none. Twice changes nothing."""
    rows = Referral.objects.open().filter(moved_at=dt.datetime.fromisoformat(moved), state="sent")
    living = ProviderLink.objects.filter(referral=OuterRef("pk"), ended_at=None)
    rows = rows.filter(~Exists(living), provider__isnull=False)
    issue(dict(rows.values_list("pk", "provider_id")))


def _queue(links: QuerySet[ProviderLink]) -> None:
    rows = links.filter(sent_at=None).values_list("pk", "turn")
    outbox.enqueue_many(
        "peersupport.mail_provider", ((f"{pk}|{turn}", {"link": str(pk)}) for pk, turn in rows)
    )


def tell_provider(row: Referral) -> None:
    """The same neutral mail again, because there is something new behind the link."""
    link = ProviderLink.objects.live().filter(referral=row, sent_at__isnull=False).first()
    if link is not None:
        ProviderLink.objects.filter(pk=link.pk).update(sent_at=None)
        key = f"{link.pk}|{row.moved_at.isoformat()}"
        outbox.enqueue("peersupport.mail_provider", key=key, link=str(link.pk))


def tell_of_end(row: Referral) -> None:
    """A mail about an appointment that will not be, as long as the link still leads to the provider."""
    link = ProviderLink.objects.live().filter(referral=row).first()
    if link is not None:
        outbox.enqueue("peersupport.mail_end", key=f"{link.pk}|{link.turn}", link=str(link.pk))


# --- mailing ------------------------------------------------------------------------------------


def mail_provider(*, link: str) -> None:
    """Mail one link, unless that was done or it has ended. Names nobody and nothing."""
    row = ProviderLink.objects.live().filter(pk=link, sent_at=None)
    found = row.select_related("provider", "referral").first()
    if found is None or not found.provider.email:
        return
    with translation.override(settings.LANGUAGE_CODE):
        message = EmailMessage(
            subject=_("A request is waiting for you"),
            body=_letter(found),
            to=[found.provider.email],
            # A second copy after a crash carries the same id, so mail programs show it once.
            headers={"Message-ID": f"<{found.pk}.{found.referral.moved_at.timestamp()}@argus>"},
        )
    message.send()
    row.update(sent_at=clock.now())


def mail_end(*, link: str) -> None:
    """Tell a provider that the appointment is off and nothing is left to do. Names nobody."""
    found = ProviderLink.objects.filter(pk=link).select_related("provider", "referral").first()
    if found is None or not found.provider.email:
        return
    with translation.override(settings.LANGUAGE_CODE):
        message = EmailMessage(
            subject=_("The appointment is off"),
            body=_(
                "The appointment for request number %(number)s of %(agency)s is off, and the request "
                "has ended. Nothing is left for you to do. Questions: %(phone)s."
            )
            % {
                "number": found.referral.reference,
                "agency": settings.AGENCY_NAME,
                "phone": settings.TEAM_PHONE,
            },
            to=[found.provider.email],
            headers={"Message-ID": f"<{found.pk}.{found.turn}.end@argus>"},
        )
    message.send()


def _letter(link: ProviderLink) -> str:
    return _(
        "%(agency)s has a request for you, number %(number)s. Open it here, no account needed:\n\n"
        "%(address)s\n\n"
        "The link works until %(day)s, for you alone. Please don't pass it on. Questions: %(phone)s."
    ) % {
        "agency": settings.AGENCY_NAME,
        "number": link.referral.reference,
        "address": settings.BASE_URL
        + reverse("provider_page", args=[token(link.referral_id, link.provider_id, link.turn)]),
        "day": date_format(link.expires_at, "DATE_FORMAT"),
        "phone": settings.TEAM_PHONE,
    }


# --- opening ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Opened:
    """What stands behind a link for whoever holds it: what the officer agreed to, no more."""

    link: ProviderLink
    shown: dict[str, object]


def living(secret: str) -> ProviderLink | None:
    """The link with this secret while it lives. Says nothing about the officer, writes nothing."""
    if len(secret) != LENGTH:
        return None
    found = ProviderLink.objects.live().filter(digest=fingerprint(secret), provider__active=True)
    return found.select_related("provider", "referral", "referral__owner").first()


@transaction.atomic
def open_by_link(*, secret: str) -> Opened | None:
    """Open what the officer agreed to show. The look stands in the officer's log before it opens."""
    link = living(secret)
    if link is None:
        return None
    details = ReferralDetails.objects.filter(referral=link.referral_id).first()
    if details is None:
        return Opened(link, {})
    with audit.acting(None):
        opened = access.reveal_outside(details, viewer=link.provider_id, permission=PERMISSION)
    return Opened(link, dict(opened.content["shown"] or {}))  # type: ignore[call-overload]
