"""The scene of the adversary: everyone who could want to know, and one officer with one row of each kind.

Nobody but Alice holds a record here, so whatever comes back is hers. Her words are canaries.
"""

import contextlib
import datetime as dt
from types import SimpleNamespace

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from agency import clock
from agency.models import Role, Shift, Unit, User
from peersupport import actions as support
from peersupport.models import Offer, Place, Referral
from resources import actions as board
from resources.models import Activity, Feed, Milestone, SignUp, Thanks
from tests.adversary.scenes import SCENES, listed
from tests.factories import act, make_attendance, make_incident, make_post, make_unit
from trust import access, holds, outbox
from trust.models import (
    Consent,
    Disclosure,
    LegalHold,
    Level,
    Notice,
    ParticipantGrant,
    ReleasedCell,
    ReleaseRun,
)
from wellness import actions as wellness
from wellness.actions import assessments, safety
from wellness.consent_texts import CURRENT
from wellness.models import (
    AnnualReview,
    Assessment,
    AssessmentGrant,
    CheckIn,
    CheckInGrant,
    Diary,
    Exposure,
    ExposureSummary,
    FatigueSummary,
    Invitation,
    Reminders,
    SafetyPlan,
    ScoreSummary,
    Standing,
)

NOTE, DRAFT = "canary-note-heron-4711", "canary-draft-otter-0815"
FRIEND, INCIDENT = "Canaryfriend Gwen", "CANARY-INC-99"
PLAN, NIGHT, KIND_WORD = (
    "canary-plan-egret-2290",
    "canary-night-swift-1170",
    "canary-kind-wren-3382",
)
CANARIES = (NOTE, DRAFT, FRIEND, INCIDENT, PLAN, NIGHT, KIND_WORD, *map(str, listed("canaries")))

#: Everyone on the stage: user name -> (role, unit by its name in ``units``), and what they are called.
ROLES = {
    "alice": (Role.OFFICER, "squad", "the officer"),
    "bob": (Role.PEER_SUPPORT, "agency", "her peer supporter"),
    "otto": (Role.PEER_SUPPORT, "agency", "another peer supporter"),
    "dan": (Role.SUPERVISOR, "squad", "her supervisor"),
    "sid": (Role.SUPERVISOR, "other", "supervisor of another unit"),
    "erin": (Role.COMMANDER, "division", "commander above"),
    "cora": (Role.COMMANDER, "elsewhere", "commander elsewhere"),
    "gina": (Role.CHIEF, "agency", "chief"),
    "carol": (Role.WELLNESS_COORDINATOR, "agency", "wellness coordinator"),
    "hana": (Role.WELLNESS_ADMIN, "agency", "wellness administrator"),
    "ivan": (Role.UNION_REVIEWER, "agency", "union reviewer"),
    "jo": (Role.CHAPLAIN, "agency", "chaplain"),
    "kim": (Role.CLINICIAN, "agency", "clinician"),
    "gwen": (Role.OFFICER, "other", "the person named on a share"),
    "frank": (Role.OFFICER, "other", "a stranger"),
}
NOBODY = "nobody"
#: Units whose figures are frozen, and the one text that each figure shows.
FIGURES = {"squad": "11.1", "other": "22.2", "division": "33.3", "agency": "44.4"}


def raise_curtain(units: SimpleNamespace) -> SimpleNamespace:
    """Everybody, their posts, and the frozen figures. ``people`` maps what they are called to them."""
    units.elsewhere = make_unit("ABE", Unit.Kind.DIVISION, units.bureau)
    stage = SimpleNamespace(units=units, people={}, role={}, rows={})
    for name, (role, unit, called) in ROLES.items():
        shown = FRIEND if name == "gwen" else name.title()
        user = User.objects.create_user(name, name=shown, email=f"{name}@example.org")
        make_post(user, role, getattr(units, unit))
        stage.people[called], stage.role[called] = act(user, role), str(role)
        setattr(stage, name, user)
    stage.people[NOBODY], stage.role[NOBODY] = AnonymousUser(), ""
    _freeze(stage)
    return stage


def _freeze(stage: SimpleNamespace) -> None:
    run = ReleaseRun.objects.create(
        period="2026-10", kind="month", first_day=dt.date(2026, 10, 1), closed_at=clock.now(),
        k=11, policy_version="1", engine_hash="0" * 64,
    )  # fmt: skip
    for name, value in FIGURES.items():
        stage.rows[f"Figure of the {name}"] = ReleasedCell.objects.create(
            run=run, metric="stress", unit=getattr(stage.units, name), value=value,
            n_band="11-20", suppressed=False,
        )  # fmt: skip


def decide(user: User, level: Level, **more: object) -> None:
    wellness.set_opt_in(by=user, text_version=CURRENT, level=level, **more)


def live(stage: SimpleNamespace) -> None:
    """Alice joins at the top level, writes, shares, was at an incident, answers, asks, was looked at."""
    alice = stage.alice
    decide(alice, Level.FULL)
    answers = {"stress": 9, "sleep": 3, "fatigue": 9, "balance": 9}
    check_in = wellness.submit_check_in(by=alice, key="k", answers=answers, note=NOTE)
    wellness.save_draft(by=alice, key="d", answers={"stress": "9"}, note=DRAFT)
    wellness.choose_peer(by=alice, peer="bob")
    wellness.share_result(by=alice, check_in=check_in.pk, person="gwen")
    event = make_incident(INCIDENT, occurred_at=clock.now(), category="fatal_collision")
    make_attendance(event, alice)
    wellness.bring_in_attendance(by=alice)
    stage.case = support.consider(incident=event.pk)
    for service, answer in (("one_to_one", "accept"), ("defusing", "decline")):
        support.answer_offer(by=alice, offer=Offer.objects.get(service=service).pk, answer=answer)
    support.create_referral(by=alice, kind="chaplain")
    with contextlib.suppress(Http404):
        access.fetch(stage.frank, "view", CheckIn, pk=check_in.pk)
    _live_on(stage)
    outbox.drain()
    stage.incident = event
    stage.rows |= _rows()
    for each in SCENES:
        each.live(stage)
        outbox.drain()
        stage.rows |= each.rows(stage)


def _live_on(stage: SimpleNamespace) -> None:
    """Assessments, a safety plan, nights, hours, what colleagues do together, a court that asks."""
    alice, now = stage.alice, clock.now()
    low = {"phq-9": {f"q{n}": 0 for n in range(1, 9)} | {"q9": 1}}
    done = assessments.submit(by=alice, assessment="phq-9", key="p", answers=low, note=NOTE)
    wellness.share_assessment(by=alice, assessment=done.row.pk, person="gwen")
    assessments.submit(by=alice, assessment="annual_review", key="a", answers={})
    wellness.confirm_annual_review(by=alice)
    safety.save_plan(by=alice, steps={"signs": [PLAN]})
    wellness.log_sleep(by=alice, night=clock.today() - dt.timedelta(days=1), hours=3, note=NIGHT)
    wellness.set_reminders(by=alice, paused=True)
    ends = now - dt.timedelta(hours=2)
    Shift.objects.create(
        user=alice, source="test", external="1", starts=ends - dt.timedelta(hours=12), ends=ends
    )
    wellness.refresh_fatigue()
    later = now + dt.timedelta(days=2)
    walk = Activity.objects.create(title="Walk", starts=later, ends=later + dt.timedelta(hours=1))
    board.join(by=alice, activity=walk.pk)
    board.welcome_thanks(by=alice, welcome=True)
    board.send_thanks(by=stage.frank, person="alice", text=KIND_WORD)
    board.add_milestone(by=alice, title=KIND_WORD, day=clock.today())
    board.make_feed(by=alice)
    holds.ask(by=stage.hana, username="alice", reason="litigation")


def _rows() -> dict[str, object]:
    return {
        "Standing": Standing.objects.get(),
        "Check-in: answers": CheckIn.objects.get(),
        "Check-in: note": CheckIn.objects.get(),
        "Assessment, unfinished": Assessment.objects.get(submitted_at=None),
        "Assessment: answers": Assessment.objects.get(key="p"),
        "Assessment share": AssessmentGrant.objects.get(),
        "Annual review, confirmed": AnnualReview.objects.get(),
        "Score summary": ScoreSummary.objects.get(),
        "Fatigue summary": FatigueSummary.objects.get(),
        "Safety plan": SafetyPlan.objects.get(),
        "Diary": Diary.objects.get(),
        "Wishes about reminders": Reminders.objects.get(),
        "Shift": Shift.objects.get(),
        "Sign-up": SignUp.objects.get(),
        "Thanks": Thanks.objects.get(),
        "Own day": Milestone.objects.get(),
        "Calendar address": Feed.objects.get(),
        "Legal hold": LegalHold.objects.first(),
        "Share": CheckInGrant.objects.get(),
        "Assignment": ParticipantGrant.objects.get(),
        "Exposure": Exposure.objects.get(),
        "Exposure summary": ExposureSummary.objects.get(),
        "Suggested check-in": Invitation.objects.first(),
        "Consent": Consent.objects.first(),
        "Place at an incident": Place.objects.get(),
        "Offer, accepted": Offer.objects.get(service="one_to_one"),
        "Offer, declined": Offer.objects.get(service="defusing"),
        "Referral": Referral.objects.get(),
        "Notice": Notice.objects.filter(target="offers").first(),
        "Disclosure": Disclosure.objects.using("ledger").get(),
    }


def at_level(stage: SimpleNamespace, level: str) -> None:
    """Alice's newest decision. ``LEFT``: she stopped, and what she wrote is still stored."""
    alice = stage.alice
    if level == "LEFT":
        wellness.withdraw(by=alice)
    elif level == "WELLNESS_TEAM_ONLY":
        decide(alice, Level.SELF_ONLY, wellness_team=True)
    elif level == "FULL_BUT_LOWERED":
        lowered = {"check_ins": Level.SELF_ONLY, "exposure": Level.SELF_ONLY}
        decide(alice, Level.FULL, lowered=lowered)
    else:
        decide(alice, Level[level])
