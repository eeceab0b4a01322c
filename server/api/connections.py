"""Connections to databases and object storage: list, create, test, replace, delete. No answer has a secret in it."""

import shutil
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, Field, SecretStr, StringConstraints
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from server.api.answers import StrictRoute
from server.api.context import Context, Reading, Running, Writing
from server.people import audit
from server.runs.courier.orders import Refusal
from server.storage import connections
from server.storage.connections import Fields
from server.storage.sealing import Unsealable
from server.storage.tables import ConnectionRow

router = APIRouter(prefix="/connections", tags=["connections"], route_class=StrictRoute)

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class ConnectionSummary(BaseModel):
    """A connection without its secret. `fields` are null where the key of this server does not open it."""

    id: str
    name: str
    kind: str
    fields: dict[str, str | int] | None
    created_at: datetime
    updated_at: datetime


class NewConnection(BaseModel):
    """A connection with its secret. In a replacement, a secret that is left out stays as it is."""

    name: Name
    fields: Fields


class Tested(BaseModel):
    """Whether the connection works, in a sentence."""

    works: bool
    message: str = Field(max_length=2000)


def told(context: Context, row: ConnectionRow) -> ConnectionSummary:
    """A connection as JSON."""
    try:
        fields = connections.without_secret(connections.opened(context.runner.engine.errands.seal, row))
    except Unsealable:
        fields = None
    return ConnectionSummary(
        id=row.id,
        name=row.name,
        kind=row.kind,
        fields=fields,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


@router.get("")
def list_connections(session: Reading, context: Running) -> list[ConnectionSummary]:
    """All connections by name."""
    return [told(context, row) for row in connections.all_of(session)]


@router.post("", status_code=201)
def create_connection(new: NewConnection, session: Writing, context: Running) -> ConnectionSummary:
    """Keep a connection under a name."""
    _refuse_taken(session, new.name, None)
    try:
        row = connections.create(session, context.runner.engine.errands.seal, new.name, new.fields)
    except IntegrityError:
        raise HTTPException(409, _taken(new.name)) from None
    audit.record(session, "connection.made", row.name, kind=row.kind)
    return told(context, row)


@router.post("/test")
async def test_connection(new: NewConnection, context: Running) -> Tested:
    """Try a connection before it is kept."""
    return await _tested(context, new.fields)


@router.post("/{connection_id}/test")
async def test_kept_connection(connection_id: str, context: Running) -> Tested:
    """Try a connection as it is kept."""
    with context.database.reading() as session:
        row = connections.get(session, connection_id)
    try:
        fields = connections.opened(context.runner.engine.errands.seal, row)
    except Unsealable as error:
        return Tested(works=False, message=str(error))
    return await _tested(context, fields)


@router.put("/{connection_id}")
def replace_connection(connection_id: str, new: NewConnection, session: Writing, context: Running) -> ConnectionSummary:
    """Put a connection in the place of one that is there."""
    row = connections.get(session, connection_id)
    _refuse_taken(session, new.name, row.id)
    seal = context.runner.engine.errands.seal
    connections.replace(session, seal, row, new.name, _with_secret(context, row, new.fields))
    audit.record(session, "connection.replaced", row.name, kind=row.kind)
    return told(context, row)


@router.delete("/{connection_id}", status_code=204)
def delete_connection(connection_id: str, session: Writing) -> None:
    """Delete a connection with its secret. Designs that name it show a problem."""
    row = connections.get(session, connection_id)
    session.delete(row)
    audit.record(session, "connection.deleted", row.name)


def _with_secret(context: Context, row: ConnectionRow, fields: Fields) -> Fields:
    """The new fields; the secret that is there stays only if it goes where it went before."""
    name = connections.SECRET[fields.kind]
    given: SecretStr = getattr(fields, name)
    if given.get_secret_value():
        return fields
    try:
        before = connections.opened(context.runner.engine.errands.seal, row)
    except Unsealable as error:
        raise HTTPException(422, str(error)) from None
    if not getattr(before, connections.SECRET[before.kind]).get_secret_value():
        return fields
    if connections.told_to_others(before, fields):
        raise HTTPException(422, "Enter the secret again: it would go to another place than before.")
    return fields.model_copy(update={name: getattr(before, name)})


async def _tested(context: Context, fields: Fields) -> Tested:
    errands = context.runner.engine.errands
    folder = Path(tempfile.mkdtemp(dir=context.store.uploads))
    try:
        answer = await errands.send("test", _errand_kind(fields), {}, connections.in_clear(fields), folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if isinstance(answer, Refusal):
        return Tested(works=False, message=answer.message)
    return Tested(works=True, message=answer.remark or "It works.")


def _errand_kind(fields: Fields) -> Literal["database", "storage"]:
    return "storage" if fields.kind == "s3" else "database"


def _refuse_taken(session: Session, name: str, own: str | None) -> None:
    row = connections.named(session, name)
    if row is not None and row.id != own:
        raise HTTPException(409, _taken(name))


def _taken(name: str) -> str:
    return f"There is a connection called '{name}' already. Choose another name."
