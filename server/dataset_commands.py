"""`designery dataset`: datasets from the command line, also while the server runs."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import click
from pydantic import ValidationError

from modules.data_input_and_output.reading.encodings import Encoding
from modules.data_input_and_output.reading.reading_options import (
    ColumnKind,
    ColumnReading,
    DateOrder,
    ReadingOptions,
)

MARK_NAMES = {"none": "none", "point": ".", "comma": ",", "space": " ", "apostrophe": "'", "tab": "\t"}


@click.group()
def dataset() -> None:
    """Add datasets from files."""


@dataset.command("add")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--name", default=None, help="Name of the dataset. Without it: that of the file.")
@click.option("--separator", default=None, metavar="MARK", help="Character between the values, or tab.")
@click.option("--decimal", default="auto", metavar="MARK", help="Mark before the decimals: . or ,")
@click.option("--thousands", default="auto", metavar="MARK", help="Mark between thousands: . , space ' or none.")
@click.option("--dates", default="auto", type=click.Choice(get_args(DateOrder)), help="What a date begins with.")
@click.option("--encoding", default="auto", type=click.Choice(get_args(Encoding)), help="Encoding of a text file.")
@click.option("--header/--no-header", default=None, help="Whether the first row holds names.")
@click.option("--skip", default=None, type=click.IntRange(0), metavar="ROWS", help="Rows above the table to leave out.")
@click.option("--skip-last", default=None, type=click.IntRange(0), metavar="ROWS", help="Rows below it to leave out.")
@click.option("--sheet", default=None, help="Sheet of a workbook.")
@click.option("--missing", multiple=True, metavar="WORD", help="A word that stands for a missing value; repeatable.")
@click.option("--type", "types", multiple=True, metavar="COLUMN=TYPE", help="The type of a column; repeatable.")
@click.option("--preview", is_flag=True, help="Only print how each column would be read, and why.")
def add_dataset(files: tuple[Path, ...], name: str | None, preview: bool, **options: object) -> None:
    """Add a dataset of one or several files with the same columns. What is not said is found out."""
    from server.dataset_import import DatasetImportError, import_dataset

    reading = _build_options(**options)  # type: ignore[arg-type]
    try:
        lines = asyncio.run(import_dataset(files, name, reading, preview=preview))
    except DatasetImportError as mistake:
        raise click.ClickException(str(mistake)) from None
    for line in lines:
        click.echo(line)


def _build_options(
    separator: str | None,
    decimal: str,
    thousands: str,
    dates: DateOrder,
    encoding: Encoding,
    header: bool | None,
    skip: int | None,
    skip_last: int | None,
    sheet: str | None,
    missing: Sequence[str],
    types: Sequence[str],
) -> ReadingOptions:
    """The options as the import sheet has them; a mark may be said by its name."""
    has_header = {None: "auto", True: "yes", False: "no"}[header]
    try:
        return ReadingOptions.model_validate(
            {
                "delimiter": None if separator is None else _to_mark(separator),
                "decimal": _to_mark(decimal),
                "thousands": _to_mark(thousands),
                "date_order": dates,
                "encoding": encoding,
                "has_header": has_header,
                "skip_rows": skip,
                "skip_last_rows": skip_last,
                "sheet": sheet,
                "missing_words": tuple(missing) or None,
                "columns": dict(map(_parse_type, types)),
            }
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise click.UsageError(f"{first['loc'][0]}: {first['msg']}. Got {first['input']!r}.") from None


def _to_mark(text: str) -> str:
    return MARK_NAMES.get(text.lower(), text)


def _parse_type(text: str) -> tuple[str, ColumnReading]:
    column, equals, kind = text.rpartition("=")
    if not equals or kind not in get_args(ColumnKind):
        raise click.UsageError(f"--type takes COLUMN=TYPE with {', '.join(get_args(ColumnKind))}. Got '{text}'.")
    return column, ColumnReading.model_validate({"type": kind})
