"""The pool of sandboxes on a busy machine: what failed is never handed out, few start at once, cancelling ends them."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.runs import lines
from server.runs.lines import NOT_STARTED, TOO_BUSY, SandboxFailed, keep
from server.runs.pool import SandboxPool
from server.runs.sandbox import plan_for
from server.runs.steps import Succeeded
from tests.server.runs.conftest import Bench, command_line, mentioning

pytestmark = pytest.mark.anyio


@pytest.fixture
async def pool(bench: Bench, tmp_path: Path) -> AsyncIterator[SandboxPool]:
    made = SandboxPool(tmp_path / "runs", [], bench.isolation.by, at_once=1)
    await made.open()
    yield made
    await made.close()


async def started_keeper(pool: SandboxPool) -> int:
    """A keeper of a boundary that is being started for scripts."""
    while True:
        for pid in mentioning(str(pool.root)):
            words = command_line(pid)
            if "server.runs.keeper" in words and '"within": "zygote"' in words:
                return pid
        await asyncio.sleep(0.02)


async def test_a_sandbox_that_failed_to_warm_is_not_handed_out(
    pool: SandboxPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(lines, "START_SECONDS", 0.01)
        with pytest.raises(SandboxFailed) as failed:
            await pool.warm()
    assert failed.value.sentence == TOO_BUSY
    sandbox = await pool.take(scripts=True)
    assert isinstance(await sandbox.run(Bench(sandbox, None).script("pass"), lambda _: None), Succeeded)  # type: ignore[arg-type]
    await pool.put_away(sandbox)


async def test_a_sandbox_that_dies_while_it_starts_is_started_once_more(pool: SandboxPool) -> None:
    taking = asyncio.create_task(pool.take(scripts=True))
    os.kill(await started_keeper(pool), signal.SIGKILL)
    await pool.put_away(await taking)


async def test_one_that_dies_twice_fails_with_a_sentence(pool: SandboxPool) -> None:
    taking = asyncio.create_task(pool.take(scripts=True))
    first = await started_keeper(pool)
    os.kill(first, signal.SIGKILL)
    while (second := await started_keeper(pool)) == first:
        await asyncio.sleep(0.02)
    os.kill(second, signal.SIGKILL)
    with pytest.raises(SandboxFailed) as failed:
        await taking
    assert failed.value.sentence == NOT_STARTED


async def test_no_more_boundaries_start_at_once_than_may(pool: SandboxPool) -> None:
    taking = [asyncio.create_task(pool.take(scripts=True)) for _ in range(3)]
    await started_keeper(pool)
    assert pool.opening == 3
    while not all(task.done() for task in taking):
        starting = [pid for pid in mentioning(str(pool.root)) if "server.runs.keeper" in command_line(pid)]
        waiting = sum(not task.done() for task in taking)
        # The nursery, those that are there, one that starts, and one that another was just made of.
        assert len(starting) <= 1 + (3 - waiting) + 1 + 1
        await asyncio.sleep(0.05)
    assert pool.taken == 3
    for task in taking:
        await pool.put_away(task.result())
    assert pool.taken == 0


async def test_cancelling_while_a_sandbox_starts_ends_all_of_it(pool: SandboxPool) -> None:
    taking = asyncio.create_task(pool.take(scripts=True))
    keeper = await started_keeper(pool)
    taking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await taking
    assert not os.path.exists(f"/proc/{keeper}")


async def test_a_keeper_ends_what_still_starts_once_its_server_is_gone(bench: Bench, tmp_path: Path) -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        keeper = await keep(plan_for(tmp_path, [], bench.isolation.by, processes=64), theirs)
    while not (inside := [pid for pid in mentioning(str(tmp_path)) if "inside.py" in command_line(pid)]):
        await asyncio.sleep(0.02)
    os.kill(inside[0], signal.SIGSTOP)  # as busy as can be: it will not look at its line
    ours.close()
    await keeper.wait()
    assert mentioning(str(tmp_path)) == []
