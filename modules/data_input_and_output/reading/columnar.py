"""Parquet and Arrow files: read in batches, and measured before a dictionary is written out in full."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.ipc
import pyarrow.parquet as pq

from modules.data_input_and_output.reading.arrow_frames import to_common_type
from modules.data_input_and_output.reading.column_names import tidy_names
from modules.data_input_and_output.reading.disk_columns import is_on_disk, spill_batches, spill_column
from modules.data_input_and_output.reading.read_limits import (
    MAX_FILE_BYTES,
    MEGABYTE,
    check_size,
    check_unpacked,
    quote_value,
    refuse_file,
)
from modules.kit.large_tables.joined_chunks import convert_batch, without_categories

BATCH_ROWS = 65_536
INDEX = "__index_level_"


@contextmanager
def _refuse_damage() -> Iterator[None]:
    """What Arrow raises on damaged files, said as a refusal. It does not matter which part was damaged first."""
    try:
        yield
    except (OSError, ValueError, TypeError, KeyError, NotImplementedError) as error:
        refuse_file(
            f"The file is damaged, or has a format that can't be read: {quote_value(error)}. Save or upload it again."
        )


@_refuse_damage()
def read_parquet(path: Path, notices: list[str]) -> pa.Table:
    """The table of a Parquet file; texts stay dictionaries until it is known how long they are."""
    with pq.ParquetFile(path, memory_map=True) as opened:
        check_size(opened.metadata.num_rows, opened.metadata.num_columns)
        groups = [opened.metadata.row_group(place) for place in range(opened.metadata.num_row_groups)]
        check_unpacked(sum(group.total_byte_size for group in groups), path.stat().st_size)
        # On disk texts take the room that they have anyway.
        names = [field.name for field in opened.schema_arrow if _is_text(field.type) and not is_on_disk()]
        declared = {field.name for field in opened.schema_arrow if pa.types.is_dictionary(field.type)}
    with pq.ParquetFile(path, memory_map=True, read_dictionary=names) as opened:
        table = _collect_batches(opened.iter_batches(batch_size=BATCH_ROWS), opened.schema_arrow)
    return _finish_table(table, declared, notices)


@_refuse_damage()
def read_arrow(path: Path, notices: list[str], *, stream: bool) -> pa.Table:
    """The table of an Arrow IPC file or stream."""
    with pa.memory_map(str(path)) as source:
        if stream:
            with pa.ipc.open_stream(source) as reader:
                table = _collect_batches(reader, reader.schema)
        else:
            file = pa.ipc.open_file(source)
            table = _collect_batches((file.get_batch(place) for place in range(file.num_record_batches)), file.schema)
    declared = {field.name for field in table.schema if pa.types.is_dictionary(field.type)}
    return _finish_table(table, declared, notices)


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_binary(kind))


def _collect_batches(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> pa.Table:
    """The batches as one table, as long as they and the texts of their dictionaries stay within the limit.

    A damaged file may point outside of its own bytes, so nothing is touched before all of a batch has been checked.
    """
    if is_on_disk():
        return _spill_checked(batches, schema)
    gathered: list[pa.RecordBatch] = []
    rows, size = 0, 0
    for batch in batches:
        batch.validate(full=True)
        gathered.append(batch)
        rows += batch.num_rows
        size += batch.nbytes + sum(_measure_expanded_bytes(column) for column in batch.columns)
        check_size(rows, batch.num_columns)
        if size > MAX_FILE_BYTES:
            refuse_file(
                f"The table takes more than {MAX_FILE_BYTES // MEGABYTE:,} MB in memory. "
                "Split it, or leave columns out."
            )
    return pa.Table.from_batches(gathered, gathered[0].schema if gathered else schema)


def _spill_checked(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> pa.Table:
    """The batches on disk; categories are written out, and are categories again once all of them are known."""
    plain = without_categories(schema)
    declared = [field.name for field in schema if pa.types.is_dictionary(field.type)]

    def check_batches() -> Iterator[pa.RecordBatch]:
        rows = 0
        for batch in batches:
            batch.validate(full=True)
            rows += batch.num_rows
            check_size(rows, batch.num_columns)
            yield convert_batch(batch, plain)

    table = spill_batches(check_batches(), plain)
    for name in declared:
        place = table.schema.get_field_index(name)
        table = table.set_column(place, schema.field(name), table.column(name).dictionary_encode())
    return table


def _measure_expanded_bytes(column: pa.Array) -> int:
    """The bytes of a dictionary's texts once each row has its own."""
    if not isinstance(column, pa.DictionaryArray) or not _has_length(column.type.value_type):
        return 0
    lengths = pc.binary_length(column.dictionary).cast(pa.int64())
    return int(pc.sum(lengths.take(column.indices)).as_py() or 0)


def _has_length(kind: pa.DataType) -> bool:
    return bool(_is_text(kind) or pa.types.is_large_string(kind) or pa.types.is_large_binary(kind))


def _finish_table(table: pa.Table, declared: set[str], notices: list[str]) -> pa.Table:
    """Clean names and common types; dictionaries that only saved space are texts again."""
    table = table.combine_chunks() if any(pa.types.is_dictionary(field.type) for field in table.schema) else table
    given = ["index" if name.startswith(INDEX) else name for name in table.column_names]
    names = tidy_names(given, notices)
    columns = []
    for name, field, column in zip(names, table.schema, table.columns, strict=True):
        if pa.types.is_dictionary(field.type) and field.name not in declared:
            column = column.cast(_to_large_type(field.type.value_type))
        columns.append(spill_column(to_common_type(name, column, notices)))
    return pa.Table.from_arrays(columns, names=names)


def _to_large_type(kind: pa.DataType) -> pa.DataType:
    return pa.large_string() if pa.types.is_string(kind) else pa.large_binary() if pa.types.is_binary(kind) else kind
