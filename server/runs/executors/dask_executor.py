"""Steps on a Dask cluster: the server's end of the process that speaks to it."""

import asyncio
import hashlib
import logging
import os
import shutil
import sys
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from modules.kit.step_control import StepControl
from server.runs.environments.environment_installer import BuiltEnvironment
from server.runs.executors.bridge_process import list_bridge_variables, parse_bridge_message
from server.runs.executors.dask_bridge.bridge_messages import (
    BridgeMessage,
    BridgeRequest,
    CancelStep,
    ControlStep,
    DescribeTarget,
    OpenTarget,
    StepBegan,
    StepEnded,
    StepSaid,
    StepWaits,
    SubmitStep,
    TargetDescription,
    TargetFailed,
    TargetOpened,
    bridge_request_adapter,
    to_line,
)
from server.runs.executors.dask_bridge.library_versions import list_versions
from server.runs.executors.dask_bridge.remote_steps import (
    RemoteEnded,
    RemoteEnvironment,
    RemoteSucceeded,
    list_artifacts_of,
    refuse_step,
    to_remote_step,
)
from server.runs.executors.executor import Report, StepJob
from server.runs.executors.local_executor import check_outcome
from server.runs.sandbox.inside.sandbox_launcher import CODE_FOLDER
from server.runs.sandbox.inside.sandbox_messages import (
    ProducedOutput,
    StepCrashed,
    StepEvent,
    StepFailed,
    StepOutcome,
    StepSucceeded,
)
from server.runs.sandbox.inside.sandbox_protocol import message_adapter
from server.runs.sandbox.inside.sandbox_requests import StepRequest
from server.runs.sandbox.output_validation import clip_error, validate_outputs
from server.runs.sandbox.run_sandbox import RunSandbox

logger = logging.getLogger(__name__)

MAX_LINE_BYTES = 64 * 2**20
DESCRIBE_SECONDS = 30.0
#: How long a cluster that has answered before is waited for.
RETURN_SECONDS, SECONDS_BETWEEN_TRIES = 300.0, 1.0
BRIDGE = "server.runs.executors.dask_bridge"


class TargetUnavailable(Exception):
    """A target cannot be used now; the sentence says why and what to do."""


@dataclass(frozen=True)
class DaskTarget:
    """A cluster by its address (tls://host:port), the PEM files of its certificates, and where values are exchanged."""

    name: str
    address: str
    ca_file: Path
    certificate_file: Path
    key_file: Path
    exchange: str


@dataclass(frozen=True)
class JobState:
    """A step that the cluster was given: since when (monotonic), and the address of the worker that has it."""

    run: str
    step: str
    since: float
    worker: str | None


@dataclass(eq=False)
class _RunningJob:
    """A step that the process was given."""

    job: StepJob
    report: Report
    on_started: Callable[[], None] | None
    on_waiting: Callable[[str], object] | None
    since: float = field(default_factory=time.monotonic)
    worker: str | None = None
    ended: "asyncio.Future[StepEnded]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class DaskExecutor:
    """Runs steps on one cluster, by a process that is started when the first one comes.

    All methods belong to one event loop.
    """

    def __init__(self, target: DaskTarget) -> None:
        self.target = target
        self._topic = _name_topic(target)
        self._versions = list_versions()
        self._process: asyncio.subprocess.Process | None = None
        self._was_open = False
        self._opening: asyncio.Task[None] | None = None
        self._reading: asyncio.Task[None] | None = None
        self._jobs: dict[str, _RunningJob] = {}
        self._descriptions: list[asyncio.Future[TargetDescription]] = []

    async def run_job(
        self,
        job: StepJob,
        report: Report,
        on_started: Callable[[], None] | None = None,
        on_waiting: Callable[[str], object] | None = None,
    ) -> StepOutcome:
        """Run the step on a worker; a lost worker is a lost attempt. Cancelling the awaiting task ends it there.

        What is lost before a worker has begun with the step is no attempt at it: the cluster is asked again.
        """
        deadline = None
        while True:
            try:
                await self._open_again(job, on_waiting)
            except TargetUnavailable as error:
                return refuse_step(error)
            running = _RunningJob(job, report, on_started, on_waiting)
            ended = await self._run_once(running)
            deadline = deadline or time.monotonic() + RETURN_SECONDS
            if running.worker is not None or not _is_lost(ended) or time.monotonic() > deadline:
                return await self._check(ended, job)
            await asyncio.sleep(SECONDS_BETWEEN_TRIES)

    async def _run_once(self, running: _RunningJob) -> StepEnded:
        """Give a step to the cluster, and wait until it ends there or is lost."""
        job = running.job
        key = _make_key(job)
        self._jobs[key] = running
        try:
            self._send(await asyncio.to_thread(self._build_submission, key, job))
            return await asyncio.shield(running.ended)
        except asyncio.CancelledError:
            self._send(CancelStep(key))
            with suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(running.ended), 1.0)
            raise
        finally:
            self._jobs.pop(key, None)

    async def control(self, step: str, sandbox: RunSandbox, wanted: StepControl) -> bool:
        """Have a step stand still, take longer or end early."""
        for key, running in self._jobs.items():
            if running.job.sandbox is sandbox and running.job.request.step == step:
                self._send(ControlStep(key, wanted))
                return True
        return False

    def list_jobs(self) -> list[JobState]:
        """The steps that this server has there, those first that have waited or run for longest."""
        jobs = (
            JobState(running.job.run, running.job.request.step, running.since, running.worker)
            for running in self._jobs.values()
        )
        return sorted(jobs, key=lambda job: job.since)

    async def describe(self) -> TargetDescription:
        """What the cluster has now. Raises TargetUnavailable."""
        await self._open()
        answer: asyncio.Future[TargetDescription] = asyncio.get_running_loop().create_future()
        self._descriptions.append(answer)
        self._send(DescribeTarget())
        try:
            async with asyncio.timeout(DESCRIBE_SECONDS):
                return await answer
        except TimeoutError:
            raise TargetUnavailable(f"{self.target.name} did not answer for {DESCRIBE_SECONDS:.0f} seconds.") from None

    async def close(self) -> None:
        """End the process; what runs on the cluster goes on, for a server that asks again."""
        process = self._process
        if process is None:
            return
        assert process.stdin is not None
        process.stdin.close()
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), 5.0)
        if process.returncode is None:
            process.kill()
        if self._reading is not None:
            await self._reading

    async def _open(self) -> None:
        """Have the process, and the cluster behind it. Raises TargetUnavailable."""
        if self._opening is None or (self._opening.done() and not self._is_open()):
            self._opening = asyncio.create_task(self._start_process(), name=f"target {self.target.name}")
        await asyncio.shield(self._opening)

    async def _open_again(self, job: StepJob, on_waiting: Callable[[str], object] | None) -> None:
        """Have the cluster; one that answered before, this server or an earlier one, is waited for."""
        deadline = time.monotonic() + RETURN_SECONDS
        while True:
            try:
                return await self._open()
            except TargetUnavailable:
                if not (self._was_open or job.attempt > 1) or time.monotonic() > deadline:
                    raise
            if on_waiting is not None:
                on_waiting(f"Waiting for {self.target.name} to answer again.")
            await asyncio.sleep(SECONDS_BETWEEN_TRIES)

    def _is_open(self) -> bool:
        return self._reading is not None and not self._reading.done()

    async def _start_process(self) -> None:
        target = self.target
        self._process = process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", BRIDGE),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=CODE_FOLDER,
            env=list_bridge_variables(),
            limit=MAX_LINE_BYTES,
            start_new_session=True,
        )
        request = OpenTarget(
            target.address, target.ca_file, target.certificate_file, target.key_file, target.exchange, self._topic
        )
        self._send(request)
        assert process.stdout is not None
        message = parse_bridge_message(await process.stdout.readline())
        if not isinstance(message, TargetOpened):
            process.kill()
            await process.wait()
            reason = message.message if isinstance(message, TargetFailed) else self._describe_loss()
            raise TargetUnavailable(reason)
        self._was_open = True
        self._reading = asyncio.create_task(self._read_messages(process), name=f"messages of {target.name}")

    def _describe_loss(self) -> str:
        return f"The connection to {self.target.name} was lost. Check that the scheduler {self.target.address} runs."

    def _send(self, request: BridgeRequest) -> None:
        if self._process is not None and self._process.returncode is None:
            assert self._process.stdin is not None
            self._process.stdin.write(to_line(request, bridge_request_adapter))

    async def _read_messages(self, process: asyncio.subprocess.Process) -> None:
        """Hand each message to whoever waits for it; when the process ends, all that was under way is lost."""
        assert process.stdout is not None
        try:
            while (message := parse_bridge_message(await process.stdout.readline())) is not None:
                self._handle_message(message)
        finally:
            await process.wait()
            for key, running in self._jobs.items():
                if not running.ended.done():
                    running.ended.set_result(_lose_step(key))
            for waiting in self._descriptions:
                if not waiting.done():
                    waiting.set_exception(TargetUnavailable(self._describe_loss()))
            self._descriptions.clear()

    def _handle_message(self, message: BridgeMessage) -> None:
        if isinstance(message, TargetDescription):
            for waiting in self._descriptions:
                if not waiting.done():
                    waiting.set_result(message)
            self._descriptions.clear()
        elif isinstance(message, StepWaits | StepBegan | StepSaid | StepEnded):
            running = self._jobs.get(message.key)
            if running is not None:
                self._handle_step_message(running, message)

    def _handle_step_message(self, running: _RunningJob, message: StepWaits | StepBegan | StepSaid | StepEnded) -> None:
        if isinstance(message, StepWaits):
            if running.on_waiting is not None:
                running.on_waiting(message.reason)
        elif isinstance(message, StepBegan):
            running.since, running.worker = time.monotonic(), message.worker
            if running.on_started is not None:
                running.on_started()
        elif isinstance(message, StepEnded):
            if not running.ended.done():
                running.ended.set_result(message)
        else:
            event = message_adapter.validate_json(message.event)
            # An output is named by a path of the worker: it counts once it is here.
            if isinstance(event, StepEvent) and not isinstance(event, ProducedOutput):
                running.report(event)

    def _build_submission(self, key: str, job: StepJob) -> SubmitStep:
        """The step without paths, and where its files lie here."""
        artifacts = list_artifacts_of(job.request)
        step = to_remote_step(
            job.request,
            artifacts,
            key=key,
            topic=self._topic,
            run=job.run,
            versions=self._versions,
            has_secrets=bool(job.secrets),
            environments=tuple(map(_to_remote_environment, job.environments)),
        )
        files = {artifact: path for path, artifact in artifacts.items()}
        job.request.folder.mkdir(parents=True, exist_ok=True)
        return SubmitStep(step, files, job.request.folder, dict(job.secrets))

    async def _check(self, ended: StepEnded, job: StepJob) -> StepOutcome:
        """How the step ended, once what came back was looked at here."""
        outcome = ended.outcome
        if not isinstance(outcome, RemoteSucceeded):
            found = outcome.outcome
            return StepFailed(clip_error(found.error)) if isinstance(found, StepFailed) else found
        artifacts = [output.file.artifact for output in outcome.outputs]
        produced = tuple(
            ProducedOutput(
                output.port,
                _give_own_name(
                    job.request, output.port, output.file.artifact, output.file.artifact in artifacts[place:]
                ),
                output.file.port_type,
                output.rows,
                output.columns,
                output.file.bytes,
            )
            for place, output in enumerate(outcome.outputs, start=1)
        )
        checked = check_outcome(StepSucceeded(produced, outcome.seconds), job.request)
        if not isinstance(checked, StepSucceeded):
            return checked
        return await validate_outputs(checked, job.request, job.sandbox)


def _to_remote_environment(built: BuiltEnvironment) -> RemoteEnvironment:
    return RemoteEnvironment(built.reference, built.python, built.lock, built.lock_hash)


def _give_own_name(request: StepRequest, port: str, artifact: str, is_needed_again: bool) -> Path:
    """Two ports may have given the same value: each has a file of its own, since files are moved into the store.

    A second name of one file would not do: what has two names is not given to the user that looks through it.
    """
    path = request.folder / f"{port}.{artifact}"
    if is_needed_again:
        shutil.copyfile(request.folder / artifact, path)
    else:
        os.replace(request.folder / artifact, path)
    return path


def _make_key(job: StepJob) -> str:
    """The same when the same attempt is asked for again, as after a restart of the server."""
    return f"{job.run}/{job.request.step}/{job.attempt}"


def _name_topic(target: DaskTarget) -> str:
    """Where workers say what becomes of the steps of this server: the same after a restart, as its certificate is."""
    with suppress(OSError):
        digest = hashlib.sha256(target.address.encode() + target.certificate_file.read_bytes()).hexdigest()
        return f"designery-{digest[:32]}"
    return f"designery-{uuid.uuid4().hex}"  # without a certificate no cluster answers


def _is_lost(ended: StepEnded) -> bool:
    return isinstance(ended.outcome, RemoteEnded) and ended.outcome.outcome == StepCrashed("machine lost")


def _lose_step(key: str) -> StepEnded:
    return StepEnded(key, RemoteEnded(StepCrashed("machine lost")))
