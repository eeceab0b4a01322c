"""One replica: a process in a sandbox that holds a deployment, and the pipes to and from it."""

import asyncio
import json
import logging
import os
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from server.folder_removal import remove_folder
from server.runs.sandbox.inside.privileges import give_ownership
from server.runs.sandbox.inside.replica_protocol import (
    ANSWERS_PIPE,
    LENGTHS,
    ONNX_FILE,
    REQUESTS_PIPE,
    ReplicaFacts,
    ReplicaFailed,
    RequestHeader,
    pack_frame,
    unpack_lengths,
)
from server.runs.sandbox.inside.sandbox_messages import StepFailed, StepOutcome
from server.runs.sandbox.inside.sandbox_requests import ReplicaRequest
from server.runs.sandbox.run_sandbox import RunSandbox
from server.runs.sandbox.sandbox_pool import SandboxPool

#: So long a deployment may take to be loaded.
LOAD_SECONDS = 120.0
READ_AHEAD_BYTES = 2**20
#: So long after its pipe has ended it is waited for what is said of its process.
END_SECONDS = 2.0
#: What reading a frame raises where the process has ended, or wrote something else.
UNREADABLE = (asyncio.IncompleteReadError, OSError, ReplicaFailed, ValueError)

logger = logging.getLogger(__name__)


class ReplicaLost(Exception):
    """The process has ended before it answered."""


class CannotLoad(Exception):
    """The deployment cannot be loaded; the message says why."""


class Replica:
    """A process that answers one request after another. All methods belong to one event loop."""

    def __init__(self, sandbox: RunSandbox, pool: SandboxPool, request: ReplicaRequest) -> None:
        self._sandbox = sandbox
        self._pool = pool
        self.request = request
        #: What it said of itself: its columns, its outputs and its process.
        self.introduction: ReplicaFacts = {}
        #: The model as ONNX, where the replica was asked to convert it.
        self.converted = b""
        self._process: asyncio.Task[StepOutcome] | None = None
        self._reader: asyncio.StreamReader | None = None
        self._transports: list[asyncio.BaseTransport] = []
        self._writer: asyncio.StreamWriter | None = None
        self.answered = 0

    @classmethod
    async def start(cls, pool: SandboxPool, request: ReplicaRequest, onnx: bytes | None = None) -> "Replica":
        """A replica that is ready to answer. Raises CannotLoad, ReplicaLost and SandboxFailed.

        `onnx` is the model that it reads if the request says that it is stored.
        """
        sandbox = await pool.acquire(scripts=not request.trusted)
        folder = sandbox.folder / f"replica-{uuid.uuid4().hex[:12]}"
        replica = cls(sandbox, pool, replace(request, folder=folder, step=folder.name))
        try:
            async with asyncio.timeout(LOAD_SECONDS):
                await replica._open(onnx)
        except TimeoutError:
            await asyncio.shield(replica.close())
            raise CannotLoad(f"The deployment was not loaded within {LOAD_SECONDS:.0f} s.") from None
        except BaseException:
            await asyncio.shield(replica.close())
            raise
        return replica

    @property
    def is_running(self) -> bool:
        """Whether its process is there."""
        return self._process is not None and not self._process.done()

    def on_end(self, call: Callable[[], object]) -> None:
        """Have this called when the process has ended, for whatever reason."""
        assert self._process is not None
        self._process.add_done_callback(lambda _: call())

    async def _open(self, onnx: bytes | None) -> None:
        """Open the pipes and start the process; once it is ready, only it holds their other ends."""
        folder = self.request.folder
        folder.mkdir(mode=0o700)
        if onnx is not None:
            await asyncio.to_thread((folder / ONNX_FILE).write_bytes, onnx)
            give_ownership(folder / ONNX_FILE, self._sandbox.user)
        held = [self._make_pipe(folder / name) for name in (REQUESTS_PIPE, ANSWERS_PIPE)]
        try:
            await self._connect(folder)
            self._process = asyncio.create_task(
                self._sandbox.run_step(self.request, _ignore_event), name=f"replica {folder.name}"
            )
            self.introduction, self.converted = await self._read_introduction()
        finally:
            for descriptor in held:
                os.close(descriptor)

    def _make_pipe(self, path: Path) -> int:
        os.mkfifo(path, 0o600)
        give_ownership(path, self._sandbox.user)
        return os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)

    async def _connect(self, folder: Path) -> None:
        loop = asyncio.get_running_loop()
        writing = os.fdopen(os.open(folder / REQUESTS_PIPE, os.O_WRONLY | os.O_NONBLOCK | os.O_CLOEXEC), "wb", 0)
        reading = os.fdopen(os.open(folder / ANSWERS_PIPE, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb", 0)
        self._reader = reader = asyncio.StreamReader(READ_AHEAD_BYTES)
        incoming, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), reading)
        outgoing, protocol = await loop.connect_write_pipe(asyncio.streams.FlowControlMixin, writing)
        self._writer = asyncio.StreamWriter(outgoing, protocol, None, loop)
        self._transports = [incoming, outgoing]

    async def ask(self, header: RequestHeader, body: bytes) -> tuple[ReplicaFacts, bytes]:
        """The answer to a request. Raises ReplicaLost where the process ends before it has answered."""
        if self._writer is None or not self.is_running:
            raise ReplicaLost
        try:
            self._writer.write(pack_frame(header, body))
            await self._writer.drain()
        except OSError:
            raise ReplicaLost from None
        answer = await self._read_answer()
        self.answered += 1
        return answer

    async def _read_introduction(self) -> tuple[ReplicaFacts, bytes]:
        """The first frame, or why none comes: until then the pipe does not end with the process."""
        assert self._reader is not None
        assert self._process is not None
        reading = asyncio.ensure_future(self._read_frame(self._reader))
        try:
            await asyncio.wait([reading, self._process], return_when=asyncio.FIRST_COMPLETED)
            if not reading.done():
                raise self._explain_end(self._process.result())
            return reading.result()
        except UNREADABLE:
            raise ReplicaLost from None
        finally:
            reading.cancel()

    async def _read_answer(self) -> tuple[ReplicaFacts, bytes]:
        """The next frame, or why none comes: the pipe ends with the process."""
        assert self._reader is not None
        assert self._process is not None
        try:
            return await self._read_frame(self._reader)
        except UNREADABLE:
            await asyncio.wait([self._process], timeout=END_SECONDS)
            raise (self._explain_end(self._process.result()) if self._process.done() else ReplicaLost()) from None

    async def _read_frame(self, reader: asyncio.StreamReader) -> tuple[ReplicaFacts, bytes]:
        header_length, body_length = unpack_lengths(await reader.readexactly(LENGTHS.size))
        header = json.loads(await reader.readexactly(header_length))
        if not isinstance(header, dict):
            raise ReplicaFailed("A replica wrote no answer.")
        return header, await reader.readexactly(body_length)

    def _explain_end(self, outcome: StepOutcome) -> Exception:
        if isinstance(outcome, StepFailed):
            return CannotLoad(outcome.error.message)
        message = getattr(outcome, "message", "")
        logger.warning("A replica has ended: %s %s", getattr(outcome, "reason", outcome.kind), message)
        return CannotLoad(message) if message else ReplicaLost()

    async def close(self) -> None:
        """End the process, and give back its sandbox."""
        for transport in self._transports:
            transport.close()
        if self._process is not None and not self._process.done():
            await self._sandbox.cancel(self.request.step)
            await asyncio.wait([self._process])
        await asyncio.to_thread(remove_folder, self.request.folder)
        await self._pool.release(self._sandbox)


def _ignore_event(_event: object) -> None:
    """What a replica prints is of no interest."""
