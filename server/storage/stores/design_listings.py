"""What lists show of designs and runs: kept beside them with each write, so that no list reads a document or a step.

A row of `listing` belongs to each design: its name, how many modules it has, its small picture, its newest run.
Whatever writes a design or adds a run brings it up to date in the same transaction, by the events of SQLAlchemy below.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy
from sqlalchemy import JSON, Connection, Index, event, inspect
from sqlalchemy.orm import Mapper
from sqlmodel import Field, Session, SQLModel, col, select

from server.storage.orm.core_tables import ArtifactRow, DesignRow, RunRow, StepRow, UtcDateTime
from server.storage.stores import run_store

NEVER_RUN_AT = datetime(1970, 1, 1, tzinfo=UTC)
#: Of a larger graph the small picture shows one node for each part of it that is as large as such a cell.
MAX_DRAWN_NODES, THUMBNAIL_COLUMNS, THUMBNAIL_ROWS = 300, 20, 15
#: So many results may stand for a design; the last of them that has a picture does.
MAX_RESULT_ARTIFACTS = 8
SUCCESSFUL_STEP_STATES = ("succeeded", "reused")
TERMINAL_RUN_STATES = ("succeeded", "failed", "cancelled")


class DesignListingRow(SQLModel, table=True):
    """A design as lists show it."""

    __tablename__ = "listing"
    __table_args__ = (
        Index("ix_listing_edited", "listed", "updated_at", "design_id"),
        Index("ix_listing_named", "listed", "name_key", "design_id"),
        Index("ix_listing_run", "listed", "last_run_at", "design_id"),
    )

    design_id: str = Field(primary_key=True, foreign_key="design.id", ondelete="CASCADE")
    #: Neither internal nor deleted.
    listed: bool
    name: str
    #: What it is sorted by and found by: the name and the description without upper case.
    name_key: str
    search: str
    description: str
    updated_at: datetime = Field(sa_type=UtcDateTime)
    modules: int
    last_run_id: str | None = None
    last_run_at: datetime = Field(default=NEVER_RUN_AT, sa_type=UtcDateTime)
    #: The results of the newest runs whose picture may stand for the design, the best one last.
    result_artifacts: list[str] = Field(default_factory=list, sa_type=JSON)
    #: Nodes as [x, y, module] and edges as pairs of their positions.
    picture: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


def summarize_document(document: Mapping[str, Any]) -> dict[str, Any]:
    """What a list shows of a document. It is one of a design that was checked."""
    nodes = {name: node for name, node in document.get("nodes", {}).items() if isinstance(node, dict)}
    name, description = str(document["name"]), str(document.get("description", ""))
    return {
        "name": name,
        "name_key": name.casefold(),
        "search": f"{name}\n{description}".casefold(),
        "description": description,
        "modules": len(nodes),
        "picture": build_graph_thumbnail(nodes),
    }


def build_graph_thumbnail(nodes: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The blocks and lines of a graph, of a large one no more than can be told apart in a picture of a few pixels."""
    positions = {name: (float(node.get("x", 0)), float(node.get("y", 0))) for name, node in nodes.items()}
    representatives = _thin_out(positions) if len(positions) > MAX_DRAWN_NODES else {name: name for name in positions}
    index = {name: at for at, name in enumerate(dict.fromkeys(representatives.values()))}
    blocks = [[*(round(side, 1) for side in positions[name]), nodes[name]["module"]] for name in index]
    lines = {
        (index[representatives[source]], index[representatives[name]]): None
        for name, node in nodes.items()
        for source in _find_sources(node)
        if source in representatives and representatives[source] != representatives[name]
    }
    return {"nodes": blocks, "edges": [list(pair) for pair in list(lines)[: 2 * MAX_DRAWN_NODES]]}


def _find_sources(node: Mapping[str, Any]) -> list[str]:
    held = node.get("inputs", {}).values()
    return [one.partition(".")[0] for part in held for one in ([part] if isinstance(part, str) else part)]


def _thin_out(positions: Mapping[str, tuple[float, float]]) -> dict[str, str]:
    """{node: the node that stands for all in its cell}"""
    lefts, tops = [x for x, _ in positions.values()], [y for _, y in positions.values()]
    left, top = min(lefts), min(tops)
    wide, tall = (max(lefts) - left) / THUMBNAIL_COLUMNS or 1.0, (max(tops) - top) / THUMBNAIL_ROWS or 1.0
    first: dict[tuple[int, int], str] = {}
    return {
        name: first.setdefault((int((x - left) / wide), int((y - top) / tall)), name)
        for name, (x, y) in positions.items()
    }


@event.listens_for(DesignRow, "after_insert")
def _insert_listing(_: Mapper[Any], connection: Connection, row: DesignRow) -> None:
    connection.execute(
        _get_listing_table()
        .insert()
        .values(design_id=row.id, **_build_listing_values(row), **summarize_document(row.document), result_artifacts=[])
    )


@event.listens_for(DesignRow, "after_update")
def _update_listing(_: Mapper[Any], connection: Connection, row: DesignRow) -> None:
    changed = inspect(row).attrs.document.history.has_changes()
    values = _build_listing_values(row) | (summarize_document(row.document) if changed else {})
    connection.execute(_get_listing_table().update().where(_get_listing_table().c.design_id == row.id).values(**values))


def _build_listing_values(row: DesignRow) -> dict[str, object]:
    return {"listed": not row.internal and row.deleted_at is None, "updated_at": row.updated_at}


@event.listens_for(RunRow, "after_insert")
def _update_newest_run(_: Mapper[Any], connection: Connection, row: RunRow) -> None:
    listing = _get_listing_table()
    values = {"last_run_id": row.id, "last_run_at": row.created_at}
    connection.execute(listing.update().where(listing.c.design_id == row.design_id).values(**values))


@event.listens_for(RunRow, "before_insert")
@event.listens_for(RunRow, "before_update")
def _update_run_search(_: Mapper[Any], __: Connection, row: RunRow) -> None:
    row.search = "\n".join((row.note, *row.tags)).casefold()


def _get_listing_table() -> sqlalchemy.Table:
    found: sqlalchemy.Table = DesignListingRow.__table__  # type: ignore[attr-defined]
    return found


def store_run_summary(session: Session, run: RunRow) -> None:
    """Keep what lists show of a run that is over, and what its design now shows."""
    steps = run_store.list_steps(session, run.id)
    artifacts = run_store.get_artifact_rows(session, (key for step in steps for key in step.outputs.values()))
    run.summary = summarize_run(steps, artifacts)
    session.add(run)
    update_result_artifacts(session, run.design_id)


def summarize_run(steps: list[StepRow], artifacts: Mapping[str, ArtifactRow]) -> dict[str, object]:
    """How far a run came, how much it gave, and {node: artifact} of its evaluations, whose metrics may still come."""
    held = {key for step in steps for key in step.outputs.values() if key in artifacts}
    return {
        "done": sum(step.state in SUCCESSFUL_STEP_STATES for step in steps),
        "total": len(steps),
        "bytes": sum(artifacts[key].bytes for key in held),
        "evaluations": {
            step.node: key
            for step in steps
            for key in step.outputs.values()
            if key in artifacts and artifacts[key].type == "evaluation"
        },
    }


def update_result_artifacts(session: Session, design_id: str) -> None:
    """Keep which results may stand for a design: evaluations rather than others, and those of later steps."""
    latest = run_store.get_latest_steps(session, design_id, 5).values()
    steps = sorted((step for _, step in latest), key=lambda step: step.position)
    rows = run_store.get_artifact_rows(session, (key for step in steps for key in step.outputs.values()))
    given = [key for step in steps for key in step.outputs.values() if key in rows]
    evaluations = [key for key in given if rows[key].type == "evaluation"]
    others = [key for key in given if rows[key].type != "evaluation"]
    listing = session.get(DesignListingRow, design_id)
    if listing is not None:
        listing.result_artifacts = [*others[-MAX_RESULT_ARTIFACTS:], *evaluations[-MAX_RESULT_ARTIFACTS:]][
            -MAX_RESULT_ARTIFACTS:
        ]
        session.add(listing)


def refresh_listings(session: Session, design_ids: set[str]) -> None:
    """Bring what is shown of designs up to date, some of whose runs were deleted."""
    for design_id in design_ids:
        listing = session.get(DesignListingRow, design_id)
        if listing is None:
            continue
        query = select(RunRow.id, RunRow.created_at).where(RunRow.design_id == design_id)
        newest = session.exec(query.order_by(col(RunRow.number).desc()).limit(1)).first()
        listing.last_run_id, listing.last_run_at = newest or (None, NEVER_RUN_AT)
        session.add(listing)
        update_result_artifacts(session, design_id)
