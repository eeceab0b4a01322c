"""How much memory a step may take, and where it may write, for modules that make a large table of something else."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class StepAllowance:
    """Bytes of memory that the step may take, and bytes that it may write; where its outputs go."""

    memory: int
    disk: int
    folder: Path


_allowance: ContextVar[StepAllowance | None] = ContextVar("step_allowance", default=None)


@contextmanager
def provide_allowance(allowance: StepAllowance) -> Iterator[None]:
    """Within this block, `get_allowance` returns this."""
    token = _allowance.set(allowance)
    try:
        yield
    finally:
        _allowance.reset(token)


def get_allowance() -> StepAllowance | None:
    """What the step has; None where a module is called by itself."""
    return _allowance.get()
