"""Small searches for a leak. The walls' tests say that each finds nothing; the wall drill, that each can."""

from collections.abc import Iterator
from types import SimpleNamespace

from auditlog.models import LogEntry
from django.db.models import Model
from django.urls import reverse

from tests.adversary.stage import CANARIES, DRAFT, NOTE
from tests.adversary.test_dump import encodings
from tests.api import bearer, post
from tests.factories import act, sign_in
from tests.stored import values as tables
from tests.trust.rows import note_of
from trust import ledger

Found = list[str]


def canaries_in(text: str | bytes) -> Found:
    told = text.decode(errors="replace") if isinstance(text, bytes) else text
    return [word for word in CANARIES if word in told]


def supervisor_opens_the_check_in(stage: SimpleNamespace, client) -> Found:
    """Dan asks for the page of Alice's check-in by its address."""
    sign_in(client, stage.dan, "supervisor")
    where = reverse("check_in_detail", args=[stage.rows["Check-in: note"].pk])
    return canaries_in(client.get(where).content)


def try_left_no_trace(stage: SimpleNamespace, client) -> Found:
    """Dan is stopped; Alice's log must be one line longer."""
    before = ledger.mine(stage.alice).filter(outcome="stopped").count()
    supervisor_opens_the_check_in(stage, client)
    after = ledger.mine(stage.alice).filter(outcome="stopped").count()
    return [] if after == before + 1 else ["a try that stands in nobody's log"]


def words_in_tables() -> Found:
    """Everything that is stored, searched for Alice's words in four encodings."""
    secret = [code for word in (NOTE, "canary-late-5150") for code in encodings(word)]
    return [table for table, raw in tables() if any(code in raw for code in secret)]


def graphql_gives_strangers_rows(stage: SimpleNamespace) -> Found:
    """Dan lists his own check-ins; he has none."""
    query = "{ myCheckIns(first: 5) { edges { node { note } } } }"
    head = bearer(act(stage.dan, "supervisor"))
    return canaries_in(post({"query": query}, **head).content)


def graphql_takes_what_is_not_in_the_schema(stage: SimpleNamespace) -> Found:
    head = bearer(act(stage.dan, "supervisor"))
    answer = post({"query": "{ me { username password } }"}, **head).json()
    return [] if answer.get("errors") else ["an unknown field was let through"]


def audit_log_repeats_words(stage: SimpleNamespace) -> Found:
    """A check-in is written, changed and deleted: what does the log of changes say?"""
    row = note_of(stage.alice, NOTE)
    row.note = f"{NOTE} again"
    row.save()
    row.delete()
    said = LogEntry.objects.values_list("changes", "object_repr", "additional_data")
    return [word for word in canaries_in(str(list(said))) if word in (NOTE, DRAFT)]


def rows_that_say_a_name(stage: SimpleNamespace) -> Found:
    """``str()`` of every row of Alice's, which admin, audit and tracebacks keep."""
    words = ("Alice", "alice", str(stage.alice.pk), stage.alice.pk.hex)
    return [name for name, row in _hers(stage) if any(word in str(row) for word in words)]


def _hers(stage: SimpleNamespace) -> Iterator[tuple[str, Model]]:
    yield from stage.rows.items()
    yield "Case", stage.case
