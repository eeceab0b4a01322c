"""What every executor must do: bounded slots, checked outputs, cancelling while queued and while running."""

import asyncio
from pathlib import Path

import pytest

from server.runs.executors.local_executor import LocalExecutor
from server.runs.sandbox.inside.sandbox_messages import (
    LogChunk,
    StepCancelled,
    StepCrashed,
    StepEvent,
    StepOutcome,
    StepSucceeded,
)
from server.runs.sandbox.inside.sandbox_requests import StepRequest
from server.runs.sandbox.launch_server_client import LaunchServerClient
from server.runs.sandbox.run_sandbox import RunSandbox
from tests.server.runs.conftest import StepBench, read_arrow_rows

pytestmark = pytest.mark.anyio

WAIT_FOR_FILE = "from pathlib import Path\nprint('running')\nwhile not Path('go').exists(): pass"


class SubmittedSteps:
    """Steps under way: those that have begun, and their outcomes to come."""

    def __init__(self, bench: StepBench, executor: LocalExecutor) -> None:
        self.bench = bench
        self.executor = executor
        self.started: asyncio.Queue[str] = asyncio.Queue()

    def submit(self, request: StepRequest) -> "asyncio.Task[StepOutcome]":
        def report(event: StepEvent) -> None:
            if isinstance(event, LogChunk) and event.text == "running\n":
                self.started.put_nowait(request.step)

        return asyncio.create_task(self.executor.submit(request, self.bench.sandbox, report))


async def test_no_more_steps_run_at_once_than_there_are_slots(bench: StepBench) -> None:
    steps = SubmittedSteps(bench, LocalExecutor(2))
    requests = [bench.make_script(WAIT_FOR_FILE) for _ in range(3)]
    tasks = [steps.submit(request) for request in requests]
    running = {await steps.started.get(), await steps.started.get()}
    assert running == {request.step for request in requests[:2]}
    assert steps.started.empty()
    (requests[0].folder / "go").touch()
    assert await steps.started.get() == requests[2].step
    for request in requests[1:]:
        (request.folder / "go").touch()
    assert all(isinstance(outcome, StepSucceeded) for outcome in await asyncio.gather(*tasks))


async def test_trusted_steps_run_at_the_same_time_too(bench: StepBench) -> None:
    steps = SubmittedSteps(bench, LocalExecutor(2))
    folders = [bench.sandbox.folder / name for name in ("first-ready", "second-ready")]
    bodies = [
        f"from pathlib import Path\nPath({str(mine)!r}).touch()\nwhile not Path({str(other)!r}).exists(): pass"
        for mine, other in (folders, folders[::-1])
    ]
    tasks = [steps.submit(bench.make_script(body, trusted=True)) for body in bodies]
    assert all(isinstance(outcome, StepSucceeded) for outcome in await asyncio.gather(*tasks))


async def test_a_queued_step_that_is_cancelled_never_starts(bench: StepBench) -> None:
    executor = LocalExecutor(1)
    steps = SubmittedSteps(bench, executor)
    first, second = bench.make_script(WAIT_FOR_FILE), bench.make_script("print('running')")
    tasks = [steps.submit(first), steps.submit(second)]
    assert await steps.started.get() == first.step
    await executor.cancel(second.step, bench.sandbox)
    (first.folder / "go").touch()
    assert isinstance(await tasks[0], StepSucceeded)
    assert (await tasks[1], second.folder.exists(), steps.started.empty()) == (StepCancelled(), False, True)


async def test_a_running_step_that_is_cancelled_frees_its_slot(bench: StepBench) -> None:
    executor = LocalExecutor(1)
    steps = SubmittedSteps(bench, executor)
    request = bench.make_script(WAIT_FOR_FILE)
    task = steps.submit(request)
    await steps.started.get()
    await executor.cancel(request.step, bench.sandbox)
    assert await task == StepCancelled()
    assert isinstance(await steps.submit(bench.make_request("enter_data_manually", data="a\n1\n")), StepSucceeded)


async def test_cancelling_the_task_that_waits_ends_the_step(bench: StepBench) -> None:
    steps = SubmittedSteps(bench, LocalExecutor(1))
    task = steps.submit(bench.make_script(WAIT_FOR_FILE))
    await steps.started.get()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert isinstance(await steps.submit(bench.make_request("enter_data_manually", data="a\n1\n")), StepSucceeded)


async def test_a_step_that_dies_leaves_the_others_running(bench: StepBench) -> None:
    steps = SubmittedSteps(bench, LocalExecutor(2))
    lasting = bench.make_script(WAIT_FOR_FILE)
    survivor = steps.submit(lasting)
    await steps.started.get()
    dying = bench.make_script("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)")
    assert await steps.submit(dying) == StepCrashed("worker lost")
    (lasting.folder / "go").touch()
    assert isinstance(await survivor, StepSucceeded)


async def test_two_runs_share_the_slots_and_not_their_files(
    bench: StepBench, launch_server: LaunchServerClient, tmp_path: Path
) -> None:
    executor = LocalExecutor(2)
    other = await RunSandbox.open(tmp_path, [], bench.isolation.mechanism, launch_server=launch_server)
    mine = bench.make_request("enter_data_manually", data="a\n1\n")
    theirs = StepRequest(mine.step, mine.module, {"data": "a\n2\n"}, {}, tmp_path / mine.step, trusted=True)
    outcomes = await asyncio.gather(
        executor.submit(mine, bench.sandbox, lambda _: None), executor.submit(theirs, other, lambda _: None)
    )
    await other.close()
    found = [read_arrow_rows(outcome.outputs[0].path) for outcome in outcomes if isinstance(outcome, StepSucceeded)]
    assert found == [[{"a": 1}], [{"a": 2}]]


WAIT_FOR_WORKERS = """
from pathlib import Path
from modules.kit import fan_out
share = fan_out._share.get()
share.request(8)
print('running')
while share.read() != 2: pass
Path(FOLDER, 'lent').touch()
while share.read() != 1: pass
Path(FOLDER, 'returned').touch()
while share.read() != 2: pass
share.request(1)
while share.read() != 1: pass
"""


async def test_a_free_slot_is_lent_to_a_step_and_taken_back_for_the_next_one(bench: StepBench) -> None:
    steps = SubmittedSteps(bench, LocalExecutor(2))
    folder = bench.sandbox.folder
    body = WAIT_FOR_WORKERS.replace("FOLDER", repr(str(folder)))
    first, second = bench.make_script(body, trusted=True), bench.make_script(WAIT_FOR_FILE)
    tasks = [steps.submit(first)]
    assert await steps.started.get() == first.step
    await wait_for_file(folder / "lent")
    tasks.append(steps.submit(second))
    assert await steps.started.get() == second.step
    await wait_for_file(folder / "returned")
    (second.folder / "go").touch()
    assert all(isinstance(outcome, StepSucceeded) for outcome in await asyncio.gather(*tasks))
    assert not list(bench.sandbox.folder.glob("workers-*"))


FORK_FOR_PIECES = """
import os
from modules.kit.fan_out import fan_out
found = dict(fan_out(lambda number: (number, os.getpid()), iter(range(4)), unit='pieces', seconds=lambda: 60.0))
assert {number for number, _ in found.values()} == {0, 1, 2, 3}, found
assert os.getpid() not in {pid for _, pid in found.values()}
"""


async def test_pieces_of_a_step_are_forks_inside_its_sandbox(bench: StepBench) -> None:
    request = bench.make_script(FORK_FOR_PIECES, trusted=True)
    assert isinstance(await LocalExecutor(2).submit(request, bench.sandbox, lambda _: None), StepSucceeded)


async def wait_for_file(path: Path) -> None:
    """Until the step has made it."""
    async with asyncio.timeout(60):
        while not path.exists():
            await asyncio.sleep(0.01)
