"""The accounts of a server, for its owners: list, disable, make an owner, a link for a new password."""

from datetime import datetime

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel

from server.api.answers import StrictRoute
from server.api.asking import Asking
from server.api.context import Reading, Running
from server.people import accounts, audit
from server.storage.people_tables import AccountRow

router = APIRouter(prefix="/accounts", tags=["accounts"], route_class=StrictRoute)


class AccountOut(BaseModel):
    """An account."""

    id: str
    login: str
    name: str
    owns_server: bool
    #: Whether a group of the identity provider made it an owner.
    owner_by_group: bool
    has_password: bool
    created_at: datetime
    disabled_at: datetime | None


class AccountChange(BaseModel):
    """What is left out stays as it is."""

    disabled: bool | None = None
    owns_server: bool | None = None


class PasswordLink(BaseModel):
    """A link for a new password. The address is `/join#t={token}`, which is told this once."""

    token: str
    expires_at: datetime


def _told(row: AccountRow) -> AccountOut:
    return AccountOut.model_validate({**row.model_dump(), "has_password": row.password_hash is not None})


@router.get("")
def list_accounts(session: Reading) -> list[AccountOut]:
    """All accounts by the name that they sign in with."""
    return [_told(row) for row in accounts.all_of(session)]


@router.patch("/{account_id}")
def change_account(account_id: str, change: AccountChange, context: Running) -> AccountOut:
    """Disable an account, or let it in again; make it an owner of this server, or none."""
    with context.database.session() as session:
        row = accounts.get(session, account_id)
        loses = change.disabled is True or change.owns_server is False
        if row.owns_server and loses and not accounts.other_owner_left(session, row):
            raise HTTPException(409, "A server has an owner at any time. Make somebody else an owner first.")
        if change.owns_server is not None:
            row.owns_server, row.owner_by_group = change.owns_server, False
            audit.record(session, "account.owner", row.login, owner=change.owns_server)
        if change.disabled is True:
            accounts.disable(session, row)
            audit.record(session, "account.disabled", row.login)
        elif change.disabled is False:
            row.disabled_at = None
            audit.record(session, "account.enabled", row.login)
        session.add(row)
    context.over(account_id)
    return _told(row)


@router.post("/{account_id}/password-link", status_code=201)
def make_password_link(account_id: str, caller: Asking, context: Running) -> PasswordLink:
    """A link by which somebody who forgot the password chooses another one. It works once, within seven days."""
    with context.database.session() as session:
        account = accounts.get(session, account_id)
        row, token = accounts.reset_link(session, account, caller.person.name)
        audit.record(session, "account.password-link", account.login)
        return PasswordLink(token=token, expires_at=row.expires_at)
