import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError
from django.utils import timezone

from agency import clock
from agency.models import Role
from tests.factories import act, make_post
from tests.trust.rows import note_of
from trust import access, grants, vault
from trust.models import ParticipantGrant
from wellness.models import CheckIn, CheckInGrant

WEEK = dt.timedelta(days=7)
VIEW = "wellness.view_checkin"


def share(row, cast, to, **more):
    words = {"permission": VIEW, "reason": "shared", "until": timezone.now() + WEEK}
    return grants.give(row=row, to=to, officer=cast.alice, **(words | more))


def sees(user, row) -> bool:
    return access.visible(user, CheckIn).filter(pk=row.pk).exists()


def test_named_person_sees_this_row_only(cast):
    row, other = note_of(cast.alice), note_of(cast.alice)
    share(row, cast, cast.bob)
    assert (sees(cast.bob, row), sees(cast.bob, other), sees(cast.frank, row)) == (
        True,
        False,
        False,
    )


@pytest.mark.parametrize("leader", ["dan", "erin"])
def test_nobody_who_leads_the_officer_can_be_named(cast, leader):
    with pytest.raises(grants.InChain):
        share(note_of(cast.alice), cast, getattr(cast, leader))
    assert not CheckInGrant.objects.exists()


def test_nobody_names_themselves(cast):
    with pytest.raises(grants.InChain):
        share(note_of(cast.alice), cast, cast.alice)


def test_database_refuses_a_grant_that_was_not_checked(cast):
    row = note_of(cast.alice)
    kind = ContentType.objects.get_for_model(CheckIn)
    right = Permission.objects.get(content_type=kind, codename="view_checkin")
    with pytest.raises(IntegrityError, match="never_in_chain_of_command"):
        CheckInGrant.objects.create(
            user=cast.dan, permission=right, content_object=row, expires_at=timezone.now() + WEEK
        )


def test_grant_ends_by_itself(cast):
    row = note_of(cast.alice)
    share(row, cast, cast.bob)
    with clock.at(timezone.now() + WEEK + dt.timedelta(minutes=1)):
        assert not sees(cast.bob, row)


def test_end_must_lie_ahead(cast):
    with pytest.raises(IntegrityError, match="expires_later"):
        share(note_of(cast.alice), cast, cast.bob, until=timezone.now() - WEEK)


def test_given_again_it_is_renewed(cast):
    row = note_of(cast.alice)
    share(row, cast, cast.bob)
    share(row, cast, cast.bob, until=timezone.now() + 2 * WEEK)
    assert CheckInGrant.objects.get().expires_at > timezone.now() + WEEK


def test_taken_back_it_is_gone(cast):
    row = note_of(cast.alice)
    grants.take_back(grant=share(row, cast, cast.bob))
    assert not sees(cast.bob, row)


def test_grant_opens_nothing_to_somebody_who_leads_by_now(cast, units):
    row = note_of(cast.alice)
    share(row, cast, cast.frank)
    assert sees(cast.frank, row)
    make_post(cast.frank, Role.SUPERVISOR, units.squad)
    assert not sees(act(cast.frank, Role.OFFICER), row)


def test_inactive_people_see_nothing_shared(cast):
    row = note_of(cast.alice)
    share(row, cast, cast.bob)
    cast.bob.is_active = False
    assert not sees(cast.bob, row)


def test_unknown_permission(cast):
    with pytest.raises(Permission.DoesNotExist):
        share(note_of(cast.alice), cast, cast.bob, permission="wellness.own_checkin")


def test_assignment_of_a_supporter(cast):
    mine = vault.participant(cast.alice, "wellness")
    share(mine, cast, cast.bob, permission="trust.support_participant", reason="assigned")
    assert ParticipantGrant.objects.get().subject_handle == mine.pk
