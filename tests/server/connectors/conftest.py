"""Real parts to fetch from and deliver to: a web server, PostgreSQL, and a server that speaks S3; and one of ours."""

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from server.runs.connectors.connector_runner import ConnectorLimits, ConnectorRunner
from server.storage.encryption import Cipher
from tests.database_servers import DATABASES, find_free_port
from tests.live_server import Client, Server, wait_until

CARS = "make,price\naudi,13950\nbmw,16430\n"
S3_BUCKET = "cars"
S3_REGION = "eu-west-1"
S3_KEYS = {"access_key": "testing-key", "secret_key": "testing-secret-value"}


@dataclass
class StubWebServer:
    """A web server whose answers a test can change. `requested_paths` are those that were asked for."""

    port: int = 0
    responses: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    requested_paths: list[str] = field(default_factory=list)
    requested_headers: list[dict[str, str]] = field(default_factory=list)

    def build_url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


@pytest.fixture(scope="session")
def web() -> Iterator[StubWebServer]:
    made = StubWebServer(responses={"/cars.csv": (200, {"Content-Type": "text/csv"}, CARS.encode())})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.requested_paths.append(self.path)
            made.requested_headers.append(dict(self.headers))
            status, headers, body = made.responses.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing is said."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.port = server.server_port
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass(frozen=True)
class ObjectStorage:
    """A server that speaks S3, with a bucket."""

    port: int

    @property
    def connection_fields(self) -> dict[str, Any]:
        return {
            "kind": "s3",
            "endpoint": f"http://127.0.0.1:{self.port}",
            "region": S3_REGION,
            "bucket": S3_BUCKET,
            **S3_KEYS,
        }

    def open_filesystem(self) -> Any:
        import s3fs

        return s3fs.S3FileSystem(
            key=S3_KEYS["access_key"],
            secret=S3_KEYS["secret_key"],
            endpoint_url=f"http://127.0.0.1:{self.port}",
            client_kwargs={"region_name": S3_REGION},
            skip_instance_cache=True,
            use_listings_cache=False,
        )


@pytest.fixture(scope="session")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStorage]:
    port = find_free_port()
    log = tmp_path_factory.mktemp("s3") / "log"
    with log.open("wb") as output:
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
        process = subprocess.Popen(command, stdout=output, stderr=output)
    made = ObjectStorage(port)

    def answers() -> bool:
        assert process.poll() is None, log.read_text()
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            return False
        return True

    try:
        wait_until(answers, "the S3 server")
        files = made.open_filesystem()
        files.mkdir(S3_BUCKET)
        files.pipe(f"{S3_BUCKET}/folder/cars.csv", CARS.encode())
        yield made
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="session")
def outgoing(tmp_path_factory: pytest.TempPathFactory, web: StubWebServer, storage: ObjectStorage) -> Iterator[Server]:
    """A server that may reach the web server and the storage of the tests, and nothing else of this machine."""
    allowed = f"127.0.0.1:{web.port}, 127.0.0.1:{storage.port}"
    environment = {"DESIGNERY_ALLOWED_HOSTS": allowed, "DESIGNERY_UPLOAD_LIMIT": str(2**20)}
    running = Server(tmp_path_factory.mktemp("outgoing") / "home", environment).start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def desk(outgoing: Server) -> Iterator[Client]:
    made = outgoing.open_client()
    yield made
    made.close()


def ensure_connection(client: Client, name: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Make a connection, or take the one of this name."""
    there = [row for row in client.request_json("GET", "/api/connections") if row["name"] == name]
    made: dict[str, Any] = (
        there[0] if there else client.request_json("POST", "/api/connections", json={"name": name, "fields": fields})
    )
    return made


def read_everything_told(client: Client, home: Path, run: str) -> bytes:
    """All that the interface and the files tell of a run: where no secret may stand."""
    body = client.request_json("GET", f"/api/runs/{run}")
    parts = [json.dumps(body)]
    parts += [client.get(f"/api/runs/{run}/steps/{step['node']}/log").text for step in body["steps"]]
    parts += [client.get(path).text for path in ("/api/connections", f"/api/designs/{body['design_id']}")]
    files = [path for path in home.rglob("*") if path.is_file() and path.name != "connections.key"]
    return "\n".join(parts).encode() + b"".join(path.read_bytes() for path in files)


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def errands(tmp_path: Path) -> Iterator[ConnectorRunner]:
    database = DATABASES.create_database(tmp_path)
    yield ConnectorRunner(database, Cipher(tmp_path), ConnectorLimits(120, 2**20, 2**32, ()))
    database.close()
