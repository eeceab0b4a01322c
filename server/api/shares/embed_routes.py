"""The canvas in a frame of a notebook, an editor or another site: keys for one design, made by whoever may open it."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Request
from pydantic import BaseModel, Field

from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep
from server.api.core.authorization import load_roles
from server.api.core.caller_dependency import CallerDep
from server.api.core.frame_origins import parse_frame_origin
from server.api.core.router import Router
from server.api.core.url_prefix import get_url_prefix
from server.auth import audit_log, embed_keys
from server.auth.audit_log import AuditTarget
from server.auth.roles import Role
from server.storage.orm.access_tables import EmbedKeyRow
from server.storage.stores import design_store
from server.storage.stores.design_store import NotFound
from server.storage.transactions.workspace_context import use_workspace

router = Router(prefix="/api", tags=["embedded canvases"])

#: As long as somebody works on a day; a page that is open for longer asks for another key.
MAX_HOURS = 12


class EmbedCreate(BaseModel):
    """Where the canvas is shown: the addresses of all sites whose frames it stands in, and for how long."""

    origins: Annotated[list[str], Field(min_length=1, max_length=10)]
    hours: int = Field(default=MAX_HOURS, ge=1, le=MAX_HOURS)


class EmbedCreated(BaseModel):
    """A key, which is shown only once, and the path of the page with it behind `#`, for the address of a frame."""

    id: str
    key: str
    path: str
    expires_at: datetime


class EmbedRead(BaseModel):
    """What a key is for."""

    id: str
    design_id: str
    role: Role | None
    workspace: str | None
    person: str
    origins: list[str]
    expires_at: datetime


@router.post("/designs/{design_id}/embeds", needs="viewer", status_code=201)
def create_embed(
    design_id: str, new: EmbedCreate, request: Request, caller: CallerDep, context: ContextDep
) -> EmbedCreated:
    """Make a key that opens this design alone, in a frame on these sites, with your rights or those of your token."""
    origins = [parse_frame_origin(origin) for origin in new.origins]
    with context.database.session() as session:
        design = design_store.get_design(session, design_id)
        row, key = embed_keys.create_embed_key(session, design_id, caller, origins, timedelta(hours=new.hours))
        audit_log.record_action(session, "embed.made", design.name, AuditTarget(design_id), origins=origins)
        path = f"{get_url_prefix(request.scope)}/embed?frame={row.id}#{key}"
        return EmbedCreated(id=row.id, key=key, path=path, expires_at=row.expires_at)


@router.get("/embed", needs="viewer")
def read_embed(caller: CallerDep, session: ReadSessionDep, context: ContextDep) -> EmbedRead:
    """What the key that this request came with is for."""
    if caller.embed_id is None:
        raise NotFound("This request came without the key of an embedded canvas.")
    row = embed_keys.get_embed_key(session, caller.embed_id)
    role: Role | None = None
    if context.database.shared:
        with use_workspace(None), context.database.read_session() as all_of_server:
            role = load_roles(all_of_server, caller).get(str(caller.workspace_id))
    return EmbedRead(
        id=row.id,
        design_id=row.design_id,
        role=role,
        workspace=caller.workspace_id if context.database.shared else None,
        person=caller.person.id,
        origins=row.allowed_origins,
        expires_at=row.expires_at,
    )


@router.delete("/designs/{design_id}/embeds/{embed_id}", needs="viewer", status_code=204)
def end_embed(design_id: str, embed_id: str, caller: CallerDep, context: ContextDep) -> None:
    """End one of your keys, also in frames that are open."""
    with context.database.session() as session:
        row = embed_keys.get_embed_key(session, embed_id)
        if row.design_id != design_id or not _is_own(row, caller.person.id, context):
            raise NotFound(embed_keys.UNKNOWN_EMBED)
        session.delete(row)
    context.end_streams(embed_id)


def _is_own(row: EmbedKeyRow, person: str, context: AppContext) -> bool:
    return not context.database.shared or row.account_id == person
