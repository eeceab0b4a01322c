"""How long a user waits: from `designery serve` to the first page, and from Run to the first step."""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from server.runs.sandbox import isolation_probe
from server.runs.sandbox.run_sandbox import RunSandbox
from server.runs.sandbox.sandbox_pool import SandboxPool
from tests.benchmarks.measurement import BenchmarkMeasurement
from tests.live_server import Client, Server

REPETITIONS = 5
FORKED_SANDBOXES = 50
AIM_SECONDS = 3.0
#: Python alone with the libraries without which no server and no module can be.
IMPORT_STATEMENT = "import fastapi, sqlmodel, alembic, uvicorn, pandas, pyarrow"


def measure() -> list[BenchmarkMeasurement]:
    """Seconds until the page was answered, in a new home and in one that a server has used before."""
    first, again = [], []
    for _ in range(REPETITIONS):
        with tempfile.TemporaryDirectory(prefix="designery-benchmark-") as folder:
            home = Path(folder) / "home"
            first.append(_measure_start(home))
            again.append(_measure_start(home))
    imports = tuple(_measure_imports() for _ in range(REPETITIONS))
    return [
        BenchmarkMeasurement("to the first page, new home", "s", tuple(first), aim=AIM_SECONDS),
        BenchmarkMeasurement("to the first page, known home", "s", tuple(again), aim=AIM_SECONDS),
        BenchmarkMeasurement("of it importing libraries", "s", imports, note=IMPORT_STATEMENT),
        *asyncio.run(_measure_sandboxes()),
    ]


async def _measure_sandboxes() -> list[BenchmarkMeasurement]:
    """Seconds until a step can begin: in a boundary of its own, as scripts get one, and from the fork server."""
    by = (await isolation_probe.find_isolation()).mechanism
    own, forked = [], []
    with tempfile.TemporaryDirectory(prefix="designery-benchmark-") as folder:
        pool = SandboxPool(Path(folder) / "pool", [], by)
        await pool.open()
        await pool.release(await pool.acquire(scripts=False))
        for number in range(REPETITIONS):
            run = Path(folder) / f"run-{number}"
            run.mkdir()
            began = time.perf_counter()
            sandbox = await RunSandbox.open(run, [], by, launch_server=pool.launch_server)
            own.append(time.perf_counter() - began)
            await sandbox.close()
        for _ in range(FORKED_SANDBOXES):
            began = time.perf_counter()
            sandbox = await pool.acquire(scripts=False)
            forked.append(time.perf_counter() - began)
            await pool.release(sandbox)
        await pool.close()
    ratio = tuple(one / median(own) for one in forked)
    return [
        BenchmarkMeasurement("a boundary of its own", "s", tuple(own), note=by),
        BenchmarkMeasurement("a zygote from the fork server", "s", tuple(forked)),
        BenchmarkMeasurement("fork server / boundary of its own", "", ratio),
    ]


def _measure_start(home: Path) -> float:
    """Until the launch link is there, and page, session, catalog and designs are answered."""
    began = time.perf_counter()
    server = Server(home).start()
    try:
        token = server.link.rpartition("#t=")[2]
        with Client(base_url=server.url, headers={"X-Requested-By": "designery"}, timeout=60) as client:
            client.get("/").raise_for_status()
            client.post("/api/session", json={"token": token}).raise_for_status()
            for path in ("/", "/api/catalog", "/api/designs", "/api/samples"):
                client.get(path).raise_for_status()
        return time.perf_counter() - began
    finally:
        server.stop()


def _measure_imports() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", IMPORT_STATEMENT], check=True, env={**os.environ})
    return time.perf_counter() - began
