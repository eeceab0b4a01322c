"""Steps on this machine: as many at once as there are slots, each in the sandbox of its run."""

import asyncio
import os
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from modules.kit import Module
from modules.kit.step_control import StepControl
from server.machine_resources import count_spare_slots
from server.runs.executors.executor import Report, StepJob
from server.runs.executors.worker_budget import WorkerBudget
from server.runs.sandbox.inside.sandbox_messages import (
    StepCancelled,
    StepCrashed,
    StepError,
    StepEvent,
    StepFailed,
    StepOutcome,
    StepSucceeded,
    WorkersRequested,
)
from server.runs.sandbox.inside.sandbox_requests import MIB, StepRequest
from server.runs.sandbox.inside.secret_pipe import provide_secrets
from server.runs.sandbox.output_validation import clip_error, validate_outputs
from server.runs.sandbox.run_sandbox import RunSandbox

#: So long a run without any running step waits for a spare slot, and so long until it says what it waits for.
SECONDS_BEFORE_SPARE, SECONDS_BEFORE_NOTICE = 10.0, 1.0


@dataclass(eq=False)
class _SlotRequest:
    """One step that waits for a slot, or has one."""

    run: int
    workspace: str
    step: str
    waiting_since: float
    slot_granted: asyncio.Event = field(default_factory=asyncio.Event)
    is_cancelled: bool = False


class LocalExecutor:
    """Runs steps of any number of runs, `slots` at a time.

    The next slot goes to the workspace, and in it to the run, that has the fewest; among equals to who waits longest.
    Long steps are not stopped for others. So that they cannot hold all slots for ever, a run that has none gets one of
    some `spare` slots after a while.
    """

    def __init__(self, slots: int, *, patience: float = SECONDS_BEFORE_SPARE) -> None:
        self.slots, self.spare = slots, count_spare_slots(slots)
        self._patience = patience
        self._waiting: list[_SlotRequest] = []
        self._running: list[_SlotRequest] = []
        self._budget = WorkerBudget()
        #: Called with how many seconds each step waited for its slot.
        self.on_slot_wait: Callable[[float], None] = lambda _: None

    @property
    def queued_count(self) -> int:
        """How many steps wait for a slot."""
        return len(self._waiting)

    @property
    def running_count(self) -> int:
        """How many steps have a slot."""
        return len(self._running)

    def count_running(self, workspace: str) -> int:
        """How many steps of a workspace have a slot."""
        return sum(turn.workspace == workspace for turn in self._running)

    async def run_job(
        self,
        job: StepJob,
        report: Report,
        on_started: Callable[[], None] | None = None,
        on_waiting: Callable[[str], object] | None = None,
    ) -> StepOutcome:
        """Run a step of a run; it takes its secrets from a pipe."""
        with provide_secrets(job.request.folder, job.secrets) as pipe:
            request = replace(job.request, secrets=pipe)
            return await self.submit(request, job.sandbox, report, on_started, on_waiting, job.workspace)

    async def submit(
        self,
        request: StepRequest,
        sandbox: RunSandbox,
        report: Report,
        on_started: Callable[[], None] | None = None,
        on_waiting: Callable[[str], object] | None = None,
        workspace: str = "",
    ) -> StepOutcome:
        """Run the step as soon as a slot is free, after calling `on_started`, and return its checked outcome.

        `report` gets its log, progress and outputs as they come; the outputs are only to be used once the outcome is
        StepSucceeded. `on_waiting` gets a sentence that says what it waits for, if it has to. Cancelling the awaiting
        task kills the step.
        """
        turn = _SlotRequest(id(sandbox), workspace, request.step, time.monotonic())
        try:
            await self._wait_for_slot(turn, on_waiting)
            if turn.is_cancelled:
                return StepCancelled()
            self.on_slot_wait(time.monotonic() - turn.waiting_since)
            if on_started is not None:
                on_started()
            return await self._run_and_check(request, sandbox, report)
        finally:
            self._release_slot(turn)

    async def _run_with_workers(self, request: StepRequest, sandbox: RunSandbox, report: Report) -> StepOutcome:
        """Run the step; slots that nobody needs are lent to it while it has pieces of work for them.

        A step with code of its own can be paused and ended early as well, but is lent nothing.
        """
        with self._budget.open_share(sandbox.folder, (id(sandbox), request.step)) as share:

            def handle_event(event: StepEvent) -> None:
                if not isinstance(event, WorkersRequested):
                    report(event)
                elif request.trusted:
                    self._budget.request(share, event.count, self._count_free())

            return await sandbox.run_step(replace(request, workers=share.path), handle_event)

    def _count_free(self) -> int:
        return max(0, self.slots - len(self._running))

    async def _run_and_check(self, request: StepRequest, sandbox: RunSandbox, report: Report) -> StepOutcome:
        """How the step ended, once its outputs were looked at: by their names here, by their contents in a process."""
        outcome = await self._run_with_workers(request, sandbox, report)
        if isinstance(outcome, StepFailed):
            return StepFailed(clip_error(outcome.error))
        if not isinstance(outcome, StepSucceeded):
            return outcome
        found = check_outcome(outcome, request)
        return await validate_outputs(found, request, sandbox) if isinstance(found, StepSucceeded) else found

    async def cancel(self, step: str, sandbox: RunSandbox) -> None:
        """End the step within a second, or see to it that it never starts; its `submit` returns StepCancelled."""
        for turn in self._waiting:
            if (turn.run, turn.step) == (id(sandbox), step):
                turn.is_cancelled = True
                turn.slot_granted.set()
        await sandbox.cancel(step)

    async def control(self, step: str, sandbox: RunSandbox, wanted: StepControl) -> bool:
        """Have a step stand still, take longer or end early, where it can; False where it is not under way."""
        share = self._budget.find_share((id(sandbox), step))
        if share is not None:
            share.write_control(wanted)
        return share is not None

    async def _wait_for_slot(self, turn: _SlotRequest, on_waiting: Callable[[str], object] | None) -> None:
        self._waiting.append(turn)
        self._grant_slots()
        if turn.slot_granted.is_set():
            return
        later = asyncio.get_running_loop().call_later
        timers = [later(self._patience, self._grant_slots)]
        if on_waiting is not None:
            timers.append(later(SECONDS_BEFORE_NOTICE, lambda: on_waiting(self._describe_wait(turn))))
        try:
            await turn.slot_granted.wait()
        finally:
            for timer in timers:
                timer.cancel()

    def _release_slot(self, turn: _SlotRequest) -> None:
        for turns in (self._waiting, self._running):
            if turn in turns:
                turns.remove(turn)
        self._grant_slots()

    def _grant_slots(self) -> None:
        while (turn := self._find_next_turn()) is not None:
            self._waiting.remove(turn)
            self._running.append(turn)
            turn.slot_granted.set()
        self._budget.share_out(self._count_free())

    def _find_next_turn(self) -> _SlotRequest | None:
        """Who gets a slot now."""
        waiting = sorted((turn for turn in self._waiting if not turn.is_cancelled), key=self._rank_turn)
        if len(self._running) < self.slots:
            return next(iter(waiting), None)
        if len(self._running) >= self.slots + self.spare:
            return None
        long_ago, holders = time.monotonic() - self._patience, {turn.run for turn in self._running}
        return next((turn for turn in waiting if turn.run not in holders and turn.waiting_since <= long_ago), None)

    def _rank_turn(self, turn: _SlotRequest) -> tuple[int, int, float]:
        of_run = sum(other.run == turn.run for other in self._running)
        return self.count_running(turn.workspace), of_run, turn.waiting_since

    def _describe_wait(self, turn: _SlotRequest) -> str:
        own = sum(other.run == turn.run for other in self._running)
        others = len(self._running) - own
        if not others:
            return f"Waiting for a free slot: {_format_step_count(own)} of this run {_choose_verb(own)} running."
        also = f"{_format_step_count(own)} of this run and " if own else ""
        verb = _choose_verb(own + others)
        return f"Waiting for a free slot: {also}{_format_step_count(others)} of other runs {verb} running."


def _format_step_count(count: int) -> str:
    return "1 step" if count == 1 else f"{count} steps"


def _choose_verb(count: int) -> str:
    return "is" if count == 1 else "are"


def check_outcome(outcome: StepSucceeded, request: StepRequest) -> StepSucceeded | StepFailed | StepCrashed:
    """The outcome if what it names is what the step was to write, seen from outside once the step is over.

    A step that claims outputs which its module does not have, or files elsewhere, has been tampered with: it is lost.
    """
    module = request.module_spec
    if request.task is not None:
        return StepSucceeded((), outcome.seconds)  # its pieces are all that anybody wants of it
    if not _has_declared_outputs(outcome, module) or not all(
        is_own_file(made.path, request.folder) for made in outcome.outputs
    ):
        return StepCrashed("worker lost", detail="it named outputs that its module does not have")
    size = sum(made.path.lstat().st_size for made in outcome.outputs)
    if size > request.limits.output_bytes:
        limit = request.limits.output_bytes // MIB
        message = f"The outputs have {size / MIB:,.0f} MiB. At most {limit:,} MiB may be written by a step."
        return StepFailed(StepError(None, "Outputs too large", message))
    return outcome


def _has_declared_outputs(outcome: StepSucceeded, module: Module) -> bool:
    declared = {port.name: port.type for port in module.outputs}
    return {made.port: made.port_type for made in outcome.outputs} == declared


def is_own_file(path: Path, folder: Path) -> bool:
    """Whether this is a regular file directly in the folder, not a link to anything."""
    if path.parent != folder or os.path.realpath(folder) != str(folder.absolute()):
        return False
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False
