"""What a step reads before it runs and writes when it is done, besides its inputs and outputs."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from modules.kit.error_numbers import ERROR_KINDS
from server.graph.planning.run_plan import PlannedStep
from server.runs.connectors.connector_runner import OnLogText, deliver_step_output, fetch_step_input
from server.runs.environments.environment_builder import BuiltEnvironment, EnvironmentUnavailable
from server.runs.run_services import RunServices
from server.runs.sandbox.inside.sandbox_messages import StepError, StepFailed, StepOutcome, StepSucceeded
from server.runs.sandbox.inside.sandbox_requests import InputFile
from server.runs.sandbox.lazy_sandbox import LazySandbox
from server.storage.files.artifact_store import CorruptArtifact


class StepTransfers:
    """Fetches and delivers for the steps of one run, outside of their sandboxes."""

    def __init__(self, services: RunServices, sandbox: LazySandbox, log_to: Callable[[str], OnLogText]) -> None:
        """`log_to` gives what takes lines for the log of a node."""
        self._services = services
        self._sandbox = sandbox
        self._log_to = log_to

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

    async def provide_environment(self, step: PlannedStep) -> BuiltEnvironment | StepFailed | None:
        """The environment that the step names, once it is built."""
        if step.environment is None:
            return None
        try:
            return await self._services.environments.provide(step.environment)
        except EnvironmentUnavailable as error:
            return StepFailed(StepError(162, ERROR_KINDS[162].title, str(error), parameter="environment"))

    async def deliver_output(self, step: PlannedStep, outcome: StepOutcome) -> StepOutcome:
        """Write what the step made to the outside, if that is what it is for."""
        request = step.external_request
        if request is None or request.direction != "deliver" or not isinstance(outcome, StepSucceeded):
            return outcome
        folder = await self._get_folder(step)
        return await deliver_step_output(self._services.connectors, request, outcome, folder, self._log_to(step.node))

    async def _get_folder(self, step: PlannedStep) -> Path:
        return (await self._sandbox.open()).folder / f"{step.node}-errand"
