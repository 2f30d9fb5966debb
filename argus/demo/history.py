"""Twelve weeks in the life of the demonstration agency, played through the real actions.

Nothing here writes a row of its own except passwords: people come in by the roster feed, incidents
by their feeds, everything else is what an officer or coordinator would do in the portal. The clock
is moved with ``clock.at``; no check is switched off. Same seed, same story.
"""

from __future__ import annotations

import datetime as dt
import io
import random
from collections.abc import Callable, Iterator

from django.http import Http404

from agency import clock
from agency.models import Role, User
from argus.demo import files, people, programme, rota, year
from argus.demo.story import Story
from intake.actions import take_in
from peersupport import actions as support
from peersupport.models import Offer
from resources import actions as board
from resources.models import Activity, Opportunity
from trust import access, outbox, release, roles, vault
from trust.models import Level
from trust.release.freeze import AlreadyFrozen, freeze
from wellness import actions as wellness
from wellness import consent_texts
from wellness.models import CheckIn

BOARD = (  # days from now, hours, what, where, places
    (2, 1, "Evening walk by the river", "Pier 4", None),
    (5, 2, "Basketball, mixed teams", "Academy gym", 8),
    (9, 3, "Cooking for shift workers", "Union hall", 12),
)
COURSES = (
    ("Sleeping on night shifts", "State academy", "Sleep"),
    ("Talking with a colleague who struggles", "Union school", "Peer support"),
)
JOINED_BEFORE = dt.timedelta(weeks=54)
QUARTER = dt.timedelta(days=92)
LEVELS = (
    (Level.SELF_ONLY, 60),
    (Level.PEER_SUPPORT, 20),
    (Level.SUPERVISOR, 10),
    (Level.COMMAND, 5),
    (Level.FULL, 5),
)
TYPES = (
    ("TRAFFIC STOP", 40), ("DISTURBANCE", 30), ("WELFARE CHECK", 20), ("SUICIDE", 2),
    ("FATAL COLLISION", 2), ("ASSAULT ON OFFICER", 3), ("CHILD DEATH", 1),
)  # fmt: skip


def load(*, password: str, weeks: int, say: Callable[[str], object]) -> None:
    """Play everything. Raises what an action raises: a story that does not work is a defect."""
    now = clock.now()
    story = _people(password, now, weeks)
    say(f"{len(story.officers)} officers are on the roster.")
    with clock.at(now - JOINED_BEFORE):
        _join(story)
    say(f"{len(story.joined)} of them joined.")
    _hours(story, now.date())
    year.live(story.named["officer"], now)
    say("One officer has a year behind them.")
    for week in range(weeks):
        with vault.keyring():
            _week(story, story.start + dt.timedelta(weeks=week), now)
    say(f"{weeks} weeks have passed: check-ins, incidents, offers.")
    _last_days(story, now)
    programme.live(story, now)
    say("The support programme has its roster, debriefs, referrals and plans.")
    for period in release.closed_since(story.start.date() - QUARTER, now):
        # A month before the story has no figures; a quarter that it ends in has some.
        if period.first >= story.start.date() or period.kind is release.PeriodKind.QUARTER:
            _freeze(period, say)


def _people(password: str, now: dt.datetime, weeks: int) -> Story:
    roster = people.roster_csv(now.date()).encode()
    take_in(kind="roster", file=io.BytesIO(roster))
    named = {name: User.objects.get(username=name) for name in people.ACCOUNTS}
    for user in named.values():
        user.set_password(password)
        user.save(update_fields=["password"])
    dice = random.Random(20_250_402)  # noqa: S311 - an invented story, not secrets
    officers = list(roles.assigned_users(Role.OFFICER).order_by("personnel_number"))
    always = {named["officer"], named["peer"], named["supervisor"]}
    always |= set(User.objects.filter(personnel_number__in=people.MEDICS))
    joined = [user for user in officers if user in always or dice.random() < 0.68]
    start = (now - dt.timedelta(weeks=weeks)).replace(hour=9, minute=0, second=0, microsecond=0)
    weight = {user.pk: dice.uniform(1.5, 6.5) for user in joined}
    return Story(dice, start, officers, named, joined, weight)


def _hours(story: Story, today: dt.date) -> None:
    """The rota: three weeks of everybody's, and a quarter of the officer's whose year is shown."""
    shown = str(story.named["officer"].personnel_number)
    longer = rota.shifts_csv(today, weeks=13, only=[shown])
    for shifts in (rota.shifts_csv(today, weeks=2, ahead=1), longer):
        take_in(kind="shifts", file=io.BytesIO(shifts))
    outbox.drain()


def _join(story: Story) -> None:
    text = consent_texts.CURRENT
    peers = list(roles.assigned_users(Role.PEER_SUPPORT).order_by("personnel_number"))
    levels, weights = zip(*LEVELS, strict=True)
    for user in story.joined:
        level = Level(story.dice.choices(levels, weights)[0])
        if user == story.named["officer"]:
            level = Level.PEER_SUPPORT
        with vault.keyring():
            wellness.set_opt_in(
                by=user,
                text_version=text,
                level=level,
                count_me=story.dice.random() < 0.85,
                wellness_team=story.dice.random() < 0.1,
            )
            if level >= Level.PEER_SUPPORT:
                _choose_peer(story, user, peers)


def _choose_peer(story: Story, user: User, peers: list[User]) -> None:
    wanted = story.named["peer"] if user == story.named["officer"] else story.dice.choice(peers)
    if wanted != user and not roles.in_chain(user, wanted):
        wellness.choose_peer(by=user, peer=wanted.username)


def _week(story: Story, monday: dt.datetime, now: dt.datetime) -> None:
    for day in (0, 2, 4):
        moment = monday + dt.timedelta(days=day)
        if moment < now:
            with clock.at(moment):
                if day == 0:
                    outbox.tick()
                take_in(kind="cad", file=io.BytesIO(files.cad(list(_calls(story, moment)))))
                outbox.drain()
    for user in story.joined:
        if user == story.named["officer"]:
            continue  # has a year of their own
        moment = monday + dt.timedelta(
            days=story.dice.randint(0, 6), minutes=story.dice.randint(0, 700)
        )
        named = user in story.named.values()
        if (named or story.dice.random() < 0.5) and moment < now:
            with clock.at(moment):
                _check_in(story, user, monday)
    with clock.at(min(monday + dt.timedelta(days=3), now)):
        _answer_some(story)


def _check_in(story: Story, user: User, monday: dt.datetime) -> None:
    heavy = story.weight[user.pk]

    def around(centre: float, low: int, high: int) -> int | None:
        if story.dice.random() < 0.05:
            return None
        return max(low, min(high, round(story.dice.gauss(centre, 1.4))))

    wellness.submit_check_in(
        by=user,
        key=f"{monday.date()}",
        answers={
            "stress": around(heavy, 0, 10),
            "sleep": around(8.2 - heavy / 4, 0, 24),
            "fatigue": around(heavy, 0, 10),
            "balance": around(heavy, 0, 10),
        },
        contact=story.dice.random() < heavy / 20,
    )


Call = tuple[str, dt.datetime, str, str, str, list[str], bool]


def _calls(story: Story, moment: dt.datetime) -> Iterator[Call]:
    """Ten calls of the last hours; one in ten reaches us too late for the first window."""
    kinds, weights = zip(*TYPES, strict=True)
    for index in range(10):
        late = 24 if story.dice.random() < 0.1 else 0
        at = moment - dt.timedelta(hours=story.dice.randint(1, 9) + late)
        crew = [str(user.personnel_number) for user in story.dice.sample(story.officers, 3)]
        kind = story.dice.choices(kinds, weights)[0]
        number = f"RB-{moment:%y%m%d}-{index:03}"
        yield number, at, f"District {index % 8 + 1}", kind, f"U{index:02}", crew, False


def _answer_some(story: Story) -> None:
    """Some accept, some ask for a time, some say no; nobody can tell a no from silence."""
    for user in story.dice.sample(story.officers, 60):
        for offer in access.visible(user, Offer, "change").open()[:1]:  # type: ignore[attr-defined]
            answer = story.dice.choices(("accept", "schedule", "decline"), (3, 1, 2))[0]
            support.answer_offer(by=user, offer=offer.pk, answer=answer)


def _last_days(story: Story, now: dt.datetime) -> None:
    """What a visitor finds: fresh offers, a shared colour, a look that was stopped."""
    officer, sergeant = story.named["officer"], story.named["supervisor"]
    recent = now - dt.timedelta(hours=5)
    with clock.at(recent), vault.keyring():
        medic = files.Care(f"RB-{recent:%y%m%d}-901", recent)
        take_in(kind="epcr", file=io.BytesIO(files.nemsis(medic)))
        take_in(
            kind="epcr",
            file=io.BytesIO(
                files.fhir(f"RB-{recent:%y%m%d}-902", recent, [str(officer.personnel_number)])
            ),
        )
        crew = [str(officer.personnel_number), str(sergeant.personnel_number)]
        call = (
            f"RB-{recent:%y%m%d}-903",
            recent,
            "District 1",
            "FATAL COLLISION",
            "H1",
            crew,
            False,
        )
        take_in(kind="cad", file=io.BytesIO(files.cad([call])))
        take_in(
            kind="cad",
            file=io.BytesIO(files.eido(f"RB-{recent:%y%m%d}-904", recent, "Welfare check", crew)),
        )
        outbox.drain()
    _board(story, now)
    with clock.at(now - dt.timedelta(hours=2)), vault.keyring():
        _a_look_is_stopped(officer, sergeant)
        for user, kind in zip(story.joined[:6], ("chaplain", "peer", "eap") * 2, strict=True):
            support.create_referral(by=user, kind=kind)
        outbox.drain()


def _board(story: Story, now: dt.datetime) -> None:
    """What colleagues do together, and a kind word."""
    carol, officer = story.named["coordinator"], story.named["officer"]
    roles.open_session(carol, Role.WELLNESS_COORDINATOR)
    noon = now.replace(hour=17, minute=0, second=0, microsecond=0)
    for days, hours, title, place, places in BOARD:
        starts = noon + dt.timedelta(days=days)
        ends = starts + dt.timedelta(hours=hours)
        row = Activity(title=title, place=place, places=places, starts=starts, ends=ends)
        board.save_activity(by=carol, row=row)
        for user in story.dice.sample(story.officers, 9):
            board.join(by=user, activity=row.pk)
    for title, provider, topic in COURSES:
        until = now.date() + dt.timedelta(days=60)
        course = Opportunity(title=title, provider=provider, topic=topic, shown_until=until)
        board.save_opportunity(by=carol, row=course)
    board.welcome_thanks(by=officer, welcome=True)
    text = "You stayed with my rookie after Mill Road. That mattered."
    board.send_thanks(by=story.named["supervisor"], person=officer.username, text=text)


def _a_look_is_stopped(officer: User, sergeant: User) -> None:
    handle = vault.handle(officer.pk, "wellness")
    newest = CheckIn.objects.filter(participant=handle).first()
    roles.open_session(sergeant, Role.SUPERVISOR)
    try:
        access.fetch(sergeant, "view", CheckIn, pk=newest and newest.pk)
    except Http404:
        return
    raise AssertionError("A sergeant was shown a check-in.")


def _freeze(period: release.Period, say: Callable[[str], object]) -> None:
    try:
        freeze(period)
    except AlreadyFrozen:
        return
    say(f"The figures of {period} are frozen.")
