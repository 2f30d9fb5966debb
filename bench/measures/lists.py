"""1. A list of check-ins over GraphQL, policy on, against the same rows written by hand."""

from __future__ import annotations

from bench.lines import Line, ratio
from bench.measures.stage import Caller, caller, stage
from bench.sizes import Sizes
from bench.timing import Work, interleaved

PLAIN = "{ myCheckIns(first: %d) { edges { node { id week submittedAt ruleVersion } } } }"
OPENED = """{ myCheckIns(first: %d) { edges { node { id week submittedAt ruleVersion wantsContact note
  answers { stress sleep fatigue balance } } } } }"""
TWIN = """{ %s(participant: "%s", first: %d) { id week submittedAt ruleVersion key bodyMac
  participant { handle domain level countMe standing { id } } } }"""
SLOW = 6  # the naive twin takes so long that it gets fewer turns


def measure(sizes: Sizes) -> list[Line]:
    """GraphQL through the real view: POST, token, limits, policy, stamp on every row."""
    now = stage(sizes)
    ask = caller(now.me)
    own = {"participant": str(now.mine.pk), "first": sizes.rows}
    twins = {name: TWIN % (name, now.mine.pk, sizes.rows) for name in ("naive", "tuned")}
    _alike(ask, sizes.rows, own)
    variants: dict[str, Work] = {
        "raw": lambda: ask.post("raw", own),
        "raw opened": lambda: ask.post("raw-opened", own),
        "raw hops": lambda: ask.post("raw-hops", own),
        "plain": lambda: ask.post("argus", {"query": PLAIN % sizes.rows}),
        "opened": lambda: ask.post("argus", {"query": OPENED % sizes.rows}),
        "tuned": lambda: ask.post("twin", {"query": twins["tuned"]}),
    }
    took = interleaved(variants, sizes.rounds)
    naive: dict[str, Work] = {
        "raw hops": variants["raw hops"],
        "naive": lambda: ask.post("twin", {"query": twins["naive"]}),
    }
    slow = interleaved(naive, max(1, sizes.rounds // SLOW))
    n = sizes.rows
    return [
        ratio("list", f"Argus GraphQL, {n} check-ins, plain columns", "raw SQL",
              took=took["plain"], base=took["raw"], aim=4),
        ratio("list", f"Argus GraphQL, {n} check-ins, two hops, answers opened",
              "raw SQL, opened by hand", took=took["opened"], base=took["raw opened"], aim=4),
        ratio("list", "the same", "raw SQL, nothing opened", took=took["opened"], base=took["raw"]),
        ratio("list", "unsafe twin: graphene-django tuned, two hops", "raw SQL, two joins",
              took=took["tuned"], base=took["raw hops"]),
        ratio("list", "unsafe twin: graphene-django naive, two hops", "raw SQL, two joins",
              took=slow["naive"], base=slow["raw hops"]),
    ]  # fmt: skip


def _alike(ask: Caller, rows: int, own: dict[str, object]) -> None:
    """Both sides must bring the same rows, or the comparison says nothing."""
    edges = ask.post("argus", {"query": OPENED % rows})["data"]["myCheckIns"]["edges"]  # type: ignore[index,call-overload]
    ours = [each["node"]["answers"]["stress"] for each in edges]
    theirs = [each["answers"]["stress"] for each in ask.post("raw-opened", own)["rows"]]  # type: ignore[attr-defined]
    if ours != theirs or len(ours) != rows:
        raise AssertionError("The two lists differ.")
