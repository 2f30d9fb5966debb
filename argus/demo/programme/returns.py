"""Ways back to duty: one officer at the third stage with two facilitators, one still looking for them.

Beside it, and without any tie to it, the personnel office's file says who of a squad is fit for what.
"""

from __future__ import annotations

import datetime as dt
import io

from agency import clock, local_time
from agency.models import Role, User
from argus.demo.story import Story
from intake.actions import take_in
from peersupport import actions as support
from peersupport.actions.roster import pick_list
from trust import roles
from trust.roles import linked_by_command

HEAD = "personnel_number,status,restricted_duties,since,clearance_id\n"


def live(story: Story, now: dt.datetime) -> None:
    _duty(story, local_time.today())
    with clock.at(now - dt.timedelta(days=6)):
        _walks(story.named["officer"])
    with clock.at(now - dt.timedelta(hours=3)):
        _looks_for_somebody(_another(story))


def _duty(story: Story, today: dt.date) -> None:
    """What the personnel office has said of the officer and two others of the same squad."""
    squad = roles.unit_of(story.named["officer"])
    mates = [user for user in story.officers if user.posts.filter(unit=squad).exists()]
    mates = [user for user in mates if user not in story.named.values()][:2]
    lines = [
        (story.named["officer"], "not fit", "", 40),
        (story.named["officer"], "restricted", "driving; nights", 12),
        *((user, status, "", 5) for user, status in zip(mates, ("fit", "not fit"), strict=False)),
    ]
    rows = "".join(
        f"{user.personnel_number},{status},{duties},{today - dt.timedelta(days=days)},HR-{n}\n"
        for n, (user, status, duties, days) in enumerate(lines, 1)
    )
    take_in(kind="clearances", file=io.BytesIO((HEAD + rows).encode()))


def _walks(officer: User) -> None:
    roles.open_session(officer, Role.OFFICER)
    never = {officer.pk, *linked_by_command(officer)}
    listed = [each.supporter for each in pick_list(at=clock.now())]
    free = [row for row in listed if row.user_id not in never]
    # The programme's named people first, so that their own accounts show the page.
    free.sort(key=lambda row: (row.user.username not in {"peer", "chaplain"}, row.user.username))
    if len(free) < 2:
        return
    plan = support.start_return_plan(by=officer, reason="incident", stream="short")
    for row in free[:2]:
        support.name_facilitator(by=officer, supporter=row.pk)
    support.tick_return_item(by=officer, plan=plan.pk, item="first_talk")
    support.move_return_plan(by=officer, stage="kit")
    first = free[0].user
    roles.open_session(first, *roles.authorized_roles(first) & {"peer_support", "chaplain"})
    for item in ("weapon_replaced", "kit_complete"):
        support.tick_return_item(by=first, plan=plan.pk, item=item)
    support.move_return_plan(by=officer, stage="vehicle")
    support.suggest_next_stage(by=first, plan=plan.pk)


def _another(story: Story) -> User:
    return next(user for user in reversed(story.officers) if user not in story.named.values())


def _looks_for_somebody(officer: User) -> None:
    roles.open_session(officer, Role.OFFICER)
    support.start_return_plan(by=officer, reason="injury", stream="long")
    support.ask_for_facilitators(by=officer)
