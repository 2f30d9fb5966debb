"""What a caller learns when something did not work: a code and a calm sentence, never a trace."""

from __future__ import annotations

import re
import uuid

import structlog
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from graphql import GraphQLError

from trust.ledger import LedgerUnavailable
from trust.vault import KeyDestroyed

log = structlog.get_logger("argus.graphql")
SUGGESTION = re.compile(r"\s*Did you mean [^?]*\?")
UNAVAILABLE = "UNAVAILABLE"


class Told(GraphQLError):
    """A sentence for the caller, with a code for programs."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message, extensions={"code": code})


def known(cause: BaseException | None) -> tuple[str, str] | None:
    """(code, sentence) of what callers may learn about; None for everything else."""
    if isinstance(cause, Http404 | PermissionDenied):
        return "NOT_FOUND", _("There is nothing here for you.")
    if isinstance(cause, KeyDestroyed):
        return "GONE", _("The key to this was destroyed. Nobody can open it again.")
    if isinstance(cause, LedgerUnavailable):
        return UNAVAILABLE, _("We can’t write down who looks right now, so nothing is shown.")
    return None


def formatted(problem: GraphQLError) -> dict[str, object]:
    """One entry of ``errors``. What nobody foresaw is logged under an id and said without detail."""
    cause = problem.original_error
    if cause is None or isinstance(cause, GraphQLError):
        code = (problem.extensions or {}).get("code", "BAD_REQUEST")
        return _entry(problem, SUGGESTION.sub("", problem.message), {"code": code})
    told = known(cause)
    if told:
        return _entry(problem, told[1], {"code": told[0]})
    reference = uuid.uuid4().hex[:12]
    log.error(
        "graphql_masked", request=reference, exception=type(cause).__name__, where=_where(cause)
    )
    sentence = _("Something went wrong on our side. Reference: %(reference)s.")
    return _entry(
        problem, sentence % {"reference": reference}, {"code": "INTERNAL", "reference": reference}
    )


def _entry(problem: GraphQLError, message: str, extensions: dict[str, object]) -> dict[str, object]:
    entry: dict[str, object] = {"message": message}
    if problem.locations:
        entry["locations"] = [place.formatted for place in problem.locations]
    if problem.path:
        entry["path"] = problem.path
    return entry | {"extensions": extensions}


def _where(cause: BaseException) -> str:
    """File and line of the innermost frame: enough to find it, and no value of anybody."""
    step = cause.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    return f"{step.tb_frame.f_code.co_filename}:{step.tb_lineno}" if step else ""
