"""Log lines, ours and those of libraries, in one form: text or JSON, with what they are about and without secrets."""

import json
import logging
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Literal

Format = Literal["text", "json"]
Level = Literal["debug", "info", "warning", "error"]

#: What a line may be about, in this order: `error` is the number that a user was told.
FIELDS = ("error", "request", "person", "person_name", "workspace", "run", "step", "experiment")
#: What the line of one request has beside that.
OF_REQUEST = ("method", "path", "route", "status", "ms", "address")
REDACTED = "[redacted]"

_SECRETS = (
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
#: What could end a line early, or hide in a terminal.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

_about: ContextVar[dict[str, Any] | None] = ContextVar("about", default=None)


def new_id() -> str:
    """The id of a request or an error: short enough to be read aloud."""
    return secrets.token_hex(6)


@contextmanager
def about(**fields: str | None) -> Iterator[None]:
    """Lines written in this block, and in tasks that begin in it, are about these too."""
    token = _about.set({**(_about.get() or {}), **fields})
    try:
        yield
    finally:
        _about.reset(token)


def note(**fields: str | None) -> None:
    """Lines of the block that one is in are about these as well, which only became known inside of it."""
    known = _about.get()
    if known is not None:
        known.update(fields)


def subject() -> Mapping[str, Any]:
    """What lines are about at the moment."""
    return _about.get() or {}


def redact(text: str) -> str:
    """The text without what looks like a password, a token or the values of a statement."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


def configure_logging(form: Format, level: Level) -> None:
    """Write every line of this process to standard error. Libraries are silent below INFO: they repeat secrets."""
    wanted = logging.getLevelNamesMapping()[level.upper()]
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    handler.addFilter(_add_subject)
    logging.basicConfig(level=max(wanted, logging.INFO), handlers=[handler], force=True)
    for ours in ("server", "modules"):
        logging.getLogger(ours).setLevel(wanted)
    # What alembic sets up is of no interest; that tables are brought up, we say.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.captureWarnings(True)


def _add_subject(record: logging.LogRecord) -> bool:
    """Told in the task that writes the line; what the line says of itself stays."""
    for name, value in subject().items():
        if not hasattr(record, name):
            setattr(record, name, value)
    return True


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    found = {name: getattr(record, name, None) for name in (*OF_REQUEST, *FIELDS)}
    return {name: value for name, value in found.items() if value is not None}


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class _Lines(logging.Formatter):
    """What both forms have in common."""

    def traceback_of(self, record: logging.LogRecord) -> str:
        parts = [self.formatException(record.exc_info)] if record.exc_info else []
        return redact("\n".join([*parts, *([record.stack_info] if record.stack_info else [])]))


class JsonLines(_Lines):
    """One JSON object on a line."""

    def format(self, record: logging.LogRecord) -> str:
        fields = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redact(record.getMessage()),
            **_fields(record),
        }
        trace = self.traceback_of(record)
        return json.dumps({**fields, "traceback": trace} if trace else fields, default=str)


class TextLines(_Lines):
    """A line for people; those of a traceback are indented, so that none can look like another entry."""

    def format(self, record: logging.LogRecord) -> str:
        message = _visible(redact(record.getMessage()))
        # The line of a request says all that in its message.
        told = {name: value for name, value in _fields(record).items() if name not in OF_REQUEST}
        tail = " ".join(f"{name}={_visible(str(value))}" for name, value in told.items())
        line = f"{_time(record)} {record.levelname} {record.name}: {message}" + (f" [{tail}]" if tail else "")
        trace = self.traceback_of(record)
        return "\n    ".join([line, *(_visible(one) for one in trace.splitlines())]) if trace else line


def _visible(text: str) -> str:
    return _CONTROL.sub(lambda found: found.group().encode("unicode_escape").decode("ascii"), text)
