"""Which executor each step of a run has: this machine, or the target that the run, the module or the design names."""

from collections.abc import Callable

from modules.kit.step_control import StepControl
from server.graph.document import THIS_MACHINE
from server.graph.planning.run_plan import PlannedStep
from server.runs.connectors.connector_runner import OnLogText
from server.runs.executors.compute_targets import ComputeTargets
from server.runs.executors.executor import Executor
from server.runs.sandbox.run_sandbox import RunSandbox

#: Makes what is wanted of a step from now on of what was wanted before.
ControlChange = Callable[[StepControl], StepControl]


class StepExecutors:
    """The executors of one run's steps."""

    def __init__(self, targets: ComputeTargets, run_target: str | None, design_target: object) -> None:
        self._targets = targets
        self._run_target = run_target
        self._design_target = design_target if isinstance(design_target, str) else None
        self._chosen: dict[str, Executor] = {}
        self._controls: dict[str, StepControl] = {}

    async def provide(self, step: PlannedStep, log: OnLogText) -> Executor:
        """The executor of a step; where it is this machine in place of its target, the log says why.

        Raises TargetUnavailable.
        """
        name = self._run_target or step.compute_target or self._design_target
        bound = _find_bond(step) if name not in (None, THIS_MACHINE) else None
        if bound is not None:
            log(f"This step runs on the machine of the server, and not on {name}: {bound}.\n")
        executor = await self._targets.provide(None if bound or name == THIS_MACHINE else name)
        self._chosen[step.node] = executor
        return executor

    def get_control(self, node: str) -> StepControl:
        """What is wanted of a step."""
        return self._controls.get(node, StepControl())

    async def control(self, node: str, sandbox: RunSandbox, change: ControlChange) -> bool:
        """Change what is wanted of a step from now on; False where it is not under way."""
        wanted, executor = change(self.get_control(node)), self._chosen.get(node)
        if executor is None or not await executor.control(node, sandbox, wanted):
            return False
        self._controls[node] = wanted
        return True


def _find_bond(step: PlannedStep) -> str | None:
    """Why a step can only run on the machine of the server."""
    if step.environment is not None:
        return f"its environment '{step.environment}' was built there"
    return "it keeps each chunk there as soon as it is done" if step.in_batches else None
