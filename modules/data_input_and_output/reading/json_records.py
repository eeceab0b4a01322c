"""JSON: an array of records, columns by name, or one record per line."""

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import PurePath
from typing import Any

import pyarrow as pa

from modules.data_input_and_output.reading.column_names import tidy_names
from modules.data_input_and_output.reading.encodings import EncodedText
from modules.data_input_and_output.reading.read_limits import (
    MAX_JSON_BYTES,
    MAX_OBJECT_CELLS,
    MAX_ROW_LENGTH,
    MAX_TABLE_COLUMNS,
    MEGABYTE,
    check_size,
    format_count,
    quote_value,
    refuse_file,
)
from modules.data_input_and_output.reading.value_columns import build_column

JSON_NAMES = frozenset((".json", ".jsonl", ".ndjson"))
LINES_NAMES = frozenset((".jsonl", ".ndjson"))
DELIMITED_NAMES = frozenset((".csv", ".tsv", ".tab", ".psv", ".txt", ".data"))
EXPECTED_JSON = 'Expected an array of records, [{"a": 1}, ...], columns, {"a": [1, ...]}, or one record per line.'

JsonRecord = Mapping[str, Any]


def get_suffix(name: str) -> str:
    """The ending of a file's name, without that of gzip."""
    path = PurePath(name.lower())
    return PurePath(path.stem).suffix if path.suffix == ".gz" else path.suffix


def is_json(text: EncodedText, name: str) -> bool:
    """Whether the text is JSON: it begins as JSON does, and its name does not say otherwise."""
    return text.head.lstrip()[:1] in ("{", "[") and get_suffix(name) not in DELIMITED_NAMES


def read_json(text: EncodedText, name: str, notices: list[str]) -> pa.Table:
    """The typed table of a JSON text; nested values become text."""
    if _is_one_per_line(text, name):
        columns, rows = _read_records(_parse_lines(text))
    else:
        columns, rows = _read_document(_parse_document(text), notices)
    check_size(rows, len(columns), max_cells=MAX_OBJECT_CELLS)
    names = tidy_names(columns, notices)
    made = [
        build_column(name, [cells.get(row) for row in range(rows)], notices)
        for name, cells in zip(names, columns.values(), strict=True)
    ]
    return pa.Table.from_arrays(made, names=names)


ValuesByColumn = dict[str, dict[int, object]]


def _is_one_per_line(text: EncodedText, name: str) -> bool:
    if get_suffix(name) in LINES_NAMES:
        return True
    first, _, rest = text.head.lstrip().partition("\n")
    if not first.startswith("{") or not rest.strip().startswith("{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _parse_lines(text: EncodedText) -> Iterator[JsonRecord]:
    with text.open_lines() as lines:
        number = 0
        while line := lines.readline(MAX_ROW_LENGTH):
            number += 1
            if not line.strip():
                continue
            record = _parse_json(line, number)
            if not isinstance(record, dict):
                refuse_file(f"Line {number} is {_describe_kind(record)}. Expected a record: {{...}}.", line=number)
            yield record


def _parse_json(text: str, line: int | None = None) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = line or error.lineno
        refuse_file(f"Line {where} is not JSON: {error.msg.lower()} at character {error.colno}.", line=where)
    except RecursionError:
        refuse_file("The JSON is nested too deeply. A table is a list of records with only a few levels.")
    except ValueError:
        refuse_file(
            "The JSON has a number with thousands of digits. Put it in quotes if it is an identifier.", line=line
        )


def _parse_document(text: EncodedText) -> Any:
    with text.open_utf8() as stream:
        data = stream.read(MAX_JSON_BYTES + 1)
    if len(data) > MAX_JSON_BYTES:
        refuse_file(
            f"The JSON document has more than {MAX_JSON_BYTES // MEGABYTE} MB. Save it with one record per line, "
            "as CSV or as Parquet."
        )
    return _parse_json(io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", errors="replace").read())


def _read_document(document: Any, notices: list[str]) -> tuple[ValuesByColumn, int]:
    if isinstance(document, list):
        return _read_records(_check_records(document))
    if not isinstance(document, dict):
        refuse_file(f"The JSON is {_describe_kind(document)}. {EXPECTED_JSON}")
    values = document.values()
    if document and all(isinstance(value, list) for value in values):
        return _read_lists(document)
    if document and all(isinstance(value, dict) for value in values):
        return _read_indexed(document)
    tables = {
        key: value
        for key, value in document.items()
        if isinstance(value, list) and value and isinstance(value[0], dict)
    }
    if len(tables) == 1:
        key, records = next(iter(tables.items()))
        notices.append(f"The records under {quote_value(key)} were read. Everything else in the JSON was ignored.")
        return _read_records(_check_records(records))
    return _read_records([document])


def _check_records(items: list[Any]) -> Iterator[JsonRecord]:
    for place, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            refuse_file(f"Item {place} of the JSON is {_describe_kind(item)}. {EXPECTED_JSON}")
        yield item


def _read_records(records: Iterable[JsonRecord]) -> tuple[ValuesByColumn, int]:
    """The values by column and row; a record need not have every column."""
    columns: ValuesByColumn = {}
    rows, cells = 0, 0
    for rows, record in enumerate(records, start=1):
        cells += len(record)
        for name, value in record.items():
            columns.setdefault(name, {})[rows - 1] = value
        if len(columns) > MAX_TABLE_COLUMNS or cells > MAX_OBJECT_CELLS:
            check_size(max(rows, cells // len(columns)), len(columns), max_cells=MAX_OBJECT_CELLS)
    if not columns:
        refuse_file(f"The JSON contains no values. {EXPECTED_JSON}")
    return columns, rows


def _read_lists(document: Mapping[str, list[Any]]) -> tuple[ValuesByColumn, int]:
    first, length = next((name, len(values)) for name, values in document.items())
    for name, values in document.items():
        if len(values) != length:
            counted = f"{quote_value(name)} has {format_count(len(values), 'value')}"
            refuse_file(f"{counted}, and {quote_value(first)} has {length:,}.", number=61)
    return {name: dict(enumerate(values)) for name, values in document.items()}, length


def _read_indexed(document: Mapping[str, Mapping[str, Any]]) -> tuple[ValuesByColumn, int]:
    """Columns whose values are named by row, as pandas writes them."""
    places = {row: place for place, row in enumerate(dict.fromkeys(chain.from_iterable(document.values())))}
    return {name: {places[row]: value for row, value in cells.items()} for name, cells in document.items()}, len(places)


def _describe_kind(value: object) -> str:
    kinds = {list: "a list", dict: "a record", str: "text", bool: "true or false", int: "a number", float: "a number"}
    return kinds.get(type(value), "null")
