"""What is a person's own: the name, the workspaces, the password, the sessions and the tokens."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, HTTPException, Request, Response
from pydantic import BaseModel, Field, SecretStr, StringConstraints

from server.api.answers import StrictRoute
from server.api.asking import Asking
from server.api.context import Running
from server.api.gate import ordered, roles_of
from server.api.login import SHORTEST
from server.people import accounts, audit, passwords, sessions, tokens, workspaces
from server.people.roles import Role, TokenScope, allows
from server.storage.designs import NotThere
from server.storage.people_tables import TokenRow, WorkspaceRow
from server.storage.place import within
from server.storage.tables import now

router = APIRouter(prefix="/me", tags=["account"], route_class=StrictRoute)


class Membership(BaseModel):
    """A workspace, and what this person may do in it."""

    id: str
    name: str
    role: Role


class Me(BaseModel):
    """Who is signed in."""

    id: str
    login: str
    name: str
    owns_server: bool
    has_password: bool
    #: The workspace whose things lists show; null where there is none.
    workspace: Membership | None
    workspaces: list[Membership]


class NewPassword(BaseModel):
    """The password until now, and the one from now on."""

    old: SecretStr = Field(max_length=200)
    new: SecretStr = Field(min_length=SHORTEST, max_length=200)


class Choice(BaseModel):
    """The workspace to work in."""

    workspace: str = Field(max_length=64)


class SessionOut(BaseModel):
    """A browser that is signed in."""

    id: str
    address: str
    browser: str
    created_at: datetime
    last_used_at: datetime
    #: Whether it is the one that asks.
    current: bool


class NewToken(BaseModel):
    """A token for programs. `days` until it ends; null is no end."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    scope: TokenScope = "read"
    workspace: str = Field(max_length=64)
    days: int | None = Field(default=90, ge=1, le=3_650)


class TokenOut(BaseModel):
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


class MadeToken(TokenOut):
    """A new token, which is told this once. It is sent as `Authorization: Bearer`."""

    token: str


@router.get("")
def read_me(request: Request, caller: Asking, context: Running) -> Me:
    """Who is signed in, and in which workspaces they work."""
    with within(None), context.database.reading() as session:
        account = accounts.get(session, caller.person.id)
        roles = roles_of(session, caller)
        rows = {row.id: row for row, _ in workspaces.of_account(session, account.id)}
        mine = [Membership(id=key, name=rows[key].name, role=role) for key, role in roles.items()]
        first = next(iter(ordered(request, caller, roles)), None)
        return Me(
            id=account.id,
            login=account.login,
            name=account.name,
            owns_server=account.owns_server,
            has_password=account.password_hash is not None,
            workspace=next((one for one in mine if one.id == first), None),
            workspaces=mine,
        )


@router.post("/logout", status_code=204)
def sign_out(caller: Asking, context: Running, response: Response) -> None:
    """End this session."""
    if caller.session is not None:
        _end(context, caller, caller.session)
    response.delete_cookie(context.cookie, path=context.settings.prefix or "/")


@router.post("/password", status_code=204)
def change_password(given: NewPassword, caller: Asking, context: Running) -> None:
    """Choose another password. All other sessions end."""
    with within(None), context.database.session() as session:
        account = accounts.get(session, caller.person.id)
        if account.password_hash is None or not passwords.fits(account.password_hash, given.old.get_secret_value()):
            raise HTTPException(403, "That is not your password until now.")
        accounts.set_password(session, account, given.new.get_secret_value(), but=caller.session)
        audit.record(session, "account.password", account.login)
    context.over(account.id)


@router.post("/workspace", status_code=204)
def choose_workspace(choice: Choice, caller: Asking, context: Running) -> None:
    """Work in another workspace from now on."""
    with within(None), context.database.session() as session:
        if choice.workspace not in roles_of(session, caller):
            raise NotThere("This workspace is not there.")
        if caller.session is not None:
            sessions.choose(session, caller.session, choice.workspace)


@router.get("/sessions")
def list_sessions(caller: Asking, context: Running) -> list[SessionOut]:
    """The browsers in which this person is signed in, the one used last first."""
    with within(None), context.database.reading() as session:
        return [
            SessionOut(**row.model_dump(), current=row.id == caller.session)
            for row in sessions.of_account(session, caller.person.id)
        ]


@router.delete("/sessions/{session_id}", status_code=204)
def end_session(session_id: str, caller: Asking, context: Running) -> None:
    """Sign out in another browser, at once and in all its tabs."""
    _end(context, caller, session_id)


@router.delete("/sessions", status_code=204)
def end_other_sessions(caller: Asking, context: Running) -> None:
    """Sign out everywhere but here."""
    with within(None), context.database.session() as session:
        ended = sessions.end_all(session, caller.person.id, but=caller.session)
        audit.record(session, "session.ended", f"{len(ended)} others")
    context.over(*ended)


def _end(context: Running, caller: Asking, session_id: str) -> None:
    with within(None), context.database.session() as session:
        sessions.end(session, caller.person.id, session_id)
        audit.record(session, "logout" if session_id == caller.session else "session.ended")
    context.over(session_id)


@router.get("/tokens")
def list_tokens(caller: Asking, context: Running) -> list[TokenOut]:
    """The tokens of this person, newest first."""
    with within(None), context.database.reading() as session:
        rows = tokens.of_account(session, caller.person.id)
        return [told(row, session.get_one(WorkspaceRow, row.workspace_id)) for row in rows]


def told(row: TokenRow, workspace: WorkspaceRow) -> TokenOut:
    ended = row.expires_at is not None and row.expires_at <= now()
    return TokenOut.model_validate({**row.model_dump(), "workspace": workspace.name, "ended": ended})


@router.post("/tokens", status_code=201)
def make_token(new: NewToken, caller: Asking, context: Running) -> MadeToken:
    """Make a token for programs that work in one workspace. It may do what its owner may, as far as its scope goes."""
    with within(None), context.database.session() as session:
        role = roles_of(session, caller).get(new.workspace)
        if role is None:
            raise NotThere("This workspace is not there.")
        needed: dict[TokenScope, Role] = {"read": "viewer", "run": "runner", "write": "editor"}
        if not allows(role, needed[new.scope]):
            raise HTTPException(403, f"You are a {role} of this workspace; a token can do no more than you.")
        ends = now() + timedelta(days=new.days) if new.days else None
        row, token = tokens.make(session, caller.person.id, new.workspace, new.name, new.scope, ends)
        workspace = session.get_one(WorkspaceRow, new.workspace)
        with within(new.workspace):
            audit.record(session, "token.made", new.name, scope=new.scope, days=new.days)
        return MadeToken(**told(row, workspace).model_dump(), token=token)


@router.delete("/tokens/{token_id}", status_code=204)
def revoke_token(token_id: str, caller: Asking, context: Running) -> None:
    """Take a token back. It does nothing from now on."""
    with within(None), context.database.session() as session:
        row = tokens.revoke(session, caller.person.id, token_id)
        with within(row.workspace_id):
            audit.record(session, "token.revoked", row.name)
    context.over(caller.person.id)
