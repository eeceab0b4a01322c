"""What runs steps somewhere: on this machine, or on the workers of a target."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from modules.kit.step_control import StepControl
from server.runs.environments.environment_installer import BuiltEnvironments
from server.runs.sandbox.inside.sandbox_messages import StepEvent, StepOutcome
from server.runs.sandbox.inside.sandbox_requests import StepRequest
from server.runs.sandbox.run_sandbox import RunSandbox

Report = Callable[[StepEvent], None]


@dataclass(frozen=True)
class StepJob:
    """One attempt at a step, by the paths of this machine, with the values of its secrets.

    `sandbox` is the one of its run here; whoever computes elsewhere has what came back validated in it.
    """

    run: str
    workspace: str
    attempt: int
    request: StepRequest
    secrets: Mapping[str, str]
    sandbox: RunSandbox
    environments: BuiltEnvironments = ()


class Executor(Protocol):
    """Runs steps; one conformance suite (`tests/server/runs/test_executors.py`) says what each of them holds."""

    async def run_job(
        self,
        job: StepJob,
        report: Report,
        on_started: Callable[[], None] | None = None,
        on_waiting: Callable[[str], object] | None = None,
    ) -> StepOutcome:
        """Run the step as soon as there is room, after calling `on_started`, and return its checked outcome.

        `report` gets its log, progress and outputs as they come; the outputs lie in the folder of the request, and are
        only to be used once the outcome is StepSucceeded. `on_waiting` gets a sentence that says what it waits for.
        Cancelling the awaiting task ends the step within a second.
        """

    async def control(self, step: str, sandbox: RunSandbox, wanted: StepControl) -> bool:
        """Have a step stand still, take longer or end early, where it can; False where it is not under way."""
