"""Pages of a list: no gap, no overlap, a hundred rows at most, and cursors for one person and one list."""

import pytest

from agency.models import Post
from tests.api import ask, codes
from trust.doors.graphql.pages import Asking, page


def test_pages_meet_without_gap_or_overlap(cast) -> None:
    rows, seen, after = Post.objects.all(), [], None
    while True:
        found = page(rows, Asking(cast.alice, "posts", 2, after), by=("since", "id"))
        seen += [row.pk for row in found.nodes]
        after = found.page_info.end_cursor
        if not found.page_info.has_next_page:
            break
    assert sorted(seen) == sorted(rows.values_list("pk", flat=True))
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("first", [0, -1, 101, 1_000_000])
def test_pages_have_one_to_a_hundred_rows(alice, first) -> None:
    answer = ask(alice, "query($n: Int) { myCheckIns(first: $n) { edges { cursor } } }", n=first)
    assert codes(answer) == ["BAD_FIRST"]


def test_cursors_belong_to_one_person_and_one_list(cast) -> None:
    cursor = Asking(cast.alice, "checkIns").cursor(["2026-01-01", "x"])
    query = "query($a: String) { myCheckIns(after: $a) { edges { cursor } } }"
    for user, after in ((cast.frank, cursor), (cast.alice, "x"), (cast.alice, "y" * 1_000)):
        assert codes(ask(user, query, a=after)) == ["BAD_CURSOR"]
    other = Asking(cast.alice, "accessLog").cursor(["2026-01-01", "x"])
    assert codes(ask(cast.alice, query, a=other)) == ["BAD_CURSOR"]
