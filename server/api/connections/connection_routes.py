"""Connections to databases and object storage: list, create, test, replace, delete. No answer has a secret in it."""

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Annotated

from fastapi import HTTPException
from pydantic import BaseModel, Field, SecretStr, StringConstraints
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep, WriteSessionDep
from server.api.core.router import Router
from server.auth import audit_log
from server.folder_removal import remove_folder
from server.runs.connectors.connector_worker.connector_protocol import ConnectorFailure
from server.storage.encryption import DecryptionError
from server.storage.orm.core_tables import ConnectionRow
from server.storage.stores import connection_store
from server.storage.stores.connection_kinds import SECRET_FIELD, ConnectionFields, get_connector_kind

router = Router(prefix="/api/connections", tags=["connections"])

ConnectionName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class ConnectionSummary(BaseModel):
    """A connection without its secret. `fields` are null where the key of this server does not open it."""

    id: str
    name: str
    kind: str
    fields: dict[str, str | int] | None
    created_at: datetime
    updated_at: datetime


class ConnectionCreate(BaseModel):
    """A connection with its secret. In a replacement, a secret that is left out stays as it is."""

    name: ConnectionName
    fields: ConnectionFields


class ConnectionTestRead(BaseModel):
    """Whether the connection works, in a sentence."""

    works: bool
    message: str = Field(max_length=2000)


def to_connection_summary(context: AppContext, row: ConnectionRow) -> ConnectionSummary:
    """A connection as JSON."""
    try:
        fields = connection_store.omit_secret(
            connection_store.decrypt_connection(context.runner.services.connectors.seal, row)
        )
    except DecryptionError:
        fields = None
    return ConnectionSummary(
        id=row.id,
        name=row.name,
        kind=row.kind,
        fields=fields,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


@router.get("", needs="viewer")
def list_connections(session: ReadSessionDep, context: ContextDep) -> list[ConnectionSummary]:
    """All connections by name."""
    return [to_connection_summary(context, row) for row in connection_store.list_connections(session)]


@router.post("", needs="editor", status_code=201)
def create_connection(new: ConnectionCreate, session: WriteSessionDep, context: ContextDep) -> ConnectionSummary:
    """Save a connection under a name."""
    _refuse_taken_name(session, new.name, None)
    try:
        row = connection_store.create_connection(session, context.runner.services.connectors.seal, new.name, new.fields)
    except IntegrityError:
        raise HTTPException(409, _describe_taken_name(new.name)) from None
    audit_log.record_action(session, "connection.made", row.name, kind=row.kind)
    return to_connection_summary(context, row)


@router.post("/test", needs="editor")
async def test_connection(new: ConnectionCreate, context: ContextDep) -> ConnectionTestRead:
    """Test a connection before it is saved."""
    return await _test_fields(context, new.fields)


@router.post("/{connection_id}/test", needs="editor")
async def test_saved_connection(connection_id: str, context: ContextDep) -> ConnectionTestRead:
    """Test a saved connection."""
    with context.database.read_session() as session:
        row = connection_store.get_connection(session, connection_id)
    try:
        fields = connection_store.decrypt_connection(context.runner.services.connectors.seal, row)
    except DecryptionError as error:
        return ConnectionTestRead(works=False, message=str(error))
    return await _test_fields(context, fields)


@router.put("/{connection_id}", needs="editor")
def replace_connection(
    connection_id: str, new: ConnectionCreate, session: WriteSessionDep, context: ContextDep
) -> ConnectionSummary:
    """Replace an existing connection."""
    row = connection_store.get_connection(session, connection_id)
    _refuse_taken_name(session, new.name, row.id)
    seal = context.runner.services.connectors.seal
    connection_store.replace_connection(session, seal, row, new.name, _keep_secret(context, row, new.fields))
    audit_log.record_action(session, "connection.replaced", row.name, kind=row.kind)
    return to_connection_summary(context, row)


@router.delete("/{connection_id}", needs="editor", status_code=204)
def delete_connection(connection_id: str, session: WriteSessionDep) -> None:
    """Delete a connection with its secret. Designs that name it show a problem."""
    row = connection_store.get_connection(session, connection_id)
    session.delete(row)
    audit_log.record_action(session, "connection.deleted", row.name)


def _keep_secret(context: AppContext, row: ConnectionRow, fields: ConnectionFields) -> ConnectionFields:
    """The new fields; the secret that is there stays only if it goes where it went before."""
    name = SECRET_FIELD[fields.kind]
    new_secret: SecretStr = getattr(fields, name)
    if new_secret.get_secret_value():
        return fields
    try:
        before = connection_store.decrypt_connection(context.runner.services.connectors.seal, row)
    except DecryptionError as error:
        raise HTTPException(422, str(error)) from None
    if not getattr(before, SECRET_FIELD[before.kind]).get_secret_value():
        return fields
    if connection_store.has_other_destination(before, fields):
        raise HTTPException(
            422, "Enter the secret again. The address has changed, so the stored secret is not sent there."
        )
    return fields.model_copy(update={name: getattr(before, name)})


async def _test_fields(context: AppContext, fields: ConnectionFields) -> ConnectionTestRead:
    connectors = context.runner.services.connectors
    folder = Path(tempfile.mkdtemp(dir=context.store.uploads))
    try:
        answer = await connectors.run_worker(
            "test", get_connector_kind(fields), {}, connection_store.reveal_fields(fields), folder
        )
    finally:
        remove_folder(folder)
    if isinstance(answer, ConnectorFailure):
        return ConnectionTestRead(works=False, message=answer.message)
    return ConnectionTestRead(works=True, message=answer.remark or "It works.")


def _refuse_taken_name(session: Session, name: str, own: str | None) -> None:
    row = connection_store.find_connection(session, name)
    if row is not None and row.id != own:
        raise HTTPException(409, _describe_taken_name(name))


def _describe_taken_name(name: str) -> str:
    return f"A connection called '{name}' already exists. Choose another name."
