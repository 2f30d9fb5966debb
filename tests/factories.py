"""Small makers of rows. Every one takes what matters and fills in the rest."""

import datetime as dt
import time

from django.test import Client

from agency.models import Attendance, Incident, Post, Unit, User
from trust import roles

LONG_AGO = dt.date(2020, 1, 1)


def make_unit(code: str, kind: str, parent: Unit | None = None) -> Unit:
    return Unit.objects.create(code=code, name=f"Unit {code}", kind=kind, parent=parent)


def make_user(name: str, **fields: object) -> User:
    fields = {"name": name.title(), "email": f"{name}@example.org"} | fields
    return User.objects.create_user(name, "correct horse battery", **fields)


def make_post(user: User, role: str, unit: Unit, since: dt.date = LONG_AGO) -> Post:
    return Post.objects.create(user=user, role=role, unit=unit, since=since)


def act(user: User, *wanted: str) -> User:
    """The same user in a session with these roles (asks the database again)."""
    user.__dict__.pop("_posts_today", None)
    return roles.open_session(user, *wanted)


def make_incident(number: str = "2026-1", **fields: object) -> Incident:
    defaults = {"occurred_at": dt.datetime.now(dt.UTC), "area": "North"}
    return Incident.objects.create(number=number, **(defaults | fields))


def make_attendance(incident: Incident, user: User, **fields: object) -> Attendance:
    return Attendance.objects.create(incident=incident, user=user, **fields)


def sign_in(client: Client, user: User, role: str = "officer", *, step_up: bool = True) -> Client:
    """The client signed in as this person, in this role; with ``step_up``, just now by password."""
    client.force_login(user)
    session = client.session
    session["role"] = role
    if step_up:
        session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
        session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client
