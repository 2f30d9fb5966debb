"""The roster: who helps, in their own words, with hours and courses; and a steering group that votes."""

from __future__ import annotations

import datetime as dt

from agency import local_time
from agency.models import Course, Role, TrainingRecord, User
from argus.demo.story import Story
from peersupport import actions
from peersupport.availability import Span
from peersupport.models import Supporter
from trust import access, roles

#: Role of the agency -> kind of support.
KINDS = {Role.PEER_SUPPORT: "peer", Role.CHAPLAIN: "chaplain", Role.CLINICIAN: "clinician"}
Facts = tuple[str, str, str, int, int | None, list[str]]
#: code, title, given by, hours, months that it counts, needed by
COURSES: tuple[Facts, ...] = (
    ("peer-basics", "Peer support basics", "State academy", 40, 36, ["peer", "chaplain"]),
    ("confidentiality", "Confidentiality and the law", "County attorney", 4, 24,
     ["peer", "chaplain", "clinician"]),
    ("suicide-talk", "Talking about suicide", "State academy", 16, None, []),
)  # fmt: skip
#: languages, background, trained for, area, what they say
WORDS = (
    (["en"], ["parent"], ["cism_one"], "North",
     "Fifteen years on patrol. I drink too much coffee and I have time."),
    (["en", "es"], ["loss", "military"], ["cism_one", "cism_group"], "South",
     "I lost my partner in 2016. Somebody listened then. Now I do."),
    (["en"], ["divorce"], ["money"], "Old Town", "Divorce, money, sleep: nothing is too small."),
    (["en", "vi"], ["woman"], ["suicide"], "Harbor",
     "You can call me at night. You don’t have to know what to say."),
    (["en"], ["recovery"], ["substance"], "Mills", "Sober for nine years. Ask me how."),
    (["en", "es"], ["dispatch"], ["grief"], "Airport", ""),
)  # fmt: skip
NIGHT, MORNING, EVENING = dt.time(22), dt.time(6), dt.time(18)
#: Hours by place on the list: nights in a row, days, evenings and weekends.
WEEKS = (
    [Span(day, NIGHT, MORNING) for day in range(4)],
    [Span(day, MORNING, EVENING) for day in range(5)],
    [Span(day, EVENING, dt.time(23)) for day in (0, 2, 4)] + [Span(5, MORNING, NIGHT)],
    [Span(day, dt.time(12), dt.time(20)) for day in (5, 6)],
)


def live(story: Story, now: dt.datetime) -> None:
    team = roles.open_session(story.named["coordinator"], Role.WELLNESS_COORDINATOR)
    courses = [_course(team, facts) for facts in COURSES]
    people = [(user, kind) for role, kind in KINDS.items() for user in _by_name(role)]
    people.sort(key=lambda each: each[0] != story.named["peer"])  # nobody's break is theirs
    for place, (user, kind) in enumerate(people):
        _join(team, place, user, kind)
        _train(team, user, courses, place)
    _steer(story, team, now)
    actions.go_on_duty(by=story.named["peer"], until="12")


def _by_name(role: str) -> list[User]:
    return list(roles.assigned_users(role).order_by("username"))


def _course(team: User, facts: Facts) -> Course:
    code, title, provider, hours, months, needed_by = facts
    row = access.visible(team, Course, "change").filter(code=code).first() or Course(code=code)
    row.title, row.provider, row.hours, row.valid_months = title, provider, hours, months
    row.needed_by, row.offered = needed_by, False
    return actions.save_course(by=team, row=row)


def _join(team: User, place: int, user: User, kind: str) -> None:
    """On the roster since some while, with a page of one's own and hours; one person takes a break."""
    row = actions.add_supporter(by=team, person=user.username, kind=kind)
    languages, backgrounds, specialities, area, words = WORDS[place % len(WORDS)]
    actions.save_profile(
        by=user,
        languages=languages,
        backgrounds=backgrounds,
        specialities=["spiritual"] if kind == "chaplain" else specialities,
        area=area,
        introduction=words,
        capacity=3 + place % 4,
    )
    actions.set_week(by=user, week=WEEKS[place % len(WEEKS)])
    if place == 4:
        today = local_time.today()
        actions.add_days(by=user, first_day=today, last_day=today + dt.timedelta(days=6))
    if place == 6:
        actions.set_supporter_status(by=user, supporter=row.pk, status=Supporter.Status.PAUSED)


def _train(team: User, user: User, courses: list[Course], place: int) -> None:
    """Certificates of different age: one runs out soon, one ran out, all others count."""
    today = local_time.today()
    for course in courses[: 2 + place % 2]:
        ends = today + dt.timedelta(days=90 + 37 * place)
        if course is courses[1] and place in (3, 5):
            ends = today + dt.timedelta(days=24 if place == 3 else -4)
        months = course.valid_months
        issued = ends - dt.timedelta(days=30 * months) if months else today - dt.timedelta(days=400)
        actions.save_record(
            by=team,
            row=TrainingRecord(
                user=user, course=course, provider=course.provider, hours=course.hours,
                issued=min(issued, today), expires=ends if months else None,
            ),
        )  # fmt: skip


def _steer(story: Story, team: User, now: dt.datetime) -> None:
    """Seats, two meetings, and two people who would like to help: one is waited for, one decided."""
    union = roles.open_session(story.named["union"], Role.UNION_REVIEWER)
    seats = {
        "association": union, "peers": story.named["peer"], "coordinator": team,
        "chaplain": _by_name(Role.CHAPLAIN)[0], "clinician": _by_name(Role.CLINICIAN)[0],
        "command": story.named["commander"],
    }  # fmt: skip
    for seat, user in seats.items():
        actions.take_seat(by=team, seat=seat, person=user.username)
    for weeks in (13, 2):
        day = local_time.today() - dt.timedelta(weeks=weeks)
        actions.note_meeting(by=union, day=day, seats=seats.keys() - {"command"})
    waiting, decided = [each for each in story.joined if each not in seats.values()][3:5]
    for user in (waiting, decided):
        if not Supporter.objects.filter(user=user).exists():
            _apply(user, team, union, seats, done=user is decided)


def _apply(user: User, team: User, union: User, seats: dict[str, User], *, done: bool) -> None:
    row = actions.apply_as_supporter(by=user, kind="peer", languages=["en"])
    for seat in ("association", "peers", "clinician")[: 3 if done else 1]:
        ballot = row.ballots.get(seat=seat)
        actions.vote_on_application(by=seats[seat], ballot=ballot.pk, choice="for")
    if done:
        actions.note_interview(by=team, application=row.pk)
        actions.decide_application(by=team, application=row.pk, selected=True)
