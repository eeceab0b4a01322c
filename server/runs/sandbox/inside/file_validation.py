"""Looks through the files that a step wrote before anything else reads them. Runs inside the sandbox only.

Whoever can write a file can write one that leads its reader out of the file's own bytes. So each is read once, in full,
by a process that has nothing to lose; if that process dies, the file is refused as well.
"""

import zoneinfo
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.ipc

from modules.kit.ports import IMAGE_COLUMNS
from modules.kit.schema import ROLES
from modules.kit.serialization import AUGMENTATION_KEY, ROLE_KEY, ROWS_PER_BATCH, SCORES_KEY, SHOWN_AS_KEY
from modules.kit.strict_json import InvalidJson, parse_json
from server.runs.sandbox.inside.sandbox_messages import FileContents, FilesValidated
from server.runs.sandbox.inside.sandbox_requests import InputFile, ValidateRequest

MIB = 2**20
#: Names, roles and what pandas notes of each column; a table of 10,000 columns has 3 MiB of it.
MAX_SCHEMA_BYTES = 64 * MIB
#: What is no table is read into memory at once.
MAX_JSON_BYTES = 64 * MIB
MAX_NAME_LENGTH = 65_536
MAX_NESTING = 16
#: Row numbers are kept in 32 bits. Rows that take no bytes, as those of an empty column, are not counted for ever.
MAX_ROWS, MAX_ROWS_WITHOUT_BYTES = 2**32 - 1, 10_000_000
#: Fewer rows a batch than this would make a table slow to open; ours hold 65,536, those of images 1,024.
MIN_ROWS_PER_BATCH, MAX_SMALL_BATCHES = 64, 1_024
#: Types with a meaning of their own are read by code of their own: by that of pandas, and by no other.
ALLOWED_EXTENSION_TYPES = frozenset({"pandas.period", "pandas.interval"})
ALIGNMENT = 8

TypePredicate = Callable[[pa.DataType], bool]
PLAIN_TYPES: tuple[TypePredicate, ...] = (
    pa.types.is_null, pa.types.is_boolean, pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal,
    pa.types.is_string, pa.types.is_large_string, pa.types.is_binary,
    pa.types.is_large_binary, pa.types.is_fixed_size_binary, pa.types.is_date,
    pa.types.is_time, pa.types.is_timestamp, pa.types.is_duration, pa.types.is_interval,
)  # fmt: skip
NESTED_TYPES: tuple[TypePredicate, ...] = (
    pa.types.is_list, pa.types.is_large_list, pa.types.is_fixed_size_list, pa.types.is_struct, pa.types.is_map,
)  # fmt: skip


class FlawedFile(Exception):
    """The file is not what its step says; the message says why, as the end of a sentence."""


def validate_files(request: ValidateRequest) -> FilesValidated:
    """Read every file in full; returns what they hold, or what is wrong with the first that is damaged."""
    found: list[FileContents] = []
    for position, file in enumerate(request.files):
        try:
            found.append(read_contents(file))
        except FlawedFile as flaw:
            return FilesValidated(tuple(found), str(flaw), position)
        except PermissionError:  # says nothing of the file, which must not be taken for damaged
            raise
        except Exception as error:  # whatever a library says of what it cannot read
            words = " ".join(str(error).split())[:200].rstrip(".")
            return FilesValidated(tuple(found), f"it cannot be read ({words or type(error).__name__})", position)
    return FilesValidated(tuple(found))


def read_contents(file: InputFile) -> FileContents:
    """What is in a file of a port of this type. Raises FlawedFile, or what a library raises."""
    size = file.path.stat().st_size
    if file.port_type == "dataset":
        return _read_table(file.path, size, _check_dataset_metadata)
    if file.port_type == "image_directory":
        contents = _read_table(file.path, size, _check_image_schema)
        return FileContents(contents.rows, None, size)
    if file.port_type == "evaluation":
        _check_evaluation(file.path, size)
    return FileContents(None, None, size)


def _read_table(path: Path, size: int, check_schema: Callable[[pa.Schema], None]) -> FileContents:
    with pa.memory_map(str(path)) as source:
        whole = source.read_buffer()
        reader = pa.ipc.open_file(source)
        schema = reader.schema
        _check_columns(schema)
        check_schema(schema)
        batches = reader.num_record_batches
        rows = 0
        used: set[int] = set()
        for index in range(batches):
            batch = reader.get_batch(index)
            _check_batch(batch, schema, whole, used)
            rows += batch.num_rows
            if rows > MAX_ROWS:
                raise FlawedFile(f"it has more than {MAX_ROWS:,} rows")
        if rows > MAX_ROWS_WITHOUT_BYTES and rows > 8 * size:
            raise FlawedFile(f"it says that it has {rows:,} rows, and has {size:,} bytes")
        if batches > max(MAX_SMALL_BATCHES, rows // MIN_ROWS_PER_BATCH):
            raise FlawedFile(
                f"its {rows:,} rows are cut into {batches:,} pieces. At most {ROWS_PER_BATCH:,} go into each"
            )
        return FileContents(rows, len(schema), size)


def _check_columns(schema: pa.Schema) -> None:
    if schema.serialize().size > MAX_SCHEMA_BYTES:
        raise FlawedFile(f"the description of its columns is larger than {MAX_SCHEMA_BYTES // MIB} MiB")
    names = set()
    for place, field in enumerate(schema):
        name = _check_text(field.name, f"the name of column {place + 1}")
        if len(name) > MAX_NAME_LENGTH:
            raise FlawedFile(f"the name of column {place + 1} has more than {MAX_NAME_LENGTH:,} characters")
        if name in names:
            raise FlawedFile(f"two columns are called {_quote_name(name)}")
        names.add(name)
        _check_type(field.type, _quote_name(name))


def _check_text(read: str, what: str) -> str:
    try:
        read.encode()
    except UnicodeEncodeError:
        raise FlawedFile(f"{what} is not UTF-8") from None
    return read


def _quote_name(name: str) -> str:
    return f"'{name}'" if len(name) <= 60 else f"'{name[:59]}…'"


def _check_type(kind: pa.DataType, column: str, depth: int = 0) -> None:
    """Only types whose values can be checked and shown."""
    if depth > MAX_NESTING:
        raise FlawedFile(f"column {column} is nested more than {MAX_NESTING} levels deep")
    if isinstance(kind, pa.BaseExtensionType):
        if kind.extension_name not in ALLOWED_EXTENSION_TYPES:
            raise FlawedFile(
                f"column {column} has the type {kind.extension_name}, which is not supported. Convert it to text"
            )
        _check_type(kind.storage_type, column, depth + 1)
    elif pa.types.is_dictionary(kind):
        _check_type(kind.value_type, column, depth + 1)
    elif any(test(kind) for test in NESTED_TYPES):
        for index in range(kind.num_fields):
            _check_text(kind.field(index).name, f"a name in column {column}")
            _check_type(kind.field(index).type, column, depth + 1)
    elif not any(test(kind) for test in PLAIN_TYPES):
        raise FlawedFile(f"column {column} has the type {kind}, which is not supported. Convert it to text")
    elif pa.types.is_timestamp(kind) and kind.tz is not None:
        _check_zone(kind, column)


def _check_zone(kind: pa.TimestampType, column: str) -> None:
    with suppress(Exception):
        pa.scalar(0, kind).as_py()
        return
    with suppress(Exception):  # a zone that this machine does not know, and another one may
        zoneinfo.ZoneInfo(kind.tz)
        return
    raise FlawedFile(f"column {column} is in the time zone {_quote_name(str(kind.tz))}, which is unknown")


def _check_batch(batch: pa.RecordBatch, schema: pa.Schema, whole: pa.Buffer, used_offsets: set[int]) -> None:
    """Every value of a batch; `used` are the places in the file at which columns of other batches begin."""
    for place, column in enumerate(batch.columns):
        name = _quote_name(schema.field(place).name)
        try:
            column.validate(full=True)
        except (pa.ArrowException, ValueError) as error:
            raise FlawedFile(
                f"column {name} is incomplete ({' '.join(str(error).split())[:200].rstrip('.')})"
            ) from None
        for buffer in column.buffers():  # without those of its dictionary, which batches share
            if buffer is not None and buffer.size:
                _check_buffer(name, buffer, whole, used_offsets)
        for dictionary in _list_dictionaries(column):
            for buffer in dictionary.buffers():
                if buffer is not None and buffer.size:
                    _check_place(name, buffer, whole)


def _list_dictionaries(column: pa.Array) -> Iterator[pa.Array]:
    """The values that a column of categories, or one somewhere inside of it, names by numbers."""
    if isinstance(column, pa.ExtensionArray):
        yield from _list_dictionaries(column.storage)
    elif isinstance(column, pa.DictionaryArray):
        yield column.dictionary
        yield from _list_dictionaries(column.dictionary)
    elif isinstance(column, pa.MapArray):
        for part in (column.keys, column.items):
            yield from _list_dictionaries(part)
    elif isinstance(column, pa.StructArray):
        for index in range(column.type.num_fields):
            yield from _list_dictionaries(column.field(index))
    elif isinstance(column, pa.ListArray | pa.LargeListArray | pa.FixedSizeListArray):
        yield from _list_dictionaries(column.values)


def _check_buffer(name: str, buffer: pa.Buffer, whole: pa.Buffer, used_offsets: set[int]) -> None:
    """Values have to be where they are read without a copy, and have to be there once."""
    offset = _check_place(name, buffer, whole)
    if offset in used_offsets:
        raise FlawedFile(f"parts of column {name} are used more than once")
    used_offsets.add(offset)


def _check_place(name: str, buffer: pa.Buffer, whole: pa.Buffer) -> int:
    """Where in the file a buffer begins: what is not in it, its reader would have to unpack, to whatever size."""
    offset: int = buffer.address - whole.address
    if offset < 0 or offset + buffer.size > whole.size:
        raise FlawedFile(f"column {name} is compressed, or written for another kind of processor")
    if offset % ALIGNMENT:
        raise FlawedFile(f"column {name} does not begin where a column can begin")
    return offset


def _check_dataset_metadata(schema: pa.Schema) -> None:
    for field in schema:
        role = (field.metadata or {}).get(ROLE_KEY, b"feature")
        if role not in {name.encode() for name in ROLES}:
            raise FlawedFile(f"column {_quote_name(field.name)} has an unknown role")
    metadata: Mapping[bytes, bytes] = schema.metadata or {}
    for key in (b"pandas", SCORES_KEY, SHOWN_AS_KEY):
        if key in metadata and not isinstance(_parse_json(metadata[key], "what is noted beside its columns"), dict):
            raise FlawedFile("what is noted beside its columns is not a map")


def _check_image_schema(schema: pa.Schema) -> None:
    if not schema.remove_metadata().equals(IMAGE_COLUMNS.remove_metadata()):
        raise FlawedFile(f"its columns are not those of images: {', '.join(IMAGE_COLUMNS.names)}")
    metadata: Mapping[bytes, bytes] = schema.metadata or {}
    _parse_json(metadata.get(AUGMENTATION_KEY, b"[]"), "what is noted beside its columns")


def _check_evaluation(path: Path, size: int) -> None:
    if size > MAX_JSON_BYTES:
        raise FlawedFile(f"it is larger than {MAX_JSON_BYTES // MIB} MiB")
    value = _parse_json(path.read_bytes(), "it")
    required = {"task": str, "models": list, "metrics": list, "details": object}
    if not isinstance(value, dict) or not all(isinstance(value.get(name), kind) for name, kind in required.items()):
        raise FlawedFile(f"it lacks the fields of an evaluation: {', '.join(required)}")
    if not all(isinstance(row, dict) for row in value["metrics"]):
        raise FlawedFile("its metrics are not maps of numbers")


def _parse_json(content: bytes, what: str) -> object:
    try:
        value: object = parse_json(content)
    except InvalidJson as error:
        raise FlawedFile(f"{what} is not JSON: {error}") from None
    return value
