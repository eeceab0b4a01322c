"""A dropped ONNX file is a design that scores rows by it."""

from pathlib import Path

import pytest

from modules.data_input_and_output.import_model import write_example_model
from server.importers.design_files import convert_design_file
from server.importers.hostile_files import read_archive
from server.importers.imported_design import ImportRefused
from tests.live_server import Client
from tests.server.api.test_datasets import upload_dataset
from tests.server.importers.test_orange import check_ports


def test_a_model_scores_rows(client: Client, tmp_path: Path) -> None:
    (content,) = read_archive(write_example_model(tmp_path).read_bytes()).values()
    check_ports(convert_design_file("sizes.onnx", content))
    answer = client.post("/api/design-imports?file_name=sizes.onnx", content=content)
    assert answer.status_code == 201, answer.text
    design = answer.json()["id"]
    rows = upload_dataset(client, b"length,width\n1,2\n3.5,4\n", "sizes.csv").json()["id"]
    client.edit(design, {"path": ["nodes", "data", "parameters", "dataset"], "value": rows})
    run = client.run(design)
    assert run["state"] == "succeeded", run
    scored = next(step for step in run["steps"] if step["node"] == "score_model")["outputs"]["scored_dataset"]
    table = client.get(f"/api/artifacts/{scored['artifact']}/download?format=csv").text
    assert [float(line.split(",")[-1]) for line in table.splitlines()[1:]] == [3.0, 7.5]


def test_what_is_no_model_is_refused() -> None:
    with pytest.raises(ImportRefused, match="no ONNX model"):
        convert_design_file("m.onnx", b"\x80\x04pickle")
