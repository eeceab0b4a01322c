"""What a Dask worker has of ours: a pool of sandboxes, a cache of values, and the steps that it runs in them.

The task that Dask knows only hands a step on and waits. The code of users never runs in the process of the worker, and
nothing that a step wrote is unpickled there.
"""

import asyncio
import logging
import os
import shutil
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from modules.kit.error_numbers import ERROR_KINDS
from modules.kit.file_trees import list_tree
from modules.kit.step_control import StepControl
from server.folder_removal import remove_folder
from server.runs.environments.environment_installer import EnvironmentUnavailable
from server.runs.executors.dask_bridge.exchange import Exchange, ExchangeFailed
from server.runs.executors.dask_bridge.library_versions import describe_differences, list_versions
from server.runs.executors.dask_bridge.remote_steps import (
    Leftover,
    RemoteEnded,
    RemoteFile,
    RemoteOutcome,
    RemoteOutput,
    RemoteStep,
    RemoteSucceeded,
    refuse_step,
    to_step_request,
)
from server.runs.executors.dask_bridge.sealed_secrets import SecretReceiver
from server.runs.executors.dask_bridge.worker_environments import WorkerEnvironments
from server.runs.executors.dask_bridge.worker_pieces import WorkerPieces
from server.runs.executors.dask_bridge.worker_steps import WorkerSteps
from server.runs.executors.local_executor import LocalExecutor, is_own_file
from server.runs.sandbox import isolation_probe
from server.runs.sandbox.inside.privileges import find_step_user
from server.runs.sandbox.inside.sandbox_launcher import Mechanism
from server.runs.sandbox.inside.sandbox_messages import (
    CHUNKS_FOLDER,
    PIECES_FOLDER,
    ChunkWritten,
    LogChunk,
    PieceDone,
    PiecesOffered,
    StepCancelled,
    StepError,
    StepEvent,
    StepFailed,
    StepOutcome,
    StepSucceeded,
)
from server.runs.sandbox.inside.sandbox_requests import StepRequest
from server.runs.sandbox.inside.secret_pipe import provide_secrets
from server.runs.sandbox.lazy_sandbox import LazySandbox
from server.runs.sandbox.run_sandbox import RunSandbox
from server.runs.sandbox.sandbox_pool import SandboxPool
from server.storage.files.artifact_store import ArtifactStore, CorruptArtifact, compute_content_hash

logger = logging.getLogger(__name__)

#: A sandbox is kept so long for the next step of its run.
IDLE_SECONDS = 20.0
#: What stands in no relation to a step's work, as what a library leaves in its folder for temporary files.
MAX_LEFTOVERS, MAX_LEFTOVER_BYTES = 1000, 2 * 2**30
DEFAULT_CACHE_BYTES = 20 * 2**30
SECRETS_SECONDS = 60.0

#: Takes a message for the server: what it is about, and what it says.
Send = Callable[[str, Mapping[str, object]], None]


@dataclass(frozen=True)
class _PreparedStep:
    """What a step is given on this worker: {artifact: file}, {environment: folder}, and the values of its secrets."""

    files: Mapping[str, Path]
    environments: Mapping[str, Path]
    secrets: Mapping[str, str]


@dataclass(eq=False)
class _RunPlace:
    """The sandbox of one run on this worker, and how many of its steps are under way."""

    sandbox: LazySandbox
    users: int = 0
    closing: asyncio.TimerHandle | None = None


class WorkerHost:
    """Runs the steps that a worker is given. All methods belong to the event loop of the worker."""

    def __init__(
        self,
        folder: Path,
        exchange: Exchange,
        environments: WorkerEnvironments,
        slots: int,
        cache_bytes: int = DEFAULT_CACHE_BYTES,
    ) -> None:
        self.exchange = exchange
        self.environments = environments
        self.store = ArtifactStore(folder)
        self.executor = LocalExecutor(slots)
        readable = [self.store.objects, environments.built]
        self.pool = SandboxPool(self.store.runs / str(os.getpid()), readable, self._find_mechanism)
        self._cache_bytes = cache_bytes
        self._places: dict[tuple[str, bool], _RunPlace] = {}
        self._fetching: dict[str, asyncio.Task[None]] = {}
        self._receivers: dict[str, SecretReceiver] = {}
        self._preparing: dict[str, asyncio.Task[_PreparedStep]] = {}
        self._running: dict[str, RunSandbox] = {}
        self._steps = WorkerSteps()
        self._pieces = WorkerPieces()
        self._cancelled: set[str] = set()
        self._closing: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Have the libraries imported, and what nobody needs any more removed."""
        await self.environments.open()
        await self.pool.open()

    async def close(self) -> None:
        """End all that runs here."""
        for place in self._places.values():
            if place.closing is not None:
                place.closing.cancel()
            await place.sandbox.close()
        await self.pool.close()

    async def _find_mechanism(self) -> Mechanism:
        found = await isolation_probe.find_isolation()
        self.store.set_reader_group(find_step_user(found.mechanism))
        return found.mechanism

    async def run_step(self, step: RemoteStep, send: Send) -> RemoteOutcome:
        """Run a step and leave its outputs in the exchange."""
        return await self._steps.run(step.key, self._run_step(step, send))

    def list_adoptable(self) -> list[str]:
        """The keys of steps that run in a sandbox or succeeded a while ago: a server that was away may ask for them."""
        return [key for key in self._steps.list_keys() if key not in self._preparing and key not in self._cancelled]

    async def wait_for_step(self, key: str) -> RemoteOutcome:
        """How a step of `list_adoptable` ended, once it has."""
        return await self._steps.wait(key)

    async def _run_step(self, step: RemoteStep, send: Send) -> RemoteOutcome:
        differences = describe_differences(list_versions(), step.versions)
        if differences:
            message = f"This worker is not like the server: {'; '.join(differences)}. Update it, or leave it out."
            return RemoteEnded(StepFailed(StepError(1004, "Target differs", message)))
        try:
            prepared = await self._prepare_until_cancelled(step, send)
        except ExchangeFailed as error:
            return RemoteEnded(refuse_step(error))
        except EnvironmentUnavailable as error:
            title = ERROR_KINDS[162].title
            return RemoteEnded(StepFailed(StepError(162, title, str(error), parameter="environment")))
        if prepared is None:
            self._cancelled.discard(step.key)
            return RemoteEnded(StepCancelled())
        async with self._enter_run(step.run, scripts=not step.trusted) as sandbox:
            return await self._run_in_sandbox(step, prepared, sandbox, send)

    async def _prepare_until_cancelled(self, step: RemoteStep, send: Send) -> "_PreparedStep | None":
        """What the step is given; None where it was cancelled meanwhile."""
        preparing = self._preparing[step.key] = asyncio.create_task(self._prepare(step, send))
        if step.key in self._cancelled:
            preparing.cancel()
        try:
            return await preparing
        except asyncio.CancelledError:
            if step.key not in self._cancelled:
                raise
            return None
        finally:
            preparing.cancel()
            del self._preparing[step.key]

    async def _prepare(self, step: RemoteStep, send: Send) -> "_PreparedStep":
        def log(text: str) -> None:
            send("event", {"event": LogChunk("log", text)})

        files = await self._fetch_files(step)
        environments = {one.reference: await self.environments.provide(one, log) for one in step.environments}
        return _PreparedStep(files, environments, await self._receive_secrets(step, send))

    async def _run_in_sandbox(
        self, step: RemoteStep, prepared: "_PreparedStep", sandbox: RunSandbox, send: Send
    ) -> RemoteOutcome:
        if step.key in self._cancelled:
            return RemoteEnded(StepCancelled())
        folder = sandbox.folder / step.key.replace("/", "-")
        request = replace(to_step_request(step, prepared.files, folder), environments=prepared.environments)
        request = await asyncio.to_thread(_name_fetched_file, request, step.fetched_name)
        sending: list[asyncio.Task[None]] = []

        def report(event: StepEvent) -> None:
            if isinstance(event, ChunkWritten):
                sending.append(asyncio.create_task(self._send_chunk(event, folder, send)))
            elif isinstance(event, PieceDone):
                sending.append(asyncio.create_task(self._send_piece(event, folder, step, send)))
            elif isinstance(event, PiecesOffered):
                if step.can_be_helped:  # a script may say what it likes
                    send("offer", {"offer": asdict(event)})
            else:
                send("event", {"event": event})

        self._running[step.key] = sandbox
        try:
            with (
                provide_secrets(folder, prepared.secrets) as pipe,
                self._pieces.open_file(step, replace(request, secrets=pipe), sandbox.folder) as request,
            ):
                outcome = await self.executor.submit(request, sandbox, report)
            await asyncio.gather(*sending)
            return await self._deliver(outcome, folder, step.trusted)
        except ExchangeFailed as error:
            return RemoteEnded(refuse_step(error))
        finally:
            self._running.pop(step.key, None)
            self._cancelled.discard(step.key)
            await asyncio.to_thread(remove_folder, folder)

    async def cancel_step(self, key: str) -> None:
        """End a step, wherever it stands."""
        self._cancelled.add(key)
        preparing = self._preparing.get(key)
        if preparing is not None:
            preparing.cancel()
        sandbox = self._running.get(key)
        if sandbox is not None:
            await self.executor.cancel(_get_step_name(key), sandbox)

    async def control_step(self, key: str, wanted: StepControl) -> bool:
        """Have a step stand still, take longer or end early."""
        sandbox = self._running.get(key)
        return sandbox is not None and await self.executor.control(_get_step_name(key), sandbox, wanted)

    def deliver_secrets(self, key: str, sealed: bytes) -> None:
        """Hand a step what it waits for."""
        if key in self._receivers:
            self._receivers[key].accept(sealed)

    async def _receive_secrets(self, step: RemoteStep, send: Send) -> Mapping[str, str]:
        if not step.has_secrets:
            return {}
        receiver = self._receivers[step.key] = SecretReceiver()
        send("key", {"public_key": receiver.public_key.hex()})
        try:
            return await asyncio.wait_for(receiver.wait(), SECRETS_SECONDS)
        except TimeoutError:
            raise ExchangeFailed("The server did not send the secrets of this step. Run it again.") from None
        finally:
            del self._receivers[step.key]

    async def _fetch_files(self, step: RemoteStep) -> dict[str, Path]:
        wanted = step.list_artifacts()
        await asyncio.gather(*map(self._fetch_file, wanted))
        return {artifact: self.store.get_path(artifact) for artifact in wanted}

    async def _fetch_file(self, artifact: str) -> None:
        """Have a value in the cache; two steps that want it fetch it once."""
        if artifact not in self._fetching:
            task = asyncio.create_task(asyncio.to_thread(self._take_file, artifact))
            self._fetching[artifact] = task
            task.add_done_callback(lambda _: self._fetching.pop(artifact, None))
        await asyncio.shield(self._fetching[artifact])

    def _take_file(self, artifact: str) -> None:
        # What an earlier worker has left in the cache is read once to see that it is whole.
        with suppress(CorruptArtifact):
            os.utime(self.store.verify_artifact(artifact))
            return
        arriving = self.store.uploads / f"{artifact}.arriving"
        self.exchange.take_file(artifact, arriving)
        self.store.store_file(arriving)
        self._make_room()

    def _make_room(self) -> None:
        """Remove what no step has read for longest until the cache has its size; what is open stays readable."""
        entries = [(file.stat(), file) for file in self.store.objects.glob("*/*")]
        too_much = sum(entry.st_size for entry, _ in entries) - self._cache_bytes
        for entry, file in sorted(entries, key=lambda one: one[0].st_mtime):
            if too_much <= 0:
                return
            self.store.delete_artifact(file.name)
            too_much -= entry.st_size

    async def _deliver(self, outcome: StepOutcome, folder: Path, trusted: bool) -> RemoteOutcome:
        """How the step ended, with what it wrote in the exchange."""
        made = {output.path for output in outcome.outputs} if isinstance(outcome, StepSucceeded) else set()
        leftovers = () if trusted else await asyncio.to_thread(self._put_leftovers, folder, made)
        if not isinstance(outcome, StepSucceeded):
            return RemoteEnded(outcome, leftovers)
        outputs = []
        for output in outcome.outputs:
            file = await asyncio.to_thread(self._put_file, output.path, output.port_type)
            outputs.append(RemoteOutput(output.port, file, output.rows, output.columns))
        return RemoteSucceeded(tuple(outputs), outcome.seconds, leftovers)

    def _put_file(self, path: Path, port_type: str, *, keep: bool = True) -> RemoteFile:
        """Leave a file in the exchange, and move it into the cache for the steps that follow."""
        size, artifact = path.stat().st_size, compute_content_hash(path)
        self.exchange.put_file(path, artifact)
        if keep:
            self.store.store_file(path)
        return RemoteFile(artifact, port_type, size)

    async def _send_chunk(self, chunk: ChunkWritten, folder: Path, send: Send) -> None:
        """Leave a chunk in the exchange as soon as it is written: the server keeps it whatever becomes of this step."""
        if not is_own_file(chunk.path, folder / CHUNKS_FOLDER):
            return
        file = await asyncio.to_thread(self._put_file, chunk.path, "dataset", keep=False)
        send("chunk", {"number": chunk.number, "rows": chunk.rows, "artifact": file.artifact})

    async def _send_piece(self, piece: PieceDone, folder: Path, step: RemoteStep, send: Send) -> None:
        """Leave a piece of another worker's step in the exchange, and say so."""
        if step.help is None or not is_own_file(piece.path, folder / PIECES_FOLDER):
            return
        file = await asyncio.to_thread(self._put_file, piece.path, "piece", keep=False)
        send("piece", {"place": step.help.task.place, "number": piece.number, "artifact": file.artifact})

    async def add_piece(self, key: str, place: int, number: int, artifact: str) -> None:
        """Have what another worker did of a step of this one; without it the step does it itself."""
        with suppress(ExchangeFailed):
            await self._fetch_file(artifact)
            self._pieces.add_result(key, place, number, self.store.get_path(artifact))

    def _put_leftovers(self, folder: Path, made: set[Path]) -> tuple[Leftover, ...]:
        """What a script left beside its outputs: plain files, and none by a link."""
        found: list[Leftover] = []
        room = MAX_LEFTOVER_BYTES
        with suppress(OSError):
            for path in list_tree(folder):
                with suppress(OSError):
                    entry = path.lstat()
                    if path in made or entry.st_size > room:
                        continue
                    if len(found) == MAX_LEFTOVERS:
                        return tuple(found)
                    room -= entry.st_size
                    artifact = compute_content_hash(path)
                    self.exchange.put_file(path, artifact)
                    file = RemoteFile(artifact, "file", entry.st_size)
                    found.append(Leftover(str(path.relative_to(folder)), file))
        return tuple(found)

    @asynccontextmanager
    async def _enter_run(self, run: str, *, scripts: bool) -> AsyncIterator[RunSandbox]:
        """The sandbox of a run, which is kept for a while after its last step."""
        place = self._places.get((run, scripts))
        if place is None:
            place = self._places[run, scripts] = _RunPlace(LazySandbox(self.pool, lambda: scripts))
        if place.closing is not None:
            place.closing.cancel()
        place.users += 1
        try:
            yield await place.sandbox.open()
        finally:
            place.users -= 1
            if place.users == 0:
                later = asyncio.get_running_loop().call_later
                place.closing = later(IDLE_SECONDS, self._close_place, (run, scripts))

    def _close_place(self, key: tuple[str, bool]) -> None:
        place = self._places.pop(key, None)
        if place is not None:
            task = asyncio.create_task(place.sandbox.close())
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)


def _name_fetched_file(request: StepRequest, name: str) -> StepRequest:
    """The request with its fetched file under the name that it came with: modules read its ending."""
    fetched = request.fetched_file
    if fetched is None:
        return request
    target = request.folder.with_name(f"{request.folder.name}-fetched") / Path(name).name
    target.parent.mkdir()
    shutil.copy2(fetched.path, target)
    shutil.copystat(fetched.path.parent, target.parent)
    return replace(request, fetched_file=replace(fetched, path=target))


def _get_step_name(key: str) -> str:
    """The name of the step in a key; `to_step_request` gives it to the sandbox."""
    return key.split("/")[1]
