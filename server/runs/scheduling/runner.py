"""The runner: executes the plan of each run, submits what is ready, and is the only writer of run and step states."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from modules.kit.error_numbers import ERROR_KINDS
from modules.kit.free_space import describe_full_disk
from modules.kit.step_control import StepControl
from server import logs
from server.runs.run_services import RunServices
from server.runs.sandbox.zygote_channel import SandboxFailed
from server.runs.scheduling import run_adoption
from server.runs.scheduling.lease import HEARTBEAT_SECONDS, acquire_lease, identify_process, is_held_by_other
from server.runs.scheduling.run_execution import RunExecution
from server.runs.scheduling.step_cache import PendingResults
from server.runs.scheduling.step_executors import ControlChange
from server.storage.orm.core_tables import RunRow
from server.storage.stores import run_store
from server.storage.transactions.database_errors import DATABASE_ERRORS
from server.storage.transactions.write_scopes import RESULTS_SCOPE
from server.storage.transactions.writer_queue import WritePriority

logger = logging.getLogger(__name__)


class Runner:
    """All runs that this process works on."""

    def __init__(self, services: RunServices) -> None:
        self.services = services
        self.owner = identify_process()
        #: What else is to be done at every heartbeat, after the runs of ended processes were taken over.
        self.heartbeat_hooks: list[Callable[[], Awaitable[None]]] = []
        self._executions: dict[str, RunExecution] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._pipeline_runs: set[str] = set()
        self._pending_results: PendingResults = {}
        self._heartbeat_task: asyncio.Task[None] | None = None

    @property
    def run_count(self) -> int:
        """How many runs are under way."""
        return len(self._executions)

    @property
    def has_run_on_canvas(self) -> bool:
        """Whether a run is under way that somebody waits for; runs of pipelines go on beside whatever people do."""
        return bool(self._executions.keys() - self._pipeline_runs)

    async def open(self, *, adopt: bool = True) -> None:
        """Start working; with `adopt`, take over runs whose process is gone, now and later."""
        self.services.state_committer.start()
        self._heartbeat_task = asyncio.create_task(self._run_heartbeat(adopt), name="heartbeat")
        if adopt:
            await self.adopt_runs()

    async def close(self) -> None:
        """Stop working. Unfinished runs stay unfinished, for the next start to go on with."""
        if self._heartbeat_task:
            self._heartbeat_task.cancel()
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        unfinished = list(self._tasks)
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.services.state_committer.stop()
        try:
            if unfinished:
                await asyncio.to_thread(self._release_runs, unfinished)
        except DATABASE_ERRORS:
            logger.warning(
                "The database is not responding; the runs under way will count this as a death of the server"
            )

    def _release_runs(self, run_ids: list[str]) -> None:
        with self.services.database.session() as session:
            run_adoption.release_runs(session, run_ids)

    def submit(
        self,
        run_id: str,
        on_event: Callable[[str, dict[str, Any]], None] | None = None,
        *,
        by_pipeline: bool = False,
    ) -> asyncio.Task[None]:
        """Work on a run that was written down. `on_event` gets progress and log lines besides the subscribers."""
        if by_pipeline:
            self._pipeline_runs.add(run_id)
        execution = RunExecution(self.services, run_id, self.owner, self._pending_results, on_event)
        task = asyncio.create_task(self._run_task(execution), name=f"run {run_id}")
        self._executions[run_id], self._tasks[run_id] = execution, task
        return task

    async def _run_task(self, execution: RunExecution) -> None:
        try:
            with logs.log_context(run=execution.run_id):
                await self._run_to_end(execution)
        finally:
            self._executions.pop(execution.run_id, None)
            self._tasks.pop(execution.run_id, None)
            self._pipeline_runs.discard(execution.run_id)

    async def _run_to_end(self, execution: RunExecution) -> None:
        began = time.monotonic()
        logger.info("Run started")
        try:
            await execution.execute()
        except asyncio.CancelledError:
            logger.info("Run left for the next start to go on with")
            raise
        except SandboxFailed as error:
            logger.error("Run got no sandbox. %s", error)
            await execution.abandon(1002, ERROR_KINDS[1002].title, error.sentence)
        except Exception as error:
            if self.services.disk.handle_error(error):
                await execution.abandon(171, ERROR_KINDS[171].title, describe_full_disk(self.services.disk.folder))
                return
            number = logs.make_request_id()
            logger.exception("Run ended by an error of the server", extra={"error": number})
            sentence = f"Something went wrong on the server. Send error {number} to the server's administrator."
            await execution.abandon(None, "Server error", sentence)
        else:
            logger.info("Run %s after %.1f s", execution.compute_final_state(), time.monotonic() - began)

    async def cancel(self, run_id: str) -> None:
        """End a run: its processes are ended within a second, its unfinished steps become cancelled."""
        execution = self._executions.get(run_id)
        if execution is not None:
            await execution.cancel()

    async def control_step(self, run_id: str, node: str, change: ControlChange) -> StepControl | None:
        """Have a step that searches stand still, take longer or end early; None where it is not under way."""
        execution = self._executions.get(run_id)
        return None if execution is None else await execution.control_step(node, change)

    def read_step_control(self, run_id: str, node: str) -> StepControl:
        """What is wanted of a step; nothing where nobody has said anything."""
        execution = self._executions.get(run_id)
        return StepControl() if execution is None else execution.executors.get_control(node)

    async def wait(self, run_id: str) -> None:
        """Return when the run is over."""
        task = self._tasks.get(run_id)
        if task is not None:
            await asyncio.shield(task)

    async def adopt_runs(self) -> None:
        """Go on with unfinished runs that no living process holds."""
        for run_id, by_pipeline in await asyncio.to_thread(self._claim_unfinished):
            logger.info("Going on with run %s", run_id)
            self.submit(run_id, by_pipeline=by_pipeline)

    def _claim_unfinished(self) -> list[tuple[str, bool]]:
        with self.services.database.read_session() as session:
            if all(self._is_held(run) for run in run_store.list_unfinished_runs(session)):
                return []
        with (
            self.services.database.session() as session
        ):  # parking a run is an event of its design, so all is written to
            adopted, parked = run_adoption.adopt_unfinished_runs(session, self.owner, self._is_held)
            for run in parked:
                logger.warning("Run %s was active when the server died twice, and is not gone on with", run.id)
                self.services.event_bus.wake(run.design_id)
            return [(run.id, run.by_pipeline) for run in adopted]

    def _is_held(self, run: RunRow) -> bool:
        """Whether a living process works on this run."""
        return run.id in self._executions or is_held_by_other(run, self.owner)

    async def _run_heartbeat(self, adopt: bool) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            try:
                if self._executions:
                    await asyncio.to_thread(self._renew_leases, list(self._executions))
                if adopt:
                    await self.adopt_runs()
                for hook in self.heartbeat_hooks:
                    await hook()
            except DATABASE_ERRORS:  # the database is away, as while it is restarted
                logger.warning("The database is not responding; runs of ended processes are looked for again later")

    def _renew_leases(self, run_ids: list[str]) -> None:
        with self.services.database.session(RESULTS_SCOPE, priority=WritePriority.EDIT) as session:
            for run_id in run_ids:
                run = session.get(RunRow, run_id)
                if run is not None:
                    acquire_lease(run, self.owner)
