"""The live sample: after each edit the design is run on some 500 rows beside everything else, and never in its way.

Each workspace has processes of its own, which remember what they computed; so nothing of another workspace is in their
memory. A newer edit ends the sample of an older one; while a run is under way there is none. What takes too long for a
sample is remembered and left to full runs.
"""

import asyncio
import logging
import shutil
import stat
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from modules.kit import Module
from modules.kit.functions import own_module
from modules.kit.scripts import PLOTS
from modules.kit.strict_json import NotJson, parse_json
from server.graph.drawing import runs_code
from server.graph.plan import Plan, PlannedStep
from server.people import audit
from server.runs import plots
from server.runs.engine import Engine
from server.runs.handing import handed
from server.runs.hearing import Hearing
from server.runs.lines import SandboxFailed
from server.runs.sandbox import OnEvent, RunSandbox
from server.runs.secrets import Unavailable
from server.runs.steps import MIB, Cancelled, InputFile, Limits, Lost, Sampled, SampleRequest, SampleStep
from server.storage.place import new_rows_belong

ROWS = 500
LIMITS = Limits(memory_bytes=1024 * MIB, seconds=5.0, output_bytes=64 * MIB, processes=32)
#: A sample under way gets so long to end by itself, for its results are of use to the next one.
GRACE_SECONDS = 0.3
#: After so long without an edit the process is ended.
IDLE_SECONDS = 600.0
#: So many workspaces have processes for samples at once, and so many samples are made at once.
MOST_ROOMS, MOST_AT_ONCE = 8, 2
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


#: A state of a design as far as a sample shows it: whether code may run in it, what is left out, and what each step is.
State = tuple[str, bool, tuple[str, ...], tuple[str, ...]]


@dataclass(eq=False)
class Room:
    """Where the samples of one workspace are made, one at a time."""

    #: {whether scripts run in it: the sandbox}
    sandboxes: dict[bool, asyncio.Task[RunSandbox]] = field(default_factory=dict)
    at_work: asyncio.Lock = field(default_factory=asyncio.Lock)
    #: How many samples and trials are under way in its sandboxes.
    under_way: int = 0
    running: asyncio.Task[Sample] | None = None
    #: The design and the person that the running sample is for.
    whose: tuple[str, str] = ("", "")
    idle: asyncio.TimerHandle | None = None

    @property
    def busy(self) -> bool:
        return self.at_work.locked() or self.under_way > 0


class Sampler:
    """Runs samples of designs, one at a time in each workspace."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        #: {workspace: its room}, the one used last at the end
        self._rooms: OrderedDict[str, Room] = OrderedDict()
        self._at_once = asyncio.Semaphore(MOST_AT_ONCE)
        self._wanted: dict[str, int] = {}
        self._making: dict[State, asyncio.Task[Sample]] = {}
        #: {signature: until when it is left out}
        self._slow: dict[str, float] = {}
        self._count = 0
        self._leaving: set[asyncio.Task[None]] = set()

    async def sample(self, design_id: str, plan: Plan, bound: Mapping[str, str], *, trusted: bool) -> Sample:
        """The plan on a sample of its data. Raises Superseded when a newer request for the design comes.

        It comes without being asked for, so in a design that is not `trusted` no script and no query takes part.
        Several who look at the same state of a design get the same sample.
        """
        state = (design_id, trusted, tuple(plan.left_out), tuple(step.signature for step in plan.steps))
        making = self._making.get(state)
        if making is None:
            making = asyncio.create_task(self._sampled(design_id, plan, bound, trusted), name="wish for a sample")
            self._making[state] = making
            making.add_done_callback(lambda task: self._made_known(state, task))
        try:
            return await asyncio.shield(making)
        except asyncio.CancelledError:
            if making.cancelled():
                raise Superseded from None
            raise

    def _made_known(self, state: State, task: asyncio.Task[Sample]) -> None:
        del self._making[state]
        if not task.cancelled():
            task.exception()  # nobody may be waiting for it any more

    async def _sampled(self, design_id: str, plan: Plan, bound: Mapping[str, str], trusted: bool) -> Sample:
        self._count += 1
        mine = self._count
        self._wanted[design_id] = mine
        room, whose = self._room(), (design_id, _person())
        self._hurry(room, whose)
        async with room.at_work, self._at_once:
            if self._wanted.get(design_id) != mine:
                raise Superseded
            room.whose = whose
            room.running = asyncio.create_task(self._made(plan, bound, mine, trusted), name="sample")
            try:
                return await room.running
            except asyncio.CancelledError:
                raise Superseded from None
            finally:
                room.running = None
                if self._wanted.get(design_id) == mine:
                    del self._wanted[design_id]

    def stop(self) -> None:
        """End the samples under way: a run needs the processors."""
        self._wanted.clear()
        for room in self._rooms.values():
            if room.running is not None:
                room.running.cancel()

    async def close(self) -> None:
        """End the processes."""
        self.stop()
        for home in list(self._rooms):
            self._leave(home)
        await asyncio.gather(*self._leaving)

    def _room(self) -> Room:
        """The room of this workspace; where there are too many, those that nobody used for longest are left."""
        home = new_rows_belong()
        room = self._rooms.setdefault(home, Room())
        self._rooms.move_to_end(home)
        unused = [one for one, other in self._rooms.items() if one != home and not other.busy]
        for one in unused[: max(0, len(self._rooms) - MOST_ROOMS)]:
            self._leave(one)
        return room

    def _hurry(self, room: Room, whose: tuple[str, str]) -> None:
        """End the sample under way soon if its design was edited, or if its person went on to another design."""
        if room.running is not None and (whose[0] == room.whose[0] or whose[1] == room.whose[1]):
            asyncio.get_running_loop().call_later(GRACE_SECONDS, room.running.cancel)

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
        room = self._room()
        room.under_way += 1
        try:
            sandbox = await self.sandbox(scripts=not clean)
            return await self._ran(sandbox, name, steps, limits, clean=clean, heard=heard, on_event=on_event)
        finally:
            room.under_way -= 1

    async def _ran(
        self,
        sandbox: RunSandbox,
        name: str,
        steps: Sequence[SampleStep],
        limits: Limits,
        *,
        clean: bool,
        heard: str,
        on_event: OnEvent | None,
    ) -> Ran:
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
        """The sandbox of this workspace's samples, which stays open for a while. Raises SandboxFailed."""
        room = self._room()
        if room.idle is not None:
            room.idle.cancel()
        room.idle = asyncio.get_running_loop().call_later(IDLE_SECONDS, self._leave, new_rows_belong())
        if scripts not in room.sandboxes:
            taking = self._engine.pool.take(scripts=scripts)
            room.sandboxes[scripts] = asyncio.create_task(taking, name="sandbox for samples")
        try:
            return await asyncio.shield(room.sandboxes[scripts])
        except SandboxFailed:
            room.sandboxes.pop(scripts, None)
            raise

    def _leave(self, home: str) -> None:
        """End the processes of a workspace."""
        room = self._rooms.pop(home)
        if room.idle is not None:
            room.idle.cancel()
        for warming in room.sandboxes.values():
            task = asyncio.create_task(self._put_away(warming))
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)

    async def _put_away(self, warming: asyncio.Task[RunSandbox]) -> None:
        with suppress(SandboxFailed):
            await self._engine.pool.put_away(await warming)


def _person() -> str:
    actor = audit.acting()
    return actor.person.id if actor is not None else ""


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
        with suppress(NotJson):
            result = parse_json(line)
            if isinstance(result, dict) and isinstance(node := result.pop("node", None), str):
                found[node] = result
    return found
