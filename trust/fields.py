"""Columns whose value is sealed on the way in and opaque on the way out.

Reading the attribute gives a ``Sealed`` that says nothing. Content opens through
``trust.access.reveal`` (which asks the policy and writes the ledger first).
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from typing import Generic, TypeVar

from django.core.checks import CheckMessage
from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler

from trust import vault

T = TypeVar("T")


class Sealed:
    """A ciphertext as loaded. Printing it, comparing it or putting it in a template says nothing."""

    __slots__ = ("raw",)

    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    def __repr__(self) -> str:
        return "<sealed>"

    def __bool__(self) -> bool:
        raise TypeError("A sealed value has no truth; open it through access.reveal.")


class SealedField(models.BinaryField, Generic[T]):  # type: ignore[type-arg]
    """Stores ``encode(value)`` sealed under the row's owner; see ``Privacy.sealed_class``."""

    def encode(self, value: T) -> bytes:
        raise TypeError("Use SealedTextField or SealedJSONField.")

    def decode(self, plain: bytes) -> T:
        raise TypeError("Use SealedTextField or SealedJSONField.")

    def from_db_value(self, value: bytes | None, *_: object) -> Sealed | None:
        return None if value is None else Sealed(bytes(value))

    def to_python(self, value: object) -> object:
        return value

    def pre_save(self, model_instance: models.Model, add: bool) -> object:
        value = getattr(model_instance, self.attname)
        if isinstance(value, Sealed):
            return value.raw
        sealed = vault.seal(
            self.encode(value),
            vault.owner_of(model_instance),
            model_instance.Privacy.sealed_class,  # type: ignore[attr-defined]
            self._aad(model_instance),
        )
        setattr(model_instance, self.attname, Sealed(sealed))
        return sealed

    def get_db_prep_value(
        self, value: object, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> object:
        """Only a ciphertext may reach the database: ``update()`` with plain text stops here."""
        if isinstance(value, Sealed):
            value = value.raw
        if value is not None and not (isinstance(value, bytes) and value[:1] == vault.VERSION):
            raise TypeError("A sealed column is written by saving its row.")
        return super().get_db_prep_value(value, connection, prepared)

    def unseal(self, row: models.Model) -> T:
        """The value of this column in ``row``. Raises ``SealBroken``."""
        value = getattr(row, self.attname)
        if not isinstance(value, Sealed):
            return value  # type: ignore[no-any-return]
        plain = vault.open_(
            value.raw,
            vault.owner_of(row),
            row.Privacy.sealed_class,  # type: ignore[attr-defined]
            self._aad(row),
        )
        return self.decode(plain)

    def _aad(self, row: models.Model) -> bytes:
        return vault.bind(row._meta.label_lower, self.attname, row.pk, vault.owner_of(row))

    def _check_str_default_value(self) -> list[CheckMessage]:
        """A default is plain, as every assigned value is; the seal comes with the save."""
        return []

    def get_default(self) -> object:
        return self._get_default()  # type: ignore[attr-defined]

    def get_lookup(self, lookup_name: str) -> None:
        raise FieldError("A sealed column can't be looked up.")

    def get_transform(self, name: str) -> None:
        raise FieldError("A sealed column can't be looked up.")

    def value_to_string(self, obj: models.Model) -> str:
        return "<sealed>"


class SealedTextField(SealedField[str]):
    def encode(self, value: str) -> bytes:
        return b"n" if value is None else b"t" + value.encode()

    def decode(self, plain: bytes) -> str:
        return None if plain == b"n" else plain[1:].decode()  # type: ignore[return-value]


class SealedJSONField(SealedField[object]):
    def encode(self, value: object) -> bytes:
        return json.dumps(value, separators=(",", ":"), sort_keys=True).encode()

    def decode(self, plain: bytes) -> object:
        return json.loads(plain)


# --- many handles at once -------------------------------------------------------------------------


def many(handles: Iterable[uuid.UUID]) -> str:
    """Handles as the one parameter that the lookup ``among`` takes."""
    return ",".join(each.hex for each in handles)


@models.UUIDField.register_lookup
class Among(models.Lookup):
    """``pk__among=many(handles)``: as ``IN``, which would send and plan thousands of parameters."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        left, parameters = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            return f"{left} = ANY(%s::uuid[])", (*parameters, f"{{{self.rhs}}}")
        listed = json.dumps(self.rhs.split(","))
        sql = f"{left} IN (SELECT value FROM json_each(%s))"  # noqa: S608 - a column of ours
        return sql, (*parameters, listed)
