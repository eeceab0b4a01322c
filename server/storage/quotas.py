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

from server.storage.people_tables import HoldingRow, QuotaRow
from server.storage.place import COMMON
from server.storage.runs import UNFINISHED
from server.storage.tables import ArtifactRow, DesignRow, RunRow, StepRow

_artifacts: Any = ArtifactRow.__table__  # type: ignore[attr-defined]
_holdings: Any = HoldingRow.__table__  # type: ignore[attr-defined]


def _of_no_sample() -> ColumnElement[bool]:
    common = sqlalchemy.select(_holdings.c.artifact).where(_holdings.c.workspace_id == COMMON)
    condition: ColumnElement[bool] = _artifacts.c.id.not_in(common)
    return condition


def add_held(session: Session, new: Iterable[tuple[str, str]]) -> None:
    """Workspaces have artifacts that they did not have: (workspace, artifact)."""
    by_workspace: dict[str, set[str]] = {}
    for workspace, artifact in new:
        by_workspace.setdefault(workspace, set()).add(artifact)
    for workspace, artifacts in by_workspace.items():
        total = sqlalchemy.select(func.coalesce(func.sum(_artifacts.c.bytes), 0))
        fitting = total.where(_artifacts.c.id.in_(artifacts), _of_no_sample())
        _raise(session, workspace, int(session.execute(fitting).scalar_one()))


def _raise(session: Session, workspace: str, more: int) -> None:
    if not more or workspace == COMMON:
        return
    kind: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    row = kind.insert(QuotaRow).values(workspace_id=workspace, used=more)
    summed = {"used": col(QuotaRow.used) + more}
    session.execute(row.on_conflict_do_update(index_elements=["workspace_id"], set_=summed))


def recount(session: Session) -> None:
    """Count anew what every workspace holds: after a cleaning, and at a start, which may follow a restore."""
    held = (
        sqlalchemy.select(_holdings.c.workspace_id, func.sum(_artifacts.c.bytes))
        .join(_artifacts, _artifacts.c.id == _holdings.c.artifact)
        .where(_of_no_sample(), _holdings.c.workspace_id != COMMON)
        .group_by(_holdings.c.workspace_id)
    )
    found = {workspace: int(total) for workspace, total in session.execute(held)}
    for row in session.exec(select(QuotaRow)):
        row.used = found.pop(row.workspace_id, 0)
        session.add(row)
    session.add_all(QuotaRow(workspace_id=workspace, used=total) for workspace, total in found.items())
    session.flush()


def of_workspace(session: Session, workspace: str) -> QuotaRow:
    """What a workspace holds and may; a row that is in no session where nothing is known of it."""
    return session.get(QuotaRow, workspace) or QuotaRow(workspace_id=workspace)


def unfinished_runs(session: Session, workspace: str) -> int:
    """How many runs of a workspace are under way or wait."""
    query = (
        select(func.count())
        .select_from(RunRow)
        .join(DesignRow, col(DesignRow.id) == col(RunRow.design_id))
        .where(col(RunRow.state).in_(UNFINISHED), DesignRow.workspace_id == workspace)
    )
    return session.exec(query).one()


def steps_by_state(session: Session, workspace: str, states: Collection[str] = ("running", "queued")) -> dict[str, int]:
    """{state: how many steps} of the runs of a workspace that are under way."""
    query = (
        select(StepRow.state, func.count())
        .join(RunRow, col(RunRow.id) == col(StepRow.run_id))
        .join(DesignRow, col(DesignRow.id) == col(RunRow.design_id))
        .where(col(RunRow.state).in_(UNFINISHED), DesignRow.workspace_id == workspace, col(StepRow.state).in_(states))
        .group_by(StepRow.state)
    )
    return dict(session.exec(query).all())
