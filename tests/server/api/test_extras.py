"""What the server says of its extras, and when it installs none."""

from contextlib import closing
from pathlib import Path

from tests.live_server import Client, Server


def test_extras_are_listed_with_the_modules_that_wait_for_them(client: Client) -> None:
    found = client.request_json("GET", "/api/extras")
    boosting = next(one for one in found["extras"] if one["name"] == "boosting")
    assert boosting["installed"]
    assert boosting["modules"] == []
    assert boosting["command"] == "pip install 'designery[boosting]'"


def test_only_our_own_extras_have_a_name(client: Client) -> None:
    answer = client.request("POST", "/api/extras/requests%3B%20rm/install")
    assert answer.status_code == 404
    assert "There is no extra 'requests; rm'. The extras are boosting, torch," in answer.json()["detail"]
    answer = client.request("DELETE", "/api/extras/installation")
    assert (answer.status_code, answer.json()["detail"][:40]) == (409, "No installation can be cancelled now: it")


def test_a_setting_forbids_installing(tmp_path: Path) -> None:
    server = Server(tmp_path / "home", {"DESIGNERY_INSTALL_EXTRAS": "false"}).start()
    try:
        with closing(server.open_client()) as client:
            assert "DESIGNERY_INSTALL_EXTRAS" in client.request_json("GET", "/api/extras")["refusal"]
            answer = client.request("POST", "/api/extras/torch/install")
    finally:
        server.stop()
    assert answer.status_code == 403
    assert answer.json()["detail"].endswith("Whoever runs the server can install it: pip install 'designery[torch]'")
