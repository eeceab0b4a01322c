"""The columns of an Arrow table in the types that every module knows, and no others."""

import json
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from modules.data_input_and_output.reading.read_limits import quote_value

TEXT_BATCH_ROWS = 10_000


def to_common_type(name: str, column: pa.ChunkedArray, notices: list[str]) -> pa.ChunkedArray:
    """The column of a binary file as 64-bit numbers, booleans, microseconds, categories or text."""
    kind = column.type
    if isinstance(kind, pa.BaseExtensionType):
        return to_common_type(
            name, pa.chunked_array([chunk.storage for chunk in column.chunks], kind.storage_type), notices
        )
    if pa.types.is_null(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return column.cast(pa.float64(), safe=False)
    if pa.types.is_boolean(kind):
        return column
    if pa.types.is_integer(kind):
        return _to_int64(name, column, notices)
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        return _to_timestamps(name, column, notices)
    if pa.types.is_dictionary(kind):
        return _to_categories(name, column, notices)
    return _to_text_column(name, column, notices)


def _to_int64(name: str, column: pa.ChunkedArray, notices: list[str]) -> pa.ChunkedArray:
    bounds = pc.min_max(column).as_py()
    if (bounds["max"] or 0) >= 2**63:
        notices.append(
            f"Column {quote_value(name)} is text, because its whole numbers have too many digits to be counted with."
        )
        return column.cast(pa.string())
    return column.cast(pa.int64())


def _to_timestamps(name: str, column: pa.ChunkedArray, notices: list[str]) -> pa.ChunkedArray:
    if pa.types.is_date(column.type):
        return column.cast(pa.timestamp("s") if pa.types.is_date32(column.type) else pa.timestamp("ms")).cast(
            pa.timestamp("us")
        )
    if column.type.tz:
        if column.type.tz.upper() != "UTC":
            notices.append(f"The times of column {quote_value(name)} were in {column.type.tz}; they are now in UTC.")
        column = column.cast(pa.timestamp(column.type.unit))
    return column.cast(pa.timestamp("us"), safe=False)


def _to_categories(name: str, column: pa.ChunkedArray, notices: list[str]) -> pa.ChunkedArray:
    kind = column.type.value_type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return column
    return to_common_type(name, pc.cast(column, kind), notices)


def _to_text_column(name: str, column: pa.ChunkedArray, notices: list[str]) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return column
    if pa.types.is_string_view(kind):
        return column.cast(pa.large_string())
    if pa.types.is_time(kind):
        return column.cast(pa.string())
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        return _decode_bytes(name, column, notices)
    notices.append(f"Column {quote_value(name)} is text: its values are {quote_value(kind)}, written as JSON.")
    return _format_values(column, lambda value: json.dumps(value, ensure_ascii=False, default=str))


def _decode_bytes(name: str, column: pa.ChunkedArray, notices: list[str]) -> pa.ChunkedArray:
    try:
        return column.cast(pa.large_binary()).cast(pa.large_string())
    except pa.ArrowInvalid:
        notices.append(f"Column {quote_value(name)} holds bytes, which are written as hexadecimal text.")
        return _format_values(column, bytes.hex)


def _format_values(column: pa.ChunkedArray, format_value: Callable[[Any], str]) -> pa.ChunkedArray:
    """The values as text, few of them at a time, since each is a Python object for a while."""
    pieces = [column.slice(start, TEXT_BATCH_ROWS) for start in range(0, len(column), TEXT_BATCH_ROWS)]
    return pa.chunked_array(
        [[None if value is None else format_value(value) for value in piece.to_pylist()] for piece in pieces],
        pa.large_string(),
    )
