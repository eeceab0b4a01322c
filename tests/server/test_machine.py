"""What a step may take by default follows from what the machine, or its container, really has."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from server import machine_resources
from server.machine_resources import GIB, MIB
from server.runs.sandbox.control_groups import create_control_group
from server.runs.sandbox.inside.sandbox_requests import StepLimits
from server.settings import Settings


def test_all_steps_that_can_run_at_once_leave_the_machine_a_quarter_of_its_memory() -> None:
    settings = Settings(slots=3)
    at_once = settings.slots + machine_resources.count_spare_slots(settings.slots)
    assert settings.step_memory == machine_resources.choose_step_memory(3)
    assert settings.step_memory * at_once <= max(
        0.75 * machine_resources.read_total_memory(), machine_resources.MIN_MEMORY * at_once
    )


def test_a_machine_never_has_more_slots_than_processors() -> None:
    assert 1 <= machine_resources.choose_default_slots() <= (os.cpu_count() or 1)


def test_what_may_be_written_follows_from_the_disk_of_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    assert GIB <= machine_resources.choose_step_output(tmp_path / "not" / "yet") <= 20 * GIB


def test_the_limit_of_a_control_group_counts_as_the_memory_of_the_machine() -> None:
    command = [
        sys.executable,
        "-c",
        "import sys; sys.stdin.read(); from server.machine_resources import read_total_memory as r; print(r())",
    ]
    asking = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    group = create_control_group(replace(StepLimits(), memory_bytes=512 * MIB), asking.pid)
    answer, _ = asking.communicate("")
    if group is None:
        assert int(answer) == machine_resources.read_total_memory()
    else:
        assert int(answer) == 576 * MIB
        group.remove()


def test_a_server_may_open_as_many_files_as_the_system_lets_it() -> None:
    code = (
        "import resource as r; r.setrlimit(r.RLIMIT_NOFILE, (256, 2048)); "
        "from server.machine_resources import raise_open_file_limit as raise_limit; raise_limit(); "
        "print(r.getrlimit(r.RLIMIT_NOFILE))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "(2048, 2048)"
