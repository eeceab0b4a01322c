"""Which executor each step of a run has: the target that the run, the module, the design or the workspace names."""

import asyncio
from collections.abc import Callable

from modules.kit.step_control import StepControl
from server.graph.document import THIS_MACHINE
from server.graph.planning.run_plan import PlannedStep
from server.runs.executors.compute_targets import ComputeTargets
from server.runs.executors.executor import Executor
from server.runs.sandbox.run_sandbox import RunSandbox
from server.storage.orm.core_tables import RunRow

#: Makes what is wanted of a step from now on of what was wanted before.
ControlChange = Callable[[StepControl], StepControl]


def choose_target(run: RunRow, of_node: str | None, default: str | None) -> str | None:
    """The name of the target of a step, None for this machine: the run decides, then node, design and workspace."""
    of_design = run.document.get("compute_target")
    otherwise = of_design if isinstance(of_design, str) else default
    name = run.compute_target or of_node or otherwise
    return None if name == THIS_MACHINE else name


class StepExecutors:
    """The executors of one run's steps."""

    def __init__(self, targets: ComputeTargets, run: RunRow, default: str | None) -> None:
        self._targets = targets
        self._run = run
        self._default = default
        self._chosen: dict[str, Executor] = {}
        self._controls: dict[str, StepControl] = {}

    @classmethod
    async def open(cls, targets: ComputeTargets, run: RunRow, workspace: str) -> "StepExecutors":
        """The executors of a run of a design in this workspace."""
        default = await asyncio.to_thread(targets.find_default, workspace)
        return cls(targets, run, default)

    async def provide(self, step: PlannedStep) -> Executor:
        """The executor of a step. Raises TargetUnavailable."""
        executor = await self._targets.provide(choose_target(self._run, step.compute_target, self._default))
        self._chosen[step.node] = executor
        return executor

    def get_control(self, node: str) -> StepControl:
        """What is wanted of a step."""
        return self._controls.get(node, StepControl())

    async def control(self, node: str, sandbox: RunSandbox, change: ControlChange) -> StepControl | None:
        """Change what is wanted of a step from now on, and give that; None where it is not under way."""
        wanted, executor = change(self.get_control(node)), self._chosen.get(node)
        if executor is None or not await executor.control(node, sandbox, wanted):
            return None
        self._controls[node] = wanted
        return wanted
