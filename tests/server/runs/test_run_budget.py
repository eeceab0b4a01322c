"""A step keeps to its budget together with all its processes, is ended when it does not, and others go on."""

import asyncio
import errno
from dataclasses import replace
from pathlib import Path

import pytest

from server.runs.sandbox import isolation_probe
from server.runs.sandbox.inside.sandbox_launcher import Mechanism
from server.runs.sandbox.inside.sandbox_messages import StepCancelled, StepCrashed, StepSucceeded
from server.runs.sandbox.inside.sandbox_requests import MIB
from server.runs.sandbox.launch_server_client import LaunchServerClient
from server.runs.sandbox.run_sandbox import RunSandbox
from server.runs.sandbox.step_budget import StepUsage, find_exceeded_limit, measure_files, watchdog
from tests.server.runs.conftest import STEP_LIMITS, StepBench, find_processes_in
from tests.server.test_folder_removal import nest_folders

pytestmark = pytest.mark.anyio

UNKNOWN_ISOLATION = isolation_probe.ProbedIsolation("S0", "process", "", None)
SMALL_LIMITS = replace(STEP_LIMITS, memory_bytes=256 * MIB, files=5000)

SHARED_MEMORY = """
import mmap
for number in range(40):
    shared = mmap.mmap(-1, 100 * 2**20)
    for page in range(0, len(shared), 4096): shared[page] = 1
    globals()[f'kept{number}'] = shared
"""
FORKS = """
import os, time
for _ in range(8):
    if os.fork() == 0:
        taken = bytearray(180 * 2**20)
        time.sleep(60)
        os._exit(0)
time.sleep(60)
"""
IN_MEMORY_FILE = """
import os, time
files = [os.memfd_create('held') for _ in range(40)]
for file in files: os.write(file, bytes(2**25))
time.sleep(60)
"""
MANY_FILES_OF_ALLOWED_SIZE = """
import time
for number in range(27):
    with open(f'part{number}', 'wb') as file: file.write(bytes(30 * 2**20))
time.sleep(60)
"""
NAMELESS_FILES = """
import os, time
held = []
for number in range(27):
    held.append(open(f'part{number}', 'wb', buffering=0))
    held[-1].write(bytes(30 * 2**20))
    os.unlink(f'part{number}')
time.sleep(60)
"""
TOO_MANY_FILES = """
import os, time
for number in range(200_000):
    if number % 1000 == 0: os.mkdir(f'folder{number}')
    open(f'folder{number // 1000 * 1000}/file{number}', 'wb').close()
time.sleep(60)
"""
TOO_MANY_PROCESSES = """
import os, time
for _ in range(60):
    if os.fork() == 0:
        time.sleep(60)
        os._exit(0)
time.sleep(60)
"""
FORK_BOMB = """
import os, time
print('running', flush=True)
while True:
    try:
        if os.fork() == 0: os.setsid()
    except OSError: time.sleep(0.01)
"""


@pytest.mark.parametrize(
    ("body", "reason", "setting"),
    [
        pytest.param(SHARED_MEMORY, "out of memory", "DESIGNERY_STEP_MEMORY", id="shared memory"),
        pytest.param(FORKS, "out of memory", "DESIGNERY_STEP_MEMORY", id="eight forks"),
        pytest.param(IN_MEMORY_FILE, "out of memory", "DESIGNERY_STEP_MEMORY", id="a file in memory"),
        pytest.param(MANY_FILES_OF_ALLOWED_SIZE, "too much written", "DESIGNERY_STEP_OUTPUT", id="many files"),
        pytest.param(NAMELESS_FILES, "too much written", "DESIGNERY_STEP_OUTPUT", id="files without a name"),
        pytest.param(TOO_MANY_FILES, "too many files", "DESIGNERY_STEP_FILES", id="too many files"),
        pytest.param(TOO_MANY_PROCESSES, "too many processes", "DESIGNERY_STEP_PROCESSES", id="too many processes"),
        pytest.param(FORK_BOMB, "too many processes", "DESIGNERY_STEP_PROCESSES", id="fork bomb"),
    ],
)
async def test_a_step_over_its_budget_is_ended_with_the_limit_and_the_setting(
    bench: StepBench, body: str, reason: str, setting: str
) -> None:
    outcome = await bench.run(bench.make_script(body, limits=SMALL_LIMITS))
    assert isinstance(outcome, StepCrashed), outcome
    assert (outcome.reason, setting in outcome.message) == (reason, True), outcome
    assert await bench.read_rows(bench.make_request("enter_data_manually", data="a\n1\n")) == [{"a": 1}]
    assert watchdog.watched_count == 0


@pytest.mark.parametrize("trusted", [True, False])
async def test_a_step_within_its_budget_is_left_alone(bench: StepBench, trusted: bool) -> None:
    body = "import time\ntaken = bytearray(150 * 2**20)\nopen('file', 'wb').write(bytes(2**20))\ntime.sleep(1.5)"
    assert isinstance(await bench.run(bench.make_script(body, trusted=trusted, limits=SMALL_LIMITS)), StepSucceeded)


async def test_processes_that_share_what_they_were_forked_with_are_not_counted_twice(bench: StepBench) -> None:
    body = """
import os, time
taken = bytearray(150 * 2**20)
for _ in range(6):
    if os.fork() == 0:
        time.sleep(1.5)
        os._exit(0)
for _ in range(6): os.wait()
"""
    assert isinstance(await bench.run(bench.make_script(body, limits=SMALL_LIMITS)), StepSucceeded)


async def test_a_warm_process_keeps_to_the_budget_of_its_step(bench: StepBench) -> None:
    outcome = await bench.run(bench.make_script(SHARED_MEMORY, trusted=True, limits=SMALL_LIMITS))
    assert isinstance(outcome, StepCrashed), outcome
    assert outcome.reason == "out of memory"


async def test_the_other_steps_of_a_run_go_on(bench: StepBench) -> None:
    waiting = bench.make_script("from pathlib import Path\nwhile not Path('go').exists(): pass")
    other = asyncio.create_task(bench.sandbox.run_step(waiting, lambda _: None))
    assert isinstance(await bench.run(bench.make_script(FORKS, limits=SMALL_LIMITS)), StepCrashed)
    (waiting.folder / "go").touch()
    assert isinstance(await other, StepSucceeded)


async def test_a_fork_bomb_is_cancelled_with_all_its_processes(bench: StepBench) -> None:
    bomb = bench.make_script(FORK_BOMB, limits=replace(STEP_LIMITS, processes=10_000))
    begun = asyncio.Event()
    running = asyncio.create_task(bench.sandbox.run_step(bomb, lambda _: begun.set()))
    await begun.wait()
    await bench.sandbox.cancel(bomb.step)
    assert await running == StepCancelled()
    assert await bench.read_rows(bench.make_request("enter_data_manually", data="a\n1\n")) == [{"a": 1}]
    assert isinstance(await bench.run(bench.make_script("pass")), StepSucceeded)
    assert len(find_processes_in(bench.sandbox.folder)) < 20


def test_a_sentence_says_what_was_taken_and_what_may_be() -> None:
    limits = replace(STEP_LIMITS, memory_bytes=1024 * MIB)
    assert find_exceeded_limit(StepUsage(memory=1229 * MIB), limits) == StepCrashed(
        "out of memory",
        "This step and its processes used 1.2 GiB of memory. The limit is 1 GiB. "
        "Use fewer rows or columns, or raise DESIGNERY_STEP_MEMORY.",
    )
    assert find_exceeded_limit(StepUsage(memory=1024 * MIB, processes=40, disk=64 * MIB, files=100_000), limits) is None


def test_links_out_of_a_folder_are_not_followed_when_its_files_are_counted(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "all").symlink_to("/")
    (folder / "own").write_bytes(b"x" * 5000)
    assert measure_files([folder], STEP_LIMITS) == StepUsage(disk=8192, files=2)


def test_a_folder_too_deep_to_be_counted_is_over_the_limit(tmp_path: Path) -> None:
    nest_folders(tmp_path / "folder", 20, "n" * 250)
    usage = measure_files([tmp_path / "folder"], STEP_LIMITS)
    assert usage.uncounted == errno.ENAMETOOLONG
    crash = find_exceeded_limit(usage, STEP_LIMITS)
    assert crash is not None
    assert crash.message.startswith("This step made a folder that is nested too deeply")


@pytest.mark.parametrize("by", ["bubblewrap", "landlock", "process"])
async def test_the_budget_holds_behind_every_mechanism(
    launch_server: LaunchServerClient, tmp_path: Path, by: Mechanism
) -> None:
    """Behind bubblewrap a step has another number inside than outside."""
    sandbox = await RunSandbox.open(tmp_path, [], by, max_processes=STEP_LIMITS.processes, launch_server=launch_server)
    outcome = await sandbox.run_step(
        StepBench(sandbox, UNKNOWN_ISOLATION).make_script(FORKS, limits=SMALL_LIMITS), lambda _: None
    )
    await sandbox.close()
    assert isinstance(outcome, StepCrashed), outcome
    assert (outcome.reason, find_processes_in(tmp_path)) == ("out of memory", [])
