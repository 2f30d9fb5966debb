"""A check-in through real requests: sent, shown, shared, and not there for anybody else."""

from django.urls import reverse

from tests.wellness.conftest import CANARY, browser, check_in, join
from trust import vault
from trust.models import Disclosure
from wellness.models import Assessment, CheckIn, CheckInGrant, Standing


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
