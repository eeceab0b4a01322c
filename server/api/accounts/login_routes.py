"""How people get in: the first account by the launch link, further ones by invitation, and then by signing in."""

from typing import Annotated

from fastapi import HTTPException, Request, Response
from pydantic import BaseModel, Field, SecretStr, StringConstraints
from sqlmodel import Session

from server.api.core.app_context import AppContext, ContextDep
from server.api.core.request_guard import consume_launch_token
from server.api.core.router import Router, is_on_team_servers
from server.auth import account_store, audit_log, login_backoff, login_sessions, workspace_members
from server.auth.audit_log import Actor
from server.auth.login_backoff import LoginBackoff
from server.auth.principals import Person
from server.storage.orm.account_tables import AccountRow
from server.storage.transactions.workspace_context import use_workspace

router = Router(prefix="/api", tags=["signing in"], served=is_on_team_servers)

#: What the guard lets strangers ask for.
LOGIN_PATHS = (
    "/api/login",
    "/api/setup",
    "/api/invitations/lookup",
    "/api/invitations/accept",
)
WRONG_CREDENTIALS = "Wrong name or password."
INVALID_LAUNCH_LINK = "This link has been used or has expired. Make a new one on the server: designery link."
MIN_PASSWORD_LENGTH = 10

_account_backoff, _address_backoff = LoginBackoff(4, 60), LoginBackoff(20, 300)

LoginName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
PasswordInput = Annotated[SecretStr, Field(max_length=200)]


class Credentials(BaseModel):
    """The name and password to sign in with."""

    login: LoginName
    password: PasswordInput


class AccountCreate(BaseModel):
    """An account that is made by a link: `token` is what stands behind `#t=` in it."""

    token: str = Field(max_length=200)
    login: LoginName
    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] = ""
    password: PasswordInput


class InvitationToken(BaseModel):
    """The token of an invitation."""

    token: str = Field(max_length=200)


class InvitationRead(BaseModel):
    """What an invitation is for: a workspace, or a new password of the account named in `login`."""

    workspace: str | None
    role: str | None
    by: str
    login: str | None


@router.post("/login", needs="anyone", status_code=204)
def sign_in(credentials: Credentials, request: Request, context: ContextDep, response: Response) -> None:
    """Sign in with a password. Unknown names, wrong passwords and disabled accounts get the same answer."""
    login, address = account_store.normalize_login(credentials.login), get_client_address(request)
    by_account, by_address = f"{id(context)} {login}", f"{id(context)} {address}"
    wait = login_backoff.start_attempts([(_account_backoff, by_account), (_address_backoff, by_address)])
    if wait > 0:
        seconds = int(wait) + 1
        raise HTTPException(
            429, f"Too many attempts. Wait {seconds} seconds and try again.", headers={"Retry-After": str(seconds)}
        )
    with use_workspace(None), context.database.read_session() as session:
        account = account_store.authenticate_password(session, login, credentials.password.get_secret_value())
    with use_workspace(None), context.database.session() as session:
        if account is None:
            audit_log.record_action_of(session, _build_stranger_actor(address), "login.refused", login)
        else:
            start_session(session, account, request, context, response)
    if account is None:
        raise HTTPException(401, WRONG_CREDENTIALS)
    _account_backoff.record_success(by_account)
    _address_backoff.withdraw_attempt(by_address)


def _build_stranger_actor(address: str) -> Actor:
    return Actor(Person("", "", "guest"), address)


@router.post("/setup", needs="anyone", status_code=204)
def set_up_server(new: AccountCreate, request: Request, context: ContextDep, response: Response) -> None:
    """Create the first account, which owns the server, with the link that the server printed."""
    require_strong_password(new)
    with use_workspace(None), context.database.session() as session:
        if account_store.has_accounts(session):
            raise HTTPException(403, "This server is already set up. Ask one of its owners for an invitation.")
        if not consume_launch_token(session, new.token):
            raise HTTPException(401, INVALID_LAUNCH_LINK)
        account = account_store.create_account(session, new.login, new.name, new.password.get_secret_value())
        start_session(session, account, request, context, response, "account.created")


@router.post("/invitations/lookup", needs="anyone")
def read_invitation(invitation: InvitationToken, context: ContextDep) -> InvitationRead:
    """What an invitation is for."""
    with use_workspace(None), context.database.read_session() as session:
        row = account_store.get_invitation(session, invitation.token)
        workspace = workspace_members.get_workspace(session, row.workspace_id).name if row.workspace_id else None
        login = account_store.get_account(session, row.account_id).login if row.account_id else None
        return InvitationRead(workspace=workspace, role=row.role, by=row.invited_by, login=login)


@router.post("/invitations/accept", needs="anyone", status_code=204)
def accept_invitation(new: AccountCreate, request: Request, context: ContextDep, response: Response) -> None:
    """Create an account with an invitation, or set a new password with it."""
    require_strong_password(new)
    with use_workspace(None), context.database.session() as session:
        row = account_store.get_invitation(session, new.token)
        password = new.password.get_secret_value()
        if row.account_id is None:
            try:
                account = account_store.create_account(session, new.login, new.name, password)
            except account_store.LoginTaken:
                raise HTTPException(409, "This name is already taken. Choose another one.") from None
            account_store.accept_invitation(session, account, row)
        else:
            account = account_store.get_account(session, row.account_id)
            account_store.set_password(session, account, password)
            session.delete(row)
        action = "account.created" if row.account_id is None else "account.password"
        start_session(session, account, request, context, response, action)
    context.end_streams(account.id)


def require_strong_password(new: AccountCreate) -> None:
    """Refuse what is guessed too easily."""
    password = new.password.get_secret_value()
    if len(password) < MIN_PASSWORD_LENGTH:
        raise HTTPException(
            422, f"A password needs at least {MIN_PASSWORD_LENGTH} characters. Several words make a good one."
        )
    if account_store.normalize_login(password) == account_store.normalize_login(new.login):
        raise HTTPException(422, "The password must differ from your sign-in name.")


def start_session(
    session: Session,
    account: AccountRow,
    request: Request,
    context: AppContext,
    response: Response,
    action: str = "login",
) -> None:
    """Open a session for whoever has shown who they are, and give its cookie to the browser."""
    address = get_client_address(request)
    token = login_sessions.create_login_session(session, account, address, request.headers.get("user-agent", ""))
    audit_log.record_action_of(
        session, Actor(Person(account.id, account.name, "account"), address), action, account.login
    )
    response.set_cookie(
        context.cookie_name,
        token,
        max_age=int(login_sessions.SESSION_LIFETIME.total_seconds()),
        httponly=True,
        secure=context.settings.secure,
        samesite="strict",
        path=context.settings.prefix or "/",
    )


def get_client_address(request: Request) -> str:
    return request.client.host if request.client else ""
