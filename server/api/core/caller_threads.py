"""Threads that find out who asks and what they may do: short work that every request begins with.

They are their own, so that an edit, which needs no other thread, never waits for those that hold all other threads:
long answers, and writers who wait for their turn.
"""

from collections.abc import Callable
from typing import TypeVar, TypeVarTuple

from anyio import CapacityLimiter
from anyio.to_thread import run_sync

Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")

_threads = CapacityLimiter(8)


async def identify_in_thread(work: Callable[[*Arguments], Result], *arguments: *Arguments) -> Result:
    """What the work gives, which only reads a few rows of the database."""
    return await run_sync(work, *arguments, limiter=_threads)
