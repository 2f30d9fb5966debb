"""Step by step: numbers first, the law's words, then two people; thoughts alone lead to support."""

import pytest
from django.urls import reverse

from peersupport.models import Ask, ConfidentialityException, Supporter
from tests.factories import make_user, sign_in
from tests.peersupport.pairs import another, on_roster, pair
from trust.models import Notice


@pytest.fixture
def kept(cast) -> Ask:
    return pair(cast.frank, on_roster(cast.bob))


@pytest.fixture
def gina(units) -> Supporter:
    return another("gina", units.agency)


@pytest.fixture
def as_person(client, cast, settings, gina):
    settings.MFA_FOR_ROLES = False
    people = {"bob": cast.bob, "gina": gina.user, "frank": cast.frank}
    return lambda name, role="peer_support": sign_in(client, people[name], role)


def steps(page, kept, *answers: dict[str, str]):
    where = reverse("exception_open", args=[kept.pk])
    answer = page.get(where)
    for each in answers:
        said = {"step": answer.context["step"], **each}
        if answer.context["step"] == "consult":
            form = answer.context["form"]
            said |= {name: form[name].value() or "" for name in ("key", "code", "intent", "means")}
        answer = page.post(where, said)
    return answer


def test_numbers_and_the_laws_words_come_first(as_person, kept):
    text = as_person("bob").get(reverse("exception_open", args=[kept.pk])).text
    assert text.index("Call first.") < text.index("What is it about?")
    assert "tel:988" in text
    assert "Frank" not in text


def test_thoughts_alone_lead_to_support_and_store_nothing(as_person, kept):
    page = as_person("bob")
    answer = steps(page, kept, {"code": "danger_to_self"}, {"intent": "no", "means": "yes"})
    assert "Stay with them" in answer.text
    assert not ConfidentialityException.objects.exists()
    page.post(reverse("ways_to_talk", args=[kept.pk]))
    assert Notice.objects.get().target == "talk"


def test_both_questions_are_asked_apart_and_neither_is_answered_beforehand(as_person, kept):
    page = as_person("bob")
    answer = steps(page, kept, {"code": "danger_to_self"})
    assert answer.text.count('type="radio"') == 4
    assert " checked" not in answer.text
    answer = steps(page, kept, {"code": "danger_to_self"}, {"intent": "yes"})
    assert answer.status_code == 422


def test_two_people_and_the_officer_reads_it(as_person, kept, gina):
    page = as_person("bob")
    answer = steps(
        page,
        kept,
        {"code": "danger_to_self"},
        {"intent": "yes", "means": "yes"},
        {"consult": str(gina.pk), "unsafe": "now"},
    )
    assert answer.status_code == 302
    row = ConfidentialityException.objects.get()
    assert (row.intent, row.means, row.consulted) == (True, True, gina.user)
    text = as_person("gina").get(reverse("exceptions")).text
    assert "Bob asked you." in text
    assert "Frank" not in text
    as_person("gina").post(reverse("exception_answer", args=[row.pk]), {"answer": "agree"})
    as_person("bob").post(reverse("exception_end", args=[row.pk]), {"answer": "said"})
    text = as_person("frank", "officer").get(reverse("exceptions_about_me")).text
    assert "Said to those who can help." in text
    assert "You were told at once." in text


def test_told_later_it_is_not_there_yet(as_person, kept, gina):
    steps(
        as_person("bob"),
        kept,
        {"code": "danger_to_others"},
        {"consult": str(gina.pk), "unsafe": "others"},
    )
    row = ConfidentialityException.objects.get()
    where = reverse("exceptions_about_me")
    assert "There is nothing to read here." in as_person("frank", "officer").get(where).text
    as_person("gina").post(reverse("exception_answer", args=[row.pk]), {"answer": "agree"})
    assert "There is nothing to read here." not in as_person("frank", "officer").get(where).text


def test_after_a_no_somebody_else_is_asked(as_person, kept, gina, units):
    steps(
        as_person("bob"),
        kept,
        {"code": "danger_to_others"},
        {"consult": str(gina.pk), "unsafe": "now"},
    )
    row = ConfidentialityException.objects.get()
    answer = as_person("gina").post(
        reverse("exception_answer", args=[row.pk]), {"answer": "maybe"}, follow=True
    )
    assert "Choose one of the answers." in answer.text
    as_person("gina").post(reverse("exception_answer", args=[row.pk]), {"answer": "no"})
    hal = another("hal", units.agency)
    page = as_person("bob")
    assert "Ask somebody else" in page.get(reverse("exceptions")).text
    page.post(reverse("exception_ask", args=[row.pk]), {"answer": str(hal.pk)})
    row.refresh_from_db()
    assert (row.state, row.consulted) == ("asked", hal.user)
    said = page.post(reverse("exception_end", args=[row.pk]), {"answer": "said"}, follow=True)
    assert "A second person has to agree first." in said.text


@pytest.mark.parametrize(
    ("said", "status"),
    [({"step": "ground", "code": "gossip"}, 422), ({"step": "nonsense"}, 422), ({}, 422)],
)
def test_what_is_not_on_the_list(as_person, kept, said, status):
    where = reverse("exception_open", args=[kept.pk])
    assert as_person("bob").post(where, said).status_code == status


def test_the_list_asks_as_often_for_many(
    as_person, cast, kept, gina, django_assert_max_num_queries
):
    def opened_about(*names):
        for each in names:
            said = {"consult": str(gina.pk), "unsafe": "now"}
            asked = pair(make_user(each), on_roster(cast.bob))
            steps(as_person("bob"), asked, {"code": "danger_to_others"}, said)
        page = as_person("gina")
        page.get(reverse("exceptions"))
        return page

    page = opened_about("ann")
    with django_assert_max_num_queries(12) as few:
        assert page.get(reverse("exceptions")).text.count("Bob asked you.") == 1
    most = len(few)
    page = opened_about("ben", "cy", "di", "edd")
    with django_assert_max_num_queries(most):
        assert page.get(reverse("exceptions")).text.count("Bob asked you.") == 5
