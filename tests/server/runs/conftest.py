"""What the tests of step execution share: a folder, a sandbox with its zygote, and scripts to run in it."""

import os
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pytest

from server.runs.sandbox import isolation_probe
from server.runs.sandbox.inside.sandbox_messages import LogChunk, StepEvent, StepOutcome, StepSucceeded
from server.runs.sandbox.inside.sandbox_requests import MIB, InputFile, StepLimits, StepRequest
from server.runs.sandbox.launch_server_client import LaunchServerClient
from server.runs.sandbox.run_sandbox import RunSandbox

#: What the launch servers of forked test servers were started as.
SHARED_LAUNCH_SERVER = "tests/launch_server_spawner.py"
STEP_LIMITS = StepLimits(memory_bytes=1024 * MIB, seconds=30, output_bytes=64 * MIB, processes=40)


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@dataclass
class StepBench:
    """A sandbox with a folder, in which a test runs one step after another."""

    sandbox: RunSandbox
    isolation: isolation_probe.ProbedIsolation
    steps: int = 0
    events: list[StepEvent] = field(default_factory=list)

    def make_request(
        self,
        module: str,
        *,
        trusted: bool = True,
        inputs: Mapping[str, tuple[InputFile, ...]] | None = None,
        limits: StepLimits = STEP_LIMITS,
        **parameters: object,
    ) -> StepRequest:
        self.steps += 1
        step = f"step-{self.steps}"
        return StepRequest(step, module, parameters, inputs or {}, self.sandbox.folder / step, trusted, limits)

    def make_script(
        self, body: str, *, trusted: bool = False, limits: StepLimits = STEP_LIMITS, head: str = ""
    ) -> StepRequest:
        """A step whose script has `head` at its top and `body` in its function."""
        lines = "\n".join(f"    {line}" for line in body.strip("\n").split("\n"))
        entry = f"def azureml_main(first=None, second=None):\n{lines}\n    return pd.DataFrame()\n"
        source = f"import pandas as pd\n{head}\n{entry}"
        return self.make_request("execute_python_script", trusted=trusted, limits=limits, python_script=source)

    async def run(self, request: StepRequest) -> StepOutcome:
        self.events = []
        return await self.sandbox.run_step(request, self.events.append)

    async def read_rows(self, request: StepRequest) -> list[dict[str, object]]:
        """The rows of the first output of a step that must succeed."""
        outcome = await self.run(request)
        assert isinstance(outcome, StepSucceeded), outcome
        return read_arrow_rows(outcome.outputs[0].path)

    def read_log(self, stream: str) -> str:
        return "".join(event.text for event in self.events if isinstance(event, LogChunk) and event.stream == stream)


def read_arrow_rows(path: Path) -> list[dict[str, object]]:
    with pa.memory_map(str(path)) as source:
        found: list[dict[str, object]] = pa.ipc.open_file(source).read_all().to_pylist()
    return found


@pytest.fixture(scope="module")
async def launch_server(
    anyio_backend: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[LaunchServerClient]:
    """What all boundaries of a file are forked from: the libraries are imported once."""
    assert anyio_backend == "asyncio"
    started = LaunchServerClient(tmp_path_factory.mktemp("launch_server"))
    yield started
    await started.close()


@pytest.fixture(scope="module")
async def bench(
    launch_server: LaunchServerClient, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[StepBench]:
    """One sandbox for all tests of a file, at the best isolation level of this machine."""
    found = await isolation_probe.find_isolation()
    sandbox = await RunSandbox.open(
        tmp_path_factory.mktemp("run"),
        [],
        found.mechanism,
        max_processes=STEP_LIMITS.processes,
        launch_server=launch_server,
    )
    yield StepBench(sandbox, found)
    await sandbox.close()


def find_processes_named(name: str) -> list[int]:
    """The processes of this name."""
    return [pid for pid in _list_processes() if _read_proc_file(pid, "comm").strip() == name]


def find_processes_in(folder: Path, *names: str) -> list[int]:
    """The processes of the launch server, by their names, that work in a folder or below it; all without a name."""
    return [
        pid
        for pid in (
            *find_processes_mentioning("sandbox_bootstrap.py"),
            *find_processes_mentioning(SHARED_LAUNCH_SERVER),
        )
        if (not names or _read_proc_file(pid, "comm").strip() in names)
        and _read_working_folder(pid).is_relative_to(folder.resolve())
    ]


def _read_working_folder(pid: int) -> Path:
    try:
        return Path(os.readlink(f"/proc/{pid}/cwd"))
    except OSError:
        return Path("/")


def find_processes_mentioning(text: str) -> list[int]:
    """The processes whose command line mentions the text."""
    return [pid for pid in _list_processes() if text in read_command_line(pid)]


def read_command_line(pid: int) -> str:
    return _read_proc_file(pid, "cmdline")


def _list_processes() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def _read_proc_file(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text(errors="replace")
    except OSError:
        return ""
