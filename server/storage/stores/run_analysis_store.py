"""Run analyses: questions about runs, with what is known so far, and their results."""

from collections.abc import Mapping

from sqlmodel import Session, col, select

from server.storage.orm.core_tables import RunAnalysisRow
from server.storage.stores.design_store import NotFound

#: So many that are over are kept of each workspace; the oldest go first.
MAX_FINISHED_ANALYSES = 200


def add_run_analysis(session: Session, row: RunAnalysisRow) -> RunAnalysisRow:
    """Write down a question; old ones that are over make room."""
    session.add(row)
    session.flush()
    finished = select(RunAnalysisRow).where(
        RunAnalysisRow.state != "running", RunAnalysisRow.workspace_id == row.workspace_id
    )
    for old in session.exec(finished.order_by(col(RunAnalysisRow.created_at).desc()).offset(MAX_FINISHED_ANALYSES)):
        session.delete(old)
    return row


def get_run_analysis(session: Session, analysis_id: str) -> RunAnalysisRow:
    """The run analysis; raises NotFound."""
    row = session.get(RunAnalysisRow, analysis_id)
    if row is None:
        raise NotFound("This comparison no longer exists. Start it again.")
    return row


def update_run_analysis(session: Session, analysis_id: str, values: Mapping[str, object]) -> RunAnalysisRow:
    """Write down how far a run analysis is; raises NotFound."""
    row = get_run_analysis(session, analysis_id)
    row.sqlmodel_update(dict(values))
    session.add(row)
    session.flush()
    return row


def list_unfinished_analyses(session: Session) -> list[RunAnalysisRow]:
    """The run analyses that have no result yet, oldest first."""
    query = select(RunAnalysisRow).where(RunAnalysisRow.state == "running")
    return list(session.exec(query.order_by(col(RunAnalysisRow.created_at))))


def list_run_analyses(session: Session, run_id: str) -> list[RunAnalysisRow]:
    """What was asked about a run, newest first."""
    query = select(RunAnalysisRow).where(RunAnalysisRow.analyzed_run_id == run_id)
    return list(session.exec(query.order_by(col(RunAnalysisRow.created_at).desc())))
