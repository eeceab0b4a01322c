"""Sessions of accounts: opened by signing in, listed, and ended one by one or all at once."""

from datetime import timedelta

from sqlmodel import Session, col, select

from server.auth.api_tokens import generate_token, hash_token
from server.auth.embed_keys import end_embed_keys
from server.auth.principals import Caller, Person
from server.storage.orm.access_tables import SessionRow
from server.storage.orm.account_tables import AccountRow
from server.storage.orm.core_tables import now
from server.storage.stores.design_store import NotFound

SESSION_LIFETIME = timedelta(days=30)
#: The time of the last use is written down once in so long.
SESSION_USE_INTERVAL = timedelta(minutes=5)
MAX_BROWSER_LENGTH = 300


def create_login_session(session: Session, account: AccountRow, address: str, browser: str) -> str:
    """A session for somebody who has shown who they are; returns its token."""
    for stale in session.exec(select(SessionRow).where(col(SessionRow.expires_at) < now()).limit(100)):
        session.delete(stale)
    token = generate_token()
    session.add(
        SessionRow(
            token_hash=hash_token(token),
            account_id=account.id,
            expires_at=now() + SESSION_LIFETIME,
            address=address,
            browser=browser[:MAX_BROWSER_LENGTH],
        )
    )
    return token


def authenticate_session(session: Session, token: str) -> tuple[Caller, SessionRow] | None:
    """Who comes with this session; None where it is unknown, over, or its account is disabled."""
    row = session.get(SessionRow, hash_token(token))
    if row is None or row.account_id is None or row.expires_at <= now():
        return None
    account = session.get(AccountRow, row.account_id)
    if account is None or account.disabled_at is not None:
        return None
    person = Person(account.id, account.name, "account")
    return Caller(person, account.is_admin, session_id=row.id, workspace_id=row.workspace_id), row


def list_login_sessions(session: Session, account_id: str) -> list[SessionRow]:
    """The sessions of an account that still hold, the one used last first."""
    query = select(SessionRow).where(SessionRow.account_id == account_id, col(SessionRow.expires_at) > now())
    return list(session.exec(query.order_by(col(SessionRow.last_used_at).desc())))


def end_login_session(session: Session, account_id: str, session_id: str) -> None:
    """End one session of an account."""
    row = session.exec(select(SessionRow).where(SessionRow.id == session_id)).first()
    if row is None or row.account_id != account_id:
        raise NotFound("This session does not exist. It may have ended.")
    session.delete(row)


def end_login_sessions(session: Session, account_id: str, keep_session_id: str | None = None) -> list[str]:
    """End the sessions of an account, but for one where it is given, and its keys of embedded canvases, which are in no
    list; returns the ids of those that ended."""
    ended = [row for row in list_login_sessions(session, account_id) if row.id != keep_session_id]
    for row in ended:
        session.delete(row)
    return [*(row.id for row in ended), *end_embed_keys(session, account_id)]


def set_session_workspace(session: Session, session_id: str, workspace_id: str) -> None:
    """Remember the workspace that a session works in."""
    row = session.exec(select(SessionRow).where(SessionRow.id == session_id)).first()
    if row is not None:
        row.workspace_id = workspace_id
        session.add(row)
