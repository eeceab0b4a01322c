"""What somebody wants of a step that is under way: to stand still, to take longer, to end with what it has."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class StepControl:
    """The wishes so far; `extra_seconds` are added to the time that the step was given."""

    is_finish_requested: bool = False
    is_paused: bool = False
    extra_seconds: int = 0

    def encode(self) -> bytes:
        """As one short line of fixed length, which is written over the one before."""
        return b"%d %d %-10d" % (self.is_finish_requested, self.is_paused, self.extra_seconds)

    @classmethod
    def decode(cls, text: str) -> Self:
        """From that line; nothing is wanted where there is none."""
        parts = text.split()
        if len(parts) != 3:
            return cls()
        finish, paused, extra = (int(part) for part in parts)
        return cls(bool(finish), bool(paused), extra)
