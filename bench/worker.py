"""Runs measures in one house: the environment says which. Prints one JSON line per line measured."""

from __future__ import annotations

import json
import sys

import django
from django.core.management import call_command


def main(size: str, *names: str) -> None:
    django.setup()
    from bench.measures import MEASURES  # noqa: PLC0415 - needs the apps
    from bench.sizes import SIZES  # noqa: PLC0415

    for alias in ("default", "keys", "ledger"):
        call_command("migrate", database=alias, verbosity=0, skip_checks=True)
    for name in names:
        print(f"  {name} …", file=sys.stderr, flush=True)
        for line in MEASURES[name](SIZES[size]):
            print(json.dumps(vars(line)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
