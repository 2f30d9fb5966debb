"""A thief has every table and no key, and works out what the open code and the open rows give.

Nobody may be named by it: not by the event of a notice, not by a moment that two rows share, not by the
end of a shift.
"""

import datetime as dt
import uuid

import pytest

from agency import clock, local_time
from agency.models import Course, Role, Shift
from peersupport import actions as support
from peersupport.actions.messages import EVENTS
from peersupport.models import Handoff, Referral
from resources import actions as resources
from resources.actions.sessions import NEWS
from resources.models import Enrolment, Session
from tests.factories import act
from trust import channels, notify, outbox, vault
from trust.models import Delivery, Notice, OutboxJob
from trust.quiet import REST

pytestmark = pytest.mark.adversary
DAY = dt.timedelta(days=1)


@pytest.fixture
def lesson():
    course = Course.objects.create(
        code="rest", title="Sleep", provider="Academy", hours=4, valid_months=24
    )
    starts = clock.now() + DAY
    return Session.objects.create(
        course=course, starts=starts, ends=starts + dt.timedelta(hours=4), seats=1
    )


def worked_out() -> set[uuid.UUID]:
    """Every event that a thief works out from the code, which is public, and from open rows."""
    abouts = {(NEWS, f"seat:{row.pk}") for row in Enrolment.objects.all()}
    abouts |= {(EVENTS, f"referral {row.pk}") for row in Referral.objects.all()}
    abouts |= {
        (EVENTS, f"referral {row.pk} {n}") for row in Referral.objects.all() for n in range(3)
    }
    abouts |= {
        (EVENTS, f"referral {row.referral_id} {row.number}") for row in Handoff.objects.all()
    }
    return {uuid.uuid5(room, about) for room, about in abouts}


def test_events_name_nobody(cast, lesson):
    act(cast.carol, Role.WELLNESS_COORDINATOR)
    for person in (cast.bob, cast.alice):
        resources.enrol(by=person, session=lesson.pk)
    resources.leave_session(by=cast.bob, session=lesson.pk)
    support.create_referral(by=cast.alice, kind="chaplain")
    notify.saw(by=cast.alice)
    outbox.drain()
    assert Enrolment.objects.get().user == cast.alice
    kept = set(Notice.objects.values_list("event", flat=True))
    assert kept  # both told somebody
    assert Notice.objects.filter(recipient=vault.handle(cast.alice.pk, "portal")).exists()
    assert Notice.objects.filter(recipient=vault.handle(cast.carol.pk, "portal")).exists()
    assert kept & worked_out() == set()


def is_midnight(moment: dt.datetime) -> bool:
    return moment.astimezone(local_time.zone()).time() == dt.time()


def test_no_notice_bears_the_moment_of_an_open_row(cast):
    act(cast.carol, Role.WELLNESS_COORDINATOR)
    with clock.at(clock.now().replace(hour=14, minute=20)):
        support.create_referral(by=cast.alice, kind="chaplain")
        outbox.drain()
    made = Notice.objects.values_list("made_at", flat=True)
    assert made
    assert all(is_midnight(each) for each in made)


def test_moments_join_no_handles(cast, settings, mailoutbox):
    settings.AGENCY_MAIL_DOMAINS = ["police.example"]
    for domain in ("support", "portal", "wellness"):
        notify.tell(participant=vault.participant(cast.alice, domain), event=uuid.uuid4())
    outbox.drain()
    assert mailoutbox
    rows = Delivery.objects.values_list("done_at", "due_at")
    assert len(rows) == 3
    assert all(is_midnight(each) for row in rows for each in row)
    jobs = OutboxJob.objects.values_list("done_at", "due_at")
    assert all(is_midnight(each) for row in jobs for each in row)
    notify.saw(by=cast.alice)
    seen = set(Notice.objects.values_list("seen_at", flat=True))
    assert all(is_midnight(each) for each in seen)
    assert not notify.unseen(cast.alice)


def test_what_stands_for_more_is_seen_on_a_day(cast):
    mine = vault.participant(cast.alice, "support").pk
    notify.tell_all({mine: [uuid.uuid4(), uuid.uuid4()]})
    (seen,) = Notice.objects.exclude(seen_at=None).values_list("seen_at", flat=True)
    assert is_midnight(seen)


def test_when_a_message_waits_until_names_no_shift(cast, mailoutbox):
    now = clock.now().replace(hour=11, minute=45, second=0, microsecond=0)
    ends = {cast.alice: now.replace(minute=13), cast.frank: now.replace(minute=30)}
    for user, end in ends.items():
        start = end - dt.timedelta(hours=10)
        Shift.objects.create(user=user, external=user.username, starts=start, ends=end)
        channels.choose(by=user, mail="account", rest=True)
    with clock.at(now):
        for user in ends:
            notify.tell(participant=vault.participant(user, "support"), event=uuid.uuid4())
        outbox.drain()
        assert mailoutbox == []
    waiting = [*Delivery.objects.all(), *OutboxJob.objects.filter(done_at=None)]
    assert len(waiting) == 4
    assert {row.due_at - REST for row in waiting} & set(ends.values()) == set()
    assert all(row.due_at - REST >= min(ends.values()) for row in waiting)
    for row in Delivery.objects.all():  # rounded up: the rest is never cut short
        (whose,) = [u for u in ends if vault.handle(u.pk, "support") == row.notice.recipient_id]
        assert ends[whose] + REST < row.due_at < ends[whose] + REST + dt.timedelta(minutes=30)
    with clock.at(now + 12 * dt.timedelta(hours=1)):
        outbox.drain()
        assert len(mailoutbox) == 2
    kept = [*Delivery.objects.all(), *OutboxJob.objects.all()]
    assert all(is_midnight(row.due_at) and is_midnight(row.done_at) for row in kept)
    keys = " ".join(OutboxJob.objects.values_list("key", flat=True))
    assert not any(f"{end + REST:%Y%m%d%H%M}" in keys for end in ends.values())
