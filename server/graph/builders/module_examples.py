"""The example of a module as nodes for the canvas: its small tables typed in, and the learner that it wants.

Modules whose example needs a fitted model or a file have none: those cannot be written down as a table.
"""

import io
import re
from collections.abc import Mapping

import pandas as pd
from pydantic import JsonValue

from modules.kit import Call, Dataset, Module, UntrainedModel
from modules.kit.error_numbers import ERROR_KINDS
from modules.kit.module_roles import find_module, get_module
from modules.kit.schema import Role, infer_column_type
from server.graph.document import Node

#: Larger examples are no reading matter.
MAX_EXAMPLE_ROWS, MAX_EXAMPLE_COLUMNS = 60, 20
ROLE_FIELDS: Mapping[Role, str] = {
    "label": "Labels",
    "weight": "Weights",
    "time": "Times",
    "series": "Series",
    "group": "Groups",
    "none": "ClearFeatures",
}
LABELS_BY_TASK: Mapping[str, str] = {"regression": "price", "two-class": "sold", "multiclass": "fuel"}
CARS_CSV = """age,seats,price,sold,fuel
1,5,21000,yes,electric
2,4,18500,yes,electric
3,5,16000,yes,petrol
4,2,15500,no,diesel
5,5,12000,yes,petrol
6,7,11800,no,diesel
7,5,9000,yes,petrol
8,4,7900,yes,electric
9,5,6500,no,diesel
10,2,6900,no,petrol
11,5,4100,no,petrol
12,7,4600,no,diesel
"""
COLUMN_STEP, ROW_STEP = 280, 120
ERROR_NUMBER_PATTERN = re.compile(r"ModuleError\(\s*(\d+)")
COLUMN_CHECK_PATTERN = re.compile(r"\b(require_columns|\.required)\(")


def build_example_nodes(module: Module, catalog: Mapping[str, Module]) -> dict[str, Node] | None:
    """{name: node} of a small design around the module, or None where its example cannot be drawn."""
    if module.missing_packages or module.is_custom or not module.palette:
        return None
    types = [port.type for port in module.inputs if not port.optional]
    if not types and any(port.type == "untrained_model" for port in module.outputs):
        return _build_training_example(module, catalog)
    required = {name for name, field in module.parameters.model_fields.items() if field.is_required()}
    if set(types) == {"untrained_model", "dataset"} and required == {"label"}:
        return _build_learner_example(module, catalog)
    if module.example is not None and set(types) in ({"dataset"}, {"untrained_model", "dataset"}):
        return _build_data_example(module, module.example(), catalog)
    return None


def find_error_numbers(module: Module) -> list[int]:
    """The numbers of the errors that the module's own code raises, read from its source."""
    found = {int(number) for number in ERROR_NUMBER_PATTERN.findall(module.code)}
    if COLUMN_CHECK_PATTERN.search(module.code):
        found.add(1)
    return sorted(found & ERROR_KINDS.keys())


def _build_training_example(module: Module, catalog: Mapping[str, Module]) -> dict[str, Node] | None:
    """The learner, in the training that it is made for."""
    label = LABELS_BY_TASK.get(module.task or "")
    if label is None:
        return None
    return {
        "learner": _build_node(module.name, (0, 0), {}),
        "cars": _build_data_node(catalog, 1, CARS_CSV, "Cars"),
        "train": _build_node(
            get_module(catalog, "trainer").name,
            (0, 1),
            {"untrained_model": "learner.untrained_model", "dataset": "cars.dataset"},
            {"label": label},
        ),
    }


def _build_learner_example(module: Module, catalog: Mapping[str, Module]) -> dict[str, Node]:
    learner = get_module(catalog, "baseline_learner", "two-class")
    ports = {port.type: port.name for port in module.inputs if not port.optional}
    edges: dict[str, str | list[str]] = {
        ports["untrained_model"]: "learner.untrained_model",
        ports["dataset"]: "cars.dataset",
    }
    return {
        "learner": _build_node(learner.name, (0, 0), {}),
        "cars": _build_data_node(catalog, 1, CARS_CSV, "Cars"),
        "example": _build_node(module.name, (0, 1), edges, {"label": LABELS_BY_TASK["two-class"]}),
    }


def _build_data_example(module: Module, call: Call, catalog: Mapping[str, Module]) -> dict[str, Node] | None:
    nodes: dict[str, Node] = {}
    edges: dict[str, str | list[str]] = {}
    given = [(port, value) for port, value in zip(module.inputs, call.inputs, strict=False) if value is not None]
    for column, (port, value) in enumerate(given):
        if isinstance(value, UntrainedModel):
            learner = find_module(catalog, "baseline_learner", value.task)
            if learner is None:
                return None
            nodes[port.name] = _build_node(learner.name, (column, 0), {})
            edges[port.name] = f"{port.name}.untrained_model"
            continue
        tables = value if isinstance(value, list) else [value]
        if not tables or not all(isinstance(table, Dataset) and _can_be_typed(table) for table in tables):
            return None
        references = []
        for number, table in enumerate(tables):
            name = port.name if number == 0 else f"{port.name}_{number + 1}"
            made, reference = _build_table_nodes(catalog, name, column + number, table, port.title)
            nodes.update(made)
            references.append(reference)
        edges[port.name] = references if port.many else references[0]
    row = 2 if any(node.inputs for node in nodes.values()) else 1
    return {**nodes, "example": _build_node(module.name, (0, row), edges, _dump_parameters(module, call.parameters))}


def _can_be_typed(table: Dataset) -> bool:
    """Whether the table can be typed in and come out as it was."""
    frame = table.frame
    plain = all(infer_column_type(frame[name]) not in ("datetime", "other") for name in frame)
    return plain and 0 < len(frame) <= MAX_EXAMPLE_ROWS and 0 < len(frame.columns) <= MAX_EXAMPLE_COLUMNS


def _build_table_nodes(
    catalog: Mapping[str, Module], name: str, column: int, table: Dataset, title: str
) -> tuple[dict[str, Node], str]:
    """The nodes that give the table with its roles, and the reference of the last one."""
    nodes, reference = {name: _build_data_node(catalog, column, _to_csv(table.frame), title)}, f"{name}.dataset"
    editor = get_module(catalog, "metadata_editor").name
    by_role: dict[Role, list[JsonValue]] = {}
    for one in table.schema:
        if one.role in ROLE_FIELDS:
            by_role.setdefault(one.role, []).append(one.name)
    for role, names in by_role.items():
        columns: dict[str, JsonValue] = {"start": "none", "names": names}
        parameters: dict[str, JsonValue] = {"columns": columns, "fields": ROLE_FIELDS[role]}
        nodes[f"{name}_{role}"] = _build_node(editor, (column, 1), {"dataset": reference}, parameters)
        reference = f"{name}_{role}.results_dataset"
    return nodes, reference


def _to_csv(frame: pd.DataFrame) -> str:
    text = io.StringIO()
    frame.to_csv(text, index=False)
    return text.getvalue()


def _dump_parameters(module: Module, parameters: Mapping[str, object]) -> dict[str, JsonValue]:
    """The parameters of the call as a design holds them: as JSON, without what is usual."""
    valid = module.parameters.model_validate(dict(parameters))
    dumped: dict[str, JsonValue] = valid.model_dump(mode="json", exclude_defaults=True)
    return dumped


def _build_data_node(catalog: Mapping[str, Module], column: int, data: str, title: str) -> Node:
    return _build_node(get_module(catalog, "table_entry").name, (column, 0), {}, {"data": data}, title)


def _build_node(
    module: str,
    cell: tuple[int, int],
    inputs: Mapping[str, str | list[str]],
    parameters: Mapping[str, JsonValue] | None = None,
    title: str | None = None,
) -> Node:
    x, y = cell[0] * COLUMN_STEP, cell[1] * ROW_STEP
    return Node(module=module, parameters=dict(parameters or {}), inputs=dict(inputs), title=title, x=x, y=y)
