"""A request that a sandbox works on: who waits for its end, and what sees to its budget."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from server.runs.sandbox.inside.sandbox_messages import SandboxMessage, StepCancelled, StepCrashed, StepEvent
from server.runs.sandbox.inside.sandbox_requests import ViewRequest, WorkRequest
from server.runs.sandbox.step_budget import StepWatch, watchdog

OnEvent = Callable[[StepEvent], None]


@dataclass(eq=False)
class PendingRequest:
    """A request on the channel, under a name of its own, so that nothing late of one attempt is taken for the next."""

    request: WorkRequest
    name: str
    on_event: OnEvent
    #: None where the zygote left without looking at it.
    reply: asyncio.Future[SandboxMessage | None]
    watch: StepWatch | None = None
    #: How it ends because somebody ends it: its budget was spent, or it is cancelled.
    verdict: StepCrashed | StepCancelled | None = None

    def unwatch(self) -> None:
        """Stop looking after its budget, where it was looked after."""
        if self.watch is not None:
            watchdog.remove(self.watch)
            self.watch = None


def list_written_folders(request: WorkRequest, shared: Path) -> tuple[Path, ...]:
    """Where a request writes: in its own folder; one without code of a user shares another with its like.

    `shared` is the folder of the sandbox.
    """
    if isinstance(request, ViewRequest):
        return () if request.trusted else (request.view_path.parent,)
    trusted = getattr(request, "trusted", False)
    return (request.folder, shared / "tmp") if trusted else (request.folder,)
