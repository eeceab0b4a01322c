"""What every executor must do: bounded slots, checked outputs, cancelling while queued and while running."""

import asyncio
from pathlib import Path

import pytest

from server.runs.executors.local import LocalExecutor
from server.runs.sandbox import RunSandbox
from server.runs.steps import Cancelled, Event, LogText, Lost, Outcome, StepRequest, Succeeded
from tests.server.runs.conftest import Bench, rows

pytestmark = pytest.mark.anyio

WAIT_FOR_FILE = "from pathlib import Path\nprint('running')\nwhile not Path('go').exists(): pass"


class Steps:
    """Steps under way: those that have begun, and their outcomes to come."""

    def __init__(self, bench: Bench, executor: LocalExecutor) -> None:
        self.bench = bench
        self.executor = executor
        self.begun: asyncio.Queue[str] = asyncio.Queue()

    def submit(self, request: StepRequest) -> "asyncio.Task[Outcome]":
        def report(event: Event) -> None:
            if isinstance(event, LogText) and event.text == "running\n":
                self.begun.put_nowait(request.step)

        return asyncio.create_task(self.executor.submit(request, self.bench.sandbox, report))


async def test_no_more_steps_run_at_once_than_there_are_slots(bench: Bench) -> None:
    steps = Steps(bench, LocalExecutor(2))
    requests = [bench.script(WAIT_FOR_FILE) for _ in range(3)]
    tasks = [steps.submit(request) for request in requests]
    running = {await steps.begun.get(), await steps.begun.get()}
    assert running == {request.step for request in requests[:2]}
    assert steps.begun.empty()
    (requests[0].folder / "go").touch()
    assert await steps.begun.get() == requests[2].step
    for request in requests[1:]:
        (request.folder / "go").touch()
    assert all(isinstance(outcome, Succeeded) for outcome in await asyncio.gather(*tasks))


async def test_trusted_steps_run_at_the_same_time_too(bench: Bench) -> None:
    steps = Steps(bench, LocalExecutor(2))
    folders = [bench.sandbox.folder / name for name in ("first-ready", "second-ready")]
    bodies = [
        f"from pathlib import Path\nPath({str(mine)!r}).touch()\nwhile not Path({str(other)!r}).exists(): pass"
        for mine, other in (folders, folders[::-1])
    ]
    tasks = [steps.submit(bench.script(body, trusted=True)) for body in bodies]
    assert all(isinstance(outcome, Succeeded) for outcome in await asyncio.gather(*tasks))


async def test_a_queued_step_that_is_cancelled_never_starts(bench: Bench) -> None:
    executor = LocalExecutor(1)
    steps = Steps(bench, executor)
    first, second = bench.script(WAIT_FOR_FILE), bench.script("print('running')")
    tasks = [steps.submit(first), steps.submit(second)]
    assert await steps.begun.get() == first.step
    await executor.cancel(second.step, bench.sandbox)
    (first.folder / "go").touch()
    assert isinstance(await tasks[0], Succeeded)
    assert (await tasks[1], second.folder.exists(), steps.begun.empty()) == (Cancelled(), False, True)


async def test_a_running_step_that_is_cancelled_frees_its_slot(bench: Bench) -> None:
    executor = LocalExecutor(1)
    steps = Steps(bench, executor)
    request = bench.script(WAIT_FOR_FILE)
    task = steps.submit(request)
    await steps.begun.get()
    await executor.cancel(request.step, bench.sandbox)
    assert await task == Cancelled()
    assert isinstance(await steps.submit(bench.request("enter_data_manually", data="a\n1\n")), Succeeded)


async def test_cancelling_the_task_that_waits_ends_the_step(bench: Bench) -> None:
    steps = Steps(bench, LocalExecutor(1))
    task = steps.submit(bench.script(WAIT_FOR_FILE))
    await steps.begun.get()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert isinstance(await steps.submit(bench.request("enter_data_manually", data="a\n1\n")), Succeeded)


async def test_a_step_that_dies_leaves_the_others_running(bench: Bench) -> None:
    steps = Steps(bench, LocalExecutor(2))
    lasting = bench.script(WAIT_FOR_FILE)
    survivor = steps.submit(lasting)
    await steps.begun.get()
    dying = bench.script("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)")
    assert await steps.submit(dying) == Lost("worker lost")
    (lasting.folder / "go").touch()
    assert isinstance(await survivor, Succeeded)


async def test_two_runs_share_the_slots_and_not_their_files(bench: Bench, tmp_path: Path) -> None:
    executor = LocalExecutor(2)
    other = await RunSandbox.open(tmp_path, [], bench.isolation.by)
    mine = bench.request("enter_data_manually", data="a\n1\n")
    theirs = StepRequest(mine.step, mine.module, {"data": "a\n2\n"}, {}, tmp_path / mine.step, trusted=True)
    outcomes = await asyncio.gather(
        executor.submit(mine, bench.sandbox, lambda _: None), executor.submit(theirs, other, lambda _: None)
    )
    await other.close()
    found = [rows(outcome.outputs[0].path) for outcome in outcomes if isinstance(outcome, Succeeded)]
    assert found == [[{"a": 1}], [{"a": 2}]]
