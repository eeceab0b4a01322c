"""One sandbox per run: the server's end of the conversation with a zygote."""

import asyncio
import itertools
import json
import logging
import os
import stat
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from modules.kit.strict_json import NotJson, parse_json
from server.runs.keeper import Mechanism, Plan
from server.runs.lines import END_SECONDS, Line, Opener, SandboxFailed, own_boundary
from server.runs.ownership import hand_over
from server.runs.privileges import give, step_user
from server.runs.run_budget import Watch, watchdog
from server.runs.step_environment import environment
from server.runs.steps import (
    Begun,
    Cancelled,
    CancelRequest,
    Event,
    Failed,
    InputFile,
    LogText,
    Lost,
    Message,
    Outcome,
    Probed,
    ProbeRequest,
    Produced,
    ProgressMade,
    Request,
    Sampled,
    SampleRequest,
    StepRequest,
    Succeeded,
    Validated,
    ValidateRequest,
    Viewed,
    ViewRequest,
    as_line,
    messages,
)

OnEvent = Callable[[Event], None]
Work = StepRequest | ViewRequest | ProbeRequest | SampleRequest | ValidateRequest

#: The zygote, its warm children, the view child and the threads' worth of processes that libraries start.
PROCESSES_OF_OUR_OWN = 64
#: What a view may take and hold that a user's code can have a hand in.
VIEW_SECONDS, LARGEST_VIEW = 60.0, 8 * 1024**2

logger = logging.getLogger(__name__)


@dataclass(eq=False)
class _Asked:
    """A request on the line, under a name of its own, so that nothing late of one attempt is taken for the next."""

    request: Work
    name: str
    hear: OnEvent
    #: None where the zygote left without looking at it.
    answer: asyncio.Future[Message | None]
    watch: Watch | None = None
    #: How it ends because somebody ends it: its budget was spent, or it is cancelled.
    verdict: Lost | Cancelled | None = None


class RunSandbox:
    """A boundary with a zygote in it: steps of one run are forked inside and see nothing of the machine.

    All methods belong to one event loop. A step's own failure, its loss or its cancelling are outcomes, not exceptions.
    """

    def __init__(self, plan: Plan, opened: Opener) -> None:
        self.folder = Path(plan.folder)
        self.by = plan.by
        #: Whom steps run as; None where they run as the server does.
        self.user = plan.user
        self._plan = plan
        self._opened = opened
        self._line: Line | None = None
        self._reading: asyncio.Task[None] | None = None
        #: What is under way, by the step and by the name on the line.
        self._steps: dict[str, _Asked] = {}
        self._asked: dict[str, _Asked] = {}
        self._left = False
        self._starting = asyncio.Lock()
        self._ending: set[asyncio.Task[None]] = set()
        self._count = itertools.count()

    @classmethod
    async def open(
        cls, folder: Path, readable: Sequence[Path], by: Mechanism, *, processes: int = 128, preload: bool = True
    ) -> "RunSandbox":
        """Start a sandbox that may write in `folder` (the run's, which exists) and read the folders `readable`.

        Takes 2 to 4 s with `preload`, which imports the libraries and the catalog. Raises SandboxFailed.
        """
        return await cls.started(
            plan_for(folder, readable, by, processes=processes + PROCESSES_OF_OUR_OWN, preload=preload), own_boundary
        )

    @classmethod
    async def started(cls, plan: Plan, opened: Opener) -> "RunSandbox":
        """A sandbox by its plan, and by the way to open a line to a zygote that follows it. Raises SandboxFailed."""
        sandbox = cls(plan, opened)
        await sandbox._start()
        return sandbox

    async def run(self, request: StepRequest, on_event: OnEvent) -> Outcome:
        """Run one step and return how it ended; `on_event` gets its log, progress and outputs as they come.

        Outputs are named by the step itself: have them `checked` (executors/local.py) before they are used.
        """
        request.folder.mkdir(parents=True, exist_ok=True)
        answer = await self._converse(request, on_event, request.limits.seconds)
        return answer if isinstance(answer, Succeeded | Failed | Lost | Cancelled) else Lost("worker lost")

    async def view(self, port: str, file: InputFile, folder: Path, *, trusted: bool = True) -> Viewed | None:
        """Have the view and the glance of a stored value made; the view is written to a new file in `folder`.

        `folder` is the run's or one in it. Views are made one at a time and at low priority, beside the steps; those of
        values that are not trusted in a process each, for as long as is reasonable. None if the value cannot be looked
        at.
        """
        step = f"view-{next(self._count)}"
        own = folder if trusted else folder / step
        own.mkdir(exist_ok=True)
        view_path = own / f"{step}.json"
        request = ViewRequest(step, port, file, view_path, trusted)
        answer = await self._converse(request, _ignore, None if trusted else VIEW_SECONDS)
        if isinstance(answer, Failed):
            logger.warning("No view of %s: %s", file.path.name[:12], answer.error.traceback or answer.error.message)
        if not isinstance(answer, Viewed) or answer.view_path != view_path:
            return None
        if trusted:
            return answer
        return replace(answer, glance=None) if _plain_view(view_path, file.port_type) else None

    async def sample(
        self, request: SampleRequest, on_event: OnEvent | None = None
    ) -> Sampled | Lost | Cancelled | None:
        """Run a design on a small sample; whatever the outcome, `request.results` has what was done."""
        request.folder.mkdir(parents=True, exist_ok=True)
        answer = await self._converse(request, on_event or _ignore, request.limits.seconds)
        return answer if isinstance(answer, Sampled | Lost | Cancelled) else None

    async def validate(self, request: ValidateRequest) -> Validated | Lost | Cancelled | None:
        """Have files read in full by a fresh process that may read these and nothing else."""
        request.folder.mkdir(parents=True, exist_ok=True)
        answer = await self._converse(request, _ignore, request.limits.seconds)
        return answer if isinstance(answer, Validated | Lost | Cancelled) else None

    async def probe(self, request: ProbeRequest) -> dict[str, bool]:
        """Attempt the escapes of `escapes.py` from where a script runs; {attempt: held back}, empty if it was lost."""
        try:
            answer = await self._ask(request, lambda event: logger.debug("Probe: %s", event))
        finally:
            self._forget(request.step)
        return answer.held if isinstance(answer, Probed) else {}

    async def cancel(self, step: str) -> None:
        """Kill the step's process and all that came of it; its `run` then returns Cancelled. Nothing if it is over."""
        await self._end(step, "cancelled")

    @property
    def scripts(self) -> bool:
        """Whether steps may run a user's code in it."""
        return self._plan.scripts

    async def close(self) -> None:
        """End all processes; steps that still run are lost. The folder stays."""
        await self._hang_up()

    async def _hang_up(self) -> None:
        """Close the line, whereupon the zygote ends, and wait until nothing is left of it."""
        line, self._line = self._line, None
        if line is None:
            return
        line.hang_up()
        if self._reading is not None:
            await asyncio.wait([self._reading], timeout=END_SECONDS)
            if not self._reading.done():  # it is too busy to hear that
                await line.kill_until(self._reading)
            await self._reading
        await line.close()

    async def _start(self) -> None:
        """Open the line to a zygote that is ready."""
        await self._hang_up()
        give(self.folder, self.user)
        self._line = await self._opened(self._plan)
        self._left = False
        self._reading = asyncio.create_task(self._read(self._line.reader), name=f"sandbox of {self.folder.name}")

    async def _converse(self, request: Work, on_event: OnEvent, seconds: float | None) -> Message:
        """Ask, and see to it that the request is over when its time is, or when nobody waits any more."""
        try:
            async with asyncio.timeout(seconds):
                return await self._ask(request, on_event)
        except TimeoutError:
            return await self._end(request.step, "time limit")
        except asyncio.CancelledError:
            await asyncio.shield(self._end(request.step, "cancelled"))
            raise
        finally:
            self._forget(request.step)

    async def _ask(self, request: Work, on_event: OnEvent) -> Message:
        """Send a request and wait for the message that ends it; again if the zygote left without looking at it."""
        harmless = isinstance(request, ValidateRequest) or getattr(request, "trusted", False)
        assert self.scripts or harmless, "A user's code needs a boundary of its own."
        hand_over(request, self.folder, self.user)
        while True:
            try:
                await self._ensure_zygote()
            except SandboxFailed as error:
                logger.error("%s", error)
                return Lost("no sandbox", error.sentence)
            answer: asyncio.Future[Message | None] = asyncio.get_running_loop().create_future()
            asked = _Asked(request, f"{request.step}#{next(self._count)}", on_event, answer)
            self._steps[request.step] = self._asked[asked.name] = asked
            self._send(replace(request, step=asked.name))
            message = await asyncio.shield(answer)
            if message is not None:
                return message
            self._forget(request.step)

    async def _ensure_zygote(self) -> None:
        async with self._starting:
            if self._reading is not None and not self._reading.done():
                return
            try:
                await self._start()
            except SandboxFailed as error:
                logger.warning("%s It is tried once more.", error)
                await self._start()

    async def _end(self, step: str, reason: Any) -> Message:
        """Kill the step and wait for its end; where the zygote is too busy for that, all of this sandbox is killed."""
        asked = self._steps.get(step)
        if asked is None:
            return Cancelled()
        asked.verdict = asked.verdict or (Cancelled() if reason == "cancelled" else Lost(reason))
        self._send(CancelRequest(asked.name, reason))
        if asked.watch is not None:
            asked.watch.kill()  # from outside that is quicker, and the zygote may be kept from its work
        await self._see_end_of(asked)
        return await asked.answer or Cancelled()

    async def _see_end_of(self, asked: _Asked) -> None:
        """Wait until the zygote tells the end of a step; where that takes long, all of this sandbox is killed."""
        await asyncio.wait([asked.answer], timeout=END_SECONDS)
        if not asked.answer.done() and self._line is not None:
            logger.warning("%s does not end, so all processes of its run are killed", asked.name)
            await self._line.kill_until(asked.answer)

    def _forget(self, step: str) -> None:
        asked = self._steps.pop(step, None)
        if asked is not None:
            self._asked.pop(asked.name, None)
            self._unwatch(asked)

    def _watch(self, asked: _Asked, begun: Begun) -> None:
        """See to it that the step keeps to its budget from now on."""
        if self._line is None or self._line.zygote is None or isinstance(asked.request, ProbeRequest):
            return  # probes are to find out what the boundary holds by itself
        tell = asyncio.get_running_loop().call_soon_threadsafe
        request = asked.request
        asked.watch = Watch(
            zygote=self._line.zygote,
            inner=begun.pid,
            workers=frozenset(begun.workers),
            folders=self._written_by(request),
            limits=request.limits,
            exceed=lambda lost: tell(self._exceed, asked, lost),
            grouped=not getattr(request, "trusted", False),
        )
        watchdog.add(asked.watch)

    def _written_by(self, request: Work) -> tuple[Path, ...]:
        """Where a request writes: in its own folder; one without code of a user shares another with its like."""
        if isinstance(request, ViewRequest):
            return () if request.trusted else (request.view_path.parent,)
        trusted = getattr(request, "trusted", False)
        return (request.folder, self.folder / "tmp") if trusted else (request.folder,)

    def _unwatch(self, asked: _Asked) -> None:
        if asked.watch is not None:
            watchdog.remove(asked.watch)
            asked.watch = None

    def _exceed(self, asked: _Asked, lost: Lost) -> None:
        """The processes of a step were killed: what the zygote says of its end is told with the reason."""
        logger.warning("%s was ended. %s", asked.name, lost.message)
        asked.verdict = asked.verdict or lost
        if not asked.answer.done():
            ending = asyncio.create_task(self._see_end_of(asked), name=f"end of {asked.name}")
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)

    def _send(self, request: Request) -> None:
        if self._line is None:  # it is being closed
            return
        self._line.writer.write(as_line(request))

    async def _read(self, reader: asyncio.StreamReader) -> None:
        """Hand each message to whoever waits for it; when the line ends, all that was under way is lost."""
        try:
            with suppress(ConnectionError):
                while line := await reader.readline():
                    self._take(line)
        finally:
            for asked in list(self._asked.values()):
                if not asked.answer.done():
                    asked.answer.set_result(None if self._left else asked.verdict or Lost("worker lost"))
                self._unwatch(asked)

    def _take(self, line: bytes) -> None:
        before, _, told = line.partition(b"\t")
        name: str = json.loads(before)
        self._left = self._left or not name
        asked = self._asked.get(name)
        if asked is None or asked.answer.done():
            return
        try:
            message = messages.validate_json(told)
        except ValidationError:  # a script wrote into its line
            self._send(CancelRequest(name, "worker lost"))
            asked.answer.set_result(Lost("worker lost"))
            return
        if isinstance(message, Begun):
            self._watch(asked, message)
        elif isinstance(message, LogText | ProgressMade | Produced):
            asked.hear(message)
        else:
            verdict = asked.verdict or (asked.watch.explain_end() if asked.watch else None)
            self._unwatch(asked)
            asked.answer.set_result(verdict if verdict and isinstance(message, Lost | Failed) else message)


def _plain_view(path: Path, kind: str) -> bool:
    """Whether a process that may have run a user's code left a view of this kind there, and no link to elsewhere."""
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            state = os.fstat(file.fileno())
            if not stat.S_ISREG(state.st_mode) or state.st_size > LARGEST_VIEW:
                return False
            view = parse_json(file.read())
    except (OSError, NotJson):
        return False
    return isinstance(view, dict) and view.get("kind") == kind


def plan_for(folder: Path, readable: Sequence[Path], by: Mechanism, *, processes: int, preload: bool = True) -> Plan:
    """The plan of a sandbox that writes in `folder`."""
    folder = folder.resolve()
    return Plan(
        by=by,
        folder=str(folder),
        readable=tuple(str(path.resolve()) for path in readable),
        environment=environment(folder),
        processes=processes,
        preload=preload,
        user=step_user(by),
    )


def _ignore(_event: Event) -> None:
    """A view has no events."""
