"""Sandboxes for runs: at once from the fork server, and one with a boundary of its own warmed ahead for scripts."""

import asyncio
import logging
import socket
import time
import uuid
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from server.folder_removal import remove_folder
from server.runs.sandbox.inside.sandbox_launcher import Mechanism, SandboxSpec
from server.runs.sandbox.launch_server_client import LaunchedBoundary, LaunchServerClient
from server.runs.sandbox.run_sandbox import OWN_PROCESSES, RunSandbox
from server.runs.sandbox.sandbox_specs import build_sandbox_spec
from server.runs.sandbox.zygote_channel import (
    MAX_LINE_BYTES,
    SandboxFailed,
    ZygoteChannel,
    get_stderr_path,
)

#: Starting the next sandbox keeps a processor busy for a moment: short runs have it for themselves.
SECONDS_BEFORE_NEXT, SECONDS_AFTER_RUN = 5.0, 0.2
CHANNEL_READ_BYTES = 65_536
#: So long after it was last of use the pool ends its processes, which would keep 170 MB; the next run starts them anew.
SECONDS_BEFORE_REST = 600.0
#: A sandbox that does not start is tried so often.
MAX_START_ATTEMPTS = 2
STEP_PROCESSES = 128
#: What all runs without scripts may have at once.
SHARED_PROCESSES = 64 * OWN_PROCESSES

#: Finds out which boundary holds here.
FindMechanism = Callable[[], Awaitable[Mechanism]]

logger = logging.getLogger(__name__)


class ForkServerClient:
    """The server's end of the channel to a process that forks zygotes."""

    def __init__(self, spec: SandboxSpec, launch_server: LaunchServerClient) -> None:
        self.spec = spec
        self._launch_server = launch_server
        self._boundary: LaunchedBoundary | None = None
        self._control: socket.socket | None = None

    async def open(self) -> None:
        """Start it; it forks as soon as it has imported the libraries."""
        self._control, theirs = socket.socketpair()
        with theirs:
            self._boundary = await self._launch_server.launch(self.spec, theirs, get_stderr_path(self.spec))

    async def fork_zygote(self, spec: SandboxSpec) -> ZygoteChannel | None:
        """A channel to a new zygote; None if this fork server has ended, or takes no more. Raises SandboxFailed."""
        assert self._control is not None
        assert self._boundary is not None
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                message = spec.to_json().encode() + b"\n"
                await asyncio.to_thread(socket.send_fds, self._control, [message], [theirs.fileno()])
                reader, writer = await asyncio.open_unix_connection(sock=ours, limit=MAX_LINE_BYTES)
            except OSError:
                ours.close()
                return None
            except asyncio.CancelledError:
                ours.close()  # what was forked meanwhile finds its channel closed
                raise

        async def ended() -> None:
            with suppress(ConnectionError):  # the channel ends when nothing of the run is left
                while await reader.read(CHANNEL_READ_BYTES):
                    pass

        channel = ZygoteChannel(
            reader, writer, get_stderr_path(self.spec), ended, self._boundary, has_own_boundary=False
        )
        is_ready = False
        try:
            is_ready = await channel.wait_ready()
        finally:
            if not is_ready:
                writer.close()  # it finds its channel closed when it comes to it
        if channel.timed_out:  # it lives, and another one would make the machine busier
            raise SandboxFailed(f"A zygote ({self.spec.mechanism}) did not start in time.", timed_out=True)
        return channel if is_ready else None

    @property
    def is_running(self) -> bool:
        """Whether its process is there."""
        return self._boundary is not None and self._boundary.is_running

    async def close(self) -> None:
        """End it with all that came of it."""
        if self._control is not None:
            self._control.close()
        if self._boundary is not None:
            await asyncio.shield(self._boundary.ended)


class SandboxPool:
    """Hands out sandboxes. Each comes with a folder of its own for its run."""

    def __init__(
        self,
        root: Path,
        readable: Sequence[Path],
        mechanism: Mechanism | FindMechanism,
        *,
        max_starting: int = 2,
        max_processes: int = STEP_PROCESSES,
        rest_seconds: float = SECONDS_BEFORE_REST,
    ) -> None:
        """`root` holds the runs' folders and is this pool's alone; `readable` is what steps may read, as the store.
        A `mechanism` that is to be found is looked for once, before the first process starts.

        At most `max_starting` boundaries start at once: each keeps a processor busy. `max_processes` is how many one
        step may have. Where nobody was here for `rest_seconds`, the processes end until somebody comes.
        """
        self.root = root
        self.readable = tuple(readable)
        self._mechanism = mechanism
        self.max_processes = max_processes
        self._rest_seconds, self._used_at = rest_seconds, time.monotonic()
        #: How many sandboxes are handed out or asked for, and how many boundaries are starting or wait to be started.
        self.taken_count, self.opening_count = 0, 0
        self._start_slots = asyncio.Semaphore(max_starting)
        self.launch_server = LaunchServerClient(root / "launch_server")
        self.fork_servers: list[ForkServerClient] = []
        self._start_lock, self._mechanism_lock = asyncio.Lock(), asyncio.Lock()
        self._next_sandbox: asyncio.Task[RunSandbox] | None = None
        self._warm_timer: asyncio.TimerHandle | None = None
        self._rest_timer: asyncio.TimerHandle | None = None
        self._restart_task: asyncio.Task[ForkServerClient] | None = None
        self._rest_task: asyncio.Task[None] | None = None

    async def _find_mechanism(self) -> Mechanism:
        """The boundary of all processes; whoever starts one waits until it is known."""
        async with self._mechanism_lock:
            if not isinstance(self._mechanism, str):
                self._mechanism = await self._mechanism()
            return self._mechanism

    @property
    def is_ready(self) -> bool:
        """Whether the processes are there that sandboxes come from, or start when they are needed."""
        return not self.fork_servers or self.fork_servers[-1].is_running

    def wake(self) -> None:
        """Note that somebody is here, and start what sandboxes come from ahead of their first run."""
        self._note_use()
        if not self.fork_servers:
            self.restart()

    def restart(self) -> None:
        """Start the processes that sandboxes come from anew, where they are gone."""
        if not (self.fork_servers and self.is_ready) and self._restart_task is None:
            ended = self.fork_servers[-1] if self.fork_servers else None
            self._restart_task = asyncio.create_task(
                self._replace_fork_server(ended), name="restarting the fork server"
            )
            self._restart_task.add_done_callback(self._clear_restart)

    def _clear_restart(self, _: "asyncio.Task[ForkServerClient]") -> None:
        self._restart_task = None

    async def open(self, *, warm: bool = True) -> None:
        """Remove what a killed server left behind, and have the libraries imported; those that are not to be `warm` are
        imported when the first step needs a process."""
        remove_folder(self.root)
        (self.root / "fork_server" / "tmp").mkdir(parents=True)
        if warm:
            await self._start_fork_server()

    async def acquire(self, *, scripts: bool) -> RunSandbox:
        """A warm sandbox, with its `folder`; the caller gives it back by `release`. Raises SandboxFailed.

        Steps that run a user's code need one with `scripts`, which has a boundary of its own. Whoever cancels this ends
        what is being started.
        """
        self._note_use()
        self.taken_count += 1
        try:
            if not scripts:
                return await self._start_with_retry(self._start_shared)
            warming, self._next_sandbox = self.warm(), None
            self._schedule_warming(SECONDS_BEFORE_NEXT)
            return await self._await_warming(warming)
        except BaseException:
            self.taken_count -= 1
            raise

    async def release(self, sandbox: RunSandbox) -> None:
        """End a sandbox whose run is over and remove its folder."""
        await self._close_sandbox(sandbox)
        self.taken_count -= 1
        self._note_use()
        if sandbox.runs_scripts:
            self._schedule_warming(SECONDS_AFTER_RUN)

    async def _await_warming(self, warming: "asyncio.Task[RunSandbox]") -> RunSandbox:
        try:
            return await warming
        except asyncio.CancelledError:
            if warming.done() and not _has_failed(warming):  # it was there at the very moment when nobody wanted it
                await self._close_sandbox(warming.result())
            raise

    async def _close_sandbox(self, sandbox: RunSandbox) -> None:
        await sandbox.close()
        await asyncio.to_thread(remove_folder, sandbox.folder)

    def warm(self) -> "asyncio.Task[RunSandbox]":
        """See to it that a sandbox for scripts is ready when one is asked for: somebody is at work on some."""
        self._cancel_warm_timer()
        if self._next_sandbox is None or _has_failed(self._next_sandbox):
            self._next_sandbox = asyncio.create_task(
                self._start_with_retry(self._start_isolated), name="warming a sandbox"
            )
            self._next_sandbox.add_done_callback(_has_failed)
        return self._next_sandbox

    async def wait_ready(self) -> None:
        """Return when sandboxes of both kinds are there at once."""
        await asyncio.shield(self.warm())
        await self.release(await self.acquire(scripts=False))

    async def close(self) -> None:
        """End the fork servers, and the sandbox that is still waiting for a run."""
        if self._restart_task is not None:
            self._restart_task.cancel()
        if under_way := [task for task in (self._rest_task, self._restart_task) if task is not None]:
            await asyncio.wait(under_way)
        await self._end_processes()
        if self._rest_timer is not None:
            self._rest_timer.cancel()

    async def _end_processes(self) -> None:
        self._cancel_warm_timer()
        warming, self._next_sandbox = self._next_sandbox, None
        ending, self.fork_servers = self.fork_servers, []
        if warming is not None:
            warming.cancel()
            await asyncio.wait([warming])
            if not _has_failed(warming):
                await self._close_sandbox(warming.result())
        for fork_server in ending:
            await fork_server.close()
        await self.launch_server.close()

    def _note_use(self) -> None:
        self._used_at = time.monotonic()
        if self._rest_timer is None:
            self._schedule_rest(self._rest_seconds)

    def _schedule_rest(self, seconds: float) -> None:
        self._rest_timer = asyncio.get_running_loop().call_later(seconds, self._rest_when_idle)

    def _rest_when_idle(self) -> None:
        """End the processes, or look again later where they are in use, or were not long ago."""
        left = self._used_at + self._rest_seconds - time.monotonic()
        if self.taken_count or self.opening_count or left > 0:
            self._schedule_rest(left if left > 0 else self._rest_seconds)
            return
        self._rest_timer = None
        self._rest_task = asyncio.create_task(self._rest(), name="ending idle processes")

    async def _rest(self) -> None:
        """Whoever wants a sandbox meanwhile waits until the old processes are gone, and gets one from new ones."""
        async with self._start_lock:
            if self.taken_count or self.opening_count:
                self._note_use()
            else:
                await self._end_processes()

    async def _open_channel(self, spec: SandboxSpec) -> ZygoteChannel:
        """A channel to a zygote from the newest fork server, or from another one where that takes no more."""
        newest = self.fork_servers[-1] if self.fork_servers else await self._replace_fork_server(None)
        channel = await newest.fork_zygote(spec) or await (await self._replace_fork_server(newest)).fork_zygote(spec)
        if channel is None:
            raise SandboxFailed(
                f"The processes for steps ({newest.spec.mechanism}) did not start. "
                f"{get_stderr_path(newest.spec).read_text()}"
            )
        return channel

    async def _replace_fork_server(self, ended: ForkServerClient | None) -> ForkServerClient:
        async with self._start_lock:
            if not self.fork_servers or self.fork_servers[-1] is ended:  # else another run has met the same
                await self._start_fork_server()
            return self.fork_servers[-1]

    async def _start_fork_server(self) -> None:
        spec = await self._build_shared_spec(self.root / "fork_server")
        spec = replace(spec, folder=str(self.root.resolve()), role="fork_server")
        self.fork_servers.append(ForkServerClient(spec, self.launch_server))
        await self.fork_servers[-1].open()

    async def _start_with_retry(self, start: Callable[[Path], Awaitable[RunSandbox]]) -> RunSandbox:
        """A sandbox that was started in a new folder, if need be at the second try."""
        for attempt in range(1, MAX_START_ATTEMPTS + 1):
            folder = self._create_folder()
            try:
                return await start(folder)
            except BaseException as error:
                await asyncio.to_thread(remove_folder, folder)
                if attempt == MAX_START_ATTEMPTS or not isinstance(error, SandboxFailed):
                    raise
                logger.warning("%s It is tried once more.", error)
        raise AssertionError

    async def _start_isolated(self, folder: Path) -> RunSandbox:
        self.opening_count += 1
        try:
            async with self._start_slots:
                return await RunSandbox.open(
                    folder,
                    self.readable,
                    await self._find_mechanism(),
                    max_processes=self.max_processes,
                    launch_server=self.launch_server,
                )
        finally:
            self.opening_count -= 1

    async def _start_shared(self, folder: Path) -> RunSandbox:
        return await RunSandbox.start(await self._build_shared_spec(folder), self._open_channel)

    async def _build_shared_spec(self, folder: Path) -> SandboxSpec:
        spec = build_sandbox_spec(folder, self.readable, await self._find_mechanism(), max_processes=SHARED_PROCESSES)
        return replace(spec, runs_scripts=False)

    def _create_folder(self) -> Path:
        folder = self.root / uuid.uuid4().hex
        folder.mkdir(mode=0o700)
        return folder

    def _schedule_warming(self, seconds: float) -> None:
        self._cancel_warm_timer()
        self._warm_timer = asyncio.get_running_loop().call_later(seconds, self._warm_when_idle, seconds)

    def _warm_when_idle(self, seconds: float) -> None:
        """Warm one, or wait until no run waits for one of its own."""
        if self.opening_count:
            self._schedule_warming(seconds)
        else:
            self.warm()

    def _cancel_warm_timer(self) -> None:
        if self._warm_timer is not None:
            self._warm_timer.cancel()
            self._warm_timer = None


def _has_failed(warming: "asyncio.Task[RunSandbox]") -> bool:
    """Whether no sandbox came of it; the reason was logged where it was met."""
    return warming.done() and (warming.cancelled() or warming.exception() is not None)
