"""What is forked from one launch server: boundaries that know nothing of one another, nor of the server."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.runs.sandbox import isolation_probe, launch_server_client
from server.runs.sandbox.inside.sandbox_messages import StepSucceeded
from server.runs.sandbox.launch_server_client import LaunchServerClient
from server.runs.sandbox.run_sandbox import RunSandbox
from tests.launch_server_spawner import LAUNCH_SERVERS
from tests.server.runs.conftest import STEP_LIMITS, StepBench, find_processes_in

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
async def launch_server(
    anyio_backend: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[LaunchServerClient]:
    """One that is started as a server starts it, and not forked from the one of the tests."""
    assert anyio_backend == "asyncio"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(launch_server_client, "spawn_launch_server", LAUNCH_SERVERS.spawn_alone)
        patched.setenv("DESIGNERY_OIDC_CLIENT_SECRET", "kept-from-steps")
        made = LaunchServerClient(tmp_path_factory.mktemp("launch") / "launch_server")
        await made.open()
        yield made
        await made.close()


async def open_bench(launch_server: LaunchServerClient, folder: Path) -> StepBench:
    folder.mkdir()
    found = await isolation_probe.find_isolation()
    sandbox = await RunSandbox.open(
        folder, [], found.mechanism, max_processes=STEP_LIMITS.processes, launch_server=launch_server
    )
    return StepBench(sandbox, found)


async def test_two_boundaries_see_neither_files_nor_processes_of_one_another(
    launch_server: LaunchServerClient, tmp_path: Path
) -> None:
    one, other = [await open_bench(launch_server, tmp_path / name) for name in ("one", "other")]
    (tmp_path / "other" / "rows").write_text("secret")
    strangers = find_processes_in(tmp_path / "other")
    assert strangers
    body = f"""
import os
seen = []
for path in ({str(tmp_path / "other")!r}, {str(tmp_path / "other" / "rows")!r}, {str(launch_server.folder)!r}):
    try:
        os.listdir(path) if os.path.isdir(path) else open(path).read()
        seen.append(path)
    except OSError:
        pass
for pid in {strangers!r}:
    try:
        os.kill(pid, 0)
        seen.append(str(pid))
    except OSError:
        pass
return pd.DataFrame({{"seen": [" ".join(seen)]}})
"""
    assert await one.read_rows(one.make_script(body)) == [{"seen": ""}]
    for bench in (one, other):
        await bench.sandbox.close()


async def test_no_descriptor_and_no_variable_of_the_server_gets_inside(
    launch_server: LaunchServerClient, tmp_path: Path
) -> None:
    bench = await open_bench(launch_server, tmp_path / "run")
    body = """
import ctypes, os
ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
try:
    variables = open("/proc/self/environ").read()
except OSError:
    variables = ""
targets = []
for name in os.listdir("/proc/self/fd"):
    try:
        targets.append(os.readlink("/proc/self/fd/" + name))
    except OSError:
        pass
files = [one for one in targets if one.startswith("/") and not one.startswith(("/dev/", "/proc/", os.getcwd()))]
return pd.DataFrame({"secret": ["kept-from-steps" in variables + str(os.environ)], "files": [" ".join(files)]})
"""
    assert await bench.read_rows(bench.make_script(body)) == [{"secret": False, "files": ""}]
    await bench.sandbox.close()


async def test_what_a_script_does_to_a_library_is_not_there_for_the_next_run(
    launch_server: LaunchServerClient, tmp_path: Path
) -> None:
    spoil = "import builtins, os\npd.spoiled = builtins.spoiled = True\nos.environ['SPOILED'] = '1'"
    look = """
import builtins, os
return pd.DataFrame({"spoiled": [hasattr(pd, "spoiled"), hasattr(builtins, "spoiled"), "SPOILED" in os.environ]})
"""
    first = await open_bench(launch_server, tmp_path / "first")
    assert isinstance(await first.run(first.make_script(spoil)), StepSucceeded)
    await first.sandbox.close()
    second = await open_bench(launch_server, tmp_path / "second")
    assert await second.read_rows(second.make_script(look)) == [{"spoiled": False}] * 3
    await second.sandbox.close()


async def test_after_its_end_another_one_is_started(launch_server: LaunchServerClient, tmp_path: Path) -> None:
    assert launch_server.pid is not None
    before = launch_server.pid
    os.kill(before, signal.SIGKILL)
    while launch_server.is_running:
        await asyncio.sleep(0.01)
    bench = await open_bench(launch_server, tmp_path / "run")
    assert launch_server.pid != before
    assert isinstance(await bench.run(bench.make_script("pass")), StepSucceeded)
    await bench.sandbox.close()
