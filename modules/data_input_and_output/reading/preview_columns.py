"""The columns of a preview: what is said of each, its values as texts, and a small picture of them."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from modules.data_input_and_output.reading.column_readings import ReadColumn
from modules.data_input_and_output.reading.reading_options import ColumnKind, ReadingOptions
from modules.data_input_and_output.reading.reading_report import ColumnReport
from modules.data_input_and_output.reading.table_readings import TableReading

BARS, TOP_WORDS = 12, 4
#: Among so many of the first rows is the one that a column is explained by.
EXAMPLE_ROWS = 500
MAX_CELL_LENGTH = 200


def describe_columns(reading: TableReading, names: Sequence[str], options: ReadingOptions) -> list[ColumnReport]:
    """What is said of each column, under the name that it will have."""
    return [
        _describe_column(column, name, reading, options) for column, name in zip(reading.columns, names, strict=False)
    ]


def _describe_column(column: ReadColumn, name: str, reading: TableReading, options: ReadingOptions) -> ColumnReport:
    decision = options.get_column(column.name)
    chosen = decision.type is not None or decision.unit is not None or decision.date_order != "auto"
    bars, low, high = _draw_values(column)
    written = reading.raw[column.name]
    example = _find_example(column, written)
    return ColumnReport(
        source=column.name,
        name=name,
        kind=column.kind,
        reason=column.reason,
        converted=column.converted and not chosen,
        chosen=chosen,
        undecided=column.undecided,
        offers=list(column.offers),
        unit=column.unit,
        convertible_units=list(column.convertible_units),
        date_order=column.date_order,
        missing=column.values.null_count,
        missing_words=dict(reading.missing.get(column.name, {})),
        failed=column.failed,
        failed_row=column.failed_row,
        failed_text=column.failed_text[:MAX_CELL_LENGTH],
        written_example=example[0],
        read_example=example[1],
        bars=bars,
        low=low,
        high=high,
    )


def _find_example(column: ReadColumn, written: pa.ChunkedArray) -> tuple[str | None, str | None]:
    """A value as it is written and as it is read: the first that is read differently, else the first that there is."""
    pairs = zip(
        format_rows([written.slice(0, EXAMPLE_ROWS)]),
        format_rows([column.values.slice(0, EXAMPLE_ROWS)], [column.kind]),
        strict=True,
    )
    known = [(told[0], read[0]) for told, read in pairs if read[0] is not None]
    return next((pair for pair in known if pair[0] != pair[1]), known[0] if known else (None, None))


def _draw_values(column: ReadColumn) -> tuple[list[float], str, str]:
    """Bars of the values between the lowest and the highest; of words, of the commonest."""
    values = column.values.drop_null()
    if not len(values):
        return [], "", ""
    if column.kind in ("integer", "real", "percent", "datetime"):
        dated = pa.types.is_timestamp(values.type)
        numbers = np.asarray((values.cast(pa.int64()) if dated else values).to_numpy(), dtype="float64")
        finite = numbers[np.isfinite(numbers)]
        if not len(finite):
            return [], "", ""
        same = finite.min() == finite.max()
        counts = np.ones(1) if same else np.histogram((finite - finite.min()) / np.ptp(finite), bins=BARS)[0]
        ends = (values[int(np.argmin(numbers))], values[int(np.argmax(numbers))])
        low, high = (_format_value(end.as_py(), column.kind) or "" for end in ends)
        return [round(float(count) / counts.max(), 3) for count in counts], low, high
    words = values.cast(pa.string()) if not pa.types.is_string(values.type) else values
    found = sorted(words.value_counts().to_pylist(), key=lambda one: -one["counts"])
    shares = [round(one["counts"] / len(words), 3) for one in found[:TOP_WORDS]]
    return shares, f"{str(found[0]['values'])[:24]} {shares[0]:.0%}", f"{len(found):,}"


def format_rows(
    columns: Sequence[pa.ChunkedArray], kinds: Sequence[ColumnKind] | None = None
) -> list[list[str | None]]:
    """The values row by row, as texts."""
    told: Sequence[ColumnKind] = kinds or ["text"] * len(columns)
    cells = [
        [_format_value(value, kind) for value in column.to_pylist()] for column, kind in zip(columns, told, strict=True)
    ]
    return [list(row) for row in zip(*cells, strict=True)]


def _format_value(value: object, kind: ColumnKind) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if kind == "percent" and isinstance(value, float):
        return f"{round(value * 100, 10):g} %"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if kind == "datetime":
        return str(value).removesuffix(" 00:00:00")
    return str(value)[:MAX_CELL_LENGTH]
