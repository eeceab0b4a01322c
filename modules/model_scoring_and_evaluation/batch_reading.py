"""Rows in chunks, from a stored table or from files: no more than one chunk and one block of a file is in memory."""

import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from modules.kit import ModuleError
from modules.kit.large_tables.joined_chunks import convert_batch, unify_columns, without_categories

#: What a cell may hold to be missing; as Import Data reads it.
MISSING_TEXTS = ["", "NA", "N/A", "#N/A", "NaN", "nan", "null", "NULL", "Null", "?"]
DELIMITERS = ",;\t|"
CSV_BLOCK_BYTES = 8 * 2**20
HEADER_BYTES = 64 * 2**10
#: What every file of Office has: it is a zip too.
OFFICE_MEMBER = "[Content_Types].xml"
READ_ERRORS = (pa.ArrowException, OSError, ValueError)


def iterate_table(path: Path) -> Iterator[pa.RecordBatch]:
    """The batches of a stored table, mapped."""
    with pa.memory_map(str(path)) as source:
        reader = pa.ipc.open_file(source)
        for index in range(reader.num_record_batches):
            yield reader.get_batch(index)


def count_table_rows(path: Path) -> int:
    """How many rows a stored table has."""
    return sum(batch.num_rows for batch in iterate_table(path))


def iterate_file(path: Path, columns: pa.Schema | None, rows: int, name: str = "The file") -> Iterator[pa.RecordBatch]:
    """The rows of a CSV, Parquet or Arrow file, or of all files in a zip in the order of their names.

    `columns` are those that have a type; of a CSV file all others are read as text.
    """
    with path.open("rb") as stream:
        head = stream.read(HEADER_BYTES)
    try:
        if head.startswith(b"PK\x03\x04"):
            yield from _iterate_zip(path, columns, rows, name)
        elif head.startswith(b"PAR1"):
            with pa.parquet.ParquetFile(path) as parquet:
                yield from parquet.iter_batches(batch_size=rows)
        elif head.startswith(b"ARROW1"):
            yield from iterate_table(path)
        else:
            yield from _iterate_csv(path, head, columns)
    except READ_ERRORS as error:
        words = " ".join(str(error).split())[:300].rstrip(".")
        raise ModuleError(
            39, f"{name} can't be read: {words}. It has to be CSV in UTF-8, Parquet, Arrow, or a zip of such files.",
            port="file",
        ) from None  # fmt: skip


def _iterate_zip(path: Path, columns: pa.Schema | None, rows: int, name: str) -> Iterator[pa.RecordBatch]:
    first: tuple[str, pa.Schema] | None = None
    with zipfile.ZipFile(path) as archive:
        if OFFICE_MEMBER in archive.namelist():
            raise ModuleError(39, f"{name} is a workbook or a document. Save its table as CSV or Parquet.", port="file")
        members = sorted((one for one in archive.infolist() if is_table_member(one)), key=lambda one: one.filename)
        if not members:
            raise ModuleError(39, "The zip has no files to score.", port="file")
        for member in members:
            with tempfile.TemporaryDirectory(prefix="batch-") as folder:
                target = Path(folder, "member")
                with archive.open(member) as source, target.open("wb") as sink:
                    while block := source.read(2**20):
                        sink.write(block)
                for batch in iterate_file(target, columns, rows, member.filename):
                    first = first or (member.filename, batch.schema)
                    _require_same_columns(first, member.filename, batch.schema, columns)
                    yield batch


def _require_same_columns(first: tuple[str, pa.Schema], name: str, found: pa.Schema, columns: pa.Schema | None) -> None:
    """Raise ModuleError for a file without a column that the first one has: its rows would be scored without values."""
    taken = first[1].names if columns is None else [one for one in columns.names if one in first[1].names]
    missing = next((one for one in taken if one not in found.names), None)
    if missing is not None:
        message = f"{name} has no column '{missing}', and {first[0]} has it. Files of one batch need the same columns."
        raise ModuleError(1, message, port="file", column=missing)


def is_table_member(member: zipfile.ZipInfo) -> bool:
    """Whether a file of a zip may be a table: folders, hidden files and empty ones are none."""
    parts = Path(member.filename).parts
    hidden = any(part.startswith((".", "_")) or part == "__MACOSX" for part in parts)
    return not member.is_dir() and not hidden and member.file_size > 0


def choose_delimiter(head: bytes) -> str:
    """The sign between the columns of a CSV file that begins so."""
    return max(DELIMITERS, key=head.partition(b"\n")[0].decode("utf-8-sig", "replace").count)


def _iterate_csv(path: Path, head: bytes, columns: pa.Schema | None) -> Iterator[pa.RecordBatch]:
    parsing = pa.csv.ParseOptions(delimiter=choose_delimiter(head), newlines_in_values=True)
    reading = pa.csv.ReadOptions(block_size=CSV_BLOCK_BYTES)
    with pa.csv.open_csv(path, reading, parsing) as opened:
        names = opened.schema.names
    known = {field.name: _to_csv_type(field.type) for field in columns or ()}
    types = dict.fromkeys(names, pa.string())
    converting = pa.csv.ConvertOptions(
        column_types=types, null_values=MISSING_TEXTS, strings_can_be_null=True, quoted_strings_can_be_null=False
    )
    with pa.csv.open_csv(path, reading, parsing, converting) as opened:
        for batch in opened:
            yield _read_types(batch, known)


def _read_types(batch: pa.RecordBatch, known: Mapping[str, pa.DataType]) -> pa.RecordBatch:
    """The rows with the columns that have a type in it. One with a text that is none of it stays as it is."""
    arrays = [_read_type(values, known.get(name)) for name, values in zip(batch.schema.names, batch, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, names=batch.schema.names)


def _read_type(texts: pa.Array, kind: pa.DataType | None) -> pa.Array:
    if kind is None or kind == texts.type:
        return texts
    trimmed = pc.utf8_trim_whitespace(texts)
    for wanted in (kind, pa.float64()) if pa.types.is_integer(kind) else (kind,):
        try:
            return trimmed.cast(wanted)
        except (pa.ArrowException, NotImplementedError):
            continue
    return texts


def _to_csv_type(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(kind) or pa.types.is_nested(kind):
        return pa.string()
    return pa.timestamp("us", kind.tz) if pa.types.is_timestamp(kind) else kind


def cut_chunks(batches: Iterable[pa.RecordBatch], rows: int) -> Iterator[pa.Table]:
    """The rows again, in tables of so many rows; the last one may have fewer."""
    waiting: list[pa.RecordBatch] = []
    count = 0
    for batch in batches:
        while batch.num_rows:
            taken = batch.slice(0, rows - count)
            waiting.append(taken)
            count += taken.num_rows
            batch = batch.slice(taken.num_rows)
            if count == rows:
                yield _join(waiting)
                waiting, count = [], 0
    if waiting:
        yield _join(waiting)


def _join(batches: list[pa.RecordBatch]) -> pa.Table:
    """One table, also where files have columns of different types or in another order."""
    schema = batches[0].schema
    if all(batch.schema.equals(schema) for batch in batches):
        return pa.Table.from_batches(batches).unify_dictionaries()
    plain = [_to_plain_texts(batch) for batch in batches]
    joined = unify_columns([batch.schema for batch in plain])
    return pa.Table.from_batches([convert_batch(batch, joined) for batch in plain])


def _to_plain_texts(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The rows with categories as the values that they stand for."""
    return convert_batch(batch, without_categories(batch.schema))
