"""The pool of sandboxes on a busy machine: what failed is never handed out, few start at once, cancelling ends them."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.runs.sandbox import zygote_channel
from server.runs.sandbox.inside.sandbox_launcher import Mechanism
from server.runs.sandbox.inside.sandbox_messages import StepSucceeded
from server.runs.sandbox.launch_server_client import LaunchServerClient
from server.runs.sandbox.sandbox_pool import SandboxPool
from server.runs.sandbox.sandbox_specs import build_sandbox_spec
from server.runs.sandbox.zygote_channel import NOT_STARTED_MESSAGE, TOO_BUSY_MESSAGE, SandboxFailed
from tests.sandbox_starvation import sandboxes_killed_at_start
from tests.server.runs.conftest import StepBench, find_processes_in

pytestmark = pytest.mark.anyio


@pytest.fixture
async def pool(bench: StepBench, tmp_path: Path) -> AsyncIterator[SandboxPool]:
    made = SandboxPool(tmp_path / "runs", [], bench.isolation.mechanism, max_starting=1)
    await made.open()
    yield made
    await made.close()


def send_to_launch_server(pool: SandboxPool, number: signal.Signals) -> None:
    assert pool.launch_server.pid is not None
    os.kill(pool.launch_server.pid, number)


async def test_a_sandbox_that_failed_to_warm_is_not_handed_out(
    pool: SandboxPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(zygote_channel, "START_SECONDS", 0.01)
        with pytest.raises(SandboxFailed) as failed:
            await pool.warm()
    assert failed.value.sentence == TOO_BUSY_MESSAGE
    sandbox = await pool.acquire(scripts=True)
    request = StepBench(sandbox, None).make_script("pass")  # type: ignore[arg-type]
    assert isinstance(await sandbox.run_step(request, lambda _: None), StepSucceeded)
    await pool.release(sandbox)


async def test_a_sandbox_that_dies_while_it_starts_is_started_once_more(pool: SandboxPool) -> None:
    send_to_launch_server(pool, signal.SIGSTOP)
    taking = asyncio.create_task(pool.acquire(scripts=True))
    while not pool.opening_count:
        await asyncio.sleep(0)
    send_to_launch_server(pool, signal.SIGKILL)
    await pool.release(await taking)


async def acquire_until_it_fails(pool: SandboxPool) -> None:
    while True:  # one may be there before it is killed
        await pool.release(await pool.acquire(scripts=True))


async def test_one_that_dies_twice_fails_with_a_sentence(pool: SandboxPool) -> None:
    with sandboxes_killed_at_start(pool.root), pytest.raises(SandboxFailed) as failed:
        await acquire_until_it_fails(pool)
    assert failed.value.sentence == NOT_STARTED_MESSAGE


async def test_no_more_boundaries_start_at_once_than_may(pool: SandboxPool) -> None:
    taking = [asyncio.create_task(pool.acquire(scripts=True)) for _ in range(3)]
    while not pool.opening_count:
        await asyncio.sleep(0)
    while not all(task.done() for task in taking):
        starting = find_processes_in(pool.root, "launcher")
        waiting = sum(not task.done() for task in taking)
        # The fork server, those that are there, one that starts, and one that another was just made of.
        assert len(starting) <= 1 + (3 - waiting) + 1 + 1
        await asyncio.sleep(0.01)
    assert pool.taken_count == 3
    for task in taking:
        await pool.release(task.result())
    assert pool.taken_count == 0


async def test_cancelling_while_a_sandbox_starts_ends_all_of_it(pool: SandboxPool) -> None:
    await pool.release(await pool.acquire(scripts=False))  # its fork server is there
    send_to_launch_server(pool, signal.SIGSTOP)
    taking = asyncio.create_task(pool.acquire(scripts=True))
    while not pool.opening_count:
        await asyncio.sleep(0)
    taking.cancel()
    send_to_launch_server(pool, signal.SIGCONT)
    with pytest.raises(asyncio.CancelledError):
        await taking
    (left,) = find_processes_in(pool.root, "launcher")
    assert Path(os.readlink(f"/proc/{left}/cwd")) == pool.root.resolve()  # that of the fork server


async def test_what_still_starts_ends_once_its_server_is_gone(bench: StepBench, tmp_path: Path) -> None:
    launch_server = LaunchServerClient(tmp_path / "launch_server", preload=False)
    spec = build_sandbox_spec(tmp_path, [], bench.isolation.mechanism, max_processes=64, preload=False)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        boundary = await launch_server.launch(spec, theirs, tmp_path / "log")
        while not (inside := find_processes_in(tmp_path, "zygote")):
            await asyncio.sleep(0.02)
        os.kill(inside[0], signal.SIGSTOP)  # as busy as can be: it will not look at its channel
        await launch_server.close()
    await boundary.ended
    assert find_processes_in(tmp_path) == []


@pytest.mark.parametrize("scripts", [True, False])
async def test_where_no_process_can_be_started_a_sentence_says_so_and_later_runs_go_on(
    pool: SandboxPool, scripts: bool
) -> None:
    folder = pool.launch_server.folder
    aside = folder.rename(folder.with_name("aside"))
    folder.write_text("")  # where the process is to work
    send_to_launch_server(pool, signal.SIGKILL)
    with pytest.raises(SandboxFailed) as failed:
        await pool.acquire(scripts=scripts)
    assert failed.value.sentence == NOT_STARTED_MESSAGE
    folder.unlink()
    aside.rename(folder)
    await pool.release(await pool.acquire(scripts=scripts))


async def test_the_mechanism_is_looked_for_once_before_the_first_process(bench: StepBench, tmp_path: Path) -> None:
    searches: list[bool] = []

    async def find_mechanism() -> Mechanism:
        searches.append(cold_pool.launch_server.pid is None)
        await asyncio.sleep(0)
        return bench.isolation.mechanism

    cold_pool = SandboxPool(tmp_path / "runs", [], find_mechanism)
    await cold_pool.open(warm=False)
    assert searches == []
    try:
        taken = await asyncio.gather(*(cold_pool.acquire(scripts=scripts) for scripts in (False, True, False)))
        assert searches == [True]
        assert {sandbox.mechanism for sandbox in taken} == {bench.isolation.mechanism}
        for sandbox in taken:
            await cold_pool.release(sandbox)
    finally:
        await cold_pool.close()


async def test_processes_that_nobody_needs_end_and_the_next_run_gets_new_ones(bench: StepBench, tmp_path: Path) -> None:
    resting = SandboxPool(tmp_path / "runs", [], bench.isolation.mechanism, max_starting=1, rest_seconds=0.05)
    await resting.open(warm=False)
    assert resting.is_ready
    assert not find_processes_in(resting.root)
    try:
        for scripts in (False, True):
            sandbox = await resting.acquire(scripts=scripts)
            await asyncio.sleep(0.2)  # longer than it takes to rest
            request = StepBench(sandbox, None).make_script("pass", trusted=not scripts)  # type: ignore[arg-type]
            assert isinstance(await sandbox.run_step(request, lambda _: None), StepSucceeded)
            await resting.release(sandbox)
            while find_processes_in(resting.root):
                await asyncio.sleep(0.05)
            assert resting.is_ready
    finally:
        await resting.close()


async def test_processes_start_when_somebody_comes(bench: StepBench, tmp_path: Path) -> None:
    cold = SandboxPool(tmp_path / "runs", [], bench.isolation.mechanism, max_starting=1)
    await cold.open(warm=False)
    cold.wake()
    cold.wake()
    try:
        for _ in range(10):  # one that still starts is waited for
            await asyncio.sleep(0)
        await cold.release(await cold.acquire(scripts=False))
        while not (launchers := find_processes_in(cold.root, "launcher")):
            await asyncio.sleep(0.05)
        await cold.release(await cold.acquire(scripts=False))
        assert find_processes_in(cold.root, "launcher") == launchers
    finally:
        await cold.close()
    assert not find_processes_in(cold.root)
