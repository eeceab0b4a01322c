"""How people get in: the first account by the launch link, further ones by invitation, and then by signing in."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Request, Response
from pydantic import BaseModel, Field, SecretStr, StringConstraints
from sqlmodel import Session

from server.api.answers import StrictRoute
from server.api.context import Context, Running
from server.api.guard import used_up
from server.people import accounts, audit, delays, sessions, workspaces
from server.people.audit import Actor
from server.people.delays import Delays
from server.people.person import Person
from server.storage.people_tables import AccountRow
from server.storage.place import within

router = APIRouter(tags=["signing in"], route_class=StrictRoute)

#: What the guard lets strangers ask for.
OPEN = (
    "/api/login",
    "/api/setup",
    "/api/invitation",
    "/api/invitation/accept",
)
WRONG = "This name and password do not fit."
NO_LINK = "This link was used or is too old. Make a new one on the server: designery link."
SHORTEST = 10

_of_account, _of_address = Delays(4, 60), Delays(20, 300)

Login = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Password = Annotated[SecretStr, Field(max_length=200)]


class Credentials(BaseModel):
    """What is typed to sign in."""

    login: Login
    password: Password


class NewAccount(BaseModel):
    """An account that is made by a link: `token` is what stands behind `#t=` in it."""

    token: str = Field(max_length=200)
    login: Login
    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] = ""
    password: Password


class Invitation(BaseModel):
    """The token of an invitation."""

    token: str = Field(max_length=200)


class InvitationOut(BaseModel):
    """What an invitation is for: a workspace, or a new password of the account named in `login`."""

    workspace: str | None
    role: str | None
    by: str
    login: str | None


@router.post("/login", status_code=204)
def sign_in(given: Credentials, request: Request, context: Running, response: Response) -> None:
    """Sign in with a password. Unknown names, wrong passwords and disabled accounts get one and the same answer."""
    login, address = accounts.login_of(given.login), address_of(request)
    by_account, by_address = f"{id(context)} {login}", f"{id(context)} {address}"
    wait = delays.begin([(_of_account, by_account), (_of_address, by_address)])
    if wait > 0:
        seconds = int(wait) + 1
        raise HTTPException(
            429, f"Too many tries. Wait {seconds} seconds and try again.", headers={"Retry-After": str(seconds)}
        )
    with within(None), context.database.reading() as session:
        account = accounts.proven(session, login, given.password.get_secret_value())
    with within(None), context.database.session() as session:
        if account is None:
            audit.record_of(session, _somebody(address), "login.refused", login)
        else:
            open_for(session, account, request, context, response)
    if account is None:
        raise HTTPException(401, WRONG)
    _of_account.succeeded(by_account)
    _of_address.withdraw(by_address)


def _somebody(address: str) -> Actor:
    return Actor(Person("", "", "guest"), address)


@router.post("/setup", status_code=204)
def set_up(new: NewAccount, request: Request, context: Running, response: Response) -> None:
    """Make the first account, which owns the server, by the link that the server printed."""
    check_password(new)
    with within(None), context.database.session() as session:
        if accounts.any_there(session):
            raise HTTPException(403, "This server is set up. Ask one of its owners for an invitation.")
        if not used_up(session, new.token):
            raise HTTPException(401, NO_LINK)
        account = accounts.create(session, new.login, new.name, new.password.get_secret_value())
        open_for(session, account, request, context, response, "account.created")


@router.post("/invitation")
def read_invitation(given: Invitation, context: Running) -> InvitationOut:
    """What an invitation is for."""
    with within(None), context.database.reading() as session:
        row = accounts.invited(session, given.token)
        workspace = workspaces.get(session, row.workspace_id).name if row.workspace_id else None
        login = accounts.get(session, row.account_id).login if row.account_id else None
        return InvitationOut(workspace=workspace, role=row.role, by=row.invited_by, login=login)


@router.post("/invitation/accept", status_code=204)
def accept_invitation(new: NewAccount, request: Request, context: Running, response: Response) -> None:
    """Make an account by an invitation, or choose the new password that it is for."""
    check_password(new)
    with within(None), context.database.session() as session:
        row = accounts.invited(session, new.token)
        password = new.password.get_secret_value()
        if row.account_id is None:
            try:
                account = accounts.create(session, new.login, new.name, password)
            except accounts.Taken:
                raise HTTPException(409, "Somebody signs in with that name already. Choose another one.") from None
            accounts.welcome(session, account, row)
        else:
            account = accounts.get(session, row.account_id)
            accounts.set_password(session, account, password)
            session.delete(row)
        made = "account.created" if row.account_id is None else "account.password"
        open_for(session, account, request, context, response, made)
    context.over(account.id)


def check_password(new: NewAccount) -> None:
    """Refuse what is guessed too easily."""
    password = new.password.get_secret_value()
    if len(password) < SHORTEST:
        raise HTTPException(422, f"A password has at least {SHORTEST} characters. Several words make a good one.")
    if accounts.login_of(password) == accounts.login_of(new.login):
        raise HTTPException(422, "The password must not be the name that you sign in with.")


def open_for(
    session: Session,
    account: AccountRow,
    request: Request,
    context: Context,
    response: Response,
    action: str = "login",
) -> None:
    """Open a session for whoever has shown who they are, and give its cookie to the browser."""
    address = address_of(request)
    token = sessions.open_session(session, account, address, request.headers.get("user-agent", ""))
    audit.record_of(session, Actor(Person(account.id, account.name, "account"), address), action, account.login)
    response.set_cookie(
        context.cookie,
        token,
        max_age=int(sessions.LENGTH.total_seconds()),
        httponly=True,
        secure=context.settings.secure,
        samesite="strict",
        path=context.settings.prefix or "/",
    )


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""
