"""Share links, as their owner sees them: make, list, rename, revoke."""

import re
from datetime import datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, Field, SecretStr, StringConstraints
from sqlmodel import Session

from server.api.answers import StrictRoute
from server.api.context import Context, Reading, Running
from server.graph import plan as planning
from server.graph.bypass import through
from server.graph.document import Design, read
from server.people import audit, passwords
from server.people.audit import About
from server.runs.seen import Shows
from server.runs.told import GOOD
from server.storage import designs, runs, shares
from server.storage.access_tables import ShareRow
from server.storage.tables import DesignRow, now

router = APIRouter(tags=["shares"], route_class=StrictRoute)

#: An origin as a browser names it; nothing that could end the directive of the policy that it goes into.
ORIGIN = re.compile(r"^https?://[a-z0-9]([a-z0-9.-]{0,252}[a-z0-9])?(:[0-9]{1,5})?$")

Scope = Literal["view", "fork", "edit", "run"]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class NewShare(BaseModel):
    """What a link allows and shows. `days` until it ends; null is no end."""

    name: Name
    scope: Scope = "view"
    pinned: bool = True
    shows: Shows = "metrics"
    rows: int = Field(default=100, ge=1, le=1_000)
    scripts: bool = False
    preview: bool = False
    comments: bool = False
    days: int | None = Field(default=30, ge=1, le=3_650)
    password: SecretStr | None = Field(default=None, min_length=1, max_length=200)
    origins: list[str] = Field(default=[], max_length=20)


class NewShareName(BaseModel):
    """The new name of a link."""

    name: Name


class ShareOut(BaseModel):
    """A link, without its token, which nobody keeps."""

    id: str
    design_id: str
    name: str
    scope: str
    pinned: bool
    revision: int
    shows: Shows
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


class MadeShare(ShareOut):
    """A new link with its token, which is told this once. The address is `/s/{id}#{token}`."""

    token: str


def told(row: ShareRow) -> ShareOut:
    fields = row.model_dump(exclude={"document", "results", "token_hash", "password_hash"})
    ended = row.revoked_at is not None or (row.expires_at is not None and row.expires_at <= now())
    secret = row.password_hash is not None
    return ShareOut.model_validate({**fields, "pinned": row.document is not None, "password": secret, "ended": ended})


@router.post("/designs/{design_id}/shares", status_code=201)
def share_design(design_id: str, new: NewShare, context: Running) -> MadeShare:
    """Make a link to the design as it is now, or to its newest version at any time."""
    if new.scope == "edit" and new.pinned:
        raise HTTPException(422, "A link for editing shows the newest version at any time. Choose 'follow the latest'.")
    origins = [_origin(origin) for origin in new.origins]
    password = passwords.hash_of(new.password.get_secret_value()) if new.password else None
    token = shares.new_token()
    with context.database.session() as session:
        design = designs.get(session, design_id)
        row = ShareRow(
            id=shares.new_id(),
            design_id=design_id,
            token_hash=shares.hashed(token),
            password_hash=password,
            document=design.document if new.pinned else None,
            revision=design.revision,
            results=fresh_results(session, context, design) if new.pinned else {},
            origins=origins,
            expires_at=now() + timedelta(days=new.days) if new.days else None,
            **new.model_dump(include={"name", "scope", "shows", "rows", "scripts", "preview", "comments"}),
        )
        session.add(row)
        session.flush()
        audit.record(session, "share.made", f"{design.name}: {row.name}", About(row.design_id), **_shared(row))
        return MadeShare(**told(row).model_dump(), token=token)


def _shared(row: ShareRow) -> dict[str, object]:
    """What a link gives away, for the audit log."""
    told = row.model_dump(include={"scope", "shows", "scripts", "origins"})
    ends = row.expires_at.isoformat() if row.expires_at else None
    return {**told, "share": row.id, "password": row.password_hash is not None, "ends": ends}


def _origin(origin: str) -> str:
    plain = origin.strip().lower().rstrip("/")
    if not ORIGIN.match(plain):
        raise HTTPException(422, f"'{origin}' is not the address of a site, as https://example.org is.")
    return plain


def fresh_results(session: Session, context: Context, row: DesignRow) -> dict[str, str]:
    """{node: the newest run that it took part in}, of the nodes that have not changed since."""
    design: Design = read(row.document)
    analyst = context.analyst.of(design)
    drawn = through(design, analyst.catalog).design
    signatures = planning.signatures(drawn, analyst.catalog, analyst.bound(session, drawn))
    latest = runs.latest_steps(session, row.id)
    return {
        node: step.run_id
        for node, (_, step) in latest.items()
        if node in design.nodes and step.state in GOOD and signatures.get(node) == step.signature
    }


@router.get("/designs/{design_id}/shares")
def list_shares(design_id: str, session: Reading) -> list[ShareOut]:
    """The links to a design, the newest first; those that ended are among them."""
    designs.get(session, design_id)
    return [told(row) for row in shares.of_design(session, design_id)]


@router.patch("/shares/{share_id}")
def rename_share(share_id: str, renamed: NewShareName, context: Running) -> ShareOut:
    """Give a link another name. Visitors do not see it."""
    with context.database.session() as session:
        row = shares.get(session, share_id)
        about = About(row.design_id)
        audit.record(session, "share.renamed", renamed.name, about, share=row.id, before=row.name)
        row.name = renamed.name
        session.add(row)
        return told(row)


@router.delete("/shares/{share_id}")
def revoke_share(share_id: str, context: Running) -> ShareOut:
    """End a link now, in tabs that have it open too."""
    with context.database.session() as session:
        row = shares.get(session, share_id)
        shares.revoke(session, row)
        audit.record(session, "share.revoked", row.name, About(row.design_id), share=row.id)
        answer = told(row)
    context.soon(context.broadcast.wake, row.design_id)
    return answer
