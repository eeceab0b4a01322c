"""Which executor each step of a run has: the target that the run, the module, the design or the workspace names."""

import asyncio

from server.graph.document import THIS_MACHINE
from server.graph.planning.run_plan import PlannedStep
from server.runs.executors.compute_targets import ComputeTargets
from server.runs.executors.executor import Executor
from server.runs.sandbox.run_sandbox import RunSandbox
from server.storage.orm.core_tables import RunRow


class StepExecutors:
    """The executors of one run's steps."""

    def __init__(
        self, targets: ComputeTargets, run_target: str | None, design_target: object, default: str | None
    ) -> None:
        self._targets = targets
        self._run_target = run_target
        self._otherwise = design_target if isinstance(design_target, str) else default
        self._chosen: dict[str, Executor] = {}

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

    async def finish_early(self, node: str, sandbox: RunSandbox) -> bool:
        """Have a step end with what it has found so far; False where none is under way."""
        executor = self._chosen.get(node)
        return executor is not None and await executor.finish_early(node, sandbox)
