"""Promise 31: a clock that jumps by ten years, either way, sticks no run, doubles none, and ends nobody's work."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from server.storage.database import Database
from server.storage.orm.core_tables import RunRow
from tests.database_servers import DATABASES
from tests.live_server import Server, get_step_states, wait_until
from tests.nightly.nightly_figures import save_figures
from tests.small_designs import make_waiting_nodes

FAKETIME_LIBRARIES = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(not FAKETIME_LIBRARIES, reason="apt-get install -y --no-install-recommends libfaketime"),
]


class FakeClock:
    """The wall clock of a server. Its monotonic clock goes on as ever, as that of a machine whose clock is set does."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "clock"
        self.set_offset("+0")

    def set_offset(self, offset: str) -> None:
        beside = self.file.with_suffix(".new")
        beside.write_text(offset)
        beside.replace(self.file)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "LD_PRELOAD": str(FAKETIME_LIBRARIES[0]),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }


@pytest.fixture
def clock(tmp_path: Path) -> FakeClock:
    return FakeClock(tmp_path)


@pytest.fixture
def jumping(tmp_path: Path, clock: FakeClock) -> Iterator[Server]:
    server = Server(tmp_path / "home", clock.environment).start()
    yield server
    server.stop()


def wait_for_state(server: Server, run: str) -> str | None:
    """The state of a run once it is over, from the database: in ten years a session has rightly ended."""
    database = Database(DATABASES.get_url(server.home))
    with database.read_session() as session:
        state = session.exec(select(RunRow.state).where(RunRow.id == run)).one()
    database.close()
    return state if state not in ("queued", "running") else None


@pytest.mark.parametrize("jump", ["+10y", "-10y", "+3600", "-3600"])
def test_a_jump_of_the_clock_does_no_harm(
    jumping: Server, clock: FakeClock, jump: str, request: pytest.FixtureRequest
) -> None:
    client = jumping.open_client()
    design = client.create_design(make_waiting_nodes(6))
    run = client.request_json("POST", f"/api/designs/{design}/runs", json={})["id"]
    wait_until(
        lambda: get_step_states(client.request_json("GET", f"/api/runs/{run}"))["script"] == "running",
        "the script to run",
    )
    before = client.edit(design, {"path": ["parameters", "before"], "value": 1})
    clock.set_offset(jump)
    state = wait_until(lambda: wait_for_state(jumping, run), "the end of the run", 300)
    clock.set_offset("+0")
    wait_until(lambda: client.get("/api/designs").status_code == 200, "the session to hold again")
    after = client.edit(design, {"path": ["parameters", "again"], "value": 2})
    second = client.run(client.create_design(make_waiting_nodes(0.1)))
    runs = [one["id"] for one in client.request_json("GET", f"/api/runs?design={design}")]
    save_figures(request.node.name, run=state, second_run=second["state"], runs=len(runs))
    assert (state, second["state"]) == ("succeeded", "succeeded")
    assert after == before + 1
    assert runs == [run]
    client.close()
