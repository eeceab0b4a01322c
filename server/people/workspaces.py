"""Workspaces, and who may do what in them."""

from sqlmodel import Session, col, select

from server.people.roles import Role
from server.storage.designs import NotThere
from server.storage.people_tables import AccountRow, MemberRow, WorkspaceRow


class LastOwner(Exception):
    """A workspace has an owner at any time."""

    def __str__(self) -> str:
        return "A workspace has an owner at any time. Make somebody else an owner first."


def create(session: Session, name: str, owner: str, *, workspace_id: str | None = None) -> WorkspaceRow:
    """A workspace with its first owner."""
    row = WorkspaceRow(name=name) if workspace_id is None else WorkspaceRow(id=workspace_id, name=name)
    session.add(row)
    session.flush()
    session.add(MemberRow(workspace_id=row.id, account_id=owner, role="owner"))
    session.flush()
    return row


def get(session: Session, workspace_id: str) -> WorkspaceRow:
    row = session.get(WorkspaceRow, workspace_id)
    if row is None:
        raise NotThere("This workspace is not there.")
    return row


def of_account(session: Session, account_id: str) -> list[tuple[WorkspaceRow, Role]]:
    """The workspaces that an account is a member of, oldest first, with its role in each."""
    query = (
        select(WorkspaceRow, MemberRow.role)
        .join(MemberRow, col(MemberRow.workspace_id) == col(WorkspaceRow.id))
        .where(MemberRow.account_id == account_id)
        .order_by(col(MemberRow.created_at))
    )
    return [(row, role) for row, role in session.exec(query)]  # type: ignore[misc]


def members(session: Session, workspace_id: str) -> list[tuple[MemberRow, AccountRow]]:
    """The members by name."""
    query = (
        select(MemberRow, AccountRow)
        .join(AccountRow, col(AccountRow.id) == col(MemberRow.account_id))
        .where(MemberRow.workspace_id == workspace_id)
        .order_by(AccountRow.name)
    )
    return list(session.exec(query).all())


def member(session: Session, workspace_id: str, account_id: str) -> MemberRow:
    row = session.get(MemberRow, (workspace_id, account_id))
    if row is None:
        raise NotThere("This person is not a member.")
    return row


def add(session: Session, workspace_id: str, account_id: str, role: Role) -> MemberRow:
    """Make somebody a member; one who is a member already has this role from now on."""
    row = session.get(MemberRow, (workspace_id, account_id))
    if row is not None:
        change(session, row, role)
        return row
    row = MemberRow(workspace_id=workspace_id, account_id=account_id, role=role)
    session.add(row)
    session.flush()
    return row


def change(session: Session, row: MemberRow, role: Role) -> None:
    """Give a member another role; raises LastOwner."""
    if row.role == "owner" and role != "owner":
        _keep_an_owner(session, row)
    row.role = role
    session.add(row)


def remove(session: Session, row: MemberRow) -> None:
    """End a membership; raises LastOwner."""
    if row.role == "owner":
        _keep_an_owner(session, row)
    session.delete(row)


def _keep_an_owner(session: Session, row: MemberRow) -> None:
    owners = [held for held, _ in members(session, row.workspace_id) if held.role == "owner"]
    if len(owners) == 1:
        raise LastOwner
