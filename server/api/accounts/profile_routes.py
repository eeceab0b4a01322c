"""What is a person's own: the name, the workspaces, the password, the sessions and the tokens."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import HTTPException, Request, Response
from pydantic import BaseModel, Field, SecretStr, StringConstraints

from server.api.accounts.login_routes import MIN_PASSWORD_LENGTH
from server.api.core.app_context import ContextDep
from server.api.core.authorization import load_roles, order_workspaces
from server.api.core.caller_dependency import CallerDep
from server.api.core.router import Router, is_on_team_servers
from server.auth import account_store, api_tokens, audit_log, embed_keys, login_sessions, passwords, workspace_members
from server.auth.roles import Role, TokenScope, is_role_sufficient
from server.storage.orm.account_tables import ApiTokenRow, WorkspaceRow
from server.storage.orm.core_tables import now
from server.storage.stores.design_store import NotFound
from server.storage.transactions.workspace_context import use_workspace

router = Router(prefix="/api/me", tags=["account"], served=is_on_team_servers)


class MembershipRead(BaseModel):
    """A workspace, and what this person may do in it."""

    id: str
    name: str
    role: Role


class ProfileRead(BaseModel):
    """Who is signed in."""

    id: str
    login: str
    name: str
    owns_server: bool
    has_password: bool
    #: The workspace whose things lists show; null where there is none.
    workspace: MembershipRead | None
    workspaces: list[MembershipRead]


class PasswordUpdate(BaseModel):
    """The current password and the new one."""

    old: SecretStr = Field(max_length=200)
    new: SecretStr = Field(min_length=MIN_PASSWORD_LENGTH, max_length=200)


class WorkspaceChoice(BaseModel):
    """The workspace to work in."""

    workspace: str = Field(max_length=64)


class SessionRead(BaseModel):
    """A browser that is signed in."""

    id: str
    address: str
    browser: str
    created_at: datetime
    last_used_at: datetime
    #: Whether it is the one that asks.
    current: bool


class TokenCreate(BaseModel):
    """A token for programs. `days` until it expires; null means never."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    scope: TokenScope = "read"
    workspace: str = Field(max_length=64)
    days: int | None = Field(default=90, ge=1, le=3_650)


class TokenRead(BaseModel):
    """A token, without itself."""

    id: str
    name: str
    scope: TokenScope
    workspace: str
    begins: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    ended: bool


class TokenCreated(TokenRead):
    """A new token, which is shown only once. It is sent as `Authorization: Bearer`."""

    token: str


@router.get("", needs="person")
def read_profile(request: Request, caller: CallerDep, context: ContextDep) -> ProfileRead:
    """Who is signed in, and in which workspaces they work."""
    with use_workspace(None), context.database.read_session() as session:
        account = account_store.get_account(session, caller.person.id)
        roles = load_roles(session, caller)
        rows = {row.id: row for row, _ in workspace_members.list_account_workspaces(session, account.id)}
        memberships = [MembershipRead(id=key, name=rows[key].name, role=role) for key, role in roles.items()]
        first = next(iter(order_workspaces(request, caller, roles)), None)
        return ProfileRead(
            id=account.id,
            login=account.login,
            name=account.name,
            owns_server=account.is_admin,
            has_password=account.password_hash is not None,
            workspace=next((one for one in memberships if one.id == first), None),
            workspaces=memberships,
        )


@router.post("/logout", needs="person", status_code=204)
def sign_out(caller: CallerDep, context: ContextDep, response: Response) -> None:
    """End this session."""
    if caller.session_id is not None:
        _end_session(context, caller, caller.session_id)
    response.delete_cookie(context.cookie_name, path=context.settings.prefix or "/")


@router.post("/password", needs="person", status_code=204)
def change_password(passwords_given: PasswordUpdate, caller: CallerDep, context: ContextDep) -> None:
    """Change the password. All other sessions end."""
    with use_workspace(None), context.database.session() as session:
        account = account_store.get_account(session, caller.person.id)
        if account.password_hash is None or not passwords.verify_password(
            account.password_hash, passwords_given.old.get_secret_value()
        ):
            raise HTTPException(403, "The current password is wrong.")
        account_store.set_password(
            session, account, passwords_given.new.get_secret_value(), keep_session_id=caller.session_id
        )
        audit_log.record_action(session, "account.password", account.login)
    context.end_streams(account.id)


@router.post("/workspace", needs="person", status_code=204)
def choose_workspace(choice: WorkspaceChoice, caller: CallerDep, context: ContextDep) -> None:
    """Work in another workspace from now on."""
    with use_workspace(None), context.database.session() as session:
        if choice.workspace not in load_roles(session, caller):
            raise NotFound("This workspace does not exist.")
        if caller.session_id is not None:
            login_sessions.set_session_workspace(session, caller.session_id, choice.workspace)


@router.get("/sessions", needs="person")
def list_sessions(caller: CallerDep, context: ContextDep) -> list[SessionRead]:
    """The browsers in which this person is signed in, the one used last first."""
    with use_workspace(None), context.database.read_session() as session:
        return [
            SessionRead(**row.model_dump(), current=row.id == caller.session_id)
            for row in login_sessions.list_login_sessions(session, caller.person.id)
        ]


@router.delete("/sessions/{session_id}", needs="person", status_code=204)
def end_session(session_id: str, caller: CallerDep, context: ContextDep) -> None:
    """Sign out in another browser, at once and in all its tabs."""
    _end_session(context, caller, session_id)


@router.delete("/sessions", needs="person", status_code=204)
def end_other_sessions(caller: CallerDep, context: ContextDep) -> None:
    """Sign out everywhere except here."""
    with use_workspace(None), context.database.session() as session:
        ended = login_sessions.end_login_sessions(session, caller.person.id, keep_session_id=caller.session_id)
        audit_log.record_action(session, "session.ended", f"{len(ended)} others")
    context.end_streams(*ended)


def _end_session(context: ContextDep, caller: CallerDep, session_id: str) -> None:
    with use_workspace(None), context.database.session() as session:
        login_sessions.end_login_session(session, caller.person.id, session_id)
        audit_log.record_action(session, "logout" if session_id == caller.session_id else "session.ended")
    context.end_streams(session_id)


@router.get("/tokens", needs="person")
def list_tokens(caller: CallerDep, context: ContextDep) -> list[TokenRead]:
    """The tokens of this person, newest first."""
    with use_workspace(None), context.database.read_session() as session:
        rows = api_tokens.list_api_tokens(session, caller.person.id)
        return [to_token_read(row, session.get_one(WorkspaceRow, row.workspace_id)) for row in rows]


def to_token_read(row: ApiTokenRow, workspace: WorkspaceRow) -> TokenRead:
    scope: TokenScope = row.scope  # type: ignore[assignment]
    return TokenRead(
        id=row.id,
        name=row.name,
        scope=scope,
        workspace=workspace.name,
        begins=row.prefix,
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        ended=row.expires_at is not None and row.expires_at <= now(),
    )


@router.post("/tokens", needs="person", status_code=201)
def create_token(new: TokenCreate, caller: CallerDep, context: ContextDep) -> TokenCreated:
    """Create a token for programs in one workspace. It can do what its owner can, within its scope."""
    with use_workspace(None), context.database.session() as session:
        role = load_roles(session, caller).get(new.workspace)
        if role is None:
            raise NotFound("This workspace does not exist.")
        needed: dict[TokenScope, Role] = {"read": "viewer", "run": "runner", "write": "editor"}
        if not is_role_sufficient(role, needed[new.scope]):
            raise HTTPException(403, f"You are a {role} of this workspace; a token can't do more than you can.")
        expires_at = now() + timedelta(days=new.days) if new.days else None
        row, token = api_tokens.create_api_token(
            session, caller.person.id, new.workspace, new.name, new.scope, expires_at
        )
        workspace = session.get_one(WorkspaceRow, new.workspace)
        with use_workspace(new.workspace):
            audit_log.record_action(session, "token.made", new.name, scope=new.scope, days=new.days)
        return TokenCreated(**to_token_read(row, workspace).model_dump(), token=token)


@router.delete("/tokens/{token_id}", needs="person", status_code=204)
def revoke_token(token_id: str, caller: CallerDep, context: ContextDep) -> None:
    """Revoke a token. It stops working at once, and so do your keys of embedded canvases: it may have made them."""
    with use_workspace(None), context.database.session() as session:
        row = api_tokens.revoke_api_token(session, caller.person.id, token_id)
        embed_keys.end_embed_keys(session, caller.person.id)
        with use_workspace(row.workspace_id):
            audit_log.record_action(session, "token.revoked", row.name)
    context.end_streams(caller.person.id)
