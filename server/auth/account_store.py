"""Accounts: made by the launch link, an invitation or the identity provider; signed in to; disabled."""

import unicodedata
from datetime import timedelta

from sqlmodel import Session, col, select

from server.auth import login_sessions, passwords, workspace_members
from server.auth.api_tokens import generate_token, hash_token
from server.auth.roles import Role
from server.storage.orm.account_tables import AccountRow, InviteRow, MemberRow
from server.storage.orm.core_tables import now
from server.storage.stores.design_store import NotFound
from server.storage.transactions.workspace_context import PERSONAL_WORKSPACE

INVITATION_LIFETIME = timedelta(days=7)
INVALID_INVITATION = "This invitation has been used or revoked, or has expired. Ask for a new one."
#: What an unknown name is compared with, so that it takes as long as a known one.
DUMMY_PASSWORD_HASH = passwords.make_dummy_hash()


class LoginTaken(Exception):
    """Somebody has that login already."""


def normalize_login(typed: str) -> str:
    """A login as it is kept: the same letters in one spelling, however they were typed."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def has_accounts(session: Session) -> bool:
    return session.exec(select(AccountRow.id).limit(1)).first() is not None


def list_accounts(session: Session) -> list[AccountRow]:
    return list(session.exec(select(AccountRow).order_by(AccountRow.login)))


def get_account(session: Session, account_id: str) -> AccountRow:
    row = session.get(AccountRow, account_id)
    if row is None:
        raise NotFound("This account does not exist.")
    return row


def find_account_by_login(session: Session, login: str) -> AccountRow | None:
    return session.exec(select(AccountRow).where(AccountRow.login == normalize_login(login))).first()


def find_account_by_oidc_subject(session: Session, oidc_subject: str) -> AccountRow | None:
    return session.exec(select(AccountRow).where(AccountRow.oidc_subject == oidc_subject)).first()


def create_account(
    session: Session, login: str, name: str, password: str | None, *, oidc_subject: str | None = None
) -> AccountRow:
    """Make an account; the first one owns the server, and what was made before there were accounts."""
    if find_account_by_login(session, login) is not None:
        raise LoginTaken
    first = not has_accounts(session)
    row = AccountRow(
        login=normalize_login(login),
        name=name.strip() or login.strip(),
        password_hash=passwords.hash_password(password) if password is not None else None,
        oidc_subject=oidc_subject,
        is_admin=first,
    )
    session.add(row)
    session.flush()
    if first:
        workspace_members.create_workspace(session, "Team", row.id, workspace_id=PERSONAL_WORKSPACE)
    return row


def authenticate_password(session: Session, login: str, password: str) -> AccountRow | None:
    """The account whose password this is. Unknown and disabled ones get the same None, and as late."""
    row = find_account_by_login(session, login)
    matches = passwords.verify_password((row and row.password_hash) or DUMMY_PASSWORD_HASH, password)
    return row if row is not None and matches and row.password_hash and row.disabled_at is None else None


def set_password(session: Session, row: AccountRow, password: str, keep_session_id: str | None = None) -> None:
    """Give an account another password. Its sessions end, but for the one that asked."""
    row.password_hash = passwords.hash_password(password)
    session.add(row)
    login_sessions.end_login_sessions(session, row.id, keep_session_id)


def disable_account(session: Session, row: AccountRow) -> None:
    """Keep an account from signing in; what it made stays."""
    row.disabled_at = row.disabled_at or now()
    session.add(row)
    login_sessions.end_login_sessions(session, row.id)


def has_other_admin(session: Session, row: AccountRow) -> bool:
    """Whether somebody else owns this server too."""
    query = select(AccountRow.id).where(col(AccountRow.is_admin), col(AccountRow.disabled_at).is_(None))
    return any(found != row.id for found in session.exec(query))


def create_invitation(
    session: Session, *, invited_by: str, workspace_id: str | None = None, role: Role | None = None, note: str = ""
) -> tuple[InviteRow, str]:
    """A link that lets its first user make an account and join a workspace; returns its token too."""
    token = generate_token()
    row = InviteRow(
        token_hash=hash_token(token),
        workspace_id=workspace_id,
        role=role,
        note=note,
        invited_by=invited_by,
        expires_at=now() + INVITATION_LIFETIME,
    )
    session.add(row)
    session.flush()
    return row, token


def create_password_reset(session: Session, account: AccountRow, invited_by: str) -> tuple[InviteRow, str]:
    """A link by which an account gets a new password; earlier ones are void."""
    for earlier in session.exec(select(InviteRow).where(InviteRow.account_id == account.id)):
        session.delete(earlier)
    row, token = create_invitation(session, invited_by=invited_by)
    row.account_id = account.id
    session.add(row)
    return row, token


def get_invitation(session: Session, token: str) -> InviteRow:
    """The invitation whose token this is; raises NotFound where it does not hold."""
    row = session.exec(select(InviteRow).where(InviteRow.token_hash == hash_token(token))).first()
    if row is None or row.expires_at <= now():
        raise NotFound(INVALID_INVITATION)
    return row


def list_invitations(session: Session, workspace_id: str) -> list[InviteRow]:
    """The invitations into a workspace that still hold."""
    query = select(InviteRow).where(InviteRow.workspace_id == workspace_id, col(InviteRow.expires_at) > now())
    return list(session.exec(query.order_by(col(InviteRow.created_at).desc())))


def _redeem_invitation(session: Session, row: InviteRow, account: AccountRow) -> None:
    """Join what the invitation is for, and use it up."""
    if row.workspace_id is not None and row.role is not None:
        member = MemberRow(workspace_id=row.workspace_id, account_id=account.id, role=row.role, direct_role=row.role)
        session.add(member)
    session.delete(row)
    session.flush()


def accept_invitation(session: Session, account: AccountRow, invitation: InviteRow | None) -> None:
    """Give a new account the workspace that it was invited to; one of its own where there is none."""
    if invitation is not None:
        _redeem_invitation(session, invitation, account)
    if not workspace_members.list_account_workspaces(session, account.id):
        workspace_members.create_workspace(session, f"{account.name}'s workspace", account.id)
