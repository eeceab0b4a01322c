"""A design as plain Python: a script, a notebook, or one scikit-learn pipeline. Writes code, and never runs any."""

import ast
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal

from pydantic import ValidationError

from modules.kit import Module, Schema
from modules.kit.declare import PortSchema
from modules.kit.wrapping import WIDTH
from modules.kit.writing import CannotWrite, NeededFile, Page, Step, Value, bound_names, comment, identifier, literal
from modules.learning.reading import write_file
from modules.learning.writing import write_learner
from server.graph.bypass import through
from server.graph.document import Design, Node, Note, in_order, title_of, upstream
from server.graph.own import with_own
from server.graph.patience import check_patience
from server.graph.schemas import schemas

Form = Literal["script", "notebook", "pipeline"]

#: Parameters that hold a user's Python, whose names the rest of the script leaves alone.
SCRIPTS = ("python_script",)
#: What trains the model of a pipeline.
TRAINER = "train_model"


@dataclass(frozen=True)
class Section:
    """What one node became: its title, what its author noted, its lines, and the variables of its tables by port."""

    node: str
    title: str
    note: str
    lines: tuple[str, ...]
    tables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LeftOut:
    """A node that is not in the script as it is in the design, and what to do."""

    node: str
    title: str
    reason: str


@dataclass(frozen=True)
class Code:
    """A design as code: imports, constants and helpers above the sections, and what could not be written."""

    name: str
    description: str
    notes: tuple[str, ...]
    head: tuple[str, ...]
    helpers: tuple[str, ...]
    sections: tuple[Section, ...]
    left_out: tuple[LeftOut, ...]
    files: tuple[NeededFile, ...]
    measures: bool


@dataclass(frozen=True)
class Export:
    """The code in one form: the text, and the name of its file."""

    code: Code
    file_name: str
    text: str


@dataclass
class _Writer:
    design: Design
    catalog: Mapping[str, Module]
    foreseen: Mapping[str, PortSchema]
    page: Page = field(default_factory=Page)
    values: dict[str, Value] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    #: Why nothing can be made of a port.
    missing: dict[str, str] = field(default_factory=dict)
    #: Nodes that a run skips: those that are disabled, and what follows them.
    skipped: set[str] = field(default_factory=set)

    def sections(self) -> Iterator[Section]:
        titles = {name: module.title for name, module in self.catalog.items()}
        for name in in_order(self.design):
            check_patience()
            node = self.design.nodes[name]
            if node.disabled:
                self.missing[name] = f"{title_of(node, titles)} is disabled"
                self.skipped.add(name)
                continue
            lines = tuple(self._lines(name, node, titles))
            yield Section(name, title_of(node, titles), node.note or "", lines, self._tables(name))

    def _lines(self, name: str, node: Node, titles: Mapping[str, str]) -> list[str]:
        title, module = title_of(node, titles), self.catalog.get(node.module)
        gone = next((edge.source for edge in node.edges() if edge.source in self.missing), None)
        if gone in self.skipped:
            self.skipped.add(name)
            self.missing[name] = f"{title} is skipped"
            return comment(f"Skipped, as in a run: {self.missing[str(gone)]}.")
        try:
            if module is None:
                raise CannotWrite(f"There is no module '{node.module}' here.")
            if gone is not None:
                raise _NoInput(f"{self.missing[gone]}, so that it has no input.")
            step = self._step(name, node, module, title)
            _writer_of(module)(step)
            self._keep(step)
            return step.lines
        except CannotWrite as reason:
            return self._instead(name, node, module, title, str(reason), follows=isinstance(reason, _NoInput))
        except Exception:
            # A module that refuses its parameters would refuse them in a run as well.
            return self._instead(name, node, module, title, "With its present settings it cannot be written.")

    def _step(self, name: str, node: Node, module: Module, title: str) -> Step:
        try:
            valid = module.parameters.model_validate(dict(node.parameters))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise CannotWrite(f"Its parameter '{where}' does not fit: {first['msg']}.") from None
        step = Step(self.page, name, title, valid, {}, self._schemas(name, module), dict(node.parameters), module)
        step.inputs = {port.name: self._input(node, port.name, port.type, step) for port in module.inputs}
        lacking = next(
            (port.title for port in module.inputs if not port.optional and not step.inputs.get(port.name)), None
        )
        if lacking is not None:
            raise CannotWrite(f"Nothing is connected to '{lacking}'.")
        return step

    def _input(self, node: Node, port: str, kind: str, step: Step) -> Any:
        references = node.inputs.get(port)
        if references is None:
            return None
        found = [self._value(one, kind, step) for one in ([references] if isinstance(references, str) else references)]
        return found[0] if isinstance(references, str) else found

    def _value(self, reference: str, kind: str, step: Step) -> Value:
        value = self.values.get(reference)
        if value is None:
            raise CannotWrite(f"What '{reference}' gives is not written.")
        if kind == "dataset" and "table" in value.facts:
            table = Value(step.name(f"{value}_table"))
            step.add(f"{table} = {value.facts['table']}")
            return table
        return value

    def _schemas(self, name: str, module: Module) -> dict[str, Schema | None]:
        found = {port.name: self.foreseen.get(f"{name}.{port.name}") for port in module.outputs}
        return {port: schema if isinstance(schema, Schema) else None for port, schema in found.items()}

    def _tables(self, name: str) -> dict[str, str]:
        """The variables that hold the tables of a node, by port."""
        module = self.catalog.get(self.design.nodes[name].module)
        ports = module.outputs if module is not None else ()
        found = {port.name: self.values.get(f"{name}.{port.name}") for port in ports if port.type == "dataset"}
        return {port: value.name for port, value in found.items() if value is not None}

    def _keep(self, step: Step) -> None:
        self.values |= {f"{step.node}.{port}": value for port, value in step.outputs.items()}

    def _instead(
        self, name: str, node: Node, module: Module | None, title: str, reason: str, *, follows: bool = False
    ) -> list[str]:
        """What stands in the place of a node that cannot be written: its tables, from files that a run gave.

        Where it gives anything else the script stops there, unless its gap only follows from that of a node before it.
        """
        taken = self._taken.get(name, [])
        tables = [port for port in taken if module and (found := module.output(port)) and found.type == "dataset"]
        if module is None or not taken or len(tables) < len(taken):
            self.left_out.append(LeftOut(name, title, reason))
            self.missing[name] = f"{title} is not written"
            return [*comment(f"Not written: {reason}"), *([] if follows else [_gap(title)])]
        advice = "Run it in Designery, and save its result as the CSV file that is named at the top."
        self.left_out.append(LeftOut(name, title, f"{reason} {advice}"))
        step = Step(self.page, name, title, module.parameters.model_construct(), {}, self._schemas(name, module))
        for port in tables:
            write_file(step, port, title if len(tables) == 1 else f"{title} {port}")
        self._keep(step)
        return [*comment(f"Not written: {reason}"), *comment(advice), *step.lines]

    @cached_property
    def _taken(self) -> dict[str, list[str]]:
        """{node: its output ports that other nodes take}"""
        found: dict[str, dict[str, None]] = {}
        for node in self.design.nodes.values():
            for edge in node.edges():
                found.setdefault(edge.source, {})[edge.output] = None
        return {name: list(outputs) for name, outputs in found.items()}


def _gap(title: str) -> str:
    """Stops the script where something is missing that no file can stand for."""
    return f"raise NotImplementedError({literal(f'{title} is to be written here.')})"


class _NoInput(CannotWrite):
    """A node before it is not in the script."""


def _writer_of(module: Module) -> Any:
    if module.writes is not None:
        return module.writes
    if module.trusted and [port.type for port in module.outputs] == ["untrained_model"]:
        return write_learner
    raise CannotWrite(f"{module.title} has no counterpart in plain Python yet.")


def written(design: Design, catalog: Mapping[str, Module], known: Mapping[str, PortSchema]) -> Code:
    """The design as code. `known` are the columns of datasets, and what earlier runs recorded.

    Bypassed nodes are passed by and disabled ones left out, as in a run.
    """
    whole = with_own(design, catalog)
    passed = through(design, whole).design
    writer = _Writer(passed, whole, schemas(passed, whole, known))
    for node in passed.nodes.values():
        for parameter in SCRIPTS:
            if isinstance(source := node.parameters.get(parameter), str):
                writer.page.scripted |= _known_names(source)
    for own in passed.modules.values():
        writer.page.scripted |= _known_names(own.code)
    writer.page.names |= writer.page.scripted
    sections = tuple(writer.sections())
    measures = any("metrics[" in line for section in sections for line in section.lines)
    page = writer.page
    head = _imports(page.sources.imports | {"import pandas as pd"} | ({"import json"} if measures else set()))
    return Code(
        design.name,
        design.description,
        tuple(note.text for note in design.notes.values() if isinstance(note, Note) and note.text.strip()),
        (*head, *(["", *page.constants] if page.constants else [])),
        tuple(page.sources.texts.values()),
        sections,
        tuple(writer.left_out),
        tuple(page.files),
        measures,
    )


def _known_names(source: str) -> set[str]:
    try:
        return bound_names(source)
    except CannotWrite:
        return set()


def _imports(lines: set[str]) -> list[str]:
    """Imports in two blocks, Python's own first; names from one module in one line."""
    named: dict[str, set[str]] = {}
    plain: set[str] = set()
    for line in lines:
        start, _, names = line.partition(" import ")
        if line.startswith("from "):
            named.setdefault(start.removeprefix("from "), set()).update(name.strip() for name in names.split(","))
        else:
            plain.add(line)
    every = [*sorted(plain), *(_import_from(module, sorted(names)) for module, names in sorted(named.items()))]
    own = [line for line in every if line.split()[1].partition(".")[0] in sys.stdlib_module_names]
    others = [line for line in every if line not in own]
    return [*own, *([""] if own and others else []), *others]


def _import_from(module: str, names: Sequence[str]) -> str:
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= WIDTH:
        return line
    return "\n".join([f"from {module} import (", *(f"    {name}," for name in names), ")"])


def script(code: Code) -> str:
    """One Python file: run it beside its data, and it writes `metrics.json`."""
    return _spaced("\n\n".join(_blocks(code, headings=True)))


def _spaced(text: str) -> str:
    """The text with two empty lines around each definition, as formatters leave them, and one at its end."""
    # Users' scripts may hold other signs that end a line for `splitlines`, and for Python do not.
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip()
    lines, statements = text.split("\n"), ast.parse(text).body
    spaced: list[list[str]] = []
    last = len(lines)
    for before, statement in reversed(list(pairwise(statements))):
        if not any(isinstance(one, ast.FunctionDef | ast.ClassDef) for one in (before, statement)):
            continue
        decorated = getattr(statement, "decorator_list", [])
        start = min([statement.lineno, *(one.lineno for one in decorated)]) - 1
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


def _blocks(code: Code, *, headings: bool) -> Iterator[str]:
    """The parts of the script, in their order."""
    yield _docstring(code)
    yield "\n".join(code.head)
    yield from code.helpers
    if code.measures:
        yield "metrics = {}"
    for section in code.sections:
        title = _heading(section) if headings else []
        yield "\n".join([*title, *section.lines])
    if code.measures:
        yield 'with open("metrics.json", "w", encoding="utf-8") as file:\n    json.dump(metrics, file, indent=2)'


def _heading(section: Section) -> list[str]:
    title = " ".join(section.title.split()) or section.node
    return [*comment(f"--- {title}"), *comment(section.note)]


def _docstring(code: Code) -> str:
    """The name and the description, as remarks: they may hold anything."""
    told = [code.name or "Design", *(["", code.description] if code.description.strip() else [])]
    for note in code.notes:
        told += ["", note]
    if code.left_out:
        told += ["", "Not all of it could be written; see the sections:"]
        told += [f"- {' '.join(one.title.split())}: {one.reason}" for one in code.left_out]
    return "\n".join(comment("\n".join(told)))


def notebook(code: Code) -> str:
    """A Jupyter notebook: the same code, with the design's name, description and notes as text."""
    told = [f"# {code.name}", code.description, *code.notes]
    cells = [_markdown("\n\n".join(part for part in told if part.strip()))]
    if code.left_out:
        rows = [f"- {' '.join(one.title.split())}: {one.reason}" for one in code.left_out]
        cells.append(_markdown("\n".join(["Not all of it could be written:", "", *rows])))
    blocks = list(_blocks(code, headings=False))[1:]
    top = 1 + len(code.helpers) + code.measures
    cells.append(_code(_spaced("\n\n".join(blocks[:top]))))
    for section, block in zip(code.sections, blocks[top:], strict=False):
        cells.append(_markdown(f"## {' '.join(section.title.split())}\n\n{section.note}".rstrip()))
        if block:
            cells.append(_code(_spaced(block)))
    if code.measures:
        cells.append(_code(blocks[-1]))
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    made = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def _markdown(text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": "", "metadata": {}, "source": text}


def _code(text: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": "",
        "metadata": {},
        "outputs": [],
        "source": text.strip("\n"),
    }


class NoPipeline(Exception):
    """The design is not one pipeline; the message says why."""


def exported(design: Design, catalog: Mapping[str, Module], known: Mapping[str, PortSchema], form: Form) -> Export:
    """The design in one form. Raises NoPipeline where it trains no model or several, and a pipeline is asked for."""
    code = written(_one_model(design, catalog) if form == "pipeline" else design, catalog, known)
    if form == "pipeline" and not any("Pipeline(" in line for section in code.sections for line in section.lines):
        reasons = [f"{one.title}: {one.reason}" for one in code.left_out]
        raise NoPipeline(
            " ".join(["The model of this design cannot be written as a pipeline.", *reasons, "Take the script."])
        )
    name = identifier(design.name)
    if form == "notebook":
        return Export(code, f"{name}.ipynb", notebook(code))
    return Export(code, f"{name}_pipeline.py" if form == "pipeline" else f"{name}.py", script(code))


def _one_model(design: Design, catalog: Mapping[str, Module]) -> Design:
    """What leads to the one model that the design trains, and nothing behind it."""
    passed = through(design, with_own(design, catalog)).design
    trained = [name for name, node in passed.nodes.items() if node.module == TRAINER and not node.disabled]
    if len(trained) != 1:
        count = f"{len(trained)} models" if trained else "no model with Train Model"
        raise NoPipeline(f"A pipeline has one model, and this design trains {count}. Take the script.")
    wanted = upstream(passed, trained)
    return passed.model_copy(update={"nodes": {name: node for name, node in passed.nodes.items() if name in wanted}})
