"""A case for everybody who was there: once, late, again, and never for an old file."""

import pytest

from agency import clock
from agency.models import Role
from peersupport import actions
from peersupport.models import Case, Offer, Place
from tests.factories import act, make_attendance, make_incident, make_post, make_user
from tests.notices import as_written
from tests.peersupport.conftest import DAY, critical, offer_of, plain
from trust import outbox, vault
from trust.models import Notice


def services(user):
    mine = Offer.objects.filter(participant=vault.handle(user.pk, "support"))
    return set(mine.values_list("service", flat=True))


def test_a_category_opens_a_standard_case_with_offers_for_everyone(cast, case):
    assert (case.severity, case.sources, case.private) == ("standard", ["event_type"], False)
    assert case.places.count() == 2
    assert services(cast.alice) == {
        "demobilisation", "defusing", "cisd", "one_to_one", "family", "pastoral", "follow_up",
    }  # fmt: skip
    assert services(cast.alice) == services(cast.frank)


def test_a_critically_ill_patient_is_urgent_for_every_crew_member(cast):
    event = make_incident("2026-8", occurred_at=clock.now())
    make_attendance(event, cast.alice)
    make_attendance(event, cast.frank)
    critical(event, "news2")
    case = actions.consider(incident=event.pk)
    assert set(case.places.values_list("severity", flat=True)) == {"urgent"}
    assert "referral" in services(cast.alice)
    assert "referral" in services(cast.frank)


def test_a_patient_who_was_not_alert_opens_no_case(cast):
    event = make_incident("2026-9")
    make_attendance(event, cast.alice)
    critical(event, "avpu", check_in=True)
    assert actions.consider(incident=event.pk) is None
    assert not Case.objects.exists()


def test_harm_is_urgent_for_that_member_alone(cast):
    event = make_incident("2026-10")
    make_attendance(event, cast.alice, harmed=True)
    make_attendance(event, cast.frank)
    case = actions.consider(incident=event.pk)
    assert case.severity == "urgent"
    assert "referral" in services(cast.alice)
    assert "referral" not in services(cast.frank)


def test_an_event_type_in_the_patient_record_counts_too(cast):
    event = make_incident("2026-11", occurred_at=clock.now())
    make_attendance(event, cast.alice)
    critical(event, "mass_casualty")
    assert actions.consider(incident=event.pk).sources == ["event_type"]
    assert offer_of(cast.alice, "cisd").closes_at == event.occurred_at + 28 * DAY


def test_the_same_incident_again_changes_nothing(case, incident):
    before = plain(Place, Offer, Notice)
    actions.consider(incident=incident.pk)
    assert Case.objects.count() == 1
    assert before == plain(Place, Offer, Notice)


def test_who_arrives_late_is_offered_the_same(cast, case, incident):
    make_attendance(incident, cast.bob)
    actions.consider(incident=incident.pk)
    assert services(cast.bob) == services(cast.alice)


def test_a_latecomer_meets_what_has_closed_as_lapsed(cast, case, incident):
    with clock.at(clock.now() + DAY):
        make_attendance(incident, cast.bob)
        actions.consider(incident=incident.pk)
        assert services(cast.bob) == services(cast.alice)
        assert offer_of(cast.bob, "defusing").state_now == "lapsed"


def test_a_category_that_comes_later_raises_and_lengthens(cast, case, incident):
    incident.category = "mass_casualty"
    incident.save()
    critical(incident, "news2")
    again = actions.consider(incident=incident.pk)
    assert (again.pk, again.severity) == (case.pk, "urgent")
    assert offer_of(cast.alice, "cisd").closes_at == incident.occurred_at + 28 * DAY
    assert "referral" in services(cast.frank)


def test_severity_and_windows_never_go_back(cast, incident):
    found = critical(incident, "news2")
    incident.category = "mass_casualty"
    incident.save()
    actions.consider(incident=incident.pk)
    found.delete()
    incident.category = "fatal_collision"
    incident.save()
    assert actions.consider(incident=incident.pk).severity == "urgent"
    assert offer_of(cast.alice, "cisd").closes_at == incident.occurred_at + 28 * DAY


def test_somebody_who_has_left_gets_no_place(cast, incident):
    cast.frank.is_active = False
    cast.frank.save()
    assert actions.consider(incident=incident.pk).places.count() == 1


def test_an_offer_is_owed_however_late_the_fact_arrives(cast):
    event = make_incident("2020-1", occurred_at=clock.now() - 700 * DAY, category="suicide_scene")
    make_attendance(event, cast.alice)
    case = actions.consider(incident=event.pk)
    assert offer_of(cast.alice, "one_to_one").closes_at == case.opened_at + 90 * DAY
    assert offer_of(cast.alice, "defusing").state_now == "lapsed"


def test_an_archive_opens_nothing_by_itself(cast):
    old = clock.now() - 700 * DAY
    event = make_incident("2020-2", occurred_at=old, category="suicide_scene", history=True)
    make_attendance(event, cast.alice)
    assert actions.consider(incident=event.pk) is None
    assert actions.raise_case(by=cast.bob, source="peer", number="2020-2").places.count() == 1


def test_a_case_without_a_crew_waits_for_it(cast):
    event = make_incident("2026-12", category="suicide_scene")
    case = actions.consider(incident=event.pk)
    assert list(Case.objects.open()) == [case]
    make_attendance(event, cast.alice)
    assert list(Case.objects.with_latecomers()) == [case]


def test_the_clock_finds_latecomers_of_a_case_that_somebody_asked_for(cast):
    event = make_incident("2026-13")
    make_attendance(event, cast.alice)
    actions.raise_case(by=cast.dan, source="supervisor", number="2026-13")
    make_attendance(event, cast.frank)
    actions.catch_up()
    outbox.drain()
    assert services(cast.frank) == services(cast.alice)


# --- who is told --------------------------------------------------------------------------------


def told(user, domain="portal"):
    return Notice.objects.filter(recipient=vault.handle(user.pk, domain)).count()


def test_the_team_is_told_once_of_an_urgent_case(cast, incident):
    critical(incident, "news2")
    for _ in range(2):
        actions.consider(incident=incident.pk)
    assert (told(cast.carol), told(cast.erin), told(cast.dan)) == (1, 0, 0)


def test_a_standard_case_waits_on_the_page(cast, case):
    assert told(cast.carol) == 0


def test_officers_are_told_once_and_once_more_when_it_becomes_urgent(cast, case, incident):
    assert told(cast.alice, "support") == 1
    critical(incident, "news2")
    for _ in range(2):
        actions.consider(incident=incident.pk)
    assert told(cast.alice, "support") == 2


def test_without_a_coordinator_the_administrator_is_told_and_a_new_one_later(cast, units, incident):
    cast.carol.posts.all().delete()
    admin = make_user("gina")
    make_post(admin, Role.WELLNESS_ADMIN, units.agency)
    critical(incident, "news2")
    actions.consider(incident=incident.pk)
    assert told(admin) == 1
    make_post(cast.carol, Role.WELLNESS_COORDINATOR, units.agency)
    actions.catch_up()
    assert told(cast.carol) == 1


# --- asking -------------------------------------------------------------------------------------


def test_an_incident_arrives_through_the_outbox(cast, incident):
    outbox.announce("incident.arrived", key=f"{incident.pk} 1", incident=str(incident.pk))
    outbox.drain()
    assert Case.objects.get().incident == incident


def test_roles_are_asked_at_the_moment(cast, incident):
    act(cast.dan, "officer")
    with pytest.raises(Exception, match="not_for_your_role"):
        actions.raise_case(by=cast.dan, source="supervisor", number=incident.number)


def test_the_order_of_places_and_offers_tells_nothing_about_the_people(cast):
    event = make_incident("2026-20", category="fatal_collision")
    crew = sorted((make_user(f"crew{n}") for n in range(8)), key=lambda each: each.pk)
    for each in crew:
        make_attendance(event, each)
    actions.consider(incident=event.pk)
    outbox.drain()
    keyed = sorted(vault.handle(each.pk, "support") for each in crew)
    by_id = [vault.handle(each.pk, "support") for each in crew]
    made = list(Place.objects.order_by("made_at").values_list("participant", flat=True))
    assert made == keyed != by_id
    told = as_written(Notice.objects.filter(recipient__in=keyed))
    assert list(told.values_list("recipient", flat=True)) == keyed
    offered = Offer.objects.filter(service="defusing").order_by("offered_at")
    assert list(offered.values_list("participant", flat=True)) == keyed
