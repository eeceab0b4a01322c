"""What is read of runs to repeat them, or to make the changes between two of them one by one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from modules.kit import Module
from server.graph.attribution import Unit
from server.graph.document import read
from server.graph.edits import Document
from server.graph.plan import digest, effective, errand_of
from server.graph.reproduction import Ran
from server.runs.told import GOOD
from server.storage import runs
from server.storage.tables import ArtifactRow, RunRow, StepRow


@dataclass(frozen=True)
class Pair:
    """Two runs, what lies between them, and the data that each was run on."""

    old: RunRow
    new: RunRow
    units: list[Unit]
    before: float
    after: float
    old_data: dict[str, str]
    new_data_of: dict[str, str]
    trusted: bool
    from_elsewhere: bool

    @property
    def new_data(self) -> tuple[str, ...]:
        return tuple(node for unit in self.units for node in unit.data)

    def data(self, new: tuple[str, ...]) -> dict[str, str]:
        """The data of each source: the new run's for these nodes and for those that only it has."""
        return {**self.new_data_of, **self.old_data, **{node: self.new_data_of[node] for node in new}}


def name_of(document: Document, data: Mapping[str, str]) -> str:
    return digest({**document, "name": ""}, dict(data))


def quiet(document: Document, catalog: Mapping[str, Module]) -> Document:
    """The document without steps that deliver something elsewhere: a run that nobody sees leaves no traces."""
    nodes = {
        name: {**node, "disabled": True} if _delivers(node, catalog) else node
        for name, node in document["nodes"].items()
    }
    return {**document, "nodes": nodes}


def _delivers(node: Mapping[str, Any], catalog: Mapping[str, Module]) -> bool:
    module = catalog.get(str(node["module"]))
    if module is None or module.errand is None:
        return False
    try:
        errand = errand_of(module, effective(module, node.get("parameters", {})))
    except ValueError:
        return False
    return errand is not None and errand.direction == "deliver"


def sources(session: Session, run: RunRow, catalog: Mapping[str, Module]) -> dict[str, str]:
    """{node: artifact} of the data that went into a run."""
    found = {}
    for step in runs.steps(session, run.id):
        module = catalog.get(step.module)
        if module is not None and module.source and step.outputs:
            found[step.node] = next(iter(step.outputs.values()))
    return found


def other_data(
    old: Mapping[str, str],
    new: Mapping[str, str],
    run: RunRow,
    tables: Mapping[str, ArtifactRow],
    catalog: Mapping[str, Module],
) -> dict[str, str]:
    """{node: words} of sources that have other data though their parameters are the same."""
    design = read(run.document)
    found = {}
    for node in new:
        if node in old and old[node] != new[node] and "artifact" not in design.nodes[node].parameters:
            title = design.nodes[node].title or catalog[design.nodes[node].module].title
            rows = [tables[held].rows if held in tables else None for held in (old[node], new[node])]
            size = f": {rows[1]:,} rows instead of {rows[0]:,}" if None not in rows and rows[0] != rows[1] else ""
            found[node] = f"{title} has other data{size}."
    return found


def ran(session: Session, run_id: str, catalog: Mapping[str, Module]) -> list[Ran]:
    steps = runs.steps(session, run_id)
    rows = runs.artifacts(session, (artifact for step in steps for artifact in step.outputs.values()))
    return [_told(step, rows, catalog) for step in steps]


def _told(step: StepRow, rows: Mapping[str, ArtifactRow], catalog: Mapping[str, Module]) -> Ran:
    module = catalog.get(step.module)
    outputs = {port: (key, rows[key].type if key in rows else "") for port, key in step.outputs.items()}
    return Ran(
        node=step.node,
        title=step.title,
        state=step.state,
        outputs=outputs,
        metrics=_metrics(step, rows),
        deterministic=module is None or module.deterministic,
    )


def _metrics(step: StepRow, rows: Mapping[str, ArtifactRow]) -> dict[str, Any]:
    """{metric: value} of the first model of an evaluation."""
    for artifact in step.outputs.values():
        if artifact in rows and rows[artifact].metrics:
            return {name: value for name, value in (rows[artifact].metrics or [{}])[0].items() if name != "model"}
    return {}


def value_of(session: Session, run_id: str, node: str, metric: str) -> float | None:
    """A metric of a node in a run that measured it."""
    step = session.get(StepRow, (run_id, node))
    if step is None or step.state not in GOOD:
        return None
    value = _metrics(step, runs.artifacts(session, step.outputs.values())).get(metric)
    return float(value) if isinstance(value, int | float) else None
