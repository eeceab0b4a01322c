"""Secrets of scripts: list, add, replace, delete. Values come in and never go out."""

from datetime import datetime

from fastapi import HTTPException, Request
from pydantic import BaseModel, Field, SecretStr
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep, WriteSessionDep
from server.api.core.router import Router
from server.auth import audit_log
from server.auth.principals import get_person
from server.storage.orm.core_tables import SecretRow
from server.storage.stores import design_secret_index, secret_store
from server.storage.stores.design_secret_index import UsingDesign
from server.storage.stores.secret_store import InvalidSecret

router = Router(prefix="/api/secrets", tags=["secrets"])


class SecretUse(BaseModel):
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
    used_in: list[SecretUse]


class SecretUpdate(BaseModel):
    """A new value for an existing secret."""

    value: SecretStr


class SecretCreate(SecretUpdate):
    """A secret: scripts find it in their environment under its name."""

    name: str = Field(max_length=200)


@router.get("", needs="editor")
def list_secrets(session: ReadSessionDep, context: ContextDep) -> list[SecretSummary]:
    """All secrets by name, each with the designs that ask for it."""
    uses = design_secret_index.find_secret_uses(session)
    return [_to_secret_summary(context, row, uses.get(row.name, [])) for row in secret_store.list_secrets(session)]


@router.post("", needs="editor", status_code=201)
def create_secret(new: SecretCreate, request: Request, session: WriteSessionDep, context: ContextDep) -> SecretSummary:
    """Save a value under a name."""
    name = new.name.strip()
    _refuse_taken_name(session, name)
    seal = context.runner.services.secrets.seal
    try:
        row = secret_store.create_secret(
            session, seal, name, new.value.get_secret_value(), get_person(request.scope).name
        )
    except InvalidSecret as reason:
        raise HTTPException(422, str(reason)) from None
    except IntegrityError:
        raise HTTPException(409, _describe_taken_name(name)) from None
    audit_log.record_action(session, "secret.made", row.name)
    return _to_secret_summary(context, row, _find_designs_using(session, row))


@router.put("/{secret_id}", needs="editor")
def replace_secret(
    secret_id: str, new: SecretUpdate, request: Request, session: WriteSessionDep, context: ContextDep
) -> SecretSummary:
    """Replace the existing value. Results that were computed with it are computed again."""
    row = secret_store.get_secret(session, secret_id)
    seal = context.runner.services.secrets.seal
    try:
        secret_store.replace_secret(session, seal, row, new.value.get_secret_value(), get_person(request.scope).name)
    except InvalidSecret as reason:
        raise HTTPException(422, str(reason)) from None
    audit_log.record_action(session, "secret.replaced", row.name)
    return _to_secret_summary(context, row, _find_designs_using(session, row))


@router.delete("/{secret_id}", needs="editor", status_code=204)
def delete_secret(secret_id: str, session: WriteSessionDep) -> None:
    """Delete a secret permanently. Nodes that use it show a problem."""
    row = secret_store.get_secret(session, secret_id)
    session.delete(row)
    audit_log.record_action(session, "secret.deleted", row.name)


def _to_secret_summary(context: AppContext, row: SecretRow, used_in: list[UsingDesign]) -> SecretSummary:
    return SecretSummary(
        id=row.id,
        name=row.name,
        opens=secret_store.can_decrypt_secret(context.runner.services.secrets.seal, row),
        set_by=row.updated_by,
        created_at=row.created_at,
        updated_at=row.updated_at,
        last_used_at=row.last_used_at,
        used_in=[SecretUse(id=design.id, name=design.name) for design in used_in],
    )


def _find_designs_using(session: Session, row: SecretRow) -> list[UsingDesign]:
    return design_secret_index.find_secret_uses(session, [row.name]).get(row.name, [])


def _refuse_taken_name(session: Session, name: str) -> None:
    if secret_store.find_secrets(session, [name]):
        raise HTTPException(409, _describe_taken_name(name))


def _describe_taken_name(name: str) -> str:
    return f"A secret called {name} already exists. Replace its value, or choose another name."
