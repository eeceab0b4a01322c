"""Signing in from a terminal: a person who is signed in allows a token that a program made for itself.

The program shows a code and a link; both come from the hash of its token. The link opens the page, the person compares
the codes and allows it, and from then on the token is good. So nothing waits in the server, and no token is in an
address.
"""

from datetime import timedelta
from typing import Annotated

from fastapi import HTTPException, Request
from pydantic import BaseModel, Field, StringConstraints
from sqlmodel import Session, select

from server.api.core.app_context import ContextDep
from server.api.core.authorization import load_roles, order_workspaces
from server.api.core.caller_dependency import CallerDep
from server.api.core.request_guard import SESSION_LIFETIME
from server.api.core.router import Router
from server.auth import api_tokens, audit_log
from server.auth.principals import Caller
from server.auth.roles import Role, TokenScope, is_role_sufficient
from server.storage.orm.access_tables import SessionRow
from server.storage.orm.account_tables import ApiTokenRow
from server.storage.orm.core_tables import now
from server.storage.transactions.workspace_context import use_workspace

router = Router(prefix="/api", tags=["account"])

#: The most that a token may do, by the role of its owner.
SCOPES_BY_ROLE: tuple[tuple[Role, TokenScope], ...] = (("editor", "write"), ("runner", "run"), ("viewer", "read"))
TokenHash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class DeviceLoginCreate(BaseModel):
    """The token that is allowed, by its hash, and the name of the program and machine that has it."""

    token_hash: TokenHash
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    days: int = Field(default=90, ge=1, le=3_650)


@router.post("/device-logins", needs="person", status_code=204)
def allow_device(new: DeviceLoginCreate, request: Request, caller: CallerDep, context: ContextDep) -> None:
    """Let a program work for this person, in the workspace that they are in. The token can be revoked."""
    with use_workspace(None), context.database.session() as session:
        if context.settings.team:
            _allow_api_token(session, new, request, caller)
        elif session.get(SessionRow, new.token_hash) is None:
            lifetime = min(timedelta(days=new.days), SESSION_LIFETIME)
            session.add(SessionRow(token_hash=new.token_hash, expires_at=now() + lifetime))


def _allow_api_token(session: Session, new: DeviceLoginCreate, request: Request, caller: Caller) -> None:
    """A token as one that is created under API tokens, with the widest scope that the role allows."""
    roles = load_roles(session, caller)
    workspace = next(iter(order_workspaces(request, caller, roles)), None)
    if workspace is None:
        raise HTTPException(403, "You are not a member of any workspace. Ask someone to invite you.")
    scope = next(scope for role, scope in SCOPES_BY_ROLE if is_role_sufficient(roles[workspace], role))
    known = session.exec(select(ApiTokenRow).where(ApiTokenRow.token_hash == new.token_hash)).first()
    if known is not None:
        return
    session.add(
        ApiTokenRow(
            token_hash=new.token_hash,
            account_id=caller.person.id,
            workspace_id=workspace,
            name=new.name,
            scope=scope,
            prefix=api_tokens.API_TOKEN_PREFIX,
            expires_at=now() + timedelta(days=new.days),
        )
    )
    with use_workspace(workspace):
        audit_log.record_action(session, "token.made", new.name, scope=scope, days=new.days)
