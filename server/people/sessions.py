"""Sessions of accounts: opened by signing in, listed, and ended one by one or all at once."""

from datetime import timedelta

from sqlmodel import Session, col, select

from server.people.person import Caller, Person
from server.people.tokens import hashed, new_token
from server.storage.access_tables import SessionRow
from server.storage.designs import NotThere
from server.storage.people_tables import AccountRow
from server.storage.tables import now

LENGTH = timedelta(days=30)
#: The time of the last use is written down once in so long.
USE_KNOWN = timedelta(minutes=5)
MOST_BROWSER = 300


def open_session(session: Session, account: AccountRow, address: str, browser: str) -> str:
    """A session for somebody who has shown who they are; returns its token."""
    for stale in session.exec(select(SessionRow).where(col(SessionRow.expires_at) < now()).limit(100)):
        session.delete(stale)
    token = new_token()
    session.add(
        SessionRow(
            token_hash=hashed(token),
            account_id=account.id,
            expires_at=now() + LENGTH,
            address=address,
            browser=browser[:MOST_BROWSER],
        )
    )
    return token


def caller(session: Session, token: str) -> tuple[Caller, SessionRow] | None:
    """Who comes with this session; None where it is unknown, over, or its account is disabled."""
    row = session.get(SessionRow, hashed(token))
    if row is None or row.account_id is None or row.expires_at <= now():
        return None
    account = session.get(AccountRow, row.account_id)
    if account is None or account.disabled_at is not None:
        return None
    person = Person(account.id, account.name, "account")
    return Caller(person, account.owns_server, session=row.id, workspace=row.workspace_id), row


def of_account(session: Session, account_id: str) -> list[SessionRow]:
    """The sessions of an account that still hold, the one used last first."""
    query = select(SessionRow).where(SessionRow.account_id == account_id, col(SessionRow.expires_at) > now())
    return list(session.exec(query.order_by(col(SessionRow.last_used_at).desc())))


def end(session: Session, account_id: str, session_id: str) -> None:
    """End one session of an account."""
    row = session.exec(select(SessionRow).where(SessionRow.id == session_id)).first()
    if row is None or row.account_id != account_id:
        raise NotThere("This session is not there. It may have ended.")
    session.delete(row)


def end_all(session: Session, account_id: str, but: str | None = None) -> list[str]:
    """End the sessions of an account, but for one where it is given; returns the ids of those that ended."""
    found = [row for row in of_account(session, account_id) if row.id != but]
    for row in found:
        session.delete(row)
    return [row.id for row in found]


def choose(session: Session, session_id: str, workspace_id: str) -> None:
    """Remember the workspace that a session works in."""
    row = session.exec(select(SessionRow).where(SessionRow.id == session_id)).first()
    if row is not None:
        row.workspace_id = workspace_id
        session.add(row)
