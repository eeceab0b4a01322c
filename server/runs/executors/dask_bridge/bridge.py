"""The steps of one server on one cluster: what comes from the server, and what goes back to it."""

import asyncio
import os
import sys
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from server.runs.executors.dask_bridge.bridge_messages import (
    CancelStep,
    ControlStep,
    DescribeTarget,
    OpenTarget,
    StepBegan,
    StepEnded,
    StepSaid,
    StepWaits,
    SubmitStep,
    TargetFailed,
    TargetOpened,
    bridge_request_adapter,
    say,
)
from server.runs.executors.dask_bridge.cluster import Cluster, ClusterUnavailable, NoSuitableWorker
from server.runs.executors.dask_bridge.exchange import Exchange, ExchangeFailed, open_exchange
from server.runs.executors.dask_bridge.piece_helpers import PieceHelpers
from server.runs.executors.dask_bridge.remote_steps import (
    RemoteEnded,
    RemoteOutcome,
    RemoteSucceeded,
    refuse_step,
    remote_outcome_adapter,
)
from server.runs.executors.dask_bridge.sealed_secrets import seal_secrets
from server.runs.sandbox.inside.sandbox_messages import (
    CHUNKS_FOLDER,
    ChunkWritten,
    LogChunk,
    PiecesOffered,
    StepCancelled,
    StepCrashed,
)
from server.runs.sandbox.inside.sandbox_protocol import to_json_line

MAX_LINE_BYTES = 64 * 2**20
CLOSE_SECONDS = 2.0
SECONDS_BETWEEN_CLEANINGS = 6 * 3600.0
ADOPTED_NOTE = "(The server was away while this step ran. What the step wrote to its log meanwhile is not here.)\n"


class Bridge:
    """The steps of one server on one cluster."""

    def __init__(self) -> None:
        self._cluster: Cluster
        self._exchange: Exchange
        self._helpers: PieceHelpers
        self._submitted: dict[str, SubmitStep] = {}
        self._cancelled: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        #: The chunks of each step that are on their way here.
        self._arriving: dict[str, list[asyncio.Task[None]]] = {}
        #: {run/step: worker and key} of what went on there while the server was away, until it is asked for.
        self._adoptable: dict[str, tuple[str, str]] = {}

    async def serve(self) -> None:
        """Answer until the server closes the channel."""
        reader = asyncio.StreamReader(limit=MAX_LINE_BYTES)
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        request = bridge_request_adapter.validate_json(await reader.readline())
        assert isinstance(request, OpenTarget)
        try:
            self._exchange = await asyncio.to_thread(open_exchange, request.exchange)
            self._cluster = await Cluster.connect(request, self._handle_event)
            self._helpers = PieceHelpers(self._cluster)
            self._adoptable = await self._cluster.find_adoptable()
        except (ClusterUnavailable, ExchangeFailed) as error:
            say(TargetFailed(str(error)))
            return
        say(TargetOpened())
        self._start(self._clean_exchange())
        serving = asyncio.create_task(self._serve_requests(reader))
        lost = asyncio.create_task(self._cluster.wait_for_loss())
        await asyncio.wait([serving, lost], return_when=asyncio.FIRST_COMPLETED)
        # What was under way is lost with the connection: the server opens another one for the next attempt.
        with suppress(TimeoutError):
            await asyncio.wait_for(self._cluster.close(), CLOSE_SECONDS)
        sys.stdout.flush()
        os._exit(0)  # a client whose scheduler is gone may wait for it

    async def _serve_requests(self, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            self._handle_request(line)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _handle_request(self, line: bytes) -> None:
        match bridge_request_adapter.validate_json(line):
            case SubmitStep() as submitted:
                self._submitted[submitted.step.key] = submitted
                self._start(self._run_step(submitted))
            case CancelStep(key):
                self._cancelled.add(key)
                self._start(self._cluster.cancel(key))
            case ControlStep(key, wanted):
                self._start(self._cluster.control(key, wanted))
            case DescribeTarget():
                self._start(self._describe())

    async def _clean_exchange(self) -> None:
        while True:
            await asyncio.to_thread(self._exchange.remove_unused)
            await asyncio.sleep(SECONDS_BETWEEN_CLEANINGS)

    async def _describe(self) -> None:
        with suppress(ClusterUnavailable):
            say(await self._cluster.describe())

    def _handle_event(self, message: dict[str, Any]) -> None:
        """What a worker says of a step of ours."""
        key = self._cluster.find_own_key(message["key"])
        submitted = self._submitted.get(key)
        if submitted is None:
            return
        if message["kind"] == "started":
            self._cluster.note_worker(key, message["worker"])
            say(StepBegan(key, message["worker"]))
            if key in self._cancelled:
                self._start(self._cluster.cancel(key))
        elif message["kind"] == "event":
            say(StepSaid(key, message["event"]))
        elif message["kind"] == "chunk":
            chunk = self._take_chunk(submitted, int(message["number"]), int(message["rows"]), message["artifact"])
            self._arriving.setdefault(key, []).append(asyncio.create_task(chunk))
        elif message["kind"] == "offer":
            self._helpers.note_offer(key, submitted.step, PiecesOffered(**message["offer"]))
        elif message["kind"] == "piece":
            place, number = int(message["place"]), int(message["number"])
            self._helpers.note_piece(key, place, number)
            self._start(self._cluster.deliver_piece(key, place, number, message["artifact"]))
        elif message["kind"] == "key":
            sealed = seal_secrets(submitted.secrets, bytes.fromhex(message["public_key"]))
            self._start(self._cluster.deliver_secrets(key, message["worker"], sealed))

    async def _run_step(self, submitted: SubmitStep) -> None:
        key = submitted.step.key
        try:
            outcome = await self._compute(submitted)
        except (ExchangeFailed, NoSuitableWorker) as error:
            outcome = RemoteEnded(refuse_step(error))
        except ClusterUnavailable as error:
            outcome = RemoteEnded(StepCrashed("machine lost", detail=str(error)))
        if key in self._cancelled:
            outcome = RemoteEnded(StepCancelled())
        await self._helpers.end(key)
        await asyncio.gather(*self._arriving.pop(key, ()))
        say(StepEnded(key, outcome))
        self._submitted.pop(key, None)
        self._cancelled.discard(key)

    async def _compute(self, submitted: SubmitStep) -> RemoteOutcome:
        text = await self._adopt(submitted) or await self._run_there(submitted)
        if text is None:
            return RemoteEnded(StepCancelled())
        outcome = remote_outcome_adapter.validate_json(text)
        for path, file in _list_results(outcome):
            target = submitted.folder / path
            if not target.resolve().is_relative_to(submitted.folder.resolve()):
                return RemoteEnded(StepCrashed("worker lost", "The worker named a file outside of its step."))
            target.parent.mkdir(parents=True, exist_ok=True)
            await asyncio.to_thread(self._exchange.take_file, file, target)
        return outcome

    async def _adopt(self, submitted: SubmitStep) -> str | None:
        """The outcome of a step that went on while the server was away; None where it did not, or was lost since."""
        key = submitted.step.key
        worker, key_there = self._adoptable.pop(key.rpartition("/")[0], (None, ""))
        if worker is None:
            return None
        say(StepBegan(key, worker))
        say(StepSaid(key, to_json_line(LogChunk("log", ADOPTED_NOTE)).decode()))
        return await self._cluster.adopt_step(key, worker, key_there)

    async def _run_there(self, submitted: SubmitStep) -> str | None:
        """The outcome of a step that a worker is given; None where it was cancelled before."""
        for artifact, source in submitted.files.items():
            await asyncio.to_thread(self._exchange.put_file, source, artifact)
        if submitted.step.key in self._cancelled:
            return None
        waiting = self._say_if_late(submitted.step.key)
        try:
            return await self._cluster.run_step(submitted.step)
        finally:
            waiting.cancel()

    async def _take_chunk(self, submitted: SubmitStep, number: int, rows: int, artifact: str) -> None:
        """Have a chunk of a step here, and say so; one that does not arrive is done again by the next attempt."""
        target = submitted.folder / CHUNKS_FOLDER / f"{number:06}.arrow"
        target.parent.mkdir(exist_ok=True)
        with suppress(ExchangeFailed):
            await asyncio.to_thread(self._exchange.take_file, artifact, target)
            say(StepSaid(submitted.step.key, to_json_line(ChunkWritten(number, target, rows)).decode()))

    def _say_if_late(self, key: str) -> asyncio.TimerHandle:
        def say_wait() -> None:
            if self._cluster.find_worker(key) is None:
                say(StepWaits(key, self._cluster.describe_wait()))

        return asyncio.get_running_loop().call_later(1.0, say_wait)


def _list_results(outcome: RemoteOutcome) -> list[tuple[str, str]]:
    """(path below the folder, artifact) of what a step gave and left."""
    outputs = outcome.outputs if isinstance(outcome, RemoteSucceeded) else ()
    given = [(output.file.artifact, output.file.artifact) for output in outputs]
    return [*dict(given).items(), *((left.path, left.file.artifact) for left in outcome.leftovers)]
