"""Columns of large files go to disk as they are read, and are mapped from there, so that memory holds one of them."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

import pyarrow as pa
import pyarrow.ipc

from modules.kit import Dataset
from modules.kit.large_tables.allowance import get_allowance
from modules.kit.large_tables.large_table import LargeTable
from modules.kit.large_tables.table_writer import TableWriter
from modules.kit.nullable_columns import to_pandas_frame

#: Files of more than this part of the memory are read by way of the disk: packed, they may be several times as large.
SHARE_OF_FILES = 1 / 32

_folder: ContextVar[Path | None] = ContextVar("folder_of_columns", default=None)


@contextmanager
def keep_columns_on_disk(paths: Iterable[Path]) -> Iterator[None]:
    """Within this block columns go to disk, if these files are large for the memory of the step."""
    allowance = get_allowance()
    if allowance is None or sum(path.stat().st_size for path in paths) <= allowance.memory * SHARE_OF_FILES:
        yield
        return
    with tempfile.TemporaryDirectory(dir=allowance.folder, prefix="columns-") as folder:
        token = _folder.set(Path(folder))
        try:
            yield
        finally:
            _folder.reset(token)


def is_on_disk() -> bool:
    """Whether columns go to disk."""
    return _folder.get() is not None


def spill_batches(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> pa.Table:
    """The batches as one table, whose values are in a file that nobody else finds."""
    folder = _folder.get()
    assert folder is not None
    handle, path = tempfile.mkstemp(dir=folder)
    os.close(handle)
    with pa.OSFile(path, "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
        for batch in batches:
            writer.write_batch(batch)
    with pa.memory_map(path) as source:
        table = pa.ipc.open_file(source).read_all()
    os.unlink(path)  # its space is free again once nothing refers to these columns
    return table


def spill_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The column as it is, or its values on disk."""
    if not is_on_disk() or pa.types.is_dictionary(column.type):
        return column
    schema = pa.schema([pa.field("values", column.type)])
    batches = (pa.RecordBatch.from_arrays([chunk], schema=schema) for chunk in column.chunks)
    return spill_batches(batches, schema).column(0)


def store_table(table: pa.Table) -> Dataset:
    """The dataset of a table: in memory, or written where the outputs of the step go."""
    allowance = get_allowance()
    if not is_on_disk() or allowance is None:
        return Dataset(to_pandas_frame(table))
    writer = TableWriter(allowance.folder, "read")
    chunk_rows = LargeTable.choose_chunk_rows(table, allowance.memory)
    for start in range(0, max(1, table.num_rows), chunk_rows):
        writer.write(Dataset(to_pandas_frame(table.slice(start, chunk_rows))))
    return writer.finish()
