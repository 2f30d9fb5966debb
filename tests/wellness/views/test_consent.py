"""The pages of the decision: three of them, changed and turned off in one press, and a way out."""

import pytest
from django.urls import reverse

from tests.wellness.conftest import TEXT, browser, join
from trust.models import Level
from wellness.models import CheckIn


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


def test_withdraw_asks_before_it_destroys(joined):
    client = browser(joined.alice)
    page = client.post(reverse("withdraw"), {"choice": "destroy"})
    assert "Tick the box" in page.content.decode()
    client.post(reverse("withdraw"), {"choice": "destroy", "sure": "on"})
    assert not CheckIn.objects.exists()
