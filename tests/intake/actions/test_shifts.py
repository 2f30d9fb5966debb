"""Hours on the roster: kept once, changed by what is newer, told where they are odd, seen by nobody else."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agency import clock
from agency.models import Role, Shift, Unit
from intake.actions import Summary, retry_all, take_in
from intake.models import Quarantine
from tests.factories import act, make_post, make_user
from tests.intake.machine_door import bearer, send
from trust import access, outbox
from trust.models import OutboxJob

HEAD = "personnel_number,starts,ends,kind,id\n"
NIGHT = "54266,2026-07-01 19:00,2026-07-02 07:00,,S-1\n"


def take(text: str | bytes, **options: object) -> Summary:
    data = text.encode() if isinstance(text, str) else text
    return take_in(kind="shifts", file=io.BytesIO(data), **options)  # type: ignore[arg-type]


@pytest.fixture
def ana():
    return make_user("ana", personnel_number="54266")


# --- keeping ------------------------------------------------------------------------------------------


def test_a_shift_comes_once(ana) -> None:
    assert take(HEAD + NIGHT).kept == 1
    again = take(HEAD + NIGHT)
    assert (again.kept, again.repeated) == (0, 1)
    row = Shift.objects.get()
    assert (row.user, row.source, row.external, row.kind) == (ana, "shifts", "S-1", "regular")


@pytest.mark.usefixtures("new_york")
def test_a_changed_shift_takes_the_place_of_the_earlier(ana) -> None:
    take(HEAD + NIGHT)
    assert take(HEAD + NIGHT.replace("07:00", "09:00")).kept == 1
    assert Shift.objects.get().ends == dt.datetime(2026, 7, 2, 13, tzinfo=dt.UTC)


def test_without_a_number_of_its_own_person_start_and_kind_name_a_shift(ana) -> None:
    text = "crew,starts,ends\n54266,2026-07-01 19:00,2026-07-02 07:00\n"
    take(text)
    take(text.replace("07:00", "06:00"))
    assert Shift.objects.count() == 1


def test_the_sum_holds_and_nothing_is_lost(ana) -> None:
    rows = NIGHT + NIGHT + "54266,x,y,,\n99999,2026-07-01 19:00,2026-07-02 07:00,,S-2\n"
    found = take(HEAD + rows)
    assert (found.read, found.kept, found.repeated, found.quarantined, found.waiting) == (4, 1, 1, 2, 1)  # fmt: skip
    assert set(Quarantine.objects.values_list("line", "code")) == {
        (4, "shift_time"), (5, "unknown_person"),
    }  # fmt: skip


def test_an_unknown_number_waits_and_is_taken_in_when_the_roster_brings_it(ana) -> None:
    take(HEAD + NIGHT.replace("54266", "77777"))
    roster = "personnel_number,name,unit,role,from\n77777,Ben Cole,Demo,officer,2024-01-01\n"
    take_in(kind="roster", file=io.BytesIO(roster.encode()))
    assert Shift.objects.get().user.name == "Ben Cole"
    assert not Quarantine.objects.waiting().exists()


@pytest.mark.usefixtures("new_york")
def test_a_late_retry_never_overwrites_what_came_after(ana) -> None:
    noon = dt.datetime(2026, 7, 3, 12, tzinfo=dt.UTC)
    with clock.at(noon):
        take(HEAD + NIGHT + NIGHT.replace("54266", "77777").replace("S-1", "S-2"))
    with clock.at(noon + dt.timedelta(hours=1)):
        take(HEAD + NIGHT.replace("07:00", "09:00"))
    make_user("ben", personnel_number="77777")
    with clock.at(noon + dt.timedelta(hours=2)):
        retry_all()
    assert Shift.objects.count() == 2
    assert Shift.objects.get(external="S-1").ends.hour == 13
    assert not Quarantine.objects.waiting().exists()


def test_shifts_at_the_same_time_are_kept_and_reported_until_one_is_put_right(ana) -> None:
    other = "54266,2026-07-02 06:00,2026-07-02 10:00,court,S-2\n"
    found = take(HEAD + NIGHT + other)
    assert (found.kept, found.quarantined, found.overlapping) == (2, 0, 2)
    waiting = Quarantine.objects.waiting()
    assert set(waiting.values_list("line", "code", "crew")) == {
        (2, "overlap", "54266"), (3, "overlap", "54266"),
    }  # fmt: skip
    moved = other.replace("2026-07-02", "2026-07-20")
    take(HEAD + moved)
    assert not waiting.all().exists()
    assert Shift.objects.count() == 2


def test_an_overlap_with_an_earlier_delivery_is_seen(ana) -> None:
    take(HEAD + NIGHT)
    assert take(HEAD + "54266,2026-07-02 06:59,2026-07-02 10:00,ot,S-2\n").overlapping == 1
    assert take(HEAD + "54266,2026-07-02 10:00,2026-07-02 11:00,ot,S-3\n").overlapping == 0


def test_two_people_at_the_same_time_are_no_overlap(ana) -> None:
    make_user("ben", personnel_number="2")
    assert take(HEAD + NIGHT + NIGHT.replace("54266", "2").replace("S-1", "S-2")).overlapping == 0


def test_one_word_tells_others_that_hours_came_and_it_names_nobody(ana) -> None:
    take(HEAD + NIGHT)
    job = OutboxJob.objects.get(name="wellness.refresh_fatigue_after")
    assert dt.datetime.fromisoformat(job.args["received"]) == Shift.objects.get().received_at
    assert str(ana.pk) not in str(vars(job))
    outbox.drain()
    take(HEAD + NIGHT)
    assert OutboxJob.objects.filter(name="wellness.refresh_fatigue_after").count() == 1


def test_the_number_of_queries_does_not_grow_with_the_file(ana, django_assert_num_queries) -> None:
    def file(first: int, rows: int) -> str:
        days = (dt.date(2026, 1, 1) + dt.timedelta(days=2 * n) for n in range(first, first + rows))
        return HEAD + "".join(f"54266,{d} 08:00,{d} 16:00,,N{d}\n" for d in days)

    with CaptureQueriesContext(connection) as few:
        take(file(0, 2))
    with django_assert_num_queries(len(few)):
        take(file(10, 60))


# --- doors --------------------------------------------------------------------------------------------


def run(*arguments: object, **options: object) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)  # type: ignore[arg-type]
    return out.getvalue()


def test_dry_run_stores_nothing_and_says_why(tmp_path: Path) -> None:
    path = tmp_path / "hours.csv"
    path.write_text(HEAD + NIGHT + "1,x,y,,\n")
    shown = json.loads(run("ingest", "shifts", path, dry_run=True, json=True))
    assert shown["shifts"][0]["hours"] == 12
    assert [each["code"] for each in shown["problems"]] == ["shift_time"]
    assert not Shift.objects.exists()
    assert not Quarantine.objects.exists()


def test_the_command_says_what_became_of_it(ana, tmp_path: Path) -> None:
    path = tmp_path / "hours.csv"
    path.write_text(HEAD + NIGHT + NIGHT.replace("S-1", "S-2"))
    said = run("ingest", "shifts", path)
    assert "kept 2" in said
    assert "2 shifts stand beside another one" in said
    path.write_text(HEAD + "1,x,y,,\n")
    with pytest.raises(CommandError):
        run("ingest", "shifts", path)


def test_the_machines_door_takes_shifts(ana, units) -> None:
    user = make_user("feed")
    make_post(user, Role.INTEGRATION, Unit.objects.get(code="A"))
    token = bearer(act(user, Role.INTEGRATION), Role.INTEGRATION)
    answer = send("shifts", (HEAD + NIGHT).encode(), token, kind="text/csv")
    assert answer.status_code == 202
    assert Shift.objects.get().user == ana


def test_only_the_person_sees_their_shifts(cast) -> None:
    cast.alice.personnel_number = "54266"
    cast.alice.save()
    take(HEAD + NIGHT)
    assert access.visible(cast.alice, Shift).count() == 1
    for other in (cast.bob, cast.carol, cast.dan, cast.erin, cast.frank):
        assert not access.visible(other, Shift).exists()
