"""Workers, the scheduler and the server are killed again and again while a run computes on a cluster."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from server.runs.sandbox.inside.process_tree import list_descendants
from tests.dask_cluster import DaskCluster, start_cluster
from tests.live_server import Client, Server, wait_until
from tests.nightly.nightly_figures import save_figures, scale_number
from tests.small_designs import make_node

pytestmark = pytest.mark.nightly

STEPS, WORKERS, KILLS = 40, 3, 50
SECONDS = 1800.0
#: Each step gives a name of its own, so that one that was done again would give another value.
SCRIPT = """
import time
import uuid
import pandas as pd


def azureml_main(dataframe1=None, dataframe2=None):
    time.sleep(2)  # step {number}
    return pd.DataFrame({{"name": [uuid.uuid4().hex]}})
"""
DONE = ("succeeded", "reused")


def make_chain() -> dict[str, Any]:
    """A chain of steps."""
    nodes = {}
    for number in range(STEPS):
        before = {"dataset1": f"step{number - 1}.result_dataset"} if number else {}
        parameters = {"python_script": SCRIPT.format(number=number)}
        nodes[f"step{number}"] = make_node("execute_python_script", parameters, **before)
    return nodes


@dataclass
class Chaos:
    """A server and a cluster whose processes are killed, and what has to be true of the run all the while."""

    server: Server
    cluster: DaskCluster
    client: Client
    run: str = ""
    finished: dict[str, Any] = field(default_factory=dict)
    done_at_last_death: int = -1
    #: The steps that were under way at a kill: a second one would rightly fail them.
    at_risk: set[str] = field(default_factory=set)
    remains: set[tuple[int, str]] = field(default_factory=set)
    kills: dict[str, int] = field(default_factory=lambda: {"worker": 0, "scheduler": 0, "server": 0})

    def look(self) -> dict[str, Any]:
        """The run as it is now, of which no finished step may have changed."""
        found: dict[str, Any] = self.client.request_json("GET", f"/api/runs/{self.run}")
        now = {step["node"]: step["outputs"] for step in found["steps"] if step["state"] in DONE}
        assert self.finished.items() <= now.items()
        self.finished = now
        return found

    def is_over(self) -> bool:
        return self.look()["state"] not in ("queued", "running")

    def can_lose(self) -> bool:
        """Whether all that runs may be lost once: a step has two attempts, and a run two servers without progress."""
        running = {step["node"] for step in self.look()["steps"] if step["state"] == "running"}
        if not running or self.at_risk - self.finished.keys():
            return False
        self.at_risk |= running
        return True

    def note_processes(self, pid: int) -> None:
        """Remember all below a process that is about to be killed: nothing of it may be left."""
        self.remains |= {(one, read_start(one)) for one in list_descendants([pid])}

    def kill_worker(self) -> None:
        """The one that has been there for longest, and another one beside it."""
        for worker in [one for one in self.cluster.workers if one.poll() is None][:2]:
            self.note_processes(worker.pid)
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            self.kills["worker"] += 1
        self.replace_workers()

    def kill_scheduler(self) -> None:
        self.kills["scheduler"] += 1
        self.cluster.restart_scheduler()

    def kill_server(self) -> None:
        assert self.server.process is not None
        self.note_processes(self.server.process.pid)
        self.done_at_last_death = len(self.finished)
        self.client.close()
        self.server.kill()
        self.kills["server"] += 1
        self.server.start()
        self.client = self.server.open_client()

    def replace_workers(self) -> None:
        """As whoever keeps them running does: also those that ended because their scheduler did."""
        living = [one for one in self.cluster.workers if one.poll() is None]
        for _ in range(WORKERS - len(living)):
            self.cluster.start_worker()

    def count_living(self) -> int:
        return sum(read_start(pid) == start != "" for pid, start in self.remains)


def read_start(pid: int) -> str:
    """When a process began, which tells it from a later one of its number; empty where it is gone."""
    with suppress(OSError):
        state, *fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return "" if state in "ZX" else fields[18]
    return ""


@pytest.fixture
def chaos(tmp_path: Path) -> Iterator[Chaos]:
    cluster = start_cluster(tmp_path / "cluster", workers=WORKERS)
    server = Server(tmp_path / "home", start_seconds=SECONDS)
    try:
        made = Chaos(server.start(), cluster, server.open_client())
        yield made
        made.client.close()
    finally:
        server.stop()
        cluster.stop()


def test_a_run_completes_though_workers_scheduler_and_server_are_killed(chaos: Chaos) -> None:
    client, kills = chaos.client, scale_number(KILLS, 4)
    client.request_json("POST", "/api/targets", json={"name": "lab", **chaos.cluster.make_fields()})
    design = client.create_design(make_chain())
    body = {"compute_target": "lab"}
    chaos.run = client.request_json("POST", f"/api/designs/{design}/runs", json=body)["id"]
    victims, began = cycle(("worker", "server", "worker", "scheduler")), time.monotonic()
    while sum(chaos.kills.values()) < kills:
        chaos.replace_workers()
        wait_until(lambda: chaos.is_over() or chaos.can_lose(), "steps that may be lost", SECONDS)
        if chaos.is_over():
            break
        victim = next(victims)
        if victim == "server" and len(chaos.finished) == chaos.done_at_last_death:
            victim = "worker"
        {"worker": chaos.kill_worker, "scheduler": chaos.kill_scheduler, "server": chaos.kill_server}[victim]()

    def is_over_with_all_workers() -> bool:
        chaos.replace_workers()
        return chaos.is_over()

    wait_until(is_over_with_all_workers, "the end of the run", SECONDS)
    found = chaos.look()
    attempts = [step["attempt"] for step in found["steps"]]
    save_figures(
        "test_a_run_completes_though_workers_scheduler_and_server_are_killed",
        **chaos.kills, seconds=round(time.monotonic() - began), second_attempts=attempts.count(2),
        steps=len(chaos.finished), processes_left=chaos.count_living(), load=os.getloadavg()[0],
    )  # fmt: skip
    assert found["state"] == "succeeded", [step["error"] for step in found["steps"] if step["error"]]
    assert len(chaos.finished) == STEPS
    wait_until(lambda: chaos.count_living() == 0, "the end of all processes of what was killed", 60)
