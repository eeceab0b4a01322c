"""JSON: an array of records, columns by name, or one record per line."""

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import PurePath
from typing import Any

import pyarrow as pa

from modules.data_input_and_output.reading.encodings import Text
from modules.data_input_and_output.reading.limits import (
    LONGEST_ROW,
    MEGABYTE,
    MOST_COLUMNS,
    MOST_JSON_BYTES,
    MOST_OBJECT_CELLS,
    check_size,
    counted,
    quoted,
    refuse,
)
from modules.data_input_and_output.reading.names import tidy_names
from modules.data_input_and_output.reading.values import column_of_values

JSON_NAMES = frozenset((".json", ".jsonl", ".ndjson"))
LINES_NAMES = frozenset((".jsonl", ".ndjson"))
DELIMITED_NAMES = frozenset((".csv", ".tsv", ".tab", ".psv", ".txt", ".data"))
WANTED = 'An array of records is wanted, [{"a": 1}, ...], columns, {"a": [1, ...]}, or one record per line.'

Record = Mapping[str, Any]


def suffix_of(name: str) -> str:
    """The ending of a file's name, without that of gzip."""
    path = PurePath(name.lower())
    return PurePath(path.stem).suffix if path.suffix == ".gz" else path.suffix


def is_json(text: Text, name: str) -> bool:
    """Whether the text is JSON: it begins as JSON does, and its name does not say otherwise."""
    return text.head.lstrip()[:1] in ("{", "[") and suffix_of(name) not in DELIMITED_NAMES


def read_json(text: Text, name: str, notices: list[str]) -> pa.Table:
    """The typed table of a JSON text; nested values become text."""
    if _one_per_line(text, name):
        columns, rows = _from_records(_line_by_line(text))
    else:
        columns, rows = _from_document(_document(text), notices)
    check_size(rows, len(columns), most_cells=MOST_OBJECT_CELLS)
    names = tidy_names(columns, notices)
    made = [
        column_of_values(name, [cells.get(row) for row in range(rows)], notices)
        for name, cells in zip(names, columns.values(), strict=True)
    ]
    return pa.Table.from_arrays(made, names=names)


Columns = dict[str, dict[int, object]]


def _one_per_line(text: Text, name: str) -> bool:
    if suffix_of(name) in LINES_NAMES:
        return True
    first, _, rest = text.head.lstrip().partition("\n")
    if not first.startswith("{") or not rest.strip().startswith("{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _line_by_line(text: Text) -> Iterator[Record]:
    with text.lines_of_text() as lines:
        number = 0
        while line := lines.readline(LONGEST_ROW):
            number += 1
            if not line.strip():
                continue
            record = _parsed(line, number)
            if not isinstance(record, dict):
                refuse(f"Line {number} is {_a(record)}. A record is wanted: {{...}}.", line=number)
            yield record


def _parsed(text: str, line: int | None = None) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = line or error.lineno
        refuse(f"Line {where} is not JSON: {error.msg.lower()} at character {error.colno}.", line=where)
    except RecursionError:
        refuse("The JSON is nested too deeply. A table has records in a list, and nothing deeper than a few levels.")
    except ValueError:
        refuse("The JSON has a number with thousands of digits. Put it in quotes if it is an identifier.", line=line)


def _document(text: Text) -> Any:
    with text.opened() as stream:
        data = stream.read(MOST_JSON_BYTES + 1)
    if len(data) > MOST_JSON_BYTES:
        refuse(
            f"The JSON document has more than {MOST_JSON_BYTES // MEGABYTE} MB. Save it with one record per line, "
            "as CSV or as Parquet."
        )
    return _parsed(io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", errors="replace").read())


def _from_document(document: Any, notices: list[str]) -> tuple[Columns, int]:
    if isinstance(document, list):
        return _from_records(_checked(document))
    if not isinstance(document, dict):
        refuse(f"The JSON is {_a(document)}. {WANTED}")
    values = document.values()
    if document and all(isinstance(value, list) for value in values):
        return _from_lists(document)
    if document and all(isinstance(value, dict) for value in values):
        return _from_indexed(document)
    tables = {
        key: value
        for key, value in document.items()
        if isinstance(value, list) and value and isinstance(value[0], dict)
    }
    if len(tables) == 1:
        key, records = next(iter(tables.items()))
        notices.append(f"The records under {quoted(key)} were read, and nothing else of the JSON.")
        return _from_records(_checked(records))
    return _from_records([document])


def _checked(items: list[Any]) -> Iterator[Record]:
    for place, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            refuse(f"Item {place} of the JSON is {_a(item)}. {WANTED}")
        yield item


def _from_records(records: Iterable[Record]) -> tuple[Columns, int]:
    """The values by column and row; a record need not have every column."""
    columns: Columns = {}
    rows, cells = 0, 0
    for rows, record in enumerate(records, start=1):
        cells += len(record)
        for name, value in record.items():
            columns.setdefault(name, {})[rows - 1] = value
        if len(columns) > MOST_COLUMNS or cells > MOST_OBJECT_CELLS:
            check_size(max(rows, cells // len(columns)), len(columns), most_cells=MOST_OBJECT_CELLS)
    if not columns:
        refuse(f"The JSON holds no values. {WANTED}")
    return columns, rows


def _from_lists(document: Mapping[str, list[Any]]) -> tuple[Columns, int]:
    first, length = next((name, len(values)) for name, values in document.items())
    for name, values in document.items():
        if len(values) != length:
            refuse(
                f"{quoted(name)} has {counted(len(values), 'value')}, and {quoted(first)} has {length:,}.", number=61
            )
    return {name: dict(enumerate(values)) for name, values in document.items()}, length


def _from_indexed(document: Mapping[str, Mapping[str, Any]]) -> tuple[Columns, int]:
    """Columns whose values are named by row, as pandas writes them."""
    places = {row: place for place, row in enumerate(dict.fromkeys(chain.from_iterable(document.values())))}
    return {name: {places[row]: value for row, value in cells.items()} for name, cells in document.items()}, len(places)


def _a(value: object) -> str:
    kinds = {list: "a list", dict: "a record", str: "text", bool: "true or false", int: "a number", float: "a number"}
    return kinds.get(type(value), "null")
