"""One endpoint answered by two processes behind nginx: a request that one of them loses goes to the other."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.database_servers import DATABASES, find_free_port
from tests.live_server import ROOT, Client, Server, wait_until
from tests.server.serving.service_designs import make_inference_design, make_service_nodes, upload_houses
from tests.server.serving.test_predictions import create_endpoint, get_example, open_caller
from tests.server.serving.test_replicas import Load

SERVING = ROOT / "docker" / "serving"
pytestmark = pytest.mark.nightly


@contextmanager
def serve_alone(server: Server, name: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """`designery endpoint serve`, until the end of the block."""
    command = [sys.executable, "-m", "server.cli", "endpoint", "serve", name, "--port", str(port)]
    environment = {**os.environ, **DATABASES.build_variables(server.home), **server.environment}
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        wait_until(lambda: process.poll() is not None or is_ready(port), "the process of the endpoint")
        assert process.poll() is None
        yield process
    finally:
        process.terminate()
        process.wait(30)


def is_ready(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200
    except httpx.TransportError:
        return False


@contextmanager
def run_nginx(folder: Path, port: int, upstreams: list[int]) -> Iterator[None]:
    """nginx with the configuration of the compose file, on loopback."""
    text = (SERVING / "nginx.conf").read_text().replace("listen 8080", f"listen 127.0.0.1:{port}")
    for place, upstream in enumerate(upstreams, 1):
        text = text.replace(f"endpoint{place}:8766", f"127.0.0.1:{upstream}")
    places = "".join(f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi"))
    places += f"scgi_temp_path {folder}/scgi;\n"
    text = text.replace("http {", "http {\n" + places, 1)
    (folder / "nginx.conf").write_text(f"pid {folder}/nginx.pid;\nerror_log stderr;\n{text}")
    command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    process = subprocess.Popen(command)
    try:
        wait_until(lambda: is_ready(port), "nginx")
        yield
    finally:
        process.terminate()
        process.wait(30)


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
def test_two_processes_behind_nginx_lose_no_request_when_one_is_killed(
    client: Client, server: Server, tmp_path: Path
) -> None:
    nodes = make_service_nodes(upload_houses(client), "linear_regression", "price")
    endpoint = create_endpoint(client, "scaled", design=make_inference_design(client, nodes, "Scaled"))
    row = get_example(client, endpoint)
    ports = [find_free_port() for _ in range(3)]
    with open_caller(client, server, endpoint) as caller:
        headers = dict(caller.headers)
        expected = caller.post("/endpoints/scaled/score", json=[row]).json()["rows"]
    with serve_alone(server, "scaled", ports[0]) as first, serve_alone(server, "scaled", ports[1]):
        for port in ports[:2]:
            own = httpx.post(f"http://127.0.0.1:{port}/endpoints/scaled/score", json=[row], headers=headers, timeout=60)
            assert own.json()["rows"] == expected
        other = httpx.post(f"http://127.0.0.1:{ports[0]}/endpoints/other/score", json=[row], headers=headers)
        assert other.status_code == 401
        assert httpx.get(f"http://127.0.0.1:{ports[0]}/api/designs").status_code == 404
        with run_nginx(tmp_path, ports[2], ports[:2]):
            proxied = Server(server.home, port=ports[2])
            with Load(proxied, {"Authorization": headers["authorization"]}, "/endpoints/scaled/score", row) as load:
                load.wait_for(60)
                first.kill()
                load.wait_for(60)
    assert set(load.statuses) == {200}
    total = len(load.statuses) + 3
    wait_until(
        lambda: client.request_json("GET", f"/api/endpoints/{endpoint['id']}")["requests"] > total / 2,
        "what the processes counted",
    )
