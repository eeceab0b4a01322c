"""The steps that a worker has: a server that was away finds those that went on without it."""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any

from server.runs.executors.dask_bridge.remote_steps import RemoteOutcome, RemoteSucceeded

#: How long the outcome of a step is kept for a server that comes back.
KEPT_SECONDS = 15 * 60.0


class WorkerSteps:
    """What runs on a worker, or succeeded there a while ago. All methods belong to the event loop of the worker."""

    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[RemoteOutcome]] = {}
        self._ended_at: dict[str, float] = {}

    async def run(self, key: str, work: Coroutine[Any, Any, RemoteOutcome]) -> RemoteOutcome:
        """Do the work of a step to its end, also if nobody waits for it any more."""
        self._forget_old()
        task = self._tasks[key] = asyncio.create_task(work)
        task.add_done_callback(lambda _: self._ended_at.__setitem__(key, time.monotonic()))
        return await asyncio.shield(task)

    async def wait(self, key: str) -> RemoteOutcome:
        """How a step of `list_keys` ended, once it has."""
        return await asyncio.shield(self._tasks[key])

    def list_keys(self) -> list[str]:
        """The steps that are under way or succeeded: an attempt that failed is not taken over."""
        self._forget_old()
        return [key for key, task in self._tasks.items() if not task.done() or _has_succeeded(task)]

    def _forget_old(self) -> None:
        until = time.monotonic() - KEPT_SECONDS
        for key in [key for key, ended in self._ended_at.items() if ended < until]:
            del self._ended_at[key], self._tasks[key]


def _has_succeeded(task: "asyncio.Task[RemoteOutcome]") -> bool:
    return not task.cancelled() and task.exception() is None and isinstance(task.result(), RemoteSucceeded)
