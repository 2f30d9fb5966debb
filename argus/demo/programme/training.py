"""Training: records come in by the feed, courses are given, some officers have a seat, one was full."""

from __future__ import annotations

import csv
import datetime as dt
import io

from agency import clock, local_time
from agency.models import Course, Role, User
from argus.demo.story import Story
from intake.actions import take_in
from resources import actions as board
from resources.actions.sessions import BEFORE_AN_INCIDENT
from resources.models import Session
from trust import access, audit, roles

#: code, title, provider, topic, hours, months that it counts, page outside
COURSES = (
    ("first-days", "After a hard call: what helps", "Riverbend academy", BEFORE_AN_INCIDENT, 2, None, ""),
    ("night-sleep", "Sleep and night shifts", "Riverbend academy", "sleep", 3, 24, ""),
    ("talk-first", "Noticing and asking a colleague", "Union school", "colleagues", 4, 24, ""),
    ("valor", "Officer safety and wellness, online", "VALOR", "online", 8, None,
     "https://www.valorforblue.org/"),
)  # fmt: skip
#: code, days from now, hours, where, trainer, seats
PLAN = (
    ("first-days", 6, 2, "Academy, room 2", "Lee Ortiz", 20),
    ("night-sleep", 9, 3, "Union hall", "Kim Hall", 3),
    ("talk-first", 16, 4, "", "Sam Reyes", None),
    ("night-sleep", 30, 3, "Academy, room 1", "Kim Hall", 12),
)
GIVEN = dt.timedelta(days=20)


def live(story: Story, now: dt.datetime) -> None:
    _records(story, local_time.today())
    team = roles.open_session(story.named["coordinator"], Role.WELLNESS_COORDINATOR)
    courses = {code: _course(team, code) for code, *_facts in COURSES}
    with clock.at(now - GIVEN - dt.timedelta(days=7)):
        early = _plan(team, courses["first-days"], now - GIVEN, 2, place="Academy, room 2")
        seats = [board.enrol(by=each, session=early.pk) for each in story.joined[:9]]
    with clock.at(now - GIVEN + dt.timedelta(hours=3)):
        for seat in seats[:7]:
            board.mark_attended(by=team, enrolment=seat.pk)
    officer = story.named["officer"]
    for at, (code, days, hours, place, trainer, most) in enumerate(PLAN):
        starts = (now + dt.timedelta(days=days)).replace(hour=14, minute=0, second=0, microsecond=0)
        more = {"place": place, "trainer": trainer, "seats": most}
        row = _plan(team, courses[code], starts, hours, **more)
        for each in [*story.joined[at * 5 : at * 5 + 5], *([officer] if at == 0 else [])]:
            board.enrol(by=each, session=row.pk)


def _records(story: Story, today: dt.date) -> None:
    """As training management sends them: a certificate for every third officer, over three years."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        "personnel_number course_code course_title provider hours issued certificate".split()
    )
    for place, officer in enumerate(story.officers[::3]):
        code, title, provider, _topic, hours, *_rest = COURSES[place % 3]
        issued = today - dt.timedelta(days=30 + 7 * (place % 140))
        number = str(officer.personnel_number)
        writer.writerow([number, code, title, provider, hours, issued, f"{code}-{number}"])
    take_in(kind="training", file=io.BytesIO(out.getvalue().encode()))


def _course(team: User, code: str) -> Course:
    """Put into the catalogue for everybody, as the team does in the administration."""
    facts = next(each for each in COURSES if each[0] == code)
    _code, title, provider, topic, hours, months, url = facts
    row = access.visible(team, Course, "change").filter(code=code).first() or Course(code=code)
    row.title, row.provider, row.topic, row.url = title, provider, topic, url
    row.hours, row.valid_months, row.offered = hours, months, True
    with audit.acting(team):
        row.save()
    return row


def _plan(team: User, course: Course, starts: dt.datetime, hours: int, **more: object) -> Session:
    row = Session(course=course, starts=starts, ends=starts + dt.timedelta(hours=hours), **more)
    return board.save_session(by=team, row=row)
