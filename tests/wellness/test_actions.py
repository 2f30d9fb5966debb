import datetime as dt
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.http import Http404

from agency import clock
from tests.wellness.conftest import CANARY, TEXT, check_in, join
from trust import access, vault
from trust.models import Consent, Level, Participant, SubjectKey
from trust.refusal import Refusal
from wellness import actions
from wellness.models import Assessment, CheckIn, CheckInGrant, Standing


def refused(code: str, field: str | None = None):
    return pytest.raises(Refusal, check=lambda no: no.code == code and field in (None, no.field))


def mirror(user):
    return Participant.objects.get(pk=vault.handle(user.pk, "wellness"))


# --- consent ------------------------------------------------------------------------------------


def test_joining_adds_a_version_and_its_mirror(alice):
    added = join(alice, Level.SUPERVISOR, lowered={"exposure": Level.SELF_ONLY}, count_me=True)
    assert (added.version, added.level, added.exposure_level) == (1, 30, 10)
    row = mirror(alice)
    assert (row.level, row.check_ins_level, row.exposure_level, row.count_me) == (30, 30, 10, True)


def test_decisions_are_separate(alice):
    join(alice, Level.SUPERVISOR, lowered={"fatigue": Level.SELF_ONLY})
    actions.set_opt_in(by=alice, text_version=TEXT, count_me=True)
    actions.set_opt_in(by=alice, text_version=TEXT, wellness_team=True)
    row = mirror(alice)
    assert (row.level, row.fatigue_level, row.count_me, row.wellness_team) == (30, 10, True, True)
    assert Consent.objects.count() == 3


def test_the_same_decision_adds_nothing(alice):
    assert join(alice) == join(alice)
    assert Consent.objects.count() == 1


def test_a_category_never_rises_above_the_level(alice):
    added = join(alice, Level.PEER_SUPPORT, lowered={"check_ins": Level.FULL})
    assert added.check_ins_level == Level.PEER_SUPPORT


@pytest.mark.parametrize(("version", "language"), [("1999-01", "en"), ("", "en"), (TEXT, "fr")])
def test_unknown_text_is_refused(alice, version, language):
    with refused("unknown_text", "textVersion"):
        actions.set_opt_in(by=alice, text_version=version, language=language, level=Level.SELF_ONLY)
    assert not Consent.objects.exists()


def test_level_above_what_the_agency_offers_is_refused(alice, settings):
    settings.ALLOWED_LEVELS = ["SELF_ONLY", "PEER_SUPPORT", "FULL"]
    with refused("level_not_offered", "level"):
        join(alice, Level.COMMAND)
    with refused("level_not_offered", "categories"):
        join(alice, Level.FULL, lowered={"check_ins": Level.SUPERVISOR})


def test_unknown_names_are_refused(alice):
    with refused("unknown_level"):
        actions.level_named("EVERYBODY")
    with refused("unknown_category"):
        join(alice, lowered={"mood": Level.SELF_ONLY})
    with refused("not_joined"):
        actions.set_opt_in(by=alice, text_version=TEXT, count_me=True)


def test_withdraw_stops_everything_and_keeps_what_was_written(joined):
    actions.share_result(by=joined.alice, check_in=CheckIn.objects.get().pk, person="frank")
    actions.withdraw(by=joined.alice)
    row = mirror(joined.alice)
    assert (row.level, row.wellness_team, row.count_me) == (0, False, False)
    assert not CheckInGrant.objects.exists()
    assert not access.visible(joined.bob, Standing).exists()
    assert access.visible(joined.alice, CheckIn).exists()
    with refused("not_joined"):
        check_in(joined.alice, key="k2")


def test_withdraw_and_destroy_leaves_no_key_and_no_row(joined):
    row = CheckIn.objects.get()
    actions.withdraw(by=joined.alice, destroy=True)
    keys = SubjectKey.objects.using("keys").filter(handle=row.participant_id)
    assert {key.wrapped for key in keys} == {None}
    assert not CheckIn.objects.exists()
    with pytest.raises(vault.KeyDestroyed):
        vault.open_row(row)


def test_coming_back_after_destroying_works_with_a_new_key(joined):
    actions.withdraw(by=joined.alice, destroy=True)
    join(joined.alice)
    row = check_in(joined.alice, note=CANARY)
    assert access.reveal(joined.alice, CheckIn.objects.get(pk=row.pk)).content["note"] == CANARY
    assert vault.person(mirror(joined.alice)) == joined.alice.pk


def test_coming_back_works_after_a_crash_in_between(joined):
    actions.withdraw(by=joined.alice, destroy=True)
    SubjectKey.objects.using("keys").filter(handle=mirror(joined.alice).pk).delete()
    join(joined.alice)
    assert vault.person(mirror(joined.alice)) == joined.alice.pk


def test_a_switched_off_account_can_do_nothing(alice):
    alice.is_active = False
    with pytest.raises(PermissionDenied):
        join(alice)


# --- check-in -----------------------------------------------------------------------------------


def test_check_in_is_sealed_and_sets_the_standing(joined):
    row = CheckIn.objects.get()
    assert repr(row.answers) == repr(row.note) == "<sealed>"
    mine = actions.my_standing(joined.alice)
    assert (mine.colour, mine.wants_contact) == ("ORANGE", True)
    assert [each.item for each in mine.because] == ["stress", "sleep"]


def test_nothing_but_colour_since_contact_stands_in_a_standing(joined):
    state = access.reveal(joined.alice, Standing.objects.get()).content["state"]
    assert set(state) == {"colour", "since", "wants_contact", "rule_version"}


def test_the_same_key_and_body_is_one_check_in(alice):
    join(alice)
    assert check_in(alice) == check_in(alice)
    assert CheckIn.objects.count() == 1


@pytest.mark.parametrize("other", [{"note": "x"}, {"contact": True}, {"answers": {"stress": 1}}])
def test_the_same_key_with_another_body_is_refused(alice, other):
    join(alice)
    check_in(alice)
    with refused("key_used", "key"):
        check_in(alice, **other)


def test_a_key_is_the_officers_own(cast):
    join(cast.alice)
    join(cast.frank)
    assert check_in(cast.alice) != check_in(cast.frank)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"answers": {"stress": 11}}, "out_of_range"),
        ({"answers": {"sleep": -1}}, "out_of_range"),
        ({"answers": {"sleep": float("nan")}}, "out_of_range"),
        ({"answers": {"stress": True}}, "out_of_range"),
        ({"answers": {"mood": 1}}, "unknown_item"),
        ({"note": "x" * 4_001}, "note_too_long"),
        ({"key": ""}, "key_missing"),
        ({"key": "k" * 65}, "key_missing"),
        ({"day": clock.today() + dt.timedelta(days=2)}, "in_the_future"),
        ({"day": clock.today() - dt.timedelta(days=15)}, "too_long_ago"),
    ],
)
def test_what_cannot_be_taken_has_its_clear_answer(alice, more, code):
    join(alice)
    with refused(code):
        check_in(alice, **more)
    assert not CheckIn.objects.exists()


def test_no_check_in_before_joining(alice):
    with refused("not_joined"):
        check_in(alice)


def test_since_stays_while_the_colour_stays(alice):
    join(alice)
    day = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
    for n, stress in enumerate((8, 9, 2)):
        with clock.at(day + dt.timedelta(weeks=n)):
            check_in(alice, key=str(n), answers={"stress": stress})
            since = actions.my_standing(alice).since
            assert since == dt.date(2026, 3, (2, 2, 16)[n])


def test_rather_not_say_leaves_the_colour_as_it_was(alice):
    join(alice)
    check_in(alice)
    check_in(alice, key="k2", answers={}, contact=True)
    mine = actions.my_standing(alice)
    assert (mine.colour, mine.wants_contact) == ("ORANGE", True)


def test_deleting_brings_the_standing_back(alice):
    join(alice)
    check_in(alice, answers={"stress": 1})
    last = check_in(alice, key="k2", answers={"stress": 10})
    actions.delete_check_in(by=alice, check_in=last.pk)
    assert actions.my_standing(alice).colour == "GREEN"
    actions.delete_check_in(by=alice, check_in=CheckIn.objects.get().pk)
    assert actions.my_standing(alice) is None


def test_a_draft_waits_and_goes_when_sent(alice):
    join(alice)
    actions.save_draft(by=alice, key="k", answers={"stress": "4"}, note=CANARY)
    actions.save_draft(by=alice, key="k", answers={"stress": "6"}, note=CANARY)
    opened = access.reveal(alice, Assessment.objects.get()).content["content"]
    assert (opened["answers"], opened["note"]) == ({"own-week": {"stress": 6}}, CANARY)
    check_in(alice)
    assert not Assessment.objects.exists()


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
