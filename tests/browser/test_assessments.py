"""Each assessment on a phone at night: begun, the network lost midway, gone on with, sent once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.test_pages import findings

RUNS = {
    "weekly_check": "/check-in/",
    "quarterly": "/assessments/quarterly/",
    "post_incident": "/assessments/post_incident/",
    "return_to_duty": "/assessments/return_to_duty/",
    "annual_review": "/assessments/annual_review/",
}
ASKED = "[data-step]:not([hidden])"
OFFLINE = "No connection. Your answers stay on this page."
SEND_LATER = re.compile("sends your answers once")


def answer(page: Page, choice: int = 0) -> None:
    """The question that is shown: one of its answers, then on with the Enter key."""
    step = page.locator(ASKED)
    if step.locator("select").count():
        step.locator("select").select_option(index=choice + 1)
        step.locator("select").press("Enter")
    else:
        step.locator("label.choice").nth(choice).click()
        page.keyboard.press("Enter")


def at(page: Page) -> tuple[int, int]:
    """Which question of how many."""
    place = page.locator("[data-place]")
    expect(place).to_have_text(re.compile(r"\d+\D+\d+"))  # the page may still be on its way
    now, of = re.findall(r"\d+", place.inner_text())
    return int(now), int(of)


def answer_until(page: Page, number: int) -> None:
    while page.locator("[data-next]").is_visible() and at(page)[0] < number:
        answer(page)


def answer_all(page: Page) -> None:
    while page.locator("[data-next]").is_visible():
        answer(page)


def kept(page: Page) -> None:
    """Until the server has everything that was answered."""
    expect(page.locator("form[data-questions]")).to_have_attribute("data-waiting", "0")


def finished(page: Page, kind: str) -> int:
    """How many of this kind the officer's own list shows."""
    page.goto("/check-ins/" if kind == "weekly_check" else f"/assessments/?type={kind}")
    rows = page.get_by_role("link", name=re.compile("^Open"))
    found = rows.count()
    while (more := page.get_by_role("link", name="Show more")).count():
        more.click()
        found += rows.count()
    return found


def selected(page: Page) -> int:
    """How many questions stand answered, shown or not."""
    script = """() => document.querySelectorAll(
        'form[data-questions] fieldset input:checked, form[data-questions] select option:checked:not([value=""])'
    ).length"""
    return page.evaluate(script)


@pytest.mark.parametrize("kind", list(RUNS))
def test_on_a_phone_at_night_with_the_network_lost_midway(visit, kind):
    page = visit("officer", theme="dark", size=PHONE)
    before = finished(page, kind)
    page.goto(RUNS[kind])
    assert selected(page) == 0
    assert findings(page) == []
    half = at(page)[1] // 2

    answer_until(page, half)
    kept(page)
    page.context.set_offline(True)
    answer_until(page, half + 2)
    expect(page.get_by_text(OFFLINE)).to_be_visible()
    answered = selected(page)
    page.context.set_offline(False)
    expect(page.get_by_text(OFFLINE)).to_be_hidden(timeout=15_000)
    assert (
        page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0
    )

    page.reload()
    assert selected(page) == answered
    assert at(page)[0] == half + 2

    answer_all(page)
    kept(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Save for me").click()
    expect(page.get_by_text(SEND_LATER)).to_be_visible()
    page.context.set_offline(False)
    page.wait_for_url("**/done/", timeout=20_000)
    assert findings(page) == []
    assert page.violations == []

    assert finished(page, kind) == before + 1


def test_going_on_from_another_device(visit):
    first = visit("officer", size=PHONE)
    first.goto("/assessments/gad-7/")
    answer_until(first, 4)
    kept(first)

    other = visit("officer", theme="dark", size=PHONE)
    other.goto("/assessments/")
    other.get_by_role("link", name=re.compile("^Go on *: More about worry")).click()
    assert at(other) == (4, 7)
    answer_all(other)
    other.get_by_role("button", name="Save for me").click()
    other.wait_for_url("**/done/")


def test_item_nine_shows_the_safety_step_first(visit):
    page = visit("officer", theme="dark", size=PHONE)
    page.goto("/assessments/phq-9/")
    answer_until(page, 9)
    page.locator(ASKED).locator("label.choice").nth(1).click()
    expect(page.locator(ASKED).get_by_role("link", name="I need someone now")).to_be_visible()
    page.keyboard.press("Enter")
    answer_all(page)
    page.get_by_role("button", name="Save for me").click()
    page.wait_for_url("**/done/")

    main = page.locator("main")
    assert main.locator("section").first.get_by_role("link", name=re.compile("988")).count() > 0
    expect(main.get_by_text("Minimal")).to_be_visible()
    assert findings(page) == []
    assert page.violations == []


def test_a_gate_hides_what_is_not_asked_and_the_focus_moves_along(visit):
    page = visit("officer", size=PHONE)
    page.goto("/assessments/safety_screen/")
    step = page.locator(ASKED)
    answer(page)
    assert page.evaluate("document.activeElement.matches('[data-heading]')")
    few = at(page)[1]

    step.get_by_text("Yes", exact=True).click()
    page.keyboard.press("Enter")
    assert at(page) == (3, few + 3)

    page.get_by_role("button", name="Back").click()
    step.get_by_text("No", exact=True).click()
    page.keyboard.press("Enter")
    assert at(page) == (3, few)
    kept(page)
    page.get_by_role("button", name="Stop here, go on later").click()
    page.wait_for_url("**/assessments/")
    page.get_by_role("button", name=re.compile("^Forget these answers")).first.click()


def test_the_keyboard_alone_is_enough(visit):
    page = visit("officer")
    page.goto("/assessments/pcl-5/")
    page.locator(ASKED).locator("input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert page.locator(ASKED).locator("input").nth(1).is_checked()
    page.keyboard.press("Enter")
    assert at(page)[0] == 2
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator(ASKED).locator("input").first.is_checked()


def test_it_works_without_a_script(demo, chromium, signed_in, visit):
    visit("officer")
    context = chromium.new_context(
        base_url=demo.portal, java_script_enabled=False, storage_state=signed_in["officer"]
    )
    page = context.new_page()
    page.goto("/assessments/gad-7/")
    assert page.locator("fieldset").count() == 7
    page.locator("fieldset").nth(0).locator("label.choice").nth(2).click()
    page.get_by_role("button", name="Stop here, go on later").click()
    page.goto("/assessments/gad-7/")
    assert page.locator("input:checked").count() == 1
    page.get_by_role("button", name="Save for me").click()
    assert page.url.endswith("/done/")
    assert page.get_by_text("Some answers were left out").count() > 0
    context.close()
