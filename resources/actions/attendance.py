"""Who was there: a training record and nothing else.

Marked by the team once a session has begun. The record is the same kind of row that training management
sends, and no row of another room follows from it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agency import clock, local_time
from agency.models import TrainingRecord, User
from resources.models import Enrolment, Session
from trust import access, audit
from trust.refusal import Refusal
from trust.written import one_line

SOURCE = "argus"
AN_HOUR = dt.timedelta(hours=1)


def mark_attended(*, by: User, enrolment: uuid.UUID | str) -> TrainingRecord:
    """This person was there; the same again gives the same record.

    Refuses ``called_off``, ``not_yet``.
    """
    with transaction.atomic(), audit.acting(by):
        mine = access.fetch(by, "attend", Enrolment, pk=enrolment)
        return _record(_held(mine.session_id), mine.user_id)


def mark_walk_in(*, by: User, session: uuid.UUID | str, number: str) -> TrainingRecord:
    """Somebody was there who had not signed up. Refuses ``unknown``, and as ``mark_attended``."""
    with transaction.atomic(), audit.acting(by):
        access.fetch(by, "attend", Session, pk=session)
        row = _held(session)
        number = one_line(number)
        person = User.objects.filter(personnel_number=number, is_active=True).first()
        if person is None or not number:
            raise Refusal("number", "unknown", _("Nobody here has this personnel number."))
        Enrolment.objects.get_or_create(session=row, user=person)
        return _record(row, person.pk)


def take_back_attended(*, by: User, enrolment: uuid.UUID | str) -> None:
    """Marked by mistake, on the day of the mistake. Refuses ``too_late``, ``other_source``."""
    with transaction.atomic(), audit.acting(by):
        mine = access.fetch(by, "attend", Enrolment, pk=enrolment)
        row = Session.objects.select_for_update().get(pk=mine.session_id)
        record = _found(row, mine.user_id)
        if record is None:
            return
        if refusal := why_it_stays(row, record):
            raise refusal
        record.delete()


def why_it_stays(row: Session, record: TrainingRecord) -> Refusal | None:
    """Why a record can't be taken back here; None when it can."""
    if (record.source, record.external) != (SOURCE, str(row.pk)):
        return Refusal(
            "", "other_source", _("This record came from training management. Correct it there.")
        )
    if record.received_at.astimezone(local_time.zone()).date() != local_time.today():
        return Refusal(
            "", "too_late", _("That was marked on an earlier day. Correct the training record.")
        )
    return None


def attended(row: Session) -> dict[uuid.UUID, TrainingRecord]:
    """Person -> their record of this session's day: who was there, however it came to be known."""
    people = row.enrolments.values("user")
    found = TrainingRecord.objects.filter(course=row.course_id, issued=day(row), user__in=people)
    return {each.user_id: each for each in found}


def day(row: Session) -> dt.date:
    """The date on the certificate: the day on which the session began, where the agency is."""
    return row.starts.astimezone(local_time.zone()).date()


def _held(session: uuid.UUID | str) -> Session:
    row = Session.objects.select_for_update(of=("self",)).select_related("course").get(pk=session)
    if row.cancelled:
        raise Refusal("", "called_off", _("This session was called off."))
    if row.starts > clock.now():
        raise Refusal("", "not_yet", _("This session has not begun yet. Mark who came afterwards."))
    return row


def _found(row: Session, user: uuid.UUID) -> TrainingRecord | None:
    return TrainingRecord.objects.filter(course=row.course_id, user=user, issued=day(row)).first()


def _record(row: Session, user: uuid.UUID) -> TrainingRecord:
    hours = row.course.hours or round(Decimal((row.ends - row.starts) / AN_HOUR), 1)
    given = {
        "provider": row.course.provider,
        "hours": hours,
        "expires": row.course.runs_out(day(row)),
        "source": SOURCE,
        "external": str(row.pk),
    }
    return TrainingRecord.objects.get_or_create(
        user_id=user, course=row.course, issued=day(row), defaults=given
    )[0]
