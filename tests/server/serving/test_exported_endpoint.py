"""An exported endpoint answers as the server does, in a process that has nothing of the server on its path."""

import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from modules.kit.source_files import find_closure
from server.cli import main
from server.serving.runtime_export import APP_MODULE
from tests.database_servers import DATABASES, find_free_port
from tests.live_server import Client, Server, wait_until
from tests.server.serving.image_steps import ImageSteps, follow_dockerfile
from tests.server.serving.service_designs import Json, make_inference_design, make_service_nodes, upload_houses
from tests.server.serving.test_predictions import create_endpoint, get_example

#: The site packages without their .pth files, by which this source tree would be found, and no `server` besides.
PROGRAM = """
import sys
sys.path[:] = [{folder!r}, *(one for one in sys.path if one), {packages!r}]
sys.modules["server"] = None  # whoever imports it fails
import uvicorn
sys.argv = {command!r}
uvicorn.main()
"""
KEY = "exported"
#: What an image listens on.
IMAGE_PORT = "8080"


@contextmanager
def run_image(image: ImageSteps, port: int) -> Iterator[httpx.Client]:
    """The command of an image in a process without our source tree and its site."""
    command = [{"0.0.0.0": "127.0.0.1", IMAGE_PORT: str(port)}.get(word, word) for word in image.command]
    assert command[0] == "uvicorn"
    program = PROGRAM.format(folder=str(image.folder), packages=sysconfig.get_path("purelib"), command=command)
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "ENDPOINT_KEY": KEY, **image.variables}
    process = subprocess.Popen([sys.executable, "-I", "-S", "-c", program], cwd=image.folder, env=environment)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers={"Authorization": f"Bearer {KEY}"}) as client:
        try:
            wait_until(lambda: process.poll() is not None or _is_ready(client), "the exported endpoint")
            assert process.poll() is None
            asked = [word.replace(f":{IMAGE_PORT}/", f":{port}/") for word in image.health]
            subprocess.run([sys.executable, *asked[1:]], check=True)
            yield client
        finally:
            process.terminate()
            process.wait(30)


def _is_ready(client: httpx.Client) -> bool:
    try:
        return client.get("/healthz").status_code == 200
    except httpx.TransportError:
        return False


@pytest.mark.parametrize(
    ("learner", "label"), [("two_class_boosted_decision_tree", "dear"), ("poisson_regression", "price")]
)
def test_an_exported_endpoint_answers_as_the_server_does(
    client: Client, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, learner: str, label: str
) -> None:
    nodes = make_service_nodes(upload_houses(client), learner, label)
    name = learner.replace("_", "-")
    by_onnx = learner == "poisson_regression"
    endpoint = create_endpoint(client, name, design=make_inference_design(client, nodes, learner), onnx=by_onnx)
    assert endpoint["deployments"][0]["onnx"]["used"] == by_onnx
    row = get_example(client, endpoint)
    sent: list[Json] = [row, {**row, "rooms": 7, "town": "Elm", "size": None}, {**row, "town": "Nowhere"}]
    expected = client.request_json("POST", f"/endpoints/{name}/score", json=sent)
    for key, value in {**DATABASES.build_variables(server.home), **server.environment}.items():
        monkeypatch.setenv(key, value)
    folder = tmp_path / "exported"
    done = CliRunner().invoke(main, ["endpoint", "export", name, str(folder)])
    assert done.exit_code == 0, done.output
    assert {one.name for one in folder.iterdir()} == {
        "Dockerfile",
        "README.md",
        "data",
        "designery_runtime",
        "endpoint.json",
        "modules",
        "requirements.txt",
        *(["model.onnx"] if by_onnx else []),
    }
    assert ("onnxruntime" in (folder / "requirements.txt").read_text()) == by_onnx
    assert not any("server." in line for line in _list_imports(folder))
    refused = CliRunner().invoke(main, ["endpoint", "export", name, str(folder)])
    assert "is not empty" in refused.output
    image = follow_dockerfile(folder, tmp_path / "image")
    assert (image.user, image.list_unreadable()) == (10001, [])
    assert image.installed == [
        f"{name}=={version(name)}" for name, _, _ in (one.partition("==") for one in image.installed)
    ]
    with run_image(image, find_free_port()) as exported:
        answer = exported.post(f"/endpoints/{name}/score", json=sent).json()
        assert answer["rows"] == expected["rows"]
        assert answer["warnings"] == expected["warnings"]
        one = client.request_json("POST", f"/endpoints/{name}/score", json=[row])
        assert exported.post("/score", json=[row]).json()["rows"] == one["rows"]
        assert (one["rows"] != expected["rows"][:1]) == by_onnx  # numbers of 32 bits
        assert exported.post("/score", content=b"[]").status_code == 400
        wrong = exported.post("/score", json=[{**row, "rooms": "many"}])
        assert (wrong.status_code, wrong.json()["findings"][0]["column"]) == (422, "rooms")
        strange = httpx.post(f"{exported.base_url}/score", json=sent)
        assert strange.status_code == 401
        tensors = [{"name": one, "shape": [1], "datatype": "BYTES", "data": [value]} for one, value in row.items()]
        inferred = exported.post(f"/v2/models/{name}/infer", json={"inputs": tensors}).json()
        assert inferred["outputs"][0]["data"] == [next(iter(expected["rows"][0].values()))]
    client.request_json("DELETE", f"/api/endpoints/{endpoint['id']}")


def _list_imports(folder: Path) -> list[str]:
    lines = [line.strip() for path in folder.rglob("*.py") for line in path.read_text().splitlines()]
    return [line for line in lines if line.startswith(("import ", "from server"))]


def test_the_folder_holds_a_small_part_of_this_program() -> None:
    own = find_closure([APP_MODULE]).own
    server_files = {name for name in own if name.startswith("server.")}
    assert len(server_files) <= 12, sorted(server_files)
