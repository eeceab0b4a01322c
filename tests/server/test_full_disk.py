"""A full disk, a real one: who writes is told in a sentence, nothing acknowledged is lost, and it goes on by itself."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg.errors
import pytest
from sqlalchemy.exc import OperationalError

from server.storage.files.disk_space import DataDisk, DiskFull, is_disk_full
from tests.live_server import Client, Server, get_step_states, wait_until
from tests.small_designs import make_regression_nodes, make_script_nodes

DISK_MEGABYTES = 96
UPLOAD_HEADERS = {"Content-Type": "application/octet-stream"}
FILLING_SCRIPT = """
import pandas as pd

def azureml_main(first=None, second=None):
    with open("ballast", "wb") as file:
        for _ in range(400):
            file.write(bytes(2**20))
    return first,
"""


@dataclass
class SmallDisk:
    """A disk of its own, a server on it, and what fills it."""

    folder: Path
    server: Server
    ballast: list[Path] = field(default_factory=list)

    def fill(self) -> None:
        """Take all that is free, to the last page."""
        path = self.folder / f"ballast-{len(self.ballast)}"
        self.ballast.append(path)
        with path.open("wb", buffering=0) as file:
            for size in (2**20, 2**12, 1):
                with suppress(OSError):
                    while True:
                        file.write(b"x" * size)

    def free_space(self) -> None:
        for path in self.ballast:
            path.unlink()
        self.ballast.clear()


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallDisk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MEGABYTES}m", "designery", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("Only root can make a small disk.")
    server = Server(folder / "home")
    try:
        server.start()
        yield SmallDisk(folder, server)
    finally:
        if server.process is not None:
            server.stop()
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _send_edit(client: Client, design: str, number: int) -> int:
    edit = {"path": ["nodes", "split", "note"], "value": f"{number} " + "x" * 50_000}
    body = {"client": "t", "id": f"edit-{number}", "label": "", "edits": [edit]}
    answer = client.post(f"/api/designs/{design}/edits", json=body)
    if answer.status_code == 507:
        assert answer.json()["detail"].startswith("The disk is full: ")
        assert answer.headers["retry-after"]
    else:
        assert answer.status_code == 200, answer.text
    return answer.status_code


def test_edits_go_on_as_long_as_the_reserve_lasts_and_none_is_lost(small: SmallDisk) -> None:
    client = small.server.open_client()
    design = client.create_design(make_regression_nodes())
    small.fill()
    assert _send_edit(client, design, 0) in (200, 507)
    assert _send_edit(client, design, 1) == 200  # by the reserve at the latest
    answers = [_send_edit(client, design, number) for number in range(2, 200)]
    assert 507 in answers
    last = max(number for number, status in enumerate(answers, 2) if status == 200)
    for path in ("", "/export", "/analysis"):
        assert client.get(f"/api/designs/{design}{path}").status_code == 200
    assert client.request_json("GET", f"/api/designs/{design}")["document"]["nodes"]["split"]["note"].startswith(
        f"{last} "
    )
    small.free_space()
    assert _send_edit(client, design, 1_000) == 200  # without a restart
    small.server.kill()
    small.server.start()
    again = small.server.open_client()
    state = again.request_json("GET", f"/api/designs/{design}")
    assert state["document"]["nodes"]["split"]["note"].startswith("1000 ")
    assert state["revision"] >= answers.count(200) + 2
    for one in (client, again):
        one.close()


def test_uploads_and_runs_are_refused_with_a_sentence_and_work_once_there_is_room(small: SmallDisk) -> None:
    client = small.server.open_client()
    design = client.create_design(make_regression_nodes())
    content = b"a,b\n" + b"1,2\n" * 500_000
    small.fill()
    upload = client.post("/api/datasets?file_name=large.csv", content=content, headers=UPLOAD_HEADERS)
    assert upload.status_code == 507
    assert upload.json()["detail"].startswith("The disk is full: 0 MB free, and the file needs 1 MB.")
    run = client.post(f"/api/designs/{design}/runs", json={})
    assert run.status_code == 507
    assert run.json()["detail"].startswith("The disk is nearly full: ")
    assert "Runs start while at least 4 MB are free (DESIGNERY_DISK_RESERVE)." in run.json()["detail"]
    assert list((small.server.home / "store" / "uploads").iterdir()) == []
    assert client.get("/healthz").status_code == 200
    small.free_space()
    assert client.post("/api/datasets?file_name=large.csv", content=content, headers=UPLOAD_HEADERS).status_code == 201
    assert set(get_step_states(client.run(design)).values()) == {"succeeded"}
    client.close()


def test_a_step_that_fills_the_disk_fails_with_the_sentence_and_leaves_nothing(small: SmallDisk) -> None:
    client = small.server.open_client()
    run = client.run(client.create_design(make_script_nodes(FILLING_SCRIPT)))
    error = next(step["error"] for step in run["steps"] if step["node"] == "script")
    assert (error["number"], error["title"]) == (171, "Disk full")
    # What the server held in reserve for its database, 2 MB, may have been let go just before.
    assert re.match(r"The disk is full: [0-2] MB free\.", error["message"]), error
    again = client.create_design(make_regression_nodes())

    def room() -> bool:
        return client.post(f"/api/designs/{again}/runs", json={}).status_code == 201

    wait_until(room, "room for the next run")
    wait_until(lambda: (small.server.home / "reserve").exists(), "the reserve")
    client.close()


def test_a_reserve_is_held_let_go_and_held_again(tmp_path: Path) -> None:
    disk = DataDisk(tmp_path, min_free_bytes=0)
    disk.take_reserve()
    assert disk.reserve.stat().st_blocks * 512 >= 2**20
    assert disk.handle_error(OSError(28, "No space left on device"))
    assert not disk.reserve.exists()
    assert not disk.handle_error(OSError(2, "No such file"))
    disk.take_reserve()
    disk.remove_reserve()
    assert not disk.reserve.exists()


def test_runs_wait_for_what_is_to_stay_free(tmp_path: Path) -> None:
    with pytest.raises(DiskFull, match="DESIGNERY_DISK_RESERVE"):
        DataDisk(tmp_path, min_free_bytes=2**60).require_room_for_run()
    DataDisk(tmp_path, min_free_bytes=0).require_room_for_run()


def test_the_words_of_a_full_postgresql_are_known(tmp_path: Path) -> None:
    full = psycopg.errors.DiskFull("could not extend file: No space left on device")
    assert is_disk_full(OperationalError("INSERT", {}, full), tmp_path)
    assert not is_disk_full(OperationalError("INSERT", {}, psycopg.errors.AdminShutdown("terminating")), tmp_path)
    wrapped = RuntimeError("outer")
    wrapped.__cause__ = OSError(122, "Disk quota exceeded")
    assert is_disk_full(wrapped, tmp_path)
