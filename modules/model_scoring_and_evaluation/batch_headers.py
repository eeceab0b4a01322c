"""The columns of files before any of their rows are read, so that a batch whose data lacks one ends at once."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet

from modules.kit import ModuleError
from modules.model_scoring_and_evaluation.batch_reading import (
    CSV_BLOCK_BYTES,
    OFFICE_MEMBER,
    READ_ERRORS,
    choose_delimiter,
    is_table_member,
)

MAX_NAMED_COLUMNS = 5


def list_file_columns(path: Path, name: str) -> Iterator[tuple[str, list[str]]]:
    """(name, columns) of a file, or of each one in a zip. Those that can't be read are left to whoever reads them."""
    with path.open("rb") as stream:
        if not zipfile.is_zipfile(stream):
            if columns := _read_columns(stream):
                yield name, columns
            return
    with zipfile.ZipFile(path) as archive:
        members = [one for one in archive.infolist() if is_table_member(one)]
        if OFFICE_MEMBER in archive.namelist():
            return
        for member in sorted(members, key=lambda one: one.filename):
            with archive.open(member) as packed:
                if columns := _read_columns(packed):
                    yield member.filename, columns


def _read_columns(stream: IO[bytes]) -> list[str]:
    """The columns of a CSV, Parquet or Arrow file; none where it can't be read."""
    stream.seek(0)
    head = stream.read(CSV_BLOCK_BYTES)
    stream.seek(0)
    try:
        if head.startswith(b"PAR1"):
            return list(pa.parquet.read_schema(stream).names)
        if head.startswith(b"ARROW1"):
            return list(pa.ipc.open_file(stream).schema.names)
        if head.startswith(b"PK"):
            return []
        text = io.StringIO(head.decode("utf-8-sig", "replace"), newline="")
        return next(csv.reader(text, delimiter=choose_delimiter(head)), [])
    except (*READ_ERRORS, csv.Error):
        return []


def require_batch_columns(required: Sequence[str], given: Sequence[str], name: str, port: str) -> None:
    """Raise ModuleError where data lacks columns that the endpoint takes, with what they may be called there."""
    there = set(given)
    missing = [one for one in required if one not in there]
    if missing:
        message = f"{describe_missing_columns(missing, given, required, name)} No rows were scored."
        raise ModuleError(1, message, port=port, column=missing[0])


def describe_missing_columns(missing: Sequence[str], given: Sequence[str], required: Sequence[str], name: str) -> str:
    """A sentence on the columns that the data of this name lacks."""
    others = [one for one in given if one not in set(required)]
    said = []
    for one in missing[:MAX_NAMED_COLUMNS]:
        near = get_close_matches(one, others[:1000], 1)
        said.append(f"'{one}' (it has '{near[0]}')" if near else f"'{one}'")
    left = len(missing) - len(said)
    listed = ", ".join(said) + (f" and {left} more" if left else "")
    if len(said) > 1 and not left:
        listed = f"{', '.join(said[:-1])} and {said[-1]}"
    noun = "the column" if len(missing) == 1 else "the columns"
    return f"{name} lacks {noun} {listed}, which the endpoint takes."
