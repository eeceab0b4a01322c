"""Slots are shared fairly between runs and workspaces, and whoever waits learns for what."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from server.runs.executors import local_executor
from server.runs.executors.local_executor import LocalExecutor
from server.runs.sandbox.inside.sandbox_messages import StepSucceeded
from server.runs.sandbox.launch_server_client import LaunchServerClient
from server.runs.sandbox.run_sandbox import RunSandbox
from tests.server.runs.conftest import StepBench

pytestmark = pytest.mark.anyio

WAIT_FOR_FILE = "from pathlib import Path\nwhile not Path('go').exists(): pass"


@asynccontextmanager
async def second_bench(bench: StepBench, launch_server: LaunchServerClient, folder: Path) -> AsyncIterator[StepBench]:
    """The sandbox of another run."""
    folder.mkdir()
    sandbox = await RunSandbox.open(folder, [], bench.isolation.mechanism, launch_server=launch_server)
    yield StepBench(sandbox, bench.isolation)
    await sandbox.close()


class SubmittedScript:
    """A script that was submitted and runs until it is let go."""

    def __init__(self, executor: LocalExecutor, bench: StepBench, workspace: str = "") -> None:
        self.request = bench.make_script(WAIT_FOR_FILE)
        self.started = asyncio.Event()
        self.waits: asyncio.Queue[str] = asyncio.Queue()
        self.task = asyncio.create_task(
            executor.submit(
                self.request,
                bench.sandbox,
                lambda _: None,
                self.started.set,
                workspace=workspace,
                on_waiting=self.waits.put_nowait,
            )
        )

    async def finish(self) -> None:
        await self.started.wait()
        self.request.folder.mkdir(exist_ok=True)
        (self.request.folder / "go").touch()
        assert isinstance(await self.task, StepSucceeded)


async def test_the_next_slot_goes_to_the_run_with_the_fewest(
    bench: StepBench, launch_server: LaunchServerClient, tmp_path: Path
) -> None:
    executor = LocalExecutor(2, patience=1000)
    async with second_bench(bench, launch_server, tmp_path / "other") as other:
        first, second, third = (SubmittedScript(executor, bench) for _ in range(3))
        late = SubmittedScript(executor, other)
        await first.finish()
        await late.started.wait()
        assert (executor.running_count, executor.queued_count, third.started.is_set()) == (2, 1, False)
        for submitted in (late, second, third):
            await submitted.finish()


async def test_the_next_slot_goes_to_the_workspace_with_the_fewest(
    bench: StepBench, launch_server: LaunchServerClient, tmp_path: Path
) -> None:
    executor = LocalExecutor(2, patience=1000)
    async with second_bench(bench, launch_server, tmp_path / "other") as other:
        busy = [SubmittedScript(executor, bench, "busy"), SubmittedScript(executor, bench, "busy")]
        also_busy, quiet = SubmittedScript(executor, other, "busy"), SubmittedScript(executor, other, "quiet")
        await busy[0].finish()
        await quiet.started.wait()
        assert not also_busy.started.is_set()
        assert executor.count_running("busy") == 1
        for submitted in (busy[1], quiet, also_busy):
            await submitted.finish()


async def test_two_endless_steps_do_not_keep_another_run_waiting_for_ever(
    bench: StepBench, launch_server: LaunchServerClient, tmp_path: Path
) -> None:
    executor = LocalExecutor(2, patience=0.2)
    async with second_bench(bench, launch_server, tmp_path / "other") as other:
        endless = [SubmittedScript(executor, bench), SubmittedScript(executor, bench)]
        more = SubmittedScript(executor, bench)
        await SubmittedScript(executor, other).finish()
        assert not more.started.is_set()
        for submitted in (*endless, more):
            await submitted.finish()


async def test_whoever_waits_is_told_for_what(
    bench: StepBench, launch_server: LaunchServerClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_executor, "SECONDS_BEFORE_NOTICE", 0.0)
    executor = LocalExecutor(2, patience=1000)
    async with second_bench(bench, launch_server, tmp_path / "other") as other:
        first, second = SubmittedScript(executor, bench), SubmittedScript(executor, bench)
        third, theirs = SubmittedScript(executor, bench), SubmittedScript(executor, other)
        assert await third.waits.get() == "Waiting for a free slot: 2 steps of this run are running."
        assert await theirs.waits.get() == "Waiting for a free slot: 2 steps of other runs are running."
        for submitted in (first, second, third, theirs):
            await submitted.finish()
