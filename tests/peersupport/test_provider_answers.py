"""What a provider says counts once; what comes too late tells nothing."""

import datetime as dt

import pytest

from agency import clock
from peersupport import actions
from peersupport.actions import provider_links
from peersupport.models import Handoff, Provider, ProviderLink, Slot
from trust import vault
from trust.models import Notice
from trust.refusal import Refusal

DAY = dt.timedelta(days=1)


@pytest.fixture
def provider():
    return Provider.objects.create(name="Harbor", kind="eap", email="a@example.org", place=1)


@pytest.fixture
def link(cast, provider):
    actions.create_referral(by=cast.alice, kind="eap")
    return ProviderLink.objects.select_related("referral").get()


@pytest.fixture
def say(link):
    secret = provider_links.token(link.referral_id, link.provider_id, link.turn)

    def said(answer, starts=None):
        return str(actions.answer_by_link(secret=secret, answer=answer, starts=starts))

    return said


def state(link):
    link.referral.refresh_from_db()
    return link.referral.state


def told(user, domain, target):
    handle = vault.handle(user.pk, domain)
    return Notice.objects.filter(recipient=handle, target=target).count()


def test_the_whole_way(link, say):
    assert say("acknowledge") == "saved"
    assert say("contacted") == "saved"
    assert say("appointment", clock.now() + DAY) == "saved"
    assert state(link) == "appointment"
    assert say("attended") == "saved"
    assert state(link) == "attended"
    link.referral.refresh_from_db()
    assert link.referral.first_appointment_at is not None


def test_used_twice_it_counts_once(link, say):
    assert [say("acknowledge"), say("acknowledge")] == ["saved", "already"]
    assert [say("contacted"), say("acknowledge")] == ["saved", "already"]
    when = clock.now() + DAY
    assert [say("appointment", when), say("appointment", when)] == ["saved", "already"]
    assert [say("attended"), say("attended")] == ["saved", "already"]


@pytest.mark.parametrize(
    ("when", "code"),
    [(None, "no_time"), (-DAY, "past"), (dt.timedelta(0), "past"), (400 * DAY, "too_far")],
)
def test_an_appointment_lies_ahead(link, say, when, code):
    starts = None if when is None else clock.now() + when
    with pytest.raises(Refusal, match=code):
        say("appointment", starts)
    assert state(link) == "sent"


def test_an_appointment_can_be_moved_and_called_off(cast, link, say):
    say("appointment", clock.now() + DAY)
    say("appointment", clock.now() + 2 * DAY)
    assert told(cast.alice, "support", "my_referrals") == 2
    assert [say("call_off"), say("call_off")] == ["saved", "already"]
    assert state(link) == "contacted"
    assert link.referral.appointment_at is None


def test_the_link_outlives_the_appointment(link, say):
    say("appointment", clock.now() + 40 * DAY)
    link.refresh_from_db()
    assert link.expires_at > clock.now() + 46 * DAY


def test_attended_needs_an_appointment(link, say):
    with pytest.raises(Refusal, match="not_next"):
        say("attended")
    with pytest.raises(Refusal, match="unknown_answer"):
        say("dance")


def test_who_can_not_take_it_passes_it_on_and_the_link_is_dead(cast, link, say):
    other = Provider.objects.create(name="Mill", kind="eap", email="b@example.org", place=2)
    before = told(cast.carol, "portal", "referrals")
    assert [say("cannot"), say("cannot"), say("acknowledge")] == ["saved", "gone", "gone"]
    link.referral.refresh_from_db()
    assert (link.referral.provider, link.referral.state) == (other, "sent")
    assert told(cast.carol, "portal", "referrals") == before + 1
    assert Handoff.objects.get(number=1).reason == "declined"


def test_the_last_one_passes_it_back_to_the_coordinator(cast, link, say):
    say("cannot")
    link.referral.refresh_from_db()
    assert (link.referral.provider, link.referral.owner) == (None, cast.carol)


def test_an_old_page_passes_nothing_on_once_they_have_met(cast, link, provider, say):
    Provider.objects.create(name="Mill", kind="eap", email="b@example.org", place=2)
    say("appointment", clock.now() + DAY)
    assert [say("cannot"), say("not_reached")] == ["already", "already"]
    say("attended")
    assert [say("cannot"), say("not_reached")] == ["already", "already"]
    assert (state(link), link.referral.provider) == ("attended", provider)
    assert ProviderLink.objects.count() == 1


def test_not_reached_counts_before_anybody_was_in_touch(link, say):
    say("contacted")
    assert say("not_reached") == "already"


def test_a_link_does_not_live_on_for_ever(link, say):
    for month in range(1, 12):
        with clock.at(link.made_at + month * 25 * DAY):
            said = say("appointment", clock.now() + 30 * DAY)
    assert said == "gone"
    link.refresh_from_db()
    assert link.expires_at == link.made_at + 180 * DAY


def test_not_reached_tells_both_and_keeps_the_provider(cast, link, provider, say):
    assert [say("not_reached"), say("not_reached")] == ["saved", "already"]
    assert state(link) == "acknowledged"
    assert link.referral.provider == provider
    assert told(cast.alice, "support", "my_referrals") == 1
    with clock.at(clock.now() + DAY):
        assert say("not_reached") == "saved"


def test_a_time_that_they_keep_free_is_there_once(cast, link, provider, say):
    when = clock.now() + DAY
    assert [say("offer_time", when), say("offer_time", when)] == ["saved", "already"]
    with pytest.raises(Refusal, match="overlaps"):
        say("offer_time", when + dt.timedelta(minutes=10))
    assert Slot.objects.get().provider == provider


def test_after_the_end_nothing_can_be_said(cast, link, say):
    actions.take_back_referral(by=cast.alice, referral=link.referral_id)
    assert say("acknowledge") == "gone"
    assert state(link) == "closed"


def test_no_change_carries_a_name(cast, link, say):
    from auditlog.models import LogEntry  # the library is read here to see that it says nothing

    say("acknowledge")
    newest = LogEntry.objects.filter(content_type__model="referral").first()
    assert newest.actor is None
    assert not (newest.additional_data or {}).get("by")
