"""Chunks on disk, and the one table or file that they become at the end, chunk by chunk."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from modules.kit import ModuleError
from modules.kit.serialization import ROWS_PER_BATCH
from modules.model_scoring_and_evaluation.batch_reading import unify_columns, without_categories

ChunkFormat = Literal["CSV", "Parquet"]
SUFFIXES: Mapping[ChunkFormat, str] = {"CSV": ".csv", "Parquet": ".parquet"}
#: What pandas notes of a table is true of none that is put together of several.
PANDAS_KEY = b"pandas"


def write_chunk(table: pa.Table, path: Path) -> None:
    """A chunk as an Arrow file; it has its name once all of it is on disk."""
    unfinished = path.with_suffix(".partial")
    with pa.OSFile(str(unfinished), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=ROWS_PER_BATCH)
    os.replace(unfinished, path)


class JoinedChunks:
    """The chunks as one table, of which one chunk at a time is in memory."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = paths
        self._levels: dict[str, pa.Array] = {}
        schemas = [self._read_schema(path) for path in paths]
        joined = unify_columns([without_categories(schema) for schema in schemas])
        fields = [self._restore_category(field, schemas[0]) for field in joined]
        metadata = {key: value for key, value in (schemas[0].metadata or {}).items() if key != PANDAS_KEY}
        self.schema = pa.schema(fields, metadata)

    def _read_schema(self, path: Path) -> pa.Schema:
        """The columns of a chunk; the levels of its categories are added to those that are known."""
        with pa.memory_map(str(path)) as source:
            reader = pa.ipc.open_file(source)
            batch = reader.get_batch(0)
            for field, column in zip(reader.schema, batch.columns, strict=True):
                if pa.types.is_dictionary(field.type):
                    known = self._levels.get(field.name)
                    both = column.dictionary if known is None else pa.concat_arrays([known, column.dictionary])
                    self._levels[field.name] = pc.unique(both)
            return reader.schema

    def _restore_category(self, field: pa.Field, first: pa.Schema) -> pa.Field:
        if field.name not in self._levels:
            return field
        place = first.get_field_index(field.name)
        kind = first.field(place).type if place >= 0 else field.type
        ordered = pa.types.is_dictionary(kind) and kind.ordered
        return field.with_type(pa.dictionary(pa.int32(), field.type, ordered))

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        for path in self.paths:
            with pa.memory_map(str(path)) as source:
                reader = pa.ipc.open_file(source)
                for index in range(reader.num_record_batches):
                    yield self._convert(reader.get_batch(index))

    def _convert(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        arrays = [self._convert_column(batch, field) for field in self.schema]
        return pa.RecordBatch.from_arrays(arrays, schema=self.schema)

    def _convert_column(self, batch: pa.RecordBatch, field: pa.Field) -> pa.Array:
        place = batch.schema.get_field_index(field.name)
        if place < 0:
            return pa.nulls(batch.num_rows, field.type)
        column, levels = batch.column(place), self._levels.get(field.name)
        if levels is None:
            return column if column.type == field.type else column.cast(field.type)
        if not pa.types.is_dictionary(column.type):
            column = column.cast(levels.type).dictionary_encode()
        places = pc.index_in(column.dictionary, levels).take(column.indices.cast(pa.int32()))
        return pa.DictionaryArray.from_arrays(places, levels, ordered=field.type.ordered)


def write_table(chunks: JoinedChunks, path: Path) -> int:
    """All rows as one stored table; returns how many there are."""
    rows = 0
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, chunks.schema) as writer:
        for batch in chunks:
            writer.write_batch(batch)
            rows += batch.num_rows
    return rows


def write_file(chunks: JoinedChunks, path: Path, form: ChunkFormat) -> None:
    """All rows as one file for other programs."""
    schema = _to_plain_schema(chunks.schema)
    if form == "Parquet":
        with pa.parquet.ParquetWriter(path, schema) as parquet:
            for batch in chunks:
                parquet.write_table(pa.Table.from_batches([batch]).cast(schema))
        return
    nested = next((field.name for field in schema if pa.types.is_nested(field.type)), None)
    if nested is not None:
        message = f"Column '{nested}' holds several values in each row, which CSV has no way to write. Choose Parquet."
        raise ModuleError(13, message, parameter="save_as", column=nested)
    with pa.csv.CSVWriter(str(path), schema) as writer:
        for batch in chunks:
            writer.write_table(pa.Table.from_batches([batch]).cast(schema))


def _to_plain_schema(schema: pa.Schema) -> pa.Schema:
    """Categories as their texts, and nothing that only we understand."""
    return pa.schema([pa.field(field.name, _to_plain_type(field.type)) for field in schema])


def _to_plain_type(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind
