"""The catalogue of courses and who took them, as the team keeps them by hand. Facts, nothing about how it went."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agency import local_time
from agency.models import Course, TrainingRecord, User
from peersupport.certification import runs_out
from peersupport.kinds import Kind
from trust import access, audit
from trust.policy import rule_for
from trust.refusal import Refusal
from trust.written import check_link


@transaction.atomic
def save_course(*, by: User, row: Course) -> Course:
    """Put a course into the catalogue, or change it. Refuses ``unknown_kind``, ``not_a_link``."""
    _may(by, row)
    check_link("url", row.url)
    if not set(row.needed_by) <= set(Kind.values):
        known = ", ".join(Kind.values)
        message = _("“Needed by” holds codes of this list: %(known)s.") % {"known": known}
        raise Refusal("needed_by", "unknown_kind", message)
    with audit.acting(by):
        row.save()
    return row


@transaction.atomic
def save_record(*, by: User, row: TrainingRecord) -> TrainingRecord:
    """Write down that somebody took a course; without an end it follows from the course.

    Refuses ``future``, ``backwards``, and ``twice`` for a certificate that is there already.
    """
    _may(by, row)
    check_record(row)
    with audit.acting(by):
        row.save()
    return row


def check_record(row: TrainingRecord) -> None:
    """What ``save_record`` refuses, asked before; fills in an end that follows from the course."""
    if row.issued > local_time.today():
        raise Refusal("issued", "future", _("This day is still to come."))
    if row.expires is None and row.course.valid_months:
        row.expires = runs_out(row.issued, row.course.valid_months)
    if row.expires and row.expires <= row.issued:
        raise Refusal("expires", "backwards", _("It runs out on a day after it was issued."))
    same = TrainingRecord.objects.filter(user=row.user, course=row.course, issued=row.issued)
    if same.exclude(pk=row.pk).exists():
        raise Refusal("issued", "twice", _("This certificate is there already."))


def _may(by: User, row: Course | TrainingRecord) -> None:
    if not row._state.adding:
        access.require(by, "change", row)
    elif not rule_for(row._meta.label, "add")(by):
        raise PermissionDenied
