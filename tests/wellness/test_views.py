import pytest
from django.urls import reverse

from tests.wellness.conftest import CANARY, TEXT, browser, check_in, join
from trust.models import Disclosure, Level
from wellness.models import Assessment, CheckIn, CheckInGrant, Standing

PAGES = (
    "check_in", "check_ins", "trend", "consent", "consent_levels", "consent_count", "withdraw",
    "privacy", "download", "shared_with_me", "peers", "exposures", "standings",
)  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_every_page_answers_before_and_after_joining(cast, name):
    client = browser(cast.alice)
    assert client.get(reverse(name), follow=True).status_code == 200
    join(cast.alice)
    check_in(cast.alice)
    assert client.get(reverse(name), follow=True).status_code == 200


def test_check_in_page_by_page(cast):
    join(cast.alice)
    client = browser(cast.alice)
    page = client.get(reverse("check_in"), follow=True)
    for answer in ("8", "3.5", "rather_not_say", "6"):
        page = client.post(page.redirect_chain[-1][0], {"answer": answer}, follow=True)
    key = page.context["form"].initial["key"]
    sent = {"key": key, "note": CANARY, "contact": "on"}
    page = client.post(page.redirect_chain[-1][0], sent, follow=True)
    assert "Your colour: Orange" in page.content.decode()
    again = client.post(reverse("check_in_step", args=["last"]), sent, follow=True)
    assert again.context["row"] == CheckIn.objects.get()


def test_a_check_in_goes_on_from_another_device(cast):
    join(cast.alice)
    browser(cast.alice).post(reverse("check_in_step", args=["stress"]), {"answer": "2"})
    assert Assessment.objects.count() == 1
    page = browser(cast.alice).get(reverse("check_in"))
    assert page.url == reverse("check_in_step", args=["sleep"])


def test_question_says_what_is_needed(cast):
    join(cast.alice)
    page = browser(cast.alice).post(reverse("check_in_step", args=["stress"]), {"answer": ""})
    assert "Choose an answer, or “Rather not say”." in page.content.decode()


def test_a_long_note_is_kept(cast):
    join(cast.alice)
    sent = {"key": "k", "note": "x" * 4_001, "contact": "on"}
    page = browser(cast.alice).post(reverse("check_in_step", args=["last"]), sent)
    assert "x" * 4_001 in page.content.decode()
    assert "longer than 4,000 letters" in page.content.decode()


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


@pytest.mark.parametrize("name", ["privacy", "check_ins", "trend", "check_in"])
def test_pages_speak_spanish(cast, name):
    join(cast.alice)
    assert (
        browser(cast.alice)
        .get(reverse(name), headers={"accept-language": "es"}, follow=True)
        .status_code
        == 200
    )
