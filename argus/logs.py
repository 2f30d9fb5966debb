"""One JSON line per event, from an allow-list of keys.

A key that is not listed does not reach the log. Messages of libraries are kept as their pattern
("Not Found: %s"), because what fills the pattern may be an address or a person's words. A
traceback is kept as places (file, line, function) without values or the exception's own text.
"""

from __future__ import annotations

import logging
import logging.config
import traceback
from pathlib import Path
from types import TracebackType

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

KEYS = frozenset({
    "event", "level", "logger", "at", "request", "url_name", "method", "status", "duration_ms",
    "job", "name", "lease", "tries", "count", "kept", "repeated", "quarantined", "source", "run",
    "seq", "exception", "where",
})  # fmt: skip
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def only_listed(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """The wall: everything that has no listed key is dropped."""
    return {key: value for key, value in event.items() if key in KEYS}


def places_only(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Type and places of an exception instead of its text."""
    info = event.pop("exc_info", None)
    if isinstance(info, tuple) and info[0]:
        event["exception"] = info[0].__name__
        event["where"] = places(info[2])
    return event


def places(trail: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trail)
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-12:]]


def pattern_only(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """A library's message before anything was filled in, and the status it names."""
    record: logging.LogRecord = event["_record"]
    if not event.pop("positional_args", None):
        # Without a pattern the message may already be filled in: its place says enough.
        event["event"] = f"{record.module}:{record.lineno}"
    if hasattr(record, "status_code"):
        event["status"] = record.status_code
    event["exc_info"] = record.exc_info
    return event


SHARED: list[Processor] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
]
LAST: list[Processor] = [
    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
    places_only,
    only_listed,
    structlog.processors.JSONRenderer(),
]


def formatter() -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*SHARED, pattern_only],
        processors=LAST,
        pass_foreign_args=True,
        use_get_message=False,
    )


def configure(config: dict[str, object]) -> None:
    """Called by Django in place of ``dictConfig``; what ``config`` says is not used."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"json": {"()": formatter}},
            "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["out"], "level": "WARNING"},
            "loggers": {
                "argus": {"level": "INFO"},
                "django": {"handlers": [], "level": "WARNING", "propagate": True},
                # The development server prints a line per request; nobody's visits are written down.
                "django.server": {"handlers": [], "level": "CRITICAL", "propagate": False},
            },
        }
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            *SHARED,
            structlog.processors.StackInfoRenderer(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
