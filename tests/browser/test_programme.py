"""The support programme from one end to the other, by clicking only: after an incident, and by asking."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from agency import local_time
from argus.demo import files
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_pages import LINKS, findings

OFFICER = "Alex Rivera"
#: The officer of the demonstration, and three of other squads.
CREW = ("10001", "54266", "67981", "20030")


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).first.click()


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("link", name=name).first.click()


def until(page: Page, there, *, tries: int = 60) -> None:
    """Look again until it is there: whatever a worker does in the background takes a moment."""
    for _turn in range(tries):
        if there.count():
            return
        page.wait_for_timeout(2_000)
        page.reload()
    expect(there.first).to_be_visible()


# --- after an incident ----------------------------------------------------------------------------


def incident_arrives(demo) -> str:
    """A patient care record of a critically ill patient comes in; its number."""
    at = local_time.now().replace(microsecond=0) - dt.timedelta(minutes=40)
    number = f"RB-{uuid.uuid4().hex[:8].upper()}"
    care = files.Care(
        number, at, crew=CREW, systolic="82", pulse="134", saturation="88", respiration="29"
    )
    demo.ingest("epcr", files.nemsis(care))
    return number


def plan_defusing(page: Page, number: str) -> None:
    """From Today, in the next minutes, open to everyone who was there."""
    page.goto("/today/")
    row = page.locator("dl.rows > div", has_text=number)
    until(page, row)
    expect(row.get_by_text("Urgent")).to_be_visible()
    row.get_by_role("link").click()
    page.get_by_role("link", name=re.compile(r"Plan\s*: Defusing")).click()
    starts = local_time.now() + dt.timedelta(minutes=2)
    page.get_by_label("Day").fill(f"{starts:%Y-%m-%d}")
    page.get_by_label("Time").fill(f"{starts:%H:%M}")
    page.get_by_label("Room").fill(f"Union hall {number}")
    page.get_by_label("Everyone who was there may come").check()
    page.get_by_label(re.compile("Dana Reyes")).check()
    press(page, "Plan it")
    expect(page.get_by_role("heading", name=re.compile("Defusing"))).to_be_visible()


def accept_on_the_phone(page: Page, number: str) -> None:
    page.goto("/offers/")
    part = page.locator("section", has=page.get_by_role("heading", name=re.compile(number)))
    part.get_by_role("link", name=re.compile("Defusing")).first.click()
    assert findings(page) == []
    press(page, "Accept")
    part.get_by_role("link", name=re.compile("Defusing")).first.click()
    press(page, "I come")


def hold(page: Page, number: str) -> None:
    """The facilitator says that it took place; nobody is asked who was there."""
    page.goto("/debriefs/")
    row = page.locator("main", has_text=f"Union hall {number}")
    until(page, row)
    href = page.locator("a", has_text=re.compile("Defusing|Open")).evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    for where in dict.fromkeys(each for each in href if each and "/debriefs/" in each):
        page.goto(where)
        if page.get_by_text(f"Union hall {number}").count():
            break
    until(page, page.get_by_role("button", name="It took place"))
    assert OFFICER not in page.content()
    press(page, "It took place")


def test_from_a_care_record_to_a_defusing_and_command_sees_only_that_it_was_offered(visit, demo):
    number = incident_arrives(demo)
    coordinator, officer = (
        visit("coordinator", size=DESK),
        visit("officer", theme="dark", size=PHONE),
    )

    plan_defusing(coordinator, number)
    accept_on_the_phone(officer, number)
    hold(visit("peer", size=PHONE), number)

    officer.goto("/offers/")
    part = officer.locator("section", has=officer.get_by_role("heading", name=re.compile(number)))
    for fold in part.locator("summary").all():
        fold.click()
    expect(part.get_by_text("Follow-up").first).to_be_visible()
    chief = visit("chief", size=DESK)
    chief.goto("/offers/in-time/")
    line = chief.locator("dl.rows > div", has_text=number)
    expect(line.get_by_text("Offered to everyone")).to_be_visible()
    said = line.inner_text()
    assert OFFICER not in said
    assert not re.search(r"\b[1-9] (people|person)|accepted|defusing", said, re.IGNORECASE)


# --- by asking --------------------------------------------------------------------------------------


def ask_for_a_chaplain(page: Page) -> str:
    """Matched and asked, under a pseudonym; the address where the officer sees how it stands."""
    page.goto("/talk/")
    follow(page, "Find somebody for me")
    page.get_by_label("Chaplain").check()
    press(page, "Go on")
    expect(page.get_by_role("heading", name="What stays between the two of you")).to_be_visible()
    press(page, "I have read this. Ask now")
    assert "/talk/requests/" in page.url
    return urlsplit(page.url).path


def refer(page: Page) -> str:
    """Two taps; the provider may know a telephone number, the coordinator no name. Its reference."""
    page.goto("/talk/")
    follow(page, "Ask a coordinator to arrange it")
    page.get_by_role("link", name=re.compile(r"Choose\s*: Employee assistance programme")).click()
    page.get_by_label("The provider may call me at").fill("+1 212 555 0142")
    press(page, "Send it")
    page.goto("/referrals/mine/")
    card = page.locator("section.card", has_text="Employee assistance programme").first
    return card.locator(".eyebrow").inner_text().split(" · ")[0].strip()


def link_of_the_provider(demo, page: Page, reference: str) -> str:
    """The letter names the number and the address, nothing else."""
    for _turn in range(60):
        found = [m for each in demo.letters(reference) for m in re.findall(r"/p/[\w-]+/", each)]
        if found:
            return found[-1]
        page.wait_for_timeout(1_000)
    raise AssertionError("No letter to the provider was sent.")


def provider_answers(chromium, demo, where: str, reference: str) -> None:
    """No account, no cookie: the link is all that a provider has."""
    context = chromium.new_context(base_url=demo.portal, viewport=PHONE)
    page = context.new_page()
    page.goto(where)
    expect(page.get_by_role("heading", name=re.compile(reference))).to_be_visible()
    press(page, "Open the request")
    expect(page.get_by_text("212 555 0142")).to_be_visible()
    assert OFFICER not in page.content()
    assert findings(page) == []
    press(page, "I have it and will be in touch")
    press(page, "Open the request")
    press(page, "We have been in touch")
    press(page, "Open the request")
    day = local_time.today() + dt.timedelta(days=3)
    page.get_by_label("Day").fill(f"{day:%Y-%m-%d}")
    page.get_by_label("Time").fill("10:30")
    press(page, "We have agreed on this time")
    assert context.cookies() == []
    context.close()


def step(page: Page, reference: str, name: str) -> None:
    """The coordinator says how far it is; by its number, never by a name."""
    card = page.locator("section.card", has_text=reference)
    assert OFFICER not in card.inner_text()
    card.locator("summary").click()
    card.get_by_role("button", name=re.compile(rf"^{name}")).click()


def close(page: Page, reference: str) -> None:
    page.goto("/referrals/")
    with_a_colleague = page.locator("ul.log > li", has_text=reference)
    if with_a_colleague.count():
        with_a_colleague.get_by_role("button", name=re.compile("Take over")).click()
    expect(page.locator("section.card", has_text=reference)).to_contain_text("Appointment")
    step(page, reference, "Attended")
    step(page, reference, "Closed")
    expect(page.locator("section.card", has_text=reference)).to_have_count(0)


def test_an_officer_asks_is_answered_and_referred_and_no_coordinator_reads_the_name(
    visit, demo, chromium
):
    officer, chaplain = visit("officer", theme="dark", size=PHONE), visit("chaplain", size=PHONE)
    coordinator = visit("coordinator", size=DESK)

    progress = ask_for_a_chaplain(officer)
    for where in ("/waiting/", "/today/"):
        coordinator.goto(where)
        assert OFFICER not in coordinator.content()

    chaplain.goto("/asked/")
    assert OFFICER not in chaplain.content()
    press(chaplain, re.compile("Yes, I can"))
    officer.goto(progress)
    press(officer, re.compile("Give .* my name"))
    chaplain.goto("/contacts/")
    expect(chaplain.get_by_role("heading", name=OFFICER).first).to_be_visible()
    follow(chaplain, re.compile(rf"Log a contact\s*: {OFFICER}"))
    for tap in ("In person", "15 to 30 minutes", "They came to me", "Today", "In a week"):
        chaplain.get_by_label(tap, exact=True).check()
    press(chaplain, "Log it")
    expect(chaplain.get_by_text("In person, 15 to 30 minutes").first).to_be_visible()

    reference = refer(officer)
    provider_answers(chromium, demo, link_of_the_provider(demo, officer, reference), reference)
    officer.goto("/referrals/mine/")
    expect(officer.get_by_text(re.compile("10:30")).first).to_be_visible()
    close(coordinator, reference)


# --- a coordinator's first day ------------------------------------------------------------------------

#: What a coordinator new to the system looks for -> what the page has to show where it is done.
TASKS = {
    "find somebody for a request that waits": ("button", "Ask"),
    "see which window closes next": ("columnheader", "Window"),
    "plan a session after an incident": ("button", "Plan it"),
    "see which sessions are planned": ("heading", "Debriefs"),
    "add somebody to the roster": ("button", "Add"),
    "see who covers the week": ("heading", "week"),
    "see whose training runs out": ("heading", "Roster"),
    "hand a referral on": ("button", "Hand on"),
    "propose a facilitator for a return to duty": ("button", "Propose"),
    "plan the visit to a briefing": ("heading", "Briefings|Visits"),
    "put a training session on the calendar": ("heading", "Training sessions"),
    "raise an incident that was phoned in": ("button", "Offer it to everyone"),
}


def within_two_clicks(page: Page) -> set[str]:
    """One address for each kind of page that two links lead to from Today."""
    found, here = set(), {"/today/"}
    for _click in range(2):
        there = set()
        for path in sorted(here):
            page.goto(path)
            links = page.locator("main").evaluate(
                "m => [...m.querySelectorAll('a[href]')].map(a => a.href)"
            )
            links += page.eval_on_selector_all("header a[href], nav a[href]", LINKS)
            site = urlsplit(page.url).netloc
            parts = [urlsplit(each) for each in links]
            there |= {
                p.path + (f"?{p.query}" if p.query else "") for p in parts if p.netloc == site
            }
        here = {
            each
            for each in there - found
            if not re.search(r"logout|/admin/|\.(ics|csv|xlsx)$|file/", each)
        }
        found |= here
    return found


def test_ten_tasks_stand_within_two_clicks_of_today(visit):
    page = visit("coordinator", size=DESK)
    waiting = dict(TASKS)

    for path in sorted(within_two_clicks(page)):
        page.goto(path)
        main = page.locator("main")
        for task, (role, name) in list(waiting.items()):
            if main.get_by_role(role, name=re.compile(name)).count():
                del waiting[task]

    assert waiting == {}
