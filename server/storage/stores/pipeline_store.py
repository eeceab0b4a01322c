"""Pipelines, their versions, and what their runs were given, in the database."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import defer
from sqlmodel import Session, col, delete, func, select

from server.storage.orm.core_tables import DesignRow, RunRow, now
from server.storage.orm.endpoint_tables import EndpointBatchRow
from server.storage.orm.pipeline_tables import PipelineRow, PipelineRunRow, PipelineVersionRow
from server.storage.stores import trigger_store
from server.storage.stores.cursor_paging import ListOrderKey, ListPage, PageRequest, query_page
from server.storage.stores.design_store import NotFound


def get_pipeline(session: Session, pipeline_id: str, *, deleted: bool = False) -> PipelineRow:
    """The pipeline; raises NotFound where there is none or it was deleted."""
    row = session.exec(select(PipelineRow).where(PipelineRow.id == pipeline_id)).first()
    if row is None or (row.deleted_at is not None) != deleted:
        raise NotFound("This pipeline does not exist. It may have been deleted.")
    return row


def find_pipeline(session: Session, name: str) -> PipelineRow | None:
    """The pipeline of this name."""
    query = select(PipelineRow).where(PipelineRow.name == name, col(PipelineRow.deleted_at).is_(None))
    return session.exec(query).first()


def list_pipelines(session: Session) -> list[PipelineRow]:
    """All pipelines by name."""
    query = select(PipelineRow).where(col(PipelineRow.deleted_at).is_(None))
    return sorted(session.exec(query), key=lambda row: row.name.casefold())


def list_pipelines_of_design(session: Session, design_id: str) -> list[PipelineRow]:
    """The pipelines that are published from a design, by name."""
    return [row for row in list_pipelines(session) if row.design_id == design_id]


def list_pipeline_versions(session: Session, pipeline_ids: Sequence[str]) -> dict[str, list[PipelineVersionRow]]:
    """{pipeline: its versions, newest first}, which get their documents only when somebody asks for them."""
    found: dict[str, list[PipelineVersionRow]] = {key: [] for key in pipeline_ids}
    query = select(PipelineVersionRow).where(col(PipelineVersionRow.pipeline_id).in_(pipeline_ids))
    query = query.options(defer(PipelineVersionRow.document))  # type: ignore[arg-type]
    for row in session.exec(query.order_by(col(PipelineVersionRow.version).desc())):
        found[row.pipeline_id].append(row)
    return found


def get_pipeline_version(session: Session, pipeline_id: str, version: int) -> PipelineVersionRow:
    query = select(PipelineVersionRow).where(
        PipelineVersionRow.pipeline_id == pipeline_id, PipelineVersionRow.version == version
    )
    row = session.exec(query).first()
    if row is None:
        raise NotFound(f"Version {version} of this pipeline does not exist.")
    return row


def add_pipeline_version(session: Session, pipeline: PipelineRow, row: PipelineVersionRow) -> PipelineVersionRow:
    """Store the next version of a pipeline."""
    pipeline.last_version += 1
    row.pipeline_id, row.version = pipeline.id, pipeline.last_version
    session.add_all([pipeline, row])
    session.flush()
    return row


def find_pipeline_run(session: Session, run_id: str) -> PipelineRunRow | None:
    """What a run of a pipeline was given; None where the run is of no pipeline."""
    return session.exec(select(PipelineRunRow).where(PipelineRunRow.run_id == run_id)).first()


def find_pipeline_runs(session: Session, run_ids: Iterable[str]) -> dict[str, PipelineRunRow]:
    """{run: what it was given} of those that are runs of pipelines."""
    query = select(PipelineRunRow).where(col(PipelineRunRow.run_id).in_(list(run_ids)))
    return {row.run_id: row for row in session.exec(query)}


def query_pipeline_run_page(session: Session, pipeline_id: str, request: PageRequest) -> ListPage[PipelineRunRow]:
    """The runs of a pipeline, newest first. Raises InvalidCursor."""
    query = select(PipelineRunRow).where(PipelineRunRow.pipeline_id == pipeline_id)
    order = [
        ListOrderKey(col(PipelineRunRow.created_at), datetime, True),
        ListOrderKey(col(PipelineRunRow.run_id), str, True),
    ]
    return query_page(session, query, order, request)


def count_pipeline_runs(session: Session, pipeline_ids: Sequence[str]) -> dict[tuple[str, int], int]:
    """{(pipeline, version): the number of its runs}"""
    query = (
        select(PipelineRunRow.pipeline_id, PipelineRunRow.version, func.count())
        .where(col(PipelineRunRow.pipeline_id).in_(pipeline_ids))
        .group_by(col(PipelineRunRow.pipeline_id), col(PipelineRunRow.version))
    )
    return {(pipeline, version): count for pipeline, version, count in session.exec(query)}


def find_newest_runs(session: Session, pipeline_ids: Sequence[str]) -> dict[str, PipelineRunRow]:
    """{pipeline: its newest run}"""
    newest = (
        select(PipelineRunRow.pipeline_id, func.max(PipelineRunRow.created_at).label("created_at"))
        .where(col(PipelineRunRow.pipeline_id).in_(pipeline_ids))
        .group_by(col(PipelineRunRow.pipeline_id))
        .subquery()
    )
    query = select(PipelineRunRow).join(
        newest,
        (col(PipelineRunRow.pipeline_id) == newest.c.pipeline_id)
        & (col(PipelineRunRow.created_at) == newest.c.created_at),
    )
    return {row.pipeline_id: row for row in session.exec(query)}


def list_newest_runs(session: Session, pipeline_ids: Sequence[str], limit: int) -> list[PipelineRunRow]:
    """The newest runs of several pipelines together."""
    query = select(PipelineRunRow).where(col(PipelineRunRow.pipeline_id).in_(pipeline_ids))
    return list(session.exec(query.order_by(col(PipelineRunRow.created_at).desc()).limit(limit)))


def find_newest_success(session: Session, pipeline_id: str, version: int) -> RunRow | None:
    """The newest run of a version that succeeded."""
    query = (
        select(RunRow)
        .join(PipelineRunRow, col(PipelineRunRow.run_id) == col(RunRow.id))
        .where(
            PipelineRunRow.pipeline_id == pipeline_id,
            PipelineRunRow.version == version,
            RunRow.state == "succeeded",
        )
        .options(defer(RunRow.document))  # type: ignore[arg-type]
        .order_by(col(PipelineRunRow.created_at).desc())
    )
    return session.exec(query.limit(1)).first()


def delete_pipeline(session: Session, pipeline_id: str) -> PipelineRow:
    row = get_pipeline(session, pipeline_id)
    row.deleted_at = now()
    session.add(row)
    return row


def restore_pipeline(session: Session, pipeline_id: str) -> PipelineRow:
    """Bring a deleted pipeline back, under a name with a number behind it where its own was given away."""
    row = get_pipeline(session, pipeline_id, deleted=True)
    name, number = row.name, 2
    while find_pipeline(session, row.name) is not None:
        row.name, number = f"{name}-{number}", number + 1
    row.deleted_at = None
    session.add(row)
    return row


def remove_pipelines(session: Session, pipeline_ids: Sequence[str]) -> None:
    """Remove pipelines for good, with their versions and triggers. Their runs stay runs of the design."""
    trigger_store.remove_triggers(session, pipeline_ids)
    for table in (PipelineRunRow, PipelineVersionRow, EndpointBatchRow):
        session.execute(delete(table).where(col(table.pipeline_id).in_(pipeline_ids)))
    session.execute(delete(PipelineRow).where(col(PipelineRow.id).in_(pipeline_ids)))


def count_versions(session: Session, pipeline_ids: Sequence[str]) -> dict[str, int]:
    """{pipeline: the number of its versions}"""
    query = (
        select(PipelineVersionRow.pipeline_id, func.count())
        .where(col(PipelineVersionRow.pipeline_id).in_(pipeline_ids))
        .group_by(col(PipelineVersionRow.pipeline_id))
    )
    return dict(session.exec(query).all())


def get_design_names(session: Session, design_ids: Sequence[str]) -> dict[str, str]:
    """{design: its name}"""
    return dict(session.exec(select(DesignRow.id, DesignRow.name).where(col(DesignRow.id).in_(design_ids))).all())
