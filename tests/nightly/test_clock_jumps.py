"""Promise 31: a clock that jumps by ten years, either way, sticks no run, doubles none, and ends nobody's work."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.nightly.figures import report_figures
from tests.pipelines import waiting
from tests.serving import Client, Server, eventually, states

LIBRARIES = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(not LIBRARIES, reason="apt-get install -y --no-install-recommends libfaketime"),
]


class Clock:
    """The wall clock of a server. Its monotonic clock goes on as ever, as that of a machine whose clock is set does."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "clock"
        self.set("+0")

    def set(self, offset: str) -> None:
        beside = self.file.with_suffix(".new")
        beside.write_text(offset)
        beside.replace(self.file)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "LD_PRELOAD": str(LIBRARIES[0]),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }


@pytest.fixture
def clock(tmp_path: Path) -> Clock:
    return Clock(tmp_path)


@pytest.fixture
def jumping(tmp_path: Path, clock: Clock) -> Iterator[Server]:
    server = Server(tmp_path / "home", clock.environment).start()
    yield server
    server.stop()


def year_of(client: Client, design: str) -> int:
    """The year in which the server says that a design was made."""
    made = client.checked("GET", f"/api/designs/{design}")
    found = re.search(r"\"(?:created_at|updated_at|saved_at)\": ?\"(\d{4})", str(made).replace("'", '"'))
    assert found is not None, made
    return int(found[1])


@pytest.mark.parametrize("jump", ["+10y", "-10y", "+3600", "-3600"])
def test_a_jump_of_the_clock_does_no_harm(
    jumping: Server, clock: Clock, jump: str, request: pytest.FixtureRequest
) -> None:
    client = jumping.client()
    design = client.new_design(waiting(6))
    run = client.checked("POST", f"/api/designs/{design}/runs", json={})["id"]
    eventually(lambda: states(client.checked("GET", f"/api/runs/{run}"))["script"] == "running", "the script to run")
    clock.set(jump)
    before = client.edit(design, {"path": ["parameters", "after"], "value": 1})
    finished = client.finished(run)
    clock.set("+0")
    after = client.edit(design, {"path": ["parameters", "again"], "value": 2})
    second = client.run(client.new_design(waiting(0.1)))
    runs = [one["id"] for one in client.checked("GET", f"/api/runs?design={design}")["runs"]]
    report_figures(request.node.name, run=finished["state"], second_run=second["state"], runs=len(runs))
    assert (finished["state"], second["state"]) == ("succeeded", "succeeded")
    assert after == before + 1
    assert runs == [run]
    client.close()
