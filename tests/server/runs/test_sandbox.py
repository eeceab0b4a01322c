"""Steps run in processes of their own: what they give, what they say, and what happens when one dies."""

import asyncio
import os
import signal
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from modules.kit.ports import File
from modules.kit.serialization import save_value
from server.runs.sandbox.inside.sandbox_messages import (
    ProducedOutput,
    StepCancelled,
    StepCrashed,
    StepFailed,
    StepSucceeded,
)
from server.runs.sandbox.inside.sandbox_requests import MIB, InputFile
from server.runs.sandbox.inside.step_process import STEP_NICENESS
from server.runs.sandbox.process_variables import build_process_variables
from server.runs.sandbox.sandbox_pool import SandboxPool
from tests.server.runs.conftest import (
    STEP_LIMITS,
    StepBench,
    find_processes_in,
    read_arrow_rows,
)

pytestmark = pytest.mark.anyio

TABLE: dict[str, Any] = {"data": "width,height\n1,2\n3,4\n"}
ROWS = [{"width": 1, "height": 2}, {"width": 3, "height": 4}]


async def test_a_step_writes_its_outputs_and_says_so(bench: StepBench) -> None:
    request = bench.make_request("enter_data_manually", **TABLE)
    outcome = await bench.run(request)
    made = ProducedOutput("dataset", request.folder / "dataset.arrow", "dataset", 2, 2, 0)
    made = replace(made, bytes=made.path.stat().st_size)
    assert bench.events == [made]
    assert isinstance(outcome, StepSucceeded)
    assert outcome.outputs == (made,)
    assert read_arrow_rows(made.path) == ROWS


async def test_a_step_in_the_warm_child_and_one_in_its_own_fork_write_the_same_bytes(bench: StepBench) -> None:
    written = []
    for trusted in (True, True, False):
        request = bench.make_request("enter_data_manually", trusted=trusted, **TABLE)
        assert isinstance(await bench.run(request), StepSucceeded)
        written.append((request.folder / "dataset.arrow").read_bytes())
    assert written[1:] == written[:1] * 2


async def test_the_next_step_gets_the_same_table_from_memory_as_from_its_file(bench: StepBench) -> None:
    first = bench.make_request("enter_data_manually", **TABLE)
    assert isinstance(await bench.run(first), StepSucceeded)
    stored = first.folder / "stored"
    (first.folder / "dataset.arrow").rename(stored)
    copied = first.folder / "copied"
    copied.write_bytes(stored.read_bytes())
    results = []
    for path in (stored, copied):
        inputs = {"dataset": (InputFile(path, "dataset"),)}
        results.append(await bench.read_rows(bench.make_request("select_columns_in_dataset", inputs=inputs)))
    assert results == [ROWS, ROWS]


async def test_trusted_steps_share_a_process_and_scripts_get_their_own(bench: StepBench) -> None:
    ask = "import os\nreturn pd.DataFrame({'pid': [os.getpid()]})"
    warm = [await bench.read_rows(bench.make_script(ask, trusted=True)) for _ in range(2)]
    forked = [await bench.read_rows(bench.make_script(ask)) for _ in range(2)]
    assert warm[0] == warm[1]
    assert len({row["pid"] for found in (warm[0], *forked) for row in found}) == 3


async def test_steps_leave_the_processors_to_the_server(bench: StepBench) -> None:
    ask = "import os\nreturn pd.DataFrame({'niceness': [os.getpriority(os.PRIO_PROCESS, 0)]})"
    found = [await bench.read_rows(bench.make_script(ask, trusted=trusted)) for trusted in (True, False)]
    assert found == [[{"niceness": os.getpriority(os.PRIO_PROCESS, 0) + STEP_NICENESS}]] * 2


async def test_modules_are_read_in_few_calls(bench: StepBench) -> None:
    look = "return pd.DataFrame({'by': [type(module.__spec__.loader).__name__ for module in (pd, pd.core.frame)]})"
    assert await bench.read_rows(bench.make_script(look)) == [{"by": "SingleReadLoader"}] * 2


async def test_a_script_leaves_no_traces_in_the_processes_of_other_steps(bench: StepBench) -> None:
    await bench.read_rows(bench.make_script("pd.planted = True"))
    look = "return pd.DataFrame({'planted': [hasattr(pd, 'planted')]})"
    assert [await bench.read_rows(bench.make_script(look, trusted=trusted)) for trusted in (True, False)] == [
        [{"planted": False}],
        [{"planted": False}],
    ]


async def test_random_numbers_are_the_same_on_every_run(bench: StepBench) -> None:
    draw = "import random, numpy\nreturn pd.DataFrame({'drawn': [random.random(), numpy.random.rand()]})"
    assert await bench.read_rows(bench.make_script(draw)) == await bench.read_rows(bench.make_script(draw))


async def test_output_logging_and_warnings_arrive_by_stream(bench: StepBench) -> None:
    body = """
import logging, os, sys, warnings
print("printed"); print("aside", file=sys.stderr)
os.write(1, b"from below\\n")
logging.getLogger("modules.own").info("told"); logging.getLogger("other").info("untold")
logging.getLogger("other").warning("warned"); warnings.warn("careful")
print("no newline", end="")
"""
    assert isinstance(await bench.run(bench.make_script(body)), StepSucceeded)
    assert {stream: bench.read_log(stream) for stream in ("stdout", "stderr", "log")} == {
        "stdout": "printed\nfrom below\nno newline",
        "stderr": "aside\n",
        "log": "told\nWarning: warned\nUserWarning: careful\n",
    }


async def test_a_flood_of_output_keeps_its_beginning_and_its_end(bench: StepBench) -> None:
    body = "print('the beginning')\nfor line in range(100_000): print('x' * 99)\nprint('the end')"
    assert isinstance(await bench.run(bench.make_script(body)), StepSucceeded)
    text = bench.read_log("stdout")
    assert (text[:14], text[-8:], "characters left out" in text) == ("the beginning\n", "the end\n", True)
    assert len(text) < 2.2 * MIB


async def test_the_output_of_every_step_of_a_warm_child_is_read(bench: StepBench) -> None:
    for _ in range(30):
        assert isinstance(
            await bench.run(bench.make_script("for n in range(50): print(n)", trusted=True)), StepSucceeded
        )
        assert bench.read_log("stdout").splitlines() == [str(number) for number in range(50)]
    assert isinstance(await bench.run(bench.make_script("print('x' * 500_000)", trusted=True)), StepSucceeded)
    assert len(bench.read_log("stdout")) == 500_001


async def test_progress_comes_ten_times_a_second_and_at_the_end(bench: StepBench) -> None:
    body = "from modules.kit import track\nfor item in track(range(5000), total=5000, unit='rows'): pass"
    assert isinstance(await bench.run(bench.make_script(body)), StepSucceeded)
    made = [event for event in bench.events if event.kind == "progress"]
    assert [(made[0].done, made[0].unit), made[-1].done] == [(1, "rows"), 5000]
    assert len(made) < 50


async def test_an_error_of_a_module_names_its_number_and_parameter(bench: StepBench) -> None:
    inputs = {"dataset": (InputFile(await _write_table(bench), "dataset"),)}
    script = await bench.run(bench.make_script("one = 1\nreturn {}['missing']"))
    assert isinstance(script, StepFailed)
    error = script.error
    assert (error.number, error.title, error.parameter, error.line) == (85, "Script failed", "python_script", 5)
    assert (error.traceback or "").count("File ") == 1
    unknown = await bench.run(
        bench.make_request("select_columns_in_dataset", inputs=inputs, columns={"names": ["prise"]})
    )
    assert isinstance(unknown, StepFailed)


async def test_a_parameter_that_is_not_valid_is_named(bench: StepBench) -> None:
    outcome = await bench.run(bench.make_request("enter_data_manually", data="a\n1\n", data_format="Punched Cards"))
    assert isinstance(outcome, StepFailed)
    assert (outcome.error.title, outcome.error.parameter) == ("Parameter not valid", "data_format")


async def test_a_file_that_cannot_be_loaded_fails_the_step_with_a_sentence(bench: StepBench) -> None:
    broken = save_value(File(Path(__file__), "table.arrow"), bench.sandbox.folder, "broken")
    inputs = {"dataset": (InputFile(broken.path, "dataset"),)}
    outcome = await bench.run(bench.make_request("select_columns_in_dataset", inputs=inputs))
    assert isinstance(outcome, StepFailed)
    assert outcome.error.message.startswith("ArrowInvalid: ")
    assert "Traceback" in (outcome.error.traceback or "")


async def test_a_cancelled_step_ends_within_a_second_with_all_its_processes(bench: StepBench) -> None:
    body = """
import os, signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.fork()
print("running")
while True: pass
"""
    request = bench.make_script(body)
    running = asyncio.Event()
    task = asyncio.create_task(bench.sandbox.run_step(request, lambda _: running.set()))
    await running.wait()
    started = time.perf_counter()
    await bench.sandbox.cancel(request.step)
    assert await task == StepCancelled()
    assert time.perf_counter() - started < 1


async def test_a_cancelled_trusted_step_ends_and_the_next_one_runs(bench: StepBench) -> None:
    request = bench.make_script("print('running')\nwhile True: pass", trusted=True)
    running = asyncio.Event()
    task = asyncio.create_task(bench.sandbox.run_step(request, lambda _: running.set()))
    await running.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await bench.read_rows(bench.make_request("enter_data_manually", **TABLE)) == ROWS


async def test_a_step_over_its_time_is_lost_for_that_reason(bench: StepBench) -> None:
    request = bench.make_script("while True: pass", limits=replace(STEP_LIMITS, seconds=0.3))
    assert await bench.run(request) == StepCrashed("time limit")


@pytest.mark.parametrize("trusted", [True, False])
async def test_a_killed_worker_is_lost_and_the_sandbox_goes_on(bench: StepBench, trusted: bool) -> None:
    kill = bench.make_script("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", trusted=trusted)
    outcome = await bench.run(kill)
    assert outcome == StepCrashed("worker lost")
    assert isinstance(outcome, StepCrashed)
    assert outcome.detail == "it ended by signal 9"
    assert await bench.read_rows(bench.make_request("enter_data_manually", trusted=trusted, **TABLE)) == ROWS


@pytest.mark.parametrize("killed", ["launcher", "zygote"])
async def test_when_the_launcher_or_the_zygote_is_killed_its_steps_are_lost_and_it_is_replaced(
    bench: StepBench, killed: str
) -> None:
    request = bench.make_script("print('running')\nwhile True: pass", trusted=True)
    running = asyncio.Event()
    task = asyncio.create_task(bench.sandbox.run_step(request, lambda _: running.set()))
    await running.wait()
    pids = find_processes_in(bench.sandbox.folder, killed)
    os.kill(min(pids), signal.SIGKILL)  # the first is the zygote, the others were forked from it
    assert await task == StepCrashed("worker lost")
    assert await bench.read_rows(bench.make_request("enter_data_manually", **TABLE)) == ROWS


async def test_the_view_of_a_stored_value_is_made_beside_the_steps(bench: StepBench) -> None:
    stored = InputFile(await _write_table(bench), "dataset")
    viewed = await bench.sandbox.make_view("dataset", stored, bench.sandbox.folder)
    assert viewed is not None
    assert (viewed.port, viewed.view_path.parent) == ("dataset", bench.sandbox.folder)
    assert b'"kind"' in viewed.view_path.read_bytes()


async def test_what_cannot_be_looked_at_has_no_view(bench: StepBench) -> None:
    stored = InputFile(bench.sandbox.folder / "nowhere", "dataset")
    assert await bench.sandbox.make_view("dataset", stored, bench.sandbox.folder) is None


@pytest.mark.parametrize("scripts", [False, True])
async def test_a_pool_hands_out_warm_sandboxes_with_folders_and_removes_them(
    bench: StepBench, tmp_path: Path, scripts: bool
) -> None:
    (tmp_path / "runs" / "left-behind").mkdir(parents=True)
    pool = SandboxPool(tmp_path / "runs", [], bench.isolation.mechanism)
    await pool.open()
    first = await pool.acquire(scripts=scripts)
    assert [found.name for found in (tmp_path / "runs").iterdir() if found == first.folder] == [first.folder.name]
    mine = StepBench(first, bench.isolation)
    assert await mine.read_rows(mine.make_request("enter_data_manually", **TABLE)) == ROWS
    await pool.release(first)
    await pool.close()
    assert [left.name for left in (tmp_path / "runs").iterdir() if len(left.name) == len(first.folder.name)] == []


async def test_parallel_jobs_of_libraries_give_no_warnings(bench: StepBench) -> None:
    body = """
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import cross_val_score
scores = cross_val_score(RandomForestRegressor(4, n_jobs=2), [[n] for n in range(20)], range(20), n_jobs=2, cv=2)
return pd.DataFrame({"scores": [len(scores)]})
"""
    for trusted in (True, False):
        assert await bench.read_rows(bench.make_script(body, trusted=trusted)) == [{"scores": 2}]
        assert (bench.read_log("log"), bench.read_log("stderr")) == ("", "")


def test_the_environment_of_steps_holds_nothing_of_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESIGNERY_SECRET", "x")
    assert "DESIGNERY_SECRET" not in build_process_variables(tmp_path)


async def _write_table(bench: StepBench) -> Path:
    request = bench.make_request("enter_data_manually", **TABLE)
    assert isinstance(await bench.run(request), StepSucceeded)
    return request.folder / "dataset.arrow"
