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

from server.storage import runs
from server.storage.tables import ArtifactRow, DesignRow, Moment, RunRow, StepRow

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
#: Of a larger graph the small picture shows one node for each part of it that is as large as such a cell.
MOST_DRAWN, CELLS_ACROSS, CELLS_DOWN = 300, 20, 15
#: So many results may stand for a design; the last of them that has a picture does.
MOST_SHOWN = 8
GOOD = ("succeeded", "reused")
FINAL = ("succeeded", "failed", "cancelled")


class ListingRow(SQLModel, table=True):
    """A design as lists show it."""

    __tablename__ = "listing"
    __table_args__ = (
        Index("ix_listing_edited", "listed", "updated_at", "design_id"),
        Index("ix_listing_named", "listed", "name_key", "design_id"),
        Index("ix_listing_run", "listed", "last_run_at", "design_id"),
    )

    design_id: str = Field(primary_key=True, foreign_key="design.id", ondelete="CASCADE")
    #: Neither hidden nor deleted.
    listed: bool
    name: str
    #: What it is sorted by and found by: the name and the description without upper case.
    name_key: str
    search: str
    description: str
    updated_at: datetime = Field(sa_type=Moment)
    modules: int
    last_run_id: str | None = None
    last_run_at: datetime = Field(default=NEVER, sa_type=Moment)
    #: The results of the newest runs whose picture may stand for the design, the best one last.
    shown: list[str] = Field(default_factory=list, sa_type=JSON)
    #: Nodes as [x, y, module] and edges as pairs of their places.
    picture: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


def summary_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """What a list shows of a document. It is one of a design that was checked."""
    nodes = {name: node for name, node in document.get("nodes", {}).items() if isinstance(node, dict)}
    name, description = str(document["name"]), str(document.get("description", ""))
    return {
        "name": name,
        "name_key": name.casefold(),
        "search": f"{name}\n{description}".casefold(),
        "description": description,
        "modules": len(nodes),
        "picture": small_picture(nodes),
    }


def small_picture(nodes: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The blocks and lines of a graph, of a large one no more than can be told apart in a picture of a few pixels."""
    places = {name: (float(node.get("x", 0)), float(node.get("y", 0))) for name, node in nodes.items()}
    shown = _thinned(places) if len(places) > MOST_DRAWN else {name: name for name in places}
    index = {name: at for at, name in enumerate(dict.fromkeys(shown.values()))}
    blocks = [[*(round(side, 1) for side in places[name]), nodes[name]["module"]] for name in index]
    lines = {
        (index[shown[source]], index[shown[name]]): None
        for name, node in nodes.items()
        for source in _sources(node)
        if source in shown and shown[source] != shown[name]
    }
    return {"nodes": blocks, "edges": [list(pair) for pair in list(lines)[: 2 * MOST_DRAWN]]}


def _sources(node: Mapping[str, Any]) -> list[str]:
    held = node.get("inputs", {}).values()
    return [one.partition(".")[0] for part in held for one in ([part] if isinstance(part, str) else part)]


def _thinned(places: Mapping[str, tuple[float, float]]) -> dict[str, str]:
    """{node: the node that stands for all in its cell}"""
    lefts, tops = [x for x, _ in places.values()], [y for _, y in places.values()]
    left, top = min(lefts), min(tops)
    wide, tall = (max(lefts) - left) / CELLS_ACROSS or 1.0, (max(tops) - top) / CELLS_DOWN or 1.0
    first: dict[tuple[int, int], str] = {}
    return {
        name: first.setdefault((int((x - left) / wide), int((y - top) / tall)), name) for name, (x, y) in places.items()
    }


@event.listens_for(DesignRow, "after_insert")
def _list_new_design(_: Mapper[Any], connection: Connection, row: DesignRow) -> None:
    connection.execute(_table().insert().values(design_id=row.id, **_facts(row), **summary_of(row.document), shown=[]))


@event.listens_for(DesignRow, "after_update")
def _list_changed_design(_: Mapper[Any], connection: Connection, row: DesignRow) -> None:
    changed = inspect(row).attrs.document.history.has_changes()
    values = _facts(row) | (summary_of(row.document) if changed else {})
    connection.execute(_table().update().where(_table().c.design_id == row.id).values(**values))


def _facts(row: DesignRow) -> dict[str, Any]:
    return {"listed": not row.hidden and row.deleted_at is None, "updated_at": row.updated_at}


@event.listens_for(RunRow, "after_insert")
def _list_new_run(_: Mapper[Any], connection: Connection, row: RunRow) -> None:
    listing = _table()
    values = {"last_run_id": row.id, "last_run_at": row.created_at}
    connection.execute(listing.update().where(listing.c.design_id == row.design_id).values(**values))


@event.listens_for(RunRow, "before_insert")
@event.listens_for(RunRow, "before_update")
def _find_run_by_words(_: Mapper[Any], __: Connection, row: RunRow) -> None:
    row.search = "\n".join((row.note, *row.tags)).casefold()


def _table() -> sqlalchemy.Table:
    found: sqlalchemy.Table = ListingRow.__table__  # type: ignore[attr-defined]
    return found


def finish_run(session: Session, run: RunRow) -> None:
    """Keep what lists show of a run that is over, and what its design now shows."""
    steps = runs.steps(session, run.id)
    artifacts = runs.artifacts(session, (key for step in steps for key in step.outputs.values()))
    run.summary = run_summary(steps, artifacts)
    session.add(run)
    show_results(session, run.design_id)


def run_summary(steps: list[StepRow], artifacts: Mapping[str, ArtifactRow]) -> dict[str, Any]:
    """How far a run came, how much it gave, and {node: artifact} of its evaluations, whose metrics may still come."""
    held = {key for step in steps for key in step.outputs.values() if key in artifacts}
    return {
        "done": sum(step.state in GOOD for step in steps),
        "total": len(steps),
        "bytes": sum(artifacts[key].bytes for key in held),
        "evaluations": {
            step.node: key
            for step in steps
            for key in step.outputs.values()
            if key in artifacts and artifacts[key].type == "evaluation"
        },
    }


def show_results(session: Session, design_id: str) -> None:
    """Keep which results may stand for a design: evaluations rather than others, and those of later steps."""
    latest = runs.latest_steps(session, design_id, 5).values()
    steps = sorted((step for _, step in latest), key=lambda step: step.position)
    rows = runs.artifacts(session, (key for step in steps for key in step.outputs.values()))
    given = [key for step in steps for key in step.outputs.values() if key in rows]
    evaluations = [key for key in given if rows[key].type == "evaluation"]
    others = [key for key in given if rows[key].type != "evaluation"]
    listing = session.get(ListingRow, design_id)
    if listing is not None:
        listing.shown = [*others[-MOST_SHOWN:], *evaluations[-MOST_SHOWN:]][-MOST_SHOWN:]
        session.add(listing)


def forget_runs(session: Session, design_ids: set[str]) -> None:
    """Bring what is shown of designs up to date, some of whose runs were deleted."""
    for design_id in design_ids:
        listing = session.get(ListingRow, design_id)
        if listing is None:
            continue
        query = select(RunRow.id, RunRow.created_at).where(RunRow.design_id == design_id)
        newest = session.exec(query.order_by(col(RunRow.number).desc()).limit(1)).first()
        listing.last_run_id, listing.last_run_at = newest or (None, NEVER)
        session.add(listing)
        show_results(session, design_id)
