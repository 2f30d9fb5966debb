"""What coordinators put on the notice board."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest

from agency.models import Role, User
from resources import actions
from resources.models import Activity, Enrolment, Opportunity, Session, SignUp
from trust.doors.admin import PolicyAdmin, register
from trust.refusal import Refusal

TEAM = frozenset({Role.WELLNESS_ADMIN, Role.WELLNESS_COORDINATOR})


@register(Activity)
class ActivityAdmin(PolicyAdmin):
    """Calling an activity off tells everyone who signed up that there is news."""

    roles = TEAM
    list_display = ("title", "starts", "ends", "place", "places", "unit", "cancelled")
    list_filter = ("cancelled",)
    list_select_related = ("unit",)
    date_hierarchy = "starts"
    search_fields = ("title", "place")
    fields = ("title", "about", "place", "starts", "ends", "places", "unit", "cancelled")

    def save_model(
        self, request: HttpRequest, obj: Activity, form: forms.ModelForm[Activity], change: bool
    ) -> None:
        assert isinstance(request.user, User)  # noqa: S101 - has_permission asked
        actions.save_activity(by=request.user, row=obj)


@register(SignUp)
class SignUpAdmin(PolicyAdmin):
    """Who comes, to plan for them. People sign up by themselves."""

    roles = TEAM
    list_display = ("activity", "user", "waiting", "at")
    list_filter = ("waiting",)
    list_select_related = ("activity", "user")
    search_fields = ("activity__title", "user__username")
    fields = readonly_fields = ("activity", "user", "waiting", "at")


@register(Opportunity)
class OpportunityAdmin(PolicyAdmin):
    roles = TEAM
    list_display = ("title", "provider", "topic", "shown_until")
    list_filter = ("topic",)
    search_fields = ("title", "provider")
    fields = ("title", "provider", "about", "topic", "url", "shown_until")

    def save_model(
        self,
        request: HttpRequest,
        obj: Opportunity,
        form: forms.ModelForm[Opportunity],
        change: bool,
    ) -> None:
        assert isinstance(request.user, User)  # noqa: S101 - has_permission asked
        actions.save_opportunity(by=request.user, row=obj)


class SessionForm(forms.ModelForm):
    """Asks the rules of a session before it is saved, and says kindly what is odd."""

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        if {"starts", "ends"} <= found.keys():
            wanted = Session(pk=self.instance.pk, starts=found["starts"], ends=found["ends"])
            wanted._state.adding = self.instance._state.adding
            try:
                actions.check_session(wanted)
            except Refusal as no:
                self.add_error(no.field, str(no.message))
        return found


@register(Session)
class SessionAdmin(PolicyAdmin):
    """Whoever signed up is told when a session moves or is called off. It is never deleted."""

    form = SessionForm
    roles = TEAM
    list_display = ("course", "starts", "ends", "place", "trainer", "seats", "cancelled")
    list_filter = ("cancelled",)
    list_select_related = ("course",)
    date_hierarchy = "starts"
    search_fields = ("course__title", "place", "trainer")
    fields = ("course", "starts", "ends", "place", "link", "trainer", "seats", "cancelled")

    def save_model(
        self, request: HttpRequest, obj: Session, form: forms.ModelForm[Session], change: bool
    ) -> None:
        assert isinstance(request.user, User)  # noqa: S101 - has_permission asked
        actions.save_session(by=request.user, row=obj)


@register(Enrolment)
class EnrolmentAdmin(PolicyAdmin):
    """Who comes, to plan for them. People sign up by themselves."""

    roles = TEAM
    list_display = ("session", "user", "waiting", "at")
    list_filter = ("waiting",)
    list_select_related = ("session", "user")
    search_fields = ("session__course__title", "user__username")
    fields = readonly_fields = ("session", "user", "waiting", "at")
