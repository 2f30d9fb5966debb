import pytest
from hypothesis import given
from hypothesis import strategies as st

from peersupport.models import Ask
from peersupport.pseudonyms import FIRST, SECOND, pseudonym


@given(st.binary(min_size=8, max_size=40))
def test_two_words_and_a_number_that_fit_their_column(digest):
    name = pseudonym(digest)
    first, second, number = name.split()
    assert (first in FIRST, second in SECOND, len(number)) == (True, True, 3)
    assert len(name) <= Ask._meta.get_field("pseudonym").max_length
    assert pseudonym(digest) == name


def test_too_few_bytes_would_make_names_alike():
    with pytest.raises(ValueError, match="eight bytes"):
        pseudonym(b"1234567")


def test_the_words_are_many_and_each_stands_once():
    assert len({*FIRST, *SECOND}) == len(FIRST) + len(SECOND) > 24
