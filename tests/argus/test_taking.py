"""What the support programme holds about a person, handed to that person and nobody else."""

import json

from django.urls import reverse

from agency.models import Role
from argus.taking import support_json
from peersupport import actions
from tests.factories import act, sign_in
from tests.peersupport.conftest import offer_of
from tests.peersupport.talk import ask, newcomer


def test_a_newcomer_gets_a_file_with_nothing_in_it(client, cast):
    sign_in(client, cast.alice)
    answer = client.get(reverse("support_download"))
    assert "my-support.json" in answer["Content-Disposition"]
    kept = answer.json()
    assert kept["offers"] == kept["referrals"] == kept["contacts"] == []


def test_everything_of_ones_own_is_in_it(cast, units, incident, case):
    newcomer("olga", units.other)
    act(cast.alice, Role.OFFICER)
    actions.answer_offer(by=cast.alice, offer=offer_of(cast.alice).pk, answer="decline")
    actions.create_referral(by=cast.alice, kind="chaplain")
    ask(cast.alice, language="en")
    kept = support_json(cast.alice)
    assert [each["answer"] for each in kept["offers"] if each["answer"]] == ["decline"]
    assert len(kept["referrals"]) == 1
    assert len(kept["requests_for_somebody_to_talk_to"]) == 1


def test_nothing_of_somebody_else_is_in_it(cast, incident, case):
    actions.answer_offer(by=cast.alice, offer=offer_of(cast.alice).pk, answer="decline")
    act(cast.dan, Role.SUPERVISOR)
    kept = json.dumps(support_json(cast.dan), default=str)
    assert "Alice" not in kept
    assert "2026-77" not in kept
