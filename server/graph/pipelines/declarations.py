"""What a design declares of the pipeline that is published from it, with all that a form needs to know of it."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, JsonValue

from modules.kit import Module
from modules.kit.parameter_widgets import NumberWidget, ParameterWidget
from server.graph.analyzed_design import get_parameter_value
from server.graph.custom_modules import add_custom_modules
from server.graph.document import (
    Design,
    PipelineDeclarations,
    PipelineInput,
    PipelineOutput,
    PipelineParameter,
    get_node_title,
)

#: What a declaration is called on the command line and in the API.
DECLARED_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
#: The names that the registry takes: they stand in addresses.
MODEL_NAME = re.compile(r"[a-z0-9](?:[a-z0-9_.-]{0,62}[a-z0-9])?")
#: What a run names by content cannot be set from outside: these fields are inputs, or nothing.
UNDECLARABLE_KINDS = frozenset({"artifact", "dataset", "dataset_version", "refreshed", "secrets"})
OutputKind = Literal["dataset", "model", "file"]
#: {type of a port: what its value becomes}
OUTPUT_KINDS: Mapping[str, OutputKind] = {
    "dataset": "dataset",
    "trained_model": "model",
    "transformation": "model",
    "file": "file",
}
DATA_SOURCE_ROLES = ("dataset_source", "file_source")


class DeclaredParameter(BaseModel):
    """A value that each run may set: which field of which node, how its form field looks, and what it is otherwise."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    name: str
    title: str
    node: str
    node_title: str
    parameter: str
    widget: ParameterWidget
    default: JsonValue = None
    due_time: Literal["date", "moment"] | None = None


class DeclaredInput(BaseModel):
    """Data that each run may set, and the dataset or file that it has otherwise; the newest version for null."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    name: str
    title: str
    node: str
    accepts: Literal["dataset", "file"]
    dataset: str | None = None
    version: int | None = None


class DeclaredOutput(BaseModel):
    """A port whose value becomes a version of the dataset, model or file that is named."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    name: str
    node: str
    node_title: str
    port: str
    kind: OutputKind
    stored_as: str


class Declarations(BaseModel):
    """All that a version declares."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    parameters: list[DeclaredParameter] = []
    inputs: list[DeclaredInput] = []
    outputs: list[DeclaredOutput] = []

    def list_nodes(self) -> list[str]:
        """The nodes that a run may set, each once."""
        nodes = [one.node for one in self.inputs] + [one.node for one in self.parameters]
        return list(dict.fromkeys(nodes))


def read_declarations(design: Design, catalog: Mapping[str, Module]) -> tuple[Declarations, list[str]]:
    """What a design declares as far as it can be held, and a sentence for each declaration that cannot."""
    catalog = add_custom_modules(design, catalog)
    held = design.pipeline if isinstance(design.pipeline, PipelineDeclarations) else PipelineDeclarations()
    problems: list[str] = []
    declared = Declarations(
        parameters=list(_read_parameters(design, catalog, held, problems)),
        inputs=list(_read_inputs(design, catalog, held, problems)),
        outputs=list(_read_outputs(design, catalog, held, problems)),
    )
    names = [
        *(one.name for one in declared.parameters),
        *(one.name for one in declared.inputs),
        *(one.name for one in declared.outputs),
    ]
    problems.extend(
        f"'{name}' is no name for a parameter, input or output: use small letters, digits and _, a letter first."
        for name in names
        if not DECLARED_NAME.fullmatch(name)
    )
    stored = [(one.kind, one.stored_as) for one in declared.outputs]
    problems.extend(
        f"Two outputs are stored as the {kind} '{name}'. Give each one a name of its own."
        for kind, name in sorted({one for one in stored if stored.count(one) > 1})
    )
    problems.extend(
        f"'{one.stored_as}' is no name for a model: use small letters, digits, '-', '_' and '.'."
        for one in declared.outputs
        if one.kind == "model" and not MODEL_NAME.fullmatch(one.stored_as)
    )
    return declared, problems


def _read_parameters(
    design: Design, catalog: Mapping[str, Module], held: PipelineDeclarations, problems: list[str]
) -> Iterator[DeclaredParameter]:
    for name, declared in held.parameters.items():
        if not isinstance(declared, PipelineParameter):
            problems.append(f"The pipeline parameter '{name}' is not readable. Remove it, and declare it again.")
            continue
        node = design.nodes.get(declared.node)
        module = catalog.get(node.module) if node else None
        widget = module.widgets.get(declared.parameter) if module else None
        if node is None or module is None or widget is None:
            problems.append(f"The field of the pipeline parameter '{name}' is gone. Remove the parameter.")
            continue
        if widget.kind in UNDECLARABLE_KINDS:
            problems.append(f"'{widget.title}' cannot be a pipeline parameter. Declare its module as an input instead.")
            continue
        yield DeclaredParameter(
            name=name,
            title=declared.title or widget.title,
            node=declared.node,
            node_title=get_node_title(node, {module.name: module.title}),
            parameter=declared.parameter,
            widget=_narrow_widget(widget, declared),
            default=get_parameter_value(module, node, declared.parameter),
            due_time=declared.due_time,
        )


def _narrow_widget(widget: ParameterWidget, declared: PipelineParameter) -> ParameterWidget:
    """The field with the title and the limits of the declaration, where they are narrower than the module's."""
    changes: dict[str, object] = {"title": declared.title or widget.title}
    if isinstance(widget, NumberWidget):
        lowest = [limit for limit in (widget.minimum, declared.minimum) if limit is not None]
        highest = [limit for limit in (widget.maximum, declared.maximum) if limit is not None]
        changes |= {"minimum": max(lowest, default=None), "maximum": min(highest, default=None)}
    return widget.model_copy(update=changes)


def _read_inputs(
    design: Design, catalog: Mapping[str, Module], held: PipelineDeclarations, problems: list[str]
) -> Iterator[DeclaredInput]:
    for name, declared in held.inputs.items():
        node = design.nodes.get(declared.node) if isinstance(declared, PipelineInput) else None
        module = catalog.get(node.module) if node else None
        if not isinstance(declared, PipelineInput) or node is None or module is None:
            problems.append(f"The module of the pipeline input '{name}' is gone. Remove the input.")
            continue
        if module.role not in DATA_SOURCE_ROLES:
            problems.append(f"{get_node_title(node, {module.name: module.title})} is no source of data: '{name}'.")
            continue
        dataset, version = node.parameters.get("dataset"), node.parameters.get("version")
        yield DeclaredInput(
            name=name,
            title=declared.title or get_node_title(node, {module.name: module.title}),
            node=declared.node,
            accepts="file" if module.role == "file_source" else "dataset",
            dataset=dataset if isinstance(dataset, str) else None,
            version=version if isinstance(version, int) else None,
        )


def _read_outputs(
    design: Design, catalog: Mapping[str, Module], held: PipelineDeclarations, problems: list[str]
) -> Iterator[DeclaredOutput]:
    for name, declared in held.outputs.items():
        node = design.nodes.get(declared.node) if isinstance(declared, PipelineOutput) else None
        module = catalog.get(node.module) if node else None
        port = module.find_output(declared.port) if module and isinstance(declared, PipelineOutput) else None
        if not isinstance(declared, PipelineOutput) or node is None or module is None or port is None:
            problems.append(f"The port of the pipeline output '{name}' is gone. Remove the output.")
            continue
        if port.type not in OUTPUT_KINDS:
            title = get_node_title(node, {module.name: module.title})
            problems.append(f"{title} gives nothing that can be stored under a name at '{port.name}'.")
            continue
        yield DeclaredOutput(
            name=name,
            node=declared.node,
            node_title=get_node_title(node, {module.name: module.title}),
            port=declared.port,
            kind=OUTPUT_KINDS[port.type],
            stored_as=declared.name.strip() or name,
        )
