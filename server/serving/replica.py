"""One replica: a process in a sandbox that holds a deployment, and the pipes to and from it."""

import asyncio
import logging
import os
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from server.folder_removal import remove_folder
from server.runs.sandbox.inside.privileges import give_ownership
from server.runs.sandbox.inside.replica_protocol import (
    ANSWERS_PIPE,
    ONNX_FILE,
    REQUESTS_PIPE,
    ReplicaFacts,
    RequestHeader,
    pack_frame,
)
from server.runs.sandbox.inside.sandbox_messages import StepFailed, StepOutcome
from server.runs.sandbox.inside.sandbox_requests import ReplicaRequest
from server.runs.sandbox.run_sandbox import RunSandbox
from server.runs.sandbox.sandbox_pool import SandboxPool
from server.serving.replica_channel import ChannelEnded, ReplicaChannel

#: So long a deployment may take to be loaded.
LOAD_SECONDS = 120.0
#: So long after its pipe has ended it is waited for what is said of its process.
END_SECONDS = 2.0
#: So many small requests are sent before the first of them is answered: the process never waits for the server, and
#: scores rows together where it can. Larger ones are sent alone.
MAX_SENT_AHEAD = 16
SMALL_REQUEST_BYTES = 2**13

logger = logging.getLogger(__name__)


class ReplicaLost(Exception):
    """The process has ended before it answered. `began`: it may have been this request that ended it."""

    def __init__(self, *, began: bool = True) -> None:
        super().__init__()
        self.began = began


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
        self._channel: ReplicaChannel | None = None

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
            channel = self._channel = self._connect(folder)
            self._process = asyncio.create_task(
                self._sandbox.run_step(self.request, _ignore_event), name=f"replica {folder.name}"
            )
            self.introduction, self.converted = await self._read_introduction(channel)
        finally:
            for descriptor in held:
                os.close(descriptor)

    def _make_pipe(self, path: Path) -> int:
        os.mkfifo(path, 0o600)
        give_ownership(path, self._sandbox.user)
        return os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)

    def _connect(self, folder: Path) -> ReplicaChannel:
        flags = os.O_NONBLOCK | os.O_CLOEXEC
        requests = os.open(folder / REQUESTS_PIPE, os.O_WRONLY | flags)
        return ReplicaChannel(requests, os.open(folder / ANSWERS_PIPE, os.O_RDONLY | flags))

    @property
    def load(self) -> int:
        """How many requests it has not answered yet."""
        return self._channel.load if self._channel is not None else 0

    def can_take(self, size: int) -> bool:
        """Whether a request of this size can be sent: at once, or behind small ones if it is small."""
        channel = self._channel
        if channel is None or not self.is_running:
            return False
        small = size <= SMALL_REQUEST_BYTES and channel.size_in_turn <= 2 * SMALL_REQUEST_BYTES
        return channel.load == 0 or (small and channel.load < MAX_SENT_AHEAD)

    async def ask(self, header: RequestHeader, body: bytes, seconds: float) -> tuple[ReplicaFacts, bytes]:
        """The answer to a request. Raises ReplicaLost where the process ends before it has answered, and TimeoutError
        if the answer takes longer once the requests before it are answered; the replica is of no use then."""
        if self._channel is None or not self.is_running:
            raise ReplicaLost(began=False)
        try:
            return await self._channel.send(pack_frame(header, body), seconds)
        except ChannelEnded as ended:
            if not ended.began:
                raise ReplicaLost(began=False) from None
        assert self._process is not None
        await asyncio.wait([self._process], timeout=END_SECONDS)
        raise self._explain_end(self._process.result()) if self._process.done() else ReplicaLost()

    async def _read_introduction(self, channel: ReplicaChannel) -> tuple[ReplicaFacts, bytes]:
        """The first frame, or why none comes: until then the pipe does not end with the process."""
        assert self._process is not None
        reading = channel.expect()
        ends: list[asyncio.Future[Any]] = [reading, self._process]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        if not reading.done():
            raise self._explain_end(self._process.result())
        try:
            return reading.result()
        except ChannelEnded:
            raise ReplicaLost from None

    def _explain_end(self, outcome: StepOutcome) -> Exception:
        if isinstance(outcome, StepFailed):
            return CannotLoad(outcome.error.message)
        message = getattr(outcome, "message", "")
        logger.warning("A replica has ended: %s %s", getattr(outcome, "reason", outcome.kind), message)
        return CannotLoad(message) if message else ReplicaLost()

    async def close(self) -> None:
        """End the process, and give back its sandbox."""
        if self._channel is not None:
            self._channel.close(began=False)
        if self._process is not None and not self._process.done():
            await self._sandbox.cancel(self.request.step)
            await asyncio.wait([self._process])
        await asyncio.to_thread(remove_folder, self.request.folder)
        await self._pool.release(self._sandbox)


def _ignore_event(_event: object) -> None:
    """What a replica prints is of no interest."""
