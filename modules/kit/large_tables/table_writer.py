"""A table that is written while its rows come, in a file like that of any other table."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.ipc

from modules.kit.batch_work import StoredTable
from modules.kit.large_tables.joined_chunks import PANDAS_KEY, JoinedChunks
from modules.kit.ports import Dataset
from modules.kit.serialization import ROWS_PER_BATCH, to_arrow_table

#: The file is written under these names first.
PART_NAME = "{port}.part{number}"


class TableWriter:
    """Writes the rows of one output, chunk by chunk.

    A file holds columns of one type each, and one list of levels for each category. Where a later chunk has others it
    begins a new part, and all parts are joined at the end.
    """

    def __init__(self, folder: Path, port: str) -> None:
        self.folder, self.port = folder, port
        self.rows = 0
        self._parts: list[_Part] = []

    def write(self, dataset: Dataset) -> None:
        """Append these rows."""
        table = to_arrow_table(dataset)
        self.rows += table.num_rows
        if not self._parts or not self._parts[-1].fits(table):
            if self._parts:
                self._parts[-1].close()
            path = self.folder / PART_NAME.format(port=self.port, number=len(self._parts))
            self._parts.append(_Part(path, table))
        self._parts[-1].write(table)

    def finish(self) -> StoredTable:
        """The table that all these rows are; at least one chunk has been written, if only one without rows."""
        self._parts[-1].close()
        path = self.folder / f"{self.port}.written"
        if len(self._parts) == 1:
            os.replace(self._parts[0].path, path)
        else:
            joined = JoinedChunks([part.path for part in self._parts])
            whole = _Part(path, joined.schema.empty_table())
            for batch in joined:
                whole.write(pa.Table.from_batches([batch]))
            whole.close()
            for part in self._parts:
                part.path.unlink()
        return StoredTable.at(path, self.rows, len(self._parts[0].schema))


class _Part:
    """One file with the rows of some chunks that have the same columns, in batches of the usual size."""

    def __init__(self, path: Path, first: pa.Table) -> None:
        self.path, self.schema = path, first.schema
        self._types, self._levels = _read_types(first.schema), _read_levels(first)
        self._sink = pa.OSFile(str(path), "wb")
        self._writer = pa.ipc.new_file(self._sink, first.schema)
        self._waiting: list[pa.Table] = []
        self._waiting_rows = 0

    def fits(self, table: pa.Table) -> bool:
        """Whether the rows can go into this file."""
        same = _read_types(table.schema) == self._types
        return same and all(self._levels[name].equals(levels) for name, levels in _read_levels(table).items())

    def write(self, table: pa.Table) -> None:
        self._waiting.append(table.replace_schema_metadata(self.schema.metadata))
        self._waiting_rows += table.num_rows
        if self._waiting_rows >= ROWS_PER_BATCH:
            self._write_waiting(self._waiting_rows - self._waiting_rows % ROWS_PER_BATCH)

    def close(self) -> None:
        if self._waiting_rows:
            self._write_waiting(self._waiting_rows)
        self._writer.close()
        self._sink.close()

    def _write_waiting(self, count: int) -> None:
        waiting = pa.concat_tables(self._waiting)
        for batch in _cut_batches(waiting.slice(0, count)):
            self._writer.write_batch(batch)
        self._waiting = [waiting.slice(count)]
        self._waiting_rows -= count


def _cut_batches(table: pa.Table) -> Iterator[pa.RecordBatch]:
    for start in range(0, table.num_rows, ROWS_PER_BATCH):
        yield from table.slice(start, ROWS_PER_BATCH).combine_chunks().to_batches()


def _read_types(schema: pa.Schema) -> list[tuple[str, pa.DataType, object]]:
    """The names and types of columns, in Arrow and in pandas."""
    notes = json.loads((schema.metadata or {}).get(PANDAS_KEY, b'{"columns": []}'))
    in_pandas = {note["name"]: note["numpy_type"] for note in notes["columns"]}
    return [(field.name, field.type, in_pandas.get(field.name)) for field in schema]


def _read_levels(table: pa.Table) -> dict[str, pa.Array]:
    """{category: its levels}"""
    return {
        name: (column.chunk(0).dictionary if column.num_chunks else pa.array([], column.type.value_type))
        for name, column in zip(table.column_names, table.columns, strict=True)
        if pa.types.is_dictionary(column.type)
    }
