"""Runs, steps, results and artifacts in the database."""

from collections.abc import Iterable, Sequence

import sqlalchemy
from sqlalchemy import and_, tuple_
from sqlalchemy.orm import defer
from sqlmodel import Session, col, func, select

from server.storage.designs import NotThere
from server.storage.tables import ArtifactRow, ResultRow, RunRow, StepRow

UNFINISHED = ("queued", "running")
#: Databases take so many values in one question.
AT_ONCE = 5_000
#: The keys of runs that visitors of a link started begin so.
BY_LINK = "share "


def get(session: Session, run_id: str) -> RunRow:
    run = session.get(RunRow, run_id)
    if run is None:
        raise NotThere("This run is not there.")
    return run


def of_visitor(run: RunRow) -> bool:
    """Whether a visitor of a share link started it."""
    return (run.key or "").startswith(BY_LINK)


def with_key(session: Session, design_id: str, key: str) -> RunRow | None:
    return session.exec(select(RunRow).where(RunRow.design_id == design_id, RunRow.key == key)).first()


def next_number(session: Session, design_id: str) -> int:
    return (session.exec(select(func.max(RunRow.number)).where(RunRow.design_id == design_id)).one() or 0) + 1


def of_design(session: Session, design_id: str, limit: int = 200) -> list[RunRow]:
    """The runs of a design, newest first."""
    query = select(RunRow).where(RunRow.design_id == design_id).order_by(col(RunRow.number).desc())
    # Documents are the larger part of a row; whoever wants one gets it when they ask for it.
    return list(session.exec(query.options(defer(RunRow.document)).limit(limit)))  # type: ignore[arg-type]


def newest(session: Session, limit: int = 200) -> list[RunRow]:
    return list(session.exec(select(RunRow).order_by(col(RunRow.created_at).desc()).limit(limit)))


def unfinished(session: Session) -> list[RunRow]:
    query = select(RunRow).where(col(RunRow.state).in_(UNFINISHED)).order_by(col(RunRow.created_at))
    return list(session.exec(query))


def steps(session: Session, run_id: str) -> list[StepRow]:
    """The steps of a run, in the order of its plan."""
    return list(session.exec(select(StepRow).where(StepRow.run_id == run_id).order_by(col(StepRow.position))))


def steps_at(session: Session, places: Sequence[tuple[str, str]]) -> list[StepRow]:
    """The steps with these runs and nodes, in that order, as far as they are there."""
    found: dict[tuple[str, str], StepRow] = {}
    for start in range(0, len(places), AT_ONCE):
        wanted = tuple_(col(StepRow.run_id), col(StepRow.node)).in_(places[start : start + AT_ONCE])
        found |= {(step.run_id, step.node): step for step in session.exec(select(StepRow).where(wanted))}
    return [found[place] for place in places if place in found]


def latest_steps(session: Session, design_id: str, limit: int = 50) -> dict[str, tuple[int, StepRow]]:
    """{node: (run number, step)} of the newest run that each node took part in, looking back over `limit` runs."""
    newest_runs = (
        select(RunRow.id, RunRow.number)
        .where(RunRow.design_id == design_id)
        .order_by(col(RunRow.number).desc())
        .limit(limit)
        .subquery()
    )
    # The database picks the newest step of each node: fifty runs of a large design have a quarter of a million.
    newest_first = func.row_number().over(partition_by=col(StepRow.node), order_by=newest_runs.c.number.desc())
    ranked = (
        select(StepRow.run_id, StepRow.node, newest_runs.c.number, newest_first.label("place"))
        .join(newest_runs, newest_runs.c.id == StepRow.run_id)
        .subquery()
    )
    query = select(StepRow, ranked.c.number).join(
        ranked, and_(ranked.c.run_id == StepRow.run_id, ranked.c.node == StepRow.node, ranked.c.place == 1)
    )
    return {step.node: (number, step) for step, number in session.exec(query)}


def artifacts(session: Session, ids: Iterable[str]) -> dict[str, ArtifactRow]:
    wanted = sorted(set(ids))
    found: dict[str, ArtifactRow] = {}
    for start in range(0, len(wanted), AT_ONCE):
        query = select(ArtifactRow).where(col(ArtifactRow.id).in_(wanted[start : start + AT_ONCE]))
        found |= {row.id: row for row in session.exec(query)}
    return found


def known(session: Session, ids: Iterable[str]) -> bool:
    """Whether there are rows of all these artifacts."""
    wanted = set(ids)
    found = session.exec(select(ArtifactRow.id).where(col(ArtifactRow.id).in_(wanted))) if wanted else ()
    return set(found) == wanted


def artifact(session: Session, artifact_id: str) -> ArtifactRow:
    row = session.get(ArtifactRow, artifact_id)
    if row is None:
        raise NotThere("This result is not there.")
    return row


def stored(session: Session, artifact_id: str) -> bool:
    """Whether there is such an artifact, in this workspace or another one."""
    table = ArtifactRow.__table__  # type: ignore[attr-defined]
    return session.execute(sqlalchemy.select(table.c.id).where(table.c.id == artifact_id)).first() is not None


def result(session: Session, key: str) -> ResultRow | None:
    return session.get(ResultRow, key)


def computed_in(session: Session, run: RunRow, node: str) -> str:
    """The id of the run that computed what the node gave in this run: another one where it was reused."""
    step = session.get(StepRow, (run.id, node))
    if step is None or step.state != "reused" or step.cache_key is None:
        return run.id
    known = result(session, step.cache_key)
    earlier = session.get(RunRow, known.run_id) if known else None
    return earlier.id if earlier is not None and earlier.design_id == run.design_id else run.id


def forget(session: Session, artifact_id: str) -> None:
    """Drop the cached results that point to an artifact which turned out damaged, so that they are computed again."""
    for row in session.exec(select(ResultRow)):
        if artifact_id in row.outputs.values():
            session.delete(row)
