"""Steps on this machine: as many at once as there are slots, each in the sandbox of its run."""

import asyncio
import os
import stat
from collections.abc import Callable
from pathlib import Path

from modules.kit import Module
from server.runs.sandbox import RunSandbox
from server.runs.steps import MIB, Cancelled, Event, Failed, Lost, Outcome, StepError, StepRequest, Succeeded
from server.runs.validated import clipped, validated_outputs

Report = Callable[[Event], None]


class LocalExecutor:
    """Runs steps of any number of runs, `slots` at a time, in the order in which they were submitted."""

    def __init__(self, slots: int) -> None:
        self._slots = asyncio.Semaphore(slots)
        self._queued: dict[tuple[int, str], asyncio.Event] = {}

    async def submit(
        self, request: StepRequest, sandbox: RunSandbox, report: Report, begun: Callable[[], None] | None = None
    ) -> Outcome:
        """Run the step as soon as a slot is free, after calling `begun`, and return its checked outcome.

        `report` gets its log, progress and outputs as they come; the outputs are only to be used once the outcome is
        Succeeded. Cancelling the awaiting task kills the step.
        """
        key, cancelled = (id(sandbox), request.step), asyncio.Event()
        self._queued[key] = cancelled
        try:
            async with self._slots:
                if cancelled.is_set():
                    return Cancelled()
                if begun is not None:
                    begun()
                outcome = await self._ran(request, sandbox, report)
        finally:
            self._queued.pop(key, None)
        return outcome

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
        waiting = self._queued.get((id(sandbox), step))
        if waiting is not None:
            waiting.set()
        await sandbox.cancel(step)


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
