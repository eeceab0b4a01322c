"""The signature of a module whose source is an R function: what goes in and what comes out, read off its text."""

from __future__ import annotations

import re
from collections.abc import Iterator

_R_FUNCTION = re.compile(r"^([A-Za-z.][\w.]*)[ \t]*(?:<-|=)[ \t]*function[ \t]*\(", re.MULTILINE)
_PYTHON_FUNCTION = re.compile(r"^(?:async )?def \w", re.MULTILINE)
_OUTPUT = re.compile(r"^#'\s*@output\s+(\S+)(?:\s+(\S+))?\s*$")
#: A text, a comment, a bracket, a comma, or anything else.
_PIECE = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|#[^\n]*|.", re.DOTALL)


def is_r_source(code: str) -> bool:
    """Whether the source of a module is R: a line begins as `name <- function`, and none as a Python function."""
    if code.lstrip().startswith("#'"):
        return True
    return _R_FUNCTION.search(code) is not None and _PYTHON_FUNCTION.search(code) is None


def read_r_signature(code: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """The names of the inputs, and {output: its kind}; empty where there is no function."""
    found = [one for one in _R_FUNCTION.finditer(code) if not one[1].startswith(".")]
    if not found:
        return (), {}
    arguments = [re.split(r"=", part, maxsplit=1) for part in _split_arguments(code[found[-1].end() :])]
    listed = [(one[0].strip(), one[1].strip() if len(one) > 1 else None) for one in arguments]
    required = [name for name, default in listed if default is None]
    optional = [name for name, default in listed if default == "NULL"]
    outputs: dict[str, str] = {}
    for line in reversed(code[: found[-1].start()].splitlines()):
        if not line.startswith("#'"):
            break
        match = _OUTPUT.match(line)
        if match:
            outputs = {match[1]: match[2] or "table", **outputs}
    return (*required, *optional), outputs or {"results_dataset": "table"}


def _split_arguments(text: str) -> Iterator[str]:
    """The arguments up to the bracket that closes them, without comments."""
    depth, part = 0, ""
    for piece in _PIECE.findall(text):
        if piece in ("(", "[", "{"):
            depth += 1
        elif piece in (")", "]", "}"):
            depth -= 1
        if depth < 0 or (depth == 0 and piece == ","):
            if part.strip():
                yield part
            part = ""
            if depth < 0:
                return
        elif not piece.startswith("#"):
            part += piece
