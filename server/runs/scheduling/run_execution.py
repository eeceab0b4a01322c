"""One run on its way through its plan: what is ready is looked up in the cache or submitted, until nothing is left."""

import asyncio
import logging
import time
from collections.abc import Mapping
from dataclasses import asdict
from functools import partial

from modules.kit import Module
from modules.kit.error_numbers import ERROR_KINDS
from modules.kit.serialization import DATA_TYPES
from modules.kit.step_control import StepControl
from server.folder_removal import remove_folder
from server.graph.planning.run_plan import PlannedStep
from server.logs import log_context
from server.runs.connectors.connector_runner import OnLogText
from server.runs.environments.environment_installer import BuiltEnvironments
from server.runs.executors.dask_executor import TargetUnavailable
from server.runs.executors.executor import Executor, StepJob
from server.runs.run_services import RunServices
from server.runs.sandbox.inside.sandbox_messages import (
    StepError,
    StepFailed,
    StepOutcome,
    StepSucceeded,
)
from server.runs.sandbox.inside.sandbox_requests import InputFile
from server.runs.sandbox.lazy_sandbox import LazySandbox
from server.runs.sandbox.output_scrubber import OutputScrubber
from server.runs.scheduling.model_registrar import find_registrars, register_models
from server.runs.scheduling.pipeline_outputs import has_declared_outputs, store_pipeline_outputs
from server.runs.scheduling.run_adoption import MAX_MACHINE_ATTEMPTS
from server.runs.scheduling.run_state_writer import OnRunEvent, RunStateWriter, StoredOutput
from server.runs.scheduling.step_cache import CachedResult, PendingResults, StepCache, StepOutputs, are_intact
from server.runs.scheduling.step_dependencies import (
    are_dependencies_done,
    explain_skip,
    find_stopped_dependency,
    sum_up_states,
)
from server.runs.scheduling.step_executors import ControlChange, StepExecutors
from server.runs.scheduling.step_leftovers import keep_leftovers
from server.runs.scheduling.step_requests import StepProvisions, build_step_request, decrypt_step_secrets
from server.runs.scheduling.step_results import (
    describe_failure,
    explain_retry,
    find_source_damage,
    reserve_output_room,
    store_outputs,
)
from server.runs.scheduling.step_transfers import PreparedTransfer, StepTransfers
from server.runs.scheduling.stored_plan import StoredPlan, load_run_rows, read_stored_plan
from server.runs.scheduling.view_queue import ViewQueue
from server.runs.step_secrets import SecretUnavailable
from server.storage.orm.core_tables import StepRow, now
from server.storage.stores import run_store
from server.storage.stores.run_store import SUCCESSFUL_STATES, TERMINAL_STATES
from server.storage.transactions.workspace_context import set_workspace

logger = logging.getLogger(__name__)


class RunExecution:
    """The execution of one run."""

    def __init__(
        self,
        services: RunServices,
        run_id: str,
        owner: str,
        pending_results: PendingResults,
        on_event: OnRunEvent | None,
    ) -> None:
        self.services = services
        self.run_id = run_id
        self.owner = owner
        self.is_cancelled = False
        self._pending_results = pending_results
        self._on_event = on_event
        self._catalog: Mapping[str, Module] = services.catalog
        self._plan: dict[str, PlannedStep] = {}
        self._states: dict[str, str] = {}
        self._outputs: dict[str, StepOutputs] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._disabled_nodes: set[str] = set()
        self._started_at: dict[str, float] = {}
        self._attempts: dict[str, int] = {}  # how often a step was begun before this server went on with the run
        self._committed: dict[str, asyncio.Future[None]] = {}
        self._view_queue = ViewQueue(self._make_view)
        self._sandbox = LazySandbox(services.pool, lambda: not all(step.trusted for step in self._plan.values()))
        self._transfers = StepTransfers(services, self._sandbox, self._log_to)

    async def execute(self) -> None:
        """Execute the plan to its end."""
        design, run, steps = await asyncio.to_thread(load_run_rows, self.services.database, self.run_id)
        self._provides_secrets = run.trusted and design.trusted and not run_store.is_guest_run(run)
        self._code_blocked_reason = self.services.code_blocked_reason if design.imported else ""
        self._workspace_id = design.workspace_id
        set_workspace(self._workspace_id)
        self._cache = StepCache(self.services, self._workspace_id, run, self._pending_results)
        self.state_writer = RunStateWriter(
            run, steps, self.services.state_committer, self.services.event_bus, self.services.store, self._on_event
        )
        self._isolation = run.isolation
        self.executors = await StepExecutors.open(self.services.compute_targets, run, self._workspace_id)
        if run.cancel_requested:
            self.is_cancelled = True
        self.state_writer.update_run(state="running", started_at=run.started_at or now(), owner=self.owner)
        self._take_over_plan(read_stored_plan(run, steps, self.services.catalog), steps)
        try:
            await self._run_loop()
            await self._finish_run()
        finally:
            await self._clean_up()

    def _take_over_plan(self, plan: StoredPlan, steps: list[StepRow]) -> None:
        self._catalog, self._disabled_nodes, self._plan = plan.catalog, plan.disabled_nodes, plan.steps
        for step in steps:
            self._states[step.node], self._attempts[step.node] = step.state, step.attempt
            if step.state == "skipped":
                continue
            self._outputs[step.node] = step.outputs
            if step.state in SUCCESSFUL_STATES and not are_intact(self.services.store, step.outputs):
                self._states[step.node], self._attempts[step.node] = "queued", 0

    async def _run_loop(self) -> None:
        while not self.is_cancelled:
            self._start_ready_steps()
            if not self._tasks:
                return
            await asyncio.wait(self._tasks.values(), return_when=asyncio.FIRST_COMPLETED)
            for node, task in list(self._tasks.items()):
                if task.done():
                    del self._tasks[node]
                    if not task.cancelled():
                        task.result()

    def _start_ready_steps(self) -> None:
        for node, step in self._plan.items():
            if self._states[node] != "queued" or node in self._tasks:
                continue
            stopped = find_stopped_dependency(step, self._states)
            if self._code_blocked_reason and not step.trusted:
                self._skip_step(node, self._code_blocked_reason)
            elif stopped is not None:
                self._skip_step(node, explain_skip(stopped, self._plan, self._states))
            elif are_dependencies_done(step, self._states):
                with log_context(step=node):
                    self._tasks[node] = asyncio.create_task(self._run_step(step), name=f"step {node}")

    def _skip_step(self, node: str, reason: str) -> None:
        # Plans are in order, so whatever needs this node comes later in the same pass.
        self._states[node] = "skipped"
        self.state_writer.update_step(node, state="skipped", reason=reason)

    async def _run_step(self, step: PlannedStep) -> None:
        """One step, from the cache or from a process."""
        if step.source:
            await self._check_source(step)
            return
        inputs = {
            port: [self._find_artifact(reference) for reference in references]
            for port, references in step.inputs.items()
        }
        environments = await self._transfers.provide_environments(step)
        if isinstance(environments, StepFailed):
            self._mark_started(step.node, 1, "")
            await self._finish_step(step, "", environments)
            return
        packages = " ".join(environment.lock_hash for environment in environments)
        key = await asyncio.to_thread(self._cache.compute_key, step, inputs, packages)
        if not step.deterministic:
            await self._compute_step(step, key, inputs, environments)
            return
        computed = await self._cache.wait_for_pending(key)
        if computed is not None:
            self._reuse_result(step, key, computed)
            return
        try:
            stored = await asyncio.to_thread(self._cache.find_stored, key)
            if stored is not None:
                self._reuse_result(step, key, stored)
            else:
                await self._compute_step(step, key, inputs, environments)
        finally:
            outputs = self._outputs[step.node] if self._states[step.node] in SUCCESSFUL_STATES else None
            self._cache.publish(key, outputs, self._committed.get(step.node))

    def _find_artifact(self, reference: str) -> str:
        node, _, port = reference.partition(".")
        return self._outputs[node][port]

    async def _check_source(self, step: PlannedStep) -> None:
        damage = await asyncio.to_thread(find_source_damage, self.services.store, self._outputs[step.node])
        state = "succeeded" if damage is None else "failed"
        self._states[step.node] = state
        error = asdict(damage) if damage else None
        self.state_writer.update_step(
            step.node, state=state, error=error, seconds=0.0, started_at=now(), finished_at=now()
        )

    def _reuse_result(self, step: PlannedStep, key: str, computed: CachedResult) -> None:
        outputs = computed.outputs
        self._states[step.node] = "reused"
        self._outputs[step.node] = outputs
        self._committed[step.node] = self.state_writer.update_step(
            step.node,
            state="reused",
            reason=None,
            reused_from=self._cache.get_own_run_number(computed),
            cache_key=key,
            outputs=dict(outputs),
            seconds=0.0,
            finished_at=now(),
        )
        # A server that was killed in between may have left an output without its view.
        for port in self._catalog[step.module].outputs:
            if port.name in outputs:
                self._queue_view(step.node, StoredOutput(port.name, outputs[port.name], port.type, None, None, 0))

    async def _compute_step(
        self, step: PlannedStep, key: str, inputs: Mapping[str, list[str]], environments: BuiltEnvironments
    ) -> None:
        given = await self._prepare_step(step, key)
        if isinstance(given, StepFailed):
            await self._finish_step(step, key, given)
            return
        try:
            secrets = await asyncio.to_thread(decrypt_step_secrets, self.services, step, self._provides_secrets)
            executor = await self.executors.provide(step)
        except (SecretUnavailable, TargetUnavailable) as error:
            number = 159 if isinstance(error, SecretUnavailable) else 1004
            await self._finish_unstarted_step(step, key, number, str(error))
            return
        provisions = StepProvisions({**inputs, **given.earlier}, given.fetched_file, secrets, environments, given.batch)
        for attempt in range(min(self._attempts[step.node], MAX_MACHINE_ATTEMPTS - 1) + 1, MAX_MACHINE_ATTEMPTS + 1):
            if await self._attempt_step(step, key, provisions, attempt, executor):
                return

    async def _attempt_step(
        self, step: PlannedStep, key: str, provisions: StepProvisions, attempt: int, executor: Executor
    ) -> bool:
        """Run the step in a process; False where that process was lost, so that it is worth another attempt."""
        on_waiting = partial(self.state_writer.set_waiting_reason, step.node)
        sandbox = await self._sandbox.open(on_waiting)
        folder = sandbox.folder / f"{step.node}-{attempt}"
        request = build_step_request(self.services, self._catalog, self._plan, step, provisions, folder)
        given = (provisions.secrets, sandbox, provisions.environments)
        job = StepJob(self.run_id, self._workspace_id, attempt, request, *given)
        on_started = partial(self._mark_started, step.node, attempt, key)
        pass_on = partial(self.state_writer.forward_event, step.node)
        emit = partial(self._transfers.pass_on_event, step.node, folder, pass_on)
        scrubber = OutputScrubber(emit, provisions.secrets)
        keep = partial(keep_leftovers, self.services.store, self.run_id, step, folder, scrubber)
        try:
            async with self.services.quotas.step_slot(self._workspace_id, on_waiting):
                outcome = await executor.run_job(job, scrubber.scrub_event, on_started, on_waiting)
        except asyncio.CancelledError:
            await asyncio.shield(asyncio.to_thread(keep, is_partial=True))
            raise
        scrubber.close()
        outcome = await asyncio.to_thread(scrubber.scrub_outcome, outcome)
        if (notice := explain_retry(outcome, attempt)) is not None:
            self._log_to(step.node)(notice)
            return self.is_cancelled
        await asyncio.to_thread(keep, is_partial=not isinstance(outcome, StepSucceeded))
        if not self.is_cancelled:
            await self._finish_step(step, key, await self._transfers.deliver_output(step, outcome))
            # What the step has written beside its outputs goes at once, and not with the run: others need the disk.
            await asyncio.to_thread(remove_folder, folder)
        return True

    async def _finish_unstarted_step(self, step: PlannedStep, key: str, number: int, message: str) -> None:
        self._mark_started(step.node, 1, key)
        await self._finish_step(step, key, StepFailed(StepError(number, ERROR_KINDS[number].title, message)))

    async def _prepare_step(self, step: PlannedStep, key: str) -> PreparedTransfer | StepFailed:
        """What the step reads besides its inputs, if it reads anything there."""
        if step.in_batches or (step.external_request is not None and step.external_request.direction == "fetch"):
            self._mark_started(step.node, 1, key)
        return await self._transfers.prepare(step, key, self._cache)

    def _log_to(self, node: str) -> OnLogText:
        return partial(self.state_writer.append_log, node, "log")

    def _mark_started(self, node: str, attempt: int, key: str) -> None:
        self._started_at[node] = time.monotonic()
        changes = {"state": "running", "reason": None, "attempt": attempt, "cache_key": key, "started_at": now()}
        self.state_writer.update_step(node, **changes)

    async def _finish_step(self, step: PlannedStep, key: str, outcome: StepOutcome) -> None:
        self._view_queue.note_step_end()
        outcome, room = await asyncio.to_thread(reserve_output_room, self.services.quotas, self._workspace_id, outcome)
        if isinstance(outcome, StepSucceeded):
            stored = await asyncio.to_thread(store_outputs, self.services.store, outcome.outputs)
            self._outputs[step.node] = {output.port: output.artifact for output in stored}
            self._states[step.node] = "succeeded"
            self._committed[step.node] = self.state_writer.record_success(
                step.node, stored, key=key, cached=step.deterministic, seconds=outcome.seconds
            )
            self._committed[step.node].add_done_callback(lambda _: room.release())
            self._committed[step.node].add_done_callback(lambda _: self._transfers.drop_chunks(step.node))
            self.state_writer.reset_server_deaths()
            for output in stored:
                self._queue_view(step.node, output)
            return
        self._states[step.node] = "failed"
        error = describe_failure(outcome, self.services.step_limits)
        seconds = time.monotonic() - self._started_at.get(step.node, time.monotonic())  # it may have got no worker
        logger.info("Step failed after %.1f s: %s", seconds, error.title)
        self.state_writer.update_step(
            step.node, state="failed", error=asdict(error), finished_at=now(), seconds=seconds
        )

    def _queue_view(self, node: str, output: StoredOutput) -> None:
        """The browser's view of an output is made beside the steps that follow, unless an equal output has one.

        Evaluations do not wait: what they measured belongs to the result of the run.
        """
        if output.type == "evaluation":
            view = self.services.store.read_view(output.artifact)
            if view is not None:
                self.state_writer.record_missing_metrics(output.artifact, view)
            else:
                self._view_queue.add_urgent(node, output)
        elif self.services.store.read_view_json(output.artifact) is None:
            self._view_queue.add(node, output)

    async def _make_view(self, node: str, output: StoredOutput) -> None:
        sandbox = await self._sandbox.open()
        file = InputFile(self.services.store.get_path(output.artifact), output.type)
        trusted = self._plan[node].trusted or output.type in DATA_TYPES
        viewed = await sandbox.make_view(output.port, file, sandbox.folder, trusted=trusted)
        if viewed is not None:
            view = await asyncio.to_thread(self.services.store.store_view, output.artifact, viewed.view_path)
            self.state_writer.record_view(node, output.artifact, view, viewed.glance)

    async def control_step(self, node: str, change: ControlChange) -> StepControl | None:
        """Change what is wanted of a step from now on, and give that; None where it is not under way."""
        return await self.executors.control(node, await self._sandbox.open(), change)

    async def cancel(self) -> None:
        """End all processes of this run; what is not done becomes cancelled."""
        self.is_cancelled = True
        self._view_queue.cancel()
        for task in self._tasks.values():
            task.cancel()

    async def _finish_run(self) -> None:
        await self._view_queue.wait_for_urgent()
        await self._keep_results()
        for node, state in self._states.items():
            if state not in TERMINAL_STATES:
                self._states[node] = "cancelled"
                self.state_writer.update_step(node, state="cancelled", reason=None, finished_at=now())
        await self.state_writer.update_run(
            state=self.compute_final_state(), finished_at=now(), owner=None, lease_until=None
        )

    async def _keep_results(self) -> None:
        """Register models, and store what a pipeline gives. Versions are described by views, so these come first."""
        steps = find_registrars(self._plan, self._catalog)
        done = [(step, self._outputs[step.node]) for step in steps if self._states[step.node] in SUCCESSFUL_STATES]
        stores = await asyncio.to_thread(has_declared_outputs, self.services, self.run_id)
        if self.is_cancelled or not (done or stores):
            return
        await self._view_queue.finish()
        await asyncio.gather(*self._committed.values())
        if done:
            await asyncio.to_thread(register_models, self.services, self.run_id, done, self._log_to)
        if stores and self.compute_final_state() == "succeeded":
            await asyncio.to_thread(store_pipeline_outputs, self.services, self.run_id, self._log_to)

    def compute_final_state(self) -> str:
        if self.is_cancelled:
            return "cancelled"
        return sum_up_states(self._states, self._disabled_nodes)

    async def abandon(self, number: int | None, title: str, message: str) -> None:
        """The run cannot go on by no fault of the design."""
        error = asdict(StepError(number, title, message))
        for node, state in self._states.items():
            if state in TERMINAL_STATES:
                continue
            if stopped := find_stopped_dependency(self._plan[node], self._states):
                self._skip_step(node, explain_skip(stopped, self._plan, self._states))
                continue
            self._states[node] = "failed"
            self.state_writer.update_step(node, state="failed", reason=None, error=error, finished_at=now())
        await self.state_writer.update_run(state="failed", finished_at=now(), owner=None, lease_until=None)

    async def _clean_up(self) -> None:
        """Views that are still being made come in first; then the sandbox goes."""
        stopping = list(self._tasks.values())
        for task in stopping:
            task.cancel()
        await asyncio.gather(*stopping, self._view_queue.finish(), return_exceptions=True)
        await self._sandbox.close()
