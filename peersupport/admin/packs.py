"""The numbers of the policy pack: each with its source and bounds, who changed it, and from file to file."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import display
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from agency.models import Role, User
from peersupport import actions
from peersupport.actions import pack_rules
from peersupport.models import PackRule
from peersupport.pack_numbers import Number, numbers
from trust.doors.admin import PolicyAdmin, register
from trust.refusal import Refusal

TEAM = frozenset({Role.WELLNESS_ADMIN, Role.WELLNESS_COORDINATOR})


def known(key: str) -> Number | None:
    return numbers(pack_rules.as_delivered()).get(key)


class PackRuleForm(forms.ModelForm):
    """Asks the bounds before saving, and says kindly where they come from."""

    class Meta:
        model = PackRule
        fields = ("key", "value")

    #: Set by the admin class for each request.
    person: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as Django calls it
        super().__init__(*args, **kwargs)
        if "key" in self.fields:
            all_of_them = numbers(pack_rules.as_delivered()).values()
            self.fields["key"] = forms.ChoiceField(
                label=self.fields["key"].label,
                choices=[(each.key, f"{each.label} ({each.unit})") for each in all_of_them],
            )

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        key, value = str(found.get("key", self.instance.key)), found.get("value")
        if isinstance(value, int):
            try:
                pack_rules.check(self.person, {key: value}, pack_rules.stored())
            except Refusal as no:
                self.add_error(no.field if no.field in self.fields else None, str(no.message))
        return found


@register(PackRule)
class PackRuleAdmin(PolicyAdmin):
    """What this agency has changed in its pack, above the list of all its numbers."""

    roles = TEAM
    form = PackRuleForm
    change_list_template = "admin/pack_numbers.html"
    list_display = ("label", "value", "unit", "bounds", "changed_by", "changed_at")
    list_select_related = ("changed_by",)
    readonly_fields, keeps_history = ("bounds",), True
    fields = ("key", "value", "bounds")

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> type[forms.ModelForm]:  # noqa: ANN401
        made = super().get_form(request, *args, **kwargs)
        return type(made.__name__, (made,), {"person": request.user})

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return [*self.readonly_fields, *(["key"] if obj else [])]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A number of the list is changed from where it stands."""
        number = known(request.GET.get("key", ""))
        return {"key": number.key, "value": number.value} if number else {}

    @display(description=_("number"))
    def label(self, obj: PackRule) -> str:
        number = known(obj.key)
        return str(number.label) if number else obj.key

    @display(description=_("in"))
    def unit(self, obj: PackRule) -> str:
        number = known(obj.key)
        return str(number.unit) if number else "–"

    @display(description=_("bounds and their source"))
    def bounds(self, obj: PackRule) -> str:
        number = known(obj.key)
        return f"{number.floor}–{number.maximum}. {number.source}" if number else "–"

    def save_model(
        self, request: HttpRequest, obj: Model, form: forms.ModelForm[Model], change: bool
    ) -> None:
        assert isinstance(request.user, User)  # noqa: S101 - the site asked
        assert isinstance(obj, PackRule)  # noqa: S101 - registered above
        kept = actions.set_pack_number(by=request.user, key=obj.key, value=obj.value)
        obj.pk = kept.pk

    # --- the whole list, and files ----------------------------------------------------------------

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        changed = dict(self.get_queryset(request).values_list("key", "pk"))
        content = {
            "pack": pack_rules.pack(),
            "numbers": [(each, changed.get(each.number.key)) for each in pack_rules.numbers_now()],
            "may_change": self._may(request, "change"),
        }
        return super().changelist_view(request, {**content, **(extra_context or {})})

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                "export/",
                self.admin_site.admin_view(self.export),
                name="peersupport_packrule_export",
            ),
            path(
                "import/",
                self.admin_site.admin_view(self.import_),
                name="peersupport_packrule_import",
            ),
        ]
        return [*own, *super().get_urls()]

    def export(self, request: HttpRequest) -> HttpResponse:
        if not self._may(request, "view"):
            raise PermissionDenied
        text = json.dumps(pack_rules.exported(), indent=2, sort_keys=True)
        answer = HttpResponse(text, content_type="application/json")
        answer["Content-Disposition"] = 'attachment; filename="pack-numbers.json"'
        return answer

    def import_(self, request: HttpRequest) -> HttpResponse:
        """First what a file would change, then the press that changes it."""
        if not self._may(request, "change"):
            raise PermissionDenied
        form = ImportForm(request.POST or None)
        content: dict[str, object] = {**self.admin_site.each_context(request), "form": form}
        if request.method == "POST" and form.is_valid():
            really = form.cleaned_data["really"]
            try:
                content["changes"] = actions.import_pack_numbers(
                    by=request.user,  # type: ignore[arg-type]
                    text=form.cleaned_data["text"],
                    dry_run=not really,
                )
            except Refusal as no:
                form.add_error("text", str(no.message))
            else:
                content["looked"] = True
                if really:
                    messages.success(request, _now("The numbers count from now on."))
                    return redirect("admin:peersupport_packrule_changelist")
        content |= {"opts": self.model._meta, "title": _("Numbers from a file")}
        return TemplateResponse(request, "admin/pack_numbers_import.html", content)


class ImportForm(forms.Form):
    """What was exported, pasted back. ``really``: the second press, after the look."""

    text = forms.CharField(
        label=_("What the file says"),
        max_length=pack_rules.LONGEST,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )
    really = forms.BooleanField(required=False, widget=forms.HiddenInput)
