"""Steps on this machine: as many at once as there are slots, each in the sandbox of its run."""

import asyncio
import os
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from modules.kit import Module
from server.machine import spare_slots
from server.runs.sandbox import RunSandbox
from server.runs.steps import MIB, Cancelled, Event, Failed, Lost, Outcome, StepError, StepRequest, Succeeded
from server.runs.validated import clipped, validated_outputs

Report = Callable[[Event], None]


#: So long a run without any running step waits for a spare slot, and so long until it says what it waits for.
SECONDS_BEFORE_SPARE, SECONDS_BEFORE_TELLING = 10.0, 1.0


@dataclass(eq=False)
class _Turn:
    """One step that waits for a slot, or has one."""

    run: int
    workspace: str
    step: str
    since: float
    granted: asyncio.Event = field(default_factory=asyncio.Event)
    cancelled: bool = False


class LocalExecutor:
    """Runs steps of any number of runs, `slots` at a time.

    The next slot goes to the workspace, and in it to the run, that has the fewest; among equals to who waits longest.
    Long steps are not stopped for others. So that they cannot hold all slots for ever, a run that has none gets one of
    some `spare` slots after a while.
    """

    def __init__(self, slots: int, *, patience: float = SECONDS_BEFORE_SPARE) -> None:
        self.slots, self.spare = slots, spare_slots(slots)
        self._patience = patience
        self._waiting: list[_Turn] = []
        self._running: list[_Turn] = []
        #: Hears how many seconds each step waited for its slot.
        self.hear_wait: Callable[[float], None] = lambda _: None

    @property
    def queued(self) -> int:
        """How many steps wait for a slot."""
        return len(self._waiting)

    @property
    def running(self) -> int:
        """How many steps have a slot."""
        return len(self._running)

    def count_running_of(self, workspace: str) -> int:
        """How many steps of a workspace have a slot."""
        return sum(turn.workspace == workspace for turn in self._running)

    async def submit(
        self,
        request: StepRequest,
        sandbox: RunSandbox,
        report: Report,
        begun: Callable[[], None] | None = None,
        waits: Callable[[str], object] | None = None,
        workspace: str = "",
    ) -> Outcome:
        """Run the step as soon as a slot is free, after calling `begun`, and return its checked outcome.

        `report` gets its log, progress and outputs as they come; the outputs are only to be used once the outcome is
        Succeeded. `waits` gets a sentence that says what it waits for, if it has to. Cancelling the awaiting task kills
        the step.
        """
        turn = _Turn(id(sandbox), workspace, request.step, time.monotonic())
        try:
            await self._wait_for_slot(turn, waits)
            if turn.cancelled:
                return Cancelled()
            self.hear_wait(time.monotonic() - turn.since)
            if begun is not None:
                begun()
            return await self._ran(request, sandbox, report)
        finally:
            self._leave(turn)

    async def _ran(self, request: StepRequest, sandbox: RunSandbox, report: Report) -> Outcome:
        """How the step ended, once its outputs were looked at: by their names here, by their contents in a process."""
        outcome = await sandbox.run(request, report)
        if isinstance(outcome, Failed):
            return Failed(clipped(outcome.error))
        if not isinstance(outcome, Succeeded):
            return outcome
        found = checked(outcome, request)
        return await validated_outputs(found, request, sandbox) if isinstance(found, Succeeded) else found

    async def cancel(self, step: str, sandbox: RunSandbox) -> None:
        """End the step within a second, or see to it that it never starts; its `submit` returns Cancelled."""
        for turn in self._waiting:
            if (turn.run, turn.step) == (id(sandbox), step):
                turn.cancelled = True
                turn.granted.set()
        await sandbox.cancel(step)

    async def _wait_for_slot(self, turn: _Turn, waits: Callable[[str], object] | None) -> None:
        self._waiting.append(turn)
        self._give_slots()
        if turn.granted.is_set():
            return
        later = asyncio.get_running_loop().call_later
        timers = [later(self._patience, self._give_slots)]
        if waits is not None:
            timers.append(later(SECONDS_BEFORE_TELLING, lambda: waits(self._describe_wait(turn))))
        try:
            await turn.granted.wait()
        finally:
            for timer in timers:
                timer.cancel()

    def _leave(self, turn: _Turn) -> None:
        for turns in (self._waiting, self._running):
            if turn in turns:
                turns.remove(turn)
        self._give_slots()

    def _give_slots(self) -> None:
        while (turn := self._next_turn()) is not None:
            self._waiting.remove(turn)
            self._running.append(turn)
            turn.granted.set()

    def _next_turn(self) -> _Turn | None:
        """Who gets a slot now."""
        waiting = sorted((turn for turn in self._waiting if not turn.cancelled), key=self._rank)
        if len(self._running) < self.slots:
            return next(iter(waiting), None)
        if len(self._running) >= self.slots + self.spare:
            return None
        long_ago, holders = time.monotonic() - self._patience, {turn.run for turn in self._running}
        return next((turn for turn in waiting if turn.run not in holders and turn.since <= long_ago), None)

    def _rank(self, turn: _Turn) -> tuple[int, int, float]:
        of_run = sum(other.run == turn.run for other in self._running)
        return self.count_running_of(turn.workspace), of_run, turn.since

    def _describe_wait(self, turn: _Turn) -> str:
        own = sum(other.run == turn.run for other in self._running)
        others = len(self._running) - own
        if not others:
            return f"Waiting for a free slot: {_steps(own)} of this run {_are(own)} running."
        also = f"{_steps(own)} of this run and " if own else ""
        return f"Waiting for a free slot: {also}{_steps(others)} of other runs {_are(own + others)} running."


def _steps(count: int) -> str:
    return "1 step" if count == 1 else f"{count} steps"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def checked(outcome: Succeeded, request: StepRequest) -> Succeeded | Failed | Lost:
    """The outcome if what it names is what the step was to write, seen from outside once the step is over.

    A step that claims outputs which its module does not have, or files elsewhere, has been tampered with: it is lost.
    """
    module = request.declared
    if not _as_declared(outcome, module) or not all(_own_file(made.path, request.folder) for made in outcome.outputs):
        return Lost("worker lost")
    size = sum(made.path.lstat().st_size for made in outcome.outputs)
    if size > request.limits.output_bytes:
        limit = request.limits.output_bytes // MIB
        message = f"The outputs have {size / MIB:,.0f} MiB. At most {limit:,} MiB may be written by a step."
        return Failed(StepError(None, "Outputs too large", message))
    return outcome


def _as_declared(outcome: Succeeded, module: Module) -> bool:
    declared = {port.name: port.type for port in module.outputs}
    return {made.port: made.port_type for made in outcome.outputs} == declared


def _own_file(path: Path, folder: Path) -> bool:
    """Whether this is a regular file directly in the folder, not a link to anything."""
    if path.parent != folder or os.path.realpath(folder) != str(folder.absolute()):
        return False
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False
