"""Promise 23: a power cut loses no acknowledged edit and leaves no torn artifact.

The data folder lies in a file system of its own, which is stopped as a power cut stops it: what it has not made durable
by then is gone. Needs root, for the loop device and the mount.
"""

import fcntl
import os
import random
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlmodel import select

from server.storage.database import Database
from server.storage.files.artifact_store import compute_content_hash
from server.storage.orm.core_tables import ArtifactRow
from tests.live_server import Client, Server, wait_until
from tests.nightly.nightly_figures import save_figures, scale_number
from tests.nightly.test_kills import EditingThread
from tests.small_designs import make_regression_nodes

pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(os.geteuid() != 0, reason="mounting a file system needs root"),
]

CUTS, EDITORS = scale_number(30, least=2), 3
#: FS_IOC_SHUTDOWN of linux/fs.h: _IOR('X', 125, __u32); 2 is without writing the journal out, as in a power cut.
SHUTDOWN, NOTHING_MORE = 0x8004587D, struct.pack("I", 2)


class CuttableDisk:
    """An ext4 file system in a file, which can lose its power."""

    def __init__(self, folder: Path) -> None:
        self.image, self.mount_point = folder / "disk.img", folder / "disk"
        self.mount_point.mkdir()
        with self.image.open("wb") as file:
            file.truncate(1 << 30)
        subprocess.run(["mkfs.ext4", "-q", str(self.image)], check=True)

    def mount(self) -> None:
        subprocess.run(["mount", "-o", "loop", str(self.image), str(self.mount_point)], check=True)

    def unmount(self) -> None:
        """Once the last process is gone that the killed server had left: a power cut would have ended it too."""
        command = ["umount", str(self.mount_point)]
        wait_until(
            lambda: subprocess.run(command, capture_output=True, check=False).returncode == 0, "the unmounting", 120
        )

    def cut_power(self) -> None:
        """From now on nothing reaches the disk, and what waited to be written is lost."""
        descriptor = os.open(self.mount_point, os.O_RDONLY)
        try:
            fcntl.ioctl(descriptor, SHUTDOWN, NOTHING_MORE)
        finally:
            os.close(descriptor)


@contextmanager
def mounted_disk(folder: Path) -> Iterator[CuttableDisk]:
    disk = CuttableDisk(folder)
    disk.mount()
    try:
        yield disk
    finally:
        if os.path.ismount(disk.mount_point):
            disk.unmount()


class RunningThread(threading.Thread):
    """Starts one run after another until the server is gone."""

    def __init__(self, client: Client, design: str) -> None:
        super().__init__()
        self.client, self.design, self.started_runs = client, design, list[str]()

    def run(self) -> None:
        fraction = 0.4
        try:
            while True:
                fraction += 0.001
                self.client.edit(self.design, {"path": ["nodes", "split", "parameters", "fraction"], "value": fraction})
                started = self.client.request_json("POST", f"/api/designs/{self.design}/runs", json={})["id"]
                self.started_runs.append(started)
                self.client.wait_for_run(started)
        except Exception:  # the cut ends it, wherever it is
            return


def count_torn_artifacts(server: Server) -> tuple[int, int]:
    """How many artifacts the database names, and how many of them are not what their name promises."""
    database = Database(f"sqlite:///{server.home}/designery.sqlite")
    with database.read_session() as session:
        names = list(session.exec(select(ArtifactRow.id)))
    database.close()
    paths = {path.name: path for path in (server.home / "store" / "objects").rglob("*") if path.is_file()}
    return len(names), sum(name not in paths or compute_content_hash(paths[name]) != name for name in names)


def test_a_power_cut_loses_nothing_that_was_acknowledged(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    moments, acknowledged, lost, runs, lost_runs = random.Random(23), 0, 0, 0, 0
    torn = named = 0
    with mounted_disk(tmp_path) as disk:
        server = Server(disk.mount_point / "home").start()
        client = server.open_client()
        for round_ in range(CUTS):
            edited, running = client.create_design({}), client.create_design(make_regression_nodes())
            client.run(running)  # so that there are artifacts in each round
            editors = [EditingThread(client, edited, f"r{round_}e{number}") for number in range(EDITORS)]
            runner = RunningThread(client, running)
            for thread in (*editors, runner):
                thread.start()
            time.sleep(moments.uniform(0.5, 3))  # the moment of the cut is what is tried
            disk.cut_power()
            server.kill()
            for thread in (*editors, runner):
                thread.join()
            disk.unmount()
            disk.mount()
            named, now = count_torn_artifacts(server)
            torn += now
            server.start()
            kept = client.request_json("GET", f"/api/designs/{edited}")["document"]["parameters"]
            expected = {key: value for editor in editors for key, value in editor.acknowledged.items()}
            acknowledged += len(expected)
            lost += sum(kept.get(key) != value for key, value in expected.items())
            runs += len(runner.started_runs)
            lost_runs += sum(client.get(f"/api/runs/{run}").status_code != 200 for run in runner.started_runs)
        client.close()
        server.stop()
    save_figures(
        request.node.name,
        cuts=CUTS,
        acknowledged=acknowledged,
        lost=lost,
        runs=runs,
        lost_runs=lost_runs,
        artifacts=named,
        torn=torn,
    )
    assert acknowledged > CUTS
    assert (lost, lost_runs, torn) == (0, 0, 0)
