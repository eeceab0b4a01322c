"""One run on its way through its plan: what is ready is looked up in the cache or submitted, until nothing is left."""

import asyncio
import logging
import shutil
import time
from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

from modules.kit import Module
from modules.kit.error_numbers import NUMBERS
from modules.kit.files import DATA_TYPES
from server.graph import plan as planning
from server.graph.bypass import through
from server.graph.document import left_out_by_choice, read
from server.graph.own import with_own
from server.graph.plan import PlannedStep
from server.graph.secrets import needed
from server.logs import about
from server.runs import plots
from server.runs.adoption import ATTEMPTS
from server.runs.engine import Engine
from server.runs.errands import delivered, fetched
from server.runs.handing import handed
from server.runs.hearing import Hearing
from server.runs.journal import Hear, Journal, Placed
from server.runs.outcomes import admit, lost, place
from server.runs.reuse import Computed, Computing, Outputs, Results, are_whole
from server.runs.secrets import Unavailable
from server.runs.steps import (
    Event,
    Failed,
    InputFile,
    LogText,
    Lost,
    Outcome,
    ProgressMade,
    StepError,
    StepRequest,
    Succeeded,
)
from server.runs.taking import TakenSandbox
from server.runs.told import DONE, GOOD
from server.runs.viewing import Viewer
from server.storage import runs
from server.storage.artifacts import Damaged
from server.storage.place import enter, within
from server.storage.tables import DesignRow, RunRow, StepRow, now

logger = logging.getLogger(__name__)


class Walk:
    """The execution of one run."""

    def __init__(self, engine: Engine, run_id: str, owner: str, computing: Computing, hear: Hear | None) -> None:
        self.engine = engine
        self.run_id = run_id
        self.owner = owner
        self.cancelled = False
        self._computing = computing
        self._hear = hear
        self._catalog: Mapping[str, Module] = engine.catalog
        self._plan: dict[str, PlannedStep] = {}
        self._states: dict[str, str] = {}
        self._outputs: dict[str, Outputs] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._unwanted: set[str] = set()
        self._began: dict[str, float] = {}
        #: How often a step was begun before this server went on with the run.
        self._tried: dict[str, int] = {}
        self._committed: dict[str, asyncio.Future[None]] = {}
        self._viewer = Viewer(self._view)
        self._sandbox = TakenSandbox(engine.pool, lambda: not all(step.trusted for step in self._plan.values()))

    async def run(self) -> None:
        """Walk the plan to its end."""
        design, run, steps = await asyncio.to_thread(self._load)
        self._gives = run.trusted and design.trusted and not runs.of_visitor(run)
        self._barred = self.engine.barred if design.from_elsewhere else ""
        self._home = design.workspace_id
        enter(self._home)
        self._results = Results(self.engine, self._home, run, self._computing)
        self.journal = Journal(run, steps, self.engine.recorder, self.engine.broadcast, self.engine.store, self._hear)
        self._isolation = run.isolation
        if run.cancel_requested:
            self.cancelled = True
        self.journal.run(state="running", started_at=run.started_at or now(), owner=self.owner)
        self._read_plan(run, steps)
        try:
            await self._walk()
            await self._finish()
        finally:
            await self._leave()

    def _load(self) -> tuple[DesignRow, RunRow, list[StepRow]]:
        """The design, the run and its steps, whoever asked for it."""
        with within(None), self.engine.database.reading() as session:
            run = runs.get(session, self.run_id)
            return session.get_one(DesignRow, run.design_id), run, runs.steps(session, self.run_id)

    def _read_plan(self, run: RunRow, steps: list[StepRow]) -> None:
        drawn = read(run.document)
        self._catalog = with_own(drawn, self.engine.catalog)
        self._unwanted = left_out_by_choice(drawn)
        design = through(drawn, self._catalog).design
        suspects, secrets = planning.scripted(design, self._catalog), needed(design, self._catalog)
        for step in steps:
            self._states[step.node], self._tried[step.node] = step.state, step.attempt
            if step.state == "skipped":
                continue
            module = self._catalog[step.module]
            drawing, trusted, asks = design.nodes[step.node], step.node not in suspects, secrets.get(step.node, ())
            planned = planning.step_of(step.node, drawing, module, step.signature, trusted=trusted, secrets=asks)
            # What was fetched from outside stays what it was; all else is computed as if nothing were known.
            anew = run.fresh and not (planned.errand is not None and planned.errand.direction == "fetch")
            self._plan[step.node] = replace(planned, deterministic=False) if anew else planned
            self._outputs[step.node] = step.outputs
            if step.state in GOOD and not are_whole(self.engine.store, step.outputs):
                self._states[step.node], self._tried[step.node] = "queued", 0

    async def _walk(self) -> None:
        while not self.cancelled:
            self._start_ready()
            if not self._tasks:
                return
            await asyncio.wait(self._tasks.values(), return_when=asyncio.FIRST_COMPLETED)
            for node, task in list(self._tasks.items()):
                if task.done():
                    del self._tasks[node]
                    if not task.cancelled():
                        task.result()

    def _start_ready(self) -> None:
        for node, step in self._plan.items():
            if self._states[node] != "queued" or node in self._tasks:
                continue
            needed = {name: self._states[name] for name in step.needs}
            stopped = next((name for name, state in needed.items() if state in DONE and state not in GOOD), None)
            if self._barred and not step.trusted:
                self._skip(node, self._barred)
            elif stopped is not None:
                self._skip(node, self._why(stopped))
            elif all(state in GOOD for state in needed.values()):
                with about(step=node):
                    self._tasks[node] = asyncio.create_task(self._step(step), name=f"step {node}")

    def _skip(self, node: str, reason: str) -> None:
        # Plans are in order, so whatever needs this node comes later in the same pass.
        self._states[node] = "skipped"
        self.journal.step(node, state="skipped", reason=reason)

    def _why(self, stopped: str) -> str:
        words = {"failed": "failed", "skipped": "was skipped", "cancelled": "was cancelled"}
        title = self._plan[stopped].title if stopped in self._plan else stopped
        return f"{title} {words[self._states[stopped]]}"

    async def _step(self, step: PlannedStep) -> None:
        """One step, from the cache or from a process."""
        if step.source:
            await self._source(step)
            return
        inputs = {
            port: [self._artifact(reference) for reference in references] for port, references in step.inputs.items()
        }
        key = await asyncio.to_thread(self._results.key, step, inputs)
        if not step.deterministic:
            await self._compute(step, key, inputs)
            return
        computed = await self._results.under_way(key)
        if computed is not None:
            self._reuse(step, key, computed)
            return
        try:
            stored = await asyncio.to_thread(self._results.stored, key)
            if stored is not None:
                self._reuse(step, key, stored)
            else:
                await self._compute(step, key, inputs)
        finally:
            outputs = self._outputs[step.node] if self._states[step.node] in GOOD else None
            self._results.give(key, outputs, self._committed.get(step.node))

    def _artifact(self, reference: str) -> str:
        node, _, port = reference.partition(".")
        return self._outputs[node][port]

    async def _source(self, step: PlannedStep) -> None:
        outputs = self._outputs[step.node]
        try:
            for artifact in outputs.values():
                await asyncio.to_thread(self.engine.store.verify, artifact)
        except Damaged:
            message = "The stored data of this dataset are damaged or gone. Upload the file again as a new version."
            error = {"number": 18, "title": "Dataset unusable", "message": message}
            self._states[step.node] = "failed"
            self.journal.step(step.node, state="failed", error=error, finished_at=now(), seconds=0.0)
            return
        self._states[step.node] = "succeeded"
        self.journal.step(step.node, state="succeeded", seconds=0.0, started_at=now(), finished_at=now())

    def _reuse(self, step: PlannedStep, key: str, computed: Computed) -> None:
        outputs = computed.outputs
        self._states[step.node] = "reused"
        self._outputs[step.node] = outputs
        self.journal.step(
            step.node,
            state="reused",
            reason=None,
            reused_from=self._results.number_here(computed),
            cache_key=key,
            outputs=dict(outputs),
            seconds=0.0,
            finished_at=now(),
        )
        # A server that was killed in between may have left an output without its view.
        for port in self._catalog[step.module].outputs:
            if port.name in outputs:
                self._have_view(step.node, Placed(port.name, outputs[port.name], port.type, None, None, 0))

    async def _compute(self, step: PlannedStep, key: str, inputs: Mapping[str, list[str]]) -> None:
        arrived: InputFile | None = None
        say = partial(self.journal.log, step.node, "log")
        if step.errand is not None and step.errand.direction == "fetch":
            self._begin(step.node, 1, key)
            came = await fetched(self.engine.errands, step.errand, await self._errand_folder(step), say)
            if isinstance(came, Failed):
                await self._conclude(step, key, came)
                return
            arrived = came
        try:
            secrets = await asyncio.to_thread(self._secrets, step)
        except Unavailable as error:
            self._begin(step.node, 1, key)
            await self._conclude(step, key, Failed(StepError(159, NUMBERS[159].title, str(error))))
            return
        for attempt in range(min(self._tried[step.node] + 1, ATTEMPTS), ATTEMPTS + 1):
            waits = partial(self.journal.tell_wait, step.node)
            sandbox = await self._sandbox.open(waits)
            request = replace(self._request(step, attempt, inputs, sandbox.folder), arrived=arrived)
            begun = partial(self._begin, step.node, attempt, key)
            hearing = Hearing(partial(self._hear_step, step.node), secrets)
            with handed(request.folder, secrets) as pipe:
                request = replace(request, secrets=pipe)
                async with self.engine.quotas.step_place(self._home, waits):
                    outcome = await self.engine.executor.submit(
                        request, sandbox, hearing.hear, begun, waits, self._home
                    )
            hearing.close()
            if self.cancelled:
                return
            outcome = await asyncio.to_thread(hearing.checked, outcome)
            if not (isinstance(outcome, Lost) and outcome.reason == "worker lost" and attempt < ATTEMPTS):
                if not step.trusted:
                    figures = plots.folder_of(self.engine.store, self.run_id, step.node)
                    await asyncio.to_thread(plots.keep, request.folder / "plots", figures, hearing.hides)
                if step.errand is not None and step.errand.direction == "deliver" and isinstance(outcome, Succeeded):
                    folder = await self._errand_folder(step)
                    outcome = await delivered(self.engine.errands, step.errand, outcome, folder, say)
                await self._conclude(step, key, outcome)
                # What the step has written beside its outputs goes at once, and not with the run: others need the disk.
                await asyncio.to_thread(shutil.rmtree, request.folder, ignore_errors=True)
                return

    async def _errand_folder(self, step: PlannedStep) -> Path:
        return (await self._sandbox.open()).folder / f"{step.node}-errand"

    def _begin(self, node: str, attempt: int, key: str) -> None:
        """A slot was free: from here on the step takes its time."""
        self._began[node] = time.monotonic()
        self.journal.step(node, state="running", reason=None, attempt=attempt, cache_key=key, started_at=now())

    def _hear_step(self, node: str, event: Event) -> None:
        if isinstance(event, LogText):
            self.journal.log(node, event.stream, event.text)
        elif isinstance(event, ProgressMade):
            self.journal.progress(node, event.done, event.total, event.unit)

    def _secrets(self, step: PlannedStep) -> dict[str, str]:
        """The values that the step is to be handed. Raises Unavailable."""
        if step.secrets and not self._gives:
            raise Unavailable("This run is given no secrets: it came over a link, or its design is not trusted.")
        assert not (step.secrets and step.trusted), "Only a process of its own is given secrets."
        return self.engine.secrets.opened(step.secrets)

    async def _conclude(self, step: PlannedStep, key: str, outcome: Outcome) -> None:
        self._viewer.step_ended()
        outcome, room = await asyncio.to_thread(admit, self.engine.quotas, self._home, outcome)
        if isinstance(outcome, Succeeded):
            placed = await asyncio.to_thread(place, self.engine.store, outcome.outputs)
            self._outputs[step.node] = {output.port: output.artifact for output in placed}
            self._states[step.node] = "succeeded"
            self._committed[step.node] = self.journal.succeeded(
                step.node, placed, key=key, cached=step.deterministic, seconds=outcome.seconds
            )
            self._committed[step.node].add_done_callback(lambda _: room.release())
            self.journal.forget_deaths()
            for output in placed:
                self._have_view(step.node, output)
            return
        self._states[step.node] = "failed"
        error = asdict(outcome.error) if isinstance(outcome, Failed) else lost(outcome, self.engine.limits)
        seconds = time.monotonic() - self._began[step.node]
        logger.info("Step failed after %.1f s: %s", seconds, error["title"])
        self.journal.step(step.node, state="failed", error=error, finished_at=now(), seconds=seconds)

    def _have_view(self, node: str, output: Placed) -> None:
        """The browser's view of an output is made beside the steps that follow, unless an equal output has one.

        Evaluations do not wait: what they measured belongs to the result of the run.
        """
        if self.engine.store.view(output.artifact) is not None:
            return
        if output.type == "evaluation":
            self._viewer.add_urgent(node, output)
        else:
            self._viewer.add(node, output)

    async def _view(self, node: str, output: Placed) -> None:
        sandbox = await self._sandbox.open()
        file = InputFile(self.engine.store.path(output.artifact), output.type)
        trusted = self._plan[node].trusted or output.type in DATA_TYPES
        viewed = await sandbox.view(output.port, file, sandbox.folder, trusted=trusted)
        if viewed is not None:
            view = await asyncio.to_thread(self.engine.store.place_view, output.artifact, viewed.view_path)
            self.journal.viewed(node, output.artifact, view, viewed.glance)

    def _request(self, step: PlannedStep, attempt: int, inputs: Mapping[str, list[str]], work: Path) -> StepRequest:
        module = self._catalog[step.module]
        ports = {port.name: port.type for port in module.inputs}
        files = {
            port: tuple(
                InputFile(self.engine.store.path(artifact), self._type_of(reference, ports[port]))
                for artifact, reference in zip(held, step.inputs[port], strict=True)
            )
            for port, held in inputs.items()
        }
        folder = work / f"{step.node}-{attempt}"
        return StepRequest(
            step=step.node,
            module=step.module,
            parameters=dict(step.parameters),
            inputs=files,
            folder=folder,
            trusted=step.trusted,
            limits=self.engine.limits,
            code=step.code,
        )

    def _type_of(self, reference: str, wanted: str) -> str:
        """The type of the value that an edge brings, which may be another than its input port names."""
        node, _, port = reference.partition(".")
        output = self._catalog[self._plan[node].module].output(port)
        return output.type if output else wanted

    async def cancel(self) -> None:
        """End all processes of this run; what is not done becomes cancelled."""
        self.cancelled = True
        self._viewer.cancel()
        for task in self._tasks.values():
            task.cancel()

    async def _finish(self) -> None:
        await self._viewer.urgent_made()
        for node, state in self._states.items():
            if state not in DONE:
                self._states[node] = "cancelled"
                self.journal.step(node, state="cancelled", reason=None, finished_at=now())
        await self.journal.run(state=self.final_state(), finished_at=now(), owner=None, lease_until=None)

    def final_state(self) -> str:
        if self.cancelled:
            return "cancelled"
        wanted = [state for node, state in self._states.items() if state != "skipped" or node not in self._unwanted]
        return "succeeded" if wanted and all(state in GOOD for state in wanted) else "failed"

    async def give_up(self, number: int | None, title: str, message: str) -> None:
        """The run cannot go on by no fault of the design."""
        error = {"number": number, "title": title, "message": message}
        for node, state in self._states.items():
            if state in DONE:
                continue
            if stopped := next((name for name in self._plan[node].needs if self._states[name] not in GOOD), None):
                self._skip(node, self._why(stopped))
                continue
            self._states[node] = "failed"
            self.journal.step(node, state="failed", reason=None, error=error, finished_at=now())
        await self.journal.run(state="failed", finished_at=now(), owner=None, lease_until=None)

    async def _leave(self) -> None:
        """Views that are still being made come in first; then the sandbox goes."""
        stopping = list(self._tasks.values())
        for task in stopping:
            task.cancel()
        await asyncio.gather(*stopping, self._viewer.finish(), return_exceptions=True)
        await self._sandbox.close()
