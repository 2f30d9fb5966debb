"""A clear *no* with its reason: what forms show beside the field and GraphQL returns as errors."""

from __future__ import annotations

from django.utils.functional import Promise


class Refusal(Exception):
    """``field`` as the caller named it (or empty), a stable ``code``, a sentence for people."""

    def __init__(self, field: str, code: str, message: str | Promise) -> None:
        super().__init__(code)
        self.field, self.code, self.message = field, code, message
