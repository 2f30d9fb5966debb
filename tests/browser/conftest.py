"""The whole product as a newcomer starts it: ``manage.py demo`` in an own folder, a real Chromium.

One demonstration serves every browser test of a worker; tests act through the pages alone.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = os.environ.get("ARGUS_CHROMIUM") or shutil.which("chromium") or ""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
# Accounts that are officers too, and the role they are known for.
DUTIES = {"peer": "peer_support", "supervisor": "supervisor"}
DESK = {"width": 1280, "height": 900}
#: Where the agency of the demonstration lives; what a test types into a page is its time of day.
ZONE = "America/New_York"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Demo:
    """Where the demonstration answers, the password of every account, its folder, and the mail it sent."""

    portal: str
    quiet: str
    password: str
    folder: Path

    def ingest(self, kind: str, file: bytes) -> None:
        """A delivery, as whoever looks after the feeds takes it in by hand."""
        delivery = self.folder / f"delivery.{kind}"
        delivery.write_bytes(file)
        command = [sys.executable, "manage.py", "ingest", kind, str(delivery)]
        subprocess.run(command, cwd=ROOT, env=environment(self.folder), check=True)

    def letters(self, to: str = "") -> list[str]:
        """What was sent, newest last; to this address if one is named."""
        sent = sorted((self.folder / "mail").glob("*"), key=lambda each: each.stat().st_mtime_ns)
        texts = [each.read_text() for each in sent]
        return [text for text in texts if to in text]


def environment(folder: Path) -> dict[str, str]:
    """That of the demonstration, for a command beside it."""
    env = {k: v for k, v in os.environ.items() if not k.endswith("_URL")}
    env |= {"ARGUS_DATA_DIR": str(folder), "EMAIL_URL": f"filemail:///{folder / 'mail'}"}
    return env | {"PYTHONUNBUFFERED": "1", "ARGUS_MODE": "demo", "ARGUS_TIME_ZONE": ZONE}


@pytest.fixture(autouse=True)
def clock_of_the_demonstration(settings) -> None:
    """A test reads the same clock on the wall as the pages it fills in."""
    settings.AGENCY_TIME_ZONE = ZONE


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    if not CHROMIUM:
        pytest.skip("No Chromium on this machine; the browser tests were left out.")
    with tempfile.TemporaryDirectory() as folder:
        env = environment(Path(folder))
        worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
        command = [sys.executable, "manage.py", "demo", "--weeks", "6"]
        command += ["--port", str(18_000 + 100 * worker)]
        said = Path(folder, "said.txt")
        with said.open("w") as out:
            process = subprocess.Popen(
                command, cwd=ROOT, env=env, stdout=out, stderr=out, stdin=subprocess.DEVNULL
            )
            try:
                yield _started(process, Path(folder), said)
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(timeout=30)


def _started(process: subprocess.Popen[bytes], folder: Path, said: Path) -> Demo:
    found: dict[str, str] = {}
    until = time.monotonic() + 420
    while len(found) < 2 and time.monotonic() < until and process.poll() is None:
        text = said.read_text()
        for name in ("portal", "quiet face"):
            if match := re.search(rf"{name}\s+(http://\S+?)/?\s*$", text, re.MULTILINE):
                found[name] = match[1]
        time.sleep(0.2)
    assert len(found) == 2, f"The demonstration did not start: {said.read_text()[-2000:]}"
    note = json.loads((folder / "demo.json").read_text())
    return Demo(found["portal"], found["quiet face"], note["password"], folder)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


SignIn = Callable[..., Page]


@pytest.fixture(scope="session")
def signed_in(demo: Demo, chromium: Browser) -> dict[str, dict[str, object]]:
    """Kept sign-ins by account name, so that each account signs in once."""
    return {}


@pytest.fixture
def visit(
    demo: Demo, chromium: Browser, signed_in: dict[str, dict[str, object]]
) -> Iterator[SignIn]:
    """``visit("officer", theme="dark", size=PHONE)``: a page of that account, at home."""
    contexts: list[BrowserContext] = []

    def open_page(account: str = "", *, theme: str = "light", size: dict[str, int] = DESK) -> Page:
        if account and account not in signed_in:
            signed_in[account] = _sign_in(chromium, demo, account)
        context = chromium.new_context(
            base_url=demo.portal,
            viewport=size,
            color_scheme=theme,
            storage_state=signed_in.get(account),
            locale="en-US",
        )
        contexts.append(context)
        page = context.new_page()
        page.violations = []
        page.on("console", lambda message: _note(page, message.text))
        if account:
            page.goto("/")
        return page

    yield open_page
    for context in contexts:
        context.close()


def _note(page: Page, text: str) -> None:
    if "Content Security Policy" in text or "Content-Security-Policy" in text:
        page.violations.append(text)


def _sign_in(chromium: Browser, demo: Demo, account: str) -> dict[str, object]:
    context = chromium.new_context(base_url=demo.portal)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.get_by_label("Username").fill(account)
    page.get_by_label("Password").fill(demo.password)
    page.get_by_role("button", name="Sign in").first.click()
    page.wait_for_url(demo.portal + "/")
    if account in DUTIES:
        page.get_by_label("Change role to").select_option(DUTIES[account])
        page.get_by_role("button", name="Change role").click()
        page.get_by_text("You are working as").wait_for()
    state = context.storage_state()
    context.close()
    return state
