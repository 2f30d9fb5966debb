"""Every page that a role can reach: answers, keeps the strict policy, and axe finds nothing."""

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
NOT_PAGES = re.compile(
    r"(\.(csv|json|pdf|ics|txt)|/download/?|/fhir/?|/file/?|/logout/?|/static/.*|/jsi18n/?)$"
)
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27,}|\d+")
MOST = 75
#: A link inside a chart is no HTML element: its address is read as it is written.
LINKS = "all => all.map(a => new URL(a.getAttribute('href'), location).href)"


def kinds_of_pages(page: Page) -> Iterator[str]:
    """One address for each kind of page that links lead to from here, the start included."""
    waiting, known = [urlsplit(page.url).path], set()
    while waiting and len(known) < MOST:
        path = waiting.pop(0)
        kind = IDS.sub("#", path)
        if kind in known or NOT_PAGES.search(path):
            continue
        known.add(kind)
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        yield path
        links = page.eval_on_selector_all("a[href]", LINKS)
        here = urlsplit(page.url).netloc
        waiting += [urlsplit(each).path for each in links if urlsplit(each).netloc == here]


def findings(page: Page) -> list[str]:
    results = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in results]


@pytest.mark.parametrize("account", ACCOUNTS)
def test_every_page_is_reachable_and_calm(visit, account):
    page = visit(account, theme="dark", size=PHONE)
    if not account:
        page.goto("/boundary/")

    paths = list(kinds_of_pages(page))

    assert len(paths) > 2
    assert page.violations == []


@pytest.mark.parametrize("account", ACCOUNTS)
def test_axe_finds_nothing(visit, account):
    start = visit(account)
    if not account:
        start.goto("/boundary/")
    paths = list(kinds_of_pages(start))
    bad = {}

    for theme, size in LOOKS:
        page = visit(account, theme=theme, size=size)
        for path in paths:
            page.goto(path)
            if found := findings(page):
                bad[f"{path} {theme} {size['width']}"] = found

    assert bad == {}


@pytest.mark.parametrize("account", ["officer", "coordinator", "commander"])
def test_nothing_runs_over_at_320_pixels(visit, account):
    page = visit(account, size={"width": 320, "height": 700})
    wide = []

    for path in list(kinds_of_pages(page)):
        if path.startswith("/admin/"):
            continue
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth") > 321:
            wide.append(path)

    assert wide == []


@pytest.mark.parametrize("path", ["/", "/boundary/", "/crisis/", "/resources/"])
def test_quiet_face_keeps_no_cookie(demo, chromium, path):
    context = chromium.new_context()
    page = context.new_page()

    answer = page.goto(demo.quiet + path)

    assert answer.status in (200, 404)
    assert context.cookies() == []
    assert page.get_by_role("link", name=re.compile("988")).count() > 0
    context.close()
