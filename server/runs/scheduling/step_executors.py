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


class StepExecutors:
    """The executors of one run's steps."""

    def __init__(
        self, targets: ComputeTargets, run_target: str | None, design_target: object, default: str | None
    ) -> None:
        self._targets = targets
        self._run_target = run_target
        self._otherwise = design_target if isinstance(design_target, str) else default
        self._chosen: dict[str, Executor] = {}
        self._controls: dict[str, StepControl] = {}

    @classmethod
    async def open(cls, targets: ComputeTargets, run: RunRow, workspace: str) -> "StepExecutors":
        """The executors of a run of a design in this workspace."""
        default = await asyncio.to_thread(targets.find_default, workspace)
        return cls(targets, run.compute_target, run.document.get("compute_target"), default)

    async def provide(self, step: PlannedStep) -> Executor:
        """The executor of a step. Raises TargetUnavailable."""
        name = self._run_target or step.compute_target or self._otherwise
        executor = await self._targets.provide(None if name == THIS_MACHINE else name)
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
