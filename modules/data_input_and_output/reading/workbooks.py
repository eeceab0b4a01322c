"""Excel workbooks: the parts of the archive are checked before any is opened, then one sheet is read row by row."""

import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import chain, islice
from pathlib import Path, PurePosixPath
from typing import Any
from xml.parsers import expat

import pyarrow as pa

from modules.data_input_and_output.reading.column_names import number_columns, tidy_names
from modules.data_input_and_output.reading.header_detection import (
    MISSING_TEXTS,
    HasHeader,
    describe_missing_header,
    has_header_row,
)
from modules.data_input_and_output.reading.read_limits import (
    MAX_OBJECT_CELLS,
    MAX_TABLE_COLUMNS,
    MAX_WORKBOOK_BYTES,
    MAX_WORKBOOK_MEMBERS,
    check_size,
    check_unpacked,
    quote_value,
    refuse_file,
)
from modules.data_input_and_output.reading.title_rows import count_title_rows
from modules.data_input_and_output.reading.value_columns import build_column
from modules.kit import report

ARCHIVES = frozenset((".zip", ".gz", ".bz2", ".xz", ".7z", ".rar", ".tar", ".jar", ".xlsx", ".xlsm", ".docx", ".pptx"))
#: Documents that were put into the sheet; they are not opened.
EMBEDDED = "xl/embeddings/"
HEADER_SAMPLE = 200
#: Rows of a sheet that are looked at for a table.
SHEET_SAMPLE = 20
MAX_SHEET_ROWS = 1_048_576
ROWS_PER_REPORT = 10_000
#: What openpyxl raises when the parts of a workbook do not fit together.
DAMAGE_ERRORS = (
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


@dataclass
class SheetReading:
    """How a sheet is read, and what is found out on the way."""

    sheet: str | None
    has_header: HasHeader
    words: tuple[str, ...] = MISSING_TEXTS
    #: Rows above the table; None finds them out, and 0 takes the sheet as it is.
    skip_rows: int | None = 0
    max_rows: int | None = None
    #: The sheets of the workbook, the one that was read, its first rows, and the names of its columns.
    sheets: list[str] = field(default_factory=list)
    read_sheet: str = ""
    first_rows: list[Row] = field(default_factory=list)
    skipped: int = 0
    header: bool = False
    missing: dict[str, Counter[str]] = field(default_factory=dict)

    def is_missing(self, value: object) -> bool:
        return is_blank(value) or (isinstance(value, str) and value.strip() in self.words)


def is_blank(value: object) -> bool:
    """Whether a cell holds nothing."""
    return value is None or (isinstance(value, str) and not value.strip())


def read_workbook(path: Path, *, sheet: str | None, has_header: HasHeader, notices: list[str]) -> pa.Table:
    """The table of one sheet, by default the first that is not empty."""
    return read_sheet(path, SheetReading(sheet, has_header), notices)


def read_sheet(path: Path, reading: SheetReading, notices: list[str]) -> pa.Table:
    """The table of one sheet, read as `reading` says."""
    _check_archive(path)
    from openpyxl import load_workbook

    with path.open("rb") as stream, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and validations, which are not read
        try:
            workbook = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            return _build_table(_read_sheet_rows(workbook, reading, notices), reading, notices)
        except DAMAGE_ERRORS as error:
            refuse_file(
                f"The workbook is damaged ({quote_value(error)}). Open it in Excel and save it again, or save it as "
                "CSV."
            )


def _check_archive(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > MAX_WORKBOOK_MEMBERS:
                refuse_file(
                    f"The archive has {len(members):,} members. A workbook has at most {MAX_WORKBOOK_MEMBERS:,}."
                )
            names = {member.filename for member in members}
            if "xl/workbook.xml" not in names:
                refuse_file(_describe_archive(names))
            if any(PurePosixPath(name).suffix.lower() in ARCHIVES and not name.startswith(EMBEDDED) for name in names):
                refuse_file("The workbook contains another archive. Save the sheet as CSV.")
            check_unpacked(
                sum(member.file_size for member in members), path.stat().st_size, max_bytes=MAX_WORKBOOK_BYTES
            )
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    _check_xml(archive, member)
    except (*DAMAGE_ERRORS, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        refuse_file(f"The workbook is damaged or has a password ({error}). Open it in Excel and save it again.")


def _describe_archive(names: set[str]) -> str:
    if "xl/workbook.bin" in names:
        return "This is a binary Excel workbook (.xlsb). Save it as .xlsx."
    if "content.xml" in names:
        return "This is an OpenDocument file. Save it as .xlsx or CSV."
    return "This is a zip archive. Unpack it and upload the table inside."


def _check_xml(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Refuse a document type, which no workbook has: entities could grow without end, or name files of this machine."""
    started = False

    def on_doctype(*_: object) -> None:
        refuse_file(
            f"Part {quote_value(member.filename)} of the workbook declares a document type, which Excel never writes."
        )

    def on_start(*_: object) -> None:
        nonlocal started
        started = True

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = on_doctype
    parser.StartElementHandler = on_start
    with archive.open(member) as stream:
        while not started and (chunk := stream.read(4096)):
            try:
                parser.Parse(chunk)
            except expat.ExpatError as error:
                refuse_file(f"Part {quote_value(member.filename)} of the workbook is damaged ({error}).")


def _read_sheet_rows(workbook: Any, reading: SheetReading, notices: list[str]) -> Iterator[Row]:
    """The rows of the wanted sheet, from the first on that is not empty."""
    titles = [sheet.title for sheet in workbook.worksheets]
    requested = reading.sheet
    reading.sheets = titles
    if requested is not None and requested not in titles:
        close = get_close_matches(requested, titles, n=1)
        hint = (
            f"Did you mean {quote_value(close[0])}?" if close else f"It has {', '.join(map(quote_value, titles[:10]))}."
        )
        refuse_file(f"The workbook has no sheet {quote_value(requested)}. {hint}", parameter="sheet")
    for sheet in _order_sheets(workbook, reading):
        rows = _read_nonempty_rows(sheet, reading)
        first = next(rows, None)
        if first is None:
            continue
        reading.read_sheet = sheet.title
        if len(titles) > 1 and requested is None:
            others = ", ".join(quote_value(title) for title in titles[:6] if title != sheet.title)
            notices.append(f"Sheet {quote_value(sheet.title)} was read; the workbook also has {others}.")
        return chain([first], rows)
    return refuse_file("The workbook is empty." if requested is None else f"Sheet {quote_value(requested)} is empty.")


def _order_sheets(workbook: Any, reading: SheetReading) -> list[Any]:
    """The sheets to try: the requested one, or all. Where the table is to be found, the first that has one leads, so
    that a cover sheet is not read."""
    if reading.sheet is not None:
        return [sheet for sheet in workbook.worksheets if sheet.title == reading.sheet]
    sheets = list(workbook.worksheets)
    if reading.skip_rows is None and len(sheets) > 1:
        sheets.sort(key=lambda sheet: not _has_table(islice(_read_nonempty_rows(sheet, reading), SHEET_SAMPLE)))
    return sheets


def _has_table(rows: Iterable[Row]) -> bool:
    """Whether two rows have two columns at least."""
    return sum(sum(not is_blank(value) for value in row) > 1 for row in rows) > 1


def _read_nonempty_rows(sheet: Any, reading: SheetReading) -> Iterator[Row]:
    """The rows that hold anything, each up to its last value. What the sheet says of its own size is not believed."""
    sheet.reset_dimensions()
    cells = 0
    for place, row in enumerate(sheet.iter_rows(values_only=True, max_row=MAX_SHEET_ROWS)):
        cells += len(row) + 1
        if cells > 2 * MAX_OBJECT_CELLS:
            refuse_file(
                f"The sheet spans more than {2 * MAX_OBJECT_CELLS:,} cells, most of them empty. Save it as CSV."
            )
        width = len(row)
        while width and is_blank(row[width - 1]):
            width -= 1
        if not all(map(reading.is_missing, row[:width])):
            yield row[:width]
        if place % ROWS_PER_REPORT == 0:
            report(place, None, "rows")


def _build_table(rows: Iterator[Row], reading: SheetReading, notices: list[str]) -> pa.Table:
    sample = list(islice(rows, HEADER_SAMPLE))
    reading.first_rows = sample[:8]
    reading.skipped = count_title_rows(sample) if reading.skip_rows is None else reading.skip_rows
    sample = sample[reading.skipped :]
    if not sample:
        refuse_file("No rows are left under those that are left out.", parameter="skip_rows")
    has_header = reading.has_header
    header = reading.header = has_header_row(sample) if has_header == "auto" else has_header == "yes"
    if not header and has_header == "auto":
        notices.append(describe_missing_header(sample[0]))
    body = chain(sample[1:] if header else sample, rows)
    columns, missing = _transpose_rows(islice(body, reading.max_rows), len(sample[0]), reading)
    given = [*sample[0], *[None] * (len(columns) - len(sample[0]))] if header else []
    names = tidy_names(given, notices) if header else number_columns(len(columns))
    reading.missing = {names[place]: words for place, words in missing.items()}
    made = [build_column(name, values, notices) for name, values in zip(names, columns, strict=True)]
    return pa.Table.from_arrays(made, names=names)


def _transpose_rows(
    rows: Iterable[Row], width: int, reading: SheetReading
) -> tuple[list[list[object]], dict[int, Counter[str]]]:
    """The values by column, and the words that are missing values; rows may be shorter than the longest."""
    columns: list[list[object]] = [[] for _ in range(width)]
    words: dict[int, Counter[str]] = {}
    count = 0
    for count, row in enumerate(rows, start=1):
        if len(row) > len(columns):
            columns.extend([None] * (count - 1) for _ in range(len(row) - len(columns)))
        for place, column in enumerate(columns):
            value = row[place] if place < len(row) else None
            if reading.is_missing(value):
                if value is not None and str(value).strip():
                    words.setdefault(place, Counter())[str(value).strip()] += 1
                value = None
            column.append(value)
        if count * len(columns) > MAX_OBJECT_CELLS or len(columns) > MAX_TABLE_COLUMNS:
            check_size(count, len(columns), max_cells=MAX_OBJECT_CELLS)
    return columns, words
