"""The columns that a script announces: read off its text, which is never run for that.

    def azureml_main(dataframe1, dataframe2) -> "*, ratio: real, size: category":

A text as the return annotation lists `name: type`; names with a comma or colon stand in double quotes. `*` stands for
the columns of dataframe1, of which an announced one takes the place. A tuple of two texts announces both results.
"""

import ast
import csv
from collections.abc import Iterator
from typing import cast

from modules.kit import Column, ColumnType, Schema
from modules.kit.schema import COLUMN_TYPES

ENTRY_FUNCTION = "azureml_main"
#: What the function may be called where Azure's name is not used.
PLAIN_ENTRY_FUNCTION = "transform"
MAX_SCRIPT_LENGTH = 200_000


def predict_script_schemas(
    dataset1: Schema | None, dataset2: Schema | None, python_script: str
) -> tuple[Schema | None, Schema | None]:
    """What the script says of its two results; None for what it does not say."""
    told = _read_annotations(python_script)
    if told is None:
        return None, None
    inputs = [schema for schema in (dataset1, dataset2) if schema is not None]
    schemas = [_parse_schema(text, dataset1, inputs) for text in told]
    if len(schemas) == 2:
        return schemas[0], schemas[1]
    return schemas[0], None if schemas[0] is None else Schema()


def find_entry_function(script: str) -> str:
    """The function of the script that is called: azureml_main, or transform where only that is defined."""
    try:
        statements = ast.parse(script).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ENTRY_FUNCTION
    defined = {item.name for item in statements if isinstance(item, ast.FunctionDef)}
    is_plain = PLAIN_ENTRY_FUNCTION in defined and ENTRY_FUNCTION not in defined
    return PLAIN_ENTRY_FUNCTION if is_plain else ENTRY_FUNCTION


def _read_annotations(script: str) -> list[str] | None:
    """The texts of the return annotation: one, or two in a tuple."""
    if "->" not in script or len(script) > MAX_SCRIPT_LENGTH:
        return None
    try:
        statements = ast.parse(script).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    entry = find_entry_function(script)
    entries = [item for item in statements if isinstance(item, ast.FunctionDef) and item.name == entry]
    returned = entries[-1].returns if entries else None
    parts = returned.elts if isinstance(returned, ast.Tuple) else [returned]
    texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return texts if len(texts) == len(parts) and len(texts) in (1, 2) else None


def _parse_schema(text: str, first: Schema | None, inputs: list[Schema]) -> Schema | None:
    columns: dict[str, Column] = {}
    try:
        for name, kind in _parse_columns(text):
            if name == "*" and kind is None:
                if first is None:
                    return None
                columns |= {column.name: column for column in first}
            elif kind is None:
                return None
            else:
                columns[name] = _build_column(name, kind, inputs)
    except (csv.Error, ValueError):
        return None
    return Schema(tuple(columns.values()), complete=first.complete if first and "*" in text else True)


def _parse_columns(text: str) -> Iterator[tuple[str, ColumnType | None]]:
    """Each name with its type; a type that there is not raises ValueError."""
    for item in next(csv.reader([" ".join(text.split())], skipinitialspace=True), []):
        name, colon, kind = item.rpartition(":")
        if not colon:
            yield item.strip(), None
        elif kind.strip() not in COLUMN_TYPES or not name.strip():
            raise ValueError(item)
        else:
            yield name.strip().strip('"'), cast(ColumnType, kind.strip())


def _build_column(name: str, kind: ColumnType, inputs: list[Schema]) -> Column:
    """A column that is called like one of the inputs keeps its role."""
    same = next((schema[name] for schema in inputs if name in schema), None)
    return Column(name, kind, same.role if same else "feature")
