"""Connections in the database, with their encrypted fields."""

import json

from pydantic import SecretStr
from sqlmodel import Session, col, select

from server.storage.encryption import Cipher
from server.storage.orm.core_tables import ConnectionRow, now
from server.storage.stores.connection_kinds import (
    DESTINATION_FIELDS,
    SECRET_FIELD,
    AnyFields,
    connection_fields_adapter,
)
from server.storage.stores.design_store import NotFound


def list_connections(session: Session) -> list[ConnectionRow]:
    return list(session.exec(select(ConnectionRow).order_by(col(ConnectionRow.name))))


def get_connection(session: Session, connection_id: str) -> ConnectionRow:
    row = session.get(ConnectionRow, connection_id)
    if row is None:
        raise NotFound("This connection does not exist. It may have been deleted.")
    return row


def find_connection(session: Session, name: str | None) -> ConnectionRow | None:
    return session.exec(select(ConnectionRow).where(ConnectionRow.name == name)).first() if name else None


def get_connection_kinds(session: Session) -> dict[str, str]:
    """{name: kind} of the connections that there are."""
    return {row.name: row.kind for row in list_connections(session)}


def create_connection(session: Session, cipher: Cipher, name: str, fields: AnyFields) -> ConnectionRow:
    row = ConnectionRow(name=name, kind=fields.kind, ciphertext=_encrypt_fields(cipher, fields))
    session.add(row)
    session.flush()
    return row


def replace_connection(session: Session, cipher: Cipher, row: ConnectionRow, name: str, fields: AnyFields) -> None:
    """Put other fields in the place of those that are there. Raises nothing of what was there before."""
    row.name, row.kind, row.ciphertext = name, fields.kind, _encrypt_fields(cipher, fields)
    row.revision, row.updated_at = row.revision + 1, now()
    session.add(row)
    session.flush()


def decrypt_connection(cipher: Cipher, row: ConnectionRow) -> AnyFields:
    """The fields with their secret; raises DecryptionError."""
    return connection_fields_adapter.validate_json(cipher.decrypt(row.ciphertext))


def reveal_fields(fields: AnyFields) -> dict[str, str | int]:
    """All fields as text and numbers, the secret among them: for connectors only."""
    values = fields.model_dump(mode="python")
    return {name: value.get_secret_value() if isinstance(value, SecretStr) else value for name, value in values.items()}


def omit_secret(fields: AnyFields) -> dict[str, str | int]:
    """The fields that may be shown."""
    return {name: value for name, value in reveal_fields(fields).items() if name != SECRET_FIELD[fields.kind]}


def has_other_destination(before: AnyFields, after: AnyFields) -> bool:
    """Whether the secret of the one would go somewhere else by the other."""
    first, second = reveal_fields(before), reveal_fields(after)
    return any(first.get(name) != second.get(name) for name in DESTINATION_FIELDS)


def _encrypt_fields(cipher: Cipher, fields: AnyFields) -> str:
    return cipher.encrypt(json.dumps(reveal_fields(fields)))
