"""What the exported code of one module gives on tables that stand in memory."""

import contextlib
import io
import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from modules.kit import Dataset, catalog
from server.graph.codegen.program_formats import format_script
from server.graph.codegen.program_generator import generate_program
from server.graph.document import parse_design


def write_module_script(name: str, inputs: Mapping[str, Dataset], parameters: Mapping[str, Any]) -> tuple[str, Any]:
    """The script, and the section of the module in it."""
    module = catalog()[name]
    nodes: dict[str, Any] = {
        port: {"module": "dataset", "parameters": {"dataset": port}, "title": port, "x": 0, "y": 0} for port in inputs
    }
    stored = module.parameters.model_validate(dict(parameters)).model_dump(mode="json", exclude_unset=True)
    edges = {port: f"{port}.dataset" for port in inputs}
    nodes["it"] = {"module": name, "parameters": stored, "inputs": edges, "x": 0, "y": 0}
    design = parse_design({"format": 2, "name": "One module", "nodes": nodes})
    code = generate_program(design, catalog(), {f"{port}.dataset": value.schema for port, value in inputs.items()})
    assert code.omissions == (), code.omissions
    return format_script(code), next(section for section in code.sections if section.node == "it")


def run_module_script(name: str, inputs: Mapping[str, Dataset], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """{port: the table} as the script gives it, with the tables in memory in the place of its files."""
    text, section = write_module_script(name, inputs, parameters)
    ports = "|".join(map(re.escape, inputs))
    kept = re.sub(rf"^({ports}) = read_\w+\((?:[^()]|\([^()]*\))*\)$", "", text, flags=re.MULTILINE)
    names: dict[str, Any] = {port: value.frame for port, value in inputs.items()}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(kept, "script.py", "exec"), names)
    return {port: names[variable] for port, variable in section.tables.items()}


def assert_script_gives_the_same(name: str, inputs: Mapping[str, Dataset], parameters: Mapping[str, Any]) -> None:
    """The module and its script give the same tables, but for types that hold the same values."""
    expected = catalog()[name].run(inputs, parameters)
    for port, table in run_module_script(name, inputs, parameters).items():
        pd.testing.assert_frame_equal(
            _to_plain(table), _to_plain(expected[port].frame), check_dtype=False, check_categorical=False
        )


def _to_plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Numbers and booleans in types without masks, so that two kinds of missing values are one."""
    return pd.DataFrame({name: _to_plain_values(values) for name, values in frame.items()})


def _to_plain_values(values: "pd.Series[Any]") -> "pd.Series[Any]":
    if pd.api.types.is_bool_dtype(values.dtype):
        return values.astype("boolean").astype("object").where(values.notna(), None)
    if pd.api.types.is_numeric_dtype(values.dtype):
        return values.astype("float64")
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        zoned = isinstance(values.dtype, pd.DatetimeTZDtype)
        return (values.dt.tz_localize(None) if zoned else values).astype("datetime64[us]")
    return values.astype("object").where(values.notna(), None)
