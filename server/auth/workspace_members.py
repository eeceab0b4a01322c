"""Workspaces, and who may do what in them."""

from sqlmodel import Session, col, select

from server.auth.roles import ROLES, Role, is_role_sufficient
from server.storage.orm.account_tables import AccountRow, MemberRow, WorkspaceRow
from server.storage.stores.design_store import NotFound


class LastOwner(Exception):
    """A workspace has an owner at any time."""

    def __str__(self) -> str:
        return "A workspace needs at least one owner. Make someone else an owner first."


class RoleGivenByGroups(Exception):
    """Groups of the identity provider give more than somebody wants to; the message says so."""

    def __init__(self, role: str) -> None:
        super().__init__(
            f"This person's groups at the identity provider make them {role}. Change the group, or the rule for it."
        )


def create_workspace(session: Session, name: str, owner_id: str, *, workspace_id: str | None = None) -> WorkspaceRow:
    """A workspace with its first owner."""
    row = WorkspaceRow(name=name) if workspace_id is None else WorkspaceRow(id=workspace_id, name=name)
    session.add(row)
    session.flush()
    session.add(MemberRow(workspace_id=row.id, account_id=owner_id, role="owner", direct_role="owner"))
    session.flush()
    return row


def get_workspace(session: Session, workspace_id: str) -> WorkspaceRow:
    row = session.get(WorkspaceRow, workspace_id)
    if row is None:
        raise NotFound("This workspace does not exist.")
    return row


def list_account_workspaces(session: Session, account_id: str) -> list[tuple[WorkspaceRow, Role]]:
    """The workspaces that an account is a member of, oldest first, with its role in each."""
    query = (
        select(WorkspaceRow, MemberRow.role)
        .join(MemberRow, col(MemberRow.workspace_id) == col(WorkspaceRow.id))
        .where(MemberRow.account_id == account_id)
        .order_by(col(MemberRow.created_at))
    )
    return [(row, role) for row, role in session.exec(query)]  # type: ignore[misc]


def list_members(session: Session, workspace_id: str) -> list[tuple[MemberRow, AccountRow]]:
    """The members by name."""
    query = (
        select(MemberRow, AccountRow)
        .join(AccountRow, col(AccountRow.id) == col(MemberRow.account_id))
        .where(MemberRow.workspace_id == workspace_id)
        .order_by(AccountRow.name)
    )
    return list(session.exec(query).all())


def get_member(session: Session, workspace_id: str, account_id: str) -> MemberRow:
    row = session.get(MemberRow, (workspace_id, account_id))
    if row is None:
        raise NotFound("This person is not a member of the workspace.")
    return row


def add_member(session: Session, workspace_id: str, account_id: str, role: Role) -> MemberRow:
    """Make somebody a member; one who is a member already has this role from now on."""
    row = session.get(MemberRow, (workspace_id, account_id))
    if row is not None:
        change_role(session, row, role)
        return row
    row = MemberRow(workspace_id=workspace_id, account_id=account_id, role=role, direct_role=role)
    session.add(row)
    session.flush()
    return row


def change_role(session: Session, row: MemberRow, role: Role) -> None:
    """Give a member another role by hand; raises LastOwner, and RoleGivenByGroups where that would change nothing."""
    if row.group_role is not None and not is_role_sufficient(role, _parse_role(row.group_role)):
        raise RoleGivenByGroups(row.group_role)
    if row.role == "owner" and role != "owner":
        require_other_owner(session, row)
    row.role = row.direct_role = role
    session.add(row)


def set_group_role(session: Session, row: MemberRow, group_role: Role | None) -> str | None:
    """What groups give a member from now on; returns the role that is left, None where the membership ends.

    Raises LastOwner.
    """
    remaining = max(
        (_parse_role(one) for one in (row.direct_role, group_role) if one is not None), key=ROLES.index, default=None
    )
    if row.role == "owner" and remaining != "owner":
        require_other_owner(session, row)
    row.group_role = group_role
    if remaining is None:
        session.delete(row)
    else:
        row.role = remaining
        session.add(row)
    session.flush()
    return remaining


def _parse_role(text: str) -> Role:
    return next(role for role in ROLES if role == text)


def remove_member(session: Session, row: MemberRow) -> None:
    """End a membership; raises LastOwner."""
    if row.role == "owner":
        require_other_owner(session, row)
    session.delete(row)


def require_other_owner(session: Session, row: MemberRow) -> None:
    """Raise LastOwner where this is the only owner."""
    owners = [member for member, _ in list_members(session, row.workspace_id) if member.role == "owner"]
    if len(owners) == 1:
        raise LastOwner
