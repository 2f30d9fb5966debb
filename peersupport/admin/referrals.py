"""Providers with their line, and pathways with their limits. Referrals themselves have no page here."""

from __future__ import annotations

from django import forms
from django.contrib.admin import action, display
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from agency import local_time
from agency.models import Role
from peersupport import actions
from peersupport.actions.providers import check_provider
from peersupport.admin.roster import History, by
from peersupport.kinds import Language
from peersupport.models import Pathway, PathwayStep, Provider
from peersupport.pathways import DEFAULTS
from trust.doors.admin import PolicyAdmin, register
from trust.doors.tables import Codes, PolicyResource
from trust.refusal import Refusal

TEAM = frozenset({Role.WELLNESS_ADMIN, Role.WELLNESS_COORDINATOR})
COLUMNS = (
    "name", "kind", "active", "place", "phone", "email", "languages", "licence",
    "knows_police_work", "telehealth", "insurance", "verified_on",
)  # fmt: skip


class ProviderTable(PolicyResource):
    """The whole line. A provider is known by kind and name."""

    languages = Field("languages", "languages", Codes())

    class Meta(PolicyResource.Meta):
        model = Provider
        import_id_fields = ("kind", "name")
        fields = COLUMNS
        export_order = fields

    def keep(self, row: Model, *, new: bool) -> None:
        assert isinstance(row, Provider)  # noqa: S101 - Meta.model
        actions.save_provider(by=self.by, row=row)


class ProviderForm(forms.ModelForm):
    """Languages as ticks instead of codes."""

    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=Language.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Provider
        fields = COLUMNS

    def clean(self) -> dict[str, object]:
        found: dict[str, object] = super().clean() or {}
        if not self.errors:
            wanted = Provider(**found)
            wanted.pk = self.instance.pk
            try:
                check_provider(wanted)
            except Refusal as no:
                self.add_error(no.field, str(no.message))
        return found


@register(Provider)
class ProviderAdmin(History):
    resource = ProviderTable
    form = ProviderForm
    list_display = ("name", "kind", "place", "active", "email", "phone", "verified_on", "checked")
    list_filter = ("kind", "active", "telehealth", "knows_police_work")
    search_fields = ("name", "licence", "insurance")
    fields = COLUMNS
    actions = (*History.actions, "checked_today", "put_on_list", "take_off_list")

    @action(description=_("Checked today"), permissions=["change"])
    def checked_today(self, request: HttpRequest, rows: QuerySet[Provider]) -> None:
        self.set_each(request, rows, actions.save_provider, verified_on=local_time.today())

    @action(description=_("Put on the list"), permissions=["change"])
    def put_on_list(self, request: HttpRequest, rows: QuerySet[Provider]) -> None:
        self.set_each(request, rows, actions.save_provider, active=True)

    @action(description=_("Take off the list"), permissions=["change"])
    def take_off_list(self, request: HttpRequest, rows: QuerySet[Provider]) -> None:
        self.set_each(request, rows, actions.save_provider, active=False)

    @display(description=_("checked lately"), boolean=True)
    def checked(self, obj: Provider) -> bool:
        return not obj.is_stale

    def save_model(
        self, request: HttpRequest, obj: Provider, form: forms.ModelForm[Provider], change: bool
    ) -> None:
        actions.save_provider(by=by(request), row=obj)


@register(Pathway)
class PathwayAdmin(PolicyAdmin):
    roles = TEAM
    list_display = ("kind", "active")
    fields = ("kind", "active")
    readonly_fields = ("kind",)
    actions = ("offer", "offer_no_longer")

    @action(description=_("Offer these"), permissions=["change"])
    def offer(self, request: HttpRequest, rows: QuerySet[Pathway]) -> None:
        self.set_each(request, rows, actions.save_pathway, active=True)

    @action(description=_("Offer these no longer"), permissions=["change"])
    def offer_no_longer(self, request: HttpRequest, rows: QuerySet[Pathway]) -> None:
        self.set_each(request, rows, actions.save_pathway, active=False)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        actions.install_pathways()  # nobody has to wait for the clock to find them here
        return super().changelist_view(request, extra_context)

    def save_model(
        self, request: HttpRequest, obj: Pathway, form: forms.ModelForm[Pathway], change: bool
    ) -> None:
        actions.save_pathway(by=by(request), row=obj)


@register(PathwayStep)
class PathwayStepAdmin(PolicyAdmin):
    """Whose step, and how long. States and their order belong to the program."""

    roles = TEAM
    list_display = ("pathway", "position", "state", "owner", "hours")
    list_filter = ("pathway", "owner")
    list_select_related = ("pathway",)
    fields = ("pathway", "position", "state", "owner", "hours")
    readonly_fields = ("pathway", "position", "state")
    actions = ("as_delivered",)

    @action(description=_("Back to what was delivered"), permissions=["change"])
    def as_delivered(self, request: HttpRequest, rows: QuerySet[PathwayStep]) -> None:
        delivered = {(kind, each.state): each for kind, line in DEFAULTS.items() for each in line}

        def press(row: Model) -> None:
            assert isinstance(row, PathwayStep)  # noqa: S101 - registered above
            step = delivered[row.pathway.kind, row.state]
            row.owner, row.hours = step.owner, step.hours
            actions.save_step(by=by(request), row=row)

        self.press_each(request, rows.select_related("pathway"), press)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        actions.install_pathways()
        return super().changelist_view(request, extra_context)

    def save_model(
        self,
        request: HttpRequest,
        obj: PathwayStep,
        form: forms.ModelForm[PathwayStep],
        change: bool,
    ) -> None:
        actions.save_step(by=by(request), row=obj)
