"""The sandbox of one run: taken when the first step needs a process, one for all, and given back at the end."""

import asyncio
from collections.abc import Callable

from server.runs.pool import SandboxPool
from server.runs.sandbox import RunSandbox

#: So long nothing is said of a sandbox that still starts.
SECONDS_BEFORE_TELLING = 1.0


class TakenSandbox:
    """A sandbox of the pool for as long as a run lasts."""

    def __init__(self, pool: SandboxPool, needs_scripts: Callable[[], bool]) -> None:
        self._pool = pool
        self._needs_scripts = needs_scripts
        self._taking: asyncio.Task[RunSandbox] | None = None

    async def open(self, waits: Callable[[str], object] | None = None) -> RunSandbox:
        """The sandbox, once it is there; `waits` gets a sentence if that takes a while. Raises SandboxFailed."""
        if self._taking is None:
            self._taking = asyncio.create_task(self._pool.take(scripts=self._needs_scripts()), name="sandbox")
        if waits is not None:
            await asyncio.wait([self._taking], timeout=SECONDS_BEFORE_TELLING)
            if not self._taking.done():
                waits(self._describe_wait())
        return await asyncio.shield(self._taking)

    async def close(self) -> None:
        """Give it back; one that still starts is not waited for."""
        if self._taking is None:
            return
        self._taking.cancel()
        await asyncio.wait([self._taking])
        if not self._taking.cancelled() and self._taking.exception() is None:
            await self._pool.put_away(self._taking.result())

    def _describe_wait(self) -> str:
        others = self._pool.opening - 1
        if others <= 0:
            return "Waiting for its sandbox to start."
        return f"Waiting for its sandbox to start: {others} {'other is' if others == 1 else 'others are'} starting too."
