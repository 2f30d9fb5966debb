"""Print the policy table as ``docs/access.md``, so that nobody has to write it by hand."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from agency.models import Role
from trust import review
from trust.policy import POLICY
from trust.rules import Rule, alternatives

HEAD = """# Who may see and do what

Printed from `trust/policy/` by `manage.py show_policy`. What is not listed here is closed, for
everyone, at every door. Rows that are sealed open only one by one, after the look was written down.
"""


class Command(BaseCommand):
    help = "Print the access policy; --write puts it into docs/access.md, --check compares."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true")
        parser.add_argument("--check", action="store_true", help="exit 1 when the file is older")

    def handle(self, *args: object, **options: object) -> None:
        text, where = page(), Path(settings.BASE_DIR) / "docs" / "access.md"
        if options["write"]:
            where.write_text(text)
            self.stdout.write("docs/access.md is written.")
        elif options["check"]:
            if not where.exists() or where.read_text() != text:
                self.stdout.write("docs/access.md is out of date: manage.py show_policy --write")
                sys.exit(1)
        else:
            self.stdout.write(text)


def page() -> str:
    """The whole document, in English whatever the caller's language."""
    with translation.override("en"):
        return "\n".join([HEAD, *_rooms(), *_roles(), *_duties()]) + "\n"


def _rooms() -> Iterator[str]:
    for app in dict.fromkeys(label.split(".")[0] for label in POLICY):
        yield f"## {apps.get_app_config(app).verbose_name}\n"
        yield "| Record | Action | Who |\n|---|---|---|"
        for label, actions in POLICY.items():
            if label.split(".")[0] == app:
                yield from (_line(label, action, rule) for action, rule in actions.items())
        yield ""


def _line(label: str, action: str, rule: Rule) -> str:
    name = label.split(".")[1]
    who = "<br>".join(dict.fromkeys(str(part.__doc__) for part in alternatives(rule)))
    return f"| {name} | {action} | {who} |"


def _roles() -> Iterator[str]:
    yield "## What a role opens\n"
    yield "Which rows of it, the rule above says. A role does nothing until it is switched on.\n"
    yield "| Role | Opens something of |\n|---|---|"
    for role in Role:
        opened = sorted(f"{label} ({action})" for action, label in review.role_permissions(role))
        yield f"| {role.label} | {', '.join(opened) or 'nothing by itself'} |"
    yield ""


def _duties() -> Iterator[str]:
    yield "## Kept in different hands\n"
    yield "Never held by one person at a time:\n"
    for members in review.ssd_role_sets().values():
        yield f"- {_names(members)}"
    yield "\nNever switched on together (one of each line):\n"
    for members in review.dsd_role_sets().values():
        yield f"- {_names(members)}"


def _names(members: frozenset[str]) -> str:
    return ", ".join(str(role.label) for role in Role if role in members)
