"""Supporters, courses and training records: lists, history, and tables in and out."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.contrib.admin import action
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from agency.models import Course, Role, TrainingRecord, User
from peersupport import actions
from peersupport.actions import courses, roster
from peersupport.kinds import Kind
from peersupport.models import Supporter
from trust.doors.admin import register
from trust.doors.tables import Codes, Named, PolicyResource, TablesAdmin
from trust.refusal import Refusal
from trust.written import is_page

TEAM = frozenset({Role.WELLNESS_ADMIN, Role.WELLNESS_COORDINATOR})
NOBODY = _("Nobody has that username. Please check it.")
NO_COURSE = _("No course has that code. Please check it.")


def by(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - has_permission asked
    return request.user


class History(TablesAdmin):
    """Rows of no officer's record: each leads to who changed what."""

    roles, keeps_history = TEAM, True

    def called(self, row: Model) -> str:
        return str(getattr(row, "user", row))

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Whose row it is does not change."""
        whose = ["user"] if obj and "user" in self.get_fields(request, obj) else []
        return [*self.readonly_fields, *whose]


class PersonField(forms.CharField):
    """A person is typed by user name: a list of thousands is no choice."""

    def clean(self, value: object) -> User:
        text = super().clean(value)
        try:
            return roster.person_named(text)
        except Refusal as no:
            raise forms.ValidationError(str(no.message)) from no


def person_field() -> PersonField:
    return PersonField(
        label=_("person"),
        help_text=_("User name or personnel number."),
        widget=AdminTextInputWidget,
    )


# --- supporters -------------------------------------------------------------------------------------------


class SupporterTable(PolicyResource):
    """Who helps, as what, and how many they carry. Their own words are theirs and not in it."""

    person = Field("user", "person", Named(User, "username", NOBODY))
    status = Field("status", "status", readonly=True)
    languages = Field("languages", "languages", Codes(), readonly=True)
    specialities = Field("specialities", "specialities", Codes(), readonly=True)
    area = Field("area", "area", readonly=True)
    since = Field("since", "since", readonly=True)

    class Meta(PolicyResource.Meta):
        model = Supporter
        import_id_fields = ("person",)
        fields = (
            "person",
            "kind",
            "capacity",
            "status",
            "languages",
            "specialities",
            "area",
            "since",
        )
        export_order = fields

    def keep(self, row: Model, *, new: bool) -> None:
        assert isinstance(row, Supporter)  # noqa: S101 - Meta.model
        kind, capacity = row.kind, row.capacity
        if new:
            made = actions.add_supporter(by=self.by, person=row.user.username, kind=kind)
            row.pk = made.pk
        actions.save_place(by=self.by, supporter=row.pk, kind=kind, capacity=capacity)


class SupporterForm(forms.ModelForm):
    user = person_field()

    class Meta:
        model = Supporter
        fields = ("user", "kind", "capacity")


@register(Supporter)
class SupporterAdmin(History):
    """An end in the programme is on the roster's page in the portal, where it says what goes with it."""

    resource = SupporterTable
    form = SupporterForm
    list_display = ("user", "kind", "status", "area", "capacity", "since")
    list_filter = ("kind", "status")
    list_select_related = ("user",)
    search_fields = ("user__name", "user__username", "area")
    fields = (
        "user", "kind", "capacity", "status", "languages", "specialities", "area", "since",
        "left_on",
    )  # fmt: skip
    readonly_fields = (
        "status", "languages", "specialities", "area", "since", "left_on",
    )  # fmt: skip
    actions = (*History.actions, "take_a_break", "bring_back")

    @action(description=_("Take a break"), permissions=["change"])
    def take_a_break(self, request: HttpRequest, rows: QuerySet[Supporter]) -> None:
        self._move(request, rows, Supporter.Status.PAUSED)

    @action(description=_("Bring back"), permissions=["change"])
    def bring_back(self, request: HttpRequest, rows: QuerySet[Supporter]) -> None:
        self._move(request, rows, Supporter.Status.ACTIVE)

    def _move(self, request: HttpRequest, rows: QuerySet[Supporter], status: str) -> None:
        def press(row: Model) -> None:
            actions.set_supporter_status(by=by(request), supporter=row.pk, status=status)

        self.press_each(request, rows, press)

    def save_model(
        self, request: HttpRequest, obj: Supporter, form: forms.ModelForm[Supporter], change: bool
    ) -> None:
        if not change:
            made = actions.add_supporter(by=by(request), person=obj.user.username, kind=obj.kind)
            obj.pk = made.pk
        actions.save_place(by=by(request), supporter=obj.pk, kind=obj.kind, capacity=obj.capacity)


# --- courses ----------------------------------------------------------------------------------------------


class CourseForm(forms.ModelForm):
    """Kinds of support as ticks instead of codes."""

    needed_by = forms.MultipleChoiceField(
        label=_("Needed by"),
        choices=Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Without this course, people of these kinds are not on the list."),
    )
    url = forms.URLField(
        label=_("address outside"), required=False, assume_scheme="https", validators=[is_page]
    )

    class Meta:
        model = Course
        fields = (
            "code", "title", "provider", "about", "topic", "hours", "valid_months", "needed_by",
            "url", "offered",
        )  # fmt: skip


class CourseTable(PolicyResource):
    """The catalogue."""

    needed_by = Field("needed_by", "needed_by", Codes())

    class Meta(PolicyResource.Meta):
        model = Course
        import_id_fields = ("code",)
        fields = (
            "code", "title", "provider", "topic", "hours", "valid_months", "needed_by", "url",
            "offered",
        )  # fmt: skip
        export_order = fields

    def keep(self, row: Model, *, new: bool) -> None:
        assert isinstance(row, Course)  # noqa: S101 - Meta.model
        actions.save_course(by=self.by, row=row)


@register(Course)
class CourseAdmin(History):
    resource = CourseTable
    form = CourseForm
    list_display = ("title", "code", "provider", "hours", "valid_months", "offered")
    list_filter = ("offered",)
    search_fields = ("title", "code", "provider")
    fields = CourseForm.Meta.fields
    actions = (*History.actions, "offer", "offer_no_longer")

    @action(description=_("Offer these"), permissions=["change"])
    def offer(self, request: HttpRequest, rows: QuerySet[Course]) -> None:
        self.set_each(request, rows, actions.save_course, offered=True)

    @action(description=_("Offer these no longer"), permissions=["change"])
    def offer_no_longer(self, request: HttpRequest, rows: QuerySet[Course]) -> None:
        self.set_each(request, rows, actions.save_course, offered=False)

    def save_model(
        self, request: HttpRequest, obj: Course, form: forms.ModelForm[Course], change: bool
    ) -> None:
        actions.save_course(by=by(request), row=obj)


# --- who took them ----------------------------------------------------------------------------------------


class RecordForm(forms.ModelForm):
    """Asks the action's own questions before saving, and says them beside the field."""

    user = person_field()

    class Meta:
        model = TrainingRecord
        fields = ("user", "course", "provider", "hours", "issued", "expires")

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        if {"course", "issued"} <= found.keys() and not self.errors:
            whose = found.get("user") or self.instance.user
            wanted = TrainingRecord(pk=self.instance.pk, **(found | {"user": whose}))
            try:
                courses.check_record(wanted)
            except Refusal as no:
                self.add_error(no.field if no.field in self.fields else None, str(no.message))
        return found


class RecordTable(PolicyResource):
    """Certificates. The same one twice is one; the same one with another end is a question."""

    person = Field("user", "person", Named(User, "username", NOBODY))
    course = Field("course", "course", Named(Course, "code", NO_COURSE))

    class Meta(PolicyResource.Meta):
        model = TrainingRecord
        import_id_fields = ("person", "course", "issued")
        fields = ("person", "course", "provider", "hours", "issued", "expires")
        export_order = fields

    def keep(self, row: Model, *, new: bool) -> None:
        assert isinstance(row, TrainingRecord)  # noqa: S101 - Meta.model
        actions.save_record(by=self.by, row=row)


@register(TrainingRecord)
class TrainingRecordAdmin(History):
    resource = RecordTable
    form = RecordForm
    list_display = ("user", "course", "issued", "expires", "provider")
    list_filter = ("course",)
    list_select_related = ("user", "course")
    date_hierarchy = "expires"
    search_fields = ("user__name", "user__username", "course__title", "course__code")
    lookups: ClassVar[frozenset[str]] = frozenset(
        {"expires__year", "expires__month", "expires__day", "expires__gte", "expires__lt"}
    )
    fields = RecordForm.Meta.fields

    def save_model(
        self,
        request: HttpRequest,
        obj: TrainingRecord,
        form: forms.ModelForm[TrainingRecord],
        change: bool,
    ) -> None:
        actions.save_record(by=by(request), row=obj)
