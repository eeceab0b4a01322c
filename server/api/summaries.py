"""Designs and runs in lists: the small picture of the graph, how the last run went, what it measured."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlmodel import Session

from modules.kit import Module
from server.graph.document import Design, read
from server.runs.told import GOOD, RunSummary, seconds_of
from server.storage import run_list, runs
from server.storage.tables import ArtifactRow, DesignRow, RunRow, StepRow


class Picture(BaseModel):
    """A graph in small: nodes as [x, y, category], edges as pairs of node indexes."""

    nodes: list[tuple[float, float, str]]
    edges: list[tuple[int, int]]


class DesignSummary(BaseModel):
    """A design in a list."""

    id: str
    name: str
    description: str
    updated_at: datetime
    modules: int
    picture: Picture
    last_run: RunSummary | None
    glance: dict[str, Any] | None


def picture_of(design: Design, catalog: Mapping[str, Module]) -> Picture:
    """The small picture of a graph."""
    index = {name: position for position, name in enumerate(design.nodes)}
    nodes = [
        (node.x, node.y, catalog[node.module].category if node.module in catalog else "")
        for node in design.nodes.values()
    ]
    edges = [
        (index[edge.source], index[name])
        for name, node in design.nodes.items()
        for edge in node.edges()
        if edge.source in index
    ]
    return Picture(nodes=nodes, edges=edges)


def summarised(session: Session, row: DesignRow, catalog: Mapping[str, Module]) -> DesignSummary:
    """A design for the home page."""
    design = read(row.document)
    newest = next(iter(runs.of_design(session, row.id, limit=1)), None)
    return DesignSummary(
        id=row.id,
        name=row.name,
        description=design.description,
        updated_at=row.updated_at,
        modules=len(design.nodes),
        picture=picture_of(design, catalog),
        last_run=summarised_run(session, newest) if newest else None,
        glance=_telling_glance(session, row.id),
    )


def summarised_run(session: Session, run: RunRow) -> RunSummary:
    """A run for a list."""
    return summarised_runs(session, [run])[0]


def summarised_runs(session: Session, found: Sequence[RunRow]) -> list[RunSummary]:
    """Runs for a list, whose steps and results are looked up together."""
    steps = run_list.steps_of(session, [run.id for run in found])
    ids = {artifact for listed in steps.values() for step in listed for artifact in step.outputs.values()}
    rows = runs.artifacts(session, ids)
    return [_summarised(run, steps[run.id], rows) for run in found]


def _summarised(run: RunRow, steps: list[StepRow], rows: Mapping[str, ArtifactRow]) -> RunSummary:
    held = {artifact for step in steps for artifact in step.outputs.values()}
    return RunSummary.model_validate(
        {
            **run.model_dump(include={"id", "number", "state", "created_at", "revision", "tags", "note"}),
            "seconds": seconds_of(run),
            "done": sum(step.state in GOOD for step in steps),
            "total": len(steps),
            "metrics": metrics_of(steps, rows),
            "bytes": sum(rows[artifact].bytes for artifact in held if artifact in rows),
        }
    )


def metrics_of(steps: Sequence[StepRow], rows: Mapping[str, ArtifactRow]) -> dict[str, dict[str, Any]]:
    """{node: {metric: value}} of the first model of each evaluation."""
    found: dict[str, dict[str, Any]] = {}
    for step in steps:
        for artifact in step.outputs.values():
            metrics = rows[artifact].metrics if artifact in rows else None
            if metrics:
                found[step.node] = {name: value for name, value in metrics[0].items() if name != "model"}
    return found


def _telling_glance(session: Session, design_id: str) -> dict[str, Any] | None:
    """The picture of the newest evaluation, else of the last output that has one."""
    steps = sorted(
        (step for _, step in runs.latest_steps(session, design_id, 5).values()), key=lambda step: step.position
    )
    rows = runs.artifacts(session, (artifact for step in steps for artifact in step.outputs.values()))
    drawn = [rows[artifact] for step in steps for artifact in step.outputs.values() if artifact in rows]
    drawn = [row for row in drawn if row.glance]
    evaluations = [row for row in drawn if row.type == "evaluation"]
    best = (evaluations or drawn)[-1:]
    return best[0].glance if best else None
