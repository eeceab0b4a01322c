"""Designs and runs in lists: the small picture of the graph, how the last run went, what it measured."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlmodel import Session

from modules.kit import Module
from server.graph.document import Design
from server.runs.told import RunSummary, seconds_of
from server.storage import listings, run_list, runs
from server.storage.listings import ListingRow
from server.storage.tables import ArtifactRow, RunRow


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


def summarise_designs(
    session: Session, rows: Sequence[ListingRow], catalog: Mapping[str, Module]
) -> list[DesignSummary]:
    """Designs for the home page: what is kept of them for lists, and their newest runs, in as many questions for a
    thousand as for one."""
    last = {run.id: run for run in run_list.by_id(session, [row.last_run_id for row in rows if row.last_run_id])}
    told = {one.id: one for one in summarised_runs(session, list(last.values()))}
    shown = runs.artifacts(session, (key for row in rows for key in row.shown))
    return [
        DesignSummary(
            id=row.design_id,
            name=row.name,
            description=row.description,
            updated_at=row.updated_at,
            modules=row.modules,
            picture=_picture(row.picture, catalog),
            last_run=told.get(row.last_run_id or ""),
            glance=next((shown[key].glance for key in reversed(row.shown) if key in shown and shown[key].glance), None),
        )
        for row in rows
    ]


def _picture(kept: Mapping[str, Any], catalog: Mapping[str, Module]) -> Picture:
    nodes = [(x, y, catalog[module].category if module in catalog else "") for x, y, module in kept.get("nodes", ())]
    return Picture(nodes=nodes, edges=kept.get("edges", []))


def summarised_run(session: Session, run: RunRow) -> RunSummary:
    """A run for a list."""
    return summarised_runs(session, [run])[0]


def summarised_runs(session: Session, found: Sequence[RunRow]) -> list[RunSummary]:
    """Runs for a list. Only of those that are under way the steps are read."""
    kept = {run.id: run.summary for run in found if run.summary is not None}
    live = [run.id for run in found if run.id not in kept]
    steps = run_list.steps_of(session, live)
    given = runs.artifacts(
        session, (key for listed in steps.values() for step in listed for key in step.outputs.values())
    )
    kept |= {run: listings.run_summary(steps[run], given) for run in live}
    rows = runs.artifacts(session, (key for one in kept.values() for key in one["evaluations"].values()))
    return [_summarised(run, kept[run.id], rows) for run in found]


def _summarised(run: RunRow, kept: Mapping[str, Any], rows: Mapping[str, ArtifactRow]) -> RunSummary:
    """A run, with {node: {metric: value}} of the first model of each evaluation."""
    metrics = {node: (rows[key].metrics or [{}])[0] for node, key in kept["evaluations"].items() if key in rows}
    return RunSummary.model_validate(
        {
            **run.model_dump(include={"id", "number", "state", "created_at", "revision", "tags", "note"}),
            "seconds": seconds_of(run),
            "done": kept["done"],
            "total": kept["total"],
            "metrics": {
                node: {name: value for name, value in row.items() if name != "model"}
                for node, row in metrics.items()
                if row
            },
            "bytes": kept["bytes"],
        }
    )
