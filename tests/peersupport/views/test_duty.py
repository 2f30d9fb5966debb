"""Fit, restricted, not fit: what a supervisor sees of the squad, whether somebody comes back by a plan or not."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from agency import clock
from agency.models import DutyStatus, Role
from peersupport import actions
from tests.api import bearer
from tests.api import post as ask
from tests.factories import act, make_post, make_user, sign_in
from tests.peersupport.returning import supporter, with_facilitators
from trust import access

DAY = dt.date(2026, 11, 1)
QUERY = "{ dutyStatuses(first: 9) { edges { node { person status duties since } } } }"


def say(user, status="restricted", *, duties=("firearm",), current=True, since=DAY) -> DutyStatus:
    number = str(DutyStatus.objects.count())
    duties = list(duties) if status == "restricted" else []
    return DutyStatus.objects.create(
        user=user, status=status, duties=duties, since=since, source="clearances", external=number,
        current=current,
    )  # fmt: skip


def text(answer) -> str:
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return re.sub(r"\s+", " ", page)


def squad(client, who, role=Role.SUPERVISOR):
    return sign_in(client, who, role).get(reverse("duty_statuses"))


def test_the_direct_supervisor_sees_status_duties_and_date(client, cast):
    say(cast.alice)
    page = text(squad(client, cast.dan))
    assert "Alice" in page
    assert "Fit with restrictions" in page
    assert "carrying a firearm" in page
    assert "2026" in page


def test_nothing_is_shown_of_officers_without_a_row_and_of_other_squads(client, cast):
    say(cast.frank, "not_fit")
    page = text(squad(client, cast.dan))
    assert "Plan as usual." in page
    for name in ("Alice", "Bob", "Frank", "unknown", "Unknown"):
        assert name not in page


def test_what_was_before_is_the_officers_alone(client, cast):
    old = say(cast.alice, "not_fit", current=False, since=dt.date(2026, 9, 1))
    say(cast.alice)
    assert not access.can(cast.dan, "view", old)
    assert "Not fit for duty" not in text(squad(client, cast.dan))
    mine = text(sign_in(client, cast.alice).get(reverse("my_duty_status")))
    assert "Not fit for duty" in mine
    assert "Fit with restrictions" in mine


def test_nobody_above_beside_or_elsewhere_sees_it(client, cast):
    row = say(cast.alice)
    for who in (cast.bob, cast.carol, cast.erin, cast.frank, cast.nobody):
        assert not access.can(who, "view", row)
    for who, role in ((cast.erin, Role.COMMANDER), (cast.carol, Role.WELLNESS_COORDINATOR)):
        assert squad(client, who, role).status_code == 403


def test_an_officer_without_a_row_reads_good_news(client, cast):
    page = text(sign_in(client, cast.alice).get(reverse("my_duty_status")))
    assert "Nothing is waiting for you." in page


def test_the_page_asks_for_a_fresh_sign_in_and_takes_the_same_queries(
    client, cast, django_assert_max_num_queries
):
    for user in (cast.alice, cast.bob):
        say(user)
    sign_in(client, cast.dan, Role.SUPERVISOR, step_up=False)
    assert client.get(reverse("duty_statuses")).status_code == 302
    sign_in(client, cast.dan, Role.SUPERVISOR)
    with django_assert_max_num_queries(8):
        client.get(reverse("duty_statuses"))


def test_the_list_goes_on_and_no_address_says_whose(client, cast, units):
    crew = [make_user(f"z{n:02}") for n in range(52)]
    for each in crew:
        make_post(each, Role.OFFICER, units.squad)
        say(each)
    page = text(squad(client, cast.dan))
    (onward,) = re.findall(r'rel="next" href="([^"]*)"', page)
    rest = text(client.get(reverse("duty_statuses") + onward))
    for each in crew:
        assert (each.name in page) != (each.name in rest)
        assert not any(each.username in link for link in re.findall(r'href="([^"]*)"', page + rest))
    assert 'rel="next"' not in rest
    odd = text(client.get(reverse("duty_statuses"), {"after": "z49"}))
    assert crew[0].name in odd


def four_doors(client, dan) -> list[object]:
    """Everything that a supervisor can ask of her: rows, GraphQL, portal, administration."""
    rows = list(access.visible(act(dan, Role.SUPERVISOR), DutyStatus).values())
    told = ask({"query": QUERY}, **bearer(act(dan, Role.SUPERVISOR))).content
    sign_in(client, dan, Role.SUPERVISOR)
    pages = [text(client.get(reverse(n))) for n in ("duty_statuses", "my_unit", "return_plans")]
    admin = [
        client.get(f"/admin/{where}/").status_code
        for where in ("agency/dutystatus", "peersupport/returnplan", "peersupport/returnseat")
    ]
    return [rows, told, *pages, *admin]


def test_four_doors_are_the_same_to_the_byte_whether_a_plan_exists_or_not(client, cast, units):
    say(cast.alice)
    before = four_doors(client, cast.dan)
    assert b"RESTRICTED" in before[1]
    actions.start_return_plan(by=cast.alice, reason="injury", stream="long")
    assert four_doors(client, cast.dan) == before
    helpers = [supporter(name, units.agency) for name in ("gus", "mia")]
    with_facilitators(cast.alice, *helpers)
    for stage in ("kit", "vehicle", "kit"):
        actions.move_return_plan(by=cast.alice, stage=stage)
    actions.pause_return_plan(by=cast.alice)
    assert four_doors(client, cast.dan) == before
    actions.close_return_plan(by=cast.alice)
    assert four_doors(client, cast.dan) == before


def test_a_clearance_changes_nothing_on_a_plan(cast):
    plan = actions.start_return_plan(by=cast.alice, reason="injury", stream="long")
    before = actions.my_return_plans(cast.alice)
    say(cast.alice, "not_fit", since=clock.today())
    assert actions.my_return_plans(cast.alice) == before
    plan.refresh_from_db()
    assert plan.state == "open"


@pytest.mark.parametrize("status", ["fit", "not_fit"])
def test_graphql_tells_what_the_page_tells(cast, status):
    say(cast.alice, status)
    answer = ask({"query": QUERY}, **bearer(act(cast.dan, Role.SUPERVISOR))).json()
    (edge,) = answer["data"]["dutyStatuses"]["edges"]
    assert edge["node"] == {
        "person": "Alice", "status": status.upper(), "duties": [], "since": "2026-11-01",
    }  # fmt: skip
