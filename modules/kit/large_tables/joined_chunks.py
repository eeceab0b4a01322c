"""Chunks on disk that become one table, also where their columns differ in type or in the levels of categories."""

import json
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

#: Under this key pandas notes of which types the columns of a table were.
PANDAS_KEY = b"pandas"

log = logging.getLogger(__name__)


class JoinedChunks:
    """The chunks as one table, of which one chunk at a time is in memory."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = paths
        self._levels: dict[str, pa.Array] = {}
        schemas = [self._read_schema(path) for path in paths]
        joined = unify_columns([without_categories(schema) for schema in schemas])
        fields = [self._restore_category(field, schemas[0]) for field in joined]
        metadata = dict(schemas[0].metadata or {})
        metadata |= {PANDAS_KEY: merge_pandas_notes(schemas, fields)} if PANDAS_KEY in metadata else {}
        self.schema = pa.schema(fields, metadata)

    def _read_schema(self, path: Path) -> pa.Schema:
        """The columns of a chunk; the levels of its categories are added to those that are known."""
        with pa.memory_map(str(path)) as source:
            reader = pa.ipc.open_file(source)
            batch = reader.get_batch(0) if reader.num_record_batches else pa.RecordBatch.from_pylist([], reader.schema)
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


def unify_columns(schemas: Sequence[pa.Schema]) -> pa.Schema:
    """All columns, each in a type that holds its values everywhere: text where there is no other."""
    fields: dict[str, pa.Field] = {}
    for schema in schemas:
        for field in schema:
            known = fields.get(field.name)
            fields[field.name] = field if known is None else _unify_field(known, field)
    return pa.schema(list(fields.values()))


def _unify_field(known: pa.Field, other: pa.Field) -> pa.Field:
    if known.type == other.type:
        return known
    try:
        joined = pa.unify_schemas([pa.schema([known]), pa.schema([other])], promote_options="permissive").field(0)
        return known.with_type(joined.type)
    except pa.ArrowException:
        log.warning("Column '%s' is %s here and %s there. It is written as text.", known.name, known.type, other.type)
        return known.with_type(pa.string())


def convert_batch(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """The rows with these columns; those that it lacks are missing."""
    names = set(batch.schema.names)
    arrays = [
        batch.column(field.name).cast(field.type) if field.name in names else pa.nulls(batch.num_rows, field.type)
        for field in schema
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def without_categories(schema: pa.Schema) -> pa.Schema:
    """The columns with the types of the values that their categories stand for."""
    fields = [
        field.with_type(field.type.value_type) if pa.types.is_dictionary(field.type) else field for field in schema
    ]
    return pa.schema(fields)


def merge_pandas_notes(schemas: Sequence[pa.Schema], fields: Sequence[pa.Field]) -> bytes:
    """What pandas notes of the columns, so that whole numbers with gaps in some chunk only are nullable in all."""
    notes = [json.loads(schema.metadata[PANDAS_KEY]) for schema in schemas if PANDAS_KEY in (schema.metadata or {})]
    known: dict[str, list[dict[str, object]]] = {}
    for note in notes:
        for column in note["columns"]:
            known.setdefault(column["name"], []).append(column)
    chosen = [_choose_note(known[field.name], field.type) for field in fields if field.name in known]
    merged = {**notes[0], "columns": [note for note in chosen if note is not None]}
    return json.dumps(merged).encode()


def _choose_note(notes: Sequence[dict[str, object]], kind: pa.DataType) -> dict[str, object] | None:
    """The note that holds for all chunks; None where their types differ, so that Arrow's type decides."""
    if all(note == notes[0] for note in notes):
        return notes[0]
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind):
        return next(
            (note for note in notes if str(note["numpy_type"])[:1].isupper() or note["numpy_type"] == "boolean"), None
        )
    return None
