"""Where this machine lets us make control groups, the kernel holds a step at its roof."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest

from server.machine_resources import CGROUPS
from server.runs.sandbox import control_groups
from server.runs.sandbox.control_groups import ControlGroup, create_control_group
from server.runs.sandbox.inside.sandbox_requests import MIB
from tests.server.runs.conftest import STEP_LIMITS

SHARED_MEMORY_PROGRAM = """
import mmap, sys
sys.stdin.readline()
shared = mmap.mmap(-1, {mib} * 2**20)
for page in range(0, len(shared), 4096): shared[page] = 1
print("held", flush=True)
sys.stdin.readline()
"""


@pytest.fixture(params=[100, 600])
def process(request: pytest.FixtureRequest) -> Iterator["subprocess.Popen[str]"]:
    """A process that takes so many MiB of shared memory once it is told to."""
    command = [sys.executable, "-c", SHARED_MEMORY_PROGRAM.format(mib=request.param)]
    started = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    yield started
    started.kill()
    started.communicate()


def test_a_process_within_its_roof_is_counted_and_one_above_it_is_ended_by_the_kernel(
    process: "subprocess.Popen[str]", request: pytest.FixtureRequest
) -> None:
    group = create_control_group(replace(STEP_LIMITS, memory_bytes=256 * MIB), process.pid)
    if group is None:
        assert not can_make_groups(), "Groups can be made here, and none was made."
        return
    assert group.list_processes() == [process.pid]
    said, _ = exchange_lines(process)
    taken = group.measure_memory()
    assert (said, group.has_overflowed()) == (("held\n", False) if has_small_group(request) else ("", True))
    if has_small_group(request):
        assert 100 * MIB <= taken < 150 * MIB
    process.kill()
    process.wait()
    group.remove()
    assert [folder for folder in group.folders if folder.exists()] == []


def has_small_group(request: pytest.FixtureRequest) -> bool:
    return bool(request.node.callspec.params["process"] == 100)


def exchange_lines(process: "subprocess.Popen[str]") -> tuple[str, int | None]:
    assert process.stdin
    assert process.stdout
    process.stdin.write("go\n")
    process.stdin.flush()
    return process.stdout.readline(), process.poll()


def can_make_groups() -> bool:
    """Whether the hierarchies of version 1 can be written, or a subtree of version 2 is ours."""
    first = [CGROUPS / name for name in ("memory", "pids")]
    return all(os.access(folder, os.W_OK) for folder in first)


def test_groups_of_servers_that_were_killed_are_removed() -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    hierarchy = control_groups._find_hierarchy()
    if hierarchy is None:
        assert not can_make_groups()
        return
    left = ControlGroup(hierarchy, f"{control_groups.GROUP_PREFIX}{ended.pid}-0", STEP_LIMITS)
    control_groups._find_hierarchy()
    assert [folder for folder in left.folders if folder.exists()] == []
