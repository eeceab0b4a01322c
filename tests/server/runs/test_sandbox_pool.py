"""The pool of sandboxes on a busy machine: what failed is never handed out, few start at once, cancelling ends them."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.runs.sandbox import zygote_channel
from server.runs.sandbox.inside.sandbox_protocol import StepSucceeded
from server.runs.sandbox.sandbox_pool import SandboxPool
from server.runs.sandbox.sandbox_specs import build_sandbox_spec
from server.runs.sandbox.zygote_channel import NOT_STARTED_MESSAGE, TOO_BUSY_MESSAGE, SandboxFailed, spawn_launcher
from tests.server.runs.conftest import StepBench, find_processes_mentioning, read_command_line

pytestmark = pytest.mark.anyio


@pytest.fixture
async def pool(bench: StepBench, tmp_path: Path) -> AsyncIterator[SandboxPool]:
    made = SandboxPool(tmp_path / "runs", [], bench.isolation.mechanism, max_starting=1)
    await made.open()
    yield made
    await made.close()


async def find_starting_launcher(pool: SandboxPool) -> int:
    """A launcher of a boundary that is being started for scripts."""
    while True:
        for pid in find_processes_mentioning(str(pool.root)):
            words = read_command_line(pid)
            if "server.runs.sandbox.inside.sandbox_launcher" in words and '"role": "zygote"' in words:
                return pid
        await asyncio.sleep(0.02)


async def test_a_sandbox_that_failed_to_warm_is_not_handed_out(
    pool: SandboxPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(zygote_channel, "START_SECONDS", 0.01)
        with pytest.raises(SandboxFailed) as failed:
            await pool.warm()
    assert failed.value.sentence == TOO_BUSY_MESSAGE
    sandbox = await pool.acquire(scripts=True)
    assert isinstance(
        await sandbox.run_step(StepBench(sandbox, None).make_script("pass"), lambda _: None), StepSucceeded
    )  # type: ignore[arg-type]
    await pool.release(sandbox)


async def test_a_sandbox_that_dies_while_it_starts_is_started_once_more(pool: SandboxPool) -> None:
    taking = asyncio.create_task(pool.acquire(scripts=True))
    os.kill(await find_starting_launcher(pool), signal.SIGKILL)
    await pool.release(await taking)


async def test_one_that_dies_twice_fails_with_a_sentence(pool: SandboxPool) -> None:
    taking = asyncio.create_task(pool.acquire(scripts=True))
    first = await find_starting_launcher(pool)
    os.kill(first, signal.SIGKILL)
    while (second := await find_starting_launcher(pool)) == first:
        await asyncio.sleep(0.02)
    os.kill(second, signal.SIGKILL)
    with pytest.raises(SandboxFailed) as failed:
        await taking
    assert failed.value.sentence == NOT_STARTED_MESSAGE


async def test_no_more_boundaries_start_at_once_than_may(pool: SandboxPool) -> None:
    taking = [asyncio.create_task(pool.acquire(scripts=True)) for _ in range(3)]
    await find_starting_launcher(pool)
    assert pool.opening_count == 3
    while not all(task.done() for task in taking):
        starting = [
            pid
            for pid in find_processes_mentioning(str(pool.root))
            if "server.runs.sandbox.inside.sandbox_launcher" in read_command_line(pid)
        ]
        waiting = sum(not task.done() for task in taking)
        # The fork server, those that are there, one that starts, and one that another was just made of.
        assert len(starting) <= 1 + (3 - waiting) + 1 + 1
        await asyncio.sleep(0.05)
    assert pool.taken_count == 3
    for task in taking:
        await pool.release(task.result())
    assert pool.taken_count == 0


async def test_cancelling_while_a_sandbox_starts_ends_all_of_it(pool: SandboxPool) -> None:
    taking = asyncio.create_task(pool.acquire(scripts=True))
    launcher = await find_starting_launcher(pool)
    taking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await taking
    assert not os.path.exists(f"/proc/{launcher}")


async def test_a_launcher_ends_what_still_starts_once_its_server_is_gone(bench: StepBench, tmp_path: Path) -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        launcher = await spawn_launcher(
            build_sandbox_spec(tmp_path, [], bench.isolation.mechanism, max_processes=64), theirs
        )
    while not (
        inside := [
            pid for pid in find_processes_mentioning(str(tmp_path)) if "sandbox_bootstrap.py" in read_command_line(pid)
        ]
    ):
        await asyncio.sleep(0.02)
    os.kill(inside[0], signal.SIGSTOP)  # as busy as can be: it will not look at its line
    ours.close()
    await launcher.wait()
    assert find_processes_mentioning(str(tmp_path)) == []
