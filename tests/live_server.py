"""A real server in a process of its own, for tests: started by the command that users type."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from server.api.core.request_guard import create_launch_token
from server.storage.database import Database
from tests.database_servers import DATABASES
from tests.declared_answers import CheckedClient
from tests.server_spawner import SpawnedProcess, can_be_forked, finish_command, spawn_command

ROOT = Path(__file__).parent.parent
LINK_PATTERN = re.compile(r"http://[^/\s]+(?:/designery)?/(?:#t=\S+|setup#t=\S+|login)")
TIMEOUT_SECONDS = 120.0
#: Between two looks: what is there soon is found at once, and whoever waits for long does not keep the server busy.
MIN_PAUSE, MAX_PAUSE, PAUSE_GROWTH = 0.01, 0.2, 1.25
#: No run ends sooner, and each look takes the server as long as a small step.
RUN_PAUSE = 0.08
#: What a shell would run: Python with these arguments.
COMMAND = ("-m", "server.cli")
Result = TypeVar("Result")


def wait_until(
    condition: Callable[[], Result | None], description: str, seconds: float = TIMEOUT_SECONDS, pause: float = MIN_PAUSE
) -> Result:
    """What `look` returns once it is not None or False; fails when that takes too long."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        result = condition()
        if result:
            return result
        time.sleep(pause)
        pause = min(pause * PAUSE_GROWTH, MAX_PAUSE)
    raise AssertionError(f"Waited {seconds:.0f} s for {description}")


@dataclass
class Server:
    """`designery serve` with its own data folder."""

    home: Path
    environment: dict[str, str] = field(default_factory=dict)
    #: Python that runs first in the process of the server, which is forked.
    prelude: str = ""
    #: How long its start may take.
    start_seconds: float = TIMEOUT_SECONDS
    process: subprocess.Popen[bytes] | SpawnedProcess | None = None
    link: str = ""
    port: int = 0

    def start(self) -> "Server":
        """Start it and wait for its launch link."""
        log = self.home.parent / f"{self.home.name}.log"
        arguments = ["serve", "--no-browser", "--port", str(self.port)]
        environment = {**os.environ, **DATABASES.build_variables(self.home), **self.environment}
        if can_be_forked(self.environment):
            log.write_bytes(b"")  # the link of an earlier start is no longer true
            new_home = None if environment["DESIGNERY_DATABASE_URL"] or self.home.exists() else self.home
            self.process = spawn_command(arguments, environment, log, new_home, self.prelude)
        else:
            assert not self.prelude, "only a forked server has one"
            with log.open("wb") as output:
                self.process = subprocess.Popen(
                    [sys.executable, *COMMAND, *arguments],
                    cwd=ROOT,
                    env=environment,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                )
        try:
            self.link = wait_until(lambda: self._find_link(log), "the launch link", self.start_seconds).group()
        except BaseException:
            self.kill()  # nobody else knows of it
            raise
        self.port = self.port or int(self.link.split(":")[2].split("/")[0])
        return self

    def _find_link(self, log: Path) -> "re.Match[str] | None":
        text = log.read_text(errors="replace")
        assert self.process is not None
        assert self.process.poll() is None, text
        return LINK_PATTERN.search(text)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def create_link(self) -> str:
        """Another launch link, made as a user makes one."""
        environment = {**os.environ, **DATABASES.build_variables(self.home), **self.environment}
        made = finish_command(["link", "--port", str(self.port)], environment, ROOT)
        assert made.returncode == 0, made.stderr
        return made.stdout.strip()

    def open_client(self) -> "Client":
        """A client with a session."""
        made = Client(base_url=self.url, headers={"X-Requested-By": "designery"}, timeout=60)
        database = Database(self.environment.get("DESIGNERY_DATABASE_URL") or DATABASES.get_url(self.home))
        token = create_launch_token(database)  # what `designery link` prints, without a process of its own
        database.close()
        made.post("/api/session", json={"token": token}).raise_for_status()
        return made

    def stop(self) -> None:
        """End it as Ctrl+C does."""
        self._terminate(signal.SIGINT)

    def kill(self) -> None:
        """End it as a power cut does."""
        self._terminate(signal.SIGKILL)

    def _terminate(self, signal_number: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(signal_number)
            self.process.wait(30)
            self.process = None


class Client(CheckedClient):
    """The interface, with what tests do often."""

    def create_design(self, nodes: dict[str, Any], name: str = "Test", *, trusted: bool = True) -> str:
        document = {"format": 2, "name": name, "nodes": nodes}
        design: str = self.request_json("POST", "/api/designs", json={"document": document})["id"]
        if trusted:
            self.request_json("POST", f"/api/designs/{design}/trust")
        return design

    def request_json(self, method: str, path: str, **options: Any) -> Any:
        answer = self.request(method, path, **options)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text[:500]}"
        return answer.json() if answer.content else None

    def edit(self, design: str, *edits: dict[str, Any], key: str | None = None) -> int:
        body = {"client": "test", "id": key or os.urandom(8).hex(), "label": "Test", "edits": list(edits)}
        revision: int = self.request_json("POST", f"/api/designs/{design}/edits", json=body)["revision"]
        return revision

    def delete_everything(self) -> None:
        """Delete all endpoints, models, designs and own datasets, so that other tests find none."""
        for noun in ("endpoints", "models", "designs", "datasets"):
            for one in self.request_json("GET", f"/api/{noun}"):
                if one.get("source") != "sample":
                    self.delete(f"/api/{noun}/{one['id']}")

    def run(self, design: str, targets: list[str] | None = None) -> dict[str, Any]:
        """Run a design to its end."""
        started = self.request_json("POST", f"/api/designs/{design}/runs", json={"targets": targets or []})
        return self.wait_for_run(started["id"])

    def wait_for_run(self, run: str) -> dict[str, Any]:
        def look() -> dict[str, Any] | None:
            body: dict[str, Any] = self.request_json("GET", f"/api/runs/{run}")
            return body if body["state"] not in ("queued", "running") else None

        return wait_until(look, "the end of the run", 120, pause=RUN_PAUSE)


@contextmanager
def running_server(home: Path, port: int = 0) -> Iterator[Server]:
    """A server on this data folder, which is made where there is none, until the end of the block."""
    running = Server(home, port=port).start()
    try:
        yield running
    finally:
        running.stop()


def get_step_states(run: dict[str, Any]) -> dict[str, str]:
    """{node: state}"""
    return {step["node"]: step["state"] for step in run["steps"]}
