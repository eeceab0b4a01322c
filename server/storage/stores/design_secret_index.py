"""Which designs ask for which secrets: kept with each write, so that nobody reads all documents to know it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy
from sqlalchemy import Connection, event, inspect
from sqlalchemy.orm import Mapper
from sqlmodel import Field, Session, SQLModel, col, select

from modules.kit.script_secrets import SECRETS_PARAMETER
from server.storage.orm.core_tables import DesignRow


class DesignSecretRow(SQLModel, table=True):
    """A node of the design names this secret."""

    __tablename__ = "design_secret"

    design_id: str = Field(primary_key=True, foreign_key="design.id", ondelete="CASCADE")
    secret: str = Field(primary_key=True, index=True)


@dataclass(frozen=True)
class UsingDesign:
    """A design with a node that names a secret."""

    id: str
    name: str


def find_secret_uses(session: Session, secrets: Sequence[str] | None = None) -> Mapping[str, list[UsingDesign]]:
    """{secret: the designs that ask for it, the one edited last first}, of these secrets, or of all."""
    query = select(DesignSecretRow.secret, DesignRow.id, DesignRow.name, DesignRow.updated_at)
    query = query.join(DesignRow, col(DesignRow.id) == col(DesignSecretRow.design_id))
    query = query.where(col(DesignRow.deleted_at).is_(None), col(DesignRow.internal).is_(False))
    if secrets is not None:
        query = query.where(col(DesignSecretRow.secret).in_(secrets))
    found: dict[str, list[UsingDesign]] = {}
    # Sorted here: a database that sorts would go through all designs, and few of them use a secret.
    for secret, design_id, name, _ in sorted(session.exec(query), key=lambda row: (row[3], row[1]), reverse=True):
        found.setdefault(secret, []).append(UsingDesign(design_id, name))
    return found


def find_named_secrets(document: Mapping[str, Any]) -> set[str]:
    """The secrets that the nodes of a document name."""
    found: set[str] = set()
    for node in document.get("nodes", {}).values():
        held = node.get("parameters", {}).get(SECRETS_PARAMETER) if isinstance(node, dict) else None
        found |= {name for name in held if isinstance(name, str)} if isinstance(held, list) else set()
    return found


@event.listens_for(DesignRow, "after_insert")
def _insert_secrets(_: Mapper[Any], connection: Connection, row: DesignRow) -> None:
    _add_secrets(connection, row.id, find_named_secrets(row.document))


@event.listens_for(DesignRow, "after_update")
def _update_secrets(_: Mapper[Any], connection: Connection, row: DesignRow) -> None:
    if not inspect(row).attrs.document.history.has_changes():
        return
    table, named = _get_table(), find_named_secrets(row.document)
    known = set(connection.execute(sqlalchemy.select(table.c.secret).where(table.c.design_id == row.id)).scalars())
    if gone := known - named:
        connection.execute(table.delete().where(table.c.design_id == row.id, table.c.secret.in_(gone)))
    _add_secrets(connection, row.id, named - known)


def _add_secrets(connection: Connection, design_id: str, secrets: set[str]) -> None:
    if secrets:
        rows = [{"design_id": design_id, "secret": secret} for secret in sorted(secrets)]
        connection.execute(_get_table().insert(), rows)


def _get_table() -> sqlalchemy.Table:
    found: sqlalchemy.Table = DesignSecretRow.__table__  # type: ignore[attr-defined]
    return found
