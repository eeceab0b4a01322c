"""Compute targets in the database."""

from sqlmodel import Session, col, select

from server.storage.orm.compute_target_tables import ComputeTargetRow
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
