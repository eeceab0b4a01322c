"""The sandbox of one run: taken when the first step needs a process, one for all, and given back at the end."""

import asyncio
from collections.abc import Callable

from server.runs.pool import SandboxPool
from server.runs.sandbox import RunSandbox


class TakenSandbox:
    """A sandbox of the pool for as long as a run lasts."""

    def __init__(self, pool: SandboxPool, needs_scripts: Callable[[], bool]) -> None:
        self._pool = pool
        self._needs_scripts = needs_scripts
        self._taking: asyncio.Task[RunSandbox] | None = None

    async def open(self) -> RunSandbox:
        """The sandbox, once it is there. Raises SandboxFailed."""
        if self._taking is None:
            self._taking = asyncio.create_task(self._pool.take(scripts=self._needs_scripts()), name="sandbox")
        return await asyncio.shield(self._taking)

    async def close(self) -> None:
        """Give it back; one that still starts is not waited for."""
        if self._taking is None:
            return
        self._taking.cancel()
        await asyncio.wait([self._taking])
        if not self._taking.cancelled() and self._taking.exception() is None:
            await self._pool.put_away(self._taking.result())
