"""Emergency openings: a coordinator asks, a second person agrees, the union reviewer looks at it afterwards.

Here the name and the safety plan are put together, because only the roof knows both rooms. Each opening
goes through the gate: no line in the ledger, nothing on the page.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agency.models import Role, User
from trust import access, break_glass, glass_review, roles
from trust.doors.forms import CalmForm, CalmRadio, show
from trust.doors.views import NOT_YET, ForRoles, StepUp, me
from trust.models import BreakGlass
from trust.policy.terms import SECOND_PERSON
from trust.refusal import Refusal
from wellness.models import SafetyPlan
from wellness.safety_texts import STEPS

SHOWN = 30
NOW = "now"
PARTS = (*SECOND_PERSON, Role.UNION_REVIEWER)
State = BreakGlass.State
OPENED = {
    "trust.breakglass": gettext_lazy("name and address"),
    "wellness.safetyplan": gettext_lazy("safety plan"),
}


class AskForm(CalmForm):
    """Whose name and plan, and which danger. No free text: both answers are of a list."""

    person = forms.CharField(
        label=gettext_lazy("Who is in danger?"),
        help_text=gettext_lazy("Their username."),
        max_length=150,
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("What is about to happen?"),
        choices=BreakGlass.Reason.choices,
        widget=CalmRadio,
    )
    delay = forms.ChoiceField(
        label=gettext_lazy("When is the officer told?"),
        help_text=gettext_lazy("The second person sees your answer and agrees to it or not."),
        widget=CalmRadio,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["delay"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        later = [
            (code, _("Within 72 hours: %(why)s") % {"why": label})
            for code, label in BreakGlass.Delay.choices
        ]
        field.choices = [(NOW, _("At once")), *later]


@dataclass(frozen=True)
class Line:
    """One request as this person reads it, with what they may do."""

    row: BreakGlass
    me: User
    looked: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        if break_glass.lapsed(self.row):
            return _("Nobody answered within the hour")
        if self.row.state == State.OPEN and not self.row.is_open:
            return _("The hour is over")
        return str(self.row.get_state_display())

    @property
    def is_mine(self) -> bool:
        return self.row.asked_by_id == self.me.pk

    @property
    def may_open(self) -> bool:
        return self.is_mine and self.row.is_open

    @property
    def may_decide(self) -> bool:
        asked = self.row.state == State.ASKED and not break_glass.lapsed(self.row)
        return asked and not self.is_mine and bool(roles.active(self.me) & set(SECOND_PERSON))

    @property
    def may_take_back(self) -> bool:
        return self.is_mine and self.row.state == State.ASKED

    @property
    def may_review(self) -> bool:
        took_part = self.me.pk in {self.row.asked_by_id, self.row.decided_by_id}
        reviewer = Role.UNION_REVIEWER in roles.active(self.me)
        return reviewer and not took_part and self.row.state == State.OPEN


class ForTheirPart(ForRoles, StepUp):
    """Everybody who may have a part in it. A fresh sign-in, each time."""

    for_roles: ClassVar[tuple[str, ...]] = PARTS


class BreakGlasses(ForTheirPart):
    """What waits for me, what I asked for, what is still to be reviewed; and the form to ask."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return _page(request, AskForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """A request for an emergency opening."""
        form = AskForm(request.POST)
        if not form.is_valid():
            return _page(request, form, NOT_YET)
        said = form.cleaned_data
        delay = "" if said["delay"] == NOW else said["delay"]
        try:
            break_glass.ask(
                by=me(request), username=said["person"], reason=said["reason"], delay=delay
            )
        except Refusal as no:
            show(form, no)
            return _page(request, form, NOT_YET)
        messages.success(
            request, _("Asked. Call the second person: the hour begins when they agree.")
        )
        return redirect("break_glass")


def _page(request: HttpRequest, form: AskForm, status: int = 200) -> HttpResponse:
    user = me(request)
    rows = access.visible(user, BreakGlass).select_related("asked_by", "decided_by", "reviewed_by")
    may_ask = Role.WELLNESS_COORDINATOR in roles.active(user)
    content = {
        "lines": _lines(user, list(rows.order_by("-asked_at", "pk")[:SHOWN])),
        "form": form if may_ask else None,
        "findings": BreakGlass.Finding.choices,
    }
    return render(request, "portal/break_glass.html", content, status=status)


def _lines(user: User, rows: list[BreakGlass]) -> list[Line]:
    """With what was opened, never what was in it, for whoever reviews it."""
    lines = [Line(row, user) for row in rows]
    seen = glass_review.looks([each.row for each in lines if each.may_review])
    return [
        replace(
            each,
            looked=tuple(
                str(OPENED.get(look.kind, look.kind)) for look in seen.get(each.row.pk, ())
            ),
        )
        for each in lines
    ]


class Open(ForTheirPart):
    """The name, the address and the plan, for as long as the hour lasts. Read only."""

    def get(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        user = me(request)
        row, person = break_glass.open_contact(by=user, glass=pk)
        plans = access.visible(user, SafetyPlan).filter(participant=row.participant_id)
        content = {"row": row, "person": person, "plan": _steps(user, plans.first())}
        return render(request, "portal/break_glass_open.html", content)


def _steps(user: User, plan: SafetyPlan | None) -> list[tuple[object, list[str]]]:
    """The steps of the plan with lines in them, in their order."""
    if plan is None:
        return []
    said: dict[str, list[str]] = dict(access.reveal(user, plan).content["plan"])  # type: ignore[call-overload]
    return [(step.text.title, said[step.code]) for step in STEPS if said.get(step.code)]


class Decide(ForTheirPart):
    """One press on one request."""

    act: ClassVar[Callable[..., BreakGlass]]
    done: ClassVar[str | Promise]

    def post(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        try:
            self.press(request, pk)
        except Refusal as no:
            messages.info(request, str(no.message))
        else:
            messages.success(request, str(self.done))
        return redirect("break_glass")

    def press(self, request: HttpRequest, pk: uuid.UUID) -> None:
        self.act(by=me(request), glass=pk)


class Agree(Decide):
    act = staticmethod(break_glass.agree)
    done = gettext_lazy("Agreed. It is open for an hour, to whoever asked and nobody else.")


class Decline(Decide):
    act = staticmethod(break_glass.decline)
    done = gettext_lazy("Not agreed. Nothing was opened.")


class TakeBack(Decide):
    act = staticmethod(break_glass.take_back)
    done = gettext_lazy("Taken back. Nothing was opened.")


class Review(Decide):
    act = staticmethod(glass_review.review)
    done = gettext_lazy("Reviewed. The officer reads your finding.")

    def press(self, request: HttpRequest, pk: uuid.UUID) -> None:
        self.act(by=me(request), glass=pk, finding=request.POST.get("finding", ""))
