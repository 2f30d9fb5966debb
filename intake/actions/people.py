"""The roster into people, units and posts. A row that changes nothing counts as repeated."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from agency.models import Post, Role, Unit, User
from intake.actions.delivery import Delivery, Summary
from intake.actions.quarantine import set_aside
from intake.actions.retry import retry_crew
from intake.facts import ParsedPerson, ParsedUnit, Problem
from trust import roles


class Refused(Exception):
    """The row can't stand beside what is there; carries the reason code."""


@transaction.atomic
def take_people(*, delivery: Delivery, people: Sequence[ParsedPerson]) -> Summary:
    """One batch of roster rows; afterwards, attendances that waited for these numbers find their person."""
    result, problems = Summary(read=len(people)), []
    units: dict[tuple[ParsedUnit, ...], Unit] = {}
    for row in people:
        try:
            with transaction.atomic():
                changed = _take(row, _unit(row.unit, units))
        except (Refused, roles.SeparationOfDuty, IntegrityError) as refused:
            code = str(refused) if isinstance(refused, Refused) else "separation"
            problems.append(Problem(row.line, code))
            units.clear()
        else:
            result.kept += changed
            result.repeated += not changed
    result.quarantined = len(problems)
    set_aside(delivery=delivery, problems=problems)
    retry_crew(numbers=[row.personnel_number for row in people])
    return result


def _take(row: ParsedPerson, unit: Unit) -> bool:
    user, changed = _person(row)
    return _post(user, row, unit) or changed


def _person(row: ParsedPerson) -> tuple[User, bool]:
    user = User.objects.filter(personnel_number=row.personnel_number).first()
    namesake = User.objects.filter(username=row.username).first()
    if namesake and namesake != user:
        if user or namesake.personnel_number:
            raise Refused("taken")
        user = namesake
    if user is None:
        fields = {"name": row.name, "email": row.email, "personnel_number": row.personnel_number}
        return User.objects.create_user(row.username, None, **fields), True
    wanted = {
        "username": row.username,
        "name": row.name,
        "email": row.email or user.email,
        "personnel_number": row.personnel_number,
    }
    changed = [name for name, value in wanted.items() if getattr(user, name) != value]
    for name in changed:
        setattr(user, name, wanted[name])
    if changed:
        user.save(update_fields=changed)
    return user, bool(changed)


def _post(user: User, row: ParsedPerson, unit: Unit) -> bool:
    held = Post.objects.filter(user=user, role=row.role, unit=unit, since=row.since).first()
    if held:
        if held.until == row.until:
            return False
        held.until = row.until
        held.save(update_fields=["until"])
        return True
    if row.role == Role.OFFICER:
        _leave(user, row, unit)
    roles.assign(user=user, role=row.role, unit=unit, since=row.since, until=row.until)
    return True


def _leave(user: User, row: ParsedPerson, unit: Unit) -> None:
    """A transfer: the officer's open post elsewhere ends on the day the new one begins."""
    earlier = Post.objects.filter(user=user, role=Role.OFFICER, until=None, since__lte=row.since)
    for post in earlier.exclude(unit=unit, since=row.since):
        roles.deassign(post=post, until=row.since)


def _unit(path: tuple[ParsedUnit, ...], units: dict[tuple[ParsedUnit, ...], Unit]) -> Unit:
    if path in units:
        return units[path]
    parent = _unit(path[:-1], units) if len(path) > 1 else None
    if parent is None and path[-1].kind != Unit.Kind.AGENCY:
        raise Refused("unit")
    here = path[-1]
    unit = Unit.objects.filter(parent=parent, name=here.name).first()
    if unit is None:
        unit = Unit.objects.create(parent=parent, name=here.name, kind=here.kind, code=_code(path))
    units[path] = unit
    return unit


def _code(path: tuple[ParsedUnit, ...]) -> str:
    """A short code from the name; where two units share a name, the place in the tree tells them apart."""
    code = slugify(path[-1].name)[:30] or "unit"
    if not Unit.objects.filter(code=code).exists():
        return code
    whole = "/".join(unit.name for unit in path)
    return f"{code}-{blake2b(whole.encode(), digest_size=4).hexdigest()}"
