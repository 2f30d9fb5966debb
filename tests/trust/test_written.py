"""What was typed or sent is read without trust."""

import uuid

import pytest

from trust.refusal import Refusal
from trust.written import NO_ID, as_id, check_link, one_line


def test_what_is_no_id_is_the_id_of_nothing():
    known = uuid.uuid4()
    assert as_id(known) == as_id(str(known)) == known
    assert as_id("") == as_id("abc") == as_id(None) == NO_ID


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "ftp://example.org/a",
        "example.org", " https://example.org", "https://example.org/" + "a" * 200,
    ],
)  # fmt: skip
def test_only_the_address_of_a_page_is_a_link(text):
    with pytest.raises(Refusal, match="not_a_link"):
        check_link("link", text)


@pytest.mark.parametrize("text", ["", "https://meet.example.org/a?b=c", "http://example.org"])
def test_an_address_and_none_at_all_are_fine(text):
    check_link("link", text)


def test_a_line_has_no_ends_and_no_nul():
    assert one_line(" al\0ice ") == "alice"
