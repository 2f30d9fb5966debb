"""Draw every table of states (``MOVES`` on a model) as ``docs/states.md``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db.models import Model
from django.utils import translation

from trust.checks import house_models

HEAD = """# States

Printed from the `MOVES` tables of the models by `manage.py show_states`. A move that isn't drawn here
can't be made.
"""


class Command(BaseCommand):
    help = "Print the state tables; --write puts them into docs/states.md, --check compares."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true")
        parser.add_argument("--check", action="store_true", help="exit 1 when the file is older")

    def handle(self, *args: object, **options: object) -> None:
        text, where = page(), Path(settings.BASE_DIR) / "docs" / "states.md"
        if options["write"]:
            where.write_text(text)
            self.stdout.write("docs/states.md is written.")
        elif options["check"]:
            if not where.exists() or where.read_text() != text:
                self.stdout.write("docs/states.md is out of date: manage.py show_states --write")
                sys.exit(1)
        else:
            self.stdout.write(text)


def page() -> str:
    with translation.override("en"):
        drawn = [
            _drawing(model, vars(model)["MOVES"])
            for model in house_models()
            if "MOVES" in vars(model)
        ]
        return "\n".join([HEAD, *drawn]) + "\n"


def _drawing(model: type[Model], moves: Mapping[str, object]) -> str:
    app = apps.get_app_config(model._meta.app_label).verbose_name
    lines = "\n".join(_arrows(moves))
    return f"## {app}: {model._meta.verbose_name}\n\n```mermaid\nstateDiagram-v2\n{lines}\n```\n"


def _arrows(moves: Mapping[str, object]) -> Iterator[str]:
    for start, ends in moves.items():
        reached = ends if isinstance(ends, list | tuple | set | frozenset | dict) else ()
        yield f"    {start}"
        yield from (f"    {start} --> {end}" for end in sorted(map(str, reached)))
