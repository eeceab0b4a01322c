"""Runs, steps, results and artifacts in the database."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TypeVar

import sqlalchemy
from sqlalchemy import ColumnElement, tuple_
from sqlalchemy.orm import Mapped, defer
from sqlmodel import Session, col, func, select

from server.storage.orm.core_tables import ArtifactRow, CacheEntryRow, RunRow, StepRow
from server.storage.stores.design_store import NotFound

ColumnValue = TypeVar("ColumnValue")

UNFINISHED_STATES = ("queued", "running")
#: The states of a step that is over, and of one that has outputs.
TERMINAL_STATES: frozenset[str] = frozenset({"succeeded", "reused", "failed", "skipped", "cancelled"})
SUCCESSFUL_STATES: frozenset[str] = frozenset({"succeeded", "reused"})
#: Databases take so many values in one question.
MAX_QUERY_VALUES = 5_000
#: The keys of runs that guests of a link started begin so.
GUEST_RUN_KEY_PREFIX = "share "


def get_run(session: Session, run_id: str) -> RunRow:
    run = session.get(RunRow, run_id)
    if run is None:
        raise NotFound("This run does not exist.")
    return run


def find_run_number(session: Session, run_id: str) -> tuple[str, int] | None:
    """The design of a run, and its number there."""
    return session.exec(select(RunRow.design_id, RunRow.number).where(RunRow.id == run_id)).first()


def is_guest_run(run: RunRow) -> bool:
    """Whether a guest of a share link started it."""
    return (run.idempotency_key or "").startswith(GUEST_RUN_KEY_PREFIX)


def find_run_by_key(session: Session, design_id: str, idempotency_key: str) -> RunRow | None:
    return session.exec(
        select(RunRow).where(RunRow.design_id == design_id, RunRow.idempotency_key == idempotency_key)
    ).first()


def get_next_run_number(session: Session, design_id: str) -> int:
    return (session.exec(select(func.max(RunRow.number)).where(RunRow.design_id == design_id)).one() or 0) + 1


def list_design_runs(session: Session, design_id: str, limit: int = 200) -> list[RunRow]:
    """The runs of a design, newest first."""
    query = select(RunRow).where(RunRow.design_id == design_id).order_by(col(RunRow.number).desc())
    # Documents are the larger part of a row; whoever wants one gets it when they ask for it.
    return list(session.exec(query.options(defer(RunRow.document)).limit(limit)))  # type: ignore[arg-type]


def count_ended_runs(session: Session, design_id: str) -> int:
    """How many runs of a design have ended."""
    query = select(func.count()).where(RunRow.design_id == design_id, col(RunRow.finished_at).is_not(None))
    return session.exec(query.select_from(RunRow)).one()


def list_newest_runs(session: Session, limit: int = 200) -> list[RunRow]:
    return list(session.exec(select(RunRow).order_by(col(RunRow.created_at).desc()).limit(limit)))


def list_unfinished_runs(session: Session) -> list[RunRow]:
    query = select(RunRow).where(col(RunRow.state).in_(UNFINISHED_STATES)).order_by(col(RunRow.created_at))
    return list(session.exec(query))


def list_steps(session: Session, run_id: str) -> list[StepRow]:
    """The steps of a run, in the order of its plan."""
    return list(session.exec(select(StepRow).where(StepRow.run_id == run_id).order_by(col(StepRow.position))))


def get_steps_at(session: Session, keys: Sequence[tuple[str, str]]) -> list[StepRow]:
    """The steps with these runs and nodes, in that order, as far as they are there."""
    found: dict[tuple[str, str], StepRow] = {}
    for start in range(0, len(keys), MAX_QUERY_VALUES):
        condition = tuple_(col(StepRow.run_id), col(StepRow.node)).in_(keys[start : start + MAX_QUERY_VALUES])
        found |= {(step.run_id, step.node): step for step in session.exec(select(StepRow).where(condition))}
    return [found[key] for key in keys if key in found]


def get_latest_steps(session: Session, design_id: str, limit: int = 50) -> dict[str, tuple[int, StepRow]]:
    """{node: (run number, step)} of the newest run that each node took part in, looking back over `limit` runs."""
    return get_latest_steps_by_design(session, [design_id], limit).get(design_id, {})


def get_latest_steps_by_design(
    session: Session, design_ids: Sequence[str], limit: int
) -> dict[str, dict[str, tuple[int, StepRow]]]:
    """As `get_latest_steps`, of several designs at once."""
    found: dict[str, dict[str, tuple[int, StepRow]]] = {}
    named = {"design_ids": list(design_ids), "run_limit": limit}
    for step, of, run in session.execute(_build_latest_steps_query(), named):
        found.setdefault(of, {})[step.node] = (run, step)
    return found


@cache
def _build_latest_steps_query() -> sqlalchemy.Select[tuple[StepRow, str, int]]:
    """Of some designs, the steps of the newest run of each node; built once, since each analysis asks for it."""
    number, design = col(RunRow.number), col(RunRow.design_id)
    age = func.row_number().over(partition_by=design, order_by=number.desc()).label("age")
    designs: sqlalchemy.BindParameter[str] = sqlalchemy.bindparam("design_ids", expanding=True)
    recent = sqlalchemy.select(col(RunRow.id), design, number, age).where(design.in_(designs)).subquery()
    parts = (recent.c.design_id, col(StepRow.node))
    rank = func.row_number().over(partition_by=parts, order_by=recent.c.number.desc()).label("rank")
    ranked = (
        sqlalchemy.select(col(StepRow.run_id), col(StepRow.node), recent.c.design_id, recent.c.number, rank)
        .join(recent, recent.c.id == StepRow.run_id)
        .where(recent.c.age <= sqlalchemy.bindparam("run_limit"))
        .subquery()
    )
    same = sqlalchemy.and_(col(StepRow.run_id) == ranked.c.run_id, col(StepRow.node) == ranked.c.node)
    return sqlalchemy.select(StepRow, ranked.c.design_id, ranked.c.number).join(ranked, same).where(ranked.c.rank == 1)


def find_newest_outputs(session: Session, design_id: str, node: str) -> dict[str, str]:
    """{port: artifact} of the newest run of the design in which the node worked, whatever has changed since."""
    query = select(StepRow).join(RunRow, col(RunRow.id) == col(StepRow.run_id))
    query = query.where(RunRow.design_id == design_id, StepRow.node == node, col(StepRow.state).in_(SUCCESSFUL_STATES))
    found = session.exec(query.order_by(col(RunRow.number).desc()).limit(1)).first()
    return dict(found.outputs) if found else {}


def get_artifact_rows(session: Session, ids: Iterable[str]) -> dict[str, ArtifactRow]:
    queries = (select(ArtifactRow).where(own) for own in _match_artifacts(ids))
    return {row.id: row for query in queries for row in session.exec(query)}


def get_artifact_column(session: Session, ids: Iterable[str], column: Mapped[ColumnValue]) -> dict[str, ColumnValue]:
    """{artifact: its value of one column}; the others, which may be long, are not read."""
    found: dict[str, ColumnValue] = {}
    for own in _match_artifacts(ids):
        found |= dict(session.exec(select(ArtifactRow.id, column).where(own)).all())
    return found


def _match_artifacts(ids: Iterable[str]) -> Iterator[ColumnElement[bool]]:
    """The conditions that together find all these artifacts, each for as many as one question takes."""
    artifact_ids = sorted(set(ids))
    for start in range(0, len(artifact_ids), MAX_QUERY_VALUES):
        yield col(ArtifactRow.id).in_(artifact_ids[start : start + MAX_QUERY_VALUES])


def has_artifact_rows(session: Session, ids: Iterable[str]) -> bool:
    """Whether there are rows of all these artifacts."""
    artifact_ids = set(ids)
    found = session.exec(select(ArtifactRow.id).where(col(ArtifactRow.id).in_(artifact_ids))) if artifact_ids else ()
    return set(found) == artifact_ids


def get_artifact_row(session: Session, artifact_id: str) -> ArtifactRow:
    row = session.get(ArtifactRow, artifact_id)
    if row is None:
        raise NotFound("This result does not exist.")
    return row


def is_artifact_stored(session: Session, artifact_id: str) -> bool:
    """Whether there is such an artifact, in this workspace or another one."""
    table = ArtifactRow.__table__  # type: ignore[attr-defined]
    return session.execute(sqlalchemy.select(table.c.id).where(table.c.id == artifact_id)).first() is not None


def get_cache_entry(session: Session, key: str) -> CacheEntryRow | None:
    return session.get(CacheEntryRow, key)


def find_computing_run_id(session: Session, run: RunRow, node: str) -> str:
    """The id of the run that computed what the node gave in this run: another one where it was reused."""
    step = session.get(StepRow, (run.id, node))
    if step is None or step.state != "reused" or step.cache_key is None:
        return run.id
    entry = get_cache_entry(session, step.cache_key)
    earlier = session.get(RunRow, entry.run_id) if entry else None
    return earlier.id if earlier is not None and earlier.design_id == run.design_id else run.id


def delete_cache_entries(session: Session, artifact_id: str) -> None:
    """Drop the cached results that point to an artifact which turned out damaged, so that they are computed again."""
    for row in session.exec(select(CacheEntryRow)):
        if artifact_id in row.outputs.values():
            session.delete(row)
