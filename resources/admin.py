"""What coordinators put on the notice board."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest

from agency.models import Role, User
from resources import actions
from resources.models import Activity, Opportunity, SignUp
from trust.doors.admin import PolicyAdmin, register

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
