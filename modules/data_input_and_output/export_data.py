"""Export Data: a dataset as a file, into a table of a database, or into storage of files."""

import csv
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import pandas as pd
from pydantic import BaseModel, Field

from modules.data_input_and_output.table_writers import (
    WRITERS,
    FileFormat,
    name_sheets,
    write_delimited,
    write_sheets,
)
from modules.kit import (
    Call,
    Columns,
    Dataset,
    File,
    ModuleError,
    Schema,
    column_of,
    columns_of,
    connection_of,
    module,
    shown_when,
    titled,
)
from modules.kit.codegen.expressions import ScriptVariable, expr
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode, select_table_expression
from modules.kit.column_renaming import parse_new_names, rename_columns
from modules.kit.errors import require_columns
from modules.kit.external_requests import STORAGE_NAMES, ExternalRequest, StorageName
from modules.kit.parameter_widgets import DATABASE_KINDS, STORAGE_KINDS

EVERY_COLUMN = Columns()
MAX_SHEETS = 250
DELIMITERS: Mapping[FileFormat, str] = {"CSV": ",", "TSV": "\t"}


class ExportDataOutputs(NamedTuple):
    results_dataset: Annotated[Dataset, titled("Dataset")]
    file: File


def _build_example() -> Call:
    frame = pd.DataFrame({"city": ["Oslo", "=1+1"], "people": [709_037, 2], "code": [1, 2]})
    return Call.of(Dataset(frame), columns_to_be_saved=Columns(start="all", names=("code",)), file_format="CSV")


def _build_external_request(parameters: BaseModel) -> ExternalRequest | None:
    """Where the data go; raises ModuleError where a parameter is missing."""
    asked = {name: getattr(parameters, name) for name in type(parameters).model_fields}
    if asked["destination"] == "SQL database":
        if not asked["database"]:
            raise ModuleError(157, "Choose a connection to a database.", parameter="database")
        if not asked["table"].strip():
            raise ModuleError(79, "Enter the name of a table.", parameter="table")
        details = {"table": asked["table"].strip(), "if_it_exists": asked["if_the_table_exists"].lower()}
        if asked["if_the_table_exists"] == "Update":
            details["key_columns"] = _require_keys(asked["key_columns"], asked["data_table_columns"])
        return ExternalRequest("deliver", "database", asked["database"], details, always=True)
    if asked["destination"] in STORAGE_NAMES:
        if not asked["storage"]:
            raise ModuleError(157, "Choose a connection to the storage.", parameter="storage")
        if not asked["path"].strip("/"):
            raise ModuleError(79, "Enter a path in the storage, such as folder/cars.csv.", parameter="path")
        details = {"path": asked["path"].strip("/"), "if_it_exists": asked["if_the_object_exists"].lower()}
        return ExternalRequest("deliver", "storage", asked["storage"], details, always=True)
    return None


def _require_keys(keys: Sequence[str], new_names: str) -> list[str]:
    """The columns by which rows are the same; they are called alike in the dataset and in the table."""
    if not keys:
        raise ModuleError(29, "Choose the columns by which a row is the same, such as id.", parameter="key_columns")
    if new_names.strip():
        message = "Update needs the same names in the dataset and in the table. Rename the columns by a module before"
        raise ModuleError(
            157, f"{message} this one, and leave Data table columns empty.", parameter="data_table_columns"
        )
    return list(keys)


def _predict_schema(
    dataset: Schema, destination: str, columns_to_be_saved: Columns, data_table_columns: str
) -> tuple[Schema, None]:
    names = _choose_columns(dataset, columns_to_be_saved)
    new = (
        parse_new_names(names, data_table_columns, parameter="data_table_columns")
        if destination == "SQL database"
        else {}
    )
    by_name = {column.name: column for column in dataset}
    columns = tuple(replace(by_name[name], name=new.get(name, name)) for name in names)
    return Schema(columns, complete=dataset.complete or columns_to_be_saved.start == "none"), None


def _choose_columns(schema: Schema, columns: Columns) -> list[str]:
    require_columns(columns.names, schema, port="dataset", parameter="columns_to_be_saved")
    return columns.resolve_required(schema, port="dataset", parameter="columns_to_be_saved")


def _emit_code(step: StepCode) -> None:
    if step.list_inputs("more_sheets") or step.sheet_column:
        raise CannotGenerateCode("It writes a workbook of several sheets. Use pandas' ExcelWriter.")
    if step.destination != "File":
        raise CannotGenerateCode(
            "It uses a connection, and the design does not contain its password. Use pandas' to_sql or boto3."
        )
    suffix, write = WRITERS[step.file_format]
    separator = [DELIMITERS[step.file_format]] if step.file_format in DELIMITERS else []
    path = step.add_constant(f"{step.title}_file", f"data{suffix}")
    step.add_imports("from pathlib import Path")
    function = step.use(write_delimited if separator else write)
    source = step.get_input("dataset")
    saved = select_table_expression(step.columns_to_be_saved, source)
    if saved != source.code:
        source = step.add_table("results_dataset", "saved", like=source)
        step.assign(source, saved)
    marks = {"inert_formulas": True} if separator and step.inert_formulas else {}
    step.add(function.call(source, expr("Path({path})", path=path), *separator, **marks))
    step.outputs |= {"results_dataset": source, "file": ScriptVariable(path)}


@module(
    "Export Data",
    category="Data Input and Output",
    icon="cloud-upload",
    at_inference="drop",
    example=_build_example,
    schema=_predict_schema,
    external_request=_build_external_request,
    emit_code=_emit_code,
    former_defaults={1: {"inert_formulas": True}},
    keywords=(
        "save data",
        "write file",
        "to_csv",
        "to_parquet",
        "to_sql",
        "to_excel",
        "CSV writer",
        "Excel writer",
        "several sheets",
        "upsert",
        "merge into",
        "SFTP",
        "Azure Blob",
        "ADLS",
        "Google Cloud Storage",
        "SQL Server",
        "Oracle",
        "ODBC",
        "Snowflake",
        "BigQuery",
        "output data",
    ),
)
def export_data(
    dataset: Dataset,
    more_sheets: list[Dataset] | None = None,
    *,
    destination: Annotated[
        Literal["File", "SQL database", StorageName], Field(description="You can download a file from the step.")
    ] = "File",
    columns_to_be_saved: Annotated[
        Columns, columns_of("dataset"), Field(description="The columns to write.")
    ] = EVERY_COLUMN,
    file_format: Annotated[
        FileFormat,
        Field(description="CSV for any program, Parquet to keep types and save space, Excel for people."),
        shown_when(destination=("File", *STORAGE_NAMES)),
    ] = "CSV",
    sheet_column: Annotated[
        str | None,
        column_of("dataset"),
        titled("One sheet per value of"),
        shown_when(destination=("File", *STORAGE_NAMES), file_format="Excel"),
        Field(description="Its values name the sheets. Empty: all rows in one sheet."),
    ] = None,
    sheet_names: Annotated[
        str,
        titled("Names of the sheets"),
        shown_when(destination=("File", *STORAGE_NAMES), file_format="Excel"),
        Field(max_length=2_000, description="Such as Orders, Customers: one for each table. Empty: Data, Data 2, ..."),
    ] = "",
    inert_formulas: Annotated[
        bool,
        titled("Safe for spreadsheets"),
        shown_when(destination=("File", *STORAGE_NAMES), file_format=("CSV", "TSV")),
        Field(description="Add an apostrophe before text that begins with =, +, - or @. It stays when read again."),
    ] = False,
    database: Annotated[
        str | None,
        Field(description="The database to write to. Add it under Connections."),
        titled("Connection"),
        connection_of(*DATABASE_KINDS),
        shown_when(destination="SQL database"),
    ] = None,
    table: Annotated[
        str,
        titled("Data table name"),
        shown_when(destination="SQL database"),
        Field(max_length=200, description="Such as cars, or with its schema, sales.cars."),
    ] = "",
    data_table_columns: Annotated[
        str,
        shown_when(destination="SQL database"),
        Field(max_length=20_000, description="Column names in the table, such as make, price. Empty: the same names."),
    ] = "",
    if_the_table_exists: Annotated[
        Literal["Fail", "Append", "Replace", "Update"],
        shown_when(destination="SQL database"),
        Field(
            description="Append adds the rows to the existing ones. Replace drops the table first. Update changes the "
            "rows whose key is there, and adds the others."
        ),
    ] = "Fail",
    key_columns: Annotated[
        tuple[str, ...],
        columns_of("dataset"),
        shown_when(destination="SQL database", if_the_table_exists="Update"),
        Field(max_length=20, description="The columns by which a row is the same, such as id."),
    ] = (),
    storage: Annotated[
        str | None,
        Field(description="The storage to write to. Add it under Connections."),
        titled("Connection"),
        connection_of(*STORAGE_KINDS),
        shown_when(destination=STORAGE_NAMES),
    ] = None,
    path: Annotated[
        str, shown_when(destination=STORAGE_NAMES), Field(max_length=1024, description="Path in the storage.")
    ] = "",
    if_the_object_exists: Annotated[
        Literal["Fail", "Replace"],
        Field(description="Fail protects what is there; Replace overwrites it in every run."),
        shown_when(destination=STORAGE_NAMES),
    ] = "Fail",
) -> ExportDataOutputs:
    """Write a dataset to a file, to a table of a database, or to storage of files.

    The exported columns, with their names in the table, are passed on to the next module. The file can be downloaded
    from the step: CSV and TSV in UTF-8, Parquet with all types, or an Excel workbook. CSV reads back as the same table.
    In Excel, text that begins like a formula stays text. For CSV and TSV files that people will open in a
    spreadsheet, turn on Safe for spreadsheets. A workbook has one sheet for each connected table, or one for each value
    of a column.

    Databases and storage need a connection, which stores the password. The design only contains the name of the
    connection. Rows are written to a table in one transaction: all of them, or none. Snowflake and BigQuery have no
    such transaction here. Update needs keys that are not missing, each in one row, and makes the table where there is
    none. Such an export runs every time and is never reused. A deployed design leaves this module out.
    """
    del database, table, storage, path, if_the_object_exists
    kind: FileFormat = "Parquet" if destination == "SQL database" else file_format
    suffix, write = WRITERS[kind]
    target = Path(tempfile.mkdtemp(prefix="export-"), f"data{suffix}")
    names = _choose_columns(dataset.schema, columns_to_be_saved)
    saved = dataset.with_frame(dataset.frame[names]) if names != dataset.schema.names else dataset
    if more_sheets or (sheet_column and kind == "Excel"):
        write_sheets(_divide_into_sheets(saved, more_sheets or [], kind, sheet_column, sheet_names), target)
    elif kind in DELIMITERS:
        write_delimited(saved.frame, target, DELIMITERS[kind], inert_formulas)
    elif kind == "Excel":
        write_sheets({name_sheets(_split_names(sheet_names) or ["Data"])[0]: saved.frame}, target)
    else:
        write(saved.frame, target)
    if destination == "SQL database" and if_the_table_exists == "Update":
        _check_keys(saved, key_columns)
    if destination == "SQL database":
        saved = rename_columns(saved, parse_new_names(names, data_table_columns, parameter="data_table_columns"))
    return ExportDataOutputs(saved, File(target, target.name))


def _split_names(text: str) -> list[str]:
    return [name.strip() for name in next(csv.reader([text], skipinitialspace=True), []) if name.strip()]


def _divide_into_sheets(
    dataset: Dataset, more: Sequence[Dataset], kind: FileFormat, column: str | None, names: str
) -> Mapping[str, pd.DataFrame]:
    """The tables of a workbook by the names of their sheets."""
    if kind != "Excel":
        message = "Only an Excel workbook has several sheets. Choose Excel, or disconnect the other tables."
        raise ModuleError(13, message, port="more_sheets", parameter="file_format")
    if column and more:
        message = "Divide one table into sheets, or connect several tables, and not both."
        raise ModuleError(13, message, port="more_sheets", parameter="sheet_column")
    if column:
        require_columns([column], dataset.schema, port="dataset", parameter="sheet_column")
        frame = dataset.frame
        groups = list(frame.groupby(column, sort=False, dropna=False, observed=True))
        if len(groups) > MAX_SHEETS:
            message = f"'{column}' has {len(groups):,} values, and a workbook gets at most {MAX_SHEETS:,} sheets."
            raise ModuleError(7, message, parameter="sheet_column", column=column)
        titles = ["Missing" if pd.isna(value) else value for value, _ in groups] or ["Data"]
        return dict(zip(name_sheets(titles), [part for _, part in groups] or [frame], strict=True))
    tables = [dataset.frame, *(one.frame for one in more)]
    given = _split_names(names)
    if given and len(given) != len(tables):
        message = f"There are {len(tables)} tables and {len(given)} names. Enter one name for each table, or none."
        raise ModuleError(27, message, parameter="sheet_names")
    return dict(zip(name_sheets(given or ["Data"] * len(tables)), tables, strict=True))


def _check_keys(dataset: Dataset, keys: Sequence[str]) -> None:
    """Each row has a key, and no other row the same one."""
    require_columns(keys, dataset.schema, port="dataset", parameter="key_columns")
    key = dataset.frame[list(keys)]
    missing = int(key.isna().any(axis="columns").sum())
    if missing:
        message = f"{missing:,} rows have no value in {_quote_names(keys)}. Leave them out, or fill them."
        raise ModuleError(2, message, port="dataset", parameter="key_columns")
    doubled = int(key.duplicated().sum())
    if doubled:
        message = (
            f"{doubled:,} rows have the same {_quote_names(keys)} as a row before them. Remove Duplicate Rows first."
        )
        raise ModuleError(28, message, port="dataset", parameter="key_columns")


def _quote_names(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
