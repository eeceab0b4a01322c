"""Log lines, ours and those of libraries, in one form: text or JSON, with what they are about and without secrets."""

import json
import logging
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Literal

LogFormat = Literal["text", "json"]
LogLevel = Literal["debug", "info", "warning", "error"]

#: What a line may be about, in this order: `error` is the number that a user was told.
SUBJECT_FIELDS = ("error", "request", "person", "person_name", "workspace", "run", "step", "experiment")
#: What the line of one request has beside that.
REQUEST_FIELDS = ("method", "path", "route", "status", "ms", "address")
REDACTED = "[redacted]"

_SECRET_PATTERNS = (
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{6,}"), rf"\1 {REDACTED}"),
    (re.compile(r"([#?&]t=)[^\s&\"']+"), rf"\1{REDACTED}"),
    (re.compile(r"(?i)\b(\w+://[^\s/:@]*:)[^\s@/]+@"), rf"\1{REDACTED}@"),
    (
        re.compile(
            r"(?i)([\w-]*(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|cookie)[\w-]*[\"']?\s*[:=]\s*[\"']?)"
            r"[^\s\"',;&)}\]]+"
        ),
        rf"\1{REDACTED}",
    ),
    # SQLAlchemy ends its messages with the values of the statement, which may be anything.
    (re.compile(r"\[parameters: .*?\](?=\s*(?:\n|\(Background|$))", re.DOTALL), f"[parameters: {REDACTED}]"),
)
#: What each of the patterns needs: most lines have none of it, and need not be compared with them.
_SECRET_SIGNS = re.compile(r"(?i)bearer|basic|[#?&]t=|://|passw|pwd|secret|token|key|cookie|\[parameters")
#: What could end a line early, or hide in a terminal.
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

_current_fields: ContextVar[dict[str, Any] | None] = ContextVar("about", default=None)


def make_request_id() -> str:
    """The id of a request or an error: short enough to be read aloud."""
    return secrets.token_hex(6)


@contextmanager
def log_context(**fields: str | None) -> Iterator[None]:
    """Lines written in this block, and in tasks that begin in it, are about these too."""
    token = _current_fields.set({**(_current_fields.get() or {}), **fields})
    try:
        yield
    finally:
        _current_fields.reset(token)


def add_log_fields(**fields: str | None) -> None:
    """Lines of the block that one is in are about these as well, which only became known inside of it."""
    fields_now = _current_fields.get()
    if fields_now is not None:
        fields_now.update(fields)


def get_log_fields() -> Mapping[str, object]:
    """What lines are about at the moment."""
    return _current_fields.get() or {}


def redact_secrets(text: str) -> str:
    """The text without what looks like a password, a token or the values of a statement."""
    if not _SECRET_SIGNS.search(text):
        return text
    for pattern, replacement in _SECRET_PATTERNS:
        text = pattern.sub(replacement, text)
    return text


def configure_logging(log_format: LogFormat, level: LogLevel) -> None:
    """Write every line of this process to standard error. Libraries are silent below INFO: they repeat secrets."""
    numeric_level = logging.getLevelNamesMapping()[level.upper()]
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter() if log_format == "json" else TextFormatter())
    handler.addFilter(_attach_log_fields)
    logging.basicConfig(level=max(numeric_level, logging.INFO), handlers=[handler], force=True)
    for ours in ("server", "modules"):
        logging.getLogger(ours).setLevel(numeric_level)
    # What alembic sets up is of no interest; that tables are brought up, we say.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.captureWarnings(True)


def _attach_log_fields(record: logging.LogRecord) -> bool:
    """Told in the task that writes the line; what the line says of itself stays."""
    for name, value in get_log_fields().items():
        if not hasattr(record, name):
            setattr(record, name, value)
    return True


def _collect_fields(record: logging.LogRecord) -> dict[str, object]:
    found = {name: getattr(record, name, None) for name in (*REQUEST_FIELDS, *SUBJECT_FIELDS)}
    return {name: value for name, value in found.items() if value is not None}


def _format_time(record: logging.LogRecord) -> str:
    return f"{_format_second(int(record.created))}.{int(record.created * 1000) % 1000:03}Z"


@lru_cache(maxsize=2)
def _format_second(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).isoformat().removesuffix("+00:00")


class _RedactingFormatter(logging.Formatter):
    """What both forms have in common."""

    def format_traceback(self, record: logging.LogRecord) -> str:
        parts = [self.formatException(record.exc_info)] if record.exc_info else []
        return redact_secrets("\n".join([*parts, *([record.stack_info] if record.stack_info else [])]))


class JsonFormatter(_RedactingFormatter):
    """One JSON object on a line."""

    def format(self, record: logging.LogRecord) -> str:
        fields = {
            "time": _format_time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redact_secrets(record.getMessage()),
            **_collect_fields(record),
        }
        trace = self.format_traceback(record)
        return json.dumps({**fields, "traceback": trace} if trace else fields, default=str)


class TextFormatter(_RedactingFormatter):
    """A line for people; those of a traceback are indented, so that none can look like another entry."""

    def format(self, record: logging.LogRecord) -> str:
        message = _escape_control(redact_secrets(record.getMessage()))
        # The line of a request says all that in its message.
        shown = {name: value for name, value in _collect_fields(record).items() if name not in REQUEST_FIELDS}
        tail = " ".join(f"{name}={_escape_control(str(value))}" for name, value in shown.items())
        line = f"{_format_time(record)} {record.levelname} {record.name}: {message}" + (f" [{tail}]" if tail else "")
        trace = self.format_traceback(record)
        return "\n    ".join([line, *(_escape_control(one) for one in trace.splitlines())]) if trace else line


def _escape_control(text: str) -> str:
    return _CONTROL_CHARACTERS.sub(lambda found: found.group().encode("unicode_escape").decode("ascii"), text)
