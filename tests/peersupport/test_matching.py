import datetime as dt
import uuid

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from peersupport.kinds import Background, Kind, Language, Speciality
from peersupport.matching import Candidate, Wish, about_supporter, in_words, rank

NOW = dt.datetime(2026, 3, 1, 3, tzinfo=dt.UTC)
KEYS = [uuid.UUID(int=n) for n in range(1, 9)]
UNITS = ("", "A/", "A/B/", "A/B/C/", "A/B/D/", "A/E/")


def one(number=0, **fields):
    return Candidate(**({"key": KEYS[number], "kind": "peer"} | fields))


def order(wish, *people):
    return [KEYS.index(each.key) for each in rank(wish, people, NOW)]


def test_the_own_team_comes_first_in_its_order():
    wish = Wish("peer", team=(KEYS[2], KEYS[1]))
    people = [one(0, on_duty=True, reachable=True), one(1), one(2, open_contacts=4)]
    assert order(wish, *people) == [2, 1, 0]


@pytest.mark.parametrize(
    ("wish", "fields"),
    [
        ({}, {"linked": True}),
        ({"blocked": frozenset({KEYS[0]})}, {}),
        ({"asked": frozenset({KEYS[0]})}, {}),
        ({}, {"open_contacts": 5}),
        ({}, {"capacity": 0}),
        ({}, {"kind": "chaplain"}),
        ({"language": "es"}, {"languages": frozenset({"en"})}),
        ({"on_duty_now": True}, {"reachable": True}),
        ({"other_unit": True, "unit": "A/B/"}, {"unit": "A/B/"}),
        ({"other_unit": True, "unit": "A/B/C/"}, {"unit": "A/B/"}),
    ],
)
def test_whoever_may_not_be_asked_is_left_out_even_of_the_team(wish, fields):
    other = one(1, unit="A/X/", on_duty=True, languages=frozenset({"es"}))
    assert order(Wish("peer", team=(KEYS[0],), **wish), one(**fields), other) == [1]


def test_then_reachable_then_what_was_wished_then_load_then_a_fair_share():
    wish = Wish("peer", speciality="grief", background="military")
    people = [
        one(0, asked_at=(NOW - dt.timedelta(days=3),)),
        one(1),
        one(2, open_contacts=1),
        one(3, specialities=frozenset({"grief"}), open_contacts=2),
        one(
            4,
            specialities=frozenset({"grief"}),
            backgrounds=frozenset({"military"}),
            open_contacts=3,
        ),
        one(5, reachable=True, open_contacts=4),
        one(6, reachable=True, on_duty=True, open_contacts=4),
    ]
    assert order(wish, *people) == [6, 5, 4, 3, 1, 0, 2]


def test_what_is_longer_ago_than_thirty_days_counts_no_more():
    long_ago = (NOW - dt.timedelta(days=30), NOW - dt.timedelta(days=90))
    assert order(Wish("peer"), one(1), one(0, asked_at=long_ago)) == [0, 1]


def test_an_empty_wish_counts_for_nobody():
    assert order(Wish("peer"), one(1, specialities=frozenset({"grief"})), one(0)) == [0, 1]


def test_a_match_says_why_in_words():
    wish = Wish("peer", language="es", unit="A/B/C/", division="A/B/", team=(KEYS[1],))
    found = rank(wish, [
        one(0, languages=frozenset({"es"}), unit="A/E/", division="A/E/", open_contacts=1),
        one(1, languages=frozenset({"es", "en"}), unit="A/B/D/", division="A/B/", on_duty=True),
    ], NOW)  # fmt: skip
    assert [each.words for each in found] == [
        "number 1 of your own team, speaks Spanish, other unit, on duty now, 0 open contacts",
        "speaks Spanish, other division, 1 open contact",
    ]


def test_what_is_stored_does_not_tell_where_the_officer_stands():
    codes = ["team:1", "speaks:es", "same_unit", "other_division", "on_duty", "open:2"]
    assert about_supporter(codes) == ["speaks:es", "on_duty", "open:2"]


@pytest.mark.parametrize(
    "code", ["", "open:", "open:x", "speaks:tlh", "lived:", "made_up:1", "team"]
)
def test_a_code_that_nobody_knows_says_nothing(code):
    assert in_words([code]) == ""


def test_words_follow_the_reader():
    with translation.override("es"):
        assert "3" in in_words(["open:3"])


people = st.lists(
    st.builds(
        Candidate,
        key=st.sampled_from(KEYS),
        kind=st.sampled_from(Kind.values),
        languages=st.frozensets(st.sampled_from(Language.values), max_size=3),
        backgrounds=st.frozensets(st.sampled_from(Background.values), max_size=3),
        specialities=st.frozensets(st.sampled_from(Speciality.values), max_size=3),
        unit=st.sampled_from(UNITS),
        linked=st.booleans(),
        reachable=st.booleans(),
        on_duty=st.booleans(),
        open_contacts=st.integers(0, 6),
        capacity=st.integers(0, 6),
    ),
    unique_by=lambda each: each.key,
)
wishes = st.builds(
    Wish,
    kind=st.sampled_from(Kind.values),
    language=st.sampled_from(["", *Language.values]),
    other_unit=st.booleans(),
    on_duty_now=st.booleans(),
    unit=st.sampled_from(UNITS),
    team=st.lists(st.sampled_from(KEYS), unique=True).map(tuple),
    blocked=st.frozensets(st.sampled_from(KEYS)),
    asked=st.frozensets(st.sampled_from(KEYS)),
)


@given(wishes, people)
def test_nobody_who_is_linked_blocked_full_or_asked_is_ever_a_match(wish, candidates):
    by_key = {each.key: each for each in candidates}
    for match in rank(wish, candidates, NOW):
        chosen = by_key[match.key]
        assert not chosen.linked
        assert match.key not in wish.blocked | wish.asked
        assert chosen.open_contacts < chosen.capacity
        assert chosen.kind == wish.kind
        assert not wish.language or wish.language in chosen.languages


@given(wishes, people, st.randoms())
def test_the_order_does_not_depend_on_the_order_of_the_list(wish, candidates, dice):
    shuffled = dice.sample(candidates, len(candidates))
    assert rank(wish, shuffled, NOW) == rank(wish, candidates, NOW)
