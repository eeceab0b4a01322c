"""The views of a run's outputs are made one after another, when its steps leave room for that."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress

from server.runs.scheduling.run_state_writer import StoredOutput

#: Views wait while steps end in quicker succession than this, but no longer than the second number.
IDLE_SECONDS_BEFORE_VIEW, MAX_VIEW_DELAY = 0.05, 1.0

logger = logging.getLogger(__name__)


class ViewQueue:
    """What still has no view. `make` makes the view of an output of a node."""

    def __init__(self, make: Callable[[str, StoredOutput], Awaitable[None]]) -> None:
        self._make = make
        self._pending: deque[tuple[float, str, StoredOutput]] = deque()
        self._task: asyncio.Task[None] | None = None
        self._urgent: list[asyncio.Task[None]] = []
        self._last_end = 0.0
        self._over = asyncio.Event()

    def add(self, node: str, output: StoredOutput) -> None:
        """Have the view of an output made soon."""
        self._pending.append((time.monotonic(), node, output))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run_loop(), name="views")

    def add_urgent(self, node: str, output: StoredOutput) -> None:
        """Have the view of an output made now: the result of the run waits for it."""
        self._urgent.append(asyncio.create_task(self._make_view(node, output), name=f"view of {node}"))

    async def wait_for_urgent(self) -> None:
        """Return when the urgent views are there."""
        await asyncio.gather(*self._urgent, return_exceptions=True)

    def note_step_end(self) -> None:
        self._last_end = time.monotonic()

    def cancel(self) -> None:
        """Make no more views."""
        self._pending.clear()
        for task in self._list_tasks():
            task.cancel()

    async def finish(self) -> None:
        """No step follows any more: make the views that are left."""
        self._over.set()
        await asyncio.gather(*self._list_tasks(), return_exceptions=True)

    def _list_tasks(self) -> list[asyncio.Task[None]]:
        return [*self._urgent, *([self._task] if self._task else [])]

    async def _run_loop(self) -> None:
        while self._pending:
            since, node, output = self._pending.popleft()
            await self._wait_until_idle(since + MAX_VIEW_DELAY)
            await self._make_view(node, output)

    async def _make_view(self, node: str, output: StoredOutput) -> None:
        try:
            await self._make(node, output)
        except Exception:
            logger.exception("The view of %s.%s could not be made", node, output.port)

    async def _wait_until_idle(self, until: float) -> None:
        """Return when steps take their time, so that a view takes none of theirs; at the latest at the given moment."""
        while (
            not self._over.is_set()
            and (wait := min(until, self._last_end + IDLE_SECONDS_BEFORE_VIEW) - time.monotonic()) > 0
        ):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), wait)
