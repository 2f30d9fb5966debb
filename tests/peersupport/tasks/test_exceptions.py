"""When the officer is told that a confidence was opened: at once, or 72 hours later where telling was unsafe."""

import datetime as dt

from agency import clock
from peersupport import actions
from peersupport.actions.exceptions import exceptions_with_me, tell_everybody_due, tell_of_exception
from tests.peersupport.confidences import told, waiting
from trust import access, outbox, vault
from trust.models import Notice, OutboxJob

HOUR = dt.timedelta(hours=1)


def test_unsafe_to_tell_it_waits_72_hours_and_no_longer(cast, kept, gina):
    row = waiting(cast, kept, gina)
    actions.answer_consultation(by=gina.user, exception=row.pk, agrees=True, later=True)
    assert not told(cast.frank)
    assert not access.can(cast.frank, "view", row)
    assert exceptions_with_me(cast.frank) == []
    with clock.at(row.opened_at + 71 * HOUR):
        outbox.drain()
        assert not told(cast.frank)
    with clock.at(row.opened_at + 72 * HOUR):
        outbox.drain()
        assert told(cast.frank)
        assert access.can(cast.frank, "view", row)


def test_the_second_person_may_say_that_telling_is_safe(cast, kept, gina):
    row = waiting(cast, kept, gina)
    actions.answer_consultation(by=gina.user, exception=row.pk, agrees=True, later=False)
    assert told(cast.frank)
    assert access.can(cast.frank, "view", row)


def test_a_lost_job_keeps_nobody_in_the_dark_and_nobody_is_told_twice(cast, kept, gina):
    row = waiting(cast, kept, gina)
    OutboxJob.objects.all().delete()
    with clock.at(row.opened_at + 73 * HOUR):
        tell_everybody_due()
        assert told(cast.frank)
        assert not tell_of_exception(exception=row.pk)
        tell_everybody_due()
    mine = vault.handle(cast.frank.pk, "support")
    assert Notice.objects.filter(recipient=mine, target="exceptions_about_me").count() == 1
