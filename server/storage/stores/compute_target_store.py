"""Compute targets in the database."""

from sqlalchemy import delete
from sqlmodel import Session, col, select

from server.storage.orm.compute_target_tables import ComputeTargetRow, DefaultTargetRow
from server.storage.stores.design_store import NotFound


def list_compute_targets(session: Session) -> list[ComputeTargetRow]:
    """All targets by name."""
    return list(session.exec(select(ComputeTargetRow).order_by(col(ComputeTargetRow.name))))


def find_compute_target(session: Session, name: str) -> ComputeTargetRow | None:
    """The target of this name."""
    return session.exec(select(ComputeTargetRow).where(ComputeTargetRow.name == name)).first()


def get_compute_target(session: Session, target_id: str) -> ComputeTargetRow:
    """The target of this id. Raises NotFound."""
    row = session.get(ComputeTargetRow, target_id)
    if row is None:
        raise NotFound("This target does not exist. It may have been deleted.")
    return row


def find_default_target(session: Session, workspace: str) -> str | None:
    """The target of the designs of a workspace that name none; None is the machine of the server."""
    row = session.get(DefaultTargetRow, workspace)
    return row.compute_target if row is not None else None


def set_default_target(session: Session, workspace: str, name: str | None) -> None:
    """Choose the target of the designs that name none."""
    row = session.get(DefaultTargetRow, workspace)
    if row is not None and name is None:
        session.delete(row)
    elif name is not None:
        row = row or DefaultTargetRow(workspace_id=workspace, compute_target=name)
        row.compute_target = name
        session.add(row)


def delete_compute_target(session: Session, row: ComputeTargetRow) -> None:
    """Delete a target; workspaces whose default it was have the machine of the server again."""
    session.execute(delete(DefaultTargetRow).where(col(DefaultTargetRow.compute_target) == row.name))
    session.delete(row)
