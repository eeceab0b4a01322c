"""Windows of rows and downloads from the Arrow file of a dataset; pyarrow only, no code of a user is ever run."""

import codecs
import io
import math
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.ipc
import pyarrow.parquet

from modules.kit import Column, Role, Schema
from modules.kit.arrow_cells import to_python_values
from modules.kit.conditions import to_column_type
from modules.kit.serialization import ROLE_KEY
from modules.kit.sparse_vectors import describe_vectors, is_vector_field

#: JSON numbers are exact up to here in a browser.
MAX_EXACT_INTEGER = 2**53
FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r")
MAX_EXCEL_ROWS = 1_048_575
#: So many picked rows of a download are in memory at once.
ROWS_PER_BLOCK = 50_000

SPECIAL_TYPE_TESTS = (
    pa.types.is_duration, pa.types.is_nested, pa.types.is_interval, pa.types.is_binary, pa.types.is_large_binary,
    pa.types.is_fixed_size_binary, pa.types.is_binary_view,
)  # fmt: skip

RowNumbers = npt.NDArray[np.uint32]


@lru_cache(maxsize=64)
def open_arrow_file(path: Path) -> tuple[pa.RecordBatchFileReader, list[int]]:
    """The mapped file, and the row at which each of its batches starts."""
    reader = pa.ipc.open_file(pa.memory_map(str(path)))
    starts, start = [], 0
    for index in range(reader.num_record_batches):
        starts.append(start)
        start += reader.get_batch(index).num_rows
    return reader, [*starts, start]


def iterate_batches(path: Path) -> Iterator[pa.RecordBatch]:
    """The table batch by batch, mapped."""
    reader, _ = open_arrow_file(path)
    return (reader.get_batch(index) for index in range(reader.num_record_batches))


def read_window(
    path: Path, offset: int, limit: int, columns: list[str] | None = None, numbers: RowNumbers | None = None
) -> dict[str, Any]:
    """`limit` rows from `offset` on as JSON values, row by row; reads only the batches that hold them.

    With `numbers`, of those rows in that order. `numbers` of the answer are the positions of its rows in the table.
    """
    total = count_rows(path) if numbers is None else len(numbers)
    first, last = min(offset, total), min(offset + limit, total)
    table = _slice_rows(path, first, last) if numbers is None else take_rows(path, numbers[first:last])
    if columns is not None:
        table = table.select(columns)
    values = [_to_json_values(field, column) for field, column in zip(table.schema, table.columns, strict=True)]
    return {
        "offset": first,
        "total": total,
        "columns": table.column_names,
        "rows": [list(row) for row in zip(*values, strict=True)],
        "numbers": list(range(first, last)) if numbers is None else numbers[first:last].tolist(),
    }


def count_rows(path: Path) -> int:
    return open_arrow_file(path)[1][-1]


def _slice_rows(path: Path, first: int, last: int) -> pa.Table:
    reader, starts = open_arrow_file(path)
    slices = [
        reader.get_batch(index).slice(max(first - start, 0), min(last, starts[index + 1]) - max(first, start))
        for index, start in enumerate(starts[:-1])
        if start < last and starts[index + 1] > first
    ]
    return pa.Table.from_batches(slices, schema=reader.schema)


def take_rows(path: Path, numbers: RowNumbers) -> pa.Table:
    """The rows of these numbers, in their order; only the batches that hold them are touched."""
    reader, starts = open_arrow_file(path)
    batch_indices = np.searchsorted(np.asarray(starts[1:]), numbers, side="right")
    by_batch = np.argsort(batch_indices, kind="stable")
    parts = [
        reader.get_batch(int(index)).take(pa.array(numbers[by_batch][batch_indices[by_batch] == index] - starts[index]))
        for index in np.unique(batch_indices)
    ]
    table = pa.Table.from_batches(parts, schema=reader.schema).combine_chunks()
    back = np.empty(len(numbers), dtype=np.int64)
    back[by_batch] = np.arange(len(numbers))
    return table.take(pa.array(back))


def iterate_blocks(path: Path, numbers: RowNumbers | None = None) -> Iterator[pa.Table]:
    """The table, or the rows of these numbers, in pieces; at least one, so that the columns are told."""
    reader, _ = open_arrow_file(path)
    if numbers is None:
        yield from (pa.Table.from_batches([batch]) for batch in iterate_batches(path))
    else:
        yield from (take_rows(path, numbers[at : at + ROWS_PER_BLOCK]) for at in range(0, len(numbers), ROWS_PER_BLOCK))
    if not (reader.num_record_batches if numbers is None else len(numbers)):
        yield reader.schema.empty_table()


def _to_json_values(field: pa.Field, column: pa.ChunkedArray) -> list[object]:
    if is_vector_field(field):
        return [*describe_vectors(field, column)]
    return [to_json_value(value) for value in to_python_values(column)]


def to_json_value(value: object) -> Any:
    """A value as JSON: missing is null, numbers that JSON or a browser cannot hold exactly are text."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        return value if abs(value) <= MAX_EXACT_INTEGER else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None if math.isnan(value) else str(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def load_table(path: Path) -> pa.Table:
    """The whole table, mapped."""
    return open_arrow_file(path)[0].read_all()


@lru_cache(maxsize=256)
def read_schema(path: Path) -> Schema:
    """The columns with their types and roles, and the levels of categories."""
    reader, _ = open_arrow_file(path)
    return Schema(tuple(_describe_column(reader, index) for index in range(len(reader.schema))))


def _describe_column(reader: pa.RecordBatchFileReader, index: int) -> Column:
    field = reader.schema.field(index)
    role = cast(Role, (field.metadata or {}).get(ROLE_KEY, b"feature").decode())
    levels = None
    if pa.types.is_dictionary(field.type) and reader.num_record_batches:
        levels = tuple(map(str, to_python_values(reader.get_batch(0).column(index).dictionary)))
    return Column(field.name, "vector" if is_vector_field(field) else to_column_type(field.type), role, levels)


def encode_csv(pieces: Iterable[pa.Table], *, for_spreadsheets: bool = False) -> Iterator[bytes]:
    """The table as CSV, piece by piece; it reads back as the same table.

    For spreadsheets an apostrophe goes before text that looks like a formula, as OWASP advises, and numbers are left
    alone. A mark at the start tells Excel that the text is UTF-8.
    """
    if for_spreadsheets:
        yield codecs.BOM_UTF8
    for index, table in enumerate(pieces):
        plain = to_plain_table(table)
        plain = _escape_table(plain) if for_spreadsheets else plain
        if index == 0:
            yield (",".join(map(_quote_name, plain.column_names)) + "\n").encode()
        sink = pa.BufferOutputStream()
        pa.csv.write_csv(plain, sink, pa.csv.WriteOptions(include_header=False, quoting_style="needed"))
        yield sink.getvalue().to_pybytes()


def _quote_name(name: str) -> str:
    """A name in quotes where it needs them: a file with all in quotes would have empty texts taken for missing."""
    return f'"{name.replace(chr(34), chr(34) * 2)}"' if any(mark in name for mark in ',"\r\n') else name


def to_plain_table(table: pa.Table) -> pa.Table:
    """Dictionary and other special columns as text, so that any writer takes them."""
    return pa.table(
        [_to_plain_column(field, column) for field, column in zip(table.schema, table.columns, strict=True)],
        names=table.column_names,
    )


def _to_plain_column(field: pa.Field, column: pa.ChunkedArray) -> pa.ChunkedArray:
    if is_vector_field(field):
        return pa.chunked_array([describe_vectors(field, column)], type=pa.large_string())
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    kind = column.type
    if pa.types.is_string_view(kind):
        return column.cast(pa.large_string())
    if _is_special(kind) or not _has_common_dates(column):
        words = [None if value is None else str(value) for value in to_python_values(column)]
        return pa.chunked_array([words], type=pa.large_string())
    return column


def _is_special(kind: pa.DataType) -> bool:
    """Whether writers have no form of their own for values of this type."""
    return any(test(kind) for test in SPECIAL_TYPE_TESTS) or isinstance(kind, pa.BaseExtensionType)


def _has_common_dates(column: pa.ChunkedArray) -> bool:
    """Whether moments in the column, if there are, are so near that every writer has a number for them."""
    if not (pa.types.is_timestamp(column.type) or pa.types.is_date(column.type)):
        return True
    try:
        column.cast(pa.timestamp("us", getattr(column.type, "tz", None)), safe=True)
    except pa.ArrowInvalid as error:
        return "lose data" in str(error)  # of nanoseconds, which come near to no bound
    return True


def _escape_table(table: pa.Table) -> pa.Table:
    columns = [_escape_column(column) for column in table.columns]
    return pa.table(columns, names=[escape_formula(name) for name in table.column_names])


def _escape_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return column
    text = column.cast(pa.large_string())
    marked = pc.binary_join_element_wise(pa.scalar("'", pa.large_string()), text, pa.scalar("", pa.large_string()))
    return pc.if_else(pc.match_substring_regex(text, r"^[=+\-@\t\r]"), marked, text)


def escape_formula(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_PREFIXES) else text


def encode_parquet(pieces: Iterable[pa.Table]) -> bytes:
    """The table as a Parquet file."""
    sink = pa.BufferOutputStream()
    tables = map(to_plain_table, pieces)
    first = next(tables)
    with pa.parquet.ParquetWriter(sink, first.schema, compression="zstd") as writer:
        for table in chain([first], tables):
            writer.write_table(table)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def encode_arrow(pieces: Iterable[pa.Table]) -> Iterator[bytes]:
    """The table as an Arrow stream, piece by piece."""
    sink = io.BytesIO()
    writer = None
    for table in map(to_plain_table, pieces):
        writer = writer or pa.ipc.new_stream(sink, table.schema)
        writer.write_table(table)
        yield sink.getvalue()
        sink.seek(0)
        sink.truncate()
    if writer is not None:
        writer.close()
        yield sink.getvalue()


def encode_excel(pieces: Iterable[pa.Table], rows: int) -> bytes:
    """The table as an Excel workbook whose text cells are never formulas; raises ValueError above Excel's rows."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    if rows > MAX_EXCEL_ROWS:
        raise ValueError(f"Excel holds {MAX_EXCEL_ROWS:,} rows, but this table has {rows:,}. Use CSV or Parquet.")
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Data")

    def build_cell(value: object) -> WriteOnlyCell:
        made = WriteOnlyCell(sheet, value=_to_excel_value(value))
        if isinstance(made.value, str):
            made.data_type = "s"
        return made

    for index, table in enumerate(pieces):
        if index == 0:
            sheet.append([build_cell(name) for name in table.column_names])
        for batch in to_plain_table(table).to_batches(max_chunksize=10_000):
            for row in zip(*(to_python_values(column) for column in batch.columns), strict=True):
                sheet.append([build_cell(value) for value in row])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _to_excel_value(value: object) -> object:
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
