"""Training sessions: enrol, wait for a seat, leave, plan, call off.

Nothing here touches a wellness record, and whoever leaves takes their row along.
"""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, F, Min, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import Course, TrainingRecord, User
from resources.models import Enrolment, Session
from trust import access, audit, notify, vault
from trust.policy import rule_for
from trust.refusal import Refusal
from trust.written import check_link

#: The topic that puts a course on the page about what happens after an incident.
BEFORE_AN_INCIDENT = "before an incident"
LONGEST_SEARCH = 80
SOON = 60  # days: the first of the programme's three reminders about a certificate
NEWS = uuid.UUID("b7a1f0c4-6a52-4b0e-9a57-3f1d5c0e8a34")
MOVES_NEWS = ("starts", "ends", "place", "link")


# --- what there is --------------------------------------------------------------------------------


def catalogue(by: User, *, words: str = "", topic: str = "") -> QuerySet[Course]:
    """Courses that are offered, those with a session to come first. ``next_start``: when that is."""
    to_come = Q(sessions__starts__gt=clock.now(), sessions__cancelled=False)
    rows = access.visible(by, Course).filter(offered=True)
    for word in words[:LONGEST_SEARCH].split():
        rows = rows.filter(
            Q(title__icontains=word) | Q(provider__icontains=word) | Q(topic__icontains=word)
        )
    if topic:
        rows = rows.filter(topic__iexact=topic)
    rows = rows.annotate(next_start=Min("sessions__starts", filter=to_come))
    return rows.order_by(F("next_start").asc(nulls_last=True), "title", "id")


def planned(by: User) -> QuerySet[Session]:
    """Sessions to come of offered courses, soonest first, with ``taken`` (seats taken)."""
    rows = access.visible(by, Session).filter(
        starts__gt=clock.now(), cancelled=False, course__offered=True
    )
    return with_counts(rows).order_by("starts", "id")


def with_counts(rows: QuerySet[Session]) -> QuerySet[Session]:
    """``taken``: how many have a seat; ``queue``: how many wait for one."""
    return rows.annotate(
        taken=Count("enrolments", filter=Q(enrolments__waiting=False), distinct=True),
        queue=Count("enrolments", filter=Q(enrolments__waiting=True), distinct=True),
    )


# --- coming, and not coming after all -------------------------------------------------------------


def enrol(*, by: User, session: uuid.UUID | str) -> Enrolment:
    """Come to a session, or wait for a seat when it is full; the same again changes nothing.

    Refuses ``called_off``, ``begun``, ``not_offered``.
    """
    with transaction.atomic(), audit.acting(by):
        access.fetch(by, "enrol", Session, pk=session)
        row = _locked(session)
        mine = row.enrolments.filter(user=by).first()
        if mine:
            return mine
        _open(row)
        full = row.seats is not None and row.enrolments.filter(waiting=False).count() >= row.seats
        return Enrolment.objects.create(session=row, user=by, waiting=full)


def _locked(session: uuid.UUID | str) -> Session:
    """One at a time: whoever comes second waits here and then sees what the first did."""
    return Session.objects.select_for_update(of=("self",)).select_related("course").get(pk=session)


def _open(row: Session) -> None:
    if row.cancelled:
        raise Refusal(
            "", "called_off", _("This session was called off. See when else it is given.")
        )
    if row.starts <= clock.now():
        raise Refusal(
            "", "begun", _("This session has begun or is over. See when else it is given.")
        )
    if not row.course.offered:
        raise Refusal("", "not_offered", _("This course is not open for signing up. Ask the team."))


def leave_session(*, by: User, session: uuid.UUID | str) -> None:
    """Not coming after all. Whoever waits longest gets the seat, and is told that there is news."""
    with transaction.atomic(), audit.acting(by):
        access.fetch(by, "delete", Enrolment, session=session, user_id=by.pk)
        row = _locked(session)
        row.enrolments.filter(user=by).delete()
        fill_seats(row)


def fill_seats(row: Session) -> int:
    """Give free seats to those who wait, in the order in which they came; how many moved up.

    Nobody moves up into a session that was called off or has begun.
    """
    if row.cancelled or row.starts <= clock.now():
        return 0
    waiting = row.enrolments.filter(waiting=True).select_related("user")
    free = None if row.seats is None else row.seats - row.enrolments.filter(waiting=False).count()
    moved = list(waiting if free is None else waiting[: max(free, 0)])
    for each in moved:
        each.waiting = False
        each.save(update_fields=["waiting"])
    _tell_all({each.user: f"seat:{each.pk}" for each in moved})
    return len(moved)


def my_training(by: User) -> dict[str, list[dict[str, object]]]:
    """Everything of training that stands under this person's name, in plain words, for their download."""
    coming = access.visible(by, Enrolment).filter(user=by).select_related("session__course")
    taken = access.visible(by, TrainingRecord).filter(user=by).select_related("course")
    return {
        "signed_up_for": [
            {
                "course": each.session.course.title,
                "starts": each.session.starts.isoformat(),
                "ends": each.session.ends.isoformat(),
                "waiting": each.waiting,
                "signed_up_at": each.at.isoformat(),
            }
            for each in coming
        ],
        "taken": [
            {
                "course": each.course.title,
                "provider": each.provider,
                "hours": float(each.hours),
                "issued": each.issued.isoformat(),
                "expires": each.expires.isoformat() if each.expires else None,
                "source": each.source,
            }
            for each in taken
        ],
    }


# --- planning -------------------------------------------------------------------------------------


def check_session(row: Session) -> None:
    """Refuses ``ends_early``, ``past``, ``not_a_link``: what is better heard before it is stored."""
    check_link("link", row.link)
    if row.ends <= row.starts:
        raise Refusal("ends", "ends_early", _("A session ends after it begins. Please look again."))
    before = None if row._state.adding else Session.objects.filter(pk=row.pk).first()
    if row.starts <= clock.now() and (before is None or before.starts != row.starts):
        raise Refusal(
            "starts",
            "past",
            _("This time has passed. Training that was given already goes into the records."),
        )


def save_session(*, by: User, row: Session) -> Session:
    """Plan a session, or change it. Those who come are told when it moves or is called off.

    Refuses as ``check_session``. Fewer seats than people send nobody away.
    """
    with transaction.atomic(), audit.acting(by):
        if row._state.adding:
            if not rule_for("resources.Session", "add")(by):
                raise PermissionDenied
            check_session(row)
            row.made_by = by
            row.save()
            return row
        access.fetch(by, "change", Session, pk=row.pk)
        was = _locked(row.pk)
        check_session(row)
        row.save()
        _news(row, was)
    return row


def _news(row: Session, was: Session) -> None:
    moved = any(getattr(row, name) != getattr(was, name) for name in MOVES_NEWS)
    if row.cancelled != was.cancelled or (moved and not row.cancelled):
        about = f"{row.cancelled}:{row.starts}:{row.ends}:{row.place}:{row.link}"
        rows = row.enrolments.select_related("user")
        _tell_all({each.user: f"changed:{each.pk}:{about}" for each in rows})
    fill_seats(row)


def _tell_all(news: dict[User, str]) -> None:
    with audit.acting(None):
        for who in vault.by_handle(news, "portal"):
            notify.tell(
                participant=vault.participant(who, "portal"),
                event=uuid.uuid5(NEWS, news[who]),
                target="training_mine",
            )
