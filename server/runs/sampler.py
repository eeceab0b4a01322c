"""The live sample: after each edit the design is run on some 500 rows beside everything else, and never in its way.

One warm process serves all designs. A newer edit ends the sample of an older one; while a run is under way there is
none. What takes too long for a sample is remembered and left to full runs.
"""

import asyncio
import json
import logging
import shutil
import stat
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from modules.kit import Module
from modules.kit.functions import own_module
from modules.kit.scripts import PLOTS
from server.graph.drawing import runs_code
from server.graph.plan import Plan, PlannedStep
from server.runs import plots
from server.runs.engine import Engine
from server.runs.handing import handed
from server.runs.hearing import Hearing
from server.runs.lines import SandboxFailed
from server.runs.sandbox import OnEvent, RunSandbox
from server.runs.secrets import Unavailable
from server.runs.steps import MIB, Cancelled, InputFile, Limits, Lost, Sampled, SampleRequest, SampleStep

ROWS = 500
LIMITS = Limits(memory_bytes=1024 * MIB, seconds=5.0, output_bytes=64 * MIB, processes=32)
#: A sample under way gets so long to end by itself, for its results are of use to the next one.
GRACE_SECONDS = 0.3
#: After so long without an edit the process is ended.
IDLE_SECONDS = 600.0
LARGEST_RESULTS = 16 * MIB
#: So long a step that took too long is left out; then it is tried again, for the machine may have been busy.
SLOW_SECONDS = 300.0
TOO_SLOW = "Takes longer than a sample may: it takes part in full runs only."

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sample:
    """What each node gave on the sample: {node: {"ports": ...} or {"error": ...} or {"skipped": ...}}."""

    nodes: Mapping[str, dict[str, Any]]
    seconds: float
    computed: int


@dataclass(frozen=True)
class Ran:
    """How steps ended: what each node gave, the one that was under way in the end, and the figures of the one heard."""

    outcome: Sampled | Lost | Cancelled | None
    nodes: Mapping[str, dict[str, Any]]
    begun: str | None
    figures: Sequence[bytes]


class Superseded(Exception):
    """A newer edit of the design wants the sample for itself, or a run has begun."""


class Sampler:
    """Runs samples of designs, one at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        #: {whether scripts run in it: the sandbox}
        self._sandboxes: dict[bool, asyncio.Task[RunSandbox]] = {}
        self._at_work = asyncio.Lock()
        self._wanted: dict[str, int] = {}
        self._running: asyncio.Task[Sample] | None = None
        #: {signature: until when it is left out}
        self._slow: dict[str, float] = {}
        self._count = 0
        self._idle: asyncio.TimerHandle | None = None

    async def sample(self, design_id: str, plan: Plan, bound: Mapping[str, str], *, trusted: bool) -> Sample:
        """The plan on a sample of its data. Raises Superseded when a newer request for the design comes.

        It comes without being asked for, so in a design that is not `trusted` no script and no query takes part.
        """
        self._count += 1
        mine = self._count
        self._wanted[design_id] = mine
        self._hurry()
        async with self._at_work:
            if self._wanted.get(design_id) != mine:
                raise Superseded
            self._running = asyncio.create_task(self._made(plan, bound, mine, trusted), name="sample")
            try:
                return await asyncio.shield(self._running)
            except asyncio.CancelledError:
                if self._running.cancelled():
                    raise Superseded from None
                self._running.cancel()
                raise
            finally:
                self._running = None
                if self._wanted.get(design_id) == mine:
                    del self._wanted[design_id]

    def stop(self) -> None:
        """End the sample under way: a run needs the processors."""
        self._wanted.clear()
        if self._running is not None:
            self._running.cancel()

    async def close(self) -> None:
        """End the process."""
        self.stop()
        if self._idle is not None:
            self._idle.cancel()
        warming, self._sandboxes = self._sandboxes, {}
        for sandbox in warming.values():
            with suppress(SandboxFailed):
                await self._engine.pool.put_away(await sandbox)

    def _hurry(self) -> None:
        running = self._running
        if running is not None:
            asyncio.get_running_loop().call_later(GRACE_SECONDS, running.cancel)

    async def _made(self, plan: Plan, bound: Mapping[str, str], number: int, trusted: bool) -> Sample:
        clean = all(step.trusted for step in plan.steps)
        steps, left_out = self.taking_part(plan, bound, trusted=trusted)
        if not steps:
            await self.sandbox(scripts=not clean)
            return Sample(left_out, 0.0, 0)
        ran = await self.run(f"sample-{number}", steps, LIMITS, clean=clean)
        nodes = dict(ran.nodes)
        if ran.begun is not None:
            self._remember_slow(next(step.signature for step in steps if step.node == ran.begun))
            nodes[ran.begun] = {"slow": TOO_SLOW}
        nodes |= {step.node: {"skipped": True} for step in steps if step.node not in nodes}
        done = ran.outcome if isinstance(ran.outcome, Sampled) else Sampled(len(nodes), LIMITS.seconds or 0.0)
        return Sample({**left_out, **nodes}, done.seconds, done.computed)

    async def run(
        self,
        name: str,
        steps: Sequence[SampleStep],
        limits: Limits,
        *,
        clean: bool,
        heard: str = "",
        on_event: OnEvent | None = None,
    ) -> Ran:
        """Run these steps in a folder of this name, which is gone afterwards."""
        sandbox = await self.sandbox(scripts=not clean)
        folder = sandbox.folder / name
        results = folder / "results.jsonl"
        request = SampleRequest(name, tuple(steps), ROWS, folder, results, clean, limits, heard)
        secrets = await asyncio.to_thread(self._secrets, steps)
        hearing = Hearing(on_event or _nobody, secrets)
        try:
            with handed(folder, secrets) as pipe:
                outcome = await sandbox.sample(replace(request, secrets=pipe), hearing.hear)
            hearing.close()
            nodes = hearing.told(await asyncio.to_thread(read_results, results))
            figures = await asyncio.to_thread(plots.pictures, folder / PLOTS, hearing.hides) if heard else []
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
        return Ran(outcome, nodes, next((node for node, result in nodes.items() if result.get("begun")), None), figures)

    def _secrets(self, steps: Sequence[SampleStep]) -> dict[str, str]:
        """The values that scripts in these steps ask for; those that cannot be had are said to be missing by them."""
        try:
            return self._engine.secrets.opened(sorted({name for step in steps for name in step.secrets}))
        except Unavailable:
            return {}

    def taking_part(
        self, plan: Plan, bound: Mapping[str, str], *, trusted: bool
    ) -> tuple[list[SampleStep], dict[str, dict[str, Any]]]:
        """What takes part, and why the rest does not."""
        steps: list[SampleStep] = []
        left_out: dict[str, dict[str, Any]] = {name: {"skipped": True} for name in plan.left_out}
        for step in plan.steps:
            if self._slow.get(step.signature, 0.0) > time.monotonic():
                left_out[step.node] = {"slow": TOO_SLOW}
            elif step.needs & left_out.keys() or (not trusted and runs_code(self._module(step))):
                left_out[step.node] = {"skipped": True}
            else:
                steps.append(self._as_sample(step, bound))
        return steps, left_out

    def _as_sample(self, step: PlannedStep, bound: Mapping[str, str]) -> SampleStep:
        port = self._module(step).outputs[0]
        source = InputFile(self._engine.store.path(bound[step.node]), port.type) if step.source else None
        return SampleStep(
            node=step.node,
            module=step.module,
            signature=step.signature,
            parameters=dict(step.parameters),
            inputs=step.inputs,
            source=source,
            port=port.name,
            deterministic=step.deterministic,
            code=step.code,
            secrets=step.secrets,
        )

    def _module(self, step: PlannedStep) -> Module:
        """The module of a step; a user's own one is read from its source and never run here."""
        return self._engine.catalog[step.module] if step.code is None else own_module(step.module, step.code)

    def _remember_slow(self, signature: str) -> None:
        moment = time.monotonic()
        self._slow = {known: until for known, until in self._slow.items() if until > moment}
        self._slow[signature] = moment + SLOW_SECONDS

    async def sandbox(self, *, scripts: bool) -> RunSandbox:
        """The sandbox of samples, which stays open for a while. Raises SandboxFailed."""
        if self._idle is not None:
            self._idle.cancel()
        self._idle = asyncio.get_running_loop().call_later(IDLE_SECONDS, self._leave)
        if scripts not in self._sandboxes:
            taking = self._engine.pool.take(scripts=scripts)
            self._sandboxes[scripts] = asyncio.create_task(taking, name="sandbox for samples")
        try:
            return await asyncio.shield(self._sandboxes[scripts])
        except SandboxFailed:
            self._sandboxes.pop(scripts, None)
            raise

    def _leave(self) -> None:
        warming, self._sandboxes = self._sandboxes, {}
        ready = [task for task in warming.values() if task.done() and not task.cancelled() and task.exception() is None]
        self._leaving = [asyncio.create_task(self._engine.pool.put_away(task.result())) for task in ready]


def _nobody(_event: object) -> None:
    """What a sample logs is of no interest."""


def read_results(path: Path) -> dict[str, dict[str, Any]]:
    """What each node gave; the one that was under way when its process ended is only begun.

    A script may have written into the file what it likes, so whatever is no result is left out.
    """
    found: dict[str, dict[str, Any]] = {}
    try:
        about = path.lstat()
        if not stat.S_ISREG(about.st_mode) or about.st_size > LARGEST_RESULTS:
            return found
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return found
    for line in lines:
        with suppress(ValueError, RecursionError):
            result = json.loads(line, parse_constant=lambda _: None)
            if isinstance(result, dict) and isinstance(node := result.pop("node", None), str):
                found[node] = result
    return found
