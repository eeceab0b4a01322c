"""Dataset: the source node that stands for a stored table."""

from typing import Annotated, NamedTuple

from pydantic import Field

from modules.kit import Dataset, ModuleError, module
from modules.kit.codegen.script_builder import StepCode
from modules.kit.parameters import FormHint
from modules.learning.csv_codegen import write_csv_input


class DatasetOutputs(NamedTuple):
    dataset: Dataset


def _emit_code(step: StepCode) -> None:
    write_csv_input(step, "dataset")


@module(
    "Dataset",
    category="Data Input and Output",
    icon="database",
    role="dataset_source",
    keywords=("table", "read", "source"),
    emit_code=_emit_code,
)
def dataset(
    *,
    dataset: Annotated[
        str,
        Field(min_length=1, description="The stored dataset."),
        FormHint("dataset_reference", True),
    ],
    version: Annotated[
        int | None, Field(ge=1, description="Empty: the newest version."), FormHint("dataset_version", True)
    ] = None,
) -> DatasetOutputs:
    """Use a stored dataset in the design.

    Upload a file or pick a sample, then connect the output to the modules that work on it. Without a version, every run
    uses the newest one. With a version, the result stays the same when the dataset changes.
    """
    which = f"Dataset '{dataset}'" if version is None else f"Version {version} of dataset '{dataset}'"
    raise ModuleError(
        18,
        f"{which} has no data. Run the design in Designery, or bind a file to it: "
        "designery run design.json --dataset NAME=path.csv.",
        parameter="dataset",
    )
