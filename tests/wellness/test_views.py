import datetime as dt
import re

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agency import clock
from tests.wellness.conftest import CANARY, TEXT, browser, check_in, join
from trust import vault
from trust.models import Disclosure, Level, Notice
from wellness.actions import assessments
from wellness.models import Assessment, CheckIn, CheckInGrant, Invitation, Standing

PAGES = (
    "check_in", "check_ins", "trend", "consent", "consent_levels", "consent_count", "withdraw",
    "privacy", "download", "shared_with_me", "peers", "exposures", "standings", "assessments",
    "reminders",
)  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_every_page_answers_before_and_after_joining(cast, name):
    client = browser(cast.alice)
    assert client.get(reverse(name), follow=True).status_code == 200
    join(cast.alice)
    check_in(cast.alice)
    assert client.get(reverse(name), follow=True).status_code == 200


def test_the_weekly_check_in_one_form(cast):
    join(cast.alice)
    client = browser(cast.alice)
    said = {"own-week__stress": "8", "own-week__sleep": "3.5", "own-week__balance": "6"}
    said |= {"own-week__fatigue": "rather_not_say", "phq-2__q1": "0", "phq-2__q2": "1"}
    said |= {"key": "k7", "note": CANARY, "contact": "on"}
    page = client.post(reverse("check_in"), said, follow=True)
    assert "Your colour: Orange" in page.content.decode()
    again = client.post(reverse("check_in"), said, follow=True)
    assert again.context["row"] == CheckIn.objects.get()
    assert not Assessment.objects.exists()


def test_a_check_in_goes_on_from_another_device(cast):
    join(cast.alice)
    keep = reverse("assessment_keep", args=["weekly_check"])
    key = browser(cast.alice).post(keep, {"own-week__stress": "2"}).json()["key"]
    client = browser(cast.alice)
    assert "You began: Weekly check." in client.get(reverse("home")).content.decode()
    client.post(reverse("check_in"), {"key": key, "note": "", "own-week__sleep": "7.5"})
    with vault.keyring():
        answers = vault.open_row(CheckIn.objects.get())["answers"]
    assert (answers["stress"], answers["sleep"]) == (2, 7.5)


def test_red_shows_people_to_call_first(cast):
    join(cast.alice)
    row = check_in(cast.alice, answers={"stress": 10})
    text = browser(cast.alice).get(reverse("check_in_done", args=[row.pk])).content.decode()
    main = text[text.index("<main") :]
    assert main.index("tel:") < main.index("Your colour: Red")


def test_three_decisions_each_on_its_page(cast):
    client = browser(cast.alice)
    yes = {"decision": "yes", "text_version": TEXT}
    assert client.post(reverse("consent"), yes).url == reverse("consent_levels")
    chosen = yes | {"level": "SUPERVISOR", "exposure": "SELF_ONLY"}
    assert client.post(reverse("consent_levels"), chosen).url == reverse("consent_count")
    client.post(reverse("consent_count"), yes)
    page = client.get(reverse("privacy"))
    assert [line["text"] for line in page.context["sharing"]][:3] == [
        "My supervisor", "My supervisor", "Only me",
    ]  # fmt: skip
    assert page.context["sharing"][-1]["what"] == "count_me"


def test_not_now_stores_nothing(cast):
    client = browser(cast.alice)
    client.post(reverse("consent"), {"decision": "not_now", "text_version": TEXT})
    assert client.get(reverse("privacy")).context["joined"] is False


def test_old_text_is_shown_anew(cast):
    client = browser(cast.alice)
    page = client.post(
        reverse("consent"), {"decision": "yes", "text_version": "1999-01"}, follow=True
    )
    assert "The text has changed" in page.content.decode()


def test_level_page_keeps_what_was_chosen(cast, settings):
    join(cast.alice)
    settings.ALLOWED_LEVELS = ["SELF_ONLY", "FULL"]
    sent = {"decision": "yes", "text_version": TEXT, "level": "SUPERVISOR", "wellness_team": "on"}
    page = browser(cast.alice).post(reverse("consent_levels"), sent)
    assert page.status_code == 200
    assert page.context["form"].data["wellness_team"] == "on"
    assert "Choose one of the levels" in page.content.decode()


@pytest.mark.parametrize("what", ["level", "check_ins", "wellness_team", "count_me"])
def test_turn_off_in_one_press(cast, what):
    join(cast.alice, Level.SUPERVISOR, wellness_team=True, count_me=True)
    client = browser(cast.alice)
    client.post(reverse("turn_off"), {"what": what})
    lines = {line["what"] for line in client.get(reverse("privacy")).context["sharing"]}
    assert what not in lines


def test_sharing_with_own_sergeant_is_kindly_refused(joined):
    row = CheckIn.objects.get()
    sent = {"person": "dan", "days": "7"}
    page = browser(joined.alice).post(reverse("share", args=[row.pk]), sent)
    text = page.content.decode()
    assert "leads your unit" in text
    assert 'value="dan"' in text
    assert not CheckInGrant.objects.exists()


def test_a_named_person_reads_one_check_in(joined):
    row = CheckIn.objects.get()
    browser(joined.alice).post(reverse("share", args=[row.pk]), {"person": "frank", "days": "7"})
    frank = browser(joined.frank)
    assert str(row.pk) in frank.get(reverse("shared_with_me")).content.decode()
    assert CANARY in frank.get(reverse("check_in_detail", args=[row.pk])).content.decode()
    log = browser(joined.alice).get(reverse("privacy")).content.decode()
    assert "Frank (officer) opened a check-in of yours." in log
    browser(joined.alice).post(reverse("revoke_share", args=[CheckInGrant.objects.get().pk]))
    assert frank.get(reverse("check_in_detail", args=[row.pk])).status_code == 404


def test_supervisor_is_stopped_and_alice_reads_it(joined):
    row = CheckIn.objects.get()
    assert browser(joined.dan, "supervisor").get(f"/check-ins/{row.pk}/").status_code == 404
    log = browser(joined.alice).get(reverse("privacy")).content.decode()
    assert "Dan (supervisor) wanted to open a check-in of yours." in log
    assert "Nothing was shown" in log


def test_peer_sees_colour_and_no_answer(joined):
    bob = browser(joined.bob, "peer_support")
    text = bob.get(reverse("standings")).content.decode()
    assert "Alice" in text
    assert "Orange" in text
    assert "would like contact" in text
    detail = bob.get(reverse("standing_detail", args=[Standing.objects.get().pk])).content.decode()
    assert CANARY not in text + detail
    assert Disclosure.objects.using("ledger").filter(viewer=joined.bob.pk).count() == 2


def test_others_records_ask_to_sign_in_again(joined):
    bob = browser(joined.bob, "peer_support", proved=False)
    assert bob.get(reverse("standings")).status_code == 302
    assert not Disclosure.objects.using("ledger").exists()


def test_stranger_finds_nothing(joined):
    row, standing = CheckIn.objects.get(), Standing.objects.get()
    frank = browser(joined.frank)
    for url in (
        f"/check-ins/{row.pk}/",
        f"/check-ins/{row.pk}/share/",
        f"/standings/{standing.pk}/",
    ):
        assert frank.get(url).status_code == 404
    assert frank.post(f"/check-ins/{row.pk}/delete/").status_code == 404
    assert CheckIn.objects.exists()


def test_withdraw_asks_before_it_destroys(joined):
    client = browser(joined.alice)
    page = client.post(reverse("withdraw"), {"choice": "destroy"})
    assert "Tick the box" in page.content.decode()
    client.post(reverse("withdraw"), {"choice": "destroy", "sure": "on"})
    assert not CheckIn.objects.exists()


def test_list_is_paged_by_cursor(cast):
    join(cast.alice)
    for n in range(23):
        check_in(cast.alice, key=f"k{n}")
    client = browser(cast.alice)
    first = client.get(reverse("check_ins"))
    rest = client.get(first.context["next_url"])
    assert len(first.context["rows"]) == 20
    assert len(rest.context["rows"]) == 3
    assert client.get(reverse("check_ins") + "?after=nonsense").status_code == 200


@pytest.mark.parametrize(
    "name", ["privacy", "check_ins", "trend", "check_in", "assessments", "reminders"]
)
def test_pages_speak_spanish(cast, name):
    join(cast.alice)
    assert (
        browser(cast.alice)
        .get(reverse(name), headers={"accept-language": "es"}, follow=True)
        .status_code
        == 200
    )


# --- all assessments, and when one hears of them ------------------------------------------------------


def suggest(user, reason: str, slot: str, **more: object) -> Invitation:
    mine = vault.participant(user, "wellness")
    with vault.keyring():
        return Invitation.objects.create(
            participant=mine, slot=slot, due=clock.today(), reason=reason, **more
        )


def home(client) -> str:
    return client.get(reverse("home")).content.decode()


def test_nothing_due_is_good_news(cast):
    join(cast.alice)
    client = browser(cast.alice)
    assert "Nothing is waiting for you." in client.get(reverse("assessments")).content.decode()
    assert "Nothing is waiting for you." in home(client)


def test_what_is_due_stands_in_one_card_whatever_its_type(cast):
    join(cast.alice)
    closes = clock.today() + dt.timedelta(days=2)
    suggest(cast.alice, "quarterly", "a")
    suggest(cast.alice, "after_incident", "b", closes=closes)
    client = browser(cast.alice)
    text = home(client)
    assert "For you, if you like: After a hard incident. One to three minutes." in text
    assert "More that is suggested, and all others" in text
    listed = client.get(reverse("assessments"))
    assert [each.title for each in listed.context["due"]] == [
        "After a hard incident",
        "Quarterly look back",
    ]


@pytest.mark.parametrize(("until", "days"), [("tomorrow", 1), ("next_week", None)])
def test_put_off_with_one_press(cast, until, days):
    join(cast.alice)
    row = suggest(cast.alice, "quarterly", "a")
    client = browser(cast.alice)
    client.post(reverse("snooze_invitation", args=[row.pk]), {"until": until})
    row.refresh_from_db()
    assert row.state == Invitation.State.OPEN
    assert row.snoozed_until > clock.today()
    assert "Nothing is waiting for you." in home(client)
    assert not Notice.objects.exists()


def test_not_for_now_puts_it_away(cast):
    join(cast.alice)
    row = suggest(cast.alice, "quarterly", "a")
    client = browser(cast.alice)
    client.post(reverse("skip_invitation", args=[row.pk]))
    row.refresh_from_db()
    assert row.state == Invitation.State.SKIPPED
    assert "Nothing is waiting for you." in home(client)


def test_put_off_too_far_is_kindly_refused(cast):
    join(cast.alice)
    row = suggest(cast.alice, "after_incident", "a", closes=clock.today())
    client = browser(cast.alice)
    later = reverse("snooze_invitation", args=[row.pk])
    page = client.post(later, {"until": "tomorrow"}, follow=True)
    assert "By then it makes no sense any more." in page.content.decode()


def test_nobody_else_puts_it_off(cast):
    join(cast.alice)
    row = suggest(cast.alice, "quarterly", "a")
    later = reverse("snooze_invitation", args=[row.pk])
    for name, role in (
        ("frank", "officer"),
        ("dan", "supervisor"),
        ("carol", "wellness_coordinator"),
    ):
        client = browser(getattr(cast, name), role)
        assert client.post(later, {"until": "tomorrow"}).status_code == 404
    row.refresh_from_db()
    assert row.snoozed_until is None


def test_quiet_hours_and_a_pause_are_kept(cast):
    join(cast.alice)
    client = browser(cast.alice)
    wish = {"paused": "on", "quiet_from": "22:00", "quiet_until": "06:30"}
    client.post(reverse("reminders"), wish)
    text = client.get(reverse("reminders")).content.decode()
    assert 'value="22:00"' in text
    assert 'value="06:30"' in text
    assert re.search(r'name="paused"[^>]* checked', text)


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"quiet_from": "25:00", "quiet_until": "06:00"}, "Write the time like 20:00."),
        ({"quiet_from": "06:00", "quiet_until": "05:00"}, "Leave at least four hours"),
    ],
)
def test_odd_quiet_hours_are_told_kindly(cast, wish, words):
    join(cast.alice)
    assert words in browser(cast.alice).post(reverse("reminders"), wish).content.decode()


def test_finished_ones_are_paged_by_cursor_and_by_type(cast):
    join(cast.alice)
    for n in range(22):
        assessments.submit(by=cast.alice, assessment="phq-9", key=f"p{n}")
    assessments.submit(by=cast.alice, assessment="quarterly", key="q")
    client = browser(cast.alice)
    first = client.get(reverse("assessments"))
    rest = client.get(first.context["next_url"])
    narrow = client.get(reverse("assessments") + "?type=quarterly")
    assert len(first.context["rows"]) == 20
    assert len(rest.context["rows"]) == 3
    assert [title for _row, title in narrow.context["rows"]] == ["Quarterly look back"]
    assert client.get(reverse("assessments") + "?type=dance&after=nonsense").status_code == 200


def test_the_list_asks_the_same_however_long_it_is(cast):
    join(cast.alice)
    client = browser(cast.alice)

    def asked() -> int:
        with CaptureQueriesContext(connections["default"]) as found:
            client.get(reverse("assessments"))
        return len(found)

    suggest(cast.alice, "quarterly", "s0")
    assessments.submit(by=cast.alice, assessment="phq-9", key="p")
    asked()  # the first request of a session asks more
    few = asked()
    for n in range(6):
        assessments.submit(by=cast.alice, assessment="phq-9", key=f"p{n}")
        suggest(cast.alice, "annual", f"s{n + 1}")
    assert asked() == few
    assert few <= 14
