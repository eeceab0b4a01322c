"""Designs and runs in lists: the small picture of the graph, how the last run went, what it measured."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlmodel import Session, col

from modules.kit import Module
from modules.kit.views.thumbnail_kinds import Thumbnail, parse_thumbnail
from server.graph.document import Design
from server.runs.run_schemas import ModelMetrics, RunSummary, compute_run_seconds, to_model_metrics
from server.storage.orm.core_tables import ArtifactRow, RunRow
from server.storage.stores import design_listings, run_list_query, run_store
from server.storage.stores.design_listings import DesignListingRow


class GraphPicture(BaseModel):
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
    picture: GraphPicture
    last_run: RunSummary | None
    glance: Thumbnail | None


def build_graph_picture(design: Design, catalog: Mapping[str, Module]) -> GraphPicture:
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
    return GraphPicture(nodes=nodes, edges=edges)


def summarize_designs(
    session: Session, rows: Sequence[DesignListingRow], catalog: Mapping[str, Module]
) -> list[DesignSummary]:
    """Designs for the home page: what is kept of them for lists, and their newest runs, in as many questions for a
    thousand as for one."""
    runs_by_id = {
        run.id: run
        for run in run_list_query.get_runs_by_id(session, [row.last_run_id for row in rows if row.last_run_id])
    }
    run_summaries = {one.id: one for one in summarize_runs(session, list(runs_by_id.values()))}
    results = (key for row in rows for key in row.result_artifacts)
    thumbnails = run_store.get_artifact_column(session, results, col(ArtifactRow.thumbnail))
    return [
        DesignSummary(
            id=row.design_id,
            name=row.name,
            description=row.description,
            updated_at=row.updated_at,
            modules=row.modules,
            picture=_to_graph_picture(row.picture, catalog),
            last_run=run_summaries.get(row.last_run_id or ""),
            glance=next(
                (
                    thumbnail
                    for key in reversed(row.result_artifacts)
                    if (thumbnail := parse_thumbnail(thumbnails.get(key))) is not None
                ),
                None,
            ),
        )
        for row in rows
    ]


def _to_graph_picture(stored: Mapping[str, Any], catalog: Mapping[str, Module]) -> GraphPicture:
    nodes = [(x, y, catalog[module].category if module in catalog else "") for x, y, module in stored.get("nodes", ())]
    return GraphPicture(nodes=nodes, edges=stored.get("edges", []))


def summarize_run(session: Session, run: RunRow) -> RunSummary:
    """A run for a list."""
    return summarize_runs(session, [run])[0]


def summarize_runs(session: Session, run_rows: Sequence[RunRow]) -> list[RunSummary]:
    """Runs for a list. Only of those that are under way the steps are read."""
    stored = {run.id: run.summary for run in run_rows if run.summary is not None}
    live = [run.id for run in run_rows if run.id not in stored]
    steps = run_list_query.get_steps_by_run(session, live)
    artifacts = run_store.get_artifact_rows(
        session, (key for listed in steps.values() for step in listed for key in step.outputs.values())
    )
    stored |= {run: design_listings.summarize_run(steps[run], artifacts) for run in live}
    keys = (key for one in stored.values() for key in one["evaluations"].values())
    metrics = run_store.get_artifact_column(session, keys, col(ArtifactRow.metrics))
    return [
        _build_run_summary(
            run,
            stored[run.id],
            {
                node: to_model_metrics(models, run.model_titles.get(node, []))
                for node, key in stored[run.id]["evaluations"].items()
                if (models := metrics.get(key))
            },
        )
        for run in run_rows
    ]


def _build_run_summary(
    run: RunRow, stored: Mapping[str, Any], evaluations: Mapping[str, list[ModelMetrics]]
) -> RunSummary:
    """A run, with the metrics of each model of its evaluations."""
    return RunSummary.model_validate(
        {
            **run.model_dump(include={"id", "number", "state", "created_at", "revision", "tags", "note"}),
            "seconds": compute_run_seconds(run),
            "done": stored["done"],
            "total": stored["total"],
            "evaluations": evaluations,
            "bytes": stored["bytes"],
        }
    )
