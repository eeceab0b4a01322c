"""Tokens: 256 random bits, of which only a hash is kept. API tokens are shown once, and can be taken back."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from server.people.person import Caller, Person
from server.people.roles import TokenScope
from server.storage.designs import NotThere
from server.storage.people_tables import AccountRow, TokenRow
from server.storage.tables import now

PREFIX = "designery_"
#: The time of the last use is written down once in so long.
USE_KNOWN = timedelta(minutes=1)


def hashed(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    return secrets.token_urlsafe(32)


def make(
    session: Session, account_id: str, workspace_id: str, name: str, scope: TokenScope, expires_at: datetime | None
) -> tuple[TokenRow, str]:
    """A new API token, and what it is in clear: that is told once."""
    token = PREFIX + new_token()
    row = TokenRow(
        token_hash=hashed(token),
        account_id=account_id,
        workspace_id=workspace_id,
        name=name,
        scope=scope,
        begins=token[: len(PREFIX) + 4],
        expires_at=expires_at,
    )
    session.add(row)
    session.flush()
    return row, token


def of_account(session: Session, account_id: str) -> list[TokenRow]:
    """The tokens of an account, newest first."""
    query = select(TokenRow).where(TokenRow.account_id == account_id)
    return list(session.exec(query.order_by(col(TokenRow.created_at).desc())))


def revoke(session: Session, account_id: str, token_id: str) -> TokenRow:
    """Take a token back: it does nothing from now on."""
    row = session.get(TokenRow, token_id)
    if row is None or row.account_id != account_id:
        raise NotThere("This token is not there. It may have been revoked.")
    session.delete(row)
    return row


def caller(session: Session, token: str) -> tuple[Caller, TokenRow] | None:
    """Who comes with this token; None where it is unknown or over."""
    row = session.exec(select(TokenRow).where(TokenRow.token_hash == hashed(token))).first()
    account = session.get(AccountRow, row.account_id) if row else None
    if row is None or account is None or account.disabled_at is not None:
        return None
    if row.expires_at is not None and row.expires_at <= now():
        return None
    scope: TokenScope = row.scope  # type: ignore[assignment]
    person = Person(account.id, account.name, "account")
    return Caller(person, workspace=row.workspace_id, token=scope, token_name=row.name), row
