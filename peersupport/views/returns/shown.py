"""A plan as its pages show it: the stage of now, what it needs, and who is on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise

from agency import clock
from agency.models import User
from peersupport.actions.roster import pick_list
from peersupport.kinds import Language, Speciality
from peersupport.models import ReturnPlan, ReturnPlanGrant, Supporter
from peersupport.return_stages import BY_CODE, STAGES, Course, Item, Reason, Stage, Step, Stream
from trust import access, vault


def own_plan(user: User) -> ReturnPlan | None:
    """The officer's own open plan, in whatever role they are signed in."""
    mine = access.visible(user, ReturnPlan, "change").filter(state=ReturnPlan.State.OPEN)
    return mine.filter(participant=vault.handle(user.pk, "support")).first()


@dataclass(frozen=True)
class Ticked:
    """Something practical, and when it was done."""

    item: Item
    at: dt.datetime | None
    mine: bool

    @property
    def code(self) -> str:
        return self.item.code

    @property
    def label(self) -> str | Promise:
        return self.item.label


@dataclass(frozen=True)
class Shown:
    """The plan in words. ``helper``: a facilitator reads it, who ticks only what they arrange."""

    row: ReturnPlan
    course: Course
    helper: bool = False
    name: str = ""

    @property
    def stage(self) -> Stage:
        return BY_CODE[self.course.stage]

    @property
    def number(self) -> int:
        return self.course.place + 1

    @property
    def total(self) -> int:
        return len(STAGES)

    @property
    def next(self) -> str:
        return str(Step(self.course.next).label) if self.course.next else ""

    @property
    def previous(self) -> str:
        return str(Step(self.course.previous).label) if self.course.previous else ""

    @property
    def reason(self) -> str:
        return str(Reason(self.course.reason).label)

    @property
    def stream(self) -> str:
        return str(Stream(self.course.stream).label)

    @property
    def items(self) -> list[Ticked]:
        return list(self._ticked(self.stage))

    @property
    def stages(self) -> list[tuple[Stage, bool, list[Ticked]]]:
        """Every stage, whether it is the one of now, and its items: for the overview and for print."""
        return [
            (stage, stage.code == self.course.stage, list(self._ticked(stage))) for stage in STAGES
        ]

    def _ticked(self, stage: Stage) -> Iterator[Ticked]:
        for item in stage.items:
            when = self.course.done.get(item.code, "")
            at = dt.datetime.fromisoformat(when) if when else None
            yield Ticked(item, at, item.logistics or not self.helper)


def people_on(user: User, plan: ReturnPlan) -> list[ReturnPlanGrant]:
    """Who sees the plan now, facilitators first."""
    rows = access.visible(user, ReturnPlanGrant, "delete").filter(content_object=plan)
    live = rows.filter(expires_at__gt=clock.now()).select_related("user")
    return list(live.order_by("reason", "user__name", "pk"))


def described(row: Supporter) -> str:
    """A supporter on a list to choose from: name, languages, and whether they know returns."""
    known = [str(Language(each).label) for each in row.languages if each in Language.values]
    if Speciality.RETURN in row.specialities:
        known.append(str(Speciality.RETURN.label))
    return f"{row.user} · {', '.join(known)}" if known else str(row.user)


def to_choose(without: frozenset[object] = frozenset()) -> list[tuple[str, str]]:
    """Everybody who can be asked today, those who know returns first."""
    people = [each.supporter for each in pick_list(at=clock.now())]
    people.sort(key=lambda row: (Speciality.RETURN not in row.specialities, str(row.user)))
    return [(str(row.pk), described(row)) for row in people if row.user_id not in without]
