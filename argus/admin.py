"""What a wellness administrator keeps in order: people, units, posts; and what waits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin import display
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db.models import ForeignKey, Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agency import clock
from agency.models import Post, Unit, User
from argus import health
from intake.models import Quarantine
from trust import access, retention, roles
from trust.doors.admin import PolicyAdmin, register, site
from trust.models import GroupSize, LegalHold, PurgeRun, RetentionRule
from trust.refusal import Refusal


@register(User)
class UserAdmin(PolicyAdmin):
    """Names and numbers. Passwords are set by their owners, through a link."""

    list_display = ("username", "name", "personnel_number", "is_active")
    list_filter = ("is_active",)
    search_fields = ("username", "name", "personnel_number")
    fields = ("username", "name", "email", "personnel_number", "language", "is_active")

    def save_model(
        self, request: HttpRequest, obj: User, form: forms.ModelForm[User], change: bool
    ) -> None:
        if not change:
            obj.set_unusable_password()
        obj.personnel_number = obj.personnel_number or None
        super().save_model(request, obj, form, change)


@register(Unit)
class UnitAdmin(PolicyAdmin):
    """The tree. Moving a unit moves everything below it."""

    list_display = ("name", "code", "kind", "parent")
    list_filter = ("kind",)
    list_select_related = ("parent",)
    search_fields = ("name", "code")
    fields = ("name", "code", "kind", "parent")


class PostForm(forms.ModelForm):
    """Asks separation of duty before saving, and says kindly which two roles meet."""

    class Meta:
        model = Post
        fields = ("user", "role", "unit", "since", "until")

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        if {"user", "role", "since"} <= found.keys():
            wanted = Post(pk=self.instance.pk, **found)
            try:
                roles.keep_apart(wanted)
            except roles.SeparationOfDuty as kept:
                self.add_error("role", str(kept))
        return found


@register(Post)
class PostAdmin(PolicyAdmin):
    """Who holds which role where. A post is ended, never deleted."""

    form = PostForm
    list_display = ("user", "role", "unit", "since", "until")
    list_filter = ("role",)
    list_select_related = ("user", "unit")
    search_fields = ("user__username", "user__name", "unit__name")

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Model, Model], request: HttpRequest, **kwargs: object
    ) -> forms.ModelChoiceField[Model] | None:
        """A person is typed by username: a list of thousands is no choice."""
        if db_field.name != "user":
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        return super().formfield_for_foreignkey(
            db_field,
            request,
            widget=AdminTextInputWidget,
            to_field_name="username",
            help_text=_("Their username."),
            error_messages={"invalid_choice": _("Nobody has that username. Please check it.")},
        )


@register(GroupSize)
class GroupSizeAdmin(PolicyAdmin):
    """The smallest group, as two people set it; changed by its own command, shown here."""

    list_display = ("k", "since", "by", "approved_by")
    list_select_related = ("by", "approved_by")
    fields = readonly_fields = ("k", "since", "by", "approved_by")

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


# --- how long things are kept, and what keeps them longer ------------------------------------------


class RetentionForm(forms.ModelForm):
    """Asks the bounds before saving, and says kindly where they come from."""

    class Meta:
        model = RetentionRule
        fields = ("data_class", "days")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as Django calls it
        super().__init__(*args, **kwargs)
        if "data_class" in self.fields:
            classes = [(each.code, each.label) for each in retention.LIMITS.values()]
            self.fields["data_class"] = forms.ChoiceField(
                label=self.fields["data_class"].label, choices=classes
            )

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        if isinstance(found.get("days"), int):
            try:
                retention.check(
                    str(found.get("data_class", self.instance.data_class)), found["days"]
                )
            except Refusal as no:
                self.add_error(no.field if no.field in self.fields else None, str(no.message))
        return found


@register(RetentionRule)
class RetentionRuleAdmin(PolicyAdmin):
    """For how many days each class is kept. A class without a row here keeps its default."""

    form = RetentionForm
    list_display = ("kind", "days", "bounds", "changed_by", "changed_at")
    list_select_related = ("changed_by",)
    readonly_fields, keeps_history = ("bounds",), True
    fields = ("data_class", "days", "bounds")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return [*self.readonly_fields, *(["data_class"] if obj else [])]

    @display(description=_("kind of data"))
    def kind(self, obj: RetentionRule) -> str:
        limit = retention.LIMITS.get(obj.data_class)
        return str(limit.label) if limit else obj.data_class

    @display(description=_("bounds and their source"))
    def bounds(self, obj: RetentionRule) -> str:
        limit = retention.LIMITS.get(obj.data_class)
        return f"{limit.floor}–{limit.maximum}. {limit.source}" if limit else "–"

    def save_model(
        self, request: HttpRequest, obj: Model, form: forms.ModelForm[Model], change: bool
    ) -> None:
        assert isinstance(request.user, User)  # noqa: S101 - the site asked
        assert isinstance(obj, RetentionRule)  # noqa: S101 - registered above
        kept = retention.set_days(by=request.user, code=obj.data_class, days=obj.days)
        obj.pk = kept.pk


@register(LegalHold)
class LegalHoldAdmin(PolicyAdmin):
    """What is asked for and in force, without names. Two people decide on a page of their own."""

    list_display = fields = (
        "reason", "asked_by", "asked_at", "approved_by", "approved_at", "released_by", "released_at",
    )  # fmt: skip
    list_select_related = ("asked_by", "approved_by", "released_by")

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@register(PurgeRun)
class PurgeRunAdmin(PolicyAdmin):
    """What each night took away: numbers."""

    list_display = fields = ("night", "data_class", "removed", "held", "finished_at")
    list_filter = ("data_class",)


# --- the first page ------------------------------------------------------------------------------


def people(user: User) -> int:
    return access.visible(user, User).filter(is_active=True).count()


def posts_today(user: User) -> int:
    rows: QuerySet[Post] = access.visible(user, Post)
    today = clock.today()
    return rows.filter(since__lte=today).exclude(until__lte=today).count()


def in_quarantine(user: User) -> int:
    return access.visible(user, Quarantine).filter(resolved_at=None).count()


site.count(_("People"), people, "admin:agency_user_changelist")
site.count(_("Posts held today"), posts_today, "admin:agency_post_changelist")
site.count(_("Lines in quarantine"), in_quarantine, "admin:intake_quarantine_changelist")
site.count(_("Jobs waiting"), lambda _user: health.waiting())
site.count(_("Jobs set aside"), lambda _user: health.parked())
