"""What a step reads before it runs and writes when it is done, besides its inputs and outputs."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from modules.kit.error_numbers import ERROR_KINDS
from server.graph.planning.run_plan import PlannedStep
from server.runs.batch_deployments import DeploymentUnavailable
from server.runs.connectors.connector_runner import OnLogText, deliver_step_output, fetch_step_input
from server.runs.environments.environment_installer import BuiltEnvironment, EnvironmentUnavailable
from server.runs.run_services import RunServices
from server.runs.sandbox.inside.sandbox_messages import (
    ChunkWritten,
    StepError,
    StepEvent,
    StepFailed,
    StepOutcome,
    StepSucceeded,
)
from server.runs.sandbox.inside.sandbox_requests import BatchRequest, InputFile
from server.runs.sandbox.lazy_sandbox import LazySandbox
from server.runs.scheduling.batch_chunks import ChunkFolder
from server.runs.scheduling.step_cache import StepCache
from server.storage.files.artifact_store import CorruptArtifact


@dataclass(frozen=True)
class PreparedTransfer:
    """What was fetched for a step, what it needs to work in chunks, and the results of a loop in an earlier run."""

    fetched_file: InputFile | None
    batch: BatchRequest | None
    earlier: Mapping[str, list[str]]


class StepTransfers:
    """Fetches and delivers for the steps of one run, outside of their sandboxes."""

    def __init__(self, services: RunServices, sandbox: LazySandbox, log_to: Callable[[str], OnLogText]) -> None:
        """`log_to` gives what takes lines for the log of a node."""
        self._services = services
        self._sandbox = sandbox
        self._log_to = log_to
        self._chunks: dict[str, ChunkFolder] = {}

    async def prepare(self, step: PlannedStep, key: str, cache: StepCache) -> PreparedTransfer | StepFailed:
        """What the step is given besides its inputs, or why it fails."""
        fetched = await self.fetch_input(step)
        if isinstance(fetched, StepFailed):
            return fetched
        batch = await self.prepare_batch(step, key)
        if isinstance(batch, StepFailed):
            return batch
        earlier = await asyncio.to_thread(cache.find_earlier_iterations, step) if step.repeats else {}
        return PreparedTransfer(fetched, batch, earlier)

    async def fetch_input(self, step: PlannedStep) -> InputFile | StepFailed | None:
        """What the step reads, if it reads anything there."""
        request = step.external_request
        if request is None or request.direction != "fetch":
            return None
        if request.kind == "model":
            try:
                return await asyncio.to_thread(self._services.champions.load_model, request)
            except CorruptArtifact:
                message = "The file of the champion is damaged or missing. Make another version the champion."
                return StepFailed(StepError(18, ERROR_KINDS[18].title, message))
        folder = await self._get_folder(step)
        return await fetch_step_input(self._services.connectors, request, folder, self._log_to(step.node))

    async def provide_environments(self, step: PlannedStep) -> tuple[BuiltEnvironment, ...] | StepFailed:
        """The environments that the step needs, once they are built."""
        try:
            return tuple([await self._services.environments.provide(name) for name in step.environments])
        except EnvironmentUnavailable as error:
            return StepFailed(StepError(162, ERROR_KINDS[162].title, str(error), parameter="environment"))

    async def prepare_batch(self, step: PlannedStep, key: str) -> BatchRequest | StepFailed | None:
        """What a step that works in chunks begins with: those that are done, and the deployment that it asks."""
        if not step.in_batches:
            return None
        chunks = self._chunks[step.node] = ChunkFolder(self._services.store, key)
        finished = await asyncio.to_thread(chunks.list_finished)
        if step.endpoint is None:
            return BatchRequest(finished)
        try:
            found = await asyncio.to_thread(self._services.deployments.load_deployment, step.endpoint)
        except DeploymentUnavailable as error:
            return StepFailed(StepError(18, ERROR_KINDS[18].title, str(error), parameter="endpoint"))
        return BatchRequest(finished, found.request, tuple(found.refuse))

    def pass_on_event(self, node: str, folder: Path, pass_on: Callable[[StepEvent], object], event: StepEvent) -> None:
        """Keep a chunk that a step has written, and pass on whatever else it says."""
        if isinstance(event, ChunkWritten):
            self.keep_chunk(node, event, folder)
        else:
            pass_on(event)

    def keep_chunk(self, node: str, chunk: ChunkWritten, step_folder: Path) -> None:
        """Keep a chunk of the step that writes in this folder."""
        if node in self._chunks:
            self._chunks[node].keep_chunk(chunk, step_folder)

    def drop_chunks(self, node: str) -> None:
        """The result of the step is stored, so that its chunks have served."""
        if node in self._chunks:
            self._chunks.pop(node).remove()

    async def deliver_output(self, step: PlannedStep, outcome: StepOutcome) -> StepOutcome:
        """Write what the step made to the outside, if that is what it is for."""
        request = step.external_request
        if request is None or request.direction != "deliver" or not isinstance(outcome, StepSucceeded):
            return outcome
        folder = await self._get_folder(step)
        return await deliver_step_output(self._services.connectors, request, outcome, folder, self._log_to(step.node))

    async def _get_folder(self, step: PlannedStep) -> Path:
        return (await self._sandbox.open()).folder / f"{step.node}-errand"
