"""What is read of runs to repeat them, or to make the changes between two of them one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from modules.kit import Module
from server.graph.comparison.change_attribution import ChangeSet
from server.graph.comparison.reproducibility import RecordedStep
from server.graph.document import parse_design
from server.graph.edits import Document
from server.graph.planning.run_plan import get_external_request, hash_json, resolve_parameters
from server.runs.run_schemas import ModelMetrics, to_model_metrics
from server.storage.orm.core_tables import ArtifactRow, RunRow, StepRow
from server.storage.stores import run_store
from server.storage.stores.run_store import SUCCESSFUL_STATES


@dataclass(frozen=True)
class RunPair:
    """Two runs, what lies between them, and the data that each was run on."""

    old: RunRow
    new: RunRow
    change_sets: list[ChangeSet]
    before: float
    after: float
    old_artifacts: dict[str, str]
    new_artifacts: dict[str, str]
    trusted: bool
    imported: bool

    @property
    def changed_data_nodes(self) -> tuple[str, ...]:
        return tuple(node for unit in self.change_sets for node in unit.data)

    def merge_data(self, nodes: tuple[str, ...]) -> dict[str, str]:
        """The data of each source: the new run's for these nodes and for those that only it has."""
        return {**self.new_artifacts, **self.old_artifacts, **{node: self.new_artifacts[node] for node in nodes}}


def hash_document(document: Document, data: Mapping[str, str]) -> str:
    return hash_json({**document, "name": ""}, dict(data))


def strip_side_effects(document: Document, catalog: Mapping[str, Module]) -> Document:
    """The document without steps that deliver something elsewhere: a run that nobody sees leaves no traces."""
    nodes = {
        name: {**node, "disabled": True} if _is_export(node, catalog) else node
        for name, node in document["nodes"].items()
    }
    return {**document, "nodes": nodes}


def _is_export(node: Mapping[str, Any], catalog: Mapping[str, Module]) -> bool:
    module = catalog.get(str(node["module"]))
    if module is None or module.external_request is None:
        return False
    try:
        external_request = get_external_request(module, resolve_parameters(module, node.get("parameters", {})))
    except ValueError:
        return False
    return external_request is not None and external_request.direction == "deliver"


def list_source_artifacts(session: Session, run: RunRow, catalog: Mapping[str, Module]) -> dict[str, str]:
    """{node: artifact} of the data that went into a run."""
    found = {}
    for step in run_store.list_steps(session, run.id):
        module = catalog.get(step.module)
        if module is not None and module.source and step.outputs:
            found[step.node] = next(iter(step.outputs.values()))
    return found


def describe_data_changes(
    old: Mapping[str, str],
    new: Mapping[str, str],
    run: RunRow,
    tables: Mapping[str, ArtifactRow],
    catalog: Mapping[str, Module],
) -> dict[str, str]:
    """{node: words} of sources that have other data though their parameters are the same."""
    design = parse_design(run.document)
    found = {}
    for node in new:
        if node in old and old[node] != new[node] and "artifact" not in design.nodes[node].parameters:
            title = design.nodes[node].title or catalog[design.nodes[node].module].title
            rows = [tables[artifact].rows if artifact in tables else None for artifact in (old[node], new[node])]
            size = f": {rows[1]:,} rows instead of {rows[0]:,}" if None not in rows and rows[0] != rows[1] else ""
            found[node] = f"{title} has different data{size}."
    return found


def load_run_records(session: Session, run_id: str, catalog: Mapping[str, Module]) -> list[RecordedStep]:
    steps = run_store.list_steps(session, run_id)
    rows = run_store.get_artifact_rows(session, (artifact for step in steps for artifact in step.outputs.values()))
    titles = run_store.get_run(session, run_id).model_titles
    return [_to_run_record(step, rows, catalog, titles.get(step.node, [])) for step in steps]


def _to_run_record(
    step: StepRow, rows: Mapping[str, ArtifactRow], catalog: Mapping[str, Module], titles: Sequence[str]
) -> RecordedStep:
    module = catalog.get(step.module)
    outputs = {port: (key, rows[key].type if key in rows else "") for port, key in step.outputs.items()}
    return RecordedStep(
        node=step.node,
        title=step.title,
        state=step.state,
        outputs=outputs,
        models={one.model: one.metrics for one in _read_models(step, rows, titles)},
        deterministic=module is None or module.deterministic,
    )


def _read_models(step: StepRow, rows: Mapping[str, ArtifactRow], titles: Sequence[str]) -> list[ModelMetrics]:
    """The models of an evaluation with their metrics; none of another step."""
    measured = (rows[key].metrics for key in step.outputs.values() if key in rows)
    return next((to_model_metrics(models, titles) for models in measured if models), [])


@dataclass(frozen=True)
class MeasuredMetric:
    """A metric of one model of an evaluation. `models` are its names in the two runs; without any it is the first."""

    node: str
    metric: str
    models: tuple[str, ...] = ()

    @classmethod
    def from_request(cls, request: Mapping[str, str]) -> "MeasuredMetric":
        names = (request.get("model", ""), request.get("former_model", ""))
        return cls(request["node"], request["metric"], tuple(name for name in names if name))

    def read(self, session: Session, run_id: str) -> float | None:
        """Its value in a run that measured it."""
        step = session.get(StepRow, (run_id, self.node))
        if step is None or step.state not in SUCCESSFUL_STATES:
            return None
        titles = run_store.get_run(session, run_id).model_titles.get(self.node, [])
        models = _read_models(step, run_store.get_artifact_rows(session, step.outputs.values()), titles)
        known = {one.model: one.metrics for one in models}
        metrics = next((known[name] for name in self.models if name in known), None)
        if metrics is None and (len(models) == 1 or not self.models):
            metrics = models[0].metrics if models else None
        return metrics.get(self.metric) if metrics is not None else None
