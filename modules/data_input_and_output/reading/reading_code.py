"""How a file is read, written as pandas: a script that gives the table that the import gives."""

import re
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from modules.data_input_and_output.reading.chosen_types import BOOLEAN_WORDS
from modules.data_input_and_output.reading.column_readings import ReadColumn, choose_column_marks
from modules.data_input_and_output.reading.file_tables import FileTable
from modules.data_input_and_output.reading.reading_options import ReadingOptions
from modules.data_input_and_output.reading.table_readings import TableReading, choose_names
from modules.data_input_and_output.reading.written_dates import (
    BEFORE_YEAR,
    DAY_FIRST_PARTS,
    MONTH_FIRST_PARTS,
    PLAIN_ENGLISH,
    collect_month_words,
    describe_short_years,
)
from modules.data_input_and_output.reading.written_numbers import GROUP_MARKS
from modules.kit.dates import MONTH_NAMES, MONTH_NUMBERS

MAX_COLUMNS = 200


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
        return _write_dates(name, column, reading)
    if column.kind == "boolean":
        yes, no = ([pair[side] for pair in BOOLEAN_WORDS] for side in (0, 1))
        words = {**dict.fromkeys(no, False), **dict.fromkeys(yes, True)}
        return [f'{name} = {name}.str.strip().str.lower().map({words!r}).astype("boolean")']
    return _write_numbers(name, column, reading)


def _write_dates(name: str, column: ReadColumn, reading: TableReading) -> list[str]:
    order = ", dayfirst=True" if column.date_order == "day first" else ""
    texts = name
    if describe_short_years(column.name, reading.raw[column.name]):  # pandas takes other centuries in other years
        for century, years in (("20", r"(?:[0-5]\d|6[0-8])"), ("19", r"\d{2}")):
            pattern, whole = rf"{BEFORE_YEAR}(?={years}(?:\D|$))", rf"\g<1>{century}"
            texts += f".str.replace({pattern!r}, {whole!r}, regex=True)"
    present = reading.present[column.name]
    months = _choose_month_names(present)
    lines = [f"months = {months!r}"] if months else []
    for first, pattern, day, month in ((r"^\d", DAY_FIRST_PARTS, 1, 2), (r"^\D", MONTH_FIRST_PARTS, 2, 1)):
        if months and pc.any(pc.match_substring_regex(present, first)).as_py():
            date = f"{{found[{day}]}} {{months[found[{month}].lower()]}} {{found[3]}}"
            texts += f'.str.replace({pattern!r}, lambda found: f"{date}", regex=True)'
    return [*lines, f'{name} = pd.to_datetime({texts}, format="mixed"{order}, utc=True).dt.tz_localize(None)']


def _choose_month_names(values: pa.ChunkedArray) -> dict[str, str]:
    """{name of a month: its English name} for dates that pandas cannot read as they are; empty where it can."""
    if not pa.types.is_string(values.type):
        return {}
    english = [names.split()[0] for names in MONTH_NAMES["English"].split("|")]
    words = {word: english[MONTH_NUMBERS[word] - 1] for word in collect_month_words(values)}
    plain = pc.all(pc.match_substring_regex(values, PLAIN_ENGLISH)).as_py()
    is_english = words.keys() <= set(MONTH_NAMES["English"].replace("|", " ").split())
    return {} if plain and is_english else words


def _write_numbers(name: str, column: ReadColumn, reading: TableReading) -> list[str]:
    texts = f"{name}.str.strip()"
    if column.converted:
        texts += "".join(_write_replacements(column, reading))
    number = f"pd.to_numeric({texts})"
    if column.kind == "percent":
        number += " / 100"
    kind = {"integer": '.astype("Int64")', "real": '.astype("float64")'}.get(column.kind, "")
    return [f"{name} = {number}{kind}"]


def _write_replacements(column: ReadColumn, reading: TableReading) -> Iterator[str]:
    """Calls that leave of a text what a program takes for a number, only those that change one of them."""
    marks = choose_column_marks(column.name, reading.marks)
    group = GROUP_MARKS[marks.thousands] if marks.thousands not in ("", " ") else ""
    replacements = [
        (re.escape(column.unit), ""),
        ("[ \u00a0\u202f]", ""),
        (r"^\(", "-"),
        (r"\)$", ""),
        ("−", "-"),
        (group, ""),
        (",", "." if marks.decimal == "," else ""),
    ]
    texts = reading.present[column.name]
    for pattern, wanted in replacements:
        if pattern and pc.any(pc.match_substring_regex(texts, pattern.replace("^", "", 1))).as_py():
            yield f".str.replace({pattern!r}, {wanted!r}, regex=True)"
