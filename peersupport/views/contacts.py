"""What a supporter keeps: people by the name they gave, follow-ups that are due, contacts as days and codes.

A name opens only where the officer gave it, through the gate: each look stands in that officer's log.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agency import local_time
from agency.models import User
from peersupport import actions
from peersupport.forms.contacts import ContactForm, empty, filled
from peersupport.models import Ask, Contact
from trust import access
from trust.doors.forms import show
from trust.doors.views import NOT_YET, ForRoles, PolicyMixin, StepUp, me, number
from trust.policy.terms import SUPPORTERS
from trust.refusal import Refusal

SHOWN = 50
MONTH = dt.timedelta(days=30)
LATER = [
    ("tomorrow", gettext_lazy("Tomorrow")),
    ("week", gettext_lazy("In a week")),
    ("month", gettext_lazy("In a month")),
    ("drop", gettext_lazy("Nothing more is needed")),
]


class ForSupporters(ForRoles):
    for_roles: ClassVar[tuple[str, ...]] = SUPPORTERS


@dataclass(frozen=True)
class Kept:
    """Somebody whom the supporter is there for, by the name that they gave."""

    ask: Ask
    name: str


@dataclass(frozen=True)
class Line:
    """One contact as its supporter reads it."""

    row: Contact
    name: str

    @property
    def is_due(self) -> bool:
        return bool(self.row.follow_up_on and self.row.follow_up_on <= local_time.today())

    @property
    def is_of_today(self) -> bool:
        return self.row.logged_on == local_time.today()

    @property
    def is_over(self) -> bool:
        """With somebody whose question has ended, or who is not open to this supporter any more."""
        return self.row.ask_id is not None and not self.name


class MyContacts(ForSupporters, StepUp, PolicyMixin[Ask]):
    """Whom I keep, what is due, what I logged. Eight queries, whatever is there."""

    model = Ask
    action = "keep"

    def get(self, request: HttpRequest) -> HttpResponse:
        people = _people(self.person)
        names = {each.ask.pk: each.name for each in people}
        mine = access.visible(self.person, Contact, "change")
        lines = [_line(each, names) for each in mine.due()[:SHOWN]]  # type: ignore[attr-defined]
        start = number(request.GET.get("from", ""))
        open_still = mine.filter(Q(ask=None) | Q(ask__in=list(names)))
        newest = open_still.order_by("-day", "-pk")[start : start + SHOWN + 1]
        logged = [_line(each, names) for each in newest]
        content = {
            "people": people,
            "due": [each for each in lines if not each.is_over],
            "newest": logged[:SHOWN],
            "next_url": f"?from={start + SHOWN}#newest" if len(logged) > SHOWN else "",
            "first_url": "?#newest" if start else "",
            "lately": mine.filter(day__gte=local_time.today() - MONTH).count(),
            "later": LATER,
        }
        return render(request, "peersupport/contacts/mine.html", content)


def _people(by: User) -> list[Kept]:
    """By pseudonym; by name where the officer gave it to this very supporter."""
    rows = list(access.visible(by, Ask, "keep").order_by("answered_at", "pk")[:SHOWN])
    given = access.visible(by, Ask).filter(pk__in=[row.pk for row in rows if row.revealed])
    shown = access.reveal_all(by, given.select_related("participant"), names=True)
    names = {each.row.pk: str(each.person or "") for each in shown}
    return [Kept(row, names.get(row.pk) or row.pseudonym) for row in rows]


def _line(row: Contact, names: dict[uuid.UUID, str]) -> Line:
    if row.ask_id is None:
        return Line(row, str(_("Somebody without a name")))
    return Line(row, names.get(row.ask_id, ""))


# --- logging --------------------------------------------------------------------------------------


class LogContact(ForSupporters, PolicyMixin[Ask]):
    """One page of taps. Without an id it is somebody who gave no name."""

    model = Ask
    action = "keep"

    def get(self, request: HttpRequest, **_where: uuid.UUID) -> HttpResponse:
        return self.page(request, ContactForm(initial=empty()))

    def post(self, request: HttpRequest, **_where: uuid.UUID) -> HttpResponse:
        about = self.about()
        form = ContactForm(request.POST)
        if not form.is_valid():
            return self.page(request, form, NOT_YET)
        try:
            actions.log_contact(
                by=self.person, entry=form.entry, key=form.cleaned_data["key"], **about
            )
        except Refusal as no:
            show(form, no)
            return self.page(request, form, NOT_YET)
        messages.success(request, _("Logged. You can change it today, and delete it always."))
        return redirect("contacts")

    def about(self) -> dict[str, uuid.UUID]:
        """The question of this page; somebody else's is not there."""
        return {"ask": self.get_object().pk} if "pk" in self.kwargs else {}

    def page(self, request: HttpRequest, form: ContactForm, status: int = 200) -> HttpResponse:
        ask = self.get_object() if "pk" in self.kwargs else None
        content = {"form": form, "name": ask.pseudonym if ask else ""}
        return render(request, "peersupport/contacts/log.html", content, status=status)


class LogAgain(LogContact):
    """The follow-up of an earlier contact: by logging it, it is done."""

    def about(self) -> dict[str, uuid.UUID]:
        return {"follows": self._earlier().pk}

    def _earlier(self) -> Contact:
        return access.fetch(self.person, "change", Contact, pk=self.kwargs["pk"])

    def page(self, request: HttpRequest, form: ContactForm, status: int = 200) -> HttpResponse:
        ask = self._earlier().ask
        content = {"form": form, "name": ask.pseudonym if ask else "", "again": True}
        return render(request, "peersupport/contacts/log.html", content, status=status)


class CorrectContact(ForSupporters, PolicyMixin[Contact]):
    """Put a line right on its own day."""

    model = Contact
    action = "change"

    def get(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        row = self.get_object()
        return self.page(request, row, ContactForm(initial=filled(row)))

    def post(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        row, form = self.get_object(), ContactForm(request.POST)
        if not form.is_valid():
            return self.page(request, row, form, NOT_YET)
        try:
            actions.correct_contact(by=self.person, contact=row.pk, entry=form.entry)
        except Refusal as no:
            show(form, no)
            return self.page(request, row, form, NOT_YET)
        messages.success(request, _("Put right."))
        return redirect("contacts")

    def page(
        self, request: HttpRequest, row: Contact, form: ContactForm, status: int = 200
    ) -> HttpResponse:
        content = {"form": form, "row": row}
        return render(request, "peersupport/contacts/correct.html", content, status=status)


class DeleteContact(ForSupporters, PolicyMixin[Contact]):
    model = Contact
    action = "delete"

    def post(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        actions.delete_contact(by=self.person, contact=pk)
        messages.success(request, _("Deleted. No copy is kept."))
        return redirect("contacts")


class PutOff(ForSupporters, PolicyMixin[Contact]):
    """Look in later, or let it go."""

    model = Contact
    action = "change"

    def post(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        try:
            actions.put_off(by=self.person, contact=pk, until=request.POST.get("until", ""))
        except Refusal as no:
            messages.info(request, str(no.message))
        else:
            messages.success(request, _("Moved. It comes back when it is time."))
        return redirect("contacts")


# --- the supporter's own ----------------------------------------------------------------------------


class MyOwnSupport(ForSupporters):
    """Somebody to talk to for those who listen. Shows a number, and stores nothing."""

    def get(self, request: HttpRequest) -> HttpResponse:
        mine = access.visible(me(request), Contact, "change")
        lately = mine.filter(day__gte=local_time.today() - MONTH)
        heavy = lately.filter(activation="incident").count()
        content = {"lately": lately.count(), "heavy": heavy}
        return render(request, "peersupport/contacts/own_support.html", content)
