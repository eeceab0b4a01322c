"""A design as code over the interface."""

import ast
import json

from tests.live_server import Client
from tests.small_designs import make_regression_nodes


def test_a_design_is_written_in_three_forms(client: Client) -> None:
    document = {"format": 2, "name": "Small", "nodes": make_regression_nodes()}
    design = client.request_json("POST", "/api/designs", json={"document": document})["id"]
    script = client.request_json("GET", f"/api/designs/{design}/code")
    assert script["file_name"] == "small.py"
    assert ast.parse(script["text"]).body
    assert (script["files"], script["left_out"]) == ([], [])
    notebook = client.request_json("GET", f"/api/designs/{design}/code?form=notebook")
    assert json.loads(notebook["text"])["nbformat"] == 4
    assert client.request_json("GET", f"/api/designs/{design}/code?form=pipeline")["file_name"] == "small_pipeline.py"


def test_a_design_without_a_model_is_no_pipeline(client: Client) -> None:
    design = client.request_json("POST", "/api/designs", json={"name": "Empty"})["id"]
    answer = client.request("GET", f"/api/designs/{design}/code?form=pipeline")
    assert (answer.status_code, "Export the script." in answer.json()["detail"]) == (409, True)
