"""How a script reads a table that came from the designer: a CSV file, with the types that its columns have there."""

from typing import Any

import pandas as pd

from modules.kit.codegen.expressions import expr
from modules.kit.codegen.script_builder import RequiredFile, StepCode
from modules.kit.schema import Schema

#: What stands for a missing value in the files that the designer reads and writes.
MISSING_MARKS = ["", "?", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "null", "NULL", "Null"]
#: Types in which each of these marks is missing; in texts only nothing is.
PLAIN_TYPES = ("Int64", "float64", "boolean")
DTYPES = {"integer": "Int64", "real": "float64", "text": "str", "category": "category", "boolean": "boolean"}


def write_csv_input(step: StepCode, port: str, preferred: str | None = None) -> None:
    """Read the table of a port from a file whose path stands at the top of the script."""
    out = step.add_table(port, preferred)
    path = step.add_constant(f"{out.name}_file", f"{out.name}.csv")
    step.builder.files.append(RequiredFile(f"{out.name}.csv", step.node, port))
    types = _list_types(out.schema) if out.schema is not None and out.schema.complete else {}
    step.assign(out, step.use(read_csv_table).call(path, **types))


def read_csv_table(path: str, types: Any = None, times: Any = ()) -> pd.DataFrame:
    """A table with columns of these types, and the named columns of times. Among texts a word such as NA is a word."""
    marks = {name: MISSING_MARKS if kind in PLAIN_TYPES else [""] for name, kind in (types or {}).items()}
    marks |= dict.fromkeys(times, MISSING_MARKS)
    missing = marks or MISSING_MARKS
    data = pd.read_csv(
        path, dtype=types, parse_dates=list(times), keep_default_na=False, na_values=missing, low_memory=False
    )
    # Whole numbers and booleans without gaps need no type that has them.
    full = [name for name in data.select_dtypes(["Int64", "boolean"]) if data[name].notna().all()]
    return data.astype({name: data[name].dtype.numpy_dtype for name in full})


def _list_types(schema: Schema) -> dict[str, Any]:
    types: dict[str, Any] = {column.name: DTYPES[column.type] for column in schema if column.type in DTYPES}
    for column in schema:
        if column.levels is not None:
            types[column.name] = expr("pd.CategoricalDtype({levels})", levels=list(column.levels))
    times = [column.name for column in schema if column.type == "datetime"]
    return {"types": types} | ({"times": times} if times else {})
