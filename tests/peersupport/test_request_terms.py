import datetime as dt

import pytest

from agency import clock
from peersupport import actions
from peersupport.models import Ask, PeerRequest
from tests.peersupport.talk import ask, live, on_roster
from trust import retention, vault
from trust.models import LegalHold

CODE, DAY = "peer_requests", dt.timedelta(days=1)


def clear(after: int) -> None:
    moment = clock.now() + after * DAY
    with clock.at(moment):
        assert retention.clear(CODE, moment.date())


def test_what_is_over_goes_after_its_term_with_its_questions(cast):
    on_roster(cast.bob)
    row = ask(cast.alice)
    actions.take_back(by=cast.alice, request=row.pk)
    clear(364)
    assert PeerRequest.objects.exists()
    clear(367)
    assert PeerRequest.objects.count() == Ask.objects.count() == 0


@pytest.mark.parametrize("answered", [True, False])
def test_a_contact_that_runs_stays_and_what_nobody_answered_goes(cast, answered):
    if answered:
        on_roster(cast.bob)
        actions.accept_request(by=cast.bob, ask=live(ask(cast.alice)).pk)
    else:
        ask(cast.alice)
    clear(400)
    assert PeerRequest.objects.exists() is answered


def test_a_legal_hold_keeps_it(cast, units):
    row = ask(cast.alice)
    actions.take_back(by=cast.alice, request=row.pk)
    LegalHold.objects.create(
        participant=vault.participant(cast.alice, "portal"), reason="litigation",
        asked_by=cast.carol, approved_by=cast.erin, approved_at=clock.now(),
    )  # fmt: skip
    clear(400)
    assert PeerRequest.objects.exists()
