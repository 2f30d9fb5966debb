"""Static separation of duty: the database refuses posts that one person must not hold together."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

NAME = "post_keeps_duties_apart"
# Frozen from trust.roles.SSD_APART; a test compares the two.
COMMAND = ("supervisor", "commander", "chief")
OTHERS = (
    "officer", "supervisor", "peer_support", "wellness_coordinator", "commander", "chief", "wellness_admin",
    "chaplain", "clinician", "crisis_coordinator", "dispatcher", "union_reviewer",
)
APART = (
    *(("wellness_admin", other) for other in (*COMMAND, "union_reviewer")),
    *(("wellness_coordinator", other) for other in COMMAND),
    *(("union_reviewer", other) for other in ("commander", "chief")),
    *(("integration", other) for other in OTHERS),
)
PAIRS = ", ".join(f"('{a}', '{b}')" for one, other in APART for a, b in ((one, other), (other, one)))

MEETS = f"""
SELECT 1 FROM agency_post AS held
WHERE held.user_id = NEW.user_id AND held.id <> NEW.id
  AND (held.until IS NULL OR (held.until > NEW.since AND held.until > held.since))
  AND (NEW.until IS NULL OR (NEW.until > held.since AND NEW.until > NEW.since))
  AND (held.role, NEW.role) IN (VALUES {PAIRS})
"""
SQLITE = f"""
CREATE TRIGGER {NAME}_{{lower}} BEFORE {{event}} ON agency_post
WHEN EXISTS ({MEETS})
BEGIN SELECT RAISE(ABORT, '{NAME}'); END
"""
# The lock makes two transactions for one person wait for each other; each then sees the other's post.
PG_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.user_id::text, 359));
  IF EXISTS ({MEETS}) THEN
    RAISE EXCEPTION '{NAME}' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{NAME}';
  END IF;
  RETURN NEW;
END $$
"""
PG_TRIGGER = f"""
CREATE TRIGGER {NAME} BEFORE INSERT OR UPDATE ON agency_post
FOR EACH ROW EXECUTE FUNCTION {NAME}()
"""


def forwards(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(PG_FUNCTION)
        editor.execute(PG_TRIGGER)
        return
    for event in ("INSERT", "UPDATE"):
        editor.execute(SQLITE.format(event=event, lower=event.lower()))


def backwards(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP FUNCTION IF EXISTS {NAME}() CASCADE")
        return
    for event in ("insert", "update"):
        editor.execute(f"DROP TRIGGER IF EXISTS {NAME}_{event}")


class Migration(migrations.Migration):
    dependencies = [("agency", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards, hints={"database": "default"})]
