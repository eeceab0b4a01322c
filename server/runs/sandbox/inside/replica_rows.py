"""The rows of a request: read from what was sent, checked against the columns of the deployment, and made a table.

Runs inside a replica only. What is wrong with a row is a finding, with its row and its column; all of them come back at
once.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.ipc

from modules.kit import Dataset
from modules.kit.row_values import Cells
from modules.kit.serialization import from_arrow_table
from modules.kit.strict_json import InvalidJson, parse_json
from server.runs.sandbox.inside.replica_columns import ColumnReader
from server.runs.sandbox.inside.replica_findings import Findings, cut_value
from server.runs.sandbox.inside.replica_protocol import (
    ReplicaColumn,
    RowFormat,
    SentValue,
)

MAX_ROWS = 100_000
MAX_ID_LENGTH = 200
#: What other programs put between columns, in place of the comma.
OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


class UnreadableRequest(Exception):
    """What was sent holds no rows; the message says what is wanted."""


@dataclass(frozen=True)
class SentRows:
    """Columns as they were sent, and the style of the answer that goes with the style of the request."""

    columns: Cells
    count: int
    style: str = "rows"
    #: Texts that stand for values of every type, as in a CSV file.
    textual: bool = False
    #: What the client calls its request, which its answer is to be called too.
    request_id: str | None = None
    #: What the caller calls the rows; empty where it gave them no ids.
    ids: tuple[str, ...] = ()


def read_rows(form: RowFormat, body: bytes) -> SentRows:
    """The rows in the body of a request. Raises UnreadableRequest."""
    if form == "csv":
        sent = _read_csv(body)
    elif form == "arrow":
        sent = _read_arrow(body)
    else:
        try:
            value = parse_json(body)
        except InvalidJson as error:
            raise UnreadableRequest(f"The request is not JSON: {error}.") from None
        sent = _read_tensors(value) if form == "v2" else _read_ids(read_json_rows(value), value)
    if sent.count == 0:
        raise UnreadableRequest("The request has no rows. Send at least one.")
    if sent.count > MAX_ROWS:
        raise UnreadableRequest(f"A request has at most {MAX_ROWS:,} rows. Got {sent.count:,}. Send several requests.")
    return sent


def _read_ids(sent: SentRows, value: SentValue) -> SentRows:
    """The rows with the ids that stand beside them, if there are any."""
    ids = value.get("ids") if isinstance(value, dict) else None
    return sent if ids is None else _name_rows(sent, ids)


def take_ids(sent: SentRows, column: str | None) -> SentRows:
    """The rows without the column that names them, where the caller said that there is one."""
    if column is None:
        return sent
    if column not in sent.columns:
        raise UnreadableRequest(f"ids={column} names the column of the ids, and no column of the request is called so.")
    values = [str(one) if isinstance(one, int) and not isinstance(one, bool) else one for one in sent.columns[column]]
    rest = {name: cells for name, cells in sent.columns.items() if name != column}
    return _name_rows(replace(sent, columns=rest), values)


def _name_rows(sent: SentRows, ids: SentValue) -> SentRows:
    if not isinstance(ids, list) or not all(isinstance(one, str) and 0 < len(one) <= MAX_ID_LENGTH for one in ids):
        raise UnreadableRequest(f"ids is a list of texts of at most {MAX_ID_LENGTH} characters, one for each row.")
    if len(ids) != sent.count:
        raise UnreadableRequest(f"There must be one id for each row. Got {len(ids)} ids for {sent.count} rows.")
    if len(set(ids)) < len(ids):
        raise UnreadableRequest("Each row needs an id of its own. One is given twice.")
    return replace(sent, ids=tuple(ids))


def read_json_rows(value: SentValue) -> SentRows:
    """Rows in one of the shapes that other programs send."""
    if isinstance(value, list):
        return _read_records(value, "rows")
    if isinstance(value, dict):
        if isinstance(inputs := value.get("Inputs"), dict) and inputs:
            return _read_records(next(iter(inputs.values())), "Results")
        for name in ("rows", "instances", "dataframe_records"):
            if name in value:
                return _read_records(value[name], "rows" if name == "rows" else "predictions")
        for name in ("input_data", "dataframe_split"):
            if name in value:
                given = value[name]
                return _read_records(given, "rows") if isinstance(given, list) else _read_split(given)
        if {"columns", "data"} <= value.keys():
            return _read_split(value)
    raise UnreadableRequest(
        'Send rows as JSON: [{"column": value}], {"rows": [...]}, {"Inputs": {"input1": [...]}} or '
        '{"columns": [...], "data": [[...]]}.'
    )


def _read_records(rows: SentValue, style: str) -> SentRows:
    if isinstance(rows, dict):
        rows = [rows]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnreadableRequest('Rows are a list of objects: [{"column": value}].')
    if len(rows) == 1:
        return SentRows({name: [value] for name, value in rows[0].items()}, 1, style)
    names = dict.fromkeys(name for row in rows for name in row)
    if len(names) * len(rows) > MAX_ROWS * 100:
        raise UnreadableRequest("The request has too many cells. Send fewer rows or columns.")
    return SentRows({name: [row.get(name) for row in rows] for name in names}, len(rows), style)


def _read_split(value: SentValue) -> SentRows:
    names, data = (value.get("columns"), value.get("data")) if isinstance(value, dict) else (None, None)
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names) or not isinstance(data, list):
        raise UnreadableRequest('Send {"columns": ["name"], "data": [[value]]}.')
    wrong = next((row for row, cells in enumerate(data) if not isinstance(cells, list) or len(cells) != len(names)), -1)
    if wrong >= 0:
        raise UnreadableRequest(f"Row {wrong} of data has to have {len(names)} values, one for each column.")
    _refuse_repeated_names(names)
    return SentRows({name: [cells[place] for cells in data] for place, name in enumerate(names)}, len(data), "rows")


def _read_csv(body: bytes) -> SentRows:
    try:
        text = body.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableRequest(f"The request is not CSV in UTF-8: {error}.") from None
    rows = [row for row in rows if row]
    if not rows:
        raise UnreadableRequest("The request is empty. Send a line with the names of the columns, then rows.")
    names, data = rows[0], rows[1:]
    _refuse_other_separators(text.lstrip(), names)
    wrong = next((number for number, cells in enumerate(data) if len(cells) != len(names)), -1)
    if wrong >= 0:
        raise UnreadableRequest(f"Row {wrong} has {len(data[wrong])} values, and the line of names has {len(names)}.")
    _refuse_repeated_names(names)
    columns = {name: [cells[place] for cells in data] for place, name in enumerate(names)}
    return SentRows(columns, len(data), "rows", textual=True)


def _refuse_other_separators(text: str, names: Sequence[str]) -> None:
    """Raise UnreadableRequest for a table that has no comma in its line of names, and something else for it."""
    if len(names) > 1 or text.startswith('"'):
        return
    word = next((word for sign, word in OTHER_SEPARATORS.items() if sign in names[0]), None)
    if word is not None:
        raise UnreadableRequest(
            f"The columns are separated by {word}. "
            "Separate them by commas, and write numbers with a point, such as 0.5."
        )


def _refuse_repeated_names(names: Sequence[str]) -> None:
    """Raise UnreadableRequest where two columns have one name: only one of them would be used."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise UnreadableRequest(f"Two columns are named '{cut_value(name)}'. Send each column once.")
        seen.add(name)


def _read_arrow(body: bytes) -> SentRows:
    try:
        opened = pa.ipc.open_file(body) if body[:6] == b"ARROW1" else pa.ipc.open_stream(body)
        table = opened.read_all()
        table.validate(full=True)
    except (pa.ArrowException, OSError, ValueError, TypeError) as error:
        raise UnreadableRequest(f"The request is not Arrow IPC: {error}.") from None
    _refuse_repeated_names(table.schema.names)
    return SentRows(table.to_pydict(), table.num_rows, "rows")


def _read_tensors(value: SentValue) -> SentRows:
    """Rows of the Open Inference Protocol: one tensor for each column."""
    inputs = value.get("inputs") if isinstance(value, dict) else None
    if not isinstance(inputs, list) or not inputs:
        raise UnreadableRequest('Send {"inputs": [{"name": "column", "shape": [1], "datatype": "FP64", "data": [1]}]}.')
    columns: Cells = {}
    names: list[str] = []
    for tensor in inputs:
        name, data = (tensor.get("name"), tensor.get("data")) if isinstance(tensor, dict) else (None, None)
        if not isinstance(name, str) or not isinstance(data, list):
            raise UnreadableRequest("Each input needs a name and its data as a list.")
        values = _flatten(data)
        names.append(name)
        _check_shape(name, tensor.get("shape"), len(values))
        columns[name] = _read_truths(values) if tensor.get("datatype") == "BOOL" else values
    _refuse_repeated_names(names)
    lengths = {len(values) for values in columns.values()}
    if len(lengths) > 1:
        raise UnreadableRequest("All inputs need the same number of values, one for each row.")
    own = value.get("id")
    return SentRows(columns, lengths.pop(), "v2", request_id=own[:200] if isinstance(own, str) and own else None)


def _check_shape(name: str, shape: SentValue, count: int) -> None:
    """Raise UnreadableRequest for a tensor that is no column of as many values as it says."""
    if shape is not None and shape not in ([count], [count, 1]):
        raise UnreadableRequest(
            f"'{cut_value(name)}' has the shape {str(shape)[:50]} and {count:,} {'value' if count == 1 else 'values'}. "
            "An input is a column: its shape is [rows] or [rows, 1]."
        )


def _read_truths(values: list[SentValue]) -> list[SentValue]:
    """Values of a BOOL tensor, of which clients that keep numbers make 0 and 1."""
    return [bool(one) if isinstance(one, int | float) and one in (0, 1) else one for one in values]


def _flatten(data: list[SentValue]) -> list[SentValue]:
    """The values of a column that was sent as `[[1], [2]]` or `[1, 2]`."""
    return [item[0] if isinstance(item, list) and len(item) == 1 else item for item in data]


class RowReader:
    """Makes tables with the columns of a deployment of what is sent."""

    def __init__(self, example: pa.Table, columns: Sequence[ReplicaColumn]) -> None:
        """`example` is a table as the deployment takes it."""
        schema = self.schema = example.schema
        categories = [one.name for one in schema if pa.types.is_dictionary(one.type)]
        self._levels = {name: example.column(name).combine_chunks().dictionary.to_pylist() for name in categories}
        known = {column.name: column for column in columns}
        self.columns = [known.get(name, ReplicaColumn(name)) for name in schema.names]
        self._readers = [ColumnReader(*pair) for pair in zip(self.columns, schema.types, strict=True)]
        self._names = frozenset(schema.names)
        #: The columns that no answer depends on: a request may leave them out, and nothing is said of their values.
        self.unread: frozenset[str] = frozenset()

    def read_values(self, sent: SentRows, findings: Findings) -> Cells:
        """The values of the rows by column. What is wrong becomes missing."""
        self._find_other_columns(sent, findings)
        values: Cells = {}
        for column in self._readers:
            given = sent.columns.get(column.name)
            if given is None:
                values[column.name] = [None] * sent.count
            else:
                said = Findings() if column.name in self.unread else findings
                values[column.name] = column.read(given, said, textual=sent.textual)
        return values

    def fits_example(self, values: Cells) -> bool:
        """Whether a table of these rows has the types of the example: no whole number became a real one."""
        return not any(
            column.is_whole and any(isinstance(value, float) for value in values[column.name])
            for column in self._readers
        )

    def build_dataset(self, values: Cells) -> Dataset:
        """The rows as the modules take them."""
        arrays = [_build_array(values[one.name], one.type, self._levels.get(one.name, ())) for one in self.schema]
        pairs = zip(self.schema, arrays, strict=True)
        types = [pa.field(one.name, array.type, metadata=one.metadata) for one, array in pairs]
        table = pa.Table.from_arrays(arrays, schema=pa.schema(types, metadata=self.schema.metadata))
        return from_arrow_table(table)

    def _find_other_columns(self, sent: SentRows, findings: Findings) -> None:
        extra = [name for name in sent.columns if name not in self._names]
        for column in self.columns:
            if column.name not in sent.columns and column.name not in self.unread:
                near = get_close_matches(column.name, extra[:1000], 1) if extra else []
                hint = f", which has '{cut_value(near[0])}'" if near else ""
                findings.add("missing_column", column.name, f"Column '{column.name}' is not in the request{hint}.")
        for name in extra:
            findings.add("extra_column", str(cut_value(name)), f"Column '{cut_value(name)}' is not used.")


def _build_array(values: list[SentValue], kind: pa.DataType, known_levels: Sequence[SentValue]) -> pa.Array:
    """The values as Arrow; whole numbers become real where one of them is not whole, new levels are added."""
    if pa.types.is_dictionary(kind):
        return _build_categories(values, kind, known_levels)
    if pa.types.is_integer(kind) and any(isinstance(value, float) for value in values):
        return pa.array(values, pa.float64())
    if pa.types.is_timestamp(kind):
        return _build_times(values, kind)
    return pa.array(values, kind)


def _build_categories(values: list[SentValue], kind: pa.DataType, known_levels: Sequence[SentValue]) -> pa.Array:
    levels = list(dict.fromkeys((*known_levels, *(value for value in values if value is not None))))
    places = {level: place for place, level in enumerate(levels)}
    indices = pa.array([None if value is None else places[value] for value in values], pa.int32())
    return pa.DictionaryArray.from_arrays(indices, pa.array(levels, kind.value_type), ordered=kind.ordered)


def _build_times(values: list[SentValue], kind: pa.DataType) -> pa.Array:
    """Times in the column's zone; one without a zone is taken to be in that zone."""
    zone = ZoneInfo(kind.tz) if kind.tz else None
    placed = [None if value is None else value if value.tzinfo else value.replace(tzinfo=zone) for value in values]
    return pa.array(placed, pa.timestamp("us", kind.tz)).cast(kind, safe=False)


def describe_columns(schema: pa.Schema) -> list[Mapping[str, str]]:
    """The names of the columns with the data types of the Open Inference Protocol."""
    return [{"name": one.name, "datatype": to_protocol_type(one.type)} for one in schema]


def to_protocol_type(kind: pa.DataType) -> str:
    """The word of the Open Inference Protocol for a type."""
    if pa.types.is_boolean(kind):
        return "BOOL"
    if pa.types.is_integer(kind):
        return "INT64"
    return "FP64" if pa.types.is_floating(kind) else "BYTES"
