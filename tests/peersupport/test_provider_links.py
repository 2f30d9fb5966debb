"""The link without an account: 256 bits, stored as a digest, one per referral and provider."""

import datetime as dt

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction

from agency import clock
from peersupport import actions
from peersupport.actions import provider_links
from peersupport.models import Provider, ProviderLink, ReferralDetails
from trust import ledger, outbox, vault
from trust.ledger import LedgerUnavailable
from trust.models import OutboxJob

CANARY = "555-canary-7731"
SHOWN = {"name": True, "phone": CANARY, "email": "", "times": ["evenings"]}


@pytest.fixture
def provider():
    return Provider.objects.create(name="Harbor", kind="eap", email="a@example.org", place=1)


@pytest.fixture
def link(cast, provider):
    actions.create_referral(by=cast.alice, kind="eap", shown=SHOWN)
    return ProviderLink.objects.select_related("referral").get()


def secret_of(link):
    return provider_links.token(link.referral_id, link.provider_id, link.turn)


def test_the_address_carries_256_bits_and_only_its_digest_is_stored(link):
    secret = secret_of(link)
    assert len(secret) == 43
    assert provider_links.living(secret).pk == link.pk
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest FROM peersupport_providerlink")
        assert cursor.fetchone()[0] != secret
    jobs = str(list(OutboxJob.objects.values_list("args", "key")))
    assert secret not in jobs


def test_the_mail_says_nothing_but_where_to_look(cast, link):
    outbox.drain()
    (sent,) = [each for each in mail.outbox if each.to == ["a@example.org"]]
    text = f"{sent.subject} {sent.body} {sent.from_email}"
    assert f"/p/{secret_of(link)}/" in text
    assert link.referral.reference in text
    for word in ("Alice", CANARY, "counsel", "Employee", "eap", "wellness", "alice"):
        assert word not in text
    assert ProviderLink.objects.get().sent_at is not None


def test_the_same_mail_is_not_sent_twice(link):
    outbox.drain()
    actions.mail_provider(link=str(link.pk))
    OutboxJob.objects.filter(name="peersupport.mail_provider").update(done_at=None)
    outbox.drain()
    assert len([each for each in mail.outbox if each.to == ["a@example.org"]]) == 1


def test_opening_shows_what_was_agreed_and_stands_in_the_log_first(cast, link):
    opened = actions.open_by_link(secret=secret_of(link))
    assert opened.shown == {"name": "Alice", "phone": CANARY, "times": ["evenings"]}
    look = ledger.mine(cast.alice).first()
    assert (look.kind, look.outcome, look.role) == (
        "peersupport.referraldetails", "shown", "outside",
    )  # fmt: skip
    assert look.viewer == link.provider_id
    assert look.permission == provider_links.PERMISSION


def test_without_the_log_nothing_opens(cast, link, monkeypatch):
    def broken(looks):
        raise LedgerUnavailable

    monkeypatch.setattr(ledger, "record", broken)
    with pytest.raises(LedgerUnavailable):
        actions.open_by_link(secret=secret_of(link))


def test_nothing_agreed_opens_nothing_and_writes_nothing(cast, provider):
    row = actions.create_referral(by=cast.alice, kind="eap")
    secret = secret_of(ProviderLink.objects.get(referral=row))
    assert actions.open_by_link(secret=secret).shown == {}
    assert not ledger.mine(cast.alice).exists()
    assert not ReferralDetails.objects.exists()


@pytest.mark.parametrize("secret", ["", "x", "x" * 43, "x" * 5000, "ä" * 43])
def test_an_address_that_never_was_leads_nowhere(link, secret):
    assert provider_links.living(secret) is None
    assert actions.open_by_link(secret=secret) is None


def test_it_ends_after_its_days(link):
    secret = secret_of(link)
    with clock.at(link.expires_at - dt.timedelta(seconds=1)):
        assert provider_links.living(secret)
    with clock.at(link.expires_at):
        assert provider_links.living(secret) is None


def test_it_ends_when_it_is_taken_back_and_the_details_are_gone(cast, link):
    actions.take_back_referral(by=cast.alice, referral=link.referral_id)
    assert provider_links.living(secret_of(link)) is None
    assert not ReferralDetails.objects.exists()


def test_it_ends_when_it_is_handed_on_or_the_provider_is_off_the_list(cast, link, provider):
    secret = secret_of(link)
    Provider.objects.update(active=False)
    assert provider_links.living(secret) is None
    Provider.objects.update(active=True)
    actions.hand_on_referral(by=cast.carol, referral=link.referral_id)
    assert provider_links.living(secret) is None


def test_handed_back_later_it_is_the_same_row_with_another_address(cast, link, provider):
    first = secret_of(link)
    actions.hand_on_referral(by=cast.carol, referral=link.referral_id)
    actions.hand_on_referral(by=cast.carol, referral=link.referral_id, provider=provider.pk)
    again = ProviderLink.objects.get()
    assert again.pk == link.pk
    assert secret_of(again) != first
    assert provider_links.living(first) is None
    assert provider_links.living(secret_of(again))


def test_a_provider_without_an_address_gets_no_link(cast):
    Provider.objects.create(name="Quay", kind="family", phone="555-0133")
    row = actions.create_referral(by=cast.alice, kind="family")
    assert row.provider.name == "Quay"
    assert not ProviderLink.objects.filter(referral=row).exists()


def test_the_database_keeps_one_link_per_referral_and_provider(link, provider):
    other = Provider.objects.create(name="Mill", kind="eap", email="b@example.org")
    same = {"participant_id": link.participant_id, "referral_id": link.referral_id}
    ends = clock.now() + dt.timedelta(days=1)
    wrong = (
        {"provider": provider, "digest": "1", "expires_at": ends, "ended_at": clock.now()},
        {"provider": other, "digest": "2", "expires_at": ends},
        {"provider": other, "digest": link.digest, "expires_at": ends, "ended_at": clock.now()},
        {"provider": other, "digest": "3", "expires_at": link.made_at, "made_at": link.made_at,
         "ended_at": clock.now()},
    )  # fmt: skip
    for each in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            ProviderLink.objects.create(**same, **each)


def test_what_the_officer_wrote_lies_sealed(link):
    with connection.cursor() as cursor:
        cursor.execute("SELECT shown FROM peersupport_referraldetails")
        assert CANARY.encode() not in bytes(cursor.fetchone()[0])
    with vault.keyring():
        assert vault.open_row(ReferralDetails.objects.get())["shown"]["phone"] == CANARY
