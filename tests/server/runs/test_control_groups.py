"""Where this machine lets us make control groups, the kernel holds a step at its roof."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

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


@pytest.fixture
def delegated(tmp_path: Path) -> Path:
    """A folder with the files of a group of version 2 that systemd gave to this process: few machines have one."""
    (tmp_path / "cgroup.controllers").write_text("cpu memory pids\n")
    (tmp_path / "cgroup.subtree_control").write_text("\n")
    return tmp_path


def test_a_delegated_group_is_divided_although_the_server_has_processes_already(
    process: "subprocess.Popen[str]", delegated: Path
) -> None:
    (delegated / "cgroup.procs").write_text(f"{os.getpid()}\n{process.pid}\n")
    assert control_groups._delegate_controllers(delegated)
    server = delegated / f"{control_groups.GROUP_PREFIX}server"
    assert (server / "cgroup.procs").read_text() == str(process.pid)  # the last one that was moved
    assert (delegated / "cgroup.subtree_control").read_text() == "+cpu"


def test_a_group_in_which_others_are_is_left_as_it_is(delegated: Path) -> None:
    (delegated / "cgroup.procs").write_text(f"{os.getpid()}\n1\n")
    assert not control_groups._delegate_controllers(delegated)
    assert not (delegated / f"{control_groups.GROUP_PREFIX}server").exists()


def test_a_group_of_version_2_has_its_roof_and_is_counted(delegated: Path) -> None:
    limits = replace(STEP_LIMITS, memory_bytes=256 * MIB, processes=4)
    group = ControlGroup(control_groups.ControlGroupHierarchy(2, delegated, delegated), "step", limits)
    group.add_process(4711)
    (delegated / "step" / "memory.stat").write_text("anon 1000\nfile 5000\nkernel 30\nshmem 200\n")
    (delegated / "step" / "memory.events").write_text("max 3\noom_kill 1\n")
    names = ("memory.max", "pids.max", "cgroup.procs")
    roofs = [(delegated / "step" / name).read_text() for name in names]
    assert roofs == [str(320 * MIB), str(4 * control_groups.TASKS_PER_PROCESS), "4711"]
    assert (group.measure_memory(), group.has_overflowed()) == (1230, True)
