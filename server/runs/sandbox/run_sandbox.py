"""One sandbox per run: the server's end of the conversation with a zygote."""

import asyncio
import itertools
import json
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from server.runs.sandbox.file_ownership import give_request_files
from server.runs.sandbox.inside.privileges import give_ownership
from server.runs.sandbox.inside.sandbox_launcher import Mechanism, SandboxSpec
from server.runs.sandbox.inside.sandbox_messages import (
    EscapesAttempted,
    FilesValidated,
    PreviewDone,
    SandboxMessage,
    StepCancelled,
    StepCrashed,
    StepEvent,
    StepFailed,
    StepOutcome,
    StepStarted,
    StepSucceeded,
    ViewMade,
)
from server.runs.sandbox.inside.sandbox_protocol import message_adapter, to_json_line
from server.runs.sandbox.inside.sandbox_requests import (
    CancelRequest,
    InputFile,
    PreviewRequest,
    ProbeRequest,
    ReplicaRequest,
    SandboxRequest,
    StepRequest,
    ValidateRequest,
    ViewRequest,
    WorkRequest,
)
from server.runs.sandbox.launch_server_client import LaunchServerClient
from server.runs.sandbox.pending_request import OnEvent, PendingRequest, list_written_folders
from server.runs.sandbox.sandbox_specs import build_sandbox_spec
from server.runs.sandbox.step_budget import StepWatch, watchdog
from server.runs.sandbox.view_files import is_plain_view
from server.runs.sandbox.zygote_channel import (
    END_SECONDS,
    ChannelOpener,
    SandboxFailed,
    ZygoteChannel,
    spawn_in_own_boundary,
)

#: The zygote, its warm children, the view child and the threads' worth of processes that libraries start.
OWN_PROCESSES = 64
#: What a view may take that a user's code can have a hand in.
VIEW_SECONDS = 60.0

logger = logging.getLogger(__name__)


class RunSandbox:
    """A boundary with a zygote in it: steps of one run are forked inside and see nothing of the machine.

    All methods belong to one event loop. A step's own failure, its loss or its cancelling are outcomes, not exceptions.
    """

    def __init__(self, spec: SandboxSpec, open_zygote: ChannelOpener) -> None:
        self.folder = Path(spec.folder)
        self.mechanism = spec.mechanism
        #: Whom steps run as; None where they run as the server does.
        self.user = spec.user
        self._spec = spec
        self._open_zygote = open_zygote
        self._channel: ZygoteChannel | None = None
        self._reader_task: asyncio.Task[None] | None = None
        #: What is under way, by the step and by the name on the channel.
        self._pending_by_step: dict[str, PendingRequest] = {}
        self._pending_by_name: dict[str, PendingRequest] = {}
        self._has_left = False
        self._start_lock = asyncio.Lock()
        self._ending: set[asyncio.Task[None]] = set()
        self._count = itertools.count()
        #: The launch server that serves this sandbox alone, and ends with it.
        self._own_launch_server: LaunchServerClient | None = None

    @classmethod
    async def open(
        cls,
        folder: Path,
        readable: Sequence[Path],
        mechanism: Mechanism,
        *,
        max_processes: int = 128,
        launch_server: LaunchServerClient,
    ) -> "RunSandbox":
        """Start a sandbox that may write in `folder` (the run's, which exists) and read the folders `readable`.

        It has what the launch server has imported. Raises SandboxFailed.
        """
        return await cls.start(
            build_sandbox_spec(
                folder,
                readable,
                mechanism,
                max_processes=max_processes + OWN_PROCESSES,
                preload=launch_server.preload,
            ),
            partial(spawn_in_own_boundary, launch_server),
        )

    @classmethod
    async def open_alone(
        cls,
        folder: Path,
        readable: Sequence[Path],
        mechanism: Mechanism,
        *,
        max_processes: int = 128,
        preload: bool = True,
    ) -> "RunSandbox":
        """As `open`, with a launch server of its own, which takes 2 s to import the libraries with `preload`."""
        launch_server = LaunchServerClient(folder, preload=preload)
        try:
            sandbox = await cls.open(
                folder, readable, mechanism, max_processes=max_processes, launch_server=launch_server
            )
        except BaseException:
            await asyncio.shield(launch_server.close())
            raise
        sandbox._own_launch_server = launch_server
        return sandbox

    @classmethod
    async def start(cls, spec: SandboxSpec, open_zygote: ChannelOpener) -> "RunSandbox":
        """A sandbox by its spec, and by the way to open a channel to a zygote that follows it. Raises SandboxFailed."""
        sandbox = cls(spec, open_zygote)
        await sandbox._open_channel()
        return sandbox

    async def run_step(self, request: StepRequest | ReplicaRequest, on_event: OnEvent) -> StepOutcome:
        """Run one step and return how it ended; `on_event` gets its log, progress and outputs as they come.

        Outputs are named by the step itself: have them checked (`check_outcome` of the executor) before they are used.
        """
        request.folder.mkdir(parents=True, exist_ok=True)
        reply = await self._request_with_timeout(request, on_event, request.limits.seconds)
        return (
            reply
            if isinstance(reply, StepSucceeded | StepFailed | StepCrashed | StepCancelled)
            else StepCrashed("worker lost")
        )

    async def make_view(self, port: str, file: InputFile, folder: Path, *, trusted: bool = True) -> ViewMade | None:
        """Have the view and the thumbnail of a stored value made; the view is written to a new file in `folder`.

        `folder` is the run's or one in it. Views are made one at a time and at low priority, beside the steps; those of
        values that are not trusted in a process each, for as long as is reasonable. None if the value cannot be looked
        at. Where its process was lost, it is made once more: a result without a view stays without.
        """
        reply = await self._attempt_view(port, file, folder, trusted=trusted)
        if isinstance(reply, StepCrashed) and reply.reason == "worker lost":
            logger.warning(
                "The process of the view of %s was lost (%s). It is made once more.", file.path.name[:12], reply.detail
            )
            reply = await self._attempt_view(port, file, folder, trusted=trusted)
        return reply if isinstance(reply, ViewMade) else None

    async def _attempt_view(self, port: str, file: InputFile, folder: Path, *, trusted: bool) -> SandboxMessage | None:
        step = f"view-{next(self._count)}"
        own = folder if trusted else folder / step
        own.mkdir(exist_ok=True)
        view_path = own / f"{step}.json"
        request = ViewRequest(step, port, file, view_path, trusted)
        reply = await self._request_with_timeout(request, _ignore_event, None if trusted else VIEW_SECONDS)
        if isinstance(reply, StepFailed):
            logger.warning("No view of %s: %s", file.path.name[:12], reply.error.traceback or reply.error.message)
        if not isinstance(reply, ViewMade):
            return reply
        if reply.view_path != view_path:
            return None
        if trusted:
            return reply
        return replace(reply, glance=None) if is_plain_view(view_path, file.port_type) else None

    async def run_preview(
        self, request: PreviewRequest, on_event: OnEvent | None = None
    ) -> PreviewDone | StepCrashed | StepCancelled | None:
        """Run a design on a few rows; whatever the outcome, the results file of the request has what was done."""
        request.folder.mkdir(parents=True, exist_ok=True)
        reply = await self._request_with_timeout(request, on_event or _ignore_event, request.limits.seconds)
        return reply if isinstance(reply, PreviewDone | StepCrashed | StepCancelled) else None

    async def validate_files(self, request: ValidateRequest) -> FilesValidated | StepCrashed | StepCancelled | None:
        """Have files read in full by a fresh process that may read these and nothing else."""
        request.folder.mkdir(parents=True, exist_ok=True)
        reply = await self._request_with_timeout(request, _ignore_event, request.limits.seconds)
        return reply if isinstance(reply, FilesValidated | StepCrashed | StepCancelled) else None

    async def attempt_escapes(self, request: ProbeRequest) -> dict[str, bool]:
        """Attempt the registered escapes from where a script runs; {attempt: held back}, empty if it was lost."""
        try:
            reply = await self._send_and_wait(request, lambda event: logger.debug("Probe: %s", event))
        finally:
            self._forget_request(request.step)
        return reply.held_back if isinstance(reply, EscapesAttempted) else {}

    async def cancel(self, step: str) -> None:
        """Kill the step's process and all that came of it; `run_step` returns StepCancelled. Nothing if it is over."""
        await self._end_step(step, "cancelled")

    @property
    def runs_scripts(self) -> bool:
        """Whether steps may run a user's code in it."""
        return self._spec.runs_scripts

    async def close(self) -> None:
        """End all processes; steps that still run are lost. The folder stays."""
        await self._close_channel()
        if self._own_launch_server is not None:
            await self._own_launch_server.close()

    async def _close_channel(self) -> None:
        """Close the channel, whereupon the zygote ends, and wait until nothing is left of it."""
        channel, self._channel = self._channel, None
        if channel is None:
            return
        channel.send_eof()
        if self._reader_task is not None:
            await asyncio.wait([self._reader_task], timeout=END_SECONDS)
            if not self._reader_task.done():  # it is too busy to notice that
                await channel.kill_until(self._reader_task)
            await self._reader_task
        await channel.close()

    async def _open_channel(self) -> None:
        """Open the channel to a zygote that is ready."""
        await self._close_channel()
        give_ownership(self.folder, self.user)
        self._channel = await self._open_zygote(self._spec)
        self._has_left = False
        self._reader_task = asyncio.create_task(
            self._read_messages(self._channel.reader), name=f"sandbox of {self.folder.name}"
        )

    async def _request_with_timeout(
        self, request: WorkRequest, on_event: OnEvent, seconds: float | None
    ) -> SandboxMessage:
        """Ask, and see to it that the request is over when its time is, or when nobody waits any more."""
        try:
            async with asyncio.timeout(seconds):
                return await self._send_and_wait(request, on_event)
        except TimeoutError:
            return await self._end_step(request.step, "time limit")
        except asyncio.CancelledError:
            await asyncio.shield(self._end_step(request.step, "cancelled"))
            raise
        finally:
            self._forget_request(request.step)

    async def _send_and_wait(self, request: WorkRequest, on_event: OnEvent) -> SandboxMessage:
        """Send a request and wait for the message that ends it; again if the zygote left without looking at it."""
        harmless = isinstance(request, ValidateRequest) or getattr(request, "trusted", False)
        assert self.runs_scripts or harmless, "A user's code needs a boundary of its own."
        give_request_files(request, self.folder, self.user)
        while True:
            try:
                await self._ensure_zygote()
            except SandboxFailed as error:
                logger.error("%s", error)
                return StepCrashed("no sandbox", error.sentence)
            reply: asyncio.Future[SandboxMessage | None] = asyncio.get_running_loop().create_future()
            pending = PendingRequest(request, f"{request.step}#{next(self._count)}", on_event, reply)
            self._pending_by_step[request.step] = self._pending_by_name[pending.name] = pending
            self._send_request(replace(request, step=pending.name))
            message = await asyncio.shield(reply)
            if message is not None:
                return message
            self._forget_request(request.step)

    async def _ensure_zygote(self) -> None:
        async with self._start_lock:
            if self._reader_task is not None and not self._reader_task.done():
                return
            try:
                await self._open_channel()
            except SandboxFailed as error:
                logger.warning("%s It is tried once more.", error)
                await self._open_channel()

    async def _end_step(self, step: str, reason: Any) -> SandboxMessage:
        """Kill the step and wait for its end; where the zygote is too busy for that, all of this sandbox is killed."""
        pending = self._pending_by_step.get(step)
        if pending is None:
            return StepCancelled()
        pending.verdict = pending.verdict or (StepCancelled() if reason == "cancelled" else StepCrashed(reason))
        self._send_request(CancelRequest(pending.name, reason))
        if pending.watch is not None:
            pending.watch.kill()  # from outside that is quicker, and the zygote may be kept from its work
        await self._wait_for_end(pending)
        return await pending.reply or StepCancelled()

    async def _wait_for_end(self, pending: PendingRequest) -> None:
        """Wait until the zygote reports the end of a step; where that takes long, all of this sandbox is killed."""
        await asyncio.wait([pending.reply], timeout=END_SECONDS)
        if not pending.reply.done() and self._channel is not None:
            logger.warning("%s does not end, so all processes of its run are killed", pending.name)
            await self._channel.kill_until(pending.reply)

    def _forget_request(self, step: str) -> None:
        pending = self._pending_by_step.pop(step, None)
        if pending is not None:
            self._pending_by_name.pop(pending.name, None)
            pending.unwatch()

    def _watch_step(self, pending: PendingRequest, started: StepStarted) -> None:
        """See to it that the step keeps to its budget from now on."""
        if self._channel is None or self._channel.zygote_pid is None or isinstance(pending.request, ProbeRequest):
            return  # probes are to find out what the boundary holds by itself
        call_in_loop = asyncio.get_running_loop().call_soon_threadsafe
        request = pending.request
        pending.watch = StepWatch(
            zygote_pid=self._channel.zygote_pid,
            inner_pid=started.pid,
            worker_pids=frozenset(started.workers),
            folders=list_written_folders(request, self.folder),
            limits=request.limits,
            on_exceeded=lambda lost: call_in_loop(self._end_exceeded, pending, lost),
            uses_control_group=not getattr(request, "trusted", False),
        )
        watchdog.add(pending.watch)

    def _end_exceeded(self, pending: PendingRequest, crash: StepCrashed) -> None:
        """The processes of a step were killed: what the zygote says of its end is reported with the reason."""
        logger.warning("%s was ended. %s", pending.name, crash.message)
        pending.verdict = pending.verdict or crash
        if not pending.reply.done():
            ending = asyncio.create_task(self._wait_for_end(pending), name=f"end of {pending.name}")
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)

    def _send_request(self, request: SandboxRequest) -> None:
        if self._channel is None:  # it is being closed
            return
        self._channel.writer.write(to_json_line(request))

    async def _read_messages(self, reader: asyncio.StreamReader) -> None:
        """Hand each message to whoever waits for it; when the channel ends, all that was under way is lost."""
        try:
            with suppress(ConnectionError):
                while line := await reader.readline():
                    self._handle_line(line)
        finally:
            lost = StepCrashed("worker lost", detail="all processes of its run ended")
            for pending in list(self._pending_by_name.values()):
                if not pending.reply.done():
                    pending.reply.set_result(None if self._has_left else pending.verdict or lost)
                pending.unwatch()

    def _handle_line(self, line: bytes) -> None:
        before, _, content = line.partition(b"\t")
        name: str = json.loads(before)
        self._has_left = self._has_left or not name
        pending = self._pending_by_name.get(name)
        if pending is None or pending.reply.done():
            return
        try:
            message = message_adapter.validate_json(content)
        except ValidationError:  # a script wrote into its channel
            self._send_request(CancelRequest(name, "worker lost"))
            pending.reply.set_result(StepCrashed("worker lost", detail="a message of it has no known form"))
            return
        if isinstance(message, StepStarted):
            self._watch_step(pending, message)
        elif isinstance(message, StepEvent):
            pending.on_event(message)
        else:
            verdict = pending.verdict or (pending.watch.explain_end() if pending.watch else None)
            pending.unwatch()
            pending.reply.set_result(verdict if verdict and isinstance(message, StepCrashed | StepFailed) else message)


def _ignore_event(_event: StepEvent) -> None:
    """A view has no events."""
