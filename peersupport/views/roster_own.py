"""A supporter's own pages: when they can be reached, what they hold, what colleagues read about them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST, require_safe

from agency import clock, local_time
from agency.models import User
from peersupport import actions
from peersupport.actions import certificates, hours, profiles, roster
from peersupport.forms.roster import (
    REACHABLE,
    WEEKDAYS,
    ApplyForm,
    DaysForm,
    HoursForm,
    PhotoForm,
    ProfileForm,
)
from peersupport.models import Application, Supporter
from trust import access, roles
from trust.doors.forms import CalmForm, show
from trust.doors.views import NOT_YET, me
from trust.policy.terms import SUPPORTERS
from trust.refusal import Refusal


def once_on_the_roster(page: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A new supporter whom nobody put on the roster yet is told so, and whom to ask."""

    @wraps(page)
    def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return page(request, *args, **kwargs)
        except Http404:
            if not roles.active(request.user) & {*SUPPORTERS}:
                raise
            return render(request, "peersupport/roster/not_yet.html")

    return inner


def carried_out(form: CalmForm, act: Callable[[], object]) -> bool:
    """Do it when the form is complete; a refusal stands beside its field."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refusal as refusal:
        show(form, refusal)
        return False
    return True


# --- availability -----------------------------------------------------------------------------------------


def _availability(
    request: HttpRequest,
    *,
    hours_form: CalmForm | None = None,
    days_form: CalmForm | None = None,
    status: int = 200,
) -> HttpResponse:
    by = me(request)
    row = hours.mine(by)
    ahead = row.exceptions.filter(last_day__gte=local_time.today())
    content = {
        "supporter": row,
        "on_duty": roster.is_on_duty(row, clock.now()),
        "on_list": roster.is_on_pick_list(row, clock.now()),
        "switch": [(str(each), each) for each in hours.HOURS],
        "week": [(WEEKDAYS[each.weekday][1], each) for each in row.week.all()],
        "exceptions": ahead,
        "hours_form": hours_form or HoursForm(),
        "days_form": days_form or DaysForm(),
    }
    return render(request, "peersupport/roster/availability.html", content, status=status)


@require_safe
@once_on_the_roster
def availability(request: HttpRequest) -> HttpResponse:
    """When I can be reached: the switch, the week, the days that differ."""
    return _availability(request)


@require_POST
def availability_hours(request: HttpRequest) -> HttpResponse:
    by, form = me(request), HoursForm(request.POST)
    hours.mine(by)
    if not carried_out(form, lambda: _add_hours(by, form.cleaned_data)):
        return _availability(request, hours_form=form, status=NOT_YET)
    messages.success(request, _("Saved. People can see you as reachable at these times."))
    return redirect("supporter_availability")


def _add_hours(by: User, typed: dict[str, Any]) -> None:
    days = [int(day) for day in typed["weekdays"]]
    actions.add_hours(by=by, weekdays=days, starts=typed["starts"], ends=typed["ends"])


@require_POST
def availability_days(request: HttpRequest) -> HttpResponse:
    by, form = me(request), DaysForm(request.POST)
    hours.mine(by)
    if not carried_out(form, lambda: _add_days(by, form.cleaned_data)):
        return _availability(request, days_form=form, status=NOT_YET)
    messages.success(request, _("Saved."))
    return redirect("supporter_availability")


def _add_days(by: User, typed: dict[str, Any]) -> None:
    first, last = typed["first_day"], typed["last_day"]
    there = typed["kind"] == REACHABLE
    actions.add_days(by=by, first_day=first, last_day=last, available=there)


@require_POST
def availability_remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    actions.remove_hours(by=me(request), span=pk)
    messages.success(request, _("Removed."))
    return redirect("supporter_availability")


@require_POST
def availability_days_remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    actions.remove_days(by=me(request), days=pk)
    messages.success(request, _("Removed. These days are like every week again."))
    return redirect("supporter_availability")


@require_POST
def on_duty(request: HttpRequest) -> HttpResponse:
    """The switch: until a time, or off."""
    until = request.POST.get("until", "")
    try:
        if until == "off":
            actions.go_off_duty(by=me(request))
            messages.success(request, _("Off. Your week counts as before."))
        else:
            actions.go_on_duty(by=me(request), until=until)
            messages.success(request, _("On. You may be asked now."))
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
    return redirect("supporter_availability")


# --- training ---------------------------------------------------------------------------------------------


@require_safe
@once_on_the_roster
def supporter_training(request: HttpRequest) -> HttpResponse:
    """What I hold, what runs out, and what I need to be on the list."""
    row = hours.mine(me(request))
    content = {
        "held": certificates.my_certificates(row),
        "on_list": roster.is_on_pick_list(row, clock.now()),
        "active": row.status == Supporter.Status.ACTIVE,
    }
    return render(request, "peersupport/roster/training.html", content)


# --- profile ----------------------------------------------------------------------------------------------

PROFILE = ("introduction", "languages", "backgrounds", "specialities", "area", "capacity")


@method_decorator(once_on_the_roster, "get")
class SupporterProfile(View):
    """What colleagues read about me. I alone write it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        row = hours.mine(me(request))
        return self.page(
            request, ProfileForm(initial={name: getattr(row, name) for name in PROFILE})
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        by, form = me(request), ProfileForm(request.POST)
        hours.mine(by)
        if not carried_out(form, lambda: actions.save_profile(by=by, **form.cleaned_data)):
            return self.page(request, form, status=NOT_YET)
        messages.success(request, _("Saved. This is what colleagues read now."))
        return redirect("supporter_profile")

    def page(
        self,
        request: HttpRequest,
        form: ProfileForm,
        photo_form: PhotoForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        content = {
            "form": form,
            "photo_form": photo_form or PhotoForm(),
            "supporter": hours.mine(me(request)),
        }
        return render(request, "peersupport/roster/profile.html", content, status=status)


class SupporterPhoto(SupporterProfile):
    """Show another picture."""

    def post(self, request: HttpRequest) -> HttpResponse:
        by, form = me(request), PhotoForm(request.POST, request.FILES)
        row = hours.mine(by)
        if not carried_out(form, lambda: actions.set_photo(by=by, picture=_bytes(form))):
            profile = ProfileForm(initial={name: getattr(row, name) for name in PROFILE})
            return self.page(request, profile, form, NOT_YET)
        messages.success(request, _("Saved. Colleagues see this picture now."))
        return redirect("supporter_profile")


def _bytes(form: PhotoForm) -> bytes:
    """As much of the file as a picture may have, and one byte to tell that there is more."""
    found: bytes = form.cleaned_data["picture"].read(profiles.LARGEST + 1)
    return found


@require_POST
def photo_remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    by = me(request)
    actions.remove_photo(by=by, supporter=pk)
    messages.success(request, _("The picture is gone."))
    mine = access.visible(by, Supporter, "describe").filter(pk=pk).exists()
    return redirect("supporter_profile") if mine else redirect("roster_detail", pk=pk)


# --- becoming one -----------------------------------------------------------------------------------------


class BecomeSupporter(View):
    """What it means, how it is decided, and how far my own application is."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, ApplyForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        by, form = me(request), ApplyForm(request.POST)
        if not carried_out(form, lambda: actions.apply_as_supporter(by=by, **form.cleaned_data)):
            return self.page(request, form, NOT_YET)
        messages.success(request, _("Thank you. The team will be in touch about an interview."))
        return redirect("become_supporter")

    def page(self, request: HttpRequest, form: ApplyForm, status: int = 200) -> HttpResponse:
        by = me(request)
        mine = _mine(by)
        content = {
            "form": form,
            "applications": mine,
            "open": any(each.state in Application.OPEN for each in mine),
            "on_roster": access.visible(by, Supporter, "describe")
            .exclude(status=Supporter.Status.LEFT)
            .exists(),
        }
        return render(request, "peersupport/roster/become.html", content, status=status)


def _mine(by: User) -> list[Application]:
    return list(access.visible(by, Application).filter(user=by)[:20])


@require_POST
def application_withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    try:
        actions.withdraw_application(by=me(request), application=pk)
    except Refusal as refusal:
        messages.info(request, str(refusal.message))
    else:
        messages.success(request, _("Taken back. You can apply again whenever you like."))
    return redirect("become_supporter")
