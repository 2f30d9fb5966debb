"""System checks: no model without a policy, no policy without a model, no field unclassed."""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db.models import Model

from trust.audit import HOUSE
from trust.policy import POLICY

MIN_GROUP = 8


def house_models() -> list[type[Model]]:
    return [m for m in apps.get_models() if m._meta.app_label in HOUSE]


def every_model_has_a_policy(**_: object) -> Iterable[CheckMessage]:
    labels = {model._meta.label for model in house_models()}
    for label in sorted(labels - POLICY.keys()):
        yield Error(f"{label} has no row in trust/policy/.", id="argus.E001")
    for label in sorted(POLICY.keys() - labels):
        yield Error(f"trust/policy/ names {label}, which does not exist.", id="argus.E002")


def every_field_is_classed(**_: object) -> Iterable[CheckMessage]:
    for model in house_models():
        privacy = getattr(model, "Privacy", None)
        if privacy is None:
            yield Error(f"{model._meta.label} has no Privacy class.", id="argus.E003")
            continue
        names = {field.name for field in model._meta.concrete_fields}
        if privacy.sensitive & privacy.plain or names != privacy.sensitive | privacy.plain:
            odd = sorted(names ^ (privacy.sensitive | privacy.plain))
            yield Error(f"{model._meta.label}: class these fields once: {odd}.", id="argus.E004")


def sealed_fields_are_sensitive(**_: object) -> Iterable[CheckMessage]:
    for model in house_models():
        sealed = {f.name for f in model._meta.concrete_fields if hasattr(f, "unseal")}
        if sealed - getattr(getattr(model, "Privacy", None), "sensitive", set()):
            yield Error(f"{model._meta.label}: a sealed field must be sensitive.", id="argus.E005")
        if sealed and not hasattr(getattr(model, "Privacy", None), "sealed_class"):
            yield Error(f"{model._meta.label} needs Privacy.sealed_class.", id="argus.E006")


def nobody_is_superuser(**_: object) -> Iterable[CheckMessage]:
    user = apps.get_model(settings.AUTH_USER_MODEL)
    if any(field.name == "is_superuser" for field in user._meta.get_fields()):
        yield Error("The user model has a superuser column.", id="argus.E007")


def settings_are_safe(**_: object) -> Iterable[CheckMessage]:
    if settings.DEBUG:
        yield Error("DEBUG shows local variables to strangers; keep it off.", id="argus.E008")
    if not settings.AUDITLOG_DISABLE_REMOTE_ADDR:
        yield Error("The audit log must not keep addresses.", id="argus.E009")


def register_all() -> None:
    for check in (
        every_model_has_a_policy,
        every_field_is_classed,
        sealed_fields_are_sensitive,
        nobody_is_superuser,
        settings_are_safe,
    ):
        register(check)
