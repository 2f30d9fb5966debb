"""Keys and the ledger live in databases of their own."""

from __future__ import annotations

from django.db.models import Model

PLACES = {"subjectkey": "keys", "disclosure": "ledger"}


class ByModel:
    """``trust.SubjectKey`` is in ``keys``, ``trust.Disclosure`` in ``ledger``, all else in default."""

    def db_for_read(self, model: type[Model], **hints: object) -> str | None:
        if model._meta.app_label == "trust":
            return PLACES.get(model._meta.model_name or "")
        return None

    db_for_write = db_for_read

    def allow_migrate(
        self, db: str, app_label: str, model_name: str | None = None, **hints: object
    ) -> bool:
        if app_label != "trust" or model_name is None:
            wanted = hints.get("database", "default")
            return db == wanted
        return db == PLACES.get(model_name, "default")
