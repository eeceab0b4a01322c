"""Runs without scripts have zygotes from one fork server: each sees its own folder only, and nothing outlives it."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from server.runs.sandbox import isolation_probe
from server.runs.sandbox.inside import fork_server
from server.runs.sandbox.inside.sandbox_messages import StepCrashed, StepSucceeded
from server.runs.sandbox.sandbox_pool import SandboxPool
from tests.server.runs.conftest import StepBench, find_processes_in, find_processes_named

pytestmark = pytest.mark.anyio

TABLE: dict[str, Any] = {"data": "width,height\n1,2\n3,4\n"}
ROWS = [{"width": 1, "height": 2}, {"width": 3, "height": 4}]


@pytest.fixture(scope="module")
async def pool(anyio_backend: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SandboxPool]:
    assert anyio_backend == "asyncio"
    found = await isolation_probe.find_isolation()
    made = SandboxPool(tmp_path_factory.mktemp("pool") / "runs", [], found.mechanism)
    await made.open()
    yield made
    await made.close()


async def take_bench(pool: SandboxPool) -> StepBench:
    return StepBench(await pool.acquire(scripts=False), await isolation_probe.find_isolation())


async def read_zygote_pid(bench: StepBench) -> int:
    """The process id of the zygote, as a step sees it."""
    request = bench.make_script("import os\nreturn pd.DataFrame({'pid': [os.getppid()]})", trusted=True)
    return int(str((await bench.read_rows(request))[0]["pid"]))


async def test_steps_run_and_know_the_folder_of_their_run(pool: SandboxPool) -> None:
    bench = await take_bench(pool)
    assert await bench.read_rows(bench.make_request("enter_data_manually", **TABLE)) == ROWS
    body = "import os, tempfile\nreturn pd.DataFrame({'at': [os.getcwd()], 'temporary': [tempfile.gettempdir()]})"
    folder = str(bench.sandbox.folder)
    assert await bench.read_rows(bench.make_script(body, trusted=True)) == [
        {"at": folder, "temporary": f"{folder}/tmp"}
    ]
    await pool.release(bench.sandbox)


async def test_one_run_cannot_touch_another_nor_what_lies_around_them(pool: SandboxPool) -> None:
    mine, other = await take_bench(pool), await take_bench(pool)
    (other.sandbox.folder / "canary").write_text("secret")
    body = f"""
import os
from pathlib import Path
other, own = Path({str(other.sandbox.folder)!r}), os.getppid()
def held(action):
    try:
        action()
    except OSError:
        return True
    return False
attempts = {{
    "read": lambda: (other / "canary").read_text(),
    "write": lambda: (other / "planted").write_text("x"),
    "beside": lambda: (other.parent / "planted").write_text("x"),
    "list": lambda: os.listdir(other.parent),
    "signal": lambda: os.kill({await read_zygote_pid(other)}, 0),
    "fork server": lambda: os.kill(int(Path(f"/proc/{{own}}/stat").read_text().rpartition(")")[2].split()[1]), 0),
}}
return pd.DataFrame({{name: [held(attempt)] for name, attempt in attempts.items()}})
"""
    if mine.isolation.mechanism == "process":
        pytest.fail("Nothing is kept apart here: install bubblewrap.")
    assert set((await mine.read_rows(mine.make_script(body, trusted=True)))[0].values()) == {True}
    for bench in (mine, other):
        await pool.release(bench.sandbox)


async def test_nothing_that_a_run_started_outlives_it(pool: SandboxPool) -> None:
    bench = await take_bench(pool)
    body = """
import ctypes, os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        ctypes.CDLL(None).prctl(15, b"stays-behind", 0, 0, 0)
        time.sleep(600)
    os._exit(0)
os.wait()
"""
    assert isinstance(await bench.run(bench.make_script(body, trusted=True)), StepSucceeded)
    await pool.release(bench.sandbox)
    assert find_processes_named("stays-behind") == []


async def test_a_killed_zygote_loses_its_steps_and_the_next_step_gets_another(pool: SandboxPool) -> None:
    bench, other = await take_bench(pool), await take_bench(pool)
    kill = bench.make_script("import os, signal\nos.kill(os.getppid(), signal.SIGKILL)", trusted=True)
    outcome = await bench.run(kill)
    assert not isinstance(outcome, StepSucceeded)  # lost, or the boundary has held the kill
    assert await bench.read_rows(bench.make_request("enter_data_manually", **TABLE)) == ROWS
    assert await other.read_rows(other.make_request("enter_data_manually", **TABLE)) == ROWS
    for done in (bench, other):
        await pool.release(done.sandbox)


async def test_after_the_end_of_a_fork_server_runs_go_on_in_another(pool: SandboxPool) -> None:
    bench = await take_bench(pool)
    before = len(pool.fork_servers)
    for pid in find_processes_in(pool.root, "fork_server"):
        with suppress(ProcessLookupError):  # one that ended with another
            os.kill(pid, signal.SIGKILL)
    async with asyncio.timeout(60):
        while pool.fork_servers[-1].is_running:
            await asyncio.sleep(0.01)
        rows = await bench.run(bench.make_request("enter_data_manually", **TABLE))
        if isinstance(rows, StepCrashed):  # it was asked before the line was known to be gone
            rows = await bench.run(bench.make_request("enter_data_manually", **TABLE))
    assert isinstance(rows, StepSucceeded)
    assert len(pool.fork_servers) == before + 1
    await pool.release(bench.sandbox)


async def test_a_fork_server_that_many_processes_were_left_behind_in_is_replaced(tmp_path: Path) -> None:
    """What retires it is the count that zygotes hand up when they end."""
    assert fork_server.MAX_ORPHANS < fork_server.MAX_EXIT_STATUS * 2
    found = await isolation_probe.find_isolation()
    pool = SandboxPool(tmp_path / "runs", [], found.mechanism)
    await pool.open()
    # A shell forks for a tenth of what it takes a process that has the libraries.
    body = """
import subprocess
subprocess.run(["sh", "-c", "i=0; while [ $i -lt 40 ]; do (: &); i=$((i + 1)); done"], check=True)
"""
    for _ in range(1 + fork_server.MAX_ORPHANS // 40):
        bench = await take_bench(pool)
        assert isinstance(await bench.run(bench.make_script(body, trusted=True)), StepSucceeded)
        await pool.release(bench.sandbox)
    bench = await take_bench(pool)
    assert await bench.read_rows(bench.make_request("enter_data_manually", **TABLE)) == ROWS
    assert len(pool.fork_servers) == 2
    await pool.release(bench.sandbox)
    await pool.close()
