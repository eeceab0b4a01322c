"""Read Table: the step that makes a dataset of an uploaded file."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, NamedTuple

import pandas as pd
import pyarrow as pa
from pydantic import Field

from modules.data_input_and_output.reading.columnar import read_arrow, read_parquet
from modules.data_input_and_output.reading.delimited import read_delimited
from modules.data_input_and_output.reading.disk_columns import keep_columns_on_disk, store_table
from modules.data_input_and_output.reading.encodings import EncodedText, Encoding, survey_text
from modules.data_input_and_output.reading.file_detection import detect_file_kind
from modules.data_input_and_output.reading.file_preview import preview_files
from modules.data_input_and_output.reading.file_tables import BINARY_FORMS
from modules.data_input_and_output.reading.header_detection import HasHeader
from modules.data_input_and_output.reading.json_records import JSON_NAMES, get_suffix, is_json, read_json
from modules.data_input_and_output.reading.read_limits import check_size, quote_value, refuse_file
from modules.data_input_and_output.reading.reading_options import ReadingOptions
from modules.data_input_and_output.reading.reading_report import ReadingReport
from modules.data_input_and_output.reading.table_readings import SourceFile, read_files
from modules.data_input_and_output.reading.type_inference import Decimal
from modules.data_input_and_output.reading.workbooks import read_workbook
from modules.kit import Call, Dataset, File, module, titled

MAX_NOTICES = 50


class ReadTableOutputs(NamedTuple):
    results_dataset: Annotated[Dataset, titled("Dataset")]
    notices: Dataset
    report: Dataset


NO_FILES: list[File] = []
MAX_PREVIEW_ROWS = 10_000


def _build_example() -> Call:
    folder = Path(tempfile.mkdtemp(prefix="read-table-"))
    path = folder / "cities.csv"
    path.write_text(
        "city;area;founded\nOslo;454,1;1048-01-01\nBergen;464,7;1070-01-01\nTromsø;;1794-06-20\n", encoding="utf-8"
    )
    return Call.of(File(path, path.name), file_name=path.name)


@module(
    "Read Table",
    category="Data Input and Output",
    icon="file-import",
    role="table_reader",
    example=_build_example,
    palette=False,
)
def read_table(
    file: File,
    more_files: list[File] = NO_FILES,
    *,
    file_name: Annotated[str, Field(min_length=1, description="The name of the uploaded file.")],
    delimiter: Annotated[
        str | None,
        Field(min_length=1, max_length=1, description="The character between the values of a row. Empty: detected."),
    ] = None,
    encoding: Annotated[
        Encoding,
        Field(description="Encoding of a text file. auto: its byte order mark, else UTF-8, else Windows-1252."),
    ] = "auto",
    has_header: Annotated[
        HasHeader,
        Field(description="Auto looks at the first rows. No names the columns by their place."),
        titled("First row holds names"),
    ] = "auto",
    sheet: Annotated[
        str | None, Field(description="Sheet of a workbook. Empty: the first sheet that is not empty.")
    ] = None,
    decimal: Annotated[
        Decimal,
        titled("Decimal mark"),
        Field(description="auto: a point, or also a comma if semicolons separate the values."),
    ] = "auto",
    more_file_names: Annotated[tuple[str, ...], Field(description="The names of the other files.")] = (),
    reading: Annotated[
        ReadingOptions | None,
        Field(description="How the import sheet reads the files. It takes the place of the options above."),
    ] = None,
    preview_rows: Annotated[
        int | None,
        Field(ge=1, le=MAX_PREVIEW_ROWS, description="Only look at so many rows, and report what they look like."),
    ] = None,
) -> ReadTableOutputs:
    """Read a dataset from an uploaded file: CSV and other delimited text, Excel, JSON, Parquet or Arrow.

    The format is detected from the content, not from the name. A column becomes numbers, booleans or dates only if all
    of its values are; empty values, ?, NA, N/A, NaN and null are missing. The notices list what was decided.

    With the options of the import sheet, numbers and dates as people write them are read too: 1.328,98, $1,325.0, 90%,
    12 kg and 14.09.2025. Several files with the same columns become one table. The report holds the first rows and the
    reason for the type of each column.
    """
    files = [SourceFile(file.path, file_name)]
    files += [SourceFile(other.path, name) for other, name in zip(more_files, more_file_names, strict=True)]
    try:
        if preview_rows is not None:
            return _preview(files, reading or ReadingOptions(), preview_rows)
        with keep_columns_on_disk([one.path for one in files]):
            if reading is not None:
                return _read_by_options(files, reading)
            reader = _TableReader(file_name, delimiter, encoding, has_header, sheet, decimal)
            dataset = store_table(reader.read_table(file.path))
    except (MemoryError, pa.ArrowMemoryError):
        refuse_file("The table does not fit into the memory of a step. Split the file, or leave columns out.")
    except pa.ArrowException as error:
        refuse_file(f"The file is damaged or has a format that can't be read: {quote_value(error)}.")
    return ReadTableOutputs(dataset, _list_notices(reader.notices), _write_report(None))


def _preview(files: list[SourceFile], options: ReadingOptions, rows: int) -> ReadTableOutputs:
    return ReadTableOutputs(
        Dataset(pd.DataFrame({"looked": [True]})), _list_notices([]), _write_report(preview_files(files, options, rows))
    )


def _read_by_options(files: list[SourceFile], options: ReadingOptions) -> ReadTableOutputs:
    read = read_files(files, options)
    check_size(read.table.num_rows, read.table.num_columns)
    if read.table.num_rows == 0:
        read.notices.append("The table has columns but no rows.")
    return ReadTableOutputs(store_table(read.table), _list_notices(read.notices), _write_report(None))


def _write_report(report: ReadingReport | None) -> Dataset:
    """The report as a table of one cell, which passes the boundary as every other output does."""
    text = [] if report is None else [report.model_dump_json()]
    return Dataset(pd.DataFrame({"report": pd.Series(text, dtype="str")}))


@dataclass(frozen=True)
class _TableReader:
    """What the person said of the file, and what is said back to the person."""

    file_name: str
    delimiter: str | None
    encoding: Encoding
    has_header: HasHeader
    sheet: str | None
    decimal: Decimal
    notices: list[str] = field(default_factory=list)

    def read_table(self, path: Path) -> pa.Table:
        table = self._read(path)
        check_size(table.num_rows, table.num_columns)
        if table.num_columns == 0:
            refuse_file("The table has no columns.")
        if table.num_rows == 0:
            self.notices.append("The table has columns but no rows.")
        return table

    def _read(self, path: Path) -> pa.Table:
        source, kind = detect_file_kind(path)
        if kind == "parquet":
            return read_parquet(path, self.notices)
        if kind in ("arrow", "arrow stream"):
            return read_arrow(path, self.notices, stream=kind == "arrow stream")
        if kind == "zip":
            return read_workbook(path, sheet=self.sheet, has_header=self.has_header, notices=self.notices)
        return self._read_text(survey_text(source, self.encoding, self.notices))

    def _read_text(self, text: EncodedText) -> pa.Table:
        form = BINARY_FORMS.get(get_suffix(self.file_name))
        if form is not None:
            refuse_file(
                f"The name says {form}, but the content is not. The file is damaged or incomplete. Upload it again."
            )
        if is_json(text, self.file_name):
            return read_json(text, self.file_name, self.notices)
        if get_suffix(self.file_name) in JSON_NAMES:
            self.notices.append("The name says JSON, but the content is not. It was read as delimited text.")
        return read_delimited(
            text, delimiter=self.delimiter, has_header=self.has_header, decimal=self.decimal, notices=self.notices
        )


def _list_notices(notices: list[str]) -> Dataset:
    shown = notices[:MAX_NOTICES]
    if len(notices) > MAX_NOTICES:
        shown.append(f"There are {len(notices) - MAX_NOTICES:,} more notices of this kind.")
    return Dataset(pd.DataFrame({"notice": pd.Series(shown, dtype="str")}))
