import pytest

from peersupport.packs import ABOUT, DAY, HOUR, PACKS, Service

US, UK = PACKS["US"], PACKS["UK"]


def windows(pack, *, urgent=False, categories=()):
    return {w.service: w for w in pack.open_for(urgent=urgent, categories=categories)}


@pytest.mark.parametrize(
    ("service", "opens", "best_by", "closes"),
    [
        (Service.DEFUSING, 0 * HOUR, None, 12 * HOUR),
        (Service.CISD, 24 * HOUR, 72 * HOUR, 10 * DAY),
        (Service.ONE_TO_ONE, 0 * HOUR, None, 90 * DAY),
        (Service.FOLLOW_UP, 28 * DAY, 31 * DAY, 45 * DAY),
    ],
)
def test_windows_of_the_us_pack(service, opens, best_by, closes):
    window = windows(US)[service]
    assert (window.opens, window.best_by, window.closes) == (opens, best_by, closes)


def test_a_referral_is_offered_when_it_is_urgent():
    assert Service.REFERRAL not in windows(US)
    assert Service.REFERRAL in windows(US, urgent=True)


def test_after_a_disaster_the_debriefing_stays_open_longer():
    after = windows(US, categories={"mass_casualty"})
    assert after[Service.CISD].closes == 28 * DAY
    assert after[Service.DEFUSING].closes == 12 * HOUR


def test_the_uk_pack_has_no_debriefing_and_follows_up_at_28_days():
    assert Service.CISD not in windows(UK, urgent=True)
    assert windows(UK)[Service.FOLLOW_UP].best_by == 28 * DAY


def test_groups_have_the_size_of_the_literature():
    assert windows(US)[Service.DEFUSING].people == (3, 20)
    assert windows(US)[Service.CISD].people == (3, 25)


@pytest.mark.parametrize("pack", list(PACKS.values()), ids=list(PACKS))
def test_every_service_is_explained_and_closes_after_it_opens(pack):
    assert all(w.service in ABOUT and w.closes > w.opens for w in pack.windows)
    assert pack.prompt == 12 * HOUR
    assert pack.attendance == "offer_only"
