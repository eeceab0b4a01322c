"""Workspaces: make, rename; members with their roles, and invitations."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, Field, StringConstraints

from server.api.answers import StrictRoute
from server.api.asking import Asking
from server.api.context import Context, Reading, Running
from server.api.me import Membership
from server.people import accounts, audit, notifications, workspaces
from server.people.roles import Role
from server.storage.designs import NotThere
from server.storage.people_tables import AccountRow, InviteRow, MemberRow
from server.storage.place import within

router = APIRouter(prefix="/workspaces", tags=["workspaces"], route_class=StrictRoute)

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class NewWorkspace(BaseModel):
    """The name of a workspace."""

    name: Name


class MemberOut(BaseModel):
    """A member of a workspace."""

    id: str
    login: str
    name: str
    role: Role
    #: What was given by hand, and what groups of the identity provider give; the higher one holds.
    hand_role: Role | None
    group_role: Role | None
    disabled: bool
    since: datetime


class NewMember(BaseModel):
    """Somebody who has an account, by the name that they sign in with."""

    login: str = Field(min_length=1, max_length=200)
    role: Role = "editor"


class NewRole(BaseModel):
    """Another role."""

    role: Role


class NewInvitation(BaseModel):
    """An invitation; `note` says for whom it is."""

    role: Role = "editor"
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] = ""


class InvitationRow(BaseModel):
    """An invitation that nobody used yet."""

    id: str
    role: Role
    note: str
    by: str
    created_at: datetime
    expires_at: datetime


class MadeInvitation(InvitationRow):
    """A new invitation. The address is `/join#t={token}`, which is told this once."""

    kind: Literal["join"] = "join"
    token: str


def _member(row: MemberRow, account: AccountRow) -> MemberOut:
    return MemberOut.model_validate(
        {
            **account.model_dump(include={"id", "login", "name"}),
            **row.model_dump(include={"role", "hand_role", "group_role"}),
            "disabled": account.disabled_at is not None,
            "since": row.created_at,
        }
    )


def _invitation(row: InviteRow) -> InvitationRow:
    return InvitationRow.model_validate({**row.model_dump(), "by": row.invited_by})


@router.post("", status_code=201)
def create_workspace(new: NewWorkspace, caller: Asking, context: Running) -> Membership:
    """Make a workspace; whoever makes it owns it."""
    with within(None), context.database.session() as session:
        row = workspaces.create(session, new.name, caller.person.id)
        with within(row.id):
            audit.record(session, "workspace.made", row.name)
        return Membership(id=row.id, name=row.name, role="owner")


@router.patch("/{workspace_id}", status_code=204)
def rename_workspace(workspace_id: str, new: NewWorkspace, context: Running) -> None:
    """Give a workspace another name."""
    with context.database.session() as session:
        row = workspaces.get(session, workspace_id)
        row.name = new.name
        session.add(row)
        audit.record(session, "workspace.renamed", new.name)


@router.get("/{workspace_id}/members")
def list_members(workspace_id: str, session: Reading) -> list[MemberOut]:
    """The members by name."""
    workspaces.get(session, workspace_id)
    return [_member(row, account) for row, account in workspaces.members(session, workspace_id)]


@router.post("/{workspace_id}/members", status_code=201)
def add_member(workspace_id: str, new: NewMember, caller: Asking, context: Running) -> MemberOut:
    """Make somebody with an account a member."""
    with context.database.session() as session:
        workspaces.get(session, workspace_id)
        account = accounts.with_login(session, new.login)
        if account is None or account.disabled_at is not None:
            raise HTTPException(404, f"Nobody signs in as '{new.login}'. Invite them with a link.")
        row = workspaces.add(session, workspace_id, account.id, new.role)
        audit.record(session, "member.added", account.login, role=new.role)
        notifications.tell_of_role(session, workspace_id, account, row.role, caller.person.name)
        return _member(row, account)


@router.patch("/{workspace_id}/members/{account_id}")
def change_member(workspace_id: str, account_id: str, new: NewRole, caller: Asking, context: Running) -> MemberOut:
    """Give a member another role."""
    with context.database.session() as session:
        workspaces.get(session, workspace_id)
        row = workspaces.member(session, workspace_id, account_id)
        before = row.role
        workspaces.change(session, row, new.role)
        account = accounts.get(session, account_id)
        audit.record(session, "member.role", account.login, before=before, after=new.role)
        notifications.tell_of_role(session, workspace_id, account, row.role, caller.person.name)
    context.over(account_id)
    return _member(row, account)


@router.delete("/{workspace_id}/members/{account_id}", status_code=204)
def remove_member(workspace_id: str, account_id: str, context: Running) -> None:
    """End a membership. What the member made stays in the workspace."""
    _removed(context, workspace_id, account_id, "member.removed")


@router.post("/{workspace_id}/leave", status_code=204)
def leave_workspace(workspace_id: str, caller: Asking, context: Running) -> None:
    """End one's own membership."""
    if caller.token is not None:
        raise HTTPException(403, "API tokens do not reach the account. Sign in for that.")
    _removed(context, workspace_id, caller.person.id, "member.left")


def _removed(context: Context, workspace_id: str, account_id: str, action: str) -> None:
    with context.database.session() as session:
        workspaces.get(session, workspace_id)
        row = workspaces.member(session, workspace_id, account_id)
        workspaces.remove(session, row)
        audit.record(session, action, accounts.get(session, account_id).login)
    context.over(account_id)


@router.get("/{workspace_id}/invitations")
def list_invitations(workspace_id: str, session: Reading) -> list[InvitationRow]:
    """The invitations that nobody used yet."""
    workspaces.get(session, workspace_id)
    return [_invitation(row) for row in accounts.invitations(session, workspace_id)]


@router.post("/{workspace_id}/invitations", status_code=201)
def invite(workspace_id: str, new: NewInvitation, caller: Asking, context: Running) -> MadeInvitation:
    """Make a link by which one person without an account becomes a member. It works once, within seven days."""
    with context.database.session() as session:
        workspaces.get(session, workspace_id)
        row, token = accounts.invite(
            session, by=caller.person.name, workspace_id=workspace_id, role=new.role, note=new.note
        )
        audit.record(session, "invitation.made", new.note, role=new.role)
        return MadeInvitation(**_invitation(row).model_dump(), token=token)


@router.delete("/{workspace_id}/invitations/{invite_id}", status_code=204)
def withdraw(workspace_id: str, invite_id: str, context: Running) -> None:
    """Take an invitation back."""
    with context.database.session() as session:
        row = session.get(InviteRow, invite_id)
        if row is None or row.workspace_id != workspace_id:
            raise NotThere("This invitation is not there. It may have been used.")
        session.delete(row)
        audit.record(session, "invitation.withdrawn", row.note)
