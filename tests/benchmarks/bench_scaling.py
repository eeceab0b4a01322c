"""What a run costs in each part, so that docs/scaling.md can say which part is full first."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.benchmark_engine import BenchmarkEngine, Nodes, running_engine
from tests.benchmarks.measurement import BenchmarkMeasurement
from tests.processor_time import read_cpu_seconds
from tests.small_designs import SMALL_CSV, make_node, make_regression_nodes

RUNS, REPETITIONS = 10, 3
SCRIPT = "def azureml_main(a, b=None):\n    return a * {number}\n"


def measure() -> list[BenchmarkMeasurement]:
    """Processor time, time on the clock, and bytes in the database and in the store, of one run."""
    return asyncio.run(_measure_kinds())


async def _measure_kinds() -> list[BenchmarkMeasurement]:
    kinds: dict[str, Callable[[int], Nodes]] = {
        "6 modules": make_modules, "6 modules, reused": lambda _: make_modules(0), "4 scripts": make_scripts,
    }  # fmt: skip
    found: list[BenchmarkMeasurement] = []
    async with running_engine() as engine:
        for number, (name, make) in enumerate(kinds.items()):
            await engine.run(make(0))  # what is imported once, and for the reused ones their results
            found += await _measure_runs(engine, name, make, 1 + number * 1_000)
    return found


async def _measure_runs(
    engine: BenchmarkEngine, name: str, make: Callable[[int], Nodes], first: int
) -> list[BenchmarkMeasurement]:
    figures: dict[str, list[float]] = {"CPU ms": [], "ms": [], "database KB": [], "store KB": []}
    for repetition in range(REPETITIONS):
        before = _read_state(engine)
        for turn in range(RUNS):
            await engine.run(make(first + repetition * RUNS + turn))
        taken = [(now - then) / RUNS for now, then in zip(_read_state(engine), before, strict=True)]
        for figure, value in zip(figures.values(), taken, strict=True):
            figure.append(value)
    return [BenchmarkMeasurement(f"a run of {name}", unit, tuple(found)) for unit, found in figures.items()]


def _read_state(engine: BenchmarkEngine) -> tuple[float, float, float, float]:
    """Milliseconds of the processors and of the clock, and the kilobytes of the database and of the store."""
    store = engine.engine.store.folder
    database = sum(file.stat().st_size for file in store.parent.glob("*.sqlite*"))
    return read_cpu_seconds() * 1_000, time.perf_counter() * 1_000, database / 1_000, _measure_folder(store) / 1_000


def _measure_folder(folder: Path) -> int:
    return sum(file.lstat().st_size for file in folder.rglob("*") if file.is_file())


def make_modules(number: int) -> Nodes:
    """Data, split, learner, training, scoring and evaluation, of which nothing is reused."""
    nodes: dict[str, dict[str, Any]] = make_regression_nodes()
    nodes["data"]["parameters"]["data"] = f"{SMALL_CSV}{number},1,5\n"
    return nodes


def make_scripts(number: int) -> Nodes:
    """Four scripts beside one another."""
    nodes = {"data": make_node("enter_data_manually", {"data": f"{SMALL_CSV}{number},1,5\n"})}
    for place in range(4):
        script = SCRIPT.format(number=place + 2)
        nodes[f"script{place}"] = make_node("execute_python_script", {"python_script": script}, dataset1="data.dataset")
    return nodes
