"""Who opens a check-in or the colour, for how long, who never does; and taking it all along."""

import datetime as dt
import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.http import Http404

from agency import clock
from tests.wellness.actions.participants import mirror
from tests.wellness.conftest import CANARY, check_in, join
from tests.wellness.refusals import refused
from trust import access
from trust.models import Level
from wellness import actions
from wellness.models import CheckIn, CheckInGrant, Standing

# --- sharing ------------------------------------------------------------------------------------


def test_a_share_opens_one_check_in_for_seven_days(joined):
    row = CheckIn.objects.get()
    check_in(joined.alice, key="k2")
    actions.share_result(by=joined.alice, check_in=row.pk, person="frank")
    assert list(access.visible(joined.frank, CheckIn)) == [row]
    grant = CheckInGrant.objects.get()
    assert round((grant.expires_at - grant.given_at) / dt.timedelta(days=1), 3) == 7


def test_a_share_ends_by_itself_and_by_one_press(joined):
    row = CheckIn.objects.get()
    grant = actions.share_result(by=joined.alice, check_in=row.pk, person="frank")
    with clock.at(clock.now() + dt.timedelta(days=7, seconds=1)):
        assert not access.can(joined.frank, "view", row)
    actions.revoke_share(by=joined.alice, share=grant.pk)
    assert not access.can(joined.frank, "view", row)


@pytest.mark.parametrize(
    ("person", "code"),
    [
        ("dan", "in_chain"),
        ("erin", "in_chain"),
        ("alice", "yourself"),
        ("nobody", "unknown_person"),
        ("", "unknown_person"),
    ],
)
def test_who_cannot_be_named(joined, person, code):
    with refused(code, "person"):
        actions.share_result(by=joined.alice, check_in=CheckIn.objects.get().pk, person=person)
    assert not CheckInGrant.objects.exists()


def test_the_database_itself_refuses_a_share_up_the_chain(joined):
    grant = actions.share_result(by=joined.alice, check_in=CheckIn.objects.get().pk, person="frank")
    with pytest.raises(IntegrityError, match="never_in_chain"), transaction.atomic():
        CheckInGrant.objects.filter(pk=grant.pk).update(relation="chain")
    with pytest.raises(IntegrityError, match="expires_later"), transaction.atomic():
        CheckInGrant.objects.filter(pk=grant.pk).update(expires_at=grant.given_at)


def test_the_database_itself_takes_a_key_once(joined):
    row = CheckIn.objects.get()
    with pytest.raises(IntegrityError, match=r"participant|sent_once"), transaction.atomic():
        CheckIn.objects.create(participant=row.participant, key=row.key, week=row.week, answers={})


@pytest.mark.parametrize("days", [0, 29])
def test_a_share_has_a_bound(joined, days):
    with refused("out_of_range", "days"):
        actions.share_result(
            by=joined.alice, check_in=CheckIn.objects.get().pk, person="frank", days=days
        )


@pytest.mark.parametrize(
    ("peer", "code"), [("dan", "in_chain"), ("frank", "not_a_peer"), ("alice", "yourself")]
)
def test_who_cannot_be_a_peer_supporter(joined, peer, code):
    with refused(code, "peer"):
        actions.choose_peer(by=joined.alice, peer=peer)


def test_letting_a_peer_go_closes_the_colour(joined):
    assert access.visible(joined.bob, Standing).exists()
    actions.let_peer_go(by=joined.alice, assignment=mirror(joined.alice).grants.get().pk)
    assert not access.visible(joined.bob, Standing).exists()


def test_a_level_the_agency_switches_off_opens_nothing(cast, settings):
    join(cast.alice, Level.FULL)
    check_in(cast.alice)
    assert access.visible(cast.dan, Standing).exists()
    settings.ALLOWED_LEVELS = ["SELF_ONLY", "PEER_SUPPORT", "FULL"]
    assert not access.visible(cast.dan, Standing).exists()
    assert access.visible(cast.carol, Standing).exists()


@pytest.mark.parametrize("act", ["delete_check_in", "share_result"])
def test_a_stranger_can_do_nothing_with_it(joined, act):
    more = {"person": "bob"} if act == "share_result" else {}
    with pytest.raises(Http404):
        getattr(actions, act)(by=joined.frank, check_in=CheckIn.objects.get().pk, **more)
    assert actions.looks_at_me(joined.alice)[0].outcome == "stopped"


# --- taking it along ----------------------------------------------------------------------------


def test_download_holds_everything_and_is_json(joined):
    row = CheckIn.objects.get()
    actions.share_result(by=joined.alice, check_in=row.pk, person="frank")
    access.reveal(joined.frank, row)
    told = json.loads(json.dumps(actions.download(by=joined.alice), cls=DjangoJSONEncoder))
    assert told["check_ins"][0]["note"] == CANARY
    assert told["check_ins"][0]["answers"]["sleep"] == 4.5
    assert told["shared_check_ins"][0]["person"] == "Frank"
    assert told["peer_supporters"][0]["person"] == "Bob"
    assert told["who_looked"][0]["person"] == "Frank"
    assert [each["level"] for each in told["consents"]] == [20]


def test_download_holds_nothing_of_others(joined):
    join(joined.frank)
    actions.share_result(by=joined.alice, check_in=CheckIn.objects.get().pk, person="frank")
    assert CANARY not in str(actions.download(by=joined.frank))
