import pytest

from peersupport.packs import ABOUT, DAY, HOUR, PACKS, Service

US, UK = PACKS["US"], PACKS["UK"]


def windows(pack, *, urgent=False, categories=()):
    found = pack.open_for(urgent=urgent, categories=categories)
    return {w.service: w for w in found if w.round == 1}


@pytest.mark.parametrize(
    ("service", "opens", "best_by", "closes"),
    [
        (Service.DEMOBILISATION, 0 * HOUR, None, 8 * HOUR),
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


def test_the_uk_pack_has_trim_at_72_hours_and_28_days_instead_of_a_debriefing():
    assert Service.CISD not in windows(UK, urgent=True)
    assert [w.best_by for w in UK.windows if w.service == Service.TRIM] == [72 * HOUR, 28 * DAY]


@pytest.mark.parametrize("pack", list(PACKS.values()), ids=list(PACKS))
def test_follow_ups_come_at_one_three_and_twelve_months(pack):
    best = [w.best_by // DAY for w in pack.windows if w.service == Service.FOLLOW_UP]
    assert best == [31, 92, 365]
    assert [w.round for w in pack.windows if w.service == Service.FOLLOW_UP] == [1, 2, 3]


def test_groups_have_the_size_of_the_literature():
    assert windows(US)[Service.DEFUSING].people == (3, 20)
    assert windows(US)[Service.CISD].people == (3, 25)


@pytest.mark.parametrize("pack", list(PACKS.values()), ids=list(PACKS))
def test_every_service_is_explained_and_closes_after_it_opens(pack):
    assert all(w.service in ABOUT and w.closes > w.opens for w in pack.windows)
    assert pack.prompt == 12 * HOUR
    assert pack.attendance == "offer_only"
