"""Migrated once, copied afterwards: an empty SQLite database for tests in a moment instead of a minute.

The key of a copy is the text of every migration, so a changed migration is always played. PostgreSQL
is migrated as ever.
"""

import fcntl
import os
import sqlite3
import tempfile
from hashlib import sha256
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core import management
from django.db import connections

_migrate = management.call_command
FOLDER = Path(tempfile.gettempdir()) / f"argus-test-databases-{os.getuid()}"


def fingerprint() -> str:
    """Over the installed versions and the migrations of this house."""
    whole = sha256((Path(settings.BASE_DIR) / "constraints.txt").read_bytes())
    for config in sorted(apps.get_app_configs(), key=lambda each: each.label):
        if (
            Path(config.path).is_relative_to(settings.BASE_DIR)
            and "site-packages" not in config.path
        ):
            for path in sorted(Path(config.path, "migrations").glob("*.py")):
                whole.update(path.name.encode() + path.read_bytes())
    return whole.hexdigest()[:24]


def migrate_or_copy(command: str, *args: object, **options: object) -> object:
    """Stands where Django's test set-up calls ``migrate``."""
    alias = str(options.get("database", ""))
    set_up = command == "migrate" and alias and options.get("run_syncdb")
    if not set_up or connections[alias].vendor != "sqlite":
        return _migrate(command, *args, **options)
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    kept = FOLDER / f"{fingerprint()}-{alias}.sqlite3"
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the second of two test processes waits, and copies
        if not kept.exists():
            _play(alias, kept, *args, **options)
            return None
    connection = connections[alias]
    connection.ensure_connection()
    source = sqlite3.connect(kept)
    source.backup(connection.connection)
    source.close()
    return None


def _play(alias: str, kept: Path, *args: object, **options: object) -> None:
    _migrate("migrate", *args, **options)
    for old in FOLDER.glob(f"*-{alias}.sqlite3"):
        old.unlink()
    unfinished = kept.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    copy = sqlite3.connect(unfinished)
    connections[alias].ensure_connection()
    connections[alias].connection.backup(copy)
    copy.close()
    unfinished.rename(kept)


def install() -> None:
    management.call_command = migrate_or_copy
