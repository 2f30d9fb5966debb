"""Reminders: in time, once for each step, and no more once a certificate is renewed."""

import pytest

from agency import clock, local_time
from peersupport import tasks
from peersupport.actions import certificates
from peersupport.models import Supporter
from tests.peersupport.roster import DAY, course, supporter, took
from trust import vault
from trust.models import Notice


@pytest.fixture
def bob(cast) -> Supporter:
    return supporter(cast.bob)


def told(user, target: str = "supporter_training") -> int:
    return Notice.objects.filter(recipient=vault.handle(user.pk, "portal"), target=target).count()


def test_each_step_is_told_once_and_the_team_hears_once_a_day(bob, cast):
    took(cast.bob, course(), 62)
    took(cast.bob, course("law"), 62)
    for day in range(65):
        with clock.at(clock.now() + day * DAY):
            certificates.remind()
            certificates.remind()
    assert told(cast.bob) == 6
    assert told(cast.carol, "roster") == 3


def test_a_step_that_was_missed_is_made_up_for_by_the_closest_one(bob, cast):
    took(cast.bob, course(), 5)
    assert certificates.remind() == 1
    assert (certificates.remind(), told(cast.bob)) == (0, 1)


def test_a_renewed_certificate_is_no_longer_near_its_end(bob, cast):
    needed = course()
    took(cast.bob, needed, 20)
    newer = took(cast.frank, needed, 400)
    newer.user, newer.issued = cast.bob, local_time.today()
    newer.save()
    assert certificates.remind() == 0


@pytest.mark.parametrize("days_left", [None, 61, 0, -30])
def test_nothing_is_said_early_late_or_about_what_never_ends(bob, cast, days_left):
    took(cast.bob, course(), days_left)
    assert certificates.remind() == 0


def test_only_people_on_the_roster_are_reminded(bob, cast):
    needed = course()
    took(cast.bob, needed, 5)
    took(cast.alice, needed, 5)
    bob.move_to("left")
    bob.save()
    assert certificates.remind() == 0
    bob.move_to("active")
    bob.save()
    tasks.remind_of_certificates(slot="2026-01-01T00:00")
    assert (told(cast.bob), told(cast.alice)) == (1, 0)


def test_own_certificates_needed_ones_first(bob, cast, django_assert_num_queries):
    took(cast.bob, course("art", "clinician"), None)
    took(cast.bob, course("basics", "peer"), 20)
    course("zen", "peer")
    course("unknown", "chaplain")
    with django_assert_num_queries(2):
        found = certificates.my_certificates(bob)
    assert [(each.course.code, each.needed, str(each.line.state)) for each in found] == [
        ("basics", True, "runs_out"),
        ("zen", True, "missing"),
        ("art", False, "counts"),
    ]
