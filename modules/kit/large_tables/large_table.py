"""A stored table that is not loaded: its file is mapped, and some rows or some columns of it are read at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.ipc

from modules.kit.ports import Dataset
from modules.kit.serialization import ROWS_PER_BATCH, from_arrow_table

Positions = npt.NDArray[np.int32] | npt.NDArray[np.int64]
#: The part of the memory that the rows may take that are read at a time: what is done to them takes several times that.
SHARE_OF_CHUNK = 1 / 32


@dataclass(frozen=True)
class LargeTable:
    """The table in a file, `chunk_rows` of which are read at a time."""

    table: pa.Table
    chunk_rows: int

    @classmethod
    def open(cls, path: Path, memory: int) -> "LargeTable":
        """The table in this file, for a step that may take so many bytes of memory."""
        with pa.memory_map(str(path)) as source:  # closing the file leaves the map to the table
            table = pa.ipc.open_file(source).read_all()
        return cls(table, cls.choose_chunk_rows(table, memory))

    @staticmethod
    def choose_chunk_rows(table: pa.Table, memory: int) -> int:
        """How many rows of a table are worked on at a time by a step that may take so much memory."""
        wanted = int(memory * SHARE_OF_CHUNK / max(1, table.nbytes / max(1, table.num_rows)))
        return max(1, wanted // ROWS_PER_BATCH) * ROWS_PER_BATCH

    @property
    def rows(self) -> int:
        return int(self.table.num_rows)

    @property
    def names(self) -> list[str]:
        return list(self.table.column_names)

    @cached_property
    def head(self) -> Dataset:
        """The columns and their roles, without any row."""
        return self._to_dataset(self.table.slice(0, 0))

    @cached_property
    def _types_with_gaps(self) -> dict[str, Any]:
        """The types of columns that pandas holds otherwise where a value is missing, as it may in another chunk."""
        gappy = [
            field.name
            for field, column in zip(self.table.schema, self.table.columns, strict=True)
            if (pa.types.is_integer(field.type) or pa.types.is_boolean(field.type)) and column.null_count
        ]
        fields = [self.table.schema.field(name) for name in gappy]
        missing = pa.Table.from_arrays(
            [pa.nulls(1, field.type) for field in fields], schema=pa.schema(fields, self.table.schema.metadata)
        )
        return dict(from_arrow_table(missing).frame.dtypes) if gappy else {}

    def measure_columns(self, names: Sequence[str]) -> int:
        """How many bytes these columns have."""
        return sum(int(self.table.column(name).nbytes) for name in names)

    def group_columns(self, names: Sequence[str], size: int) -> Iterator[list[str]]:
        """The columns in groups of about so many bytes; a larger column is a group of its own."""
        group: list[str] = []
        for name in names:
            if group and self.measure_columns([*group, name]) > size:
                yield group
                group = []
            group.append(name)
        if group:
            yield group

    def read_columns(self, names: Sequence[str]) -> Dataset:
        """All rows of some columns."""
        return self._to_dataset(self.table.select(list(names)))

    def iterate(self) -> Iterator[Dataset]:
        """All rows, chunk by chunk; one chunk without a row where there are none."""
        for start in range(0, max(1, self.rows), self.chunk_rows):
            yield self._to_dataset(self.table.slice(start, self.chunk_rows))

    def take(self, positions: Positions, names: Sequence[str]) -> Dataset:
        """The rows at these positions, in this order, of some columns."""
        table = self.table.select(list(names))
        if not len(names):
            return Dataset(pd.DataFrame(index=range(len(positions))))
        return self._to_dataset(take_table_rows(table, positions))

    def take_chunks(self, positions: Positions) -> Iterator[Dataset]:
        """The rows at these positions, chunk by chunk; one chunk without a row where there are none."""
        for start in range(0, max(1, len(positions)), self.chunk_rows):
            yield self.take(positions[start : start + self.chunk_rows], self.names)

    def _to_dataset(self, table: pa.Table) -> Dataset:
        dataset = from_arrow_table(table)
        gaps = {name: kind for name, kind in self._types_with_gaps.items() if name in dataset.frame}
        return dataset.with_frame(dataset.frame.astype(gaps)) if gaps else dataset


def take_table_rows(table: pa.Table, positions: Positions) -> pa.Table:
    """The rows at these positions, in this order; of the table no more than those is read.

    Arrow's own `take` would put all chunks of a column together first.
    """
    in_order = bool(np.all(positions[1:] >= positions[:-1]))
    order = np.arange(0) if in_order else np.argsort(positions, kind="stable")
    ordered = positions if in_order else positions[order]
    parts: list[pa.Table] = []
    start = 0
    for batch in table.to_batches():
        end = start + batch.num_rows
        first, last = np.searchsorted(ordered, [start, end])
        if last > first:
            parts.append(pa.Table.from_batches([batch.take(pa.array(ordered[first:last] - start))]))
        start = end
    taken = pa.concat_tables(parts) if parts else table.slice(0, 0)
    if in_order:
        return taken
    back = np.empty(len(order), dtype=np.int64)
    back[order] = np.arange(len(order))
    return taken.combine_chunks().take(pa.array(back))
