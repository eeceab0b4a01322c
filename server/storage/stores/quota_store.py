"""How much each workspace holds, kept by every transaction that changes it, and how much it may.

A workspace pays for each artifact that it has, also where others have the same one; nobody pays for the data of the
samples, which everybody has.
"""

from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy
from sqlalchemy import ColumnElement, func
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from server.storage.orm.account_tables import QuotaRow, WorkspaceArtifactRow
from server.storage.orm.core_tables import ArtifactRow, DesignRow, RunRow, StepRow
from server.storage.stores.run_store import UNFINISHED_STATES
from server.storage.transactions.workspace_context import COMMON_WORKSPACE

_artifact_table: Any = ArtifactRow.__table__  # type: ignore[attr-defined]
_workspace_artifact_table: Any = WorkspaceArtifactRow.__table__  # type: ignore[attr-defined]


def _exclude_examples() -> ColumnElement[bool]:
    common = sqlalchemy.select(_workspace_artifact_table.c.artifact).where(
        _workspace_artifact_table.c.workspace_id == COMMON_WORKSPACE
    )
    condition: ColumnElement[bool] = _artifact_table.c.id.not_in(common)
    return condition


def add_usage(session: Session, pairs: Iterable[tuple[str, str]]) -> None:
    """Workspaces have artifacts that they did not have: (workspace, artifact)."""
    by_workspace: dict[str, set[str]] = {}
    for workspace, artifact in pairs:
        by_workspace.setdefault(workspace, set()).add(artifact)
    for workspace, artifacts in by_workspace.items():
        total = sqlalchemy.select(func.coalesce(func.sum(_artifact_table.c.bytes), 0))
        query = total.where(_artifact_table.c.id.in_(artifacts), _exclude_examples())
        _increase_usage(session, workspace, int(session.execute(query).scalar_one()))


def _increase_usage(session: Session, workspace: str, added_bytes: int) -> None:
    if not added_bytes or workspace == COMMON_WORKSPACE:
        return
    kind: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    row = kind.insert(QuotaRow).values(workspace_id=workspace, used=added_bytes)
    summed = {"used": col(QuotaRow.used) + added_bytes}
    session.execute(row.on_conflict_do_update(index_elements=["workspace_id"], set_=summed))


def recount_usage(session: Session) -> None:
    """Count anew what every workspace holds: after a cleaning, and at a start, which may follow a restore."""
    query = (
        sqlalchemy.select(_workspace_artifact_table.c.workspace_id, func.sum(_artifact_table.c.bytes))
        .join(_artifact_table, _artifact_table.c.id == _workspace_artifact_table.c.artifact)
        .where(_exclude_examples(), _workspace_artifact_table.c.workspace_id != COMMON_WORKSPACE)
        .group_by(_workspace_artifact_table.c.workspace_id)
    )
    totals = {workspace: int(total) for workspace, total in session.execute(query)}
    for row in session.exec(select(QuotaRow)):
        row.used = totals.pop(row.workspace_id, 0)
        session.add(row)
    session.add_all(QuotaRow(workspace_id=workspace, used=total) for workspace, total in totals.items())
    session.flush()


def get_quota(session: Session, workspace: str) -> QuotaRow:
    """What a workspace holds and may; a row that is in no session where nothing is known of it."""
    return session.get(QuotaRow, workspace) or QuotaRow(workspace_id=workspace)


def count_unfinished_runs(session: Session, workspace: str) -> int:
    """How many runs of a workspace are under way or wait."""
    query = (
        select(func.count())
        .select_from(RunRow)
        .join(DesignRow, col(DesignRow.id) == col(RunRow.design_id))
        .where(col(RunRow.state).in_(UNFINISHED_STATES), DesignRow.workspace_id == workspace)
    )
    return session.exec(query).one()


def count_steps_by_state(
    session: Session, workspace: str, states: Collection[str] = ("running", "queued")
) -> dict[str, int]:
    """{state: how many steps} of the runs of a workspace that are under way."""
    query = (
        select(StepRow.state, func.count())
        .join(RunRow, col(RunRow.id) == col(StepRow.run_id))
        .join(DesignRow, col(DesignRow.id) == col(RunRow.design_id))
        .where(
            col(RunRow.state).in_(UNFINISHED_STATES),
            DesignRow.workspace_id == workspace,
            col(StepRow.state).in_(states),
        )
        .group_by(StepRow.state)
    )
    return dict(session.exec(query).all())
