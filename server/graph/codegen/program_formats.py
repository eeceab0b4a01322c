"""The forms of a generated program: one Python file, or a Jupyter notebook."""

import ast
import json
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from modules.kit.codegen.script_builder import to_comment_lines
from server.graph.codegen.generated_program import CodeSection, GeneratedProgram

#: What may begin a function or class.
DEFINITION = re.compile(r"^(?:def|class|async def|@)\b|^@", re.MULTILINE)


def format_script(code: GeneratedProgram) -> str:
    """One Python file: run it beside its data, and it writes `metrics.json`."""
    return _space_definitions(list(_generate_blocks(code, headings=True)))


class _Statement(NamedTuple):
    """Where a statement begins, and whether it is a function or class."""

    line: int
    is_definition: bool


def _space_definitions(blocks: Sequence[str]) -> str:
    """The blocks with two empty lines around each definition, as formatters leave them, and one line at the end."""
    # Users' scripts may hold other signs that end a line for `splitlines`, and for Python do not.
    plain = [block.replace("\r\n", "\n").replace("\r", "\n") for block in blocks]
    lines = "\n\n".join(plain).rstrip().split("\n")
    spaced: list[list[str]] = []
    last = len(lines)
    for before, statement in reversed(list(pairwise(_list_statements(plain)))):
        if not (before.is_definition or statement.is_definition):
            continue
        start = statement.line
        # A remark stays with what it is about.
        while lines[start - 1].startswith("#"):
            start -= 1
        end = start
        while not lines[end - 1].strip():
            end -= 1
        spaced.append(["", "", *lines[start:last]])
        last = end
    spaced.append(lines[:last])
    return "\n".join([line for part in reversed(spaced) for line in part] + [""])


def _list_statements(blocks: Sequence[str]) -> Iterator[_Statement]:
    """The statements of the blocks, by their lines. A block without definitions counts as one: it need not be read."""
    offset = 0
    for block in blocks:
        if DEFINITION.search(block):
            for statement in ast.parse(block).body:
                decorated = getattr(statement, "decorator_list", [])
                first = min([statement.lineno, *(one.lineno for one in decorated)]) - 1
                is_definition = isinstance(statement, ast.FunctionDef | ast.ClassDef)
                yield _Statement(offset + first, is_definition)
        else:
            lines = block.split("\n")
            code = (at for at, line in enumerate(lines) if line.strip() and not line.startswith("#"))
            if (first_line := next(code, None)) is not None:
                yield _Statement(offset + first_line, False)
        offset += block.count("\n") + 2


def _generate_blocks(code: GeneratedProgram, *, headings: bool) -> Iterator[str]:
    """The parts of the script, in their order."""
    yield _format_header(code)
    yield "\n".join(code.head)
    yield from code.helpers
    if code.writes_metrics:
        yield "metrics = {}"
    for section in code.sections:
        title = _format_heading(section) if headings else []
        yield "\n".join([*title, *section.lines])
    if code.writes_metrics:
        yield 'with open("metrics.json", "w", encoding="utf-8") as file:\n    json.dump(metrics, file, indent=2)'


def _format_heading(section: CodeSection) -> list[str]:
    title = " ".join(section.title.split()) or section.node
    return [*to_comment_lines(f"--- {title}"), *to_comment_lines(section.note)]


def _format_header(code: GeneratedProgram) -> str:
    """The name and the description, as remarks: they may hold anything."""
    paragraphs = [code.name or "Design", *(["", code.description] if code.description.strip() else [])]
    for note in code.notes:
        paragraphs += ["", note]
    if code.omissions:
        paragraphs += ["", "Some steps could not be exported. See the sections:"]
        paragraphs += [f"- {' '.join(one.title.split())}: {one.reason}" for one in code.omissions]
    return "\n".join(to_comment_lines("\n".join(paragraphs)))


def format_notebook(code: GeneratedProgram) -> str:
    """A Jupyter notebook: the same code, with the design's name, description and notes as text."""
    paragraphs = [f"# {code.name}", code.description, *code.notes]
    cells = [_build_markdown_cell("\n\n".join(part for part in paragraphs if part.strip()))]
    if code.omissions:
        rows = [f"- {' '.join(one.title.split())}: {one.reason}" for one in code.omissions]
        cells.append(_build_markdown_cell("\n".join(["Some steps could not be exported:", "", *rows])))
    blocks = list(_generate_blocks(code, headings=False))[1:]
    top = 1 + len(code.helpers) + code.writes_metrics
    cells.append(_build_code_cell(_space_definitions(blocks[:top])))
    for section, block in zip(code.sections, blocks[top:], strict=False):
        cells.append(_build_markdown_cell(f"## {' '.join(section.title.split())}\n\n{section.note}".rstrip()))
        if block:
            cells.append(_build_code_cell(_space_definitions([block])))
    if code.writes_metrics:
        cells.append(_build_code_cell(blocks[-1]))
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    made = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def _build_markdown_cell(text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": "", "metadata": {}, "source": text}


def _build_code_cell(text: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": "",
        "metadata": {},
        "outputs": [],
        "source": text.strip("\n"),
    }
