"""What waits in quarantine, to read: line and reason. Nobody changes a fact here."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from intake.models import Quarantine
from trust.doors.admin import PolicyAdmin, register


@register(Quarantine)
class QuarantineAdmin(PolicyAdmin):
    list_display = (
        "received_at",
        "kind",
        "source",
        "line",
        "why",
        "incident",
        "crew",
        "resolved_at",
    )
    list_filter = ("kind", "code")
    list_select_related = ("incident",)
    fields = ("received_at", "kind", "source", "line", "why", "incident", "crew", "resolved_at")
    readonly_fields = fields

    @admin.display(description=_("reason"))
    def why(self, row: Quarantine) -> str:
        return row.reason
