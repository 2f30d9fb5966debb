"""What a wellness administrator brings along: licensed wordings, and what call types stand for.

No page shows anybody's answers.
"""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from agency.models import User
from trust.doors.admin import PolicyAdmin, register
from trust.refusal import Refusal
from wellness.actions import wordings
from wellness.actions.exposure import save_exposure_rule
from wellness.actions.exposure.arriving import refuse_used
from wellness.exposure_kinds import Kind
from wellness.instruments import Instrument
from wellness.instruments.wording import Unfit, read_words
from wellness.models import ExposureRule, Wording

EXAMPLE = "Title: …\nIntroduction: …\nAnswers:\n- …\n- …\nQuestions:\n1. …\n2. …"


def questionnaires() -> list[tuple[str, str]]:
    """Those that wait for a wording, each with the counts that it has to fit."""
    return [(each.code, _choice(each)) for each in wordings.for_upload()]


def _choice(of: Instrument) -> str:
    values = of.items[0].options
    return _("%(code)s: %(items)s questions, answers from %(low)s to %(high)s") % {
        "code": of.code.upper(),
        "items": len(of.items),
        "low": values[0].value,
        "high": values[-1].value,
    }


class WordingForm(forms.ModelForm):
    """Asks for the words as lines or JSON, and says at once what does not fit yet."""

    instrument = forms.ChoiceField(label=_("Questionnaire"), choices=questionnaires)
    language = forms.ChoiceField(label=_("Language"), choices=lambda: settings.LANGUAGES)
    words = forms.CharField(
        label=_("The wording"),
        help_text=_(
            "Lines under “Title:”, “Introduction:”, “Answers:” and “Questions:”, each in the order "
            "of the questionnaire; or JSON with title, stem, options and items. Answers begin with "
            "the lowest number."
        ),
        widget=forms.Textarea(attrs={"rows": 24, "placeholder": EXAMPLE}),
    )

    class Meta:
        model = Wording
        fields = ("instrument", "language", "version", "terms")

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        if {"instrument", "language", "version", "terms", "words"} <= found.keys():
            try:
                self._fit(found)
            except Unfit as unfit:
                self.add_error("words", str(unfit.message))
            except Refusal as refusal:
                field = "words" if refusal.field == "texts" else refusal.field
                self.add_error(field, str(refusal.message))
        return found

    def _fit(self, found: dict[str, object]) -> None:
        code, language = str(found["instrument"]), str(found["language"])
        found["texts"] = wordings.checked(
            code,
            language,
            str(found["version"]),
            read_words(str(found["words"])),
            str(found["terms"]),
        )

    def validate_constraints(self) -> None:
        """``checked`` has asked for the version already, in kinder words."""


@register(Wording)
class WordingAdmin(PolicyAdmin):
    """Added, read, and never changed: a correction is the next version."""

    form = WordingForm
    list_display = ("instrument", "language", "version", "uploaded_by", "uploaded_at")
    list_filter = ("instrument", "language")
    list_select_related = ("uploaded_by",)
    _asked: ClassVar = ("instrument", "language", "version", "terms", "words")
    _shown: ClassVar = (
        "instrument", "language", "version", "terms", "uploaded_by", "uploaded_at", "wording",
    )  # fmt: skip

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return self._shown if obj else self._asked

    def get_readonly_fields(
        self, request: HttpRequest, obj: Model | None = None
    ) -> tuple[str, ...]:
        return self._shown if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: Wording, form: forms.ModelForm[Wording], change: bool
    ) -> None:
        assert isinstance(request.user, User)  # noqa: S101 - has_permission asked
        said = form.cleaned_data
        row = wordings.upload_wording(
            by=request.user,
            instrument=said["instrument"],
            language=said["language"],
            version=said["version"],
            texts=said["texts"],
            terms=said["terms"],
        )
        obj.pk, obj.uploaded_at = row.pk, row.uploaded_at

    @admin.display(description=_("The wording"))
    def wording(self, row: Wording) -> SafeString:
        lines = [row.texts["title"], row.texts["stem"], *row.texts["items"], *row.texts["options"]]
        return format_html_join("", "<p>{}</p>", ((each,) for each in lines if each))


class ExposureRuleForm(forms.ModelForm):
    kind = forms.ChoiceField(
        label=_("Kind of call"),
        choices=[("", _("Counts as nothing")), *Kind.choices],
        required=False,
        help_text=_("Applies to calls from now on. Lists of officers stay as they are."),
    )

    class Meta:
        model = ExposureRule
        fields = ("call_type", "kind")

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        try:
            refuse_used(ExposureRule(pk=self.instance.pk, call_type=found.get("call_type", "")))
        except Refusal as refusal:
            self.add_error(refusal.field, str(refusal.message))
        return found


@register(ExposureRule)
class ExposureRuleAdmin(PolicyAdmin):
    """Which call type of the dispatch system counts as which kind of hard call."""

    form = ExposureRuleForm
    list_display = ("call_type", "kind", "changed_by", "changed_at")
    list_filter = ("kind",)
    list_select_related = ("changed_by",)
    search_fields = ("call_type",)

    def save_model(
        self,
        request: HttpRequest,
        obj: ExposureRule,
        form: forms.ModelForm[ExposureRule],
        change: bool,
    ) -> None:
        assert isinstance(request.user, User)  # noqa: S101 - has_permission asked
        save_exposure_rule(by=request.user, row=obj)
