"""What is said of a file before it is imported: its first rows as they would be read, and why they are read so."""

from typing import Literal

from pydantic import BaseModel

from modules.data_input_and_output.reading.reading_options import ColumnKind, DateOrder

LineRole = Literal["skipped", "names", "row", "blank", "total"]


class RawLine(BaseModel):
    """A line of a text, or a row of a sheet, as it is in the file."""

    number: int
    text: str
    role: LineRole


class FileReport(BaseModel):
    """One file: what it is, how it is written, and its first lines."""

    name: str
    form: Literal["text", "workbook", "typed"]
    delimiter: str | None = None
    encoding: str | None = None
    #: Whether the bytes themselves say so.
    encoding_certain: bool = True
    skipped_rows: int = 0
    #: Rows below the table that are left out, and whether they were taken for totals by themselves.
    skipped_last_rows: int = 0
    totals: int = 0
    #: The columns of which the last row is the sum, where all of the file was looked at.
    summed_columns: list[str] = []
    has_names: bool = True
    sheet: str | None = None
    sheets: list[str] = []
    #: Rows below the names; an estimate where the file is large, and None where even that is unknown.
    rows: int | None = None
    rows_exact: bool = True
    lines: list[RawLine] = []
    #: The totals below the table, whether they are left out or not.
    last_lines: list[RawLine] = []


class ColumnReport(BaseModel):
    """A column as it is read, why so, and what became of its values."""

    source: str
    name: str
    kind: ColumnKind
    reason: str
    #: The values differ from what is written, and it was not chosen.
    converted: bool
    chosen: bool
    undecided: Literal["day or month", "decimal or thousands"] | None
    offers: list[ColumnKind]
    unit: str
    #: Its numbers are in several units, and can be converted to any of these.
    convertible_units: list[str]
    date_order: DateOrder | None
    #: Values that are missing, those among them that a word made so, and those that do not fit the chosen type.
    missing: int
    missing_words: dict[str, int]
    failed: int
    failed_row: int | None
    failed_text: str
    written_example: str | None
    read_example: str | None
    #: Heights of the bars of a small picture, and what stands below its ends.
    bars: list[float]
    low: str
    high: str


class ProposedWord(BaseModel):
    """A word that probably stands for a missing value."""

    word: str
    column: str
    cells: int
    #: What the column is without it; empty where the word itself says that something is missing.
    others: Literal["numbers", "dates", ""]


class Refusal(BaseModel):
    """Why the files can't be read so, and which option is at fault, if one is."""

    message: str
    option: str | None = None
    #: The file that has other columns than the first, by its place.
    differing_file: int | None = None


class ReadingReport(BaseModel):
    """The first rows of the files as one table, as they would be read."""

    files: list[FileReport]
    columns: list[ColumnReport] = []
    columns_total: int = 0
    rows: list[list[str | None]] = []
    written: list[list[str | None]] = []
    decimal: Literal[".", ","] = "."
    thousands: str = ""
    #: A number that leaves no doubt about the marks, and its column.
    marks_reason: str = ""
    date_order: DateOrder | None = None
    date_column: str = ""
    missing_words: list[str] = []
    proposed_words: list[ProposedWord] = []
    notices: list[str] = []
    refusal: Refusal | None = None
    #: The same in pandas; null where it can't be written.
    code: str | None = None
