"""Export Data: a dataset as a file, into a table of a database, or into object storage."""

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import pandas as pd
from pydantic import BaseModel, Field

from modules.data_input_and_output.table_writers import WRITERS, FileFormat, write_delimited
from modules.kit import (
    Call,
    Columns,
    Dataset,
    File,
    ModuleError,
    Schema,
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
from modules.kit.external_requests import ExternalRequest

EVERY_COLUMN = Columns()
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
        return ExternalRequest("deliver", "database", asked["database"], details, always=True)
    if asked["destination"] == "S3 storage":
        if not asked["storage"]:
            raise ModuleError(157, "Choose a connection to object storage.", parameter="storage")
        if not asked["path"].strip("/"):
            raise ModuleError(79, "Enter a path in the bucket, such as folder/cars.csv.", parameter="path")
        details = {"path": asked["path"].strip("/"), "if_it_exists": asked["if_the_object_exists"].lower()}
        return ExternalRequest("deliver", "storage", asked["storage"], details, always=True)
    return None


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
    keywords=("save data", "write file", "to_csv", "to_parquet", "to_sql", "to_excel", "CSV writer", "Excel writer"),
)
def export_data(
    dataset: Dataset,
    *,
    destination: Annotated[
        Literal["File", "SQL database", "S3 storage"], Field(description="You can download a file from the step.")
    ] = "File",
    columns_to_be_saved: Annotated[
        Columns, columns_of("dataset"), Field(description="The columns to write.")
    ] = EVERY_COLUMN,
    file_format: Annotated[
        FileFormat,
        Field(description="CSV for any program, Parquet to keep types and save space, Excel for people."),
        shown_when(destination=("File", "S3 storage")),
    ] = "CSV",
    inert_formulas: Annotated[
        bool,
        titled("Safe for spreadsheets"),
        shown_when(file_format=("CSV", "TSV")),
        Field(description="Add an apostrophe before text that begins with =, +, - or @. It stays when read again."),
    ] = False,
    database: Annotated[
        str | None,
        Field(description="The database to write to. Add it under Connections."),
        titled("Connection"),
        connection_of("postgresql", "mysql"),
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
        Literal["Fail", "Append", "Replace"],
        shown_when(destination="SQL database"),
        Field(description="Append adds the rows to the existing ones. Replace drops the table first."),
    ] = "Fail",
    storage: Annotated[
        str | None,
        Field(description="The storage to write to. Add it under Connections."),
        titled("Connection"),
        connection_of("s3"),
        shown_when(destination="S3 storage"),
    ] = None,
    path: Annotated[
        str, shown_when(destination="S3 storage"), Field(max_length=1024, description="Path in the bucket.")
    ] = "",
    if_the_object_exists: Annotated[
        Literal["Fail", "Replace"],
        Field(description="Fail protects what is there; Replace overwrites it in every run."),
        shown_when(destination="S3 storage"),
    ] = "Fail",
) -> ExportDataOutputs:
    """Write a dataset to a file, to a table of a database, or to object storage.

    The exported columns, with their names in the table, are passed on to the next module. The file can be downloaded
    from the step: CSV and TSV in UTF-8, Parquet with all types, or an Excel workbook. CSV reads back as the same table.
    In Excel, text that begins like a formula stays text. For CSV and TSV files that people will open in a
    spreadsheet, turn on Safe for spreadsheets.

    Databases and S3 storage need a connection, which stores the password. The design only contains the name of the
    connection. Rows are written to a table in one transaction: all of them, or none. Such an export runs every time and
    is never reused. A deployed design leaves this module out.
    """
    del database, table, if_the_table_exists, storage, path, if_the_object_exists
    kind: FileFormat = "Parquet" if destination == "SQL database" else file_format
    suffix, write = WRITERS[kind]
    target = Path(tempfile.mkdtemp(prefix="export-"), f"data{suffix}")
    names = _choose_columns(dataset.schema, columns_to_be_saved)
    saved = dataset.with_frame(dataset.frame[names]) if names != dataset.schema.names else dataset
    if kind in DELIMITERS:
        write_delimited(saved.frame, target, DELIMITERS[kind], inert_formulas)
    else:
        write(saved.frame, target)
    if destination == "SQL database":
        saved = rename_columns(saved, parse_new_names(names, data_table_columns, parameter="data_table_columns"))
    return ExportDataOutputs(saved, File(target, target.name))
