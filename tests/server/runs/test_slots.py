"""Slots are shared fairly between runs and workspaces, and whoever waits is told for what."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from server.runs.executors import local
from server.runs.executors.local import LocalExecutor
from server.runs.sandbox import RunSandbox
from server.runs.steps import Succeeded
from tests.server.runs.conftest import Bench

pytestmark = pytest.mark.anyio

WAIT_FOR_FILE = "from pathlib import Path\nwhile not Path('go').exists(): pass"


@asynccontextmanager
async def other_run(bench: Bench, folder: Path) -> AsyncIterator[Bench]:
    """The sandbox of another run."""
    folder.mkdir()
    sandbox = await RunSandbox.open(folder, [], bench.isolation.by)
    yield Bench(sandbox, bench.isolation)
    await sandbox.close()


class Submitted:
    """A script that was submitted and runs until it is let go."""

    def __init__(self, executor: LocalExecutor, bench: Bench, workspace: str = "") -> None:
        self.request = bench.script(WAIT_FOR_FILE)
        self.begun = asyncio.Event()
        self.waits: asyncio.Queue[str] = asyncio.Queue()
        self.task = asyncio.create_task(
            executor.submit(
                self.request,
                bench.sandbox,
                lambda _: None,
                self.begun.set,
                workspace=workspace,
                waits=self.waits.put_nowait,
            )
        )

    async def let_go(self) -> None:
        await self.begun.wait()
        self.request.folder.mkdir(exist_ok=True)
        (self.request.folder / "go").touch()
        assert isinstance(await self.task, Succeeded)


async def test_the_next_slot_goes_to_the_run_with_the_fewest(bench: Bench, tmp_path: Path) -> None:
    executor = LocalExecutor(2, patience=1000)
    async with other_run(bench, tmp_path / "other") as other:
        first, second, third = (Submitted(executor, bench) for _ in range(3))
        late = Submitted(executor, other)
        await first.let_go()
        await late.begun.wait()
        assert (executor.running, executor.queued, third.begun.is_set()) == (2, 1, False)
        for submitted in (late, second, third):
            await submitted.let_go()


async def test_the_next_slot_goes_to_the_workspace_with_the_fewest(bench: Bench, tmp_path: Path) -> None:
    executor = LocalExecutor(2, patience=1000)
    async with other_run(bench, tmp_path / "other") as other:
        busy = [Submitted(executor, bench, "busy"), Submitted(executor, bench, "busy")]
        also_busy, quiet = Submitted(executor, other, "busy"), Submitted(executor, other, "quiet")
        await busy[0].let_go()
        await quiet.begun.wait()
        assert not also_busy.begun.is_set()
        assert executor.count_running_of("busy") == 1
        for submitted in (busy[1], quiet, also_busy):
            await submitted.let_go()


async def test_two_endless_steps_do_not_keep_another_run_waiting_for_ever(bench: Bench, tmp_path: Path) -> None:
    executor = LocalExecutor(2, patience=0.2)
    async with other_run(bench, tmp_path / "other") as other:
        endless = [Submitted(executor, bench), Submitted(executor, bench)]
        more = Submitted(executor, bench)
        await Submitted(executor, other).let_go()
        assert not more.begun.is_set()
        for submitted in (*endless, more):
            await submitted.let_go()


async def test_whoever_waits_is_told_for_what(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "SECONDS_BEFORE_TELLING", 0.0)
    executor = LocalExecutor(2, patience=1000)
    async with other_run(bench, tmp_path / "other") as other:
        first, second = Submitted(executor, bench), Submitted(executor, bench)
        third, theirs = Submitted(executor, bench), Submitted(executor, other)
        assert await third.waits.get() == "Waiting for a free slot: 2 steps of this run are running."
        assert await theirs.waits.get() == "Waiting for a free slot: 2 steps of other runs are running."
        for submitted in (first, second, third, theirs):
            await submitted.let_go()
