"""What it costs to hold steps to their budgets: the share of one processor that the watching threads take."""

import asyncio
import tempfile
import time
from pathlib import Path

from server.runs import probe
from server.runs.pool import SandboxPool
from server.runs.run_budget import watchdog
from server.runs.sandbox import RunSandbox
from server.runs.steps import Limits, StepRequest
from tests.benchmarks.measuring import Measurement

REPETITIONS = 5
SECONDS = 3.0
RUNS = 10
FILES = 20_000
AIM = 2.0
SLEEPING = """
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


def measure() -> list[Measurement]:
    """Percent of one processor, with no step under way, with one, with many, and with one that has many files."""
    return asyncio.run(_measured())


async def _measured() -> list[Measurement]:
    by = (await probe.isolation()).by
    with tempfile.TemporaryDirectory(prefix="designery-benchmark-") as folder:
        pool = SandboxPool(Path(folder) / "pool", [], by)
        await pool.open()
        found = [
            Measurement("no step under way", "%", await _shares(pool, 0), aim=0.1),
            Measurement("1 run with a step", "%", await _shares(pool, 1), aim=AIM),
            Measurement(f"{RUNS} runs with a step each", "%", await _shares(pool, RUNS), aim=5 * AIM),
            Measurement(f"1 step with {FILES:,} files", "%", await _shares(pool, 1, FILES), aim=10 * AIM),
        ]
        await pool.close()
    return found


async def _shares(pool: SandboxPool, runs: int, files: int = 0) -> tuple[float, ...]:
    sandboxes = [await pool.take(scripts=False) for _ in range(runs)]
    steps = [asyncio.create_task(_run(sandbox, files)) for sandbox in sandboxes]
    for sandbox in sandboxes:
        while not (sandbox.folder / "step" / "ready").exists():
            await asyncio.sleep(0.05)
    shares = []
    for _ in range(REPETITIONS):
        before, began = watchdog.processor_seconds(), time.perf_counter()
        await asyncio.sleep(SECONDS)
        shares.append(100 * (watchdog.processor_seconds() - before) / (time.perf_counter() - began))
    for sandbox in sandboxes:
        (sandbox.folder / "step" / "go").touch()
    await asyncio.gather(*steps)
    for sandbox in sandboxes:
        await pool.put_away(sandbox)
    return tuple(shares)


async def _run(sandbox: RunSandbox, files: int) -> None:
    folder = sandbox.folder / "step"
    parameters = {"python_script": SLEEPING.format(folder=str(folder), files=files)}
    request = StepRequest("step", "execute_python_script", parameters, {}, folder, trusted=True, limits=Limits())
    await sandbox.run(request, lambda _: None)
