from typing import ClassVar

import pytest
from django.db import models

from trust import checks
from trust.fields import SealedTextField
from trust.policy import POLICY


def ids(found) -> list[str]:
    return [each.id for each in found]


def test_house_is_in_order():
    every = (
        checks.every_model_has_a_policy, checks.every_field_is_classed, checks.sealed_fields_are_sensitive,
        checks.nobody_is_superuser, checks.settings_are_safe,
    )  # fmt: skip
    assert [each for check in every for each in check()] == []


def test_model_without_policy_and_policy_without_model(monkeypatch):
    # A copy: putting a key back into the table itself would leave it in another order.
    kept = {label: rules for label, rules in POLICY.items() if label != "agency.Unit"}
    monkeypatch.setattr(checks, "POLICY", kept | {"trust.Nothing": {}})
    assert ids(checks.every_model_has_a_policy()) == ["argus.E001", "argus.E002"]


class Loose:
    """What a careless model looks like to the checks."""

    class _meta:  # noqa: N801 - Django's own name
        label = "trust.Loose"
        concrete_fields: ClassVar = [
            SealedTextField(name="note"),
            models.IntegerField(name="score"),
        ]

    class Privacy:
        sensitive: ClassVar[set[str]] = set()
        plain: ClassVar[set[str]] = {"note"}


@pytest.mark.parametrize(("check", "found"), [
    (checks.every_field_is_classed, ["argus.E004"]),
    (checks.sealed_fields_are_sensitive, ["argus.E005", "argus.E006"]),
])  # fmt: skip
def test_careless_model_is_named(monkeypatch, check, found):
    monkeypatch.setattr(checks, "house_models", lambda: [Loose])
    assert ids(check()) == found


@pytest.mark.parametrize(("name", "value", "found"), [
    ("DEBUG", True, "argus.E008"),
    ("AUDITLOG_DISABLE_REMOTE_ADDR", False, "argus.E009"),
])  # fmt: skip
def test_unsafe_setting_is_named(settings, name, value, found):
    setattr(settings, name, value)
    assert ids(checks.settings_are_safe()) == [found]
