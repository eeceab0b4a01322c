"""What a script may not do: read, write, call, kill, grow without end, forge results, or outlive its step."""

import asyncio
import os
import select
import signal
import socket
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from server.runs.executors.local_executor import LocalExecutor
from server.runs.sandbox import isolation_probe
from server.runs.sandbox.inside.escapes import process_escapes
from server.runs.sandbox.inside.sandbox_launcher import CODE_FOLDER, Mechanism
from server.runs.sandbox.inside.sandbox_messages import StepCrashed, StepError, StepFailed, StepOutcome, StepSucceeded
from server.runs.sandbox.inside.sandbox_requests import MIB, ProbeRequest
from tests.server.runs.conftest import STEP_LIMITS, StepBench, find_processes_in, find_processes_named

pytestmark = pytest.mark.anyio

#: The kernel makes no thread that does not share the memory of its process.
UNUSABLE_FLAGS = 0x10000

HEAD = """
import ctypes, os, socket, sys
from pathlib import Path

def refused(action):
    try:
        action()
    except OSError:
        return True
    return False
"""


def test_the_best_boundary_of_this_machine_holds_against_every_attempt(bench: StepBench) -> None:
    assert (bench.isolation.level, bench.isolation.advice) == ("S3", None)
    assert bench.isolation.probes == dict.fromkeys(bench.isolation.probes, True)
    assert set(isolation_probe.ESCAPE_DESCRIPTIONS) == set(bench.isolation.probes)


async def test_a_wanted_level_is_reached_by_the_plainest_mechanism_that_does(bench: StepBench) -> None:
    assert bench.isolation.level == "S3"
    plain = await isolation_probe.find_isolation("S1")
    assert (plain.mechanism, plain.level) == ("process", isolation_probe.rate_level(plain.probes))
    assert (
        (await isolation_probe.find_isolation("S3")).mechanism
        == bench.isolation.mechanism
        == (await isolation_probe.find_isolation()).mechanism
    )


@pytest.mark.parametrize("by", isolation_probe.MECHANISMS)
async def test_every_mechanism_runs_here_and_its_level_is_what_held(by: Mechanism) -> None:
    found = await isolation_probe.probe_mechanism(by)
    assert found.level == isolation_probe.rate_level(found.probes) != "S0"
    assert (found.advice is None) == (found.level == "S3")


async def test_a_mechanism_that_is_not_installed_is_level_zero_and_the_next_one_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("server.runs.sandbox.launch_server_client.LAUNCHER_VARIABLES", {"PATH": "/nowhere"})
    found = await isolation_probe.probe_mechanism("bubblewrap")
    words = "Steps cannot run behind namespaces (bubblewrap), Landlock and a filter of system calls on this machine."
    assert (found.level, found.description) == ("S0", words)
    assert found.remarks[0].startswith("Not used: namespaces (bubblewrap)")


@pytest.mark.parametrize("flags", [process_escapes.SHARING_CLONE, UNUSABLE_FLAGS], ids=["sharing", "by a fork"])
def test_processes_without_end_are_started_also_where_one_way_is_refused(
    flags: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process_escapes, "SHARING_CLONE", flags)
    request = ProbeRequest("probe", {}, tmp_path, isolation_probe.PROBE_LIMITS, max_processes=3)
    assert not process_escapes.fork_without_end(request)


def test_a_level_needs_all_that_the_levels_below_it_need() -> None:
    everything = dict.fromkeys(isolation_probe.ESCAPE_DESCRIPTIONS, True)
    assert [
        isolation_probe.rate_level(everything),
        isolation_probe.rate_level(everything | {"fork_without_end": False}),
        isolation_probe.rate_level(everything | {"send_udp": False}),
        isolation_probe.rate_level(everything | {"take_memory": False}),
        isolation_probe.rate_level({}),
    ] == ["S3", "S2", "S1", "S0", "S0"]


async def test_files_network_and_other_processes_are_out_of_reach(bench: StepBench, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    canary.write_text("secret")
    other = await _run_finished_step(bench)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        body = f"""
attempts = {{
    "canary": lambda: Path({str(canary)!r}).read_text(),
    "passwords": lambda: Path("/etc/passwd").read_text(),
    "home": lambda: os.listdir("/root") and os.listdir("/home"),
    "repository": lambda: os.listdir({str(CODE_FOLDER)!r}),
    "read other step": lambda: Path({str(other)!r}).read_bytes(),
    "write other step": lambda: Path({str(other)!r}).write_bytes(b""),
    "plant a file in the run": lambda: Path({str(bench.sandbox.folder)!r}, "planted").write_text("x"),
    "change our code": lambda: Path({str(CODE_FOLDER / "modules" / "kit" / "files.py")!r}).open("a"),
    "shared memory": lambda: Path("/dev/shm/planted").write_text("x"),
    "tcp": lambda: socket.create_connection(("127.0.0.1", {listener.getsockname()[1]}), timeout=1),
    "tcp by ipv6": lambda: socket.create_connection(("::1", {listener.getsockname()[1]}), timeout=1),
    "udp": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9)),
    "interfaces": lambda: [name for _, name in socket.if_nameindex() if name != "lo"] or os.listdir("/nowhere"),
    "name": lambda: socket.getaddrinfo("example.org", 80),
    "server": lambda: os.kill({os.getpid()}, 0),
    "parent": lambda: os.kill(os.getppid(), 0),
    "server's environment": lambda: Path("/proc/{os.getpid()}/environ").read_bytes(),
    "mount": lambda: ctypes.CDLL(None).unshare(0x20000) == 0 or os.listdir("/nowhere"),
}}
return pd.DataFrame({{"done": [name for name, attempt in attempts.items() if not refused(attempt)]}}, dtype="str")
"""
        assert await bench.read_rows(bench.make_script(body, head=HEAD)) == []
    assert (other.stat().st_size > 0, (bench.sandbox.folder / "planted").exists()) == (True, False)


async def test_a_script_sees_only_the_environment_that_it_is_given(bench: StepBench) -> None:
    body = "return pd.DataFrame({'value': [value for value in os.environ.values()]})"
    values = {str(row["value"]) for row in await bench.read_rows(bench.make_script(body, head=HEAD))}
    given = {name for name in os.environ if os.environ[name] in values and len(os.environ[name]) > 20}
    assert given <= {"PATH"}


async def test_forking_without_end_is_bounded_and_the_sandbox_goes_on(bench: StepBench) -> None:
    body = """
import signal
born = 0
try:
    while born < 1000:
        if os.fork() == 0:
            signal.pause()
        born += 1
except OSError:
    pass
return pd.DataFrame({"born": [born]})
"""
    found = await bench.read_rows(bench.make_script(body, head=HEAD, limits=replace(STEP_LIMITS, processes=1000)))
    assert 10 < int(str(found[0]["born"])) < 200
    await _run_finished_step(bench)


@pytest.mark.parametrize("trusted", [True, False])
async def test_taking_too_much_memory_fails_with_the_limit_in_the_message(bench: StepBench, trusted: bool) -> None:
    body = "import numpy\nnumpy.ones(10**10)"
    outcome = await bench.run(bench.make_script(body, trusted=trusted))
    assert isinstance(outcome, StepFailed)
    message = "The step needed more than its 1,024 MiB of memory. Use fewer rows or columns, or raise the limit."
    assert outcome.error == StepError(138, "Out of memory", message)


async def test_a_file_over_the_limit_fails_the_step(bench: StepBench) -> None:
    body = "with open('large', 'wb') as file:\n    for _ in range(100): file.write(bytes(1024**2))"
    outcome = await bench.run(bench.make_script(body))
    if isinstance(outcome, StepCrashed):  # a busy machine: the watch saw the whole before the kernel refused the rest
        assert (outcome.reason, "64 MiB" in outcome.message) == ("too much written", True)
        return
    assert isinstance(outcome, StepFailed)
    assert (outcome.error.title, "64 MiB" in outcome.error.message) == ("File too large", True)


async def test_outputs_over_the_limit_together_are_refused(bench: StepBench) -> None:
    limits = replace(STEP_LIMITS, output_bytes=1 * MIB)
    body = "half = pd.DataFrame({'n': range(100_000)})\nreturn half, half"
    outcome = await _submit_script(bench, body, limits=limits)
    assert isinstance(outcome, StepFailed)
    assert outcome.error.message == "The outputs have 2 MiB. At most 1 MiB may be written by a step."


def make_forging_script(outputs: str) -> str:
    """A script that writes a made-up outcome into the line to the server and waits to be believed."""
    return f"""
import json
folder = os.getcwd()
outputs = {outputs}
for made in outputs:
    made.update(port_type=made.get("port_type", "dataset"), rows=1, columns=1, bytes=1, kind="produced")
os.write(251, json.dumps({{"kind": "succeeded", "seconds": 0, "outputs": outputs}}).encode() + b"\\n")
while True: pass
"""


@pytest.mark.parametrize(
    "outputs",
    [
        "[{'port': 'result_dataset', 'path': '/etc/passwd'}, {'port': 'result_dataset2', 'path': '/etc/passwd'}]",
        "[{'port': 'result_dataset', 'path': folder + '/../x'}, {'port': 'result_dataset2', 'path': folder + '/y'}]",
        "[{'port': 'result_dataset', 'path': folder + '/tmp'}, {'port': 'result_dataset2', 'path': folder + '/tmp'}]",
        "[{'port': p, 'path': os.symlink('/etc/passwd', p) or folder + '/' + p}"
        " for p in ('result_dataset', 'result_dataset2')]",
        "[{'port': p, 'path': open(p, 'w').name and folder + '/' + p, 'port_type': 'trained_model'}"
        " for p in ('result_dataset', 'result_dataset2')]",
        "[{'port': 'other', 'path': folder + '/y'}]",
    ],
    ids=["elsewhere", "above", "folders", "links", "models", "other ports"],
)
async def test_forged_outputs_are_not_believed(bench: StepBench, outputs: str) -> None:
    assert await _submit_script(bench, make_forging_script(outputs)) == StepCrashed("worker lost")


NONSENSE_MESSAGES = {
    "words": "'not json'",
    "a list": "'[1]'",
    "null": "'null'",
    "wrong types": """'{"kind": "progress", "done": "many"}'""",
    "half a character": """'{"kind": "succeeded", "outputs": "' + chr(92) + 'ud800"}'""",
    "an end of its own": """'{"kind": "cancelled"}'""",
    "deep": """'{"kind": "produced", "port": ' + '[' * 900 + ']' * 900 + '}'""",
    "deeper": "'[' * 1_000_000",
    "no end": "'x' * 5_000_000",
}


@pytest.mark.parametrize("line", NONSENSE_MESSAGES.values(), ids=NONSENSE_MESSAGES)
async def test_nonsense_in_the_line_to_the_server_loses_the_step_and_nothing_else(bench: StepBench, line: str) -> None:
    await _run_finished_step(bench)
    zygote = min(find_processes_in(bench.sandbox.folder, "zygote"))
    body = f"data = ({line}).encode() + bytes([10])\nwhile data: data = data[os.write(251, data):]\nwhile True: pass"
    assert await bench.run(bench.make_script(body, head=HEAD)) == StepCrashed("worker lost")
    await _run_finished_step(bench)
    assert min(find_processes_in(bench.sandbox.folder, "zygote")) == zygote


async def test_a_flood_of_log_records_and_forged_events_is_dammed(bench: StepBench) -> None:
    body = """
import json, logging
def send(message): os.write(251, json.dumps(message).encode() + bytes([10]))
for number in range(30_000):
    logging.getLogger("modules").info("x" * 100)
    send({"kind": "progress", "done": number, "total": None, "unit": ""})
    send({"kind": "produced", "port": "p", "path": "/", "port_type": "file", "rows": 0, "columns": 0, "bytes": 0})
"""
    assert isinstance(await bench.run(bench.make_script(body, head=HEAD)), StepSucceeded)
    assert len(bench.read_log("log")) < 2.2 * MIB
    assert len([event for event in bench.events if event.kind == "produced"]) <= 100
    assert len([event for event in bench.events if event.kind == "progress"]) < 1000


async def test_whoever_a_script_leaves_behind_is_dead_before_its_outcome_is_told(bench: StepBench) -> None:
    body = """
ready, tell = os.pipe()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        ctypes.CDLL(None).prctl(15, b"left-behind", 0, 0, 0)
        os.write(tell, b"x")
        while True: pass
    os._exit(0)
os.read(ready, 1)
"""
    assert isinstance(await bench.run(bench.make_script(body, head=HEAD)), StepSucceeded)
    assert find_processes_named("left-behind") == []


async def test_no_process_outlives_a_server_that_was_killed(tmp_path: Path, bench: StepBench) -> None:
    program = f"""
import asyncio, sys
from pathlib import Path
from server.runs.sandbox.run_sandbox import RunSandbox
from server.runs.sandbox.inside.sandbox_requests import StepRequest

SCRIPT = '''
import ctypes, os
def azureml_main(first=None, second=None):
    ctypes.CDLL(None).prctl(15, b"orphan-test", 0, 0, 0)
    if os.fork() == 0:
        os.setsid()
    print("running")
    while True: pass
'''

async def main():
    folder = Path({str(tmp_path)!r})
    sandbox = await RunSandbox.open_alone(folder, [], {bench.isolation.mechanism!r})
    request = StepRequest("s", "execute_python_script", {{"python_script": SCRIPT}}, {{}}, folder / "s", False)
    await sandbox.run_step(request, lambda event: print("running", flush=True))

asyncio.run(main())
"""
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, cwd=CODE_FOLDER, stdout=asyncio.subprocess.PIPE
    )
    assert server.stdout is not None
    assert await server.stdout.readline() == b"running\n"
    left = {
        pid: os.pidfd_open(pid)
        for pid in [*find_processes_named("orphan-test"), *find_processes_in(tmp_path)]
        if pid != server.pid
    }
    assert len(left) >= 4  # the script and its own child, the zygote, the launcher
    server.send_signal(signal.SIGKILL)
    await server.wait()
    assert await asyncio.to_thread(find_living, list(left.values())) == []


def find_living(descriptors: list[int]) -> list[int]:
    """Wait up to five seconds each for processes to end; those that did not."""
    living = []
    for descriptor in descriptors:
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        if not poll.poll(5000):
            living.append(descriptor)
        os.close(descriptor)
    return living


async def _submit_script(bench: StepBench, body: str, **options: object) -> StepOutcome:
    request = bench.make_script(body, head=HEAD, **options)  # type: ignore[arg-type]
    return await LocalExecutor(1).submit(request, bench.sandbox, lambda _: None)


async def _run_finished_step(bench: StepBench) -> Path:
    """The output of a step that succeeds."""
    request = bench.make_request("enter_data_manually", data="a\n1\n")
    outcome = await bench.run(request)
    assert isinstance(outcome, StepSucceeded)
    return outcome.outputs[0].path
