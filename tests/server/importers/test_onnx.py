"""A dropped ONNX file is a design that scores rows by it."""

from pathlib import Path

import pytest

from modules.data_input_and_output.import_model import write_example_model
from server.importers.design_files import convert_design_file
from server.importers.hostile_files import read_archive
from server.importers.imported_design import ImportRefused
from tests.live_server import Client
from tests.server.importers.test_orange import check_ports


def test_a_model_scores_rows(client: Client, tmp_path: Path) -> None:
    (content,) = read_archive(write_example_model(tmp_path).read_bytes()).values()
    check_ports(convert_design_file("sizes.onnx", content))
    answer = client.post("/api/design-imports?file_name=sizes.onnx", content=content)
    assert answer.status_code == 201, answer.text
    design = answer.json()["id"]
    rows = client.upload("sizes.csv", b"length,width\n1,2\n3.5,4\n")
    client.edit(design, {"path": ["nodes", "data", "parameters", "dataset"], "value": rows})
    assert client.run(design)["state"] == "succeeded"
    scored = client.read_rows(design, "score_model.scored_dataset")
    assert [row[-1] for row in scored] == [3.0, 7.5]


def test_what_is_no_model_is_refused() -> None:
    with pytest.raises(ImportRefused, match="no ONNX model"):
        convert_design_file("m.onnx", b"\x80\x04pickle")
