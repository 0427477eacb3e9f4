"""Logging: short `key=value` lines on a terminal or JSON, never a secret and never the words of a message."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, TextIO

import structlog

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}

_SECRET_NAME = re.compile(r"(?i)token|secret|password|passwd|authorization|cookie|api_?key|private_?key|credential")
_WORDS_NAME = {"text", "words", "markup", "said", "body", "payload", "message_text"}
_SECRET_VALUE = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+"  # Slack's tokens
    r"|(?<=://)[^\s:/@]+:[^\s@]+(?=@)"  # name:password@ in a URL
    r"|\beyJ[\w-]+\.[\w-]+\.[\w-]*"  # signed web tokens
    r"|(?i:bearer)\s+[\w.~+/-]+=*"
)
HIDDEN = "[hidden]"
QUIET = (
    "alembic", "apscheduler", "asyncio", "httpcore", "httpx", "sqlalchemy",
    "uvicorn.access", "uvicorn.error", "websockets",
)  # fmt: skip
"""Libraries whose every step would drown what matters (and whose URLs may bear secrets)."""

Line = MutableMapping[str, Any]


def set_up(*, level: str = "info", as_json: bool = False, stream: TextIO | None = None) -> None:
    """Send our log and that of the libraries to one place (standard error), each line made safe on the way."""
    out = stream or sys.stderr
    number = LEVELS[level]
    before: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        conceal,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *before,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=before,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, conceal, _renderer(as_json)],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(number)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(number, logging.WARNING))


def _renderer(as_json: bool) -> structlog.typing.Processor:
    if as_json:
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"], repr_native_str=False)


def conceal(_logger: object, _method: str, line: Line) -> Line:
    """Secrets by their names and shapes, and words by their names, are replaced before anything is written."""
    for name, value in line.items():
        if name not in ("event", "level", "timestamp"):
            line[name] = _safe(name, value)
        elif isinstance(value, str):
            line[name] = without_secrets(value)
    return line


def _safe(name: str, value: object) -> object:
    if value and (_SECRET_NAME.search(name) or name in _WORDS_NAME):
        return HIDDEN
    if isinstance(value, str):
        return without_secrets(value)
    if isinstance(value, Mapping):
        return {key: _safe(str(key), item) for key, item in value.items()}
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        return [_safe("", item) for item in value]
    return value


def without_secrets(text: str) -> str:
    """The text with everything that looks like a secret replaced."""
    return _SECRET_VALUE.sub(HIDDEN, text)
