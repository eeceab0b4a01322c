"""How a file is read, written as pandas: a script that gives the table that the import gives."""

import pyarrow as pa
import pyarrow.compute as pc

from modules.data_input_and_output.reading.chosen_types import BOOLEAN_WORDS
from modules.data_input_and_output.reading.column_readings import ReadColumn
from modules.data_input_and_output.reading.file_tables import FileTable
from modules.data_input_and_output.reading.reading_options import ReadingOptions
from modules.data_input_and_output.reading.table_readings import TableReading, choose_names
from modules.data_input_and_output.reading.written_numbers import GROUP_MARKS

MAX_COLUMNS = 200
#: What a number keeps once units and marks between thousands are gone.
NUMBER_PARTS = r"[^0-9.,eE+\-−]"


def write_reading_code(reading: TableReading, encoding: str, options: ReadingOptions) -> str | None:
    """The script for a delimited text; None where pandas has no such options, and where the file has types itself."""
    first = reading.files[0]
    if first.dialect is None or len(reading.columns) > MAX_COLUMNS or len(reading.files) > 1:
        return None
    if not first.dialect.quotes or any(_has_quoted_words(column, options) for column in reading.columns):
        return None
    if any(decision.unit for decision in options.columns.values()):
        return None
    lines = ["import pandas as pd", "", *_write_call(first, encoding, options, reading)]
    if first.skipped_last_rows:
        lines.append(f"data = data.iloc[:-{first.skipped_last_rows}]")
    for column in reading.columns:
        lines.extend(_write_conversion(column, reading))
    renamed = {
        column.name: name
        for column, name in zip(reading.columns, choose_names(reading.columns, options), strict=True)
        if column.name != name
    }
    if renamed:
        lines.append(f"data = data.rename(columns={renamed!r})")
    return "\n".join(lines) + "\n"


def _has_quoted_words(column: ReadColumn, options: ReadingOptions) -> bool:
    """Whether quotes made words of what pandas takes for missing, in quotes or not."""
    if not pa.types.is_string(column.values.type):
        return False
    return bool(pc.any(pc.is_in(column.values, pa.array(["", *options.words], pa.string()))).as_py())


def _write_call(file: FileTable, encoding: str, options: ReadingOptions, reading: TableReading) -> list[str]:
    assert file.dialect is not None
    assert file.text is not None
    skipped = file.dialect.first_line - 1 + (0 if file.dialect.header is None else 1)
    arguments = {
        "sep": file.dialect.delimiter,
        "encoding": {"utf-8": "utf-8-sig"}.get(encoding, encoding),
        "skiprows": skipped,
        "header": None,
        "names": [column.name for column in reading.columns],
        "index_col": False,
        "dtype": "str",
        "keep_default_na": False,
        "na_values": ["", *options.words],
    }
    written = [f"    {name}={value!r}," for name, value in arguments.items()]
    return ["data = pd.read_csv(", f"    {file.name!r},", *written, ")"]


def _write_conversion(column: ReadColumn, reading: TableReading) -> list[str]:
    """The lines that turn the texts of a column into what it is."""
    name = f"data[{column.name!r}]"
    if column.kind == "text":
        return []
    if column.kind == "category":
        return [f'{name} = {name}.astype("category")']
    if column.kind == "datetime":
        return [_write_dates(name, column)]
    if column.kind == "boolean":
        yes, no = ([pair[side] for pair in BOOLEAN_WORDS] for side in (0, 1))
        words = {**dict.fromkeys(no, False), **dict.fromkeys(yes, True)}
        return [f'{name} = {name}.str.strip().str.lower().map({words!r}).astype("boolean")']
    return _write_numbers(name, column, reading)


def _write_dates(name: str, column: ReadColumn) -> str:
    order = ", dayfirst=True" if column.date_order == "day first" else ""
    return f'{name} = pd.to_datetime({name}, format="mixed"{order}, utc=True).dt.tz_localize(None)'


def _write_numbers(name: str, column: ReadColumn, reading: TableReading) -> list[str]:
    marks = reading.marks.marks if column.converted else None
    texts = f"{name}.str.strip()"
    if marks is not None:
        texts += f".str.replace({NUMBER_PARTS!r}, '', regex=True)"
        group = GROUP_MARKS[marks.thousands]
        if group in (".", ",", r"\."):
            texts += f".str.replace({marks.thousands!r}, '')"
        if marks.decimal == ",":
            texts += ".str.replace(',', '.')"
    number = f"pd.to_numeric({texts})"
    if column.kind == "percent":
        number += " / 100"
    kind = {"integer": '.astype("Int64")', "real": '.astype("float64")'}.get(column.kind, "")
    return [f"{name} = {number}{kind}"]
