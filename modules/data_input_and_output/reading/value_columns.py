"""Columns from Python values, as workbooks and JSON hold them: their types are told, only mixtures become text."""

import json
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import pyarrow as pa

from modules.data_input_and_output.reading.read_limits import format_count, quote_value
from modules.data_input_and_output.reading.type_inference import parse_timestamps

INT64 = range(-(2**63), 2**63)


def build_column(name: str, values: Sequence[object], notices: list[str]) -> pa.ChunkedArray:
    """The values as one column; None is missing, and lists and records become text."""
    present = [value for value in values if value is not None]
    kinds = {type(value) for value in present}
    if not present:
        if values:
            notices.append(f"Column {quote_value(name)} has no values.")
        return _to_arrow([None] * len(values), pa.float64())
    if kinds == {bool}:
        return _to_arrow(values, pa.bool_())
    if kinds <= {int, float}:
        return _build_numbers(name, values, present, notices)
    if kinds <= {date, datetime}:
        return _build_timestamps(values)
    if kinds != {str}:
        _note_why_text(name, present, kinds, notices)
    texts = _to_arrow([None if value is None else to_cell_text(value) for value in values], pa.string())
    found = parse_timestamps(name, texts, notices) if kinds == {str} and str(present[0])[:4].isdecimal() else None
    return texts if found is None else found


def _to_arrow(values: Sequence[object], kind: pa.DataType) -> pa.ChunkedArray:
    made = pa.array(values, kind)
    return made if isinstance(made, pa.ChunkedArray) else pa.chunked_array([made])


def _build_numbers(name: str, values: Sequence[object], present: list[object], notices: list[str]) -> pa.ChunkedArray:
    whole = all(isinstance(value, int) for value in present)
    if whole and all(value in INT64 for value in present):
        return _to_arrow(values, pa.int64())
    if whole:
        notices.append(
            f"Column {quote_value(name)} is text, because its whole numbers have too many digits to be counted with."
        )
        return _to_arrow([None if value is None else str(value) for value in values], pa.string())
    return _to_arrow([None if value is None else _to_real(value) for value in values], pa.float64())


def _to_real(value: object) -> float:
    try:
        return float(value)  # type: ignore[arg-type]
    except OverflowError:
        return float("inf") if isinstance(value, int) and value > 0 else float("-inf")


def _build_timestamps(values: Sequence[object]) -> pa.ChunkedArray:
    whole = [
        datetime(value.year, value.month, value.day)
        if isinstance(value, date) and not isinstance(value, datetime)
        else value
        for value in values
    ]
    return _to_arrow(whole, pa.timestamp("us"))


def _note_why_text(name: str, present: list[object], kinds: set[type], notices: list[str]) -> None:
    nested = sum(isinstance(value, list | dict) for value in present)
    if nested:
        notices.append(
            f"Column {quote_value(name)} is text: {format_count(nested, 'value')} are lists or records, written as "
            "JSON."
        )
    elif len(kinds) > 1:
        strange = next((value for value in present if isinstance(value, str)), present[0])
        notices.append(
            f"Column {quote_value(name)} is text, because it mixes kinds of values, such as the text "
            f"{quote_value(strange)}."
        )


def to_cell_text(value: object) -> str:
    """The value in words; half characters, which UTF-8 cannot write, become question marks."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode() if not value.isascii() else value
    if isinstance(value, bool | list | dict):
        return json.dumps(value, ensure_ascii=False, default=str).encode("utf-8", "replace").decode()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, int | float | timedelta) else str(value).encode("utf-8", "replace").decode()
