"""Experiments: questions about runs, with what is known so far, and their answers."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, select

from server.storage.designs import NotThere
from server.storage.tables import ExperimentRow

#: So many that are over are kept of each workspace; the oldest go first.
MOST_KEPT = 200


def add(session: Session, row: ExperimentRow) -> ExperimentRow:
    """Write down a question; old ones that are over make room."""
    session.add(row)
    session.flush()
    over = select(ExperimentRow).where(ExperimentRow.state != "running", ExperimentRow.workspace_id == row.workspace_id)
    for old in session.exec(over.order_by(col(ExperimentRow.created_at).desc()).offset(MOST_KEPT)):
        session.delete(old)
    return row


def get(session: Session, experiment_id: str) -> ExperimentRow:
    """The experiment; raises NotThere."""
    row = session.get(ExperimentRow, experiment_id)
    if row is None:
        raise NotThere("This comparison is not there any more. Start it again.")
    return row


def change(session: Session, experiment_id: str, changed: Mapping[str, Any]) -> ExperimentRow:
    """Write down how far an experiment is; raises NotThere."""
    row = get(session, experiment_id)
    row.sqlmodel_update(dict(changed))
    session.add(row)
    session.flush()
    return row


def unfinished(session: Session) -> list[ExperimentRow]:
    """The experiments that have no answer yet, oldest first."""
    query = select(ExperimentRow).where(ExperimentRow.state == "running")
    return list(session.exec(query.order_by(col(ExperimentRow.created_at))))


def about(session: Session, run_id: str) -> list[ExperimentRow]:
    """What was asked about a run, newest first."""
    query = select(ExperimentRow).where(ExperimentRow.about == run_id)
    return list(session.exec(query.order_by(col(ExperimentRow.created_at).desc())))
