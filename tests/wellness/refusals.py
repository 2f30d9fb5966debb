"""A refusal by its code, and by its field where that matters."""

import pytest

from trust.refusal import Refusal


def refused(code: str, field: str | None = None):
    return pytest.raises(Refusal, check=lambda no: no.code == code and field in (None, no.field))
