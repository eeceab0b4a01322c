"""Runs of a module that is being written: the draft runs once, on the sample of what feeds it, and is forgotten.

A person tries one draft of a design at a time: a newer run ends the older. Its prints, warnings and figures come
along; nothing of it reaches the store or the cache.
"""

import asyncio
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from server.graph.planning.run_plan import RunPlan
from server.runs.preview import preview_scheduler
from server.runs.preview.preview_scheduler import PreviewRun, PreviewScheduler, PreviewSuperseded
from server.runs.sandbox.inside.sandbox_messages import LogChunk, StepCrashed, StepEvent
from server.runs.sandbox.inside.sandbox_requests import PreviewStep

DRAFT_LIMITS = replace(preview_scheduler.PREVIEW_LIMITS, seconds=10.0)
#: Of all persons together: the others wait.
MAX_CONCURRENT_DRAFTS = 2
#: So many characters of what a draft writes are kept.
MAX_LOG_CHARACTERS = 40_000

TOO_SLOW_MESSAGE = (
    f"It was stopped after {DRAFT_LIMITS.seconds:.0f} s, the time limit of a test run. "
    "A full run does not have this limit."
)
SLOW_INPUT_MESSAGE = (
    "The modules before it take too long for the live preview. Run the design once. "
    "The test run then uses the results of that run."
)
PROCESS_ENDED_MESSAGE = "Its process ended before the function returned."
OUT_OF_MEMORY_MESSAGE = "It needed more memory than a test run may use. A full run may use more."


@dataclass
class DraftLog:
    """What a draft writes, up to a limit."""

    chunks: list[LogChunk] = field(default_factory=list)
    characters_left: int = MAX_LOG_CHARACTERS

    def add(self, event: StepEvent) -> None:
        if isinstance(event, LogChunk) and self.characters_left > 0:
            self.characters_left -= len(event.text)
            more = "" if self.characters_left > 0 else "\n… the rest is left out …\n"
            text = event.text if self.characters_left >= 0 else event.text[: self.characters_left]
            self.chunks.append(replace(event, text=text + more))


@dataclass(frozen=True)
class DraftResult:
    """What a draft gave: `output` has its ports, or its error with the line; `input_rows` came in at each
    reference."""

    output: Mapping[str, Any]
    log: Sequence[LogChunk]
    figures: Sequence[bytes]
    input_rows: Mapping[str, int]


class DraftRunner:
    """Runs drafts, beside previews and runs."""

    def __init__(self, previews: PreviewScheduler) -> None:
        self._previews = previews
        self._slots = asyncio.Semaphore(MAX_CONCURRENT_DRAFTS)
        self._running: dict[str, asyncio.Task[DraftResult]] = {}
        self._count = itertools.count(1)

    async def run_draft(self, owner: str, plan: RunPlan, bound_artifacts: Mapping[str, str], node: str) -> DraftResult:
        """Run the plan, whose last step is the draft at `node`. Raises PreviewSuperseded when it is stopped."""
        self.stop(owner)
        task = self._running[owner] = asyncio.create_task(
            self._run_on_preview(plan, bound_artifacts, node), name="trial"
        )
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if task.cancelled():
                raise PreviewSuperseded from None
            task.cancel()
            raise
        finally:
            if self._running.get(owner) is task:
                del self._running[owner]

    def stop(self, owner: str) -> None:
        """End the draft run under way of this person, if there is one."""
        if owner in self._running:
            self._running.pop(owner).cancel()

    async def warm_up(self) -> None:
        """Have a process at hand in which a draft starts at once."""
        await self._previews.open_sandbox(scripts=True)

    def close(self) -> None:
        for owner in list(self._running):
            self.stop(owner)

    async def _run_on_preview(self, plan: RunPlan, bound_artifacts: Mapping[str, str], node: str) -> DraftResult:
        steps, left_out = self._previews.select_steps(plan, bound_artifacts, trusted=True)
        if all(step.node != node for step in steps):
            slow = any("slow" in why for why in left_out.values())
            return DraftResult({"error": SLOW_INPUT_MESSAGE if slow else PROCESS_ENDED_MESSAGE}, (), (), {})
        log = DraftLog()
        async with self._slots:
            preview_run = await self._previews.run_steps(
                f"trial-{next(self._count)}",
                steps,
                DRAFT_LIMITS,
                trusted_only=False,
                logged_node=node,
                on_event=log.add,
            )
        return DraftResult(
            _to_draft_output(preview_run, node),
            log.chunks,
            preview_run.figures,
            _count_input_rows(preview_run, steps, node),
        )


def _to_draft_output(preview_run: PreviewRun, node: str) -> dict[str, object]:
    result = preview_run.nodes.get(node)
    if result is not None and not result.get("begun") and not result.get("skipped"):
        return result
    failed = next((node_result for node_result in preview_run.nodes.values() if "error" in node_result), None)
    if failed is not None:
        return {"error": f"A module before it failed in the live preview: {failed['error']}"}
    reason = preview_run.outcome.reason if isinstance(preview_run.outcome, StepCrashed) else None
    if reason == "time limit":
        return {"error": TOO_SLOW_MESSAGE if preview_run.unfinished_node == node else SLOW_INPUT_MESSAGE}
    return {"error": OUT_OF_MEMORY_MESSAGE if reason == "out of memory" else PROCESS_ENDED_MESSAGE}


def _count_input_rows(preview_run: PreviewRun, steps: Sequence[PreviewStep], node: str) -> dict[str, int]:
    """{reference: rows} of what came in."""
    draft = next(step for step in steps if step.node == node)
    found: dict[str, int] = {}
    for reference in itertools.chain.from_iterable(draft.inputs.values()):
        source, _, port = reference.partition(".")
        ports = preview_run.nodes.get(source, {}).get("ports")
        rows = ports.get(port, {}).get("rows") if isinstance(ports, dict) else None
        if isinstance(rows, int):
            found[reference] = rows
    return found
