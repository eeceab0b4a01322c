"""Convert to CSV: a dataset becomes a file of comma-separated values."""

import tempfile
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import pandas as pd
from pydantic import Field

from modules.kit import Call, Dataset, File, ModuleError, module
from modules.kit.codegen.expressions import ScriptVariable
from modules.kit.codegen.script_builder import StepCode
from modules.kit.schema import infer_column_type

FILE_NAME = "data.csv"
#: A spreadsheet takes text that begins like this for a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class ConvertToCsvOutputs(NamedTuple):
    results_dataset: File


def _build_example() -> Call:
    return Call.of(Dataset(pd.DataFrame({"make": ["audi", "bmw"], "price": [13_950, 16_430]})))


def _emit_code(step: StepCode) -> None:
    path, table = step.add_constant(f"{step.title}_file", FILE_NAME), step.get_input("dataset").code
    if step.inert_formulas:
        table = step.use(_escape_formula_columns).call(table)
    step.add(table.method("to_csv", path, index=False))
    step.outputs["results_dataset"] = ScriptVariable(path)


@module(
    "Convert to CSV",
    category="Data Transformation",
    palette_group="Columns",
    icon="file-type-csv",
    at_inference="drop",
    example=_build_example,
    emit_code=_emit_code,
    former_defaults={1: {"inert_formulas": True}},
    keywords=("CSV writer", "to_csv", "download"),
)
def convert_to_csv(
    dataset: Dataset,
    *,
    inert_formulas: Annotated[
        bool, Field(description="Add an apostrophe before text that a spreadsheet would run as a formula.")
    ] = False,
) -> ConvertToCsvOutputs:
    """Write a dataset as a file of comma-separated values.

    The first row holds the names of the columns; the text is UTF-8, a missing value an empty cell, and a time is
    written as in 2024-05-01 12:30:00.
    """
    if not len(dataset.frame.columns):
        message = "The data at 'dataset' have no columns. Connect a table with at least one."
        raise ModuleError(3, message, port="dataset")
    path = Path(tempfile.mkdtemp(prefix="convert-to-csv-")) / FILE_NAME
    (_escape_formula_columns(dataset.frame) if inert_formulas else dataset.frame).to_csv(path, index=False)
    return ConvertToCsvOutputs(File(path, FILE_NAME))


def _escape_formula_columns(frame: pd.DataFrame) -> pd.DataFrame:
    texts = {
        name: _escape_formula_column(values)
        for name, values in frame.items()
        if infer_column_type(values) in ("text", "category", "other")
    }
    names = {name: f"'{name}" for name in frame.columns if name.startswith(FORMULA_SIGNS)}
    return frame.assign(**{str(name): values for name, values in texts.items()}).rename(columns=names)


def _escape_formula_column(values: "pd.Series[Any]") -> "pd.Series[Any]":
    texts = values.astype("str")
    dangerous = texts.str.startswith(FORMULA_SIGNS).fillna(False).astype(bool)
    return texts.mask(dangerous, "'" + texts) if dangerous.any() else values
