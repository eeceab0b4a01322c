"""One row over HTTP: an endpoint beside the least that anybody could write, FastAPI before a pipeline of scikit-learn.

Both are asked in turn, by the same client, so that whatever else the machine does slows both. The endpoint checks its
rows, counts them and answers from a sandbox; the other does none of that.
"""

import multiprocessing
import os
import socket
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pandas as pd

from tests.benchmarks.measurement import BenchmarkMeasurement
from tests.live_server import Client, Server, wait_until
from tests.server.serving.service_designs import make_inference_design, make_service_nodes, upload_houses, write_houses

REQUESTS = 300
LEARNERS = (
    ("linear_regression", "price", "Ridge"),
    ("two_class_logistic_regression", "dear", "LogisticRegression"),
    ("boosted_decision_tree_regression", "price", "HistGradientBoostingRegressor"),
)
AIM_RATIO = 1.5


def measure() -> list[BenchmarkMeasurement]:
    """The median times of one row in milliseconds, and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "home").start()
        try:
            client = server.open_client()
            data = upload_houses(client)
            found = []
            for learner, label, peer in LEARNERS:
                found += _measure_learner(client, server, data, (learner, label, peer))
            return found
        finally:
            server.stop()


def _measure_learner(
    client: Client, server: Server, data: str, names: tuple[str, str, str]
) -> list[BenchmarkMeasurement]:
    learner, label, peer = names
    design = make_inference_design(client, make_service_nodes(data, learner, label), learner)
    name = learner.replace("_", "-")
    endpoint = client.request_json("POST", "/api/endpoints", json={"name": name, "deploy": {"design": design}})
    key = client.request_json("POST", f"/api/endpoints/{endpoint['id']}/keys", json={"name": "bench"})["key"]
    row = client.request_json("GET", f"/api/endpoints/{endpoint['id']}/deployments/1/signature")["example"]
    headers = {"Authorization": f"Bearer {key}"}
    with _serve_bare(peer, label) as bare_url, httpx.Client(timeout=60) as http:
        addresses = {"ours": f"{server.url}/endpoints/{name}/score", "bare": bare_url}
        times: dict[str, list[float]] = {"ours": [], "bare": []}
        for _ in range(REQUESTS):
            for who, address in addresses.items():
                started = time.perf_counter()
                answer = http.post(address, json=[row], headers=headers)
                times[who].append((time.perf_counter() - started) * 1000)
                assert answer.status_code == 200, answer.text
    ratio = statistics.median(times["ours"]) / statistics.median(times["bare"])
    return [
        BenchmarkMeasurement(f"{learner}, endpoint", "ms", tuple(times["ours"])),
        BenchmarkMeasurement(f"{learner}, bare FastAPI and {peer}", "ms", tuple(times["bare"])),
        BenchmarkMeasurement(f"{learner}, ratio of the medians", "x", (ratio,), AIM_RATIO),
    ]


@contextmanager
def _serve_bare(peer: str, label: str) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = multiprocessing.get_context("spawn").Process(target=_run_bare, args=(peer, label, port), daemon=True)
    process.start()
    try:
        wait_until(lambda: _is_up(port), "the bare server")
        yield f"http://127.0.0.1:{port}/score"
    finally:
        process.terminate()
        process.join()


def _is_up(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _run_bare(peer: str, label: str, port: int) -> None:
    """Typed rows in, predictions out: what a careful person writes in ten lines."""
    os.environ["OMP_NUM_THREADS"] = "1"
    import io

    import uvicorn
    from fastapi import FastAPI
    from pydantic import BaseModel

    class House(BaseModel):
        rooms: int
        size: float | None
        town: str
        garden: bool

    frame = pd.read_csv(io.StringIO(write_houses()))
    pipeline = _fit_pipeline(peer, frame, label)
    app = FastAPI()

    @app.post("/score")
    def score(rows: list[House]) -> list[Any]:
        sent = pd.DataFrame([row.model_dump() for row in rows])
        predicted: list[Any] = np.asarray(pipeline.predict(sent)).tolist()
        return predicted

    uvicorn.run(app, port=port, log_level="warning")


def _fit_pipeline(peer: str, frame: pd.DataFrame, label: str) -> Any:
    from sklearn.compose import ColumnTransformer
    from sklearn.ensemble import HistGradientBoostingRegressor
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression, Ridge
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    learners = {
        "Ridge": Ridge(),
        "LogisticRegression": LogisticRegression(),
        "HistGradientBoostingRegressor": HistGradientBoostingRegressor(),
    }
    numbers = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    columns = ColumnTransformer(
        [
            ("numbers", numbers, ["rooms", "size", "garden"]),
            ("town", OneHotEncoder(handle_unknown="ignore"), ["town"]),
        ],
        sparse_threshold=0,
    )
    pipeline = make_pipeline(columns, learners[peer])
    return pipeline.fit(frame[["rooms", "size", "town", "garden"]], frame[label])
