"""Numbers of the policy pack that this agency has changed. What is not here is as the pack has it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from agency import clock


class PackRule(models.Model):
    """One number, inside the bounds of ``peersupport.pack_numbers``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pack = models.CharField(_("pack"), max_length=8)
    key = models.CharField(_("number"), max_length=60)
    value = models.PositiveIntegerField(_("value"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="pack_rules_changed",
        verbose_name=_("changed by"),
    )
    changed_at = models.DateTimeField(_("changed"), default=clock.now, editable=False)

    class Meta:
        ordering = ("pack", "key")
        verbose_name = _("changed number of the policy pack")
        verbose_name_plural = _("changed numbers of the policy pack")
        constraints = (
            models.UniqueConstraint(fields=("pack", "key"), name="a_pack_number_is_set_once"),
        )

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {"id", "pack", "key", "value", "changed_by", "changed_at"}

    def __str__(self) -> str:
        return f"{self.pack} {self.key}"
