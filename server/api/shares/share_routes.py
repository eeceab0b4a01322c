"""Share links, as their owner sees them: make, list, rename, revoke."""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from fastapi import HTTPException
from pydantic import BaseModel, Field, SecretStr, StringConstraints
from sqlmodel import Session

from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep
from server.api.core.frame_origins import parse_origin
from server.api.core.router import Router
from server.auth import audit_log, passwords
from server.auth.audit_log import AuditTarget
from server.graph.bypass import apply_bypass
from server.graph.document import Design, parse_design
from server.graph.planning import run_plan as planning
from server.runs.result_visibility import VisibilityLevel
from server.storage.orm.access_tables import ShareRow
from server.storage.orm.core_tables import DesignRow, now
from server.storage.stores import design_store, run_store, share_store
from server.storage.stores.run_store import SUCCESSFUL_STATES

router = Router(prefix="/api", tags=["shares"])

ShareScope = Literal["view", "fork", "edit", "run"]
ShareName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class ShareCreate(BaseModel):
    """What a link allows and shows. `days` until it expires; null means never."""

    name: ShareName
    scope: ShareScope = "view"
    pinned: bool = True
    shows: VisibilityLevel = "metrics"
    rows: int = Field(default=100, ge=1, le=1_000)
    scripts: bool = False
    preview: bool = False
    comments: bool = False
    days: int | None = Field(default=30, ge=1, le=3_650)
    password: SecretStr | None = Field(default=None, min_length=1, max_length=200)
    origins: list[str] = Field(default=[], max_length=20)


class ShareUpdate(BaseModel):
    """The new name of a link."""

    name: ShareName


class ShareRead(BaseModel):
    """A link, without its token, which nobody keeps."""

    id: str
    design_id: str
    name: str
    scope: str
    pinned: bool
    revision: int
    shows: VisibilityLevel
    rows: int
    scripts: bool
    preview: bool
    comments: bool
    password: bool
    origins: list[str]
    opened: int
    copied: int
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None
    ended: bool


class ShareCreated(ShareRead):
    """A new link with its token, which is shown only once. The address is `/s/{id}#{token}`."""

    token: str


def to_share_read(row: ShareRow) -> ShareRead:
    visibility: VisibilityLevel = row.visibility  # type: ignore[assignment]
    return ShareRead(
        id=row.id,
        design_id=row.design_id,
        name=row.name,
        scope=row.scope,
        pinned=row.document is not None,
        revision=row.revision,
        shows=visibility,
        rows=row.max_rows,
        scripts=row.scripts,
        preview=row.preview,
        comments=row.comments,
        password=row.password_hash is not None,
        origins=row.allowed_origins,
        opened=row.visit_count,
        copied=row.copy_count,
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
        ended=row.revoked_at is not None or (row.expires_at is not None and row.expires_at <= now()),
    )


@router.post("/designs/{design_id}/shares", needs="editor", status_code=201)
def create_share(design_id: str, new: ShareCreate, context: ContextDep) -> ShareCreated:
    """Create a link to the current design, or always to its newest version."""
    if new.scope == "edit" and new.pinned:
        raise HTTPException(422, "A link for editing always shows the latest version. Choose 'follow the latest'.")
    origins = [parse_origin(origin) for origin in new.origins]
    password = passwords.hash_password(new.password.get_secret_value()) if new.password else None
    token = share_store.generate_share_token()
    with context.database.session() as session:
        design = design_store.get_design(session, design_id)
        row = ShareRow(
            id=share_store.generate_share_id(),
            design_id=design_id,
            token_hash=share_store.hash_share_token(token),
            password_hash=password,
            document=design.document if new.pinned else None,
            revision=design.revision,
            results=find_current_results(session, context, design) if new.pinned else {},
            allowed_origins=origins,
            expires_at=now() + timedelta(days=new.days) if new.days else None,
            name=new.name,
            scope=new.scope,
            visibility=new.shows,
            max_rows=new.rows,
            scripts=new.scripts,
            preview=new.preview,
            comments=new.comments,
        )
        session.add(row)
        session.flush()
        audit_log.record_action(
            session, "share.made", f"{design.name}: {row.name}", AuditTarget(row.design_id), **_describe_share(row)
        )
        return ShareCreated(**to_share_read(row).model_dump(), token=token)


def _describe_share(row: ShareRow) -> dict[str, object]:
    """What a link gives away, for the audit log."""
    return {
        "scope": row.scope,
        "shows": row.visibility,
        "scripts": row.scripts,
        "origins": row.allowed_origins,
        "share": row.id,
        "password": row.password_hash is not None,
        "ends": row.expires_at.isoformat() if row.expires_at else None,
    }


def find_current_results(session: Session, context: AppContext, row: DesignRow) -> dict[str, str]:
    """{node: the newest run that it took part in}, of the nodes that have not changed since."""
    design: Design = parse_design(row.document)
    analyzer = context.analyzer.for_design(design)
    bypassed_design = apply_bypass(design, analyzer.catalog).design
    signatures = planning.compute_lineage_hashes(
        bypassed_design, analyzer.catalog, analyzer.resolve_sources(session, bypassed_design)
    )
    latest = run_store.get_latest_steps(session, row.id)
    return {
        node: step.run_id
        for node, (_, step) in latest.items()
        if node in design.nodes and step.state in SUCCESSFUL_STATES and signatures.get(node) == step.lineage_hash
    }


@router.get("/designs/{design_id}/shares", needs="editor")
def list_shares(design_id: str, session: ReadSessionDep) -> list[ShareRead]:
    """The links to a design, the newest first; those that ended are among them."""
    design_store.get_design(session, design_id)
    return [to_share_read(row) for row in share_store.list_shares(session, design_id)]


@router.patch("/shares/{share_id}", needs="editor")
def rename_share(share_id: str, renamed: ShareUpdate, context: ContextDep) -> ShareRead:
    """Rename a link. Guests do not see the name."""
    with context.database.session() as session:
        row = share_store.get_share(session, share_id)
        about = AuditTarget(row.design_id)
        audit_log.record_action(session, "share.renamed", renamed.name, about, share=row.id, before=row.name)
        row.name = renamed.name
        session.add(row)
        return to_share_read(row)


@router.delete("/shares/{share_id}", needs="editor")
def revoke_share(share_id: str, context: ContextDep) -> ShareRead:
    """Revoke a link now, also in tabs that have it open."""
    with context.database.session() as session:
        row = share_store.get_share(session, share_id)
        share_store.revoke_share(session, row)
        audit_log.record_action(session, "share.revoked", row.name, AuditTarget(row.design_id), share=row.id)
        answer = to_share_read(row)
    context.call_in_loop(context.event_bus.wake, row.design_id)
    return answer
