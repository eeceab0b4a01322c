"""One row over HTTP, beside others who serve the same pipeline, and a million rows beside a loop of the library.

All are asked in turn by the same client, so that whatever else the machine does slows all of them. How many requests a
core answers follows from the processor time of all processes of a server while a few clients ask at once, as those do
who want many answers; one client after another is measured beside it.
"""

import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from tests.benchmarks.measurement import BenchmarkMeasurement
from tests.benchmarks.serving_peers import FEATURES, LABEL, PEERS, build_environment
from tests.database_servers import DATABASES, find_free_port
from tests.live_server import Client, Server, wait_until
from tests.server.serving.service_designs import make_inference_design, make_service_nodes, upload_houses, write_houses

REQUESTS = 300
WARM_REQUESTS = 20
BLOCK_REQUESTS = 50
CLIENTS = 8
LEARNER = "two_class_logistic_regression"
TICKS = os.sysconf("SC_CLK_TCK")
BATCH_ROWS = 1_000_000


@dataclass
class Contestant:
    """A server that is asked: where, with what, and which process its processes come from."""

    name: str
    url: str
    body: Any
    root: int
    headers: Mapping[str, str] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    processor_seconds: dict[int, float] = field(default_factory=lambda: dict.fromkeys((1, CLIENTS), 0.0))

    @property
    def per_core(self) -> float:
        """Requests a second that one core answers while several clients ask at once."""
        return self.count_per_core(CLIENTS)

    def count_per_core(self, clients: int) -> float:
        """Requests a second that one core answers to so many clients."""
        return REQUESTS / max(self.processor_seconds[clients], 1 / TICKS)


def measure() -> list[BenchmarkMeasurement]:
    """The median times of one row, requests a second for each core, and what they are to those of others."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        server = Server(Path(folder) / "home").start()
        stack.callback(server.stop)
        client = server.open_client()
        csv = Path(folder) / "houses.csv"
        csv.write_text(write_houses())
        nodes = make_service_nodes(upload_houses(client), LEARNER, LABEL)
        ours, row = _deploy(client, server, nodes)
        model = _export_onnx(client, nodes, Path(folder))
        exported = stack.enter_context(_serve_exported(server, Path(folder), row))
        contestants, left_out = [ours, exported], []
        for name in PEERS:
            try:
                python = build_environment(name)
            except subprocess.CalledProcessError as error:
                left_out.append(f"{name} does not install: {error}")
                continue
            contestants.append(stack.enter_context(_serve_peer(name, python, csv, model, row)))
        _ask_in_turn(contestants)
        return [*_compare(contestants, left_out), *_measure_session(model, row)]


def _deploy(client: Client, server: Server, nodes: dict[str, Any]) -> tuple[Contestant, dict[str, Any]]:
    design = make_inference_design(client, nodes, LEARNER)
    endpoint = client.request_json("POST", "/api/endpoints", json={"name": "houses", "deploy": {"design": design}})
    key = client.request_json("POST", f"/api/endpoints/{endpoint['id']}/keys", json={"name": "bench"})["key"]
    row = client.request_json("GET", f"/api/endpoints/{endpoint['id']}/deployments/1/signature")["example"]
    assert server.process is not None
    url = f"{server.url}/endpoints/houses/score"
    return Contestant("Designery", url, [row], server.process.pid, {"Authorization": f"Bearer {key}"}), row


def _export_onnx(client: Client, nodes: dict[str, Any], folder: Path) -> Path:
    """The learner on the columns as they come, registered, and downloaded as ONNX."""
    kept = {name: nodes[name] for name in ("data", "select", "clean", "learner", "train")}
    kept["train"] = {**kept["train"], "inputs": {**kept["train"]["inputs"], "dataset": "clean.cleaned_dataset"}}
    run = client.run(client.create_design(kept, "For ONNX"))
    made = client.request_json("POST", "/api/models", json={"name": "houses", "run": run["id"], "node": "train"})
    path = f"/api/models/{made['model_id']}/versions/1/export"
    answer = client.post(path, json={"format": "onnx"}, timeout=300)
    assert answer.status_code == 200, answer.text
    zipfile.ZipFile(io.BytesIO(answer.content)).extract("model.onnx", folder)
    return folder / "model.onnx"


@contextmanager
def _serve_peer(name: str, python: Path, csv: Path, model: Path, row: Mapping[str, Any]) -> Iterator[Contestant]:
    port = find_free_port()
    program = Path(__file__).with_name("serving_peers.py")
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    log = csv.with_suffix(f".{name}.log")
    with log.open("w") as output:
        command = [str(python), str(program), name, str(port), str(csv), str(model)]
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output, start_new_session=True)
    sent = {one: row[one] for one in FEATURES}
    bodies: dict[str, tuple[str, Any]] = {
        "mlflow": ("/invocations", {"dataframe_records": [sent]}),
        "bentoml": ("/score", {"rows": [sent]}),
    }
    path, body = bodies.get(name, ("/score", [sent]))
    contestant = Contestant(name, f"http://127.0.0.1:{port}{path}", body, process.pid)
    try:
        wait_until(lambda: process.poll() is not None or _answers(contestant), name, seconds=120)
        assert process.poll() is None, log.read_text()[-2000:]
        yield contestant
    finally:
        for pid in _list_processes(process.pid):
            os.kill(pid, 9)
        process.wait()


@contextmanager
def _serve_exported(server: Server, folder: Path, row: Mapping[str, Any]) -> Iterator[Contestant]:
    """The endpoint as a folder that runs alone, as its README says."""
    environment = {**os.environ, **DATABASES.build_variables(server.home), **server.environment}
    target, port = folder / "exported", find_free_port()
    command = [sys.executable, "-m", "server.cli", "endpoint", "export", "houses", str(target)]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    program = [sys.executable, "-m", "uvicorn", "--factory", "designery_runtime.exported_app:create_app"]
    with (folder / "exported.log").open("w") as output:
        process = subprocess.Popen(
            [*program, "--port", str(port), "--log-level", "warning"],
            cwd=target,
            env={**os.environ, "ENDPOINT_KEY": "bench", "OMP_NUM_THREADS": "1"},
            stdout=output,
            stderr=output,
        )
    headers = {"Authorization": "Bearer bench"}
    contestant = Contestant("exported", f"http://127.0.0.1:{port}/score", [row], process.pid, headers)
    try:
        wait_until(lambda: process.poll() is not None or _answers(contestant), "the exported endpoint", seconds=120)
        assert process.poll() is None
        yield contestant
    finally:
        process.kill()
        process.wait()


def _answers(one: Contestant) -> bool:
    try:
        return httpx.post(one.url, json=one.body, headers=dict(one.headers), timeout=10).status_code == 200
    except httpx.TransportError:
        return False


def _ask_in_turn(contestants: Sequence[Contestant]) -> None:
    """Single requests in turn for their times; then blocks of them in turn, for the processor time of each server."""
    with httpx.Client(timeout=60) as http:
        for number in range(WARM_REQUESTS + REQUESTS):
            for one in contestants:
                seconds = _ask(http, one)
                if number >= WARM_REQUESTS:
                    one.times.append(seconds * 1000)
    with ExitStack() as stack:
        clients = [stack.enter_context(httpx.Client(timeout=60)) for _ in range(CLIENTS)]
        pool = stack.enter_context(ThreadPoolExecutor(CLIENTS))
        for _ in range(REQUESTS // BLOCK_REQUESTS):
            for one, count in product(contestants, (1, CLIENTS)):
                before = _sum_processor_seconds(one.root)
                turns = [len(range(place, BLOCK_REQUESTS, count)) for place in range(count)]
                list(pool.map(_ask_often, clients[:count], [one] * count, turns))
                one.processor_seconds[count] += _sum_processor_seconds(one.root) - before


def _ask_often(http: httpx.Client, one: Contestant, times: int) -> None:
    for _ in range(times):
        _ask(http, one)


def _ask(http: httpx.Client, one: Contestant) -> float:
    started = time.perf_counter()
    answer = http.post(one.url, json=one.body, headers=dict(one.headers))
    assert answer.status_code == 200, answer.text
    return time.perf_counter() - started


def _list_processes(root: int) -> list[int]:
    """A process and all that came of it."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    found = [root]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return [one for one in found if one in parents]


def _sum_processor_seconds(root: int) -> float:
    total = 0
    for pid in _list_processes(root):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def _compare(contestants: Sequence[Contestant], left_out: Sequence[str]) -> list[BenchmarkMeasurement]:
    ours = contestants[0]
    exported, bare = (next(one for one in contestants if one.name == name) for name in ("exported", "bare"))
    found = [BenchmarkMeasurement(f"one row, {one.name}", "ms", tuple(one.times)) for one in contestants]
    for count, words in ((1, "one client"), (CLIENTS, f"{CLIENTS} clients")):
        found += [
            BenchmarkMeasurement(
                f"requests a second and core, {words}, {one.name}", "1/s", (one.count_per_core(count),), better="higher"
            )
            for one in contestants
        ]
    ratio = statistics.median(ours.times) / statistics.median(bare.times)
    note = " ".join(left_out)
    found.append(BenchmarkMeasurement("one row, Designery to bare FastAPI", "x", (ratio,), 1.5, note=note))
    for one in contestants[1:]:
        aim = 10.0 if one.name == "mlflow" else None
        value = (ours.per_core / one.per_core,)
        if one is not exported:
            found.append(BenchmarkMeasurement(f"requests, Designery to {one.name}", "x", value, aim, "higher"))
            value = (exported.per_core / one.per_core,)
            found.append(BenchmarkMeasurement(f"requests, exported folder to {one.name}", "x", value, aim, "higher"))
    return found


def _measure_session(model: Path, row: Mapping[str, Any]) -> list[BenchmarkMeasurement]:
    """One row through the exported ONNX alone."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(model), options)
    feed = {
        name: np.array([[row[name]]], dtype=object if isinstance(row[name], str) else "float32") for name in FEATURES
    }
    times = []
    for _ in range(2000):
        started = time.perf_counter()
        session.run(None, feed)
        times.append((time.perf_counter() - started) * 1000)
    return [BenchmarkMeasurement("one row, exported ONNX in memory", "ms", tuple(times), 1.0)]
