"""What commands print: lines, tables with tabs, and JSON."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any, TextIO

from designery.records import format_cell

Arguments = argparse.Namespace
#: The arguments of a verb, besides --server, --folder-of-data and --json.
Option = tuple[tuple[str, ...], dict[str, Any]]
NAME: Option = (("name",), {"help": "Name or id."})
RUN: Option = (("run",), {"help": "Id of the run."})


def print_json(value: Any) -> None:
    """A value as JSON."""
    print(json.dumps(value, indent=2, ensure_ascii=False, default=str))  # noqa: T201


def print_text(text: str, file: TextIO | None = None) -> None:
    """A line."""
    print(text, file=file or sys.stdout)


def print_result(arguments: Arguments, value: Any, text: str) -> None:
    """What a verb did: a line, or with --json the value."""
    if arguments.json:
        print_json(value)
    else:
        print_text(text)


def print_rows(arguments: Arguments, rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """A list as lines with tabs, or as JSON with all fields."""
    if arguments.json:
        print_json(rows)
        return
    for row in rows:
        print_text("\t".join(format_cell(row.get(name)) for name in columns))
