"""Modules that stream beside pandas, on 10,000,000 rows: from a stored table to a stored table, each in a process.

A module may take `MEMORY` bytes, as a step of a table that does not fit; pandas loads the table. The ratio is of
processor time, the memory what a process has of its own: pages of mapped files are not counted.
"""

import multiprocessing
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.ipc

from tests.benchmarks.measurement import BenchmarkMeasurement

ROWS = int(os.environ.get("LARGE_ROWS", "10_000_000"))
MEMORY = 2 * 2**30
AIM_RATIO = 1.0
SHOPS = 5_000


@dataclass(frozen=True)
class LargeCase:
    """A module with its parameters, and what pandas does instead with the same tables."""

    module: str
    ports: Mapping[str, str]
    parameters: Mapping[str, Any]
    pandas: Callable[..., pd.DataFrame]
    label: str


CASES = (
    LargeCase(
        "select_rows",
        {"dataset": "sales"},
        {"conditions": [{"column": "amount", "operator": ">", "values": [60]}]},
        lambda sales: sales[sales["amount"] > 60].reset_index(drop=True),
        "frame[mask]",
    ),
    LargeCase(
        "sort",
        {"dataset": "sales"},
        {"sort_by": [{"column": "shop"}, {"column": "amount", "direction": "Descending"}]},
        lambda sales: sales.sort_values(["shop", "amount"], ascending=[True, False], ignore_index=True, kind="stable"),
        "sort_values",
    ),
    LargeCase(
        "aggregate",
        {"dataset": "sales"},
        {"group_by": ["shop"], "aggregations": [{"function": "Mean", "columns": ["amount", "cost"]}]},
        lambda sales: sales.groupby("shop", as_index=False)[["amount", "cost"]].mean(),
        "groupby.mean",
    ),
    LargeCase(
        "join_data",
        {"left_dataset": "sales", "right_dataset": "shops"},
        {"left_key_columns": ["shop"], "keep_right_key_columns": False},
        lambda sales, shops: sales.merge(shops, on="shop"),
        "merge",
    ),
    LargeCase(
        "formula",
        {"dataset": "sales"},
        {"formulas": [{"name": "margin", "formula": "(amount - cost) / amount"}]},
        lambda sales: sales.assign(margin=(sales["amount"] - sales["cost"]) / sales["amount"]),
        "assign",
    ),
    LargeCase(
        "clean_missing_data",
        {"dataset": "sales"},
        {"cleaning_mode": "Remove entire row"},
        lambda sales: sales.dropna().reset_index(drop=True),
        "dropna",
    ),
)


def measure(names: Sequence[str] = ()) -> list[BenchmarkMeasurement]:
    """The ratio of processor time, module by pandas, with seconds and memory of both."""
    found = []
    with tempfile.TemporaryDirectory(prefix="designery-benchmark-") as folder:
        _run_alone(write_tables, Path(folder))
        for place, case in enumerate(CASES):
            if not names or case.module in names:
                print(f"{case.module} ...", file=sys.stderr, flush=True)
                ours = _run_alone(run_module, Path(folder), place)
                theirs = _run_alone(run_pandas, Path(folder), place)
                cells = [f"{one:.1f}" for pair in zip(ours, theirs, strict=True) for one in pair]
                note = " | ".join([*cells, case.label])
                found.append(BenchmarkMeasurement(case.module, "", (ours[0] / theirs[0],), aim=AIM_RATIO, note=note))
    return found


def render_table(measurements: Sequence[BenchmarkMeasurement]) -> str:
    """One line for each module."""
    head = "| module | ratio | CPU, s | pandas | wall, s | pandas | memory, GB | pandas | pandas' call |"
    lines = [f"| `{one.name}` | {one.value:.2f} | {one.note} |" for one in measurements]
    return "\n".join([head, "|---|" + "---|" * 8, *lines])


def write_tables(folder: Path) -> tuple[float, ...]:
    """Sales, with one amount in fifty missing, and the shops that they were in."""
    from modules.kit import Dataset
    from modules.kit.serialization import save_value

    random = np.random.default_rng(0)
    amount = random.normal(50, 20, ROWS).round(2)
    amount[random.random(ROWS) < 0.02] = np.nan
    sales = pd.DataFrame(
        {
            "receipt": np.arange(ROWS),
            "shop": random.integers(0, SHOPS, ROWS),
            "amount": amount,
            "cost": random.normal(30, 10, ROWS).round(2),
            "kind": pd.Series(random.choice(["tea", "rice", "salt", "soap"], ROWS), dtype="str"),
        }
    )
    shops = pd.DataFrame({"shop": np.arange(SHOPS), "town": [f"town {number % 90}" for number in range(SHOPS)]})
    for name, frame in (("sales", sales), ("shops", shops)):
        save_value(Dataset(frame), folder, name).path.rename(folder / f"{name}.table")
    return ()


def run_module(folder: Path, place: int) -> tuple[float, ...]:
    """Processor time, wall time and memory of the module, from file to file."""
    from modules.kit import catalog
    from modules.kit.large_tables.large_table import LargeTable
    from modules.kit.large_tables.running import run_on_large_tables
    from modules.kit.serialization import save_value

    case, module = CASES[place], catalog()[CASES[place].module]
    with tempfile.TemporaryDirectory(dir=folder) as made:

        def work() -> None:
            tables = {port: LargeTable.open(folder / f"{name}.table", MEMORY) for port, name in case.ports.items()}
            outputs = run_on_large_tables(module, tables, case.parameters, Path(made), MEMORY)
            for port, value in outputs.items():
                save_value(value, Path(made), port)

        return _measure_work(work)


def run_pandas(folder: Path, place: int) -> tuple[float, ...]:
    """The same of pandas, which reads and writes the same kind of files."""
    case = CASES[place]
    with tempfile.TemporaryDirectory(dir=folder) as made:

        def work() -> None:
            frames = [pa.ipc.open_file(pa.memory_map(str(folder / f"{name}.table"))).read_pandas()
                      for name in case.ports.values()]  # fmt: skip
            table = pa.Table.from_pandas(case.pandas(*frames), preserve_index=False)
            with pa.OSFile(str(Path(made) / "out"), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
                writer.write_table(table)

        return _measure_work(work)


def _measure_work(work: Callable[[], None]) -> tuple[float, ...]:
    """Seconds of processor, seconds, and the gigabytes that were added to the process at most."""
    ended, peaks, start = threading.Event(), [0.0], _read_own_memory()

    def watch() -> None:
        while not ended.wait(0.05):
            peaks[0] = max(peaks[0], _read_own_memory() - start)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    times = time.process_time() - cpu, time.perf_counter() - wall
    ended.set()
    watcher.join()
    return (*times, peaks[0])


def _read_own_memory() -> float:
    """Gigabytes of this process, without the pages of mapped files."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon:")) / 2**20


def _run_alone(function: Callable[..., tuple[float, ...]], *arguments: object) -> tuple[float, ...]:
    """What the function returns in a new process, so that nothing of another call is in memory."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(function, arguments)
