"""Stored files that nobody has validated yet are read in full by a process in a sandbox, when they are first wanted."""

import asyncio
import threading
from pathlib import Path

from server.runs.sandbox.inside.sandbox_messages import FilesValidated
from server.runs.sandbox.inside.sandbox_requests import InputFile
from server.runs.sandbox.output_validation import validate_in_sandbox
from server.runs.sandbox.sandbox_pool import SandboxPool
from server.runs.sandbox.zygote_channel import SandboxFailed
from server.storage.files.artifact_store import ArtifactNotValidated

#: Old results are opened one after another: a page full of them starts no crowd of processes.
MAX_CONCURRENT_VALIDATIONS = 2


class StoredFileValidator:
    """Called from the threads of endpoints; works in the event loop, by a sandbox of the pool for each file.

    Not for many threads of the loop's own executor at once: opening a sandbox needs one of these.
    """

    def __init__(self, pool: SandboxPool, loop: asyncio.AbstractEventLoop) -> None:
        self._pool = pool
        self._loop = loop
        self._thread = threading.get_ident()
        self._slots = asyncio.Semaphore(MAX_CONCURRENT_VALIDATIONS)
        self._pending: dict[Path, asyncio.Task[str | None]] = {}

    def __call__(self, file: Path, port_type: str) -> str | None:
        """What is wrong with the file, or None. Raises ArtifactNotValidated."""
        assert threading.get_ident() != self._thread, "The event loop would wait for itself."
        return asyncio.run_coroutine_threadsafe(self._validate_once(file, port_type), self._loop).result()

    async def _validate_once(self, file: Path, port_type: str) -> str | None:
        """Whoever wants the same file meanwhile waits for the same answer."""
        task = self._pending.get(file)
        if task is None:
            task = self._pending[file] = asyncio.create_task(self._validate(file, port_type), name="validation")
            task.add_done_callback(lambda _: self._pending.pop(file, None))
        return await asyncio.shield(task)

    async def _validate(self, file: Path, port_type: str) -> str | None:
        async with self._slots:
            try:
                sandbox = await self._pool.acquire(scripts=False)
            except SandboxFailed as error:
                raise ArtifactNotValidated(f"This result could not be checked before it is shown. {error}") from None
            try:
                result = await validate_in_sandbox([InputFile(file, port_type)], "validation", sandbox)
            finally:
                await self._pool.release(sandbox)
        if not isinstance(result, FilesValidated):
            raise ArtifactNotValidated("This result could not be checked before it is shown. Try again.")
        return result.flaw
