"""Every page that a role can reach: answers, keeps the strict policy, fits a phone, and axe finds nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE

ACCOUNTS = (
    "", "officer", "peer", "coordinator", "supervisor", "commander", "chief", "admin", "union", "chaplain",
    "clinician",
)  # fmt: skip
LOOKS = [("dark", PHONE), ("light", PHONE), ("dark", DESK), ("light", DESK)]
NARROW = {"width": 320, "height": 700}
NOT_PAGES = re.compile(
    r"(\.(csv|json|pdf|ics|txt)|/download/?|/fhir/?|/file/?|/logout/?|/static/.*|/jsi18n/?|/export/?)$"
)
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27,}|\d+")
MOST = 300
#: A link inside a chart is no HTML element: its address is read as it is written.
LINKS = "all => all.map(a => new URL(a.getAttribute('href'), location).href)"

#: Colours that are still on their way from one theme to the other are nobody's finding.
ARRIVE = "document.getAnimations().filter(a => a instanceof CSSTransition).forEach(a => a.finish())"


def kinds_of_pages(page: Page) -> Iterator[str]:
    """Opens one page of each kind that links lead to from here, the start included; tells its address."""
    waiting, known = [urlsplit(page.url).path], set()
    while waiting:
        assert len(known) < MOST, "Links lead on and on; is there an id that IDS does not know?"
        path = waiting.pop(0)
        kind = IDS.sub("#", path)
        if kind in known or NOT_PAGES.search(path):
            continue
        known.add(kind)
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        links = page.eval_on_selector_all("a[href]", LINKS)
        here = urlsplit(page.url).netloc
        waiting += [urlsplit(each).path for each in links if urlsplit(each).netloc == here]
        yield path


def findings(page: Page) -> list[str]:
    results = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in results]


def runs_over(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"))


@pytest.mark.parametrize("account", ACCOUNTS)
def test_every_page_is_reachable_calm_and_open_to_all(visit, account):
    """Each page is loaded once, on a dark phone, and then looked at in every size and colour."""
    page = visit(account, theme="dark", size=PHONE)
    if not account:
        page.goto("/boundary/")
    bad, paths = {}, []

    for path in kinds_of_pages(page):
        paths.append(path)
        if page.violations:
            bad[f"{path} policy"] = [*page.violations]
        for theme, size in LOOKS:
            page.emulate_media(color_scheme=theme)
            page.set_viewport_size(size)
            page.evaluate(ARRIVE)
            if found := findings(page):
                bad[f"{path} {theme} {size['width']}"] = found
        page.set_viewport_size(NARROW)
        if not path.startswith("/admin/") and runs_over(page):
            bad[f"{path} at 320"] = ["wider than the screen"]
        page.set_viewport_size(PHONE)
        page.emulate_media(color_scheme="dark")
        page.violations.clear()  # axe tries styles of its own, which the policy stops

    assert len(paths) > 2
    assert bad == {}


@pytest.mark.parametrize("account", ["officer", "peer", "coordinator"])
def test_words_of_the_tabs_have_room_in_spanish_on_a_phone(visit, demo, account):
    page = visit(account, size=PHONE)
    page.context.add_cookies([{"name": "django_language", "value": "es", "url": demo.portal}])
    page.goto("/")

    cut = page.locator(".tabbar a").evaluate_all(
        "all => all.filter(a => a.scrollWidth > a.clientWidth).map(a => a.innerText)"
    )

    assert page.locator("html").get_attribute("lang") == "es"
    assert cut == []


@pytest.mark.parametrize("path", ["/", "/boundary/", "/crisis/", "/resources/"])
def test_quiet_face_keeps_no_cookie(demo, chromium, path):
    context = chromium.new_context()
    page = context.new_page()

    answer = page.goto(demo.quiet + path)

    assert answer.status in (200, 404)
    assert context.cookies() == []
    assert page.get_by_role("link", name=re.compile("988")).count() > 0
    context.close()
