"""The views of a run's outputs are made one after another, when its steps leave room for that."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress

from server.runs.journal import Placed

#: Views wait while steps end in quicker succession than this, but no longer than the second number.
QUIET_SECONDS, LONGEST_UNSEEN = 0.05, 1.0

logger = logging.getLogger(__name__)


class Viewer:
    """What still has no view. `make` makes the view of an output of a node."""

    def __init__(self, make: Callable[[str, Placed], Awaitable[None]]) -> None:
        self._make = make
        self._unseen: deque[tuple[float, str, Placed]] = deque()
        self._task: asyncio.Task[None] | None = None
        self._urgent: list[asyncio.Task[None]] = []
        self._last_end = 0.0
        self._over = asyncio.Event()

    def add(self, node: str, output: Placed) -> None:
        """Have the view of an output made soon."""
        self._unseen.append((time.monotonic(), node, output))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work(), name="views")

    def add_urgent(self, node: str, output: Placed) -> None:
        """Have the view of an output made now: the result of the run waits for it."""
        self._urgent.append(asyncio.create_task(self._made(node, output), name=f"view of {node}"))

    async def urgent_made(self) -> None:
        """Return when the urgent views are there."""
        await asyncio.gather(*self._urgent, return_exceptions=True)

    def step_ended(self) -> None:
        self._last_end = time.monotonic()

    def cancel(self) -> None:
        """Make no more views."""
        self._unseen.clear()
        for task in self._tasks():
            task.cancel()

    async def finish(self) -> None:
        """No step follows any more: make the views that are left."""
        self._over.set()
        await asyncio.gather(*self._tasks(), return_exceptions=True)

    def _tasks(self) -> list[asyncio.Task[None]]:
        return [*self._urgent, *([self._task] if self._task else [])]

    async def _work(self) -> None:
        while self._unseen:
            since, node, output = self._unseen.popleft()
            await self._quiet(since + LONGEST_UNSEEN)
            await self._made(node, output)

    async def _made(self, node: str, output: Placed) -> None:
        try:
            await self._make(node, output)
        except Exception:
            logger.exception("The view of %s.%s could not be made", node, output.port)

    async def _quiet(self, until: float) -> None:
        """Return when steps take their time, so that a view takes none of theirs; at the latest at the given moment."""
        while not self._over.is_set() and (wait := min(until, self._last_end + QUIET_SECONDS) - time.monotonic()) > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), wait)
