"""Tokens: 256 random bits, of which only a hash is kept. API tokens are shown once, and can be taken back."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from server.auth.principals import Caller, Person
from server.auth.roles import TokenScope
from server.storage.orm.account_tables import AccountRow, ApiTokenRow
from server.storage.orm.core_tables import now
from server.storage.stores.design_store import NotFound

API_TOKEN_PREFIX = "designery_"
#: Of keys that are for one endpoint, and for nothing else on this server.
ENDPOINT_KEY_PREFIX = "dk_"
#: The time of the last use is written down once in so long.
TOKEN_USE_INTERVAL = timedelta(minutes=1)


def hash_token(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def generate_token() -> str:
    return secrets.token_urlsafe(32)


def create_api_token(
    session: Session, account_id: str, workspace_id: str, name: str, scope: TokenScope, expires_at: datetime | None
) -> tuple[ApiTokenRow, str]:
    """A new API token, and what it is in clear: that is told once."""
    token = API_TOKEN_PREFIX + generate_token()
    row = ApiTokenRow(
        token_hash=hash_token(token),
        account_id=account_id,
        workspace_id=workspace_id,
        name=name,
        scope=scope,
        prefix=token[: len(API_TOKEN_PREFIX) + 4],
        expires_at=expires_at,
    )
    session.add(row)
    session.flush()
    return row, token


def list_api_tokens(session: Session, account_id: str) -> list[ApiTokenRow]:
    """The tokens of an account, newest first."""
    query = select(ApiTokenRow).where(ApiTokenRow.account_id == account_id)
    return list(session.exec(query.order_by(col(ApiTokenRow.created_at).desc())))


def revoke_api_token(session: Session, account_id: str, token_id: str) -> ApiTokenRow:
    """Take a token back: it does nothing from now on."""
    row = session.get(ApiTokenRow, token_id)
    if row is None or row.account_id != account_id:
        raise NotFound("This token does not exist. It may have been revoked.")
    session.delete(row)
    return row


def authenticate_token(session: Session, token: str) -> tuple[Caller, ApiTokenRow] | None:
    """Who comes with this token; None where it is unknown or over."""
    row = session.exec(select(ApiTokenRow).where(ApiTokenRow.token_hash == hash_token(token))).first()
    account = session.get(AccountRow, row.account_id) if row else None
    if row is None or account is None or account.disabled_at is not None:
        return None
    if row.expires_at is not None and row.expires_at <= now():
        return None
    scope: TokenScope = row.scope  # type: ignore[assignment]
    person = Person(account.id, account.name, "account")
    caller = Caller(
        person, workspace_id=row.workspace_id, token_scope=scope, token_name=row.name, expires_at=row.expires_at
    )
    return caller, row
