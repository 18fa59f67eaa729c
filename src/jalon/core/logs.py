"""Logs without persons: an allow-list of keys, masks for what looks like an address or a token, no error messages.

Our own events are structlog's: a fixed event name and keys. Strings pass under the keys of `PLAIN` alone; a name, an
address or a token put under any other key comes out as « […] ». Lines of installed packages are free text: addresses
and long tokens are masked, and the client's address is never among what we log ourselves. Of an error only its class
and the places in the code are kept, because messages of databases and libraries quote the values that they met.
"""

import re
import sys
import traceback
from collections.abc import Callable, MutableMapping
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import Processor

PLAIN = frozenset(
    {
        "action",
        "code",
        "error",
        "event",
        "exception",  # with `debug` only
        "host",
        "job",
        "kind",
        "level",
        "logger",
        "method",
        "path",
        "release",
        "request_id",
        "room",
        "state",
        "task",
        "timestamp",
        "version",
        "where",
    }
)
HEX_OR_UID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}|[0-9a-f]{16}|[0-9a-f]{64}")
# Each word is tried once, from its beginning: what strangers send (a Host header) is masked in time linear in its length.
ADDRESS = re.compile(
    r"(?<![^\s@<>\"'(){}\[\],;:=/])"
    r"(?:[^\s@<>\"'(){}\[\],;:=/]+@[\w-]+(?:\.[\w-]+)+|[^\s@<>\"'(){}\[\],;:=/]+%40[\w.-]+)",
    re.IGNORECASE,
)
WORD = re.compile(r"[\w-]{16,}")
# Random text in base64 has capitals and digits, in hexadecimal a long run with digits; slugs and names have neither.
MIXED = re.compile(r"[A-Za-z0-9_-]{20,}")
RUN = re.compile(r"[A-Za-z0-9]{16,}")
QUERY = re.compile(r"\?\S*")
HIDDEN = "[…]"


def logging_config(*, as_json: bool = False, debug: bool = False) -> dict[str, Any]:
    """Set structlog up, and give the LOGGING setting of Django: one line an event, on standard error.

    `debug` is for a developer's own machine: whole tracebacks, with the values in them.
    """
    structlog.configure(
        processors=[*_shared(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info if debug else _places_only,
            no_persons,
            _renderer(as_json),
        ],
        "foreign_pre_chain": _shared(),
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": formatter},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["lines"], "level": "DEBUG" if debug else "INFO"},
        "loggers": {
            # httpx says whole addresses; core.outbound says the host.
            **{name: {"level": "WARNING"} for name in ("httpx", "httpcore")},
            # Who tried to sign in, and from where, is in the tables of axes, which are emptied; not here.
            "axes": {"level": "CRITICAL"},
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.request": {"level": "ERROR"},  # a page that is not found is no event
            "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        },
    }


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _renderer(as_json: bool) -> Processor:
    if as_json:
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"], repr_native_str=False)


def _places_only(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Of an exception: its class, and file, line and function of each call, without any message."""
    given = event.pop("exc_info", None)
    error = _exception(given)
    if error is not None:
        event["error"] = type(error).__name__
        event["where"] = _places(error.__traceback__)
    event.pop("stack_info", None)
    event.pop("stack", None)
    return event


def _exception(given: Any) -> BaseException | None:
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        return given[1] if isinstance(given[1], BaseException) else None
    return sys.exc_info()[1] if given else None


def _places(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)[-12:]
    return " > ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}:{frame.name}" for frame in frames)


def no_persons(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Hide what may name or open: the last step before a line is written."""
    return {key: _shown(key, value) for key, value in event.items()}


def _shown(key: str, value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    text = str(value)
    if HEX_OR_UID.fullmatch(text):
        return text
    return masked(text) if key in PLAIN else HIDDEN


def masked(text: str) -> str:
    """Free text with addresses, tokens and queries of addresses hidden; uids and hashes stay."""
    return WORD.sub(_word, ADDRESS.sub(HIDDEN, QUERY.sub("?" + HIDDEN, text)))


def _word(found: re.Match[str]) -> str:
    """The word, unless it looks like a token."""
    word = found[0]
    if HEX_OR_UID.fullmatch(word):
        return word
    mixed = MIXED.match(word) is not None and _has(str.isupper, word) and _has(str.isdigit, word)
    return HIDDEN if mixed or any(_has(str.isdigit, run) for run in RUN.findall(word)) else word


def _has(test: Callable[[str], bool], text: str) -> bool:
    return any(map(test, text))
