"""Coming back to duty from the first question to the last button, and what the supervisor sees meanwhile."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_pages import findings


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).first.click()


def close_what_is_open(page: Page) -> None:
    page.goto("/return-to-duty/")
    if page.get_by_role("link", name="Close the plan").count():
        page.get_by_role("link", name="Close the plan").click()
        press(page, "Close it now")
    page.goto("/return-to-duty/")


def begin(page: Page) -> None:
    """One question a page."""
    page.get_by_role("link", name="Begin a plan").click()
    page.get_by_text("An injury or illness").click()
    press(page, "Next")
    page.get_by_label("Long: as long as it takes").check()
    press(page, "Next")
    expect(page.get_by_role("heading", name="Who will see it")).to_be_visible()
    press(page, "Begin my plan")


def name_two(page: Page) -> list[str]:
    names = []
    for _seat in range(2):
        page.get_by_label("Facilitator", exact=True).select_option(index=1 + len(names))
        names.append(page.locator("#id_supporter option:checked").inner_text().split(" · ")[0])
        press(page, "Name this person")
    return names


def squad(visit) -> str:
    sergeant = visit("supervisor", size=DESK)
    sergeant.goto("/duty/squad/")
    return sergeant.locator("main").inner_text()


def test_a_plan_from_end_to_end_and_a_supervisor_who_sees_no_difference(visit):
    page = visit("officer", theme="dark", size=PHONE)
    close_what_is_open(page)
    before = squad(visit)
    assert "Fit with restrictions" in before

    begin(page)
    names = name_two(page)
    page.goto("/return-to-duty/")
    assert all(page.get_by_text(name).count() for name in names)
    press(page, re.compile("Go on: Uniform and kit"))
    press(page, re.compile("Mark as done.*Replacement weapon issued"))
    press(page, re.compile("Go on: Vehicle"))
    press(page, "Pause")
    expect(page.get_by_text("You have paused.")).to_be_visible()
    press(page, re.compile("Step back: Uniform and kit"))
    expect(page.locator(".eyebrow").first).to_have_text("Stage 2 of 7")
    assert page.get_by_text("Paused").count() == 0
    assert findings(page) == []
    assert page.violations == []

    assert squad(visit) == before
    close_what_is_open(page)
    expect(page.get_by_role("heading", name="Plans you closed")).to_be_visible()
    press(page, re.compile("Delete now"))
    assert squad(visit) == before


@pytest.mark.parametrize(("who", "where"), [
    ("officer", "/return-to-duty/start/"), ("officer", "/duty/"), ("peer", "/return-plans/"),
    ("coordinator", "/return-requests/"), ("supervisor", "/duty/squad/"),
])  # fmt: skip
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_each_page_is_calm_and_fits_a_phone(visit, who, where, theme):
    page = visit(who, theme=theme, size=PHONE)
    page.goto(where)
    assert findings(page) == []
    assert page.violations == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
