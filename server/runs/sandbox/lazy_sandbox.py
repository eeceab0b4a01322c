"""The sandbox of one run: taken when the first step needs a process, one for all, and given back at the end."""

import asyncio
from collections.abc import Callable

from server.runs.sandbox.run_sandbox import RunSandbox
from server.runs.sandbox.sandbox_pool import SandboxPool

#: So long nothing is said of a sandbox that still starts.
SECONDS_BEFORE_NOTICE = 1.0


class LazySandbox:
    """A sandbox of the pool for as long as a run lasts."""

    def __init__(self, pool: SandboxPool, needs_scripts: Callable[[], bool]) -> None:
        self._pool = pool
        self._needs_scripts = needs_scripts
        self._acquiring: asyncio.Task[RunSandbox] | None = None

    async def open(self, on_waiting: Callable[[str], object] | None = None) -> RunSandbox:
        """The sandbox, once it is there; `on_waiting` gets a sentence if that takes a while. Raises SandboxFailed."""
        if self._acquiring is None:
            self._acquiring = asyncio.create_task(self._pool.acquire(scripts=self._needs_scripts()), name="sandbox")
        if on_waiting is not None:
            await asyncio.wait([self._acquiring], timeout=SECONDS_BEFORE_NOTICE)
            if not self._acquiring.done():
                on_waiting(self._describe_wait())
        return await asyncio.shield(self._acquiring)

    async def close(self) -> None:
        """Give it back; one that still starts is not waited for."""
        if self._acquiring is None:
            return
        self._acquiring.cancel()
        await asyncio.wait([self._acquiring])
        if not self._acquiring.cancelled() and self._acquiring.exception() is None:
            await self._pool.release(self._acquiring.result())

    def _describe_wait(self) -> str:
        others = self._pool.opening_count - 1
        if others <= 0:
            return "Waiting for its sandbox to start."
        return f"Waiting for its sandbox to start: {others} {'other is' if others == 1 else 'others are'} starting too."
