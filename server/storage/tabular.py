"""Windows of rows and downloads from the Arrow file of a dataset; pyarrow only, no code of a user is ever run."""

import math
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from modules.kit import Column, ColumnType, Role, Schema
from modules.kit.files import ROLE_KEY

#: JSON numbers are exact up to here in a browser.
EXACT = 2**53
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
EXCEL_ROWS = 1_048_575

ARROW_TYPES: dict[ColumnType, tuple[Callable[[pa.DataType], bool], ...]] = {
    "boolean": (pa.types.is_boolean,),
    "integer": (pa.types.is_integer,),
    "real": (pa.types.is_floating, pa.types.is_decimal),
    "text": (pa.types.is_string, pa.types.is_large_string),
    "category": (pa.types.is_dictionary,),
    "datetime": (pa.types.is_timestamp, pa.types.is_date),
}


@lru_cache(maxsize=64)
def opened(path: Path) -> tuple[pa.RecordBatchFileReader, list[int]]:
    """The mapped file, and the row at which each of its batches starts."""
    reader = pa.ipc.open_file(pa.memory_map(str(path)))
    starts, start = [], 0
    for index in range(reader.num_record_batches):
        starts.append(start)
        start += reader.get_batch(index).num_rows
    return reader, [*starts, start]


def window(path: Path, offset: int, limit: int, columns: list[str] | None = None) -> dict[str, Any]:
    """`limit` rows from `offset` on as JSON values, row by row; reads only the batches that hold them."""
    reader, starts = opened(path)
    total = starts[-1]
    first, last = min(offset, total), min(offset + limit, total)
    batches = [
        reader.get_batch(index).slice(max(first - start, 0), min(last, starts[index + 1]) - max(first, start))
        for index, start in enumerate(starts[:-1])
        if start < last and starts[index + 1] > first
    ]
    table = pa.Table.from_batches(batches, schema=reader.schema)
    if columns is not None:
        table = table.select(columns)
    values = [_values(column) for column in table.columns]
    return {
        "offset": first,
        "total": total,
        "columns": table.column_names,
        "rows": [list(row) for row in zip(*values, strict=True)],
    }


def _values(column: pa.ChunkedArray) -> list[Any]:
    return [json_value(value) for value in column.to_pylist()]


def json_value(value: Any) -> Any:
    """A value as JSON: missing is null, numbers that JSON or a browser cannot hold exactly are text."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        return value if abs(value) <= EXACT else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None if math.isnan(value) else str(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def batches_of(path: Path) -> list[pa.RecordBatch]:
    """The batches of the table, mapped."""
    reader, _ = opened(path)
    return [reader.get_batch(index) for index in range(reader.num_record_batches)]


def table_of(path: Path) -> pa.Table:
    """The whole table, mapped."""
    return opened(path)[0].read_all()


def schema_of(path: Path) -> Schema:
    """The columns with their types and roles, and the levels of categories."""
    reader, _ = opened(path)
    return Schema(tuple(_column(reader, index) for index in range(len(reader.schema))))


def _column(reader: pa.RecordBatchFileReader, index: int) -> Column:
    field = reader.schema.field(index)
    role = cast(Role, (field.metadata or {}).get(ROLE_KEY, b"feature").decode())
    levels = None
    if pa.types.is_dictionary(field.type) and reader.num_record_batches:
        levels = tuple(map(str, reader.get_batch(0).column(index).dictionary.to_pylist()))
    return Column(field.name, _column_type(field.type), role, levels)


def _column_type(kind: pa.DataType) -> ColumnType:
    for name, fits in ARROW_TYPES.items():
        if any(test(kind) for test in fits):
            return name
    return "other"


def csv_bytes(path: Path) -> Iterator[bytes]:
    """The table as CSV, batch by batch, safe to open in a spreadsheet: text that looks like a formula is quoted by an
    apostrophe, as OWASP advises; numbers are left alone."""
    reader, _ = opened(path)
    for index in range(max(reader.num_record_batches, 1)):
        batch = reader.get_batch(index) if reader.num_record_batches else None
        table = pa.Table.from_batches([batch] if batch is not None else [], schema=reader.schema)
        sink = pa.BufferOutputStream()
        options = pa.csv.WriteOptions(include_header=index == 0, quoting_style="needed")
        pa.csv.write_csv(_inert(plain(table)), sink, options)
        yield sink.getvalue().to_pybytes()


def plain(table: pa.Table) -> pa.Table:
    """Dictionary and other special columns as text, so that any writer takes them."""
    columns = []
    for column in table.columns:
        kind = column.type
        if pa.types.is_dictionary(kind):
            column = column.cast(kind.value_type)
        elif pa.types.is_duration(kind) or pa.types.is_nested(kind):
            column = pa.chunked_array([[None if v is None else str(v) for v in column.to_pylist()]], type=pa.string())
        columns.append(column)
    return pa.table(columns, names=table.column_names)


def _inert(table: pa.Table) -> pa.Table:
    columns = [_inert_column(column) for column in table.columns]
    return pa.table(columns, names=[_inert_text(name) for name in table.column_names])


def _inert_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return column
    text = column.cast(pa.large_string())
    marked = pc.binary_join_element_wise(pa.scalar("'", pa.large_string()), text, pa.scalar("", pa.large_string()))
    return pc.if_else(pc.match_substring_regex(text, r"^[=+\-@\t\r]"), marked, text)


def _inert_text(text: str) -> str:
    return f"'{text}" if text.startswith(DANGEROUS) else text


def parquet_bytes(path: Path) -> bytes:
    """The table as a Parquet file."""
    sink = pa.BufferOutputStream()
    pa.parquet.write_table(plain(table_of(path)), sink, compression="zstd")
    content: bytes = sink.getvalue().to_pybytes()
    return content


def excel_bytes(path: Path) -> bytes:
    """The table as an Excel workbook whose text cells are never formulas; raises ValueError above Excel's rows."""
    from io import BytesIO

    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    table = table_of(path)
    if table.num_rows > EXCEL_ROWS:
        raise ValueError(
            f"Excel holds {EXCEL_ROWS:,} rows, and this table has {table.num_rows:,}. Take CSV or Parquet."
        )
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Data")

    def cell(value: Any) -> WriteOnlyCell:
        made = WriteOnlyCell(sheet, value=_excel_value(value))
        if isinstance(made.value, str):
            made.data_type = "s"
        return made

    sheet.append([cell(name) for name in table.column_names])
    for batch in plain(table).to_batches(max_chunksize=10_000):
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            sheet.append([cell(value) for value in row])
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def _excel_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, str):
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

        return ILLEGAL_CHARACTERS_RE.sub("", value)[:32_767]
    return (
        value
        if isinstance(value, int | float | bool | date | time | timedelta | Decimal) or value is None
        else str(value)
    )
