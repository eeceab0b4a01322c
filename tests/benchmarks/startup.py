"""How long a user waits: from `designery serve` to the first page, and from Run to the first step."""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from server.runs import probe
from server.runs.pool import SandboxPool
from server.runs.sandbox import RunSandbox
from tests.benchmarks.measuring import Measurement
from tests.serving import Client, Server

REPETITIONS = 5
HATCHED = 50
AIM = 3.0
#: Python alone with the libraries without which no server and no module can be.
IMPORTS = "import fastapi, sqlmodel, alembic, uvicorn, pandas, pyarrow"


def measure() -> list[Measurement]:
    """Seconds until the page was answered, in a new home and in one that a server has used before."""
    first, again = [], []
    for _ in range(REPETITIONS):
        with tempfile.TemporaryDirectory(prefix="designery-benchmark-") as folder:
            home = Path(folder) / "home"
            first.append(_seconds(home))
            again.append(_seconds(home))
    imports = tuple(_imports() for _ in range(REPETITIONS))
    return [
        Measurement("to the first page, new home", "s", tuple(first), aim=AIM),
        Measurement("to the first page, known home", "s", tuple(again), aim=AIM),
        Measurement("of it importing libraries", "s", imports, note=IMPORTS),
        *asyncio.run(_sandboxes()),
    ]


async def _sandboxes() -> list[Measurement]:
    """Seconds until a step can begin: in a boundary of its own, as scripts get one, and from the nursery."""
    by = (await probe.isolation()).by
    own, hatched = [], []
    with tempfile.TemporaryDirectory(prefix="designery-benchmark-") as folder:
        for number in range(REPETITIONS):
            run = Path(folder) / f"run-{number}"
            run.mkdir()
            began = time.perf_counter()
            sandbox = await RunSandbox.open(run, [], by)
            own.append(time.perf_counter() - began)
            await sandbox.close()
        pool = SandboxPool(Path(folder) / "pool", [], by)
        await pool.open()
        await pool.put_away(await pool.take(scripts=False))
        for _ in range(HATCHED):
            began = time.perf_counter()
            sandbox = await pool.take(scripts=False)
            hatched.append(time.perf_counter() - began)
            await pool.put_away(sandbox)
        await pool.close()
    ratio = tuple(one / median(own) for one in hatched)
    return [
        Measurement("a boundary of its own", "s", tuple(own), note=by),
        Measurement("a zygote from the nursery", "s", tuple(hatched)),
        Measurement("nursery / boundary of its own", "", ratio),
    ]


def _seconds(home: Path) -> float:
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


def _imports() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", IMPORTS], check=True, env={**os.environ})
    return time.perf_counter() - began
