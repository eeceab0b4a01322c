"""Running again after the last parameter was changed, where training takes most of the time."""

import asyncio
import tempfile
from pathlib import Path

from tests.benchmarks.bench_pipeline import ingest_dataset, make_benchmark_nodes, write_table
from tests.benchmarks.benchmark_engine import MeasuredRun, running_engine
from tests.benchmarks.measurement import BenchmarkMeasurement

RERUN_ROWS = 200_000
RERUN_TREES = 300
AIM_SHARE = 0.05


def measure() -> list[BenchmarkMeasurement]:
    """The seconds of a first run, those of a run after a change, and their ratio."""
    return asyncio.run(_measure_reruns())


async def _measure_reruns() -> list[BenchmarkMeasurement]:
    with tempfile.TemporaryDirectory(prefix="designery-benchmark-") as folder:
        file = write_table(Path(folder) / "table.csv", RERUN_ROWS)
        async with running_engine() as engine:
            nodes = make_benchmark_nodes(await ingest_dataset(engine, file, "table"), trees=RERUN_TREES)
            first = await engine.run(nodes)
            # The last parameter of the design: whether the scores come with the data. Training is not touched by it.
            nodes["score"]["parameters"] = {"append_score_columns_to_output": False}
            changed = await engine.run(nodes)
            unchanged = await engine.run(nodes)
    return [
        BenchmarkMeasurement(
            "again / first", "times", (changed.seconds / first.seconds,), aim=AIM_SHARE, note=_format_states(changed)
        ),
        BenchmarkMeasurement("first run", "s", (first.seconds,), note=f"{RERUN_ROWS:,} rows, {RERUN_TREES} trees"),
        BenchmarkMeasurement("after the change", "s", (changed.seconds,)),
        BenchmarkMeasurement("without a change", "s", (unchanged.seconds,)),
    ]


def _format_states(ran: MeasuredRun) -> str:
    return ", ".join(f"{step.node} {step.state}" for step in ran.run.steps)
