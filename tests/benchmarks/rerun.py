"""Running again after the last parameter was changed, where training takes most of the time."""

import asyncio
import tempfile
from pathlib import Path

from tests.benchmarks.engines import Ran, running
from tests.benchmarks.measuring import Measurement
from tests.benchmarks.pipeline import bind, design, write_table

ROWS = 200_000
TREES = 300
AIM = 0.05


def measure() -> list[Measurement]:
    """The seconds of a first run, those of a run after a change, and their ratio."""
    return asyncio.run(_measured())


async def _measured() -> list[Measurement]:
    with tempfile.TemporaryDirectory(prefix="designery-benchmark-") as folder:
        file = write_table(Path(folder) / "table.csv", ROWS)
        async with running() as engine:
            nodes = design(await bind(engine, file, "table"), trees=TREES)
            first = await engine.run(nodes)
            # The last parameter of the design: whether the scores come with the data. Training is not touched by it.
            nodes["score"]["parameters"] = {"append_score_columns_to_output": False}
            changed = await engine.run(nodes)
            unchanged = await engine.run(nodes)
    return [
        Measurement("again / first", "times", (changed.seconds / first.seconds,), aim=AIM, note=_states(changed)),
        Measurement("first run", "s", (first.seconds,), note=f"{ROWS:,} rows, {TREES} trees"),
        Measurement("after the change", "s", (changed.seconds,)),
        Measurement("without a change", "s", (unchanged.seconds,)),
    ]


def _states(ran: Ran) -> str:
    return ", ".join(f"{step.node} {step.state}" for step in ran.run.steps)
