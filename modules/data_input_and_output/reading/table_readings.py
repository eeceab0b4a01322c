"""One table of one or several files, read by the same options; what its columns are, and why."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa

from modules.data_input_and_output.reading.column_names import tidy_names
from modules.data_input_and_output.reading.column_readings import (
    ReadColumn,
    TableMarks,
    find_table_marks,
    read_column,
)
from modules.data_input_and_output.reading.disk_columns import is_on_disk, spill_column
from modules.data_input_and_output.reading.file_tables import (
    FileTable,
    count_missing_words,
    describe_missing_words,
    read_file_table,
)
from modules.data_input_and_output.reading.read_limits import format_count, quote_value, refuse_file
from modules.data_input_and_output.reading.reading_options import ReadingOptions
from modules.data_input_and_output.reading.written_numbers import CURRENCIES, PERCENT

#: With fewer rows a thread costs more than the conversion of a column.
PARALLEL_FROM_ROWS = 50_000
MAX_NAMED = 5


@dataclass(frozen=True)
class SourceFile:
    """A file, and the name that its owner gave it."""

    path: Path
    name: str


@dataclass(frozen=True)
class TableReading:
    """A table with what was found out about each of its columns."""

    table: pa.Table
    columns: list[ReadColumn]
    #: What is written in the files, missing words included.
    raw: pa.Table
    #: The same without words that stand for a missing value.
    present: pa.Table
    marks: TableMarks
    files: list[FileTable]
    missing: dict[str, Counter[str]]
    notices: list[str] = field(default_factory=list)


def read_files(files: Sequence[SourceFile], options: ReadingOptions) -> TableReading:
    """The files as one table. Refuses files whose columns are others than most have."""
    notices: list[str] = []
    tables = [read_file_table(file.path, file.name, options, notices) for file in files]
    return combine_tables(tables, options, notices)


def combine_tables(tables: list[FileTable], options: ReadingOptions, notices: list[str]) -> TableReading:
    """The rows of all tables below one another, and their columns read."""
    differing = find_differing_file(tables)
    if differing is not None:
        _refuse_other_columns(tables[_find_usual_file(tables)], tables[differing])
    written = _stack_tables([one.written for one in tables])
    present = _stack_tables([one.present for one in tables])
    raw = written if all(one.raw is one.written for one in tables) else _stack_tables([one.raw for one in tables])
    marks = find_table_marks(present, options, tables[0].delimiter)
    columns = _read_columns(written, present, marks)
    counted = {one.name: count_missing_words(raw[one.name], one.values, options.words) for one in columns}
    missing = _add_counts([{name: words for name, words in counted.items() if words}, *(one.missing for one in tables)])
    names = tidy_names(choose_names(columns, options), [])
    notices = list(dict.fromkeys(notices))
    notices.extend(column.notice for column in columns if column.notice)
    notices.extend(filter(None, (_describe_conversions(columns), describe_missing_words(missing))))
    table = pa.Table.from_arrays([column.values for column in columns], names=names)
    return TableReading(table, columns, raw, present, marks, tables, missing, notices)


def find_differing_file(tables: Sequence[FileTable]) -> int | None:
    """The place of the first table whose columns are others than most tables have; their order does not matter."""
    expected = set(tables[_find_usual_file(tables)].written.column_names)
    return next((at for at, one in enumerate(tables) if set(one.written.column_names) != expected), None)


def _find_usual_file(tables: Sequence[FileTable]) -> int:
    """The place of the first table with the columns that most have; of as many the first."""
    columns = [frozenset(one.written.column_names) for one in tables]
    return columns.index(Counter(columns).most_common(1)[0][0])


def choose_names(columns: Sequence[ReadColumn], options: ReadingOptions) -> list[str]:
    """The chosen names, else those of the file; a unit that is no longer in the values is in the name."""
    return [options.get_column(column.name).name or _add_unit(column) for column in columns]


def _add_unit(column: ReadColumn) -> str:
    unit = column.unit
    if not unit or unit == PERCENT or unit in CURRENCIES or f"({unit})" in column.name:
        return column.name
    return f"{column.name} ({unit})"


def _read_columns(written: pa.Table, present: pa.Table, marks: TableMarks) -> list[ReadColumn]:
    """Arrow leaves the interpreter to the others while it converts a column."""
    arguments = (written.column_names, written.columns, present.columns, [marks] * written.num_columns)
    if is_on_disk():
        read = map(read_column, *arguments)
        return [replace(column, values=spill_column(column.values)) for column in read]
    if written.num_rows < PARALLEL_FROM_ROWS:
        return list(map(read_column, *arguments))
    with ThreadPoolExecutor(pa.cpu_count()) as threads:
        return list(threads.map(read_column, *arguments))


def _refuse_other_columns(first: FileTable, other: FileTable) -> None:
    """Say which columns one file has and the other has not."""
    expected, found = first.written.column_names, other.written.column_names
    lacking = [name for name in expected if name not in found]
    extra = [name for name in found if name not in expected]
    parts = []
    if lacking:
        parts.append(f"lacks {_list_names(lacking)}")
    if extra:
        parts.append(f"has {_list_names(extra)} in addition")
    refuse_file(
        f"{quote_value(other.name)} has other columns than {quote_value(first.name)}: it {' and '.join(parts)}. "
        "Leave it out, or import it as a dataset of its own."
    )


def _list_names(names: list[str]) -> str:
    shown = ", ".join(quote_value(name) for name in names[:MAX_NAMED])
    return f"{shown} and {len(names) - MAX_NAMED:,} more" if len(names) > MAX_NAMED else shown


def _stack_tables(tables: list[pa.Table]) -> pa.Table:
    """One below the other, the columns in the order of the first; what differs in type becomes text."""
    if len(tables) == 1:
        return tables[0]
    names = tables[0].column_names
    ordered = [table.select(names) for table in tables]
    columns = []
    for name in names:
        parts = [table[name] for table in ordered]
        columns.append(pa.chunked_array([chunk for part in _align_parts(parts) for chunk in part.chunks], None))
    return pa.Table.from_arrays(columns, names=names)


def _align_parts(parts: list[pa.ChunkedArray]) -> list[pa.ChunkedArray]:
    kinds = {part.type for part in parts if part.null_count < len(part)} or {parts[0].type}
    numbers = all(pa.types.is_integer(kind) or pa.types.is_floating(kind) for kind in kinds)
    mixed = pa.float64() if numbers else pa.string()
    kind = next(iter(kinds)) if len(kinds) == 1 else mixed
    return [part.cast(kind) if part.type != kind else part for part in parts]


def _add_counts(found: list[dict[str, Counter[str]]]) -> dict[str, Counter[str]]:
    added: dict[str, Counter[str]] = {}
    for one in found:
        for name, words in one.items():
            added[name] = added.get(name, Counter()) + words
    return added


def _describe_conversions(columns: Sequence[ReadColumn]) -> str | None:
    """Which columns are read differently than they are written, in one sentence."""
    converted = [column for column in columns if column.converted and column.reason != "Chosen by you"]
    if not converted:
        return None
    kinds = {
        "datetime": "dates",
        "percent": "percentages",
        "real": "numbers",
        "integer": "whole numbers",
        "boolean": "true or false",
    }
    shown = ", ".join(f"{quote_value(column.name)} as {kinds[column.kind]}" for column in converted[:MAX_NAMED])
    more = f" and {len(converted) - MAX_NAMED:,} more" if len(converted) > MAX_NAMED else ""
    return f"{format_count(len(converted), 'column')} read differently than written: {shown}{more}."
