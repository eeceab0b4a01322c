"""Stored files that nobody has validated yet are read in full by a process in a sandbox, when they are first wanted."""

import asyncio
import threading
from pathlib import Path

from server.runs.lines import SandboxFailed
from server.runs.pool import SandboxPool
from server.runs.steps import InputFile, Validated
from server.runs.validated import validation_of
from server.storage.artifacts import NotValidated

#: Old results are opened one after another: a page full of them starts no crowd of processes.
AT_ONCE = 2


class Inspector:
    """Called from the threads of endpoints; works in the event loop, by a sandbox of the pool for each file.

    Not for many threads of the loop's own executor at once: opening a sandbox needs one of these.
    """

    def __init__(self, pool: SandboxPool, loop: asyncio.AbstractEventLoop) -> None:
        self._pool = pool
        self._loop = loop
        self._thread = threading.get_ident()
        self._at_once = asyncio.Semaphore(AT_ONCE)
        self._under_way: dict[Path, asyncio.Task[str | None]] = {}

    def __call__(self, file: Path, port_type: str) -> str | None:
        """What is wrong with the file, or None. Raises NotValidated."""
        assert threading.get_ident() != self._thread, "The event loop would wait for itself."
        return asyncio.run_coroutine_threadsafe(self._shared(file, port_type), self._loop).result()

    async def _shared(self, file: Path, port_type: str) -> str | None:
        """Whoever wants the same file meanwhile waits for the same answer."""
        task = self._under_way.get(file)
        if task is None:
            task = self._under_way[file] = asyncio.create_task(self._inspect(file, port_type), name="validation")
            task.add_done_callback(lambda _: self._under_way.pop(file, None))
        return await asyncio.shield(task)

    async def _inspect(self, file: Path, port_type: str) -> str | None:
        async with self._at_once:
            try:
                sandbox = await self._pool.take(scripts=False)
            except SandboxFailed as error:
                raise NotValidated(f"This result could not be checked before it is shown. {error}") from None
            try:
                found = await validation_of([InputFile(file, port_type)], "validation", sandbox)
            finally:
                await self._pool.put_away(sandbox)
        if not isinstance(found, Validated):
            raise NotValidated("This result could not be checked before it is shown. Try again.")
        return found.flaw
