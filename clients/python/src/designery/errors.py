"""What can go wrong, as exceptions whose messages are the sentences of the server."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


class DesigneryError(Exception):
    """Something that the caller can put right; the message says what to do."""


class NotConnected(DesigneryError):
    """There is no server to ask, and no embedded one."""


class Refused(DesigneryError):
    """The server refused a request: `status` is that of HTTP, `detail` all that it said."""

    def __init__(self, message: str, status: int = 0, detail: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.detail = dict(detail or {})


class NotFound(Refused):
    """What was asked for does not exist."""


@dataclass(frozen=True)
class Problem:
    """Why a node cannot run, or what would make it better; `fix` says what the button in the browser would do."""

    node: str | None
    field: str | None
    message: str
    fix: str | None = None
    severity: str = "error"
    rule: str = ""
    edits: Sequence[Mapping[str, Any]] = dataclasses.field(default=(), repr=False)

    def __str__(self) -> str:
        place = self.node if self.field is None else f"{self.node}, {self.field}"
        return f"{place or 'design'}: {self.message}" + (f" Fix: {self.fix}." if self.fix else "")


class DesignError(DesigneryError):
    """A design cannot run as it is; `problems` say why, each with node, sentence and fix."""

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        noun = "problem" if len(self.problems) == 1 else "problems"
        lines = [f"'{name}' has {len(self.problems)} {noun}:", *(f"  {problem}" for problem in self.problems)]
        super().__init__("\n".join(lines))


class RunFailed(DesigneryError):
    """A run did not succeed; the message holds the error of each failed step with its number."""
