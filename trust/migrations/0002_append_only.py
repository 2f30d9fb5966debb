"""The database itself refuses to change the ledger and the consent versions."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

LEDGER = ("trust_disclosure", "disclosure_is_append_only")
CONSENT = ("trust_consent", "consent_is_append_only")

SQLITE = """
CREATE TRIGGER {name}_{lower} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, '{name}'); END
"""
PG_FUNCTION = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{name}'; END $$
"""
PG_ROWS = """
CREATE TRIGGER {name}_rows BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {name}()
"""
PG_TABLE = """
CREATE TRIGGER {name}_table BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {name}()
"""


def statements(vendor: str, table: str, name: str) -> list[str]:
    if vendor == "postgresql":
        return [text.format(table=table, name=name) for text in (PG_FUNCTION, PG_ROWS, PG_TABLE)]
    return [
        SQLITE.format(table=table, name=name, event=event, lower=event.lower())
        for event in ("UPDATE", "DELETE")
    ]


def undoing(vendor: str, table: str, name: str) -> list[str]:
    if vendor == "postgresql":
        return [f"DROP FUNCTION IF EXISTS {name}() CASCADE"]
    return [f"DROP TRIGGER IF EXISTS {name}_{event}" for event in ("update", "delete")]


def close(where: tuple[str, str]):
    def forwards(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        for sql in statements(editor.connection.vendor, *where):
            editor.execute(sql)

    def backwards(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        for sql in undoing(editor.connection.vendor, *where):
            editor.execute(sql)

    return forwards, backwards


class Migration(migrations.Migration):
    dependencies = [("trust", "0001_initial")]

    operations = [
        migrations.RunPython(*close(LEDGER), hints={"database": "ledger"}),
        migrations.RunPython(*close(CONSENT), hints={"database": "default"}),
    ]
