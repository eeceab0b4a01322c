"""Runs without scripts have zygotes from one nursery: each sees its own folder only, and nothing outlives it."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from server.runs import nursery, probe
from server.runs.pool import SandboxPool
from server.runs.steps import Lost, Succeeded
from tests.server.runs.conftest import Bench, named

pytestmark = pytest.mark.anyio

TABLE = {"data": "width,height\n1,2\n3,4\n"}
ROWS = [{"width": 1, "height": 2}, {"width": 3, "height": 4}]


@pytest.fixture(scope="module")
async def pool(anyio_backend: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SandboxPool]:
    assert anyio_backend == "asyncio"
    found = await probe.isolation()
    made = SandboxPool(tmp_path_factory.mktemp("pool") / "runs", [], found.by)
    await made.open()
    yield made
    await made.close()


async def hatched(pool: SandboxPool) -> Bench:
    return Bench(await pool.take(scripts=False), await probe.isolation())


async def parent(bench: Bench) -> int:
    """The process id of the zygote, as a step sees it."""
    request = bench.script("import os\nreturn pd.DataFrame({'pid': [os.getppid()]})", trusted=True)
    return int(str((await bench.rows(request))[0]["pid"]))


async def test_steps_run_and_know_the_folder_of_their_run(pool: SandboxPool) -> None:
    bench = await hatched(pool)
    assert await bench.rows(bench.request("enter_data_manually", **TABLE)) == ROWS
    body = "import os, tempfile\nreturn pd.DataFrame({'at': [os.getcwd()], 'temporary': [tempfile.gettempdir()]})"
    folder = str(bench.sandbox.folder)
    assert await bench.rows(bench.script(body, trusted=True)) == [{"at": folder, "temporary": f"{folder}/tmp"}]
    await pool.put_away(bench.sandbox)


async def test_one_run_cannot_touch_another_nor_what_lies_around_them(pool: SandboxPool) -> None:
    mine, other = await hatched(pool), await hatched(pool)
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
    "signal": lambda: os.kill({await parent(other)}, 0),
    "nursery": lambda: os.kill(int(Path(f"/proc/{{own}}/stat").read_text().rpartition(")")[2].split()[1]), 0),
}}
return pd.DataFrame({{name: [held(attempt)] for name, attempt in attempts.items()}})
"""
    if mine.isolation.by == "process":
        pytest.fail("Nothing is kept apart here: install bubblewrap.")
    assert set((await mine.rows(mine.script(body, trusted=True)))[0].values()) == {True}
    for bench in (mine, other):
        await pool.put_away(bench.sandbox)


async def test_nothing_that_a_run_started_outlives_it(pool: SandboxPool) -> None:
    bench = await hatched(pool)
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
    assert isinstance(await bench.run(bench.script(body, trusted=True)), Succeeded)
    await pool.put_away(bench.sandbox)
    assert named("stays-behind") == []


async def test_a_killed_zygote_loses_its_steps_and_the_next_step_gets_another(pool: SandboxPool) -> None:
    bench, other = await hatched(pool), await hatched(pool)
    kill = bench.script("import os, signal\nos.kill(os.getppid(), signal.SIGKILL)", trusted=True)
    outcome = await bench.run(kill)
    assert not isinstance(outcome, Succeeded)  # lost, or the boundary has held the kill
    assert await bench.rows(bench.request("enter_data_manually", **TABLE)) == ROWS
    assert await other.rows(other.request("enter_data_manually", **TABLE)) == ROWS
    for done in (bench, other):
        await pool.put_away(done.sandbox)


async def test_after_the_end_of_a_nursery_runs_go_on_in_another(pool: SandboxPool) -> None:
    bench = await hatched(pool)
    before = len(pool.nurseries)
    for pid in _nursery_processes(pool.root):
        with suppress(ProcessLookupError):  # one that ended with another
            os.kill(pid, signal.SIGKILL)
    async with asyncio.timeout(60):
        rows = await bench.run(bench.request("enter_data_manually", **TABLE))
        if isinstance(rows, Lost):  # it was asked before the line was known to be gone
            rows = await bench.run(bench.request("enter_data_manually", **TABLE))
    assert isinstance(rows, Succeeded)
    assert len(pool.nurseries) == before + 1
    await pool.put_away(bench.sandbox)


async def test_a_nursery_that_many_processes_were_left_behind_in_is_replaced(tmp_path: Path) -> None:
    """What retires it is the count that zygotes hand up when they end."""
    assert nursery.MOST_LEFT_BEHIND < nursery.LARGEST_STATUS * 2
    found = await probe.isolation()
    pool = SandboxPool(tmp_path / "runs", [], found.by)
    await pool.open()
    body = """
import os
for _ in range(40):
    if os.fork() == 0:
        if os.fork() == 0:
            os._exit(0)
        os._exit(0)
    os.wait()
"""
    for _ in range(1 + nursery.MOST_LEFT_BEHIND // 40):
        bench = await hatched(pool)
        assert isinstance(await bench.run(bench.script(body, trusted=True)), Succeeded)
        await pool.put_away(bench.sandbox)
    bench = await hatched(pool)
    assert await bench.rows(bench.request("enter_data_manually", **TABLE)) == ROWS
    assert len(pool.nurseries) == 2
    await pool.put_away(bench.sandbox)
    await pool.close()


def _nursery_processes(root: Path) -> list[int]:
    """The nursery is what was started with its own word and the folder of all runs."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            told = (entry / "cmdline").read_text() if entry.name.isdigit() else ""
        except OSError:
            continue
        if "\0nursery\0" in told and str(root) in told and "inside.py" in told:
            found.append(int(entry.name))
    return found
