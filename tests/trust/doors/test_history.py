"""What a change is called: columns by their names, values as a form shows them."""

import datetime as dt

from django.utils import timezone

from agency import local_time
from agency.models import Course, Role
from peersupport import actions as support
from peersupport.models import Provider
from resources import actions as resources
from resources.models import Session
from tests.factories import act
from trust.doors import history

DAY = dt.date(2026, 5, 1)


def test_codes_days_and_yes_or_no_are_said_in_words(cast):
    act(cast.carol, Role.WELLNESS_COORDINATOR)
    row = Provider(name="Harbor", kind="eap", phone="+1 555 234 0142", place=1)
    support.save_provider(by=cast.carol, row=row)
    row.kind, row.verified_on, row.active, row.languages = "clinician", DAY, False, ["es"]
    support.save_provider(by=cast.carol, row=row)
    changed, made = history.of(row)
    assert (made.made, changed.made, changed.who) == (True, False, "Carol")
    said = {each.name: (each.before, each.after) for each in changed.columns if each.says}
    assert said == {
        "kind": ("Employee assistance programme", "Counsellor"),
        "takes referrals": ("yes", "no"),
        "last checked on": (history.NOTHING, "May 1, 2026"),
    }
    assert [each.name for each in changed.columns if not each.says] == ["languages"]
    assert [each.made for each in history.of(row, 1)] == [False]


def test_a_moment_is_said_in_the_readers_zone(cast):
    act(cast.carol, Role.WELLNESS_COORDINATOR)
    course = Course.objects.create(code="rest", title="Sleep", provider="Academy", hours=4)
    starts = local_time.now().replace(hour=23, minute=30) + dt.timedelta(days=3)
    row = Session(course=course, starts=starts, ends=starts + dt.timedelta(hours=1))
    resources.save_session(by=cast.carol, row=row)
    with timezone.override(dt.timezone(dt.timedelta(hours=-5))):
        (made,) = history.of(row)
    said = {each.name: each for each in made.columns}
    begins = str(Session._meta.get_field("starts").verbose_name)
    assert said[begins].after.endswith("6:30 p.m.")
    assert not said["course"].says  # an id tells nobody anything
