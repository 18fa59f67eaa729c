"""Logs: one line an event, on stderr, without personal data."""

import re
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

# Fields whose value never reaches a log, whatever they hold.
SECRET_FIELDS = re.compile(
    r"pass|token|secret|cookie|authorization|session|email|mail|recipient|user(name)?$|actor|address|^ip$|phone",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"[^\s@<>\"'(]+@[^\s@<>\"'),]+\.[^\s@<>\"'),]+")
QUERY = re.compile(r"\?\S+")  # what a person searched for, or a one-time key
HIDDEN = "[hidden]"


def redact(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Structlog processor: hides secret fields, mail addresses and query strings, at any depth."""
    return {name: HIDDEN if SECRET_FIELDS.search(name) else _clean(value) for name, value in event.items()}


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return QUERY.sub("?" + HIDDEN, ADDRESS.sub(HIDDEN, value))
    if isinstance(value, Mapping):
        return {key: HIDDEN if SECRET_FIELDS.search(str(key)) else _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value


def _drop_request(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Django hangs the whole request on its records: the id is enough."""
    for name in ("request", "server_time"):
        event.pop(name, None)
    return event


def logging_config(*, as_json: bool, debug: bool) -> dict[str, Any]:
    """The LOGGING setting: everything passes the redaction, libraries' records too."""
    before: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    after = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        _drop_request,
        structlog.processors.format_exc_info,
        redact,
        renderer,
    ]
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": after,
                "foreign_pre_chain": [*before, structlog.stdlib.ExtraAdder()],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": "DEBUG" if debug else "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.request": {"level": "ERROR"},  # a page not found is not an event
            "django.db.backends": {"level": "INFO"},
            "httpx": {"level": "WARNING"},
            "axes": {"level": "WARNING"},
        },
    }
