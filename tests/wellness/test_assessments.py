"""Begin, keep, send, share, take back; and what an answer about suicide does and does not do."""

import datetime as dt

import pytest
from auditlog.models import LogEntry
from django.core import mail
from django.db import IntegrityError, connections, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from agency import clock
from agency.models import Role
from tests.factories import act, make_post, make_user
from tests.wellness.conftest import CANARY, join
from trust import access, outbox
from trust.models import Disclosure, Level, Notice
from trust.refusal import Refusal
from wellness import actions
from wellness.actions import assessments
from wellness.models import (
    AnnualReview,
    Assessment,
    AssessmentGrant,
    CheckIn,
    Invitation,
    ScoreSummary,
    Standing,
)

FIVE = ("weekly_check", "quarterly", "post_incident", "return_to_duty", "annual_review")
CALM = {f"q{n}": 0 for n in range(1, 10)}
K6 = {"k6": {f"q{n}": 0 for n in range(1, 7)}}


def refused(code: str, field: str | None = None):
    return pytest.raises(Refusal, check=lambda no: no.code == code and field in (None, no.field))


def start(user, kind: str = "post_incident") -> Assessment:
    return assessments.start(by=user, kind=kind)


def submit(user, kind: str = "post_incident", key: str = "a1", **more):
    return assessments.submit(by=user, assessment=kind, key=key, **more)


def content(user, row: Assessment) -> dict:
    return access.reveal(user, Assessment.objects.get(pk=row.pk)).content["content"]


def score(sent, instrument: str):
    return next(each for each in sent.scores if each.instrument == instrument)


# --- begin and go on ------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FIVE)
def test_one_run_of_a_kind_is_open_at_a_time(alice, kind):
    join(alice)
    row = start(alice, kind)
    assert start(alice, kind) == row
    assert content(alice, row)["type"] == kind
    assert kind not in str(Assessment.objects.values())


def test_runs_of_several_kinds_lie_side_by_side(alice):
    join(alice)
    assert len({start(alice, kind).pk for kind in FIVE}) == 5


def test_nothing_begins_before_joining(alice):
    with refused("not_joined"):
        start(alice)
    assert not Assessment.objects.exists()


def test_an_unknown_kind_is_refused(alice):
    join(alice)
    with refused("unknown_assessment", "kind"):
        start(alice, "dance")


def test_the_database_itself_keeps_one_open_run_of_a_type(alice):
    join(alice)
    row = start(alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.create(participant=row.participant, slot=row.slot, key="other")


def test_answers_are_kept_one_by_one_and_many_at_once(alice):
    join(alice)
    row = start(alice, "quarterly")
    assessments.save_answer(
        by=alice, assessment=row.pk, instrument="phq-9", item="q1", value=2, version="1"
    )
    assessments.save_answers(
        by=alice, assessment=row.pk, answers={"k6": {"q1": 1, "q2": None}}, note=CANARY
    )
    kept = content(alice, start(alice, "quarterly"))
    assert kept["answers"] == {"phq-9": {"q1": 2}, "k6": {"q1": 1, "q2": None}}
    assert kept["note"] == CANARY


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"phq-9": {"q1": 4}}, "out_of_options"),
        ({"phq-9": {"q1": True}}, "out_of_options"),
        ({"phq-9": {"q99": 1}}, "unknown_item"),
        ({"c-ssrs": {"q1": 1}}, "unknown_instrument"),
        ({"dance": {"q1": 1}}, "unknown_instrument"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_lost(alice, given, code):
    join(alice)
    row = start(alice, "quarterly")
    assessments.save_answers(by=alice, assessment=row.pk, answers={"k6": {"q1": 1}})
    with refused(code):
        assessments.save_answers(by=alice, assessment=row.pk, answers={"k6": {"q1": 2}, **given})
    assert content(alice, row)["answers"] == {"k6": {"q1": 1}}
    with refused(code):
        submit(alice, "quarterly", answers=given)
    assert content(alice, row)["answers"] == {"k6": {"q1": 1}}


def test_an_unknown_version_is_refused_and_nothing_is_lost(alice):
    join(alice)
    row = start(alice, "quarterly")
    with refused("unknown_version", "version"):
        assessments.save_answer(
            by=alice, assessment=row.pk, instrument="k6", item="q1", value=1, version="77"
        )
    with refused("unknown_version", "version"):
        submit(alice, "quarterly", versions={"k6": "77"})
    assert content(alice, row)["answers"] == {}


def test_a_version_that_is_gone_is_begun_anew_with_what_still_fits(alice):
    join(alice)
    row = start(alice, "quarterly")
    old = content(alice, row)
    old["versions"]["k6"], old["answers"] = "0", {"k6": {"q1": 1, "gone": 1}, "phq-9": {"q1": 3}}
    row.content = old
    row.save()
    with refused("unknown_version"):
        assessments.save_answers(by=alice, assessment=row.pk, answers={"k6": {"q2": 1}})
    now = content(alice, start(alice, "quarterly"))
    assert now["versions"]["k6"] != "0"
    assert now["answers"] == {"k6": {"q1": 1}, "phq-9": {"q1": 3}}


def test_a_run_begun_early_asks_more_once_a_month_has_passed(alice):
    join(alice)
    assert content(alice, start(alice))["sets"] == ["k6"]
    late = assessments.start(by=alice, kind="post_incident", since_incident=31)
    assert content(alice, late)["sets"] == ["k6", "pc-ptsd-5"]


@pytest.mark.parametrize(("kind", "days"), [("weekly_check", 7), ("quarterly", 30)])
def test_a_run_that_lay_too_long_begins_anew(alice, kind, days):
    join(alice)
    item = {"own-week": {"stress": 4}} if kind == "weekly_check" else {"k6": {"q1": 1}}
    row = start(alice, kind)
    assessments.save_answers(by=alice, assessment=row.pk, answers=item, note=CANARY)
    with clock.at(clock.now() + dt.timedelta(days=days - 1)):
        assert content(alice, start(alice, kind))["answers"] == item
    with clock.at(clock.now() + dt.timedelta(days=days + 1)):
        again = start(alice, kind)
        assert (again.pk, content(alice, again)["note"]) == (row.pk, "")
        assert again.key != row.key


def test_leaving_forgets_the_run(alice):
    join(alice)
    row = start(alice)
    assessments.cancel(by=alice, assessment=row.pk)
    assert not Assessment.objects.exists()
    sent = submit(alice, answers=K6)
    with refused("already_sent"):
        assessments.cancel(by=alice, assessment=sent.row.pk)


# --- send -----------------------------------------------------------------------------------------


def test_a_finished_run_is_sealed_with_its_scores(alice):
    join(alice)
    sent = submit(alice, answers={"k6": {**K6["k6"], "q1": 4}}, note=CANARY)
    kept = content(alice, sent.row)
    assert sent.row.submitted_at
    assert kept["scores"][0] | {"band": ""} == {
        "instrument": "k6", "scale": "total", "total": 4.0, "band": "", "complete": True,
        "safety": False,
    }  # fmt: skip
    assert CANARY not in str(Assessment.objects.values())


def test_half_an_instrument_is_incomplete_and_never_a_lower_score(alice):
    join(alice)
    sent = submit(alice, "quarterly", answers={"phq-9": {"q1": 3, "q2": None}})
    assert (score(sent, "phq-9").total, score(sent, "phq-9").band) == (None, "incomplete")


@pytest.mark.parametrize("kind", ["post_incident", "weekly_check"])
def test_the_same_again_is_stored_once(alice, kind):
    join(alice)
    given = K6 if kind == "post_incident" else {"own-week": {"stress": 4}, "phq-2": {"q1": 1}}
    first = submit(alice, kind, answers=given, note="x")
    assert submit(alice, kind, answers=given, note="x") == first
    floats = {code: {item: float(x) for item, x in said.items()} for code, said in given.items()}
    assert submit(alice, kind, answers=floats, note="x") == first
    with clock.at(clock.now() + dt.timedelta(days=9)):
        assert submit(alice, kind, answers=given, note="x") == first
    assert Assessment.objects.count() + CheckIn.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        {"note": "y"},
        {"contact": True},
        {"answers": {"k6": {"q1": 4}}},
        {"kind": "weekly_check"},
    ],
)
def test_the_same_key_with_another_body_is_refused(alice, other):
    join(alice)
    submit(alice, answers=K6, note="x")
    with refused("key_used", "key"):
        submit(alice, **({"answers": K6, "note": "x"} | other))
    assert Assessment.objects.count() == 1


def test_a_key_of_another_open_run_is_refused(alice):
    join(alice)
    with refused("key_used", "key"):
        submit(alice, key=start(alice, "quarterly").key, answers=K6)


def test_a_run_by_its_id_is_sent_once(alice):
    join(alice)
    row = start(alice)
    assessments.save_answers(by=alice, assessment=row.pk, answers=K6)
    assert assessments.submit(by=alice, assessment=row.pk, key=row.key).row == row
    with refused("already_sent"):
        assessments.submit(by=alice, assessment=row.pk, key="another")
    with refused("already_sent"):
        assessments.save_answers(by=alice, assessment=row.pk, answers=K6)


@pytest.mark.parametrize(
    ("more", "code"),
    [({"key": ""}, "key_missing"), ({"note": "x" * 4_001}, "note_too_long")],
)
def test_what_cannot_be_taken_has_its_clear_answer(alice, more, code):
    join(alice)
    with refused(code):
        submit(alice, **more)
    assert not Assessment.objects.exclude(submitted_at=None).exists()


def test_deleting_is_for_good(alice):
    join(alice)
    row = submit(alice, answers=K6).row
    assessments.delete(by=alice, assessment=row.pk)
    assert not Assessment.objects.exists()


# --- the weekly check -----------------------------------------------------------------------------


def weekly(phq: int = 0, gad: int = 0) -> dict:
    return {
        "own-week": {"stress": 2, "sleep": 7.5, "fatigue": 2, "balance": 8},
        "phq-2": {"q1": min(phq, 3), "q2": max(0, phq - 3)},
        "gad-2": {"q1": min(gad, 3), "q2": max(0, gad - 3)},
    }


def test_a_finished_weekly_check_is_a_check_in(alice):
    join(alice)
    start(alice, "weekly_check")
    sent = submit(alice, "weekly_check", answers=weekly(1, 2), note=CANARY)
    assert isinstance(sent.row, CheckIn)
    assert not Assessment.objects.exists()
    opened = access.reveal(alice, CheckIn.objects.get()).content
    assert opened["note"] == CANARY
    assert opened["answers"]["stress"] == 2
    assert opened["answers"]["scales"] == {"phq-2": {"q1": 1, "q2": 0}, "gad-2": {"q1": 2, "q2": 0}}
    totals = {each["instrument"]: each["total"] for each in opened["answers"]["scores"]}
    assert totals == {"phq-2": 1, "gad-2": 2}
    assert opened["answers"]["versions"] == {"phq-2": "1", "gad-2": "1"}
    assert sent.safety is False


@pytest.mark.parametrize(
    ("phq", "gad", "offered", "colour"),
    [
        (2, 2, (), "GREEN"),
        (3, 2, ("phq-9",), "GREEN"),
        (2, 5, ("gad-7",), "YELLOW"),
        (3, 3, ("phq-9", "gad-7"), "YELLOW"),
        (5, 6, ("phq-9", "gad-7"), "ORANGE"),
    ],
)
def test_more_is_offered_and_the_colour_counts_it(alice, phq, gad, offered, colour):
    join(alice)
    sent = submit(alice, "weekly_check", answers=weekly(phq, gad))
    mine = actions.my_standing(alice)
    assert (sent.offered, mine.colour) == (offered, colour)
    assert {each.item for each in mine.because} == {
        name for name, total in (("phq-2", phq), ("gad-2", gad)) if total >= 3
    }
    assert mine.rule_version == "standing-2"
    assert not Assessment.objects.exists()


def test_four_answers_alone_still_make_a_check_in(alice):
    join(alice)
    actions.submit_check_in(by=alice, key="k", answers={"stress": 8})
    assert actions.my_standing(alice).colour == "YELLOW"
    with refused("unknown_instrument"):
        actions.submit_check_in(by=alice, key="k2", answers={}, scales={"phq-9": CALM})
    with refused("out_of_options", "q1"):
        actions.submit_check_in(by=alice, key="k2", answers={}, scales={"phq-2": {"q1": 9}})
    with refused("unknown_version"):
        actions.submit_check_in(
            by=alice, key="k2", answers={}, scales={"phq-2": {}}, versions={"phq-2": "77"}
        )


def test_a_draft_is_an_open_weekly_check(alice):
    join(alice)
    row = actions.save_draft(by=alice, key="k", answers={"stress": "4", "sleep": "who knows"})
    assert start(alice, "weekly_check") == row
    assert content(alice, row)["answers"] == {"own-week": {"stress": 4, "sleep": None}}


# --- safety ---------------------------------------------------------------------------------------


def rows_everywhere() -> dict[str, int]:
    found = {}
    for alias in ("default", "keys", "ledger"):
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                cursor.execute(f'SELECT count(*) FROM "{table}"')
                found[f"{alias}.{table}"] = cursor.fetchone()[0]
    return found


def grown(before: dict[str, int]) -> dict[str, int]:
    after = rows_everywhere()
    return {table: after[table] - before[table] for table in after if after[table] != before[table]}


def test_an_answer_about_suicide_tells_nobody_and_writes_no_other_row(cast):
    join(cast.alice)
    actions.submit_check_in(by=cast.alice, key="k", answers={})
    before = rows_everywhere()
    sent = submit(cast.alice, "quarterly", answers={"phq-9": {**CALM, "q9": 1}})
    outbox.drain()
    assert (score(sent, "phq-9").total, sent.safety) == (1, True)
    assert grown(before) == {"default.wellness_assessment": 1}
    assert not Notice.objects.exists()
    assert not mail.outbox


def test_the_change_log_says_nothing_whatever_was_answered(cast):
    for user, answer in ((cast.alice, 0), (cast.frank, 3)):
        join(user)
        LogEntry.objects.all().delete()
        submit(user, "quarterly", answers={"phq-9": {**CALM, "q9": answer}})
        assert not LogEntry.objects.exists()


def test_the_safety_screen_is_begun_by_choice_and_counts_nowhere(cast):
    join(cast.alice, Level.FULL)
    sent = submit(cast.alice, "safety_screen", answers={"c-ssrs": {"q1": 1}})
    assert sent.safety is True
    assert not ScoreSummary.objects.exists()
    assert not Notice.objects.exists()


# --- who sees what --------------------------------------------------------------------------------


@pytest.fixture
def people(cast, units):
    cast.hana = make_user("hana")
    make_post(cast.hana, Role.WELLNESS_ADMIN, units.agency)
    act(cast.hana, Role.WELLNESS_ADMIN)
    return cast


@pytest.mark.parametrize("kind", ["quarterly", "return_to_duty", "annual_review"])
def test_content_opens_for_nobody_at_any_level(people, kind):
    join(people.alice, Level.FULL)
    sent = submit(people.alice, kind, answers={"phq-9": CALM}, note=CANARY)
    for name in ("bob", "carol", "dan", "erin", "frank", "hana", "nobody"):
        user = getattr(people, name)
        assert not access.visible(user, Assessment).exists(), name
        for action in ("view", "change", "delete", "share"):
            assert not access.can(user, action, sent.row), (name, action)


@pytest.mark.parametrize(
    ("do", "more"),
    [
        ("cancel_assessment", {}),
        ("delete_assessment", {}),
        ("share_assessment", {"person": "bob"}),
        ("save_answers", {"answers": {}}),
    ],
)
def test_a_stranger_can_do_nothing_with_it(people, do, more):
    join(people.alice)
    join(people.frank)
    row = start(people.alice)
    for user in (people.frank, people.dan, people.carol):
        join(user)
        with pytest.raises(Http404):
            getattr(actions, do)(by=user, assessment=row.pk, **more)
    assert Disclosure.objects.using("ledger").filter(outcome="stopped").count() == 3


def test_a_share_opens_one_assessment_for_seven_days(people):
    join(people.alice)
    row = submit(people.alice, "return_to_duty", answers={"phq-9": CALM}, note=CANARY).row
    submit(people.alice, key="a2", answers=K6)
    share = actions.share_assessment(by=people.alice, assessment=row.pk, person="frank")
    assert list(access.visible(people.frank, Assessment)) == [row]
    assert access.reveal(people.frank, row).content["content"]["note"] == CANARY
    assert actions.looks_at_me(people.alice)[0].person == "Frank"
    with clock.at(clock.now() + dt.timedelta(days=7, seconds=1)):
        assert not access.can(people.frank, "view", row)
    actions.revoke_assessment_share(by=people.alice, share=share.pk)
    assert not access.can(people.frank, "view", row)


def test_a_share_closes_when_its_reader_comes_to_lead(people, units):
    join(people.alice)
    row = submit(people.alice, answers=K6).row
    actions.share_assessment(by=people.alice, assessment=row.pk, person="frank")
    make_post(people.frank, Role.SUPERVISOR, units.squad)
    assert not access.can(act(people.frank, Role.OFFICER), "view", row)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"person": "dan"}, "in_chain"),
        ({"person": "erin"}, "in_chain"),
        ({"person": "alice"}, "yourself"),
        ({"person": "nobody"}, "unknown_person"),
        ({"days": 29}, "out_of_range"),
        ({"days": 0}, "out_of_range"),
    ],
)
def test_who_cannot_be_named(people, more, code):
    join(people.alice)
    row = submit(people.alice, answers=K6).row
    with refused(code):
        actions.share_assessment(by=people.alice, assessment=row.pk, **({"person": "frank"} | more))
    assert not AssessmentGrant.objects.exists()


def test_the_database_itself_refuses_a_share_up_the_chain(people):
    join(people.alice)
    row = submit(people.alice, answers=K6).row
    share = actions.share_assessment(by=people.alice, assessment=row.pk, person="frank")
    with pytest.raises(IntegrityError, match="never_in_chain"), transaction.atomic():
        AssessmentGrant.objects.filter(pk=share.pk).update(relation="chain")


def test_an_open_run_is_not_shared(people):
    join(people.alice)
    with refused("not_sent"):
        actions.share_assessment(by=people.alice, assessment=start(people.alice).pk, person="frank")


def test_stopping_ends_every_share(people):
    join(people.alice)
    row = submit(people.alice, answers=K6).row
    actions.share_assessment(by=people.alice, assessment=row.pk, person="frank")
    actions.withdraw(by=people.alice)
    assert not AssessmentGrant.objects.exists()
    assert access.visible(people.alice, Assessment).exists()


# --- bands for the wellness team ------------------------------------------------------------------


def bands(user) -> dict:
    return access.reveal(user, access.visible(user, ScoreSummary).get()).content["bands"]


def test_the_team_sees_the_newest_bands_at_full_and_no_number(people):
    join(people.alice, Level.FULL)
    with clock.at(dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)):
        submit(people.alice, answers={"k6": dict.fromkeys(K6["k6"], 4)})
    with clock.at(dt.datetime(2026, 4, 2, 12, tzinfo=dt.UTC)):
        submit(people.alice, "weekly_check", key="a2", answers=weekly(3, 0))
        last = submit(people.alice, key="a3", answers=K6)
    shown = bands(people.carol)
    assert set(shown) == {"k6", "phq-2", "gad-2"}
    assert shown["k6"] == {"band": score(last, "k6").band, "on": "2026-04-02"}
    assert bands(people.hana) == shown
    assessments.delete(by=people.alice, assessment=last.row.pk)
    assert bands(people.carol)["k6"]["on"] == "2026-03-02"
    actions.delete_check_in(by=people.alice, check_in=CheckIn.objects.get().pk)
    assert set(bands(people.carol)) == {"k6"}


@pytest.mark.parametrize("level", [Level.SELF_ONLY, Level.COMMAND])
def test_what_no_level_opens_is_not_worked_out(people, level):
    join(people.alice, level)
    submit(people.alice, answers=K6)
    assert not ScoreSummary.objects.exists()
    join(people.alice, Level.FULL)
    assert set(bands(people.carol)) == {"k6"}
    join(people.alice, Level.FULL, lowered={"check_ins": Level.SELF_ONLY})
    assert not ScoreSummary.objects.exists()


def test_going_back_to_duty_never_counts_and_an_open_half_is_no_band(people):
    join(people.alice, Level.FULL)
    submit(people.alice, "return_to_duty", answers={"phq-9": CALM})
    submit(people.alice, "quarterly", key="a2", answers={"phq-9": {"q1": 1}})
    assert not ScoreSummary.objects.exists()


# --- the annual review ----------------------------------------------------------------------------


def test_that_the_review_took_place_leaves_only_by_choice(people):
    join(people.alice)
    with refused("not_done_yet"):
        assessments.confirm_annual_review(by=people.alice)
    start(people.alice, "annual_review")
    with refused("not_done_yet"):
        assessments.confirm_annual_review(by=people.alice)
    submit(people.alice, "annual_review", note=CANARY)
    assert not AnnualReview.objects.exists()
    row = assessments.confirm_annual_review(by=people.alice)
    assert assessments.confirm_annual_review(by=people.alice) == row
    assert (row.year, row.confirmed_on) == (clock.today().year, clock.today())
    assert access.visible(people.carol, AnnualReview).exists()
    for user in (people.bob, people.dan, people.erin, people.frank):
        assert not access.visible(user, AnnualReview).exists()
    with pytest.raises(Http404):
        assessments.take_back(by=people.carol, review=row.pk)
    assessments.take_back(by=people.alice, review=row.pk)
    assert not access.visible(people.carol, AnnualReview).exists()


# --- own results and taking it along --------------------------------------------------------------


def test_my_results_are_all_of_mine_oldest_first(people):
    for user in (people.alice, people.frank):
        join(user)
    for n, kind in enumerate(("post_incident", "weekly_check", "post_incident")):
        with clock.at(dt.datetime(2026, 3, 2 + n, 12, tzinfo=dt.UTC)):
            given = K6 if kind == "post_incident" else weekly(4, 0)
            submit(people.alice, kind, key=f"a{n}", answers=given)
    submit(people.frank, answers=K6)
    start(people.alice, "quarterly")
    found = assessments.my_results(by=people.alice)
    assert [(each.type, each.is_check_in) for each in found] == [
        ("post_incident", False), ("weekly_check", True), ("post_incident", False),
    ]  # fmt: skip
    assert [each.total for each in found[1].scores] == [4, 0]
    late = assessments.my_results(by=people.alice, since=dt.date(2026, 3, 4))
    assert [each.on for each in late] == [dt.date(2026, 3, 4)]


def test_my_results_ask_the_same_for_two_and_for_twelve(alice):
    join(alice)

    def asked() -> int:
        with (
            CaptureQueriesContext(connections["default"]) as some,
            CaptureQueriesContext(connections["keys"]) as keys,
        ):
            assessments.my_results(by=alice)
        return len(some) + len(keys)

    def more(span: range) -> None:
        for n in span:
            submit(alice, key=f"a{n}", answers=K6)
            submit(alice, "weekly_check", key=f"w{n}", answers=weekly(1, 1))

    more(range(1))
    asked()
    few = asked()
    more(range(1, 6))
    assert asked() == few


def test_download_holds_assessments_shares_and_reviews(people):
    join(people.alice, Level.FULL)
    row = submit(people.alice, "annual_review", answers={"phq-9": CALM}, note=CANARY).row
    assessments.confirm_annual_review(by=people.alice)
    actions.set_reminders(by=people.alice, paused=True)
    actions.share_assessment(by=people.alice, assessment=row.pk, person="frank")
    told = actions.download(by=people.alice)
    assert told["assessments"][0]["content"]["note"] == CANARY
    assert told["shared_assessments"][0]["person"] == "Frank"
    assert told["annual_reviews"][0]["year"] == clock.today().year
    assert set(told["assessments_in_bands"][0]["bands"]) == {"phq-9"}
    assert told["reminders"][0]["choices"]["paused"] is True
    assert {"safety_plan", "sleep_and_hours", "fatigue_band"} <= set(told)


def test_destroying_leaves_nothing(people):
    join(people.alice, Level.FULL)
    submit(people.alice, "annual_review", answers={"phq-9": CALM})
    assessments.confirm_annual_review(by=people.alice)
    actions.set_reminders(by=people.alice, paused=True)
    actions.withdraw(by=people.alice, destroy=True)
    for model in (Assessment, AnnualReview, ScoreSummary, Standing, Invitation):
        assert not model.objects.exists(), model


def test_the_word_stands_in_no_other_column(people):
    join(people.alice, Level.FULL)
    row = submit(people.alice, "quarterly", answers={"phq-9": CALM}, note=CANARY).row
    actions.share_assessment(by=people.alice, assessment=row.pk, person="frank")
    access.reveal(people.frank, access.visible(people.frank, Assessment).get())
    for alias in ("default", "keys", "ledger"):
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')
                for cell in (cell for line in cursor.fetchall() for cell in line):
                    raw = (
                        bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
                    )
                    assert CANARY.encode() not in raw, table
                    assert b"phq-9" not in raw, table
