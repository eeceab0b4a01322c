"""Import Data: a table from an address, a database, object storage, or a file that is connected."""

import logging
import tempfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, Field

from modules.data_input_and_output.database_files import EVERY_TABLE, is_sqlite, list_sheets, read_sqlite
from modules.data_input_and_output.nested_files import is_xml_rows, unnest_file
from modules.data_input_and_output.read_table import read_table
from modules.data_input_and_output.reading.encodings import Encoding
from modules.data_input_and_output.reading.header_detection import HasHeader
from modules.data_input_and_output.reading.type_inference import Decimal
from modules.data_input_and_output.zipped_tables import holds_tables, join_tables, read_zipped_tables
from modules.kit import Call, Dataset, File, ModuleError, code, module, shown_when, titled
from modules.kit.codegen.script_builder import StepCode
from modules.kit.external_requests import STORAGE_NAMES, ExternalRequest, StorageName, get_fetched
from modules.kit.parameter_widgets import DATABASE_KINDS, STORAGE_KINDS
from modules.kit.parameters import FormHint, connection_of, multiline
from modules.learning.csv_codegen import write_csv_input

DataSource = Literal["URL via HTTP", "REST API", "SQL database", StorageName, "Connected file"]
Paging = Literal["One answer", "Page number", "Offset", "Cursor", "Link header"]
#: The sources whose bytes are read as a file.
FILES = ("URL via HTTP", "REST API", *STORAGE_NAMES, "Connected file")
OUTSIDE = ("URL via HTTP", "REST API", "SQL database", *STORAGE_NAMES)
PAGED = ("Page number", "Offset", "Cursor", "Link header")
#: What a REST interface is asked.
REST_DETAILS = ("paging", "page_parameter", "first_page", "cursor_path", "rows_path", "most_pages")

log = logging.getLogger(__name__)


def _build_example() -> Call:
    path = Path(tempfile.mkdtemp(prefix="import-data-"), "cities.csv")
    path.write_text("city,people\nOslo,709037\nBergen,291940\n", encoding="utf-8")
    return Call.of(File(path, path.name), data_source="Connected file")


def _build_external_request(parameters: BaseModel) -> ExternalRequest | None:
    """What has to be fetched; raises ModuleError where a parameter is missing."""
    asked = {name: getattr(parameters, name) for name in type(parameters).model_fields}
    if asked["data_source"] == "URL via HTTP":
        return ExternalRequest("fetch", "url", None, {"url": _parse_address(asked["url"])}, asked["regenerate_output"])
    if asked["data_source"] == "REST API":
        details = {name: asked[name] for name in REST_DETAILS} | {"headers": asked["request_headers"]}
        details["url"] = asked["url"].strip() if asked["api"] else _parse_address(asked["url"])
        if asked["paging"] == "Cursor":
            _require_value(asked["cursor_path"].strip(), "Enter where an answer has the next cursor.", "cursor_path")
        return ExternalRequest("fetch", "rest", asked["api"], details, asked["regenerate_output"])
    if asked["data_source"] == "SQL database":
        _require_value(asked["database"], "Choose a connection to a database.", "database")
        _require_value(asked["sql_query"].strip(), "Write a query.", "sql_query")
        details = {"query": asked["sql_query"], "row_limit": asked["row_limit"]}
        return ExternalRequest("fetch", "database", asked["database"], details, asked["regenerate_output"])
    if asked["data_source"] in STORAGE_NAMES:
        _require_value(asked["storage"], "Choose a connection to the storage.", "storage")
        path = asked["path"].lstrip("/")
        _require_value(path, "Enter the path of a file, or of a folder.", "path")
        return ExternalRequest("fetch", "storage", asked["storage"], {"path": path}, asked["regenerate_output"])
    return None


def _require_value(value: object, sentence: str, parameter: str) -> None:
    if not value:
        raise ModuleError(157 if parameter in ("database", "storage") else 29, sentence, parameter=parameter)


def _parse_address(url: str) -> str:
    _require_value(url.strip(), "Enter an address that begins with https://.", "url")
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        raise ModuleError(29, "The address can't be read. Check the spelling.", parameter="url") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ModuleError(29, "The address must begin with https:// or http://.", parameter="url")
    if parts.username or parts.password:
        message = "The address contains a user name or password that everyone who sees the design could read."
        raise ModuleError(29, f"{message} Remove it.", parameter="url")
    return url.strip()


def _emit_code(step: StepCode) -> None:
    """Connections hold passwords and a design has none: the table is read from the file that a run gave."""
    write_csv_input(step, "results_dataset", step.title)


@module(
    "Import Data",
    category="Data Input and Output",
    icon="cloud-download",
    example=_build_example,
    external_request=_build_external_request,
    emit_code=_emit_code,
    keywords=(
        "read_csv",
        "read_sql",
        "read_parquet",
        "CSV reader",
        "file reader",
        "DB reader",
        "database",
        "URL",
        "REST",
        "API",
        "GET request",
        "folder of files",
        "several files",
        "zip of files",
        "directory",
        "SQLite",
        "read_excel",
        "all sheets",
        "XML",
        "read_xml",
        "JSON path",
        "SFTP",
        "FTP",
        "Azure Blob",
        "ADLS",
        "data lake",
        "Google Cloud Storage",
        "GCS",
        "SQL Server",
        "MSSQL",
        "Oracle",
        "ODBC",
        "Snowflake",
        "BigQuery",
        "input data",
        "Excel reader",
        "read excel",
        "web data",
        "JSON",
    ),
)
def import_data(
    file: File | None = None,
    *,
    data_source: Annotated[DataSource, Field(description="Where the data is.")] = "URL via HTTP",
    url: Annotated[
        str,
        titled("Data source URL"),
        shown_when(data_source=("URL via HTTP", "REST API")),
        Field(
            max_length=4000,
            description="Address of a CSV, Excel, JSON, Parquet or Arrow file, or of a REST API: with a connection, "
            "also the part below its address, such as /orders?status=open.",
        ),
    ] = "",
    api: Annotated[
        str | None,
        titled("Connection"),
        connection_of("rest"),
        shown_when(data_source="REST API"),
        Field(description="Holds the address and the key of the API. Public APIs need none."),
    ] = None,
    request_headers: Annotated[
        str,
        multiline,
        shown_when(data_source="REST API"),
        Field(
            max_length=4000,
            description="One on each line, as Accept-Language: en. Keys belong in a connection: everyone with the "
            "design can read these.",
        ),
    ] = "",
    rows_path: Annotated[
        str,
        titled("Path of the rows"),
        shown_when(data_source=FILES),
        Field(
            max_length=500,
            description="Where JSON or XML has its rows, such as data.items, orders[*].lines or catalog.book. Empty: "
            "found by itself.",
        ),
    ] = "",
    paging: Annotated[
        Paging,
        titled("Pages"),
        shown_when(data_source="REST API"),
        Field(
            description="How the API divides its rows. By number or offset, pages are fetched until one is empty; by "
            "cursor or Link header, until there is no next one."
        ),
    ] = "One answer",
    page_parameter: Annotated[
        str,
        titled("Parameter of the address"),
        shown_when(data_source="REST API", paging=("Page number", "Offset", "Cursor")),
        Field(max_length=100, description="Empty: page, offset or cursor."),
    ] = "",
    first_page: Annotated[
        int,
        shown_when(data_source="REST API", paging="Page number"),
        Field(ge=0, le=1_000_000, description="The number of the first page: 1, or 0 for APIs that count from 0."),
    ] = 1,
    cursor_path: Annotated[
        str,
        titled("Path of the next cursor"),
        shown_when(data_source="REST API", paging="Cursor"),
        Field(max_length=500, description="Where an answer has it, such as meta.next. It may be an address."),
    ] = "",
    most_pages: Annotated[
        int,
        shown_when(data_source="REST API", paging=PAGED),
        Field(ge=1, le=100_000, description="Later pages are left out, and the log says so."),
    ] = 1_000,
    database: Annotated[
        str | None,
        Field(description="The database to read from. Add it under Connections."),
        titled("Connection"),
        connection_of(*DATABASE_KINDS),
        shown_when(data_source="SQL database"),
    ] = None,
    sql_query: Annotated[
        str,
        code("sql"),
        titled("SQL query"),
        shown_when(data_source="SQL database"),
        Field(max_length=100_000, description="Runs in the database; its result is the dataset. It should only read."),
    ] = "",
    row_limit: Annotated[
        int,
        shown_when(data_source="SQL database"),
        Field(ge=1, le=100_000_000, description="Rows beyond this are left out, and the log says so."),
    ] = 1_000_000,
    storage: Annotated[
        str | None,
        Field(description="The storage to read from. Add it under Connections."),
        titled("Connection"),
        connection_of(*STORAGE_KINDS),
        shown_when(data_source=STORAGE_NAMES),
    ] = None,
    path: Annotated[
        str,
        shown_when(data_source=STORAGE_NAMES),
        Field(max_length=1024, description="One file, such as may/cars.csv, or all files of a folder, such as may/."),
    ] = "",
    files_to_read: Annotated[
        str,
        titled("Files of a folder or zip"),
        shown_when(data_source=FILES),
        Field(max_length=500, description="A pattern of names, such as *.csv or 2024-*/sales.parquet."),
    ] = "*",
    file_name_column: Annotated[
        str,
        titled("Column with the file's name"),
        shown_when(data_source=FILES),
        Field(max_length=200, description="Added where several files are read. Empty: no such column."),
    ] = "",
    delimiter: Annotated[
        str | None,
        shown_when(data_source=FILES),
        Field(min_length=1, max_length=1, description="The character between the values of a row. Empty: detected."),
    ] = None,
    encoding: Annotated[
        Encoding,
        Field(description="Auto looks at the bytes. Choose another if letters look wrong."),
        shown_when(data_source=FILES),
    ] = "auto",
    has_header: Annotated[
        HasHeader,
        Field(description="Auto looks at the first rows. No names the columns by their place."),
        titled("First row holds names"),
        shown_when(data_source=FILES),
    ] = "auto",
    sheet: Annotated[
        str | None,
        shown_when(data_source=FILES),
        Field(
            description="Sheet of a workbook, or table of an SQLite file. Empty: the first that is not empty. * reads "
            "all below one another, with a column Sheet."
        ),
    ] = None,
    decimal: Annotated[
        Decimal,
        Field(description="Auto looks at the numbers. Choose a comma for 3,14."),
        titled("Decimal mark"),
        shown_when(data_source=FILES),
    ] = "auto",
    regenerate_output: Annotated[
        bool,
        shown_when(data_source=OUTSIDE),
        Field(description="On: fetch again on every run. Off: keep the fetched data until you fetch again."),
    ] = False,
    refreshed: Annotated[
        str | None,
        titled("Fetched again"),
        FormHint("refreshed_at", True),
        shown_when(data_source=OUTSIDE),
        Field(max_length=40, description="When somebody last asked to fetch the data again; set by the button."),
    ] = None,
) -> Dataset:
    """Import a table from a web address, a database, storage of files, or a connected file.

    Fetched data is stored and reused until a parameter changes or you select Fetch again. With Regenerate output, every
    run fetches it again. The time of the last Fetch again is part of the design, so undo restores the earlier data.

    A REST API is asked page by page, and its key stays in the connection: it is sent to the address of the connection
    and to no other.

    An address is fetched by the server, which refuses addresses of its own network unless an administrator has allowed
    them. Databases and storage need a connection, which stores the password. The design only contains the name of the
    connection. A query is one statement that only reads. Databases: PostgreSQL, MySQL, SQL Server, Oracle, Snowflake,
    BigQuery, and others by ODBC. Storage: S3, Azure Blob and Data Lake Storage, Google Cloud Storage, SFTP.

    Files are read like uploads: the format is detected from the content (CSV, Excel, JSON, Parquet, Arrow, or here
    SQLite and XML too). Rows of JSON and XML are those at the path of the rows; values within a row get the names of
    what they stand in, such as author.name. Of a zip, or of a path in storage that ends with a slash, all files that
    fit the pattern become one table, with the columns of all.

    To read an uploaded file with other options than Datasets did, drop it onto the canvas as a file and connect it.
    """
    del api, request_headers, paging, page_parameter, first_page, cursor_path, most_pages
    del url, database, sql_query, row_limit, storage, path, regenerate_output, refreshed
    came = get_fetched() if data_source != "Connected file" else file
    if came is None:
        raise ModuleError(
            *_explain_nothing_fetched(data_source), port="file" if data_source == "Connected file" else None
        )
    if isinstance(came, Dataset):
        return came

    options = {"delimiter": delimiter, "encoding": encoding, "has_header": has_header, "decimal": decimal}
    # Of a REST API the rows were taken out of each page when it came.
    path_of_rows = "" if data_source == "REST API" else rows_path.strip()
    read = partial(_read_file, sheet=sheet, rows_path=path_of_rows, options=options)
    if holds_tables(came):
        return read_zipped_tables(came, files_to_read.strip(), file_name_column.strip(), read)
    return read(came)


def _read_file(file: File, *, sheet: str | None, rows_path: str, options: Mapping[str, Any]) -> Dataset:
    """The table of one file, or of all its sheets one below another."""
    file = unnest_file(file, rows_path)
    if is_xml_rows(file):
        options = {**options, "delimiter": ",", "encoding": "utf-8", "has_header": "yes"}
    if sheet == EVERY_TABLE:
        names = list_sheets(file.path)
        if names:
            parts = [_read_file(file, sheet=name, rows_path="", options=options).frame for name in names]
            return Dataset(join_tables([part.assign(Sheet=name) for name, part in zip(names, parts, strict=True)]))
        sheet = None
    if is_sqlite(file.path):
        return read_sqlite(file.path, sheet)
    read = read_table(file, file_name=file.name, sheet=sheet, **options)
    for notice in read.notices.frame.iloc[:, 0]:
        log.info("%s", notice)
    return read.results_dataset


def _explain_nothing_fetched(source: DataSource) -> tuple[int, str]:
    if source == "Connected file":
        return 3, "Connect a file to 'file', or choose another data source."
    return 30, "Nothing was fetched. This module can only run in a design."
