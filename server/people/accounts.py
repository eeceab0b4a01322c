"""Accounts: made by the launch link, an invitation or the identity provider; signed in to; disabled."""

import unicodedata
from datetime import timedelta

from sqlmodel import Session, col, select

from server.people import passwords, sessions, workspaces
from server.people.roles import Role
from server.people.tokens import hashed, new_token
from server.storage.designs import NotThere
from server.storage.people_tables import AccountRow, InviteRow, MemberRow
from server.storage.place import PERSONAL
from server.storage.tables import now

INVITATION = timedelta(days=7)
UNKNOWN_INVITE = "This invitation was used, was taken back, or is too old. Ask for a new one."
#: What an unknown name is compared with, so that it takes as long as a known one.
NOBODYS = passwords.hash_of_none()


class Taken(Exception):
    """Somebody has that login already."""


def login_of(typed: str) -> str:
    """A login as it is kept: the same letters in one spelling, however they were typed."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def any_there(session: Session) -> bool:
    return session.exec(select(AccountRow.id).limit(1)).first() is not None


def all_of(session: Session) -> list[AccountRow]:
    return list(session.exec(select(AccountRow).order_by(AccountRow.login)))


def get(session: Session, account_id: str) -> AccountRow:
    row = session.get(AccountRow, account_id)
    if row is None:
        raise NotThere("This account is not there.")
    return row


def with_login(session: Session, login: str) -> AccountRow | None:
    return session.exec(select(AccountRow).where(AccountRow.login == login_of(login))).first()


def with_subject(session: Session, subject: str) -> AccountRow | None:
    return session.exec(select(AccountRow).where(AccountRow.subject == subject)).first()


def create(session: Session, login: str, name: str, password: str | None, *, subject: str | None = None) -> AccountRow:
    """Make an account; the first one owns the server, and what was made before there were accounts."""
    if with_login(session, login) is not None:
        raise Taken
    first = not any_there(session)
    row = AccountRow(
        login=login_of(login),
        name=name.strip() or login.strip(),
        password_hash=passwords.hash_of(password) if password is not None else None,
        subject=subject,
        owns_server=first,
    )
    session.add(row)
    session.flush()
    if first:
        workspaces.create(session, "Team", row.id, workspace_id=PERSONAL)
    return row


def proven(session: Session, login: str, password: str) -> AccountRow | None:
    """The account whose password this is. Unknown and disabled ones get the same None, and as late."""
    row = with_login(session, login)
    fits = passwords.fits((row and row.password_hash) or NOBODYS, password)
    return row if row is not None and fits and row.password_hash and row.disabled_at is None else None


def set_password(session: Session, row: AccountRow, password: str, but: str | None = None) -> None:
    """Give an account another password. Its sessions end, but for the one that asked."""
    row.password_hash = passwords.hash_of(password)
    session.add(row)
    sessions.end_all(session, row.id, but)


def disable(session: Session, row: AccountRow) -> None:
    """Keep an account from signing in; what it made stays."""
    row.disabled_at = row.disabled_at or now()
    session.add(row)
    sessions.end_all(session, row.id)


def other_owner_left(session: Session, row: AccountRow) -> bool:
    """Whether somebody else owns this server too."""
    query = select(AccountRow.id).where(col(AccountRow.owns_server), col(AccountRow.disabled_at).is_(None))
    return any(found != row.id for found in session.exec(query))


def invite(
    session: Session, *, by: str, workspace_id: str | None = None, role: Role | None = None, note: str = ""
) -> tuple[InviteRow, str]:
    """A link that lets its first user make an account and join a workspace; returns its token too."""
    token = new_token()
    row = InviteRow(
        token_hash=hashed(token),
        workspace_id=workspace_id,
        role=role,
        note=note,
        invited_by=by,
        expires_at=now() + INVITATION,
    )
    session.add(row)
    session.flush()
    return row, token


def reset_link(session: Session, account: AccountRow, by: str) -> tuple[InviteRow, str]:
    """A link by which an account gets a new password; earlier ones are void."""
    for earlier in session.exec(select(InviteRow).where(InviteRow.account_id == account.id)):
        session.delete(earlier)
    row, token = invite(session, by=by)
    row.account_id = account.id
    session.add(row)
    return row, token


def invited(session: Session, token: str) -> InviteRow:
    """The invitation whose token this is; raises NotThere where it does not hold."""
    row = session.exec(select(InviteRow).where(InviteRow.token_hash == hashed(token))).first()
    if row is None or row.expires_at <= now():
        raise NotThere(UNKNOWN_INVITE)
    return row


def invitations(session: Session, workspace_id: str) -> list[InviteRow]:
    """The invitations into a workspace that still hold."""
    query = select(InviteRow).where(InviteRow.workspace_id == workspace_id, col(InviteRow.expires_at) > now())
    return list(session.exec(query.order_by(col(InviteRow.created_at).desc())))


def _use(session: Session, row: InviteRow, account: AccountRow) -> None:
    """Join what the invitation is for, and use it up."""
    if row.workspace_id is not None and row.role is not None:
        member = MemberRow(workspace_id=row.workspace_id, account_id=account.id, role=row.role, hand_role=row.role)
        session.add(member)
    session.delete(row)
    session.flush()


def welcome(session: Session, account: AccountRow, row: InviteRow | None) -> None:
    """Give a new account the workspace that it was invited to; one of its own where there is none."""
    if row is not None:
        _use(session, row, account)
    if not workspaces.of_account(session, account.id):
        workspaces.create(session, f"{account.name}'s workspace", account.id)
