"""Secrets of scripts: list, add, replace, delete. Values come in and never go out."""

from datetime import datetime

from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel, Field, SecretStr
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from server.api.answers import StrictRoute
from server.api.context import Context, Reading, Running, Writing
from server.people import audit
from server.people.person import person_of
from server.storage import designs, secrets
from server.storage.secrets import Unfit
from server.storage.tables import DesignRow, SecretRow

router = APIRouter(prefix="/secrets", tags=["secrets"], route_class=StrictRoute)


class UsedIn(BaseModel):
    """A design with a node that asks for the secret."""

    id: str
    name: str


class SecretSummary(BaseModel):
    """A secret without its value. It `opens` unless the key of this server is another one by now."""

    id: str
    name: str
    opens: bool
    set_by: str
    created_at: datetime
    updated_at: datetime
    last_used_at: datetime | None
    used_in: list[UsedIn]


class NewSecretValue(BaseModel):
    """Another value for a secret that is there."""

    value: SecretStr


class NewSecret(NewSecretValue):
    """A secret: scripts find it in their environment under its name."""

    name: str = Field(max_length=200)


@router.get("")
def list_secrets(session: Reading, context: Running) -> list[SecretSummary]:
    """All secrets by name, each with the designs that ask for it."""
    uses = secrets.uses(designs.newest_first(session))
    return [_told(context, row, uses.get(row.name, [])) for row in secrets.all_of(session)]


@router.post("", status_code=201)
def create_secret(new: NewSecret, request: Request, session: Writing, context: Running) -> SecretSummary:
    """Keep a value under a name."""
    name = new.name.strip()
    _refuse_taken(session, name)
    seal = context.runner.engine.secrets.seal
    try:
        row = secrets.create(session, seal, name, new.value.get_secret_value(), person_of(request.scope).name)
    except Unfit as reason:
        raise HTTPException(422, str(reason)) from None
    except IntegrityError:
        raise HTTPException(409, _taken(name)) from None
    audit.record(session, "secret.made", row.name)
    return _told(context, row, _designs(session, row))


@router.put("/{secret_id}")
def replace_secret(
    secret_id: str, new: NewSecretValue, request: Request, session: Writing, context: Running
) -> SecretSummary:
    """Put another value in the place of the one that is there. What was computed with it is computed again."""
    row = secrets.get(session, secret_id)
    seal = context.runner.engine.secrets.seal
    try:
        secrets.replace(session, seal, row, new.value.get_secret_value(), person_of(request.scope).name)
    except Unfit as reason:
        raise HTTPException(422, str(reason)) from None
    audit.record(session, "secret.replaced", row.name)
    return _told(context, row, _designs(session, row))


@router.delete("/{secret_id}", status_code=204)
def delete_secret(secret_id: str, session: Writing) -> None:
    """Delete a secret for good. Nodes that name it show a problem."""
    row = secrets.get(session, secret_id)
    session.delete(row)
    audit.record(session, "secret.deleted", row.name)


def _told(context: Context, row: SecretRow, used_in: list[DesignRow]) -> SecretSummary:
    fields = row.model_dump(include=set(SecretSummary.model_fields))
    opens = secrets.opens(context.runner.engine.secrets.seal, row)
    used = [UsedIn(id=design.id, name=design.name) for design in used_in]
    return SecretSummary(**fields, opens=opens, used_in=used)


def _designs(session: Session, row: SecretRow) -> list[DesignRow]:
    return secrets.uses(designs.newest_first(session)).get(row.name, [])


def _refuse_taken(session: Session, name: str) -> None:
    if secrets.named(session, [name]):
        raise HTTPException(409, _taken(name))


def _taken(name: str) -> str:
    return f"There is a secret called {name} already. Replace its value, or choose another name."
