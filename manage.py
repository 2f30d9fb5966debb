#!/usr/bin/env python
"""Django's command line for Argus. Says where the packages are when this Python has none."""

import importlib.util
import os
import sys

NO_DJANGO = (
    "Django is not installed for this Python.\n"
    "Run `make demo` once, then use:  .venv/bin/python manage.py …"
)


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "argus.settings")
    if importlib.util.find_spec("django") is None:
        sys.exit(NO_DJANGO)
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - kind message first

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
