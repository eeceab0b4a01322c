"""Pipelines of components of Azure become designs of commands, connected as their jobs are."""

import pytest

from server.importers.design_files import convert_design_file
from server.importers.imported_design import ImportRefused
from tests.server.importers.test_orange import check_ports

PIPELINE = b"""
$schema: https://azuremlschemas.azureedge.net/latest/pipelineJob.schema.json
type: pipeline
display_name: Train and score
inputs:
  raw: {type: uri_folder, path: "azureml:taxi data:1"}
  rate: 0.05
outputs:
  prepared:
jobs:
  train:
    command: python train.py --data ${{inputs.table}} --rate ${{inputs.rate}} --out ${{outputs.model}}
    code: ./src
    inputs:
      table: ${{parent.outputs.prepared}}
      rate: ${{parent.inputs.rate}}
    outputs:
      model:
  prepare:
    type: command
    component:
      display_name: Prepare data
      command: >-
        python prep.py --in ${{inputs.raw}} --out ${{outputs.table}}
    inputs:
      raw:
        path: ${{parent.inputs.raw}}
    outputs:
      table: ${{parent.outputs.prepared}}
  judge:
    component: azureml:judge:3
    inputs:
      model: ${{parent.jobs.train.outputs.model}}
      data: ${{parent.inputs.raw}}
  search:
    type: automl
    target_column_name: fare
    training_data: ${{parent.inputs.raw}}
"""


def test_jobs_are_commands_that_are_connected_as_they_were() -> None:
    made = convert_design_file("pipeline.yml", PIPELINE)
    check_ports(made)
    assert made.name == "Train and score"
    assert made.nodes["prepare_data"]["parameters"]["command"] == "python prep.py --in {data} --out {outputs}"
    assert made.nodes["prepare_data"]["inputs"] == {"data": "taxi_data.dataset", "code": "code_of_prepare_data.file"}
    assert made.nodes["train"]["parameters"] == {
        "command": "python train.py --data {files} --rate {rate} --out {outputs}",
        "values_by_name": "rate = 0.05",
    }
    assert made.nodes["train"]["inputs"] == {"files": "prepare_data.outputs", "code": "code_of_train.file"}
    assert made.nodes["judge"]["inputs"] == {"table1": "taxi_data.dataset"}
    assert '"component": "azureml:judge:3"' in made.nodes["judge"]["note"]
    assert made.nodes["search"]["parameters"] == {"label": "fare"}


BOMB = b"jobs: &a {x: 1}\nb: [*a, *a]\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (BOMB, "aliases"),
        (b"jobs: !!python/object/apply:os.system ['touch /tmp/made']", "YAML"),
        (b"[1, 2]", "no mapping"),
        (b"command: python train.py", "designery job submit"),
        (b"{" * 5000, "YAML"),
        (b"\xff\xfe", "YAML"),
        (b"jobs:\n  a: {command: x, inputs: {i: '${{parent.jobs.b.outputs.o}}'}}\n"
         b"  b: {command: x, inputs: {i: '${{parent.jobs.a.outputs.o}}'}}\n", "loop"),
    ],
)  # fmt: skip
def test_files_that_are_none_or_hostile_are_refused(content: bytes, words: str) -> None:
    with pytest.raises(ImportRefused, match=words):
        convert_design_file("pipeline.yaml", content)
