"""Chunks on disk, and the one table or file that they become at the end, chunk by chunk."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from modules.kit import ModuleError
from modules.kit.large_tables.joined_chunks import JoinedChunks
from modules.kit.serialization import ROWS_PER_BATCH

ChunkFormat = Literal["CSV", "Parquet"]
SUFFIXES: Mapping[ChunkFormat, str] = {"CSV": ".csv", "Parquet": ".parquet"}


def write_chunk(table: pa.Table, path: Path) -> None:
    """A chunk as an Arrow file; it has its name once all of it is on disk."""
    unfinished = path.with_suffix(".partial")
    with pa.OSFile(str(unfinished), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=ROWS_PER_BATCH)
    os.replace(unfinished, path)


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
