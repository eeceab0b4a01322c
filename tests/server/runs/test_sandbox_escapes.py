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

from server.runs import probe
from server.runs.executors.local import LocalExecutor
from server.runs.keeper import CODE, Mechanism
from server.runs.steps import MIB, Failed, Lost, Outcome, StepError, Succeeded
from tests.server.runs.conftest import LIMITS, Bench, mentioning, named

pytestmark = pytest.mark.anyio

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


def test_the_best_boundary_of_this_machine_holds_against_every_attempt(bench: Bench) -> None:
    assert (bench.isolation.level, bench.isolation.advice) == ("S3", None)
    assert bench.isolation.probes == dict.fromkeys(bench.isolation.probes, True)
    assert set(probe.IN_WORDS) == set(bench.isolation.probes)


async def test_a_wanted_level_is_reached_by_the_plainest_mechanism_that_does(bench: Bench) -> None:
    assert bench.isolation.level == "S3"
    plain = await probe.isolation("S1")
    assert (plain.by, plain.level) == ("process", (await probe.probed("process")).level)
    assert (await probe.isolation("S3")).by == bench.isolation.by == (await probe.isolation()).by


@pytest.mark.parametrize("by", probe.MECHANISMS)
async def test_every_mechanism_runs_here_and_its_level_is_what_held(by: Mechanism) -> None:
    found = await probe.probed(by)
    assert found.level == probe.level_of(found.probes) != "S0"
    assert (found.advice is None) == (found.level == "S3")


async def test_a_mechanism_that_is_not_installed_is_level_zero_and_the_next_one_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("server.runs.lines.KEEPER_ENVIRONMENT", {"PATH": "/nowhere", "PYTHONPATH": str(CODE)})
    found = await probe.probed("bubblewrap")
    words = "Steps cannot run behind namespaces (bubblewrap), Landlock and a filter of system calls on this machine."
    assert (found.level, found.description) == ("S0", words)
    assert found.remarks[0].startswith("Not used: namespaces (bubblewrap)")


def test_a_level_needs_all_that_the_levels_below_it_need() -> None:
    everything = dict.fromkeys(probe.IN_WORDS, True)
    assert [
        probe.level_of(everything),
        probe.level_of(everything | {"fork_without_end": False}),
        probe.level_of(everything | {"send_udp": False}),
        probe.level_of(everything | {"take_memory": False}),
        probe.level_of({}),
    ] == ["S3", "S2", "S1", "S0", "S0"]


async def test_files_network_and_other_processes_are_out_of_reach(bench: Bench, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    canary.write_text("secret")
    other = await _finished(bench)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        body = f"""
attempts = {{
    "canary": lambda: Path({str(canary)!r}).read_text(),
    "passwords": lambda: Path("/etc/passwd").read_text(),
    "home": lambda: os.listdir("/root") and os.listdir("/home"),
    "repository": lambda: os.listdir({str(CODE)!r}),
    "read other step": lambda: Path({str(other)!r}).read_bytes(),
    "write other step": lambda: Path({str(other)!r}).write_bytes(b""),
    "plant a file in the run": lambda: Path({str(bench.sandbox.folder)!r}, "planted").write_text("x"),
    "change our code": lambda: Path({str(CODE / "modules" / "kit" / "files.py")!r}).open("a"),
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
        assert await bench.rows(bench.script(body, head=HEAD)) == []
    assert (other.stat().st_size > 0, (bench.sandbox.folder / "planted").exists()) == (True, False)


async def test_a_script_sees_only_the_environment_that_it_is_given(bench: Bench) -> None:
    body = "return pd.DataFrame({'value': [value for value in os.environ.values()]})"
    values = {str(row["value"]) for row in await bench.rows(bench.script(body, head=HEAD))}
    given = {name for name in os.environ if os.environ[name] in values and len(os.environ[name]) > 20}
    assert given <= {"PATH"}


async def test_forking_without_end_is_bounded_and_the_sandbox_goes_on(bench: Bench) -> None:
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
    found = await bench.rows(bench.script(body, head=HEAD, limits=replace(LIMITS, processes=1000)))
    assert 10 < int(str(found[0]["born"])) < 200
    await _finished(bench)


@pytest.mark.parametrize("trusted", [True, False])
async def test_taking_too_much_memory_fails_with_the_limit_in_the_message(bench: Bench, trusted: bool) -> None:
    body = "import numpy\nnumpy.ones(10**10)"
    outcome = await bench.run(bench.script(body, trusted=trusted))
    assert isinstance(outcome, Failed)
    message = "The step needed more than its 1,024 MiB of memory. Use fewer rows or columns, or raise the limit."
    assert outcome.error == StepError(138, "Out of memory", message)


async def test_a_file_over_the_limit_fails_the_step(bench: Bench) -> None:
    body = "with open('large', 'wb') as file:\n    for _ in range(100): file.write(bytes(1024**2))"
    outcome = await bench.run(bench.script(body))
    assert isinstance(outcome, Failed)
    assert (outcome.error.title, "64 MiB" in outcome.error.message) == ("File too large", True)


async def test_outputs_over_the_limit_together_are_refused(bench: Bench) -> None:
    limits = replace(LIMITS, output_bytes=1 * MIB)
    body = "half = pd.DataFrame({'n': range(100_000)})\nreturn half, half"
    outcome = await _submitted(bench, body, limits=limits)
    assert isinstance(outcome, Failed)
    assert outcome.error.message == "The outputs have 2 MiB. At most 1 MiB may be written by a step."


def forged(outputs: str) -> str:
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
async def test_forged_outputs_are_not_believed(bench: Bench, outputs: str) -> None:
    assert await _submitted(bench, forged(outputs)) == Lost("worker lost")


NONSENSE = {
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


@pytest.mark.parametrize("line", NONSENSE.values(), ids=NONSENSE)
async def test_nonsense_in_the_line_to_the_server_loses_the_step_and_nothing_else(bench: Bench, line: str) -> None:
    zygote = min(mentioning(str(bench.sandbox.folder)))
    body = f"data = ({line}).encode() + bytes([10])\nwhile data: data = data[os.write(251, data):]\nwhile True: pass"
    assert await bench.run(bench.script(body, head=HEAD)) == Lost("worker lost")
    await _finished(bench)
    assert min(mentioning(str(bench.sandbox.folder))) == zygote


async def test_a_flood_of_log_records_and_forged_events_is_dammed(bench: Bench) -> None:
    body = """
import json, logging
def send(message): os.write(251, json.dumps(message).encode() + bytes([10]))
for number in range(30_000):
    logging.getLogger("modules").info("x" * 100)
    send({"kind": "progress", "done": number, "total": None, "unit": ""})
    send({"kind": "produced", "port": "p", "path": "/", "port_type": "file", "rows": 0, "columns": 0, "bytes": 0})
"""
    assert isinstance(await bench.run(bench.script(body, head=HEAD)), Succeeded)
    assert len(bench.log("log")) < 2.2 * MIB
    assert len([event for event in bench.events if event.kind == "produced"]) <= 100
    assert len([event for event in bench.events if event.kind == "progress"]) < 1000


async def test_whoever_a_script_leaves_behind_is_dead_before_its_outcome_is_told(bench: Bench) -> None:
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
    assert isinstance(await bench.run(bench.script(body, head=HEAD)), Succeeded)
    assert named("left-behind") == []


async def test_no_process_outlives_a_server_that_was_killed(tmp_path: Path, bench: Bench) -> None:
    program = f"""
import asyncio, sys
from pathlib import Path
from server.runs.sandbox import RunSandbox
from server.runs.steps import StepRequest

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
    sandbox = await RunSandbox.open(folder, [], {bench.isolation.by!r})
    request = StepRequest("s", "execute_python_script", {{"python_script": SCRIPT}}, {{}}, folder / "s", False)
    await sandbox.run(request, lambda event: print("running", flush=True))

asyncio.run(main())
"""
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, cwd=CODE, stdout=asyncio.subprocess.PIPE
    )
    assert server.stdout is not None
    assert await server.stdout.readline() == b"running\n"
    left = {pid: os.pidfd_open(pid) for pid in [*named("orphan-test"), *mentioning(str(tmp_path))] if pid != server.pid}
    assert len(left) >= 4  # the script and its own child, the zygote, the keeper
    server.send_signal(signal.SIGKILL)
    await server.wait()
    assert await asyncio.to_thread(all_end, list(left.values())) == []


def all_end(descriptors: list[int]) -> list[int]:
    """Wait up to five seconds each for processes to end; those that did not."""
    living = []
    for descriptor in descriptors:
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        if not poll.poll(5000):
            living.append(descriptor)
        os.close(descriptor)
    return living


async def _submitted(bench: Bench, body: str, **options: object) -> Outcome:
    request = bench.script(body, head=HEAD, **options)  # type: ignore[arg-type]
    return await LocalExecutor(1).submit(request, bench.sandbox, lambda _: None)


async def _finished(bench: Bench) -> Path:
    """The output of a step that succeeds."""
    request = bench.request("enter_data_manually", data="a\n1\n")
    outcome = await bench.run(request)
    assert isinstance(outcome, Succeeded)
    return outcome.outputs[0].path
