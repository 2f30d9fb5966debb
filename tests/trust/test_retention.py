"""Terms inside their bounds; clearing in slices that may stop anywhere."""

import datetime as dt
import uuid

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from agency import clock
from agency.models import Role
from tests.factories import act, make_post, make_user
from tests.trust.rows import note_of
from trust import audit, notify, outbox, purge, retention, vault
from trust.models import Notice, OutboxJob, PurgeRun, RetentionRule
from trust.purge import Rows
from trust.refusal import Refusal
from wellness.models import CheckIn

QUICK = hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
OLD = dt.timedelta(days=400)
SAID = {"stress": 3, "sleep": None, "fatigue": None, "balance": None, "contact": False}


@pytest.fixture
def hana(units):
    person = make_user("hana")
    make_post(person, Role.WELLNESS_ADMIN, units.agency)
    return act(person, Role.WELLNESS_ADMIN)


@pytest.fixture
def small_slices(monkeypatch):
    monkeypatch.setattr(purge, "SLICE", 3)


def old_notes(user, count: int) -> list[uuid.UUID]:
    long_ago = clock.now() - OLD
    return [note_of(user, submitted_at=long_ago, answers=SAID).pk for _ in range(count)]


def tonight(code: str = "check_ins") -> PurgeRun:
    return PurgeRun.objects.get(data_class=code, night=clock.today())


# --- terms ---------------------------------------------------------------------------------------


def test_every_class_of_the_house_is_there():
    assert set(retention.LIMITS) >= {
        "consents", "looks", "changes", "notices", "queue", "check_ins", "assessments",
        "annual_reviews", "exposure", "diary", "suggestions", "cases", "referrals",
    }  # fmt: skip


def test_every_bound_names_its_source():
    assert all(str(each.source) for each in retention.LIMITS.values())


def test_the_default_counts_until_somebody_chooses(hana):
    assert retention.days("check_ins") == 365
    retention.set_days(by=hana, code="check_ins", days=200)
    assert retention.days("check_ins") == 200
    retention.set_days(by=hana, code="check_ins", days=300)
    assert RetentionRule.objects.get().days == 300


def test_the_change_log_keeps_who_and_from_what(hana):
    retention.set_days(by=hana, code="check_ins", days=200)
    row = retention.set_days(by=hana, code="check_ins", days=300)
    _when, who, changed = audit.changes(row)[0]
    assert (who, changed["days"]) == ("Hana", ["200", "300"])


def test_only_a_wellness_administrator_changes_a_term(cast):
    for person in (cast.alice, cast.carol, cast.dan, cast.erin):
        with pytest.raises(PermissionDenied):
            retention.set_days(by=person, code="check_ins", days=200)


@QUICK
@given(st.sampled_from(sorted(retention.LIMITS)), st.integers(-10, 5_000))
def test_a_term_outside_its_bounds_is_refused_with_bound_and_source(hana, code, days):
    limit = retention.LIMITS[code]
    if limit.floor <= days <= limit.maximum:
        assert retention.set_days(by=hana, code=code, days=days).days == days
        return
    with pytest.raises(Refusal) as no:
        retention.set_days(by=hana, code=code, days=days)
    bound = limit.floor if days < limit.floor else limit.maximum
    assert str(bound) in str(no.value.message)
    assert str(limit.source) in str(no.value.message)


def test_unknown_class(hana):
    with pytest.raises(Refusal) as no:
        retention.set_days(by=hana, code="everything", days=1)
    assert no.value.code == "unknown_class"


def test_a_choice_from_before_narrower_bounds_is_cut_to_them(hana):
    RetentionRule.objects.create(data_class="check_ins", days=4_000, changed_by=hana)
    assert retention.days("check_ins") == 365
    assert {each.code: each.days for each in retention.terms(hana)}["check_ins"] == 365


def test_a_default_outside_its_bounds_is_a_mistake_of_the_program():
    with pytest.raises(ValueError, match="inside"):
        retention.register(retention.Limit("x", "X", 5, 10, 20, "none"))
    known = retention.LIMITS["queue"]
    with pytest.raises(ValueError, match="Two classes"):
        retention.register(retention.Limit("queue", "Q", 10, 10, 20, "none", known.purge))


# --- clearing ------------------------------------------------------------------------------------


def test_a_night_goes_through_the_queue(alice):
    old_notes(alice, 2)
    kept = note_of(alice, answers=SAID)
    slot = clock.now().strftime("%Y-%m-%dT00:00Z")
    outbox.enqueue("trust.clear_old", key=slot, slot=slot)
    outbox.drain()
    assert list(CheckIn.objects.all()) == [kept]
    assert set(PurgeRun.objects.values_list("data_class", flat=True)) == set(retention.cleared())
    assert not PurgeRun.objects.filter(finished_at=None).exists()
    assert tonight().removed == 2


def test_more_than_a_turn_goes_on_in_the_next(alice, small_slices, monkeypatch):
    monkeypatch.setattr(retention, "STEPS", 1)
    old_notes(alice, 10)
    outbox.enqueue(
        "trust.purge", key="a", data_class="check_ins", night=clock.today().isoformat(), turn="0"
    )
    outbox.drain()
    assert tonight().removed == 10
    assert OutboxJob.objects.filter(name="trust.purge").count() >= 4


def test_stopped_in_the_middle_the_next_run_finishes(alice, small_slices):
    old_notes(alice, 8)
    limit = retention.LIMITS["check_ins"]
    assert not retention.clear("check_ins", clock.today(), steps=1)
    assert (CheckIn.objects.count(), tonight().removed, tonight().finished_at) == (5, 3, None)
    assert retention.clear("check_ins", clock.today())
    assert (CheckIn.objects.count(), tonight().removed) == (0, 8)
    assert retention.clear("check_ins", clock.today())
    assert tonight().removed == 8
    assert limit.purge.kept(clock.now()) == 0


class PowerCut(BaseException):
    """Nothing catches it, as nothing catches the end of the process."""


def test_a_slice_that_was_cut_counts_nothing(alice, small_slices):
    old_notes(alice, 8)
    told = []

    def cut(whose, until) -> None:
        told.append(whose)
        if len(told) == 2:
            raise PowerCut

    def rows(until):
        return CheckIn.objects.filter(submitted_at__lt=until)

    stops = Rows(rows, owner="participant_id", follow=cut)
    with pytest.raises(PowerCut):
        purge.clear("check_ins", clock.today(), stops, 365, steps=50)
    assert (CheckIn.objects.count(), tonight().removed) == (5, 3)
    assert retention.clear("check_ins", clock.today())
    assert (CheckIn.objects.count(), tonight().removed) == (0, 8)


def test_the_change_log_gets_no_line_per_row(alice):
    old_notes(alice, 3)
    before = LogEntry.objects.filter(content_type__model="checkin").count()
    retention.clear("check_ins", clock.today())
    assert LogEntry.objects.filter(content_type__model="checkin").count() == before


def test_a_slice_asks_as_often_whatever_its_size(alice, django_assert_max_num_queries):
    old_notes(alice, 30)
    with django_assert_max_num_queries(26):
        retention.clear("check_ins", clock.today())


def test_notices_and_done_work_go_and_waiting_work_stays(alice):
    mine = vault.participant(alice, "support")
    notify.tell(participant=mine, event=uuid.uuid4())
    outbox.drain()
    Notice.objects.update(made_at=clock.now() - OLD)
    OutboxJob.objects.update(done_at=clock.now() - OLD)
    OutboxJob.objects.create(name="trust.deliver", key="waits", due_at=clock.now() - OLD)
    retention.clear("notices", clock.today())
    retention.clear("queue", clock.today())
    assert not Notice.objects.exists()
    assert OutboxJob.objects.get().key == "waits"


def test_the_change_log_is_kept_for_seven_years(alice):
    note_of(alice)
    retention.clear("changes", clock.today())
    assert LogEntry.objects.exists()
    LogEntry.objects.update(timestamp=clock.now() - dt.timedelta(days=2_600))
    retention.clear("changes", clock.today() + dt.timedelta(days=1))
    assert not LogEntry.objects.filter(timestamp__lt=clock.now() - OLD).exists()


def test_what_the_database_never_lets_go_is_not_cleared():
    assert {"consents", "looks"} & set(retention.cleared()) == set()
    assert retention.clear("looks", clock.today())


def test_sweep_runs_the_night(alice):
    old_notes(alice, 1)
    call_command("sweep", verbosity=0)
    outbox.drain()
    assert not CheckIn.objects.exists()
