"""Tables as files: CSV and TSV, Parquet, Excel. What is read back is what was written."""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from modules.kit import ModuleError

FileFormat = Literal["CSV", "TSV", "Parquet", "Excel"]

#: With these a spreadsheet takes a text for a formula (OWASP, CSV injection).
FORMULA_PATTERN = r"^[=+\-@\t\r]"
#: Without quotes these are read as missing values.
QUOTED_WORDS = ("", "?", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "null", "NULL", "Null")
EXCEL_ROWS, EXCEL_COLUMNS, EXCEL_TEXT = 1_048_576, 16_384, 32_767
SHEET_NAME_LENGTH = 31
#: Excel shows 15 digits of a number and turns the others into zeros: longer ones are written as text.
EXCEL_INTEGER = 999_999_999_999_999


def write_delimited(frame: pd.DataFrame, path: Path, separator: str, inert_formulas: bool = False) -> None:
    """UTF-8 with a header, which reads back as the same table: words such as NA, and empty texts, are in quotes.

    With `inert_formulas` an apostrophe goes before text that looks like a formula; numbers are left alone.
    """
    columns = [_write_column(values, separator, inert_formulas) for _, values in frame.items()]
    if len(columns) == 1:  # a line without anything would be no row
        columns = [columns[0].replace("", "NA")]
    names = _quote_texts(pd.Series([str(name) for name in frame.columns], dtype="str"), separator, inert_formulas)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(separator.join(names) + "\n")
        file.writelines(separator.join(cells) + "\n" for cells in zip(*columns, strict=True))


def _write_column(values: "pd.Series[Any]", separator: str, inert_formulas: bool) -> "pd.Series[Any]":
    """The values as they stand in the file; missing ones are empty."""
    if isinstance(values.dtype, pd.CategoricalDtype) or values.dtype == object:
        values = values.map(str, na_action="ignore").astype("str")
    if values.dtype == "str":
        return _quote_texts(values, separator, inert_formulas).fillna("")
    lines = values.to_csv(header=False, index=False, lineterminator="\n").splitlines()
    return pd.Series(lines, dtype="str").replace('""', "")


def _quote_texts(values: "pd.Series[Any]", separator: str, inert_formulas: bool) -> "pd.Series[Any]":
    """The texts, in quotes where they would be read as something else without."""
    if inert_formulas:
        values = values.where(~values.str.contains(FORMULA_PATTERN, na=False), "'" + values)
    special = values.str.contains(rf'[{separator}"\r\n]|^\s|\s$', na=False) | values.isin(QUOTED_WORDS)
    return values.where(~special, '"' + values.str.replace('"', '""') + '"')


def write_parquet(frame: pd.DataFrame, path: Path) -> None:
    """With all types; columns that Parquet has none for become text."""
    odd = {
        str(name): values.map(str, na_action="ignore").astype("str")
        for name, values in frame.items()
        if values.dtype == object or pd.api.types.infer_dtype(values, skipna=True) == "interval"
    }
    frame.assign(**odd).to_parquet(path, index=False, compression="zstd")


def write_excel(frame: pd.DataFrame, path: Path) -> None:
    """One sheet, in which no cell is a formula. Raises error 49 where Excel has not enough rows or columns."""
    write_sheets({"Data": frame}, path)


def write_sheets(sheets: Mapping[str, pd.DataFrame], path: Path) -> None:
    """A workbook of several sheets by name, in none of which a cell is a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    for name, frame in sheets.items():
        if len(frame) >= EXCEL_ROWS or len(frame.columns) > EXCEL_COLUMNS:
            message = f"Excel holds {EXCEL_ROWS - 1:,} rows of {EXCEL_COLUMNS:,} columns"
            raise ModuleError(
                7,
                f"{message}, but this table has {len(frame):,} of {len(frame.columns):,}. Choose CSV or Parquet.",
                port="dataset",
                parameter="file_format",
            )
        sheet = book.create_sheet(name)
        for row in _iterate_rows(frame):
            cells = [WriteOnlyCell(sheet, value=value) for value in row]
            for cell in cells:
                if isinstance(cell.value, str):
                    cell.data_type = "s"
            sheet.append(cells)
    book.save(path)


def name_sheets(names: Iterable[object]) -> list[str]:
    """Names that Excel takes for sheets, each once: without []:*?/\\, at most 31 characters, not empty."""
    taken: set[str] = set()
    found = []
    for name in names:
        plain = (
            re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", str(name)).strip().strip("'")[:SHEET_NAME_LENGTH].strip() or "Sheet"
        )
        made, number = plain, 1
        while made.casefold() in taken or made.casefold() == "history":
            number += 1
            ending = f" {number}"
            made = plain[: SHEET_NAME_LENGTH - len(ending)] + ending
        taken.add(made.casefold())
        found.append(made)
    return found


def _iterate_rows(frame: pd.DataFrame) -> Iterator[list[Any]]:
    """The names, then row by row the values as Excel knows them."""
    yield [_to_excel_cell(str(name)) for name in frame.columns]
    columns = [values.astype(object).where(values.notna(), None) for _, values in frame.items()]
    for row in zip(*columns, strict=True):
        yield [_to_excel_cell(value) for value in row]


def _to_excel_cell(value: Any) -> Any:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, int) and abs(value) > EXCEL_INTEGER:
        return str(value)
    if value is None or isinstance(value, bool | int | date | time | timedelta):
        return value
    item = getattr(value, "item", None)
    if item is not None and not isinstance(value, str):
        return _to_excel_cell(item())
    return ILLEGAL_CHARACTERS_RE.sub("", str(value))[:EXCEL_TEXT]


TableWriter = Callable[[pd.DataFrame, Path], None]

#: How each format ends its file names, and how it is written.
WRITERS: dict[FileFormat, tuple[str, TableWriter]] = {
    "CSV": (".csv", lambda frame, path: write_delimited(frame, path, ",")),
    "TSV": (".tsv", lambda frame, path: write_delimited(frame, path, "\t")),
    "Parquet": (".parquet", write_parquet),
    "Excel": (".xlsx", write_excel),
}
