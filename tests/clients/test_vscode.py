"""The extension for VS Code: its logic by Node's own test runner, its package, and what it asks of a real server."""

import json
import subprocess
import zipfile
from pathlib import Path

from frontend.toolchain import node
from server.version import VERSION
from tests.clients.test_from_nothing import read_shared_name
from tests.live_server import ROOT, Client, Server
from tests.small_designs import make_regression_nodes

EXTENSION = ROOT / "clients/vscode"


def run_node(*arguments: str | Path) -> str:
    """What a program prints with the Node that the app is built with."""
    made = node()
    command = [*made.node, *map(str, arguments)]
    done = subprocess.run(command, env=made.environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_logic_of_the_extension() -> None:
    run_node("--test", *sorted((EXTENSION / "test").glob("*.test.mjs")))


def test_the_package_is_built_offline_and_is_the_same_each_time(tmp_path: Path) -> None:
    first, second = tmp_path / "first.vsix", tmp_path / "second.vsix"
    for path in (first, second):
        run_node(EXTENSION / "build.mjs", path)
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as package:
        assert package.testzip() is None
        manifest = json.loads(package.read("extension/package.json"))
        names = set(package.namelist())
    assert manifest["version"] == VERSION
    assert f"extension/{manifest['main'].removeprefix('./')}" in names
    assert {"extension.vsixmanifest", "[Content_Types].xml"} <= names
    assert first.stat().st_size < 400_000


def test_it_reads_what_a_server_has_and_the_problems_of_a_file(server: Server, client: Client, tmp_path: Path) -> None:
    nodes = make_regression_nodes()
    client.create_design(nodes, "Seen from an editor")
    nodes["split"]["parameters"]["fraction"] = 7
    file = tmp_path / "cars.design.json"
    file.write_text(json.dumps({"name": "Cars", "nodes": nodes}, indent=2))
    token = client.cookies[f"designery_{server.port}"]
    said = json.loads(run_node(EXTENSION / "test/server.mjs", server.url, token, file))
    designs, *others = said["sections"]
    assert "Seen from an editor" in [entry["label"] for entry in designs["entries"]]
    assert [section.get("failure") for section in others] == [None, None, None]
    assert ['"fraction"', True] in [[place, "at most" in message] for place, message in said["problems"]]
    assert said["failure"] == "http://127.0.0.1:9 does not answer. Start it with: designery serve"


def test_a_file_and_its_design_follow_one_another_and_code_of_a_file_waits(
    server: Server, client: Client, tmp_path: Path
) -> None:
    file = tmp_path / "cars.design.json"
    file.write_text(json.dumps({"name": "From a file", "nodes": make_regression_nodes()}, indent=2))
    token = client.cookies[f"designery_{server.port}"]
    said = json.loads(run_node(EXTENSION / "test/canvas.mjs", server.url, token, file))
    design = client.request_json("GET", f"/api/designs/{said['id']}")
    assert said["frame"].startswith("/embed?frame=")
    # Changed on the canvas, then in the file, which brought a script.
    assert said["texts"] == ["Parts", "Pieces"]
    assert design["document"]["nodes"]["split"]["title"] == "Pieces"
    assert [said["trusted"], design["trusted"]] == [True, False]
    client.delete(f"/api/designs/{said['id']}").raise_for_status()


def test_a_design_is_shared_and_the_model_of_a_run_answers(server: Server, client: Client) -> None:
    design = client.create_design(make_regression_nodes(), "Shared by an editor")
    run = client.run(design)["id"]
    token = client.cookies[f"designery_{server.port}"]
    said = json.loads(run_node(EXTENSION / "test/sharing.mjs", server.url, token, design, run))
    assert read_shared_name(server, said["link"]) == "Shared by an editor"
    assert (said["name"], said["versions"]) == ("from-an-editor", 2)
    client.delete_everything()


def test_the_schema_of_job_files_is_what_the_server_takes() -> None:
    from server.job_files import DESCRIPTIVE_KEYS, USED_KEYS

    schema = json.loads((EXTENSION / "schemas/job.schema.json").read_text())
    assert set(schema["properties"]) == DESCRIPTIVE_KEYS | USED_KEYS
