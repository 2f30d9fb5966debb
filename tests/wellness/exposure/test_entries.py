"""What its owner does to the book: entries added, put right and removed, and what is counted."""

import uuid

import pytest
from django.http import Http404

from agency import clock
from tests.wellness.conftest import join
from tests.wellness.exposure.books import CANARY, add, days_ago, only, refused
from trust import access, vault
from trust.models import Level
from wellness import actions
from wellness.actions.exposure import counts, my_entries
from wellness.models import Exposure, ExposureSummary

# --- the officer's own hand -----------------------------------------------------------------------


def test_an_own_entry_is_added_counted_and_gone_without_a_trace(alice_joined):
    entry = add(alice_joined, note=f" {CANARY} ", secondary=True)
    assert only(alice_joined)["note"] == CANARY
    assert actions.count_exposure(my_entries(alice_joined), days=30) == {"sudden_death": 1}
    actions.remove_exposure(by=alice_joined, entry=entry["id"])
    assert access.reveal(alice_joined, Exposure.objects.get()).content["entries"] == []


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ({"kind": "worst"}, "unknown_kind"),
        ({"days": -2}, "day_ahead"),
        ({"days": 70 * 365}, "day_too_old"),
        ({"note": "x" * 2_001}, "note_too_long"),
    ],
)
def test_what_can_not_be_is_refused_and_nothing_is_lost(alice_joined, what, code):
    add(alice_joined)
    with refused(code):
        add(alice_joined, **what)
    assert len(my_entries(alice_joined)) == 1


def test_nothing_is_added_before_joining(cast):
    with refused("not_joined"):
        add(cast.alice)
    assert not Exposure.objects.exists()


def test_not_me_no_longer_counts_until_taken_back(alice_joined, incident):
    actions.record_exposures(incident=incident.pk)
    entry = only(alice_joined)["id"]
    actions.dispute_exposure(by=alice_joined, entry=entry, reason="not_me")
    assert actions.count_exposure(my_entries(alice_joined), days=30) == {}
    assert access.reveal(alice_joined, ExposureSummary.objects.get()).content["months"] == {}
    incident.category = "mass_casualty"
    incident.save()
    assert actions.record_exposures(incident=incident.pk) == 0
    actions.take_back_dispute(by=alice_joined, entry=entry)
    assert actions.count_exposure(my_entries(alice_joined), days=30) == {"suicide": 1}


def test_wrong_kind_and_day_are_put_right_and_back(alice_joined, incident):
    actions.record_exposures(incident=incident.pk)
    entry, day = only(alice_joined)["id"], only(alice_joined)["day"]
    dispute = {"by": alice_joined, "entry": entry}
    actions.dispute_exposure(**dispute, reason="wrong_kind", kind="homicide")
    assert only(alice_joined)["kind"] == "homicide"
    actions.dispute_exposure(**dispute, reason="wrong_day", day=days_ago(9))
    assert (only(alice_joined)["kind"], only(alice_joined)["day"]) == (
        "suicide",
        days_ago(9).isoformat(),
    )
    actions.take_back_dispute(**dispute)
    assert (only(alice_joined)["day"], only(alice_joined)["disputed"]) == (day, "")
    for reason, code in (
        ("wrong_kind", "kind_missing"),
        ("wrong_day", "day_missing"),
        ("mood", "unknown_reason"),
    ):
        with refused(code):
            actions.dispute_exposure(**dispute, reason=reason)


def test_an_entry_of_somebody_else_is_not_there(cast, alice_joined):
    entry = add(alice_joined)["id"]
    join(cast.frank)
    add(cast.frank)
    for call in (
        lambda: actions.remove_exposure(by=cast.frank, entry=entry),
        lambda: actions.annotate_exposure(by=cast.frank, entry=entry, note="x"),
        lambda: actions.dispute_exposure(by=cast.frank, entry=entry, reason="not_me"),
        lambda: actions.take_back_dispute(by=cast.frank, entry=entry),
        lambda: actions.remove_exposure(by=cast.alice, entry=uuid.uuid4()),
    ):
        with pytest.raises(Http404):
            call()
    assert only(alice_joined)["id"] == entry


# --- the first form of the book ------------------------------------------------------------------


def test_a_book_of_the_first_form_is_read_and_written_on(alice_joined, incident):
    old = {
        "incident": str(incident.pk),
        "category": "suicide_scene",
        "day": days_ago(1).isoformat(),
        "source": "attended",
        "removed": False,
    }
    gone = {**old, "incident": str(uuid.uuid4()), "category": "", "day": "", "removed": True}
    handle = vault.handle(alice_joined.pk, "wellness")
    Exposure.objects.create(participant_id=handle, entries=[old, gone])
    entry = only(alice_joined)
    assert (entry["kind"], entry["note"], entry["disputed"]) == ("suicide", "", "")
    assert only(alice_joined)["id"] == entry["id"]
    assert actions.record_exposures(incident=incident.pk) == 0
    actions.annotate_exposure(by=alice_joined, entry=entry["id"], note=CANARY)
    assert only(alice_joined)["note"] == CANARY
    assert only(alice_joined)["id"] == entry["id"]


# --- counting -------------------------------------------------------------------------------------


def test_spans_end_where_they_say(alice_joined):
    for days in (0, 29, 30, 89, 90, 364, 365):
        add(alice_joined, days=days)
    (count,) = counts(my_entries(alice_joined), clock.today())
    assert (count.last_30, count.last_90, count.last_365) == (2, 4, 6)


def test_usual_is_the_median_of_own_windows(alice_joined):
    for window, times in enumerate([9, 1, 1, 2, 5, 1, 1], start=0):
        for _each in range(times):
            add(alice_joined, "threats", days=window * 30 + 5)
    add(alice_joined, "homicide", days=7 * 30 + 5)
    found = {each.kind: each for each in counts(my_entries(alice_joined), clock.today())}
    assert (found["threats"].last_30, found["threats"].usual_30) == (9, 1.0)
    assert found["homicide"].usual_30 == 0.0


def test_a_young_book_has_no_usual(alice_joined):
    add(alice_joined, days=5 * 30)
    assert [each.usual_30 for each in counts(my_entries(alice_joined), clock.today())] == [None]
    assert counts([], clock.today()) == []


def test_the_summary_opens_at_full_and_tells_no_incident(cast, incident):
    join(cast.alice, Level.FULL)
    actions.record_exposures(incident=incident.pk)
    actions.annotate_exposure(by=cast.alice, entry=only(cast.alice)["id"], note=CANARY)
    shown = access.reveal(cast.carol, access.visible(cast.carol, ExposureSummary).get())
    assert list(shown.content["months"].values()) == [{"suicide": 1}]
    assert CANARY not in str(shown.content)
    for other in (cast.carol, cast.dan, cast.frank, cast.bob, cast.erin):
        assert not access.visible(other, Exposure).exists()
