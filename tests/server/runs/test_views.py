"""The view of a result is made again where it was lost, and a damaged result is computed anew."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.live_server import Client, Server, get_step_states, wait_until
from tests.small_designs import make_regression_nodes


def _list_object_files(home: Path) -> list[Path]:
    return [path for path in (home / "store" / "objects").rglob("*") if path.is_file()]


def test_a_lost_view_is_made_again_when_the_result_is_reused(own_server: Server) -> None:
    client = own_server.open_client()
    design = client.create_design(make_regression_nodes())
    run = client.run(design)
    for view in (path for path in _list_object_files(own_server.home) if path.name.endswith(".view.json")):
        view.unlink()
    assert set(get_step_states(client.run(design)).values()) == {"reused"}
    evaluation = next(step for step in run["steps"] if step["node"] == "evaluate")["outputs"]["evaluation_results"]
    address = f"/api/artifacts/{evaluation['artifact']}"
    wait_until(lambda: client.request_json("GET", address)["view"], "the view")
    client.close()


def test_metrics_that_were_not_recorded_are_read_from_the_view_when_the_result_is_reused(own_server: Server) -> None:
    """As after a run that ended between the file of its view and what the database says of it."""
    client = own_server.open_client()
    measured = client.run(client.create_design(make_regression_nodes()))
    own_server.kill()
    with closing(sqlite3.connect(own_server.home / "designery.sqlite")) as database, database:
        assert database.execute("UPDATE artifact SET metrics = NULL WHERE metrics IS NOT NULL").rowcount > 0
    own_server.start()
    design = client.create_design(make_regression_nodes())
    assert set(get_step_states(client.run(design)).values()) == {"reused"}
    assert _list_evaluations(client, design) == _list_evaluations(client, measured["design_id"]) != {}
    client.close()


def _list_evaluations(client: Client, design: str) -> object:
    return client.request_json("GET", f"/api/designs/{design}/runs")[0]["evaluations"]


def test_a_damaged_result_is_never_used_but_computed_again(own_server: Server) -> None:
    client = own_server.open_client()
    design = client.create_design(make_regression_nodes())
    before = _read_split_rows(client, client.run(design))
    own_server.kill()
    own_server.start()  # a server that has not looked at the artifacts yet
    for path in _list_object_files(own_server.home):
        if not path.name.endswith(".view.json"):
            path.chmod(0o644)
            content = bytearray(path.read_bytes())
            content[len(content) // 2] ^= 1
            path.write_bytes(content)
    run = client.run(design)
    assert set(get_step_states(run).values()) == {"succeeded"}
    assert _read_split_rows(client, run) == before
    client.close()


def _read_split_rows(client: Client, run: dict[str, object]) -> object:
    steps = run["steps"]
    assert isinstance(steps, list)
    artifact = next(step for step in steps if step["node"] == "split")["outputs"]["results_dataset1"]["artifact"]
    return client.request_json("GET", f"/api/artifacts/{artifact}/rows")["rows"]
