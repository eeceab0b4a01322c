"""Other users of the machine can neither list nor read the data folder, and a server that is root says that it is."""

import os
import stat
from contextlib import closing
from pathlib import Path

import pytest

from tests.live_server import Server, get_step_states
from tests.small_designs import SMALL_CSV, make_node

SCRIPT = """
import os


def azureml_main(dataframe1, dataframe2):
    with open("/proc/self/status") as status:
        effective = next(line for line in status if line.startswith("CapEff"))
    dataframe1["said"] = f"user {os.getuid()}, capabilities {int(effective.split()[1], 16)}"
    return dataframe1,
"""


def find_open_to_others(folder: Path) -> list[str]:
    """What lies in the folder, and the folder itself, that others could read, write or pass."""
    found = [folder, *folder.rglob("*")]
    # These are read by steps, which may be another user; nobody else passes the folders above.
    for read_by_steps in (folder / "store" / "environments" / "built", folder / "store" / "chunks"):
        found.remove(read_by_steps)
    found = [path for path in found if not path.name.startswith("workers-")]
    return [str(path) for path in found if not path.is_symlink() and stat.S_IMODE(path.stat().st_mode) & stat.S_IRWXO]


@pytest.fixture
def before() -> int:
    return os.umask(0o022)


def test_the_data_folder_is_closed_also_one_that_was_open_before(tmp_path: Path, before: int) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    server = Server(home).start()
    try:
        with closing(server.open_client()) as client:
            script = make_node("execute_python_script", {"python_script": SCRIPT}, dataset1="data.dataset")
            design = client.create_design(
                {"data": make_node("enter_data_manually", {"data": SMALL_CSV}), "script": script}
            )
            run = client.run(design)
            assert set(get_step_states(run).values()) <= {"succeeded", "reused"}
            artifact = next(step for step in run["steps"] if step["node"] == "script")["outputs"]["result_dataset"][
                "artifact"
            ]
            rows = client.request_json("GET", f"/api/artifacts/{artifact}/rows")
            system = client.request_json("GET", "/api/system")
        assert find_open_to_others(home) == []
        assert system["isolation"]["level"] == "S3"
        assert {one["held"] for one in system["attempts"]} == {True}
        assert len(system["attempts"]) >= 45
        user = 64999 if os.geteuid() == 0 else os.geteuid()
        assert f"user {user}, capabilities 0" in str(rows)
        if os.geteuid() == 0:
            log = (tmp_path / "home.log").read_text()
            assert "The server runs as root. Start it as a separate user" in log
            assert "user 64999" in system["isolation"]["description"]
    finally:
        server.stop()
        os.umask(before)
