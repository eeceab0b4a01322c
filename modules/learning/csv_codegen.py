"""How a script reads a table that came from the designer: a CSV file, with the types that its columns have there."""

from typing import Any

import pandas as pd

from modules.kit.codegen.script_builder import RequiredFile, StepCode
from modules.kit.nullable_columns import drop_unused_masks
from modules.kit.schema import Schema

#: What stands for a missing value in the files that the designer reads and writes.
MISSING_MARKS = ["", "?", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "null", "NULL", "Null"]
DTYPES = {"integer": "Int64", "real": "float64", "text": "str", "category": "category", "boolean": "boolean"}


def write_csv_input(step: StepCode, port: str, preferred: str | None = None) -> None:
    """Read the table of a port from a file whose path stands at the top of the script."""
    out = step.add_table(port, preferred)
    path = step.add_constant(f"{out.name}_file", f"{out.name}.csv")
    step.builder.files.append(RequiredFile(f"{out.name}.csv", step.node, port))
    types = _list_types(out.schema) if out.schema is not None and out.schema.complete else {}
    step.assign(out, step.use(read_csv_table).call(path, **types))


def read_csv_table(path: str, types: Any = None, times: Any = None, levels: Any = None) -> pd.DataFrame:
    """A table with columns of these types; the named columns of times, and the levels of categories in their order.

    Among texts a word such as NA is a word.
    """
    names = pd.read_csv(path, nrows=0).columns
    texts = {name for name, kind in (types or {}).items() if kind in ("str", "category")}
    data = pd.read_csv(
        path,
        dtype=types,
        parse_dates=times,
        keep_default_na=False,
        na_values={name: [""] if name in texts else MISSING_MARKS for name in names},
        low_memory=False,
    )
    data = drop_unused_masks(data)
    return data.assign(**{name: data[name].cat.set_categories(values) for name, values in (levels or {}).items()})


def _list_types(schema: Schema) -> dict[str, Any]:
    types = {column.name: DTYPES[column.type] for column in schema if column.type in DTYPES}
    times = [column.name for column in schema if column.type == "datetime"]
    levels = {column.name: list(column.levels) for column in schema if column.levels is not None}
    return {"types": types} | ({"times": times} if times else {}) | ({"levels": levels} if levels else {})
