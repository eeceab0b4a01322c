"""What a replica sends back: the scored rows in the style of the request, with what is to be said of them.

Numbers are written so that whoever reads them gets the same number, to the last bit.
"""

import io
import json
import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.ipc

from modules.kit import Dataset, Scores
from modules.kit.row_values import Cells
from modules.kit.serialization import to_arrow_table
from server.runs.sandbox.inside.replica_findings import Findings
from server.runs.sandbox.inside.replica_protocol import ReplicaColumn, ReplicaFacts, RequestHeader, SentValue
from server.runs.sandbox.inside.replica_rows import SentRows, describe_columns

JSON_TYPE, CSV_TYPE, ARROW_TYPE = "application/json", "text/csv; charset=utf-8", "application/vnd.apache.arrow.stream"
#: Made once: `json.dumps` would make one for each answer.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
#: So many predictions of a request are counted, in so many different values.
MAX_COUNTED, MAX_LEVELS = 1_000, 50
#: So many predictions of a request wait for their true labels.
MAX_KEPT = 1_000
#: The names of columns with their types in the Open Inference Protocol.
ColumnTypes = Sequence[Mapping[str, str]]
OTHER_BIN, MISSING_BIN, BELOW_BIN, ABOVE_BIN = "other", "missing", "below", "above"


@dataclass(frozen=True)
class AnsweredRows:
    """The rows of an answer as JSON has them, and what their columns are; without a table where none was made."""

    columns: Cells
    scores: Scores | None
    table: Dataset | None = None
    #: Of rows without a table.
    types: ColumnTypes = ()

    @classmethod
    def of_table(cls, table: Dataset) -> "AnsweredRows":
        return cls(to_columns(table.frame), table.scores, table)

    def without_table(self) -> "AnsweredRows":
        """The same rows, with the types of their columns in the place of the table."""
        types = self.types if self.table is None else describe_columns(to_arrow_table(self.table).schema)
        return AnsweredRows(self.columns, self.scores, types=types)

    def take(self, first: int, end: int) -> "AnsweredRows":
        """Some of the rows, which have no table."""
        return AnsweredRows(
            {name: values[first:end] for name, values in self.columns.items()}, self.scores, types=self.types
        )


def build_answer(
    tables: Mapping[str, AnsweredRows], sent: SentRows, header: RequestHeader, findings: Findings
) -> tuple[bytes, str, dict[str, int] | dict[str, list[float]]]:
    """The body of an answer, its media type, and the predictions that are counted."""
    first = next(iter(tables.values()))
    columns = first.columns
    predictions = _summarize_predictions(first)
    if first.table is not None and header["form"] in ("csv", "arrow"):
        content = write_table(to_arrow_table(first.table), header["form"])
        return content, CSV_TYPE if header["form"] == "csv" else ARROW_TYPE, predictions
    if sent.style == "v2":
        body = _build_tensors(first, header, sent)
    elif sent.style == "Results":
        body = {"Results": {name: _to_records(table.columns) for name, table in tables.items()}}
    elif sent.style == "predictions":
        body = {"predictions": _to_records(columns)}
    else:
        body = {"rows": _to_records(columns)}
    if sent.style == "v2":
        body |= {"parameters": {"ids": name_rows(sent, header)}} if header["kept"] else {}
    else:
        body |= {"deployment": header["deployment"], "request": header["id"], "warnings": findings.listed}
        if header["kept"]:
            body["ids"] = name_rows(sent, header)
    return _dump(body), JSON_TYPE, predictions


def name_rows(sent: SentRows, header: RequestHeader) -> list[str]:
    """The ids of the rows that are kept: those that the caller gave, else that of the request with their numbers."""
    return [*sent.ids[:MAX_KEPT]] or [f"{header['id']}.{row}" for row in range(min(sent.count, MAX_KEPT))]


def describe_scores(table: Dataset) -> ReplicaFacts:
    """What the rows of `list_scored` are; empty where the answers are no scores."""
    scores = table.scores
    if scores is None or scores.predicted not in table.frame.columns:
        return {}
    return {
        "task": scores.task,
        "label": scores.label,
        "classes": list(scores.classes),
        "positive": scores.positive,
        "columns": list(scores.quantiles or scores.probabilities),
    }


def list_scored(answered: AnsweredRows) -> list[list[SentValue]]:
    """What was predicted for each row, then its probabilities or quantiles, in the order that is described."""
    scores = answered.scores
    if scores is None or scores.predicted not in answered.columns:
        return []
    names = [scores.predicted, *(scores.quantiles or scores.probabilities).values()]
    columns = [answered.columns[name][:MAX_KEPT] for name in names if name in answered.columns]
    return [list(cells) for cells in zip(*columns, strict=True)]


def build_refusal(header: RequestHeader, sentence: str, findings: Findings) -> bytes:
    """The body of a refusal: the sentence, and all that was found with its row and column."""
    if header["form"] == "v2":
        return _dump({"error": sentence, "findings": findings.listed})
    return _dump({"detail": sentence, "findings": findings.listed, "request": header["id"]})


def _dump(body: SentValue) -> bytes:
    return _encode(body).encode("utf-8", "replace")


def to_columns(frame: pd.DataFrame) -> dict[str, list[SentValue]]:
    """{column: its values as JSON has them}; what is missing or not a number is null."""
    return {str(name): _to_json_values(frame.iloc[:, place]) for place, name in enumerate(frame.columns)}


def _to_json_values(values: "pd.Series[SentValue]") -> list[SentValue]:
    if isinstance(values.dtype, pd.CategoricalDtype):
        values = values.astype(object)
    return [to_answer_value(value) for value in values.tolist()]


def to_answer_value(value: SentValue) -> SentValue:
    """The value as JSON has it."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, bool | int | str):
        return value
    if value is pd.NaT or value is pd.NA:
        return None
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _to_records(columns: Mapping[str, Sequence[SentValue]]) -> list[ReplicaFacts]:
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def _build_tensors(answered: AnsweredRows, header: RequestHeader, sent: SentRows) -> ReplicaFacts:
    types = answered.types
    if answered.table is not None:
        types = describe_columns(to_arrow_table(answered.table).schema)
    outputs = [
        {**one, "shape": [len(answered.columns[one["name"]])], "data": answered.columns[one["name"]]} for one in types
    ]
    return {
        "model_name": header["endpoint"],
        "model_version": str(header["deployment"]),
        "id": sent.request_id or header["id"],
        "outputs": outputs,
    }


def _summarize_predictions(answered: AnsweredRows) -> SentValue:
    """The numbers that were predicted, or how often each class was."""
    scores = answered.scores
    values = answered.columns.get(scores.predicted, [])[:MAX_COUNTED] if scores is not None else []
    numbers = [float(value) for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    if scores is not None and scores.task in ("regression", "quantile"):
        return {"numbers": numbers}
    counts: dict[str, int] = {}
    for value in values:
        name = str(value)[:100]
        name = name if name in counts or len(counts) < MAX_LEVELS else OTHER_BIN
        counts[name] = counts.get(name, 0) + 1
    return counts


def count_bins(
    columns: Sequence[ReplicaColumn], values: Mapping[str, Sequence[SentValue]]
) -> dict[str, dict[str, int]]:
    """{column: {bin: how many values}} of the columns that are compared with the training data."""
    found = {}
    for column in columns:
        if column.name in values and (column.edges or column.counted is not None):
            counts: dict[str, int] = {}
            for value in values[column.name]:
                name = _choose_bin(column, value)
                counts[name] = counts.get(name, 0) + 1
            found[column.name] = counts
    return found


def _choose_bin(column: ReplicaColumn, value: SentValue) -> str:
    """The number of the bin between two edges, or the level; what training did not see has bins of its own."""
    if value is None:
        return MISSING_BIN
    if not column.edges:
        name = str(value).lower() if isinstance(value, bool) else value
        return name if column.counted is not None and name in column.counted else OTHER_BIN
    if not isinstance(value, int | float):
        return OTHER_BIN
    if value < column.edges[0]:
        return BELOW_BIN
    if value > column.edges[-1]:
        return ABOVE_BIN
    return str(min(bisect_right(column.edges, value), len(column.edges) - 1) - 1)


def write_table(table: pa.Table, form: str) -> bytes:
    """The table as CSV or as an Arrow stream."""
    sink = io.BytesIO()
    if form == "csv":
        plain = [one if not pa.types.is_dictionary(one.type) else one.cast(pa.string()) for one in table.columns]
        pa.csv.write_csv(pa.Table.from_arrays(plain, names=table.column_names), sink)
    else:
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
    return sink.getvalue()
