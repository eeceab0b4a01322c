"""What it costs to hold steps to their budgets: the share of one processor that the watching threads take."""

import asyncio
import tempfile
import time
from pathlib import Path

from server.runs.sandbox import isolation_probe
from server.runs.sandbox.inside.sandbox_requests import StepLimits, StepRequest
from server.runs.sandbox.run_sandbox import RunSandbox
from server.runs.sandbox.sandbox_pool import SandboxPool
from server.runs.sandbox.step_budget import watchdog
from tests.benchmarks.measurement import BenchmarkMeasurement

REPETITIONS = 5
MEASURED_SECONDS = 3.0
MANY_RUNS = 10
MANY_FILES = 20_000
AIM_PERCENT = 2.0
SLEEPING_SCRIPT = """
from pathlib import Path
import time
import pandas as pd

def azureml_main(first=None, second=None):
    folder = Path({folder!r})
    for number in range({files}): (folder / f"file{{number}}").touch()
    (folder / "ready").touch()
    while not (folder / "go").exists(): time.sleep(0.05)
    return pd.DataFrame(),
"""


def measure() -> list[BenchmarkMeasurement]:
    """Percent of one processor, with no step under way, with one, with many, and with one that has many files."""
    return asyncio.run(_measure_shares())


async def _measure_shares() -> list[BenchmarkMeasurement]:
    by = (await isolation_probe.find_isolation()).mechanism
    with tempfile.TemporaryDirectory(prefix="designery-benchmark-") as folder:
        pool = SandboxPool(Path(folder) / "pool", [], by)
        await pool.open()
        found = [
            BenchmarkMeasurement("no step under way", "%", await _measure_share(pool, 0), aim=0.1),
            BenchmarkMeasurement("1 run with a step", "%", await _measure_share(pool, 1), aim=AIM_PERCENT),
            BenchmarkMeasurement(
                f"{MANY_RUNS} runs with a step each", "%", await _measure_share(pool, MANY_RUNS), aim=5 * AIM_PERCENT
            ),
            BenchmarkMeasurement(
                f"1 step with {MANY_FILES:,} files",
                "%",
                await _measure_share(pool, 1, MANY_FILES),
                aim=10 * AIM_PERCENT,
            ),
        ]
        await pool.close()
    return found


async def _measure_share(pool: SandboxPool, runs: int, files: int = 0) -> tuple[float, ...]:
    sandboxes = [await pool.acquire(scripts=False) for _ in range(runs)]
    steps = [asyncio.create_task(_run_sleeping_step(sandbox, files)) for sandbox in sandboxes]
    for sandbox in sandboxes:
        while not (sandbox.folder / "step" / "ready").exists():
            await asyncio.sleep(0.05)
    shares = []
    for _ in range(REPETITIONS):
        before, began = watchdog.measure_processor_seconds(), time.perf_counter()
        await asyncio.sleep(MEASURED_SECONDS)
        shares.append(100 * (watchdog.measure_processor_seconds() - before) / (time.perf_counter() - began))
    for sandbox in sandboxes:
        (sandbox.folder / "step" / "go").touch()
    await asyncio.gather(*steps)
    for sandbox in sandboxes:
        await pool.release(sandbox)
    return tuple(shares)


async def _run_sleeping_step(sandbox: RunSandbox, files: int) -> None:
    folder = sandbox.folder / "step"
    parameters = {"python_script": SLEEPING_SCRIPT.format(folder=str(folder), files=files)}
    request = StepRequest("step", "execute_python_script", parameters, {}, folder, trusted=True, limits=StepLimits())
    await sandbox.run_step(request, lambda _: None)
