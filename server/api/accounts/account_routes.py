"""The accounts of a server, for its owners: list, disable, make an owner, a link for a new password."""

from datetime import datetime

from fastapi import HTTPException
from pydantic import BaseModel

from server.api.core.app_context import ContextDep, ReadSessionDep
from server.api.core.caller_dependency import CallerDep
from server.api.core.router import Router, is_on_team_servers
from server.auth import account_store, audit_log
from server.storage.orm.account_tables import AccountRow

router = Router(prefix="/api/accounts", tags=["accounts"], served=is_on_team_servers)


class AccountRead(BaseModel):
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


class AccountUpdate(BaseModel):
    """Fields that are left out do not change."""

    disabled: bool | None = None
    owns_server: bool | None = None


class PasswordLinkCreated(BaseModel):
    """A link for a new password. The address is `/join#t={token}`. It is shown only once."""

    token: str
    expires_at: datetime


def _to_account_read(row: AccountRow) -> AccountRead:
    return AccountRead(
        id=row.id,
        login=row.login,
        name=row.name,
        owns_server=row.is_admin,
        owner_by_group=row.is_admin_by_group,
        has_password=row.password_hash is not None,
        created_at=row.created_at,
        disabled_at=row.disabled_at,
    )


@router.get("", needs="server")
def list_accounts(session: ReadSessionDep) -> list[AccountRead]:
    """All accounts by the name that they sign in with."""
    return [_to_account_read(row) for row in account_store.list_accounts(session)]


@router.patch("/{account_id}", needs="server")
def update_account(account_id: str, change: AccountUpdate, context: ContextDep) -> AccountRead:
    """Disable or enable an account, and make it an owner of this server or not."""
    with context.database.session() as session:
        row = account_store.get_account(session, account_id)
        loses = change.disabled is True or change.owns_server is False
        if row.is_admin and loses and not account_store.has_other_admin(session, row):
            raise HTTPException(409, "A server needs at least one owner. Make someone else an owner first.")
        if change.owns_server is not None:
            row.is_admin, row.is_admin_by_group = change.owns_server, False
            audit_log.record_action(session, "account.owner", row.login, owner=change.owns_server)
        if change.disabled is True:
            account_store.disable_account(session, row)
            audit_log.record_action(session, "account.disabled", row.login)
        elif change.disabled is False:
            row.disabled_at = None
            audit_log.record_action(session, "account.enabled", row.login)
        session.add(row)
    context.end_streams(account_id)
    return _to_account_read(row)


@router.post("/{account_id}/password-link", needs="server", status_code=201)
def create_password_link(account_id: str, caller: CallerDep, context: ContextDep) -> PasswordLinkCreated:
    """A link to choose a new password. It works once, within seven days."""
    with context.database.session() as session:
        account = account_store.get_account(session, account_id)
        row, token = account_store.create_password_reset(session, account, caller.person.name)
        audit_log.record_action(session, "account.password-link", account.login)
        return PasswordLinkCreated(token=token, expires_at=row.expires_at)
