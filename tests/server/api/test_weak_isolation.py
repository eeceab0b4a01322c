"""A server that cannot keep steps apart says so wherever a run is looked at."""

from collections.abc import Iterator

import pytest

from tests.pipelines import script
from tests.serving import Client, Server, states

CODE = "def azureml_main(a=None, b=None):\n    return a,\n"


@pytest.fixture(scope="module")
def weak(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    server = Server(tmp_path_factory.mktemp("weak") / "home", {"DESIGNERY_ISOLATION": "S1"}).start()
    client = server.client()
    yield client
    client.close()
    server.stop()


def test_the_level_is_told_by_the_server_by_the_run_and_by_its_report(weak: Client) -> None:
    told = weak.checked("GET", "/api/system")["isolation"]
    assert told["level"] in ("S1", "S2")
    assert told["description"]
    assert told["advice"]
    run = weak.run(weak.new_design(script(CODE)))
    assert states(run)["script"] == "succeeded"
    assert run["isolation"]["level"] == told["level"]
    assert f"{told['level']}: " in weak.get(f"/runs/{run['id']}/report").text
