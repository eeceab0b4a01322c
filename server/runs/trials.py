"""Trials of a module that is being written: the draft runs once, on the sample of what feeds it, and is forgotten.

A person tries one draft of a design at a time: a newer trial ends the older. Its prints, warnings and figures come
along; nothing of it reaches the store or the cache.
"""

import asyncio
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from server.graph.plan import Plan
from server.runs import sampler
from server.runs.sampler import Ran, Sampler, Superseded
from server.runs.steps import Event, LogText, Lost, SampleStep

LIMITS = replace(sampler.LIMITS, seconds=10.0)
#: Of all persons together: the others wait.
MOST_AT_ONCE = 2
#: So many characters of what a draft writes are kept.
MOST_WORDS = 40_000

TOO_SLOW = f"It was stopped after {LIMITS.seconds:.0f} s, as long as a trial may take. A full run has no such limit."
FEEDS_SLOWLY = (
    "What feeds it takes longer than a sample may. Run the design once: the trial then takes what that run gave."
)
ENDED = "Its process ended before the function returned."
OUT_OF_MEMORY = "It needed more memory than a trial may have. A full run has more."


@dataclass
class Words:
    """What a draft writes, up to a limit."""

    lines: list[LogText] = field(default_factory=list)
    left: int = MOST_WORDS

    def hear(self, event: Event) -> None:
        if isinstance(event, LogText) and self.left > 0:
            self.left -= len(event.text)
            more = "" if self.left > 0 else "\n… the rest is left out …\n"
            kept = event.text if self.left >= 0 else event.text[: self.left]
            self.lines.append(replace(event, text=kept + more))


@dataclass(frozen=True)
class Trial:
    """What a draft gave: `told` has its ports, or its error with the line; `rows` came in at each reference."""

    told: Mapping[str, Any]
    words: Sequence[LogText]
    figures: Sequence[bytes]
    rows: Mapping[str, int]


class Trials:
    """Runs trials, beside samples and runs."""

    def __init__(self, sampler: Sampler) -> None:
        self._sampler = sampler
        self._slots = asyncio.Semaphore(MOST_AT_ONCE)
        self._running: dict[str, asyncio.Task[Trial]] = {}
        self._count = itertools.count(1)

    async def run(self, whose: str, plan: Plan, bound: Mapping[str, str], node: str) -> Trial:
        """Run the plan, whose last step is the draft at `node`. Raises Superseded when it is stopped."""
        self.stop(whose)
        task = self._running[whose] = asyncio.create_task(self._made(plan, bound, node), name="trial")
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if task.cancelled():
                raise Superseded from None
            task.cancel()
            raise
        finally:
            if self._running.get(whose) is task:
                del self._running[whose]

    def stop(self, whose: str) -> None:
        """End the trial under way of this person, if there is one."""
        if whose in self._running:
            self._running.pop(whose).cancel()

    async def ready(self) -> None:
        """Have a process at hand in which a draft starts at once."""
        await self._sampler.sandbox(scripts=True)

    def close(self) -> None:
        for whose in list(self._running):
            self.stop(whose)

    async def _made(self, plan: Plan, bound: Mapping[str, str], node: str) -> Trial:
        steps, left_out = self._sampler.taking_part(plan, bound, trusted=True)
        if all(step.node != node for step in steps):
            slow = any("slow" in why for why in left_out.values())
            return Trial({"error": FEEDS_SLOWLY if slow else ENDED}, (), (), {})
        words = Words()
        async with self._slots:
            ran = await self._sampler.run(
                f"trial-{next(self._count)}", steps, LIMITS, clean=False, heard=node, on_event=words.hear
            )
        return Trial(_told(ran, node), words.lines, ran.figures, _rows(ran, steps, node))


def _told(ran: Ran, node: str) -> dict[str, Any]:
    found = ran.nodes.get(node)
    if found is not None and not found.get("begun") and not found.get("skipped"):
        return found
    failed = next((told for told in ran.nodes.values() if "error" in told), None)
    if failed is not None:
        return {"error": f"What feeds it failed on the sample: {failed['error']}"}
    reason = ran.outcome.reason if isinstance(ran.outcome, Lost) else None
    if reason == "time limit":
        return {"error": TOO_SLOW if ran.begun == node else FEEDS_SLOWLY}
    return {"error": OUT_OF_MEMORY if reason == "out of memory" else ENDED}


def _rows(ran: Ran, steps: Sequence[SampleStep], node: str) -> dict[str, int]:
    """{reference: rows} of what came in."""
    draft = next(step for step in steps if step.node == node)
    found: dict[str, int] = {}
    for reference in itertools.chain.from_iterable(draft.inputs.values()):
        source, _, port = reference.partition(".")
        told = ran.nodes.get(source, {}).get("ports")
        rows = told.get(port, {}).get("rows") if isinstance(told, dict) else None
        if isinstance(rows, int):
            found[reference] = rows
    return found
