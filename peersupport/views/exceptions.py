"""Open a confidence step by step: numbers and the law's words first, then two people, then the record."""

from __future__ import annotations

import uuid
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from agency.models import User
from peersupport import actions, exceptions
from peersupport.actions.exceptions import exceptions_with_me, jurisdiction, to_consult
from peersupport.exceptions import Code, Ground
from peersupport.forms.exceptions import ConsultForm, GroundForm, SuicideForm
from peersupport.models import Ask, ConfidentialityException, Unsafe
from peersupport.views.contacts import ForSupporters
from trust import access
from trust.doors.forms import CalmForm, show
from trust.doors.views import NOT_YET, PolicyMixin, me
from trust.refusal import Refusal

SHOWN = 50
State = ConfidentialityException.State


class OpenException(ForSupporters, PolicyMixin[Ask]):
    """Each step is one form; the answers so far travel in it and are stored nowhere before the last."""

    model = Ask
    action = "keep"

    def get(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        return self.page("ground", GroundForm(_grounds()))

    def post(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        self.get_object()
        steps: dict[str, Callable[[], HttpResponse]] = {
            "ground": self.after_ground,
            "suicide": self.after_suicide,
            "consult": self.after_consult,
        }
        return steps.get(request.POST.get("step", ""), self.after_ground)()

    def after_ground(self) -> HttpResponse:
        form = GroundForm(_grounds(), self.request.POST)
        if not form.is_valid():
            return self.page("ground", form, NOT_YET)
        code = form.cleaned_data["code"]
        if code == Code.DANGER_TO_SELF:
            return self.page("suicide", SuicideForm())
        return self.page("consult", self.consult({"code": code}), code=code)

    def after_suicide(self) -> HttpResponse:
        form = SuicideForm(self.request.POST)
        if not form.is_valid():
            return self.page("suicide", form, NOT_YET)
        said, code = form.cleaned_data, str(Code.DANGER_TO_SELF)
        answers = {each: said[each] == "yes" for each in ("intent", "means")}
        if not exceptions.opens(code, **answers):
            ask = self.get_object()
            return render(self.request, "peersupport/contacts/thoughts.html", {"ask": ask})
        return self.page("consult", self.consult({"code": code, **said}), code=code)

    def after_consult(self) -> HttpResponse:
        form = ConsultForm(to_consult(self.person), self.request.POST)
        code = self.request.POST.get("code", "")
        if not form.is_valid():
            return self.page("consult", form, NOT_YET, code)
        try:
            actions.open_exception(
                by=self.person,
                ask=self.get_object().pk,
                heard=form.heard,
                consult=form.cleaned_data["consult"],
                key=form.cleaned_data["key"],
            )
        except Refusal as no:
            show(form, no)
            return self.page("consult", form, NOT_YET, code)
        messages.success(self.request, _("Asked. You get a notice as soon as they answer."))
        return redirect("exceptions")

    def consult(self, said: dict[str, object]) -> ConsultForm:
        return ConsultForm(to_consult(self.person), initial={**said, "key": uuid.uuid4()})

    def page(self, step: str, form: CalmForm, status: int = 200, code: str = "") -> HttpResponse:
        content = {
            "ask": self.get_object(),
            "step": step,
            "form": form,
            "ground": exceptions.ground(jurisdiction(), code),
        }
        where = "peersupport/contacts/exception.html"
        return render(self.request, where, content, status=status)


def _grounds() -> tuple[Ground, ...]:
    return exceptions.grounds(jurisdiction())


class ShowWaysToTalk(ForSupporters, PolicyMixin[Ask]):
    """Thoughts alone: the officer gets a neutral notice that leads to *Talk*."""

    model = Ask
    action = "keep"

    def post(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        try:
            actions.show_ways_to_talk(by=self.person, ask=pk)
        except Refusal as no:
            messages.info(request, str(no.message))
        else:
            messages.success(request, _("They get a notice. Whether they ask is theirs."))
        return redirect("contacts")


# --- the two people -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """An exception as one of its two people reads it. By pseudonym: the question is about the code."""

    row: ConfidentialityException
    me: User

    @property
    def ground(self) -> Ground | None:
        return exceptions.ground(self.row.pack, self.row.code)

    @property
    def is_mine(self) -> bool:
        return self.row.opened_by_id == self.me.pk

    @property
    def asks_me(self) -> bool:
        return self.row.consulted_id == self.me.pk and self.row.state == State.ASKED

    @property
    def may_be_said(self) -> bool:
        return self.is_mine and self.row.state == State.AGREED

    @property
    def may_end(self) -> bool:
        return self.is_mine and State.TAKEN_BACK in self.row.MOVES[self.row.state]

    @property
    def may_ask_again(self) -> bool:
        return self.is_mine and self.row.state == State.NOT_AGREED


class Exceptions(ForSupporters, PolicyMixin[ConfidentialityException]):
    """Those that I opened, and those that I am asked about."""

    model = ConfidentialityException

    def get(self, request: HttpRequest) -> HttpResponse:
        me = self.person
        rows = self.get_queryset().filter(opened_by=me) | self.get_queryset().filter(consulted=me)
        rows = rows.select_related("opened_by", "consulted").order_by("-opened_at", "pk")
        lines = [Line(row, me) for row in rows[:SHOWN]]
        people = list(to_consult(me)) if any(each.may_ask_again for each in lines) else []
        content = {"lines": lines, "people": people}
        return render(request, "peersupport/contacts/exceptions.html", content)


class Decide(ForSupporters, PolicyMixin[ConfidentialityException]):
    """One press on one exception."""

    model = ConfidentialityException
    done: ClassVar[str | Promise]

    @abstractmethod
    def act(self, pk: uuid.UUID, said: str) -> None:
        """Do it in the name of whoever is signed in; may raise ``Refusal``."""

    def post(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        try:
            self.act(pk, request.POST.get("answer", ""))
        except Refusal as no:
            messages.info(request, str(no.message))
        else:
            messages.success(request, str(self.done))
        return redirect("exceptions")


class AnswerConsultation(Decide):
    """The second person: yes, yes and tell later, or no."""

    done = gettext_lazy("Answered. Thank you for thinking it through.")

    def act(self, pk: uuid.UUID, said: str) -> None:
        if said not in {"agree", "later", "no"}:
            access.fetch(self.person, "answer", ConfidentialityException, pk=pk)
            raise Refusal("answer", "unknown_answer", _("Choose one of the answers."))
        actions.answer_consultation(
            by=self.person, exception=pk, agrees=said != "no", later=said == "later"
        )


class ConsultAnother(Decide):
    done = gettext_lazy("Asked. You get a notice as soon as they answer.")

    def act(self, pk: uuid.UUID, said: str) -> None:
        actions.consult_another(by=self.person, exception=pk, consult=said)


class FinishException(Decide):
    """It was said, or nothing was."""

    done = gettext_lazy("Saved. Take a moment for yourself as well.")

    def act(self, pk: uuid.UUID, said: str) -> None:
        actions.finish_exception(by=self.person, exception=pk, said=said == "said")


# --- the officer ----------------------------------------------------------------------------------


@require_safe
def exceptions_about_me(request: HttpRequest) -> HttpResponse:
    """What had to be opened, in plain words, once the officer may be told."""
    lines = [
        {
            **each,
            "ground": exceptions.ground(str(each["pack"]), str(each["code"])),
            "said": State(str(each["state"])).label,
            "why_later": Unsafe(str(each["unsafe"])).label if each["unsafe"] else "",
        }
        for each in exceptions_with_me(me(request))
    ]
    return render(request, "peersupport/contacts/about_me.html", {"lines": lines})
