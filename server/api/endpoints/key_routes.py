"""Keys of endpoints: what a program sends to be answered. They are shown once, and can be replaced without a pause."""

from datetime import timedelta

from fastapi import HTTPException, Request

from server.api.core.app_context import ContextDep
from server.api.core.router import Router
from server.api.endpoints.endpoint_schemas import EndpointKeyCreate, EndpointKeyCreated, to_key_read
from server.auth import audit_log
from server.auth.api_tokens import ENDPOINT_KEY_PREFIX, generate_token, hash_token
from server.auth.principals import get_person
from server.storage.orm.core_tables import now
from server.storage.orm.endpoint_tables import EndpointKeyRow
from server.storage.stores import endpoint_store

router = Router(prefix="/api/endpoints", tags=["endpoints"])

MAX_KEYS = 100
#: So long the old key works after it was rotated.
ROTATION_PERIOD = timedelta(hours=24)


@router.post("/{endpoint_id}/keys", needs="editor", status_code=201)
def create_endpoint_key(
    endpoint_id: str, new: EndpointKeyCreate, request: Request, context: ContextDep
) -> EndpointKeyCreated:
    """Make a key. It is shown this once: Designery keeps its hash only."""
    with context.database.session() as session:
        endpoint = endpoint_store.get_endpoint(session, endpoint_id)
        if len(endpoint_store.list_keys(session, [endpoint_id])[endpoint_id]) >= MAX_KEYS:
            raise HTTPException(409, f"An endpoint has at most {MAX_KEYS} keys. Delete one that is not used.")
        if new.expires_at is not None and (new.expires_at.tzinfo is None or new.expires_at <= now()):
            raise HTTPException(422, "expires_at must be a time to come, with its zone.")
        row, key = build_key(endpoint_id, new.name, get_person(request.scope).name)
        row.expires_at = new.expires_at
        session.add(row)
        session.flush()
        audit_log.record_action(session, "endpoint.key_created", endpoint.name, endpoint=endpoint_id, key=row.name)
        created = EndpointKeyCreated(**to_key_read(row).model_dump(), key=key)
    context.wait_in_loop(context.endpoints.reload(endpoint_id))
    return created


def build_key(endpoint_id: str, name: str, person: str) -> tuple[EndpointKeyRow, str]:
    """A new key, and what it is in clear."""
    key = ENDPOINT_KEY_PREFIX + generate_token()
    hint = f"{ENDPOINT_KEY_PREFIX}…{key[-4:]}"
    return EndpointKeyRow(
        endpoint_id=endpoint_id, name=name, key_hash=hash_token(key), hint=hint, created_by=person
    ), key


@router.post("/{endpoint_id}/keys/{key_id}/rotate", needs="editor", status_code=201)
def rotate_endpoint_key(endpoint_id: str, key_id: str, request: Request, context: ContextDep) -> EndpointKeyCreated:
    """Make a new key of the same name. The old one works for 24 hours more, so that nothing stops."""
    with context.database.session() as session:
        endpoint = endpoint_store.get_endpoint(session, endpoint_id)
        old = endpoint_store.get_key(session, endpoint_id, key_id)
        until = now() + ROTATION_PERIOD
        row, key = build_key(endpoint_id, old.name, get_person(request.scope).name)
        old.expires_at = min(old.expires_at, until) if old.expires_at is not None else until
        session.add_all([old, row])
        session.flush()
        audit_log.record_action(session, "endpoint.key_rotated", endpoint.name, endpoint=endpoint_id, key=row.name)
        created = EndpointKeyCreated(**to_key_read(row).model_dump(), key=key)
    context.wait_in_loop(context.endpoints.reload(endpoint_id))
    return created


@router.delete("/{endpoint_id}/keys/{key_id}", needs="editor", status_code=204)
def delete_endpoint_key(endpoint_id: str, key_id: str, context: ContextDep) -> None:
    """Delete a key: it opens nothing from now on."""
    with context.database.session() as session:
        endpoint = endpoint_store.get_endpoint(session, endpoint_id)
        row = endpoint_store.get_key(session, endpoint_id, key_id)
        session.delete(row)
        audit_log.record_action(session, "endpoint.key_deleted", endpoint.name, endpoint=endpoint_id, key=row.name)
    context.wait_in_loop(context.endpoints.reload(endpoint_id))
