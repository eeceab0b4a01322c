"""A candidate of an automated search as a design: with the same modules, seeds and splits, for the same figures.

What leads to the search stays as it is in the design of the search. Behind it the rows are divided as they were there.
Then a single candidate is cross validated, trained, and scored on the rows that were held out; an ensemble is trained
model by model and averaged.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

from modules.kit import Module
from modules.kit.module_roles import ModuleRole, get_module
from modules.kit.views.automated_ml_view import AutomatedMLView, TriedCandidate
from server.graph.document import Design, Node

COLUMN_WIDTH, ROW_HEIGHT = 280, 120
ENSEMBLE = 0


class NotACandidateError(ValueError):
    """What was asked for is no candidate that can be drawn."""


@dataclass
class _CandidateDrawing:
    """The design so far, and where the next node goes."""

    catalog: Mapping[str, Module]
    design: Design
    x: float
    y: float
    nodes: dict[str, Node] = field(default_factory=dict)

    def add(
        self,
        name: str,
        module: Module,
        cell: tuple[float, int],
        inputs: Mapping[str, str | list[str]],
        parameters: Mapping[str, JsonValue],
    ) -> str:
        """Place a node at this column and row below what there was; returns its name."""
        free, number = name, 2
        while free in self.design.nodes or free in self.nodes:
            free, number = f"{name}_{number}", number + 1
        x, y = self.x + cell[0] * COLUMN_WIDTH, self.y + cell[1] * ROW_HEIGHT
        self.nodes[free] = Node(module=module.name, parameters=dict(parameters), inputs=dict(inputs), x=x, y=y)
        return free

    def add_role(
        self,
        name: str,
        role: ModuleRole,
        cell: tuple[float, int],
        inputs: Mapping[str, str | list[str]],
        parameters: Mapping[str, JsonValue],
    ) -> tuple[str, Module]:
        """Place the module of this role."""
        module = get_module(self.catalog, role)
        return self.add(name, module, cell, inputs, parameters), module


def build_candidate_design(
    design: Design, catalog: Mapping[str, Module], node: str, view: AutomatedMLView, number: int
) -> Design:
    """The design of one candidate, or of the ensemble (0). Raises NotACandidateError."""
    members = _list_members(view, number)
    upstream = _list_upstream(design, node)
    searched = design.nodes[node]
    source = next((edge.reference for edge in searched.edges()), None)
    if source is None:
        raise NotACandidateError("The search has no data any more. Connect its dataset.")
    whole = Design(
        name=_name_design(design, members)[:200],
        description=_describe(view, members),
        nodes={name: design.nodes[name].model_copy(update={"group": None}, deep=True) for name in upstream},
        modules=dict(design.modules),
    )
    drawing = _CandidateDrawing(catalog, whole, searched.x, searched.y)
    train, test, row = _add_division(drawing, view, source)
    _add_models(drawing, view, members, train, test, row)
    whole.nodes.update(drawing.nodes)
    return whole


def _list_members(view: AutomatedMLView, number: int) -> list[TriedCandidate]:
    if number == ENSEMBLE:
        found = sorted((one for one in view.candidates if one.weight > 0), key=lambda one: -one.weight)
        if len(found) < 2:
            raise NotACandidateError("This search has no ensemble: its best candidate is the model.")
        return found
    found = [one for one in view.candidates if one.number == number]
    if not found:
        raise NotACandidateError(f"This search has no trial {number}.")
    return found


def _list_upstream(design: Design, node: str) -> list[str]:
    """What the data of the search come from, in the order of the document."""
    seen: set[str] = set()
    waiting = [edge.source for edge in design.nodes[node].edges()]
    while waiting:
        name = waiting.pop()
        if name not in seen and name in design.nodes:
            seen.add(name)
            waiting += [edge.source for edge in design.nodes[name].edges()]
    return [name for name in design.nodes if name in seen]


def _name_design(design: Design, members: list[TriedCandidate]) -> str:
    if len(members) > 1:
        return f"{design.name}, ensemble of {len(members)}"
    return f"{design.name}, trial {members[0].number}: {members[0].learner}"


def _describe(view: AutomatedMLView, members: list[TriedCandidate]) -> str:
    value = view.ensemble_value if len(members) > 1 else members[0].value
    what = "An ensemble" if len(members) > 1 else f"Trial {members[0].number}"
    reached = "" if value is None else f" {view.metric} {value:.6g} in {view.folds} folds."
    return f"{what} of a search by Automated ML.{reached}"


def _add_division(drawing: _CandidateDrawing, view: AutomatedMLView, source: str) -> tuple[str, str, int]:
    """The rows of the search and those that it held out, divided as they were."""
    row, reference = 0, source
    if view.unlabeled_rows:
        parameters: dict[str, JsonValue] = {
            "columns_to_be_cleaned": _choose_columns([view.label]),
            "cleaning_mode": "Remove entire row",
        }
        cleaner = get_module(drawing.catalog, "missing_value_cleaner")
        node = drawing.add("labeled", cleaner, (0, row), {"dataset": reference}, parameters)
        reference, row = f"{node}.{cleaner.outputs[0].name}", row + 1
    if view.omitted:
        cleared: dict[str, JsonValue] = {"columns": _choose_columns(view.omitted), "fields": "ClearFeatures"}
        editor = get_module(drawing.catalog, "metadata_editor")
        node = drawing.add("features", editor, (0, row), {"dataset": reference}, cleared)
        drawing.nodes[node].note = _explain_omissions(view)
        reference, row = f"{node}.{editor.outputs[0].name}", row + 1
    splitter = get_module(drawing.catalog, "splitter")
    node = drawing.add("split", splitter, (0, row), {splitter.inputs[0].name: reference}, view.split or {})
    train, test = (f"{node}.{port.name}" for port in splitter.outputs)
    return train, test, row + 1


def _choose_columns(names: list[str]) -> JsonValue:
    return {"start": "none", "names": list(names)}


def _explain_omissions(view: AutomatedMLView) -> str:
    reasons = {choice.name: choice.reason for choice in view.columns}
    lines = [f"{name}: {reasons.get(name, '').removeprefix('Left out: ')}" for name in view.omitted]
    return "\n".join(["Excluded from training:", *lines])


def _add_models(
    drawing: _CandidateDrawing,
    view: AutomatedMLView,
    members: list[TriedCandidate],
    train: str,
    test: str,
    row: int,
) -> None:
    """The learners, their training, and what they reach on the rows that were held out."""
    label: dict[str, JsonValue] = {"label": view.label}
    models, bottom = [], row
    for place, member in enumerate(members):
        learner, below = _add_learner(drawing, member, train, (place, row))
        trained = {"untrained_model": learner, "dataset": train}
        node, trainer = drawing.add_role("train", "trainer", (place, below), trained, label)
        models.append(f"{node}.{trainer.outputs[0].name}")
        bottom = max(bottom, below + 1)
        if len(members) == 1:
            drawing.add_role("folds", "cross_validator", (place + 1, below), trained, view.cross_validation)
    model = models[0]
    if len(members) > 1:
        weights: dict[str, JsonValue] = {"weights": ", ".join(repr(member.weight) for member in members)}
        average = get_module(drawing.catalog, "model_averager")
        node = drawing.add("average", average, (0, bottom), {average.inputs[0].name: models}, weights)
        model, bottom = f"{node}.{average.outputs[0].name}", bottom + 1
    node, scorer = drawing.add_role("score", "scorer", (0, bottom), {"trained_model": model, "dataset": test}, {})
    scored = {"scored_dataset": f"{node}.{scorer.outputs[0].name}"}
    drawing.add_role("evaluate", "evaluator", (0, bottom + 1), scored, {})


def _add_learner(
    drawing: _CandidateDrawing, member: TriedCandidate, train: str, cell: tuple[int, int]
) -> tuple[str, int]:
    """The learner of a candidate behind its preparations; where the next row is."""
    column, row = cell
    learner = drawing.catalog[member.node.module]
    node = drawing.add("learner", learner, (column, row), {}, member.node.parameters)
    reference = f"{node}.{learner.outputs[0].name}"
    steps = []
    for place, preparation in enumerate(member.preparations):
        module = drawing.catalog[preparation.module]
        rows = next(port.name for port in module.inputs if port.type == "dataset")
        fitted = next(port.name for port in module.outputs if port.type == "transformation")
        cell_of_step = (column + 0.5, row + place)
        name = drawing.add("prepare", module, cell_of_step, {rows: train}, preparation.parameters)
        steps.append(f"{name}.{fitted}")
    if not steps:
        return reference, row + 1
    inputs: dict[str, str | list[str]] = {"untrained_model": reference, "steps": steps}
    below = row + max(1, len(steps))
    node, adder = drawing.add_role("with_preparation", "model_preprocessor", (column, below), inputs, {})
    return f"{node}.{adder.outputs[0].name}", below + 1
