"""Environments in the database: found by name, with the version that is meant."""

import re
from collections.abc import Sequence

from sqlalchemy import delete
from sqlmodel import Session, col, select

from server.storage.orm.environment_tables import EnvironmentRow, EnvironmentVersionRow
from server.storage.stores.design_store import NotFound

UNFINISHED_STATES = ("queued", "solving", "building")
#: A name, and behind a colon the number of a version.
REFERENCE_PATTERN = re.compile(r"^(?P<name>[^:]+?)(?::(?P<version>[1-9][0-9]{0,8}))?$")


def list_environments(session: Session) -> list[EnvironmentRow]:
    return list(session.exec(select(EnvironmentRow).order_by(col(EnvironmentRow.name))))


def get_environment(session: Session, environment_id: str) -> EnvironmentRow:
    row = session.get(EnvironmentRow, environment_id)
    if row is None:
        raise NotFound("This environment does not exist. It may have been deleted.")
    return row


def find_environment(session: Session, name: str) -> EnvironmentRow | None:
    return session.exec(select(EnvironmentRow).where(EnvironmentRow.name == name)).first()


def list_environment_versions(session: Session, environment_ids: Sequence[str]) -> list[EnvironmentVersionRow]:
    """The versions of these environments, the newest of each first."""
    return list(
        session.exec(
            select(EnvironmentVersionRow)
            .where(col(EnvironmentVersionRow.environment_id).in_(environment_ids))
            .order_by(col(EnvironmentVersionRow.environment_id), col(EnvironmentVersionRow.version).desc())
        )
    )


def get_environment_version(session: Session, environment_id: str, version: int) -> EnvironmentVersionRow:
    row = session.get(EnvironmentVersionRow, (environment_id, version))
    if row is None:
        raise NotFound(f"This environment has no version {version}.")
    return row


def find_referenced_version(session: Session, reference: str) -> EnvironmentVersionRow | None:
    """The version that `name` or `name:number` means; without a number it is the newest."""
    parts = REFERENCE_PATTERN.match(reference)
    row = find_environment(session, parts["name"]) if parts else None
    if parts is None or row is None:
        return None
    return session.get(EnvironmentVersionRow, (row.id, int(parts["version"] or row.last_version)))


def list_environment_references(session: Session) -> frozenset[str]:
    """All that a design can name: each environment, alone and with the number of each of its versions."""
    names = {row.id: row.name for row in list_environments(session)}
    versions = list_environment_versions(session, list(names))
    return frozenset(names.values()) | {f"{names[row.environment_id]}:{row.version}" for row in versions}


def add_environment_version(session: Session, row: EnvironmentRow, version: EnvironmentVersionRow) -> None:
    """Give the version the next number of its environment."""
    row.last_version += 1
    version.environment_id, version.version = row.id, row.last_version
    session.add(row)
    session.add(version)
    session.flush()


def list_unfinished_versions(session: Session) -> list[EnvironmentVersionRow]:
    """The versions that a server was building, or was to build, when it ended."""
    return list(
        session.exec(select(EnvironmentVersionRow).where(col(EnvironmentVersionRow.state).in_(UNFINISHED_STATES)))
    )


def list_lock_hashes(session: Session) -> frozenset[str]:
    """The locks that any version has."""
    found = session.exec(
        select(EnvironmentVersionRow.lock_hash).where(col(EnvironmentVersionRow.lock_hash).is_not(None))
    )
    return frozenset(lock_hash for lock_hash in found if lock_hash)


def delete_environment(session: Session, row: EnvironmentRow) -> None:
    """Delete an environment with all its versions."""
    session.exec(delete(EnvironmentVersionRow).where(col(EnvironmentVersionRow.environment_id) == row.id))
    session.delete(row)
