"""An answer about suicide tells nobody, and what was written stands in no other row or column."""

from auditlog.models import LogEntry
from django.core import mail

from tests.stored import counts, holding
from tests.wellness.assessments.runs import CALM, score, submit
from tests.wellness.conftest import CANARY, join
from trust import access, outbox
from trust.models import Level, Notice
from wellness import actions
from wellness.models import Assessment, ScoreSummary


def grown(before: dict[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    after = counts()
    return {table: after[table] - before[table] for table in after if after[table] != before[table]}


def test_an_answer_about_suicide_tells_nobody_and_writes_no_other_row(cast):
    join(cast.alice)
    actions.submit_check_in(by=cast.alice, key="k", answers={})
    before = counts()
    sent = submit(cast.alice, "quarterly", answers={"phq-9": {**CALM, "q9": 1}})
    outbox.drain()
    assert (score(sent, "phq-9").total, sent.safety) == (1, True)
    assert grown(before) == {("default", "wellness_assessment"): 1}
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


def test_the_word_stands_in_no_other_column(people):
    join(people.alice, Level.FULL)
    row = submit(people.alice, "quarterly", answers={"phq-9": CALM}, note=CANARY).row
    actions.share_assessment(by=people.alice, assessment=row.pk, person="frank")
    access.reveal(people.frank, access.visible(people.frank, Assessment).get())
    assert holding(CANARY) == holding("phq-9") == set()
    assert holding("alice@example.org")  # the search itself works
