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

from server.storage.artifacts import content_hash
from server.storage.database import Database
from server.storage.tables import ArtifactRow
from tests.nightly.figures import report_figures, scaled
from tests.nightly.test_kills import Editor
from tests.pipelines import regression
from tests.serving import Client, Server, eventually

pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(os.geteuid() != 0, reason="mounting a file system needs root"),
]

CUTS, EDITORS = scaled(30, least=2), 3
#: FS_IOC_SHUTDOWN of linux/fs.h: _IOR('X', 125, __u32); 2 is without writing the journal out, as in a power cut.
SHUTDOWN, NOTHING_MORE = 0x8004587D, struct.pack("I", 2)


class Disk:
    """An ext4 file system in a file, which can lose its power."""

    def __init__(self, folder: Path) -> None:
        self.image, self.top = folder / "disk.img", folder / "disk"
        self.top.mkdir()
        with self.image.open("wb") as file:
            file.truncate(1 << 30)
        subprocess.run(["mkfs.ext4", "-q", str(self.image)], check=True)

    def mount(self) -> None:
        subprocess.run(["mount", "-o", "loop", str(self.image), str(self.top)], check=True)

    def unmount(self) -> None:
        """Once the last process is gone that the killed server had left: a power cut would have ended it too."""
        command = ["umount", str(self.top)]
        eventually(
            lambda: subprocess.run(command, capture_output=True, check=False).returncode == 0, "the unmounting", 120
        )

    def cut_power(self) -> None:
        """From now on nothing reaches the disk, and what waited to be written is lost."""
        descriptor = os.open(self.top, os.O_RDONLY)
        try:
            fcntl.ioctl(descriptor, SHUTDOWN, NOTHING_MORE)
        finally:
            os.close(descriptor)


@contextmanager
def mounted(folder: Path) -> Iterator[Disk]:
    disk = Disk(folder)
    disk.mount()
    try:
        yield disk
    finally:
        if os.path.ismount(disk.top):
            disk.unmount()


class Runner(threading.Thread):
    """Starts one run after another until the server is gone."""

    def __init__(self, client: Client, design: str) -> None:
        super().__init__()
        self.client, self.design, self.started = client, design, list[str]()

    def run(self) -> None:
        fraction = 0.4
        try:
            while True:
                fraction += 0.001
                self.client.edit(self.design, {"path": ["nodes", "split", "parameters", "fraction"], "value": fraction})
                started = self.client.checked("POST", f"/api/designs/{self.design}/runs", json={})["id"]
                self.started.append(started)
                self.client.finished(started)
        except Exception:  # the cut ends it, wherever it is
            return


def torn_artifacts(server: Server) -> tuple[int, int]:
    """How many artifacts the database names, and how many of them are not what their name promises."""
    database = Database(f"sqlite:///{server.home}/designery.sqlite")
    with database.reading() as session:
        names = list(session.exec(select(ArtifactRow.id)))
    database.close()
    paths = {path.name: path for path in (server.home / "store" / "objects").rglob("*") if path.is_file()}
    return len(names), sum(name not in paths or content_hash(paths[name]) != name for name in names)


def test_a_power_cut_loses_nothing_that_was_acknowledged(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    moments, acknowledged, lost, runs, lost_runs = random.Random(23), 0, 0, 0, 0
    torn = named = 0
    with mounted(tmp_path) as disk:
        server = Server(disk.top / "home").start()
        client = server.client()
        for round_ in range(CUTS):
            edited, running = client.new_design({}), client.new_design(regression())
            client.run(running)  # so that there are artifacts in each round
            editors = [Editor(client, edited, f"r{round_}e{number}") for number in range(EDITORS)]
            runner = Runner(client, running)
            for thread in (*editors, runner):
                thread.start()
            time.sleep(moments.uniform(0.5, 3))  # the moment of the cut is what is tried
            disk.cut_power()
            server.kill()
            for thread in (*editors, runner):
                thread.join()
            disk.unmount()
            disk.mount()
            named, now = torn_artifacts(server)
            torn += now
            server.start()
            kept = client.checked("GET", f"/api/designs/{edited}")["document"]["parameters"]
            expected = {key: value for editor in editors for key, value in editor.acknowledged.items()}
            acknowledged += len(expected)
            lost += sum(kept.get(key) != value for key, value in expected.items())
            runs += len(runner.started)
            lost_runs += sum(client.get(f"/api/runs/{run}").status_code != 200 for run in runner.started)
        client.close()
        server.stop()
    report_figures(
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
