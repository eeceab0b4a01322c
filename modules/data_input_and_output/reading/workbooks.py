"""Excel workbooks: the parts of the archive are checked before any is opened, then one sheet is read row by row."""

import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from itertools import chain, islice
from pathlib import Path, PurePosixPath
from typing import Any
from xml.parsers import expat

import pyarrow as pa

from modules.data_input_and_output.reading.headers import MISSING, HasHeader, first_row_is_header, looks_like_data
from modules.data_input_and_output.reading.limits import (
    MOST_COLUMNS,
    MOST_MEMBERS,
    MOST_OBJECT_CELLS,
    MOST_WORKBOOK_BYTES,
    check_size,
    check_unpacked,
    quoted,
    refuse,
)
from modules.data_input_and_output.reading.names import numbered, tidy_names
from modules.data_input_and_output.reading.values import column_of_values
from modules.kit import report

ARCHIVES = frozenset((".zip", ".gz", ".bz2", ".xz", ".7z", ".rar", ".tar", ".jar", ".xlsx", ".xlsm", ".docx", ".pptx"))
#: Documents that were put into the sheet; they are not opened.
EMBEDDED = "xl/embeddings/"
SAMPLE = 200
EXCEL_ROWS = 1_048_576
ROWS_PER_REPORT = 10_000
#: What openpyxl raises when the parts of a workbook do not fit together.
DAMAGES = (
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OverflowError,
    SyntaxError,
    zipfile.BadZipFile,
    zlib.error,
)

Row = tuple[Any, ...]


def read_workbook(path: Path, *, sheet: str | None, has_header: HasHeader, notices: list[str]) -> pa.Table:
    """The table of one sheet, by default the first that is not empty."""
    _check_archive(path)
    from openpyxl import load_workbook

    with path.open("rb") as stream, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and validations, which are not read
        try:
            workbook = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            return _as_table(_sheet_rows(workbook, sheet, notices), has_header, notices)
        except DAMAGES as error:
            refuse(f"The workbook is damaged ({quoted(error)}). Open it in Excel and save it again, or save it as CSV.")


def _check_archive(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS:
                refuse(f"The archive has {len(members):,} members. A workbook has at most {MOST_MEMBERS:,}.")
            names = {member.filename for member in members}
            if "xl/workbook.xml" not in names:
                refuse(_what_archive(names))
            if any(PurePosixPath(name).suffix.lower() in ARCHIVES and not name.startswith(EMBEDDED) for name in names):
                refuse("The workbook holds another archive. Save the sheet as CSV.")
            check_unpacked(sum(member.file_size for member in members), path.stat().st_size, most=MOST_WORKBOOK_BYTES)
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    _check_xml(archive, member)
    except (*DAMAGES, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        refuse(f"The workbook is damaged or has a password ({error}). Open it in Excel and save it again.")


def _what_archive(names: set[str]) -> str:
    if "xl/workbook.bin" in names:
        return "This is a binary Excel workbook (.xlsb). Save it as .xlsx."
    if "content.xml" in names:
        return "This is an OpenDocument file. Save it as .xlsx or CSV."
    return "This is a zip archive. Unpack it and upload the table inside."


def _check_xml(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Refuse a document type, which no workbook has: entities could grow without end, or name files of this machine."""
    started = False

    def doctype(*_: object) -> None:
        refuse(f"Part {quoted(member.filename)} of the workbook declares a document type, which Excel never writes.")

    def start(*_: object) -> None:
        nonlocal started
        started = True

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    with archive.open(member) as stream:
        while not started and (chunk := stream.read(4096)):
            try:
                parser.Parse(chunk)
            except expat.ExpatError as error:
                refuse(f"Part {quoted(member.filename)} of the workbook is damaged ({error}).")


def _sheet_rows(workbook: Any, wanted: str | None, notices: list[str]) -> Iterator[Row]:
    """The rows of the wanted sheet, from the first on that is not empty."""
    titles = [sheet.title for sheet in workbook.worksheets]
    if wanted is not None and wanted not in titles:
        close = get_close_matches(wanted, titles, n=1)
        hint = f"Did you mean {quoted(close[0])}?" if close else f"It has {', '.join(map(quoted, titles[:10]))}."
        refuse(f"The workbook has no sheet {quoted(wanted)}. {hint}", parameter="sheet")
    for sheet in workbook.worksheets:
        rows = _rows(sheet) if wanted in (None, sheet.title) else iter(())
        first = next(rows, None)
        if first is None:
            continue
        if len(titles) > 1 and wanted is None:
            others = ", ".join(quoted(title) for title in titles[:6] if title != sheet.title)
            notices.append(f"Sheet {quoted(sheet.title)} was read; the workbook also has {others}.")
        return chain([first], rows)
    return refuse("The workbook is empty." if wanted is None else f"Sheet {quoted(wanted)} is empty.")


def _rows(sheet: Any) -> Iterator[Row]:
    """The rows that hold anything, each up to its last value. What the sheet says of its own size is not believed."""
    sheet.reset_dimensions()
    cells = 0
    for place, row in enumerate(sheet.iter_rows(values_only=True, max_row=EXCEL_ROWS)):
        cells += len(row) + 1
        if cells > 2 * MOST_OBJECT_CELLS:
            refuse(f"The sheet spans more than {2 * MOST_OBJECT_CELLS:,} cells, most of them empty. Save it as CSV.")
        width = len(row)
        while width and _missing(row[width - 1]):
            width -= 1
        if width:
            yield row[:width]
        if place % ROWS_PER_REPORT == 0:
            report(place, None, "rows")


def _missing(value: object) -> bool:
    return value is None or (isinstance(value, str) and value.strip() in MISSING)


def _as_table(rows: Iterator[Row], has_header: HasHeader, notices: list[str]) -> pa.Table:
    sample = list(islice(rows, SAMPLE))
    header = first_row_is_header(sample) if has_header == "auto" else has_header == "yes"
    if not header and has_header == "auto":
        notices.append(looks_like_data(sample[0]))
    columns = _columns(chain(sample[1:] if header else sample, rows), width=len(sample[0]))
    given = [*sample[0], *[None] * (len(columns) - len(sample[0]))] if header else []
    names = tidy_names(given, notices) if header else numbered(len(columns))
    made = [column_of_values(name, values, notices) for name, values in zip(names, columns, strict=True)]
    return pa.Table.from_arrays(made, names=names)


def _columns(rows: Iterable[Row], width: int) -> list[list[object]]:
    """The values by column; rows may be shorter than the longest."""
    columns: list[list[object]] = [[] for _ in range(width)]
    count = 0
    for count, row in enumerate(rows, start=1):
        if len(row) > len(columns):
            columns.extend([None] * (count - 1) for _ in range(len(row) - len(columns)))
        for place, column in enumerate(columns):
            value = row[place] if place < len(row) else None
            column.append(None if _missing(value) else value)
        if count * len(columns) > MOST_OBJECT_CELLS or len(columns) > MOST_COLUMNS:
            check_size(count, len(columns), most_cells=MOST_OBJECT_CELLS)
    return columns
