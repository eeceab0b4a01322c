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


def summarised_designs(
    session: Session, rows: Sequence[DesignRow], catalog: Mapping[str, Module]
) -> list[DesignSummary]:
    """Designs for the home page, whose runs and results are looked up together."""
    newest: dict[str, RunSummary] = {}
    pictures: dict[str, dict[str, Any]] = {}
    for start in range(0, len(rows), run_list.AT_ONCE):
        ids = [row.id for row in rows[start : start + run_list.AT_ONCE]]
        found = runs.newest_of(session, ids)
        newest |= zip(found, summarised_runs(session, list(found.values())), strict=True)
        pictures |= _telling_glances(session, ids)
    return [_summarised_design(row, newest.get(row.id), pictures.get(row.id), catalog) for row in rows]


def _summarised_design(
    row: DesignRow, newest: RunSummary | None, glance: dict[str, Any] | None, catalog: Mapping[str, Module]
) -> DesignSummary:
    design = read(row.document)
    return DesignSummary(
        id=row.id,
        name=row.name,
        description=design.description,
        updated_at=row.updated_at,
        modules=len(design.nodes),
        picture=picture_of(design, catalog),
        last_run=newest,
        glance=glance,
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


def _telling_glances(session: Session, design_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """{design: the picture of its newest evaluation, else of the last output that has one}"""
    latest = runs.latest_steps_of(session, design_ids, 5)
    steps = {
        design: sorted((step for _, step in found.values()), key=lambda step: step.position)
        for design, found in latest.items()
    }
    ids = {artifact for held in steps.values() for step in held for artifact in step.outputs.values()}
    rows = runs.artifacts(session, ids)
    return {design: glance for design, held in steps.items() if (glance := _telling_glance(held, rows)) is not None}


def _telling_glance(steps: Sequence[StepRow], rows: Mapping[str, ArtifactRow]) -> dict[str, Any] | None:
    drawn = [rows[artifact] for step in steps for artifact in step.outputs.values() if artifact in rows]
    drawn = [row for row in drawn if row.glance]
    evaluations = [row for row in drawn if row.type == "evaluation"]
    best = (evaluations or drawn)[-1:]
    return best[0].glance if best else None
