"""A design as code, node by node. Writes code, and never runs any."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any

from pydantic import ValidationError

from modules.kit import Module, ModuleError, Schema
from modules.kit.codegen.expressions import ScriptVariable, fill_statement
from modules.kit.codegen.line_wrapping import LINE_WIDTH
from modules.kit.codegen.script_builder import (
    CannotGenerateCode,
    ScriptBuilder,
    StepCode,
    find_bound_names,
    to_comment_lines,
)
from modules.kit.module_spec import PortSchema
from modules.kit.parameter_widgets import CodeWidget
from modules.learning.csv_codegen import write_csv_input
from modules.learning.learner_codegen import write_learner
from modules.learning.preprocessing_codegen import build_refit
from server.graph.bypass import apply_bypass
from server.graph.cancellation import check_cancellation
from server.graph.codegen.generated_program import CodeSection, GeneratedProgram, NodeOmission
from server.graph.codegen.loop_writer import write_group_loop, write_value_loop
from server.graph.custom_modules import add_custom_modules
from server.graph.document import Design, Node, Note, get_node_title, sort_topologically
from server.graph.loops import Loop, find_loops
from server.graph.schema_inference import infer_schemas


@dataclass
class _ProgramGenerator:
    design: Design
    catalog: Mapping[str, Module]
    port_schemas: Mapping[str, PortSchema]
    builder: ScriptBuilder = field(default_factory=ScriptBuilder)
    values: dict[str, ScriptVariable] = field(default_factory=dict)
    omissions: list[NodeOmission] = field(default_factory=list)
    #: Why nothing can be made of a port.
    missing_reasons: dict[str, str] = field(default_factory=dict)
    #: Nodes that a run skips: those that are disabled, and what follows them.
    skipped_nodes: set[str] = field(default_factory=set)

    def generate_sections(self) -> Iterator[CodeSection]:
        titles = {name: module.title for name, module in self.catalog.items()}
        for name in sort_topologically(self.design):
            check_cancellation()
            node = self.design.nodes[name]
            if node.disabled:
                self.missing_reasons[name] = f"{get_node_title(node, titles)} is disabled"
                self.skipped_nodes.add(name)
                continue
            lines = tuple(self._generate_lines(name, node, titles))
            yield CodeSection(
                name, get_node_title(node, titles), node.note or "", lines, self._find_table_variables(name)
            )

    def _generate_lines(self, name: str, node: Node, titles: Mapping[str, str]) -> list[str]:
        title, module = get_node_title(node, titles), self.catalog.get(node.module)
        gone = next((edge.source for edge in node.edges() if edge.source in self.missing_reasons), None)
        if gone in self.skipped_nodes:
            self.skipped_nodes.add(name)
            self.missing_reasons[name] = f"{title} is skipped"
            return to_comment_lines(f"Skipped, as in a run: {self.missing_reasons[str(gone)]}.")
        try:
            if module is None:
                raise CannotGenerateCode(f"This server has no module '{node.module}'.")
            if gone is not None:
                raise _InputNotWritten(f"{self.missing_reasons[gone]}, so it has no input.")
            return self._write_node(name, node, module, title).lines
        except CannotGenerateCode as reason:
            return self._write_fallback(
                name, node, module, title, str(reason), is_consequence=isinstance(reason, _InputNotWritten)
            )
        except ModuleError:
            # A module that refuses its parameters would refuse them in a run as well. Any other error is a bug.
            return self._write_fallback(
                name, node, module, title, "With its current settings, it can't be exported as Python."
            )

    def _write_node(self, name: str, node: Node, module: Module, title: str) -> StepCode:
        step = self._build_step(name, node, module, title)
        if name in self._loops:
            self._write_loop(step, self._loops[name])
        else:
            _find_emitter(module)(step)
        self._record_outputs(step)
        return step

    def _write_loop(self, end: StepCode, loop: Loop) -> None:
        """The step that ends a loop: what is in the loop once more, as a function that is called many times."""
        start = self.design.nodes[loop.start]
        begun = self._build_step(loop.start, start, self.catalog[start.module], "")
        source = begun.get_input(begun.module.inputs[0].name)
        end.lines += begun.lines
        setting = next((one for one, widget in begun.module.widgets.items() if widget.kind == "loop_setting"), None)
        if setting is None:
            shown = self.values[f"{loop.start}.{begun.module.outputs[0].name}"]
            write_group_loop(end, source, shown, begun.group_by, partial(self._write_body, loop, "", ""))
            return
        node, _, field = str(getattr(begun, setting)).partition(".")
        module = self.catalog[self.design.nodes[node].module]
        values = [module.read_value(self.design.nodes[node].parameters, field, text) for text in begun.values]
        title = module.widgets[field].title
        write_value_loop(end, source, title, values, partial(self._write_body, loop, node, field))

    def _write_body(
        self, loop: Loop, node: str, field: str, body: StepCode, entry: ScriptVariable, value: Any
    ) -> ScriptVariable:
        """Write what is in a loop, on other rows or with another value of a field; returns what is collected."""
        output = self.catalog[self.design.nodes[loop.start].module].outputs[0].name
        values = {**self.values, f"{loop.start}.{output}": entry}
        inner = replace(self, builder=body.builder, values=values, missing_reasons={}, skipped_nodes=set())
        titles = {name: module.title for name, module in self.catalog.items()}
        for name in loop.body:
            drawn = self.design.nodes[name]
            if name == node:
                drawn = drawn.model_copy(update={"parameters": {**drawn.parameters, field: value}})
            module = self.catalog[drawn.module]
            lines = inner._write_node(name, drawn, module, get_node_title(drawn, titles)).lines
            # The metrics of an iteration are collected, and are not those that the script prints and keeps.
            told = ("metrics[", "print(") if module.role == "evaluator" else ()
            body.lines += [line for line in lines if not line.startswith(told)]
        collected = next(edge.reference for edge in self.design.nodes[loop.end].edges())
        return inner._resolve_value(collected, "dataset", body)

    @cached_property
    def _loops(self) -> dict[str, Loop]:
        return find_loops(self.design, self.catalog)

    def _build_step(self, name: str, node: Node, module: Module, title: str) -> StepCode:
        try:
            valid = module.parameters.model_validate(dict(node.parameters))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise CannotGenerateCode(f"Its parameter '{where}' is not valid: {first['msg']}.") from None
        step = StepCode(
            self.builder, name, title, valid, {}, self._get_output_schemas(name, module), dict(node.parameters), module
        )
        step.inputs = {port.name: self._resolve_input(node, port.name, port.type, step) for port in module.inputs}
        lacking = next(
            (port.title for port in module.inputs if not port.optional and not step.inputs.get(port.name)), None
        )
        if lacking is not None:
            raise CannotGenerateCode(f"Nothing is connected to '{lacking}'.")
        return step

    def _resolve_input(self, node: Node, port: str, kind: str, step: StepCode) -> Any:
        references = node.inputs.get(port)
        if references is None:
            return None
        found = [
            self._resolve_value(one, kind, step)
            for one in ([references] if isinstance(references, str) else references)
        ]
        return found[0] if isinstance(references, str) else found

    def _resolve_value(self, reference: str, kind: str, step: StepCode) -> ScriptVariable:
        value = self.values.get(reference)
        if value is None:
            raise CannotGenerateCode(f"The output '{reference}' can't be exported as Python.")
        if kind == "dataset" and "table" in value.facts:
            table = ScriptVariable(step.reserve_name(f"{value.name}_table"))
            step.assign(table, value.facts["table"])
            return table
        return value

    def _get_output_schemas(self, name: str, module: Module) -> dict[str, Schema | None]:
        found = {port.name: self.port_schemas.get(f"{name}.{port.name}") for port in module.outputs}
        return {port: schema if isinstance(schema, Schema) else None for port, schema in found.items()}

    def _find_table_variables(self, name: str) -> dict[str, str]:
        """The variables that hold the tables of a node, by port."""
        module = self.catalog.get(self.design.nodes[name].module)
        ports = module.outputs if module is not None else ()
        found = {port.name: self.values.get(f"{name}.{port.name}") for port in ports if port.type == "dataset"}
        return {port: value.name for port, value in found.items() if value is not None}

    def _record_outputs(self, step: StepCode) -> None:
        for port, value in step.outputs.items():
            refitted = value.apply is not None and step.module is not None and step.module.rows_port is not None
            facts = {**value.facts, "refit": build_refit(step, port)} if refitted else value.facts
            self.values[f"{step.node}.{port}"] = replace(value, facts=facts)

    def _write_fallback(
        self, name: str, node: Node, module: Module | None, title: str, reason: str, *, is_consequence: bool = False
    ) -> list[str]:
        """What stands in the place of a node that cannot be written: its tables, from files that a run gave.

        Where others need anything else of it the script stops there, unless its gap only follows from that of a node
        before it. Where nothing needs it, the script says so and goes on.
        """
        taken = self._used_outputs.get(name, [])
        tables = [port for port in taken if module and (found := module.find_output(port)) and found.type == "dataset"]
        if module is None or not taken or len(tables) < len(taken):
            self.omissions.append(NodeOmission(name, title, reason))
            self.missing_reasons[name] = f"{title} is not exported"
            gap = [] if is_consequence else [_format_gap(title) if taken else _format_end(title)]
            return [*to_comment_lines(f"Not exported: {reason}"), *gap]
        advice = "Run it in Designery, and save its result as the CSV file that is named at the top."
        self.omissions.append(NodeOmission(name, title, f"{reason} {advice}"))
        step = StepCode(
            self.builder, name, title, module.parameters.model_construct(), {}, self._get_output_schemas(name, module)
        )
        for port in tables:
            write_csv_input(step, port, title if len(tables) == 1 else f"{title} {port}")
        self._record_outputs(step)
        return [*to_comment_lines(f"Not exported: {reason}"), *to_comment_lines(advice), *step.lines]

    @cached_property
    def _used_outputs(self) -> dict[str, list[str]]:
        """{node: its output ports that other nodes take}"""
        found: dict[str, dict[str, None]] = {}
        for node in self.design.nodes.values():
            for edge in node.edges():
                found.setdefault(edge.source, {})[edge.output] = None
        return {name: list(outputs) for name, outputs in found.items()}


def _format_gap(title: str) -> str:
    """Stops the script where something is missing that no file can stand for."""
    return fill_statement("raise NotImplementedError({message})", message=f"{title} is to be written here.")


def _format_end(title: str) -> str:
    """Says what is missing at an end of the design: nothing waits for it."""
    return fill_statement("print({message})", message=f"{title} is not part of this script.")


class _InputNotWritten(CannotGenerateCode):
    """A node before it is not in the script."""


def _find_emitter(module: Module) -> Any:
    if module.emit_code is not None:
        return module.emit_code
    if module.trusted and [port.type for port in module.outputs] == ["untrained_model"]:
        return write_learner
    raise CannotGenerateCode(f"{module.title} can't be exported as plain Python yet.")


def generate_program(
    design: Design, catalog: Mapping[str, Module], known_schemas: Mapping[str, PortSchema]
) -> GeneratedProgram:
    """The design as code. `known` are the columns of datasets, and what earlier runs recorded.

    Bypassed nodes are passed by and disabled ones left out, as in a run.
    """
    full_catalog = add_custom_modules(design, catalog)
    passed = apply_bypass(design, full_catalog).design
    writer = _ProgramGenerator(passed, full_catalog, infer_schemas(passed, full_catalog, known_schemas))
    for source in _find_python_sources(passed, full_catalog):
        writer.builder.bound_names[source] = found = _find_bound_names(source)
        writer.builder.script_names |= found
    writer.builder.used_names |= writer.builder.script_names
    sections = tuple(writer.generate_sections())
    measures = any("metrics[" in line for section in sections for line in section.lines)
    page = writer.builder
    head = _format_imports(
        page.inlined_sources.imports | {"import pandas as pd"} | ({"import json"} if measures else set())
    )
    return GeneratedProgram(
        design.name,
        design.description,
        tuple(note.text for note in design.notes.values() if isinstance(note, Note) and note.text.strip()),
        (*head, *(["", *page.constants] if page.constants else [])),
        tuple(page.inlined_sources.definitions.values()),
        sections,
        tuple(writer.omissions),
        tuple(page.files),
        measures,
    )


def _find_python_sources(design: Design, catalog: Mapping[str, Module]) -> Iterator[str]:
    """The Python that users wrote, whose names the rest of the script leaves alone: in parameters, and as modules."""
    for node in design.nodes.values():
        module = catalog.get(node.module)
        for parameter, widget in module.widgets.items() if module else ():
            if (
                isinstance(widget, CodeWidget)
                and widget.language == "python"
                and isinstance(source := node.parameters.get(parameter), str)
            ):
                yield source
    yield from (own.code for own in design.modules.values())


def _find_bound_names(source: str) -> set[str]:
    try:
        return find_bound_names(source)
    except CannotGenerateCode:
        return set()


def _format_imports(lines: set[str]) -> list[str]:
    """Imports in two blocks, Python's own first; names from one module in one line."""
    named: dict[str, set[str]] = {}
    plain: set[str] = set()
    for line in lines:
        start, _, names = line.partition(" import ")
        if line.startswith("from "):
            named.setdefault(start.removeprefix("from "), set()).update(name.strip() for name in names.split(","))
        else:
            plain.add(line)
    every = [*sorted(plain), *(_format_import(module, sorted(names)) for module, names in sorted(named.items()))]
    own = [line for line in every if line.split()[1].partition(".")[0] in sys.stdlib_module_names]
    others = [line for line in every if line not in own]
    return [*own, *([""] if own and others else []), *others]


def _format_import(module: str, names: Sequence[str]) -> str:
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= LINE_WIDTH:
        return line
    return "\n".join([f"from {module} import (", *(f"    {name}," for name in names), ")"])
