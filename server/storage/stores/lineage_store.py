"""Which runs used and made what is kept under a name: one row for each, found by the run and by the thing.

Whatever writes what a run was given or stored adds these rows in the same transaction, by the events of SQLAlchemy
below. So lineage asks for the neighbors of what it shows, and reads nothing else.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import sqlalchemy
from sqlalchemy import Connection, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapper, defer
from sqlmodel import Session, col, delete, func, select

from server.storage.orm.core_tables import DatasetRow, DatasetVersionRow, DesignRow, RunRow
from server.storage.orm.pipeline_tables import LineageLinkRow, PipelineRow, PipelineRunRow
from server.storage.orm.registry_tables import ModelVersionRow, RegisteredModelRow

#: What a thing is to a run.
LinkSide = Literal["input", "output"]


@dataclass(frozen=True)
class StoredThing:
    """A version of a dataset, a file or a model."""

    kind: str
    id: str
    version: int
    name: str = field(default="", compare=False)

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.id}:{self.version}"


@dataclass
class RunRecord:
    """A run, as lineage shows it."""

    run_id: str
    number: int
    state: str
    design_id: str
    design_name: str
    created_at: datetime
    seconds: float | None
    pipeline_id: str | None = None
    pipeline_name: str = ""
    pipeline_version: int | None = None


def find_runs_of_thing(session: Session, thing: StoredThing, side: LinkSide, limit: int) -> list[str]:
    """The newest runs that used a thing, or that made it."""
    query = (
        select(LineageLinkRow.run_id)
        .where(
            LineageLinkRow.kind == thing.kind,
            LineageLinkRow.thing_id == thing.id,
            LineageLinkRow.version == thing.version,
            LineageLinkRow.side == side,
        )
        .order_by(col(LineageLinkRow.created_at).desc(), col(LineageLinkRow.run_id).desc())
    )
    return list(session.exec(query.limit(limit)))


def find_things_of_runs(session: Session, run_ids: Sequence[str], side: LinkSide, limit: int) -> list[StoredThing]:
    """What runs used, or what they made, each thing once."""
    key = (col(LineageLinkRow.kind), col(LineageLinkRow.thing_id), col(LineageLinkRow.version))
    query = (
        select(LineageLinkRow.kind, LineageLinkRow.thing_id, LineageLinkRow.version, func.max(LineageLinkRow.name))
        .where(col(LineageLinkRow.run_id).in_(run_ids), LineageLinkRow.side == side)
        .group_by(*key)
        .order_by(*key)
    )
    return [StoredThing(*row) for row in session.exec(query.limit(limit))]


def list_links(session: Session, run_ids: Sequence[str], thing_ids: Sequence[str]) -> list[tuple[str, LinkSide, str]]:
    """(run, side, key of the thing) of all links between these runs and things."""
    query = select(LineageLinkRow).where(
        col(LineageLinkRow.run_id).in_(run_ids), col(LineageLinkRow.thing_id).in_(thing_ids)
    )
    return [
        (row.run_id, "input" if row.side == "input" else "output", StoredThing(row.kind, row.thing_id, row.version).key)
        for row in session.exec(query)
    ]


def list_newest_linked_runs(session: Session, pipeline_id: str, limit: int) -> list[str]:
    """The newest runs of a pipeline that used or made something."""
    linked = select(LineageLinkRow.run_id).where(LineageLinkRow.run_id == PipelineRunRow.run_id).exists()
    query = select(PipelineRunRow.run_id).where(PipelineRunRow.pipeline_id == pipeline_id, linked)
    return list(session.exec(query.order_by(col(PipelineRunRow.created_at).desc()).limit(limit)))


def read_run_records(session: Session, run_ids: Sequence[str]) -> dict[str, RunRecord]:
    """{run: what is shown of it}, with the names of its design and its pipeline."""
    query = (
        select(RunRow, DesignRow.name)
        .join(DesignRow, col(DesignRow.id) == col(RunRow.design_id))
        .where(col(RunRow.id).in_(run_ids))
        .options(defer(RunRow.document), defer(RunRow.environment))  # type: ignore[arg-type]
    )
    pipelines = _find_pipelines(session, run_ids)
    found = {}
    for run, design_name in session.exec(query):
        began, ended = run.started_at, run.finished_at
        found[run.id] = RunRecord(
            run.id,
            run.number,
            run.state,
            run.design_id,
            design_name,
            run.created_at,
            (ended - began).total_seconds() if began and ended else None,
            *pipelines.get(run.id, (None, "", None)),
        )
    return found


def _find_pipelines(session: Session, run_ids: Sequence[str]) -> dict[str, tuple[str, str, int]]:
    """{run: its pipeline, with name and version}"""
    query = (
        select(PipelineRunRow.run_id, PipelineRunRow.pipeline_id, PipelineRow.name, PipelineRunRow.version)
        .join(PipelineRow, col(PipelineRow.id) == col(PipelineRunRow.pipeline_id))
        .where(col(PipelineRunRow.run_id).in_(run_ids))
    )
    return {run: (pipeline, name, version) for run, pipeline, name, version in session.exec(query)}


def remove_links_of_thing(session: Session, kind: str, thing_id: str) -> None:
    """Forget what made and used a model or dataset that is removed for good."""
    session.execute(
        delete(LineageLinkRow).where(col(LineageLinkRow.kind) == kind, col(LineageLinkRow.thing_id) == thing_id)
    )


@event.listens_for(PipelineRunRow, "after_insert")
@event.listens_for(PipelineRunRow, "after_update")
def _link_pipeline_run(_: Mapper[Any], connection: Connection, row: PipelineRunRow) -> None:
    _add_links(connection, row.run_id, row.created_at, _list_pipeline_run_links(row.inputs, row.outputs))


@event.listens_for(ModelVersionRow, "after_insert")
def _link_model_version(_: Mapper[Any], connection: Connection, row: ModelVersionRow) -> None:
    name = _read_name(connection, RegisteredModelRow, row.model_id)
    _add_links(connection, row.run_id, row.created_at, _list_model_links(row.model_id, row.version, name, row.sources))


@event.listens_for(DatasetVersionRow, "after_insert")
def _link_dataset_version(_: Mapper[Any], connection: Connection, row: DatasetVersionRow) -> None:
    if row.run_id is not None:
        thing = StoredThing("dataset", row.dataset_id, row.version, _read_name(connection, DatasetRow, row.dataset_id))
        _add_links(connection, row.run_id, row.created_at, [("output", thing)])


@event.listens_for(ModelVersionRow, "after_delete")
def _unlink_model_version(_: Mapper[Any], connection: Connection, row: ModelVersionRow) -> None:
    link = LineageLinkRow.__table__  # type: ignore[attr-defined]
    gone = (link.c.kind == "model", link.c.thing_id == row.model_id, link.c.version == row.version)
    connection.execute(link.delete().where(*gone))


def _list_pipeline_run_links(
    inputs: Mapping[str, Mapping[str, Any]], outputs: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[LinkSide, StoredThing]]:
    """What a run of a pipeline was given, and what it stored. Files are versions of datasets too."""
    for one in inputs.values():
        is_model = one["kind"] == "model"
        key = one["model_id"] if is_model else one["dataset_id"]
        yield "input", StoredThing("model" if is_model else "dataset", key, one["version"], one["name"])
    for one in outputs.values():
        if isinstance(one.get("version"), int):
            kind = "model" if one["kind"] == "model" else "dataset"
            yield "output", StoredThing(kind, one["id"], one["version"], one["name"])


def _list_model_links(
    model_id: str, version: int, name: str, sources: Iterable[Mapping[str, Any]]
) -> Iterator[tuple[LinkSide, StoredThing]]:
    """A version of a model, and the datasets behind it."""
    yield "output", StoredThing("model", model_id, version, name)
    for source in sources:
        if source.get("dataset") and source.get("version"):
            yield "input", StoredThing("dataset", source["dataset"], source["version"], source["name"])


def _read_name(connection: Connection, table: type[RegisteredModelRow | DatasetRow], key: str) -> str:
    named: Any = table.__table__  # type: ignore[union-attr]
    return str(connection.execute(sqlalchemy.select(named.c.name).where(named.c.id == key)).scalar() or "")


def _add_links(
    connection: Connection, run_id: str, created_at: datetime, links: Iterable[tuple[LinkSide, StoredThing]]
) -> None:
    rows = [
        {
            "run_id": run_id,
            "side": side,
            "kind": thing.kind,
            "thing_id": thing.id,
            "version": thing.version,
            "name": thing.name,
            "created_at": created_at,
        }
        for side, thing in links
    ]
    if rows:
        kind: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
        connection.execute(kind.insert(LineageLinkRow).on_conflict_do_nothing(), rows)
