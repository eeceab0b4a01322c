"""Workspaces: make, rename; members with their roles, and invitations."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import HTTPException
from pydantic import BaseModel, Field, StringConstraints

from server.api.accounts.profile_routes import MembershipRead
from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep
from server.api.core.caller_dependency import CallerDep
from server.api.core.router import Router, is_on_team_servers
from server.auth import account_store, audit_log, workspace_members
from server.auth.roles import Role
from server.collaboration import notification_feed
from server.storage.orm.account_tables import AccountRow, InviteRow, MemberRow
from server.storage.stores.design_store import NotFound
from server.storage.transactions.workspace_context import use_workspace

router = Router(prefix="/api/workspaces", tags=["workspaces"], served=is_on_team_servers)

WorkspaceName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class WorkspaceCreate(BaseModel):
    """The name of a workspace."""

    name: WorkspaceName


class MemberRead(BaseModel):
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


class MemberCreate(BaseModel):
    """Somebody who has an account, by the name that they sign in with."""

    login: str = Field(min_length=1, max_length=200)
    role: Role = "editor"


class MemberUpdate(BaseModel):
    """Another role."""

    role: Role


class InvitationCreate(BaseModel):
    """An invitation; `note` says for whom it is."""

    role: Role = "editor"
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] = ""


class InvitationSummary(BaseModel):
    """An unused invitation."""

    id: str
    role: Role
    note: str
    by: str
    created_at: datetime
    expires_at: datetime


class InvitationCreated(InvitationSummary):
    """A new invitation. The address is `/join#t={token}`. It is shown only once."""

    kind: Literal["join"] = "join"
    token: str


def _to_member_read(row: MemberRow, account: AccountRow) -> MemberRead:
    return MemberRead.model_validate(
        {
            **account.model_dump(include={"id", "login", "name"}),
            "role": row.role,
            "hand_role": row.direct_role,
            "group_role": row.group_role,
            "disabled": account.disabled_at is not None,
            "since": row.created_at,
        }
    )


def _to_invitation_summary(row: InviteRow) -> InvitationSummary:
    return InvitationSummary.model_validate({**row.model_dump(), "by": row.invited_by})


@router.post("", needs="person", status_code=201)
def create_workspace(new: WorkspaceCreate, caller: CallerDep, context: ContextDep) -> MembershipRead:
    """Create a workspace. Its creator owns it."""
    with use_workspace(None), context.database.session() as session:
        row = workspace_members.create_workspace(session, new.name, caller.person.id)
        with use_workspace(row.id):
            audit_log.record_action(session, "workspace.made", row.name)
        return MembershipRead(id=row.id, name=row.name, role="owner")


@router.patch("/{workspace_id}", needs="owner", status_code=204)
def rename_workspace(workspace_id: str, new: WorkspaceCreate, context: ContextDep) -> None:
    """Rename a workspace."""
    with context.database.session() as session:
        row = workspace_members.get_workspace(session, workspace_id)
        row.name = new.name
        session.add(row)
        audit_log.record_action(session, "workspace.renamed", new.name)


@router.get("/{workspace_id}/members", needs="viewer")
def list_members(workspace_id: str, session: ReadSessionDep) -> list[MemberRead]:
    """The members by name."""
    workspace_members.get_workspace(session, workspace_id)
    return [_to_member_read(row, account) for row, account in workspace_members.list_members(session, workspace_id)]


@router.post("/{workspace_id}/members", needs="owner", status_code=201)
def add_member(workspace_id: str, new: MemberCreate, caller: CallerDep, context: ContextDep) -> MemberRead:
    """Make a person with an account a member."""
    with context.database.session() as session:
        workspace_members.get_workspace(session, workspace_id)
        account = account_store.find_account_by_login(session, new.login)
        if account is None or account.disabled_at is not None:
            raise HTTPException(404, f"No account is called '{new.login}'. Invite the person with a link.")
        row = workspace_members.add_member(session, workspace_id, account.id, new.role)
        audit_log.record_action(session, "member.added", account.login, role=new.role)
        notification_feed.notify_role_changed(session, workspace_id, account, row.role, caller.person.name)
        return _to_member_read(row, account)


@router.patch("/{workspace_id}/members/{account_id}", needs="owner")
def update_member(
    workspace_id: str, account_id: str, new: MemberUpdate, caller: CallerDep, context: ContextDep
) -> MemberRead:
    """Change a member's role."""
    with context.database.session() as session:
        workspace_members.get_workspace(session, workspace_id)
        row = workspace_members.get_member(session, workspace_id, account_id)
        before = row.role
        workspace_members.change_role(session, row, new.role)
        account = account_store.get_account(session, account_id)
        audit_log.record_action(session, "member.role", account.login, before=before, after=new.role)
        notification_feed.notify_role_changed(session, workspace_id, account, row.role, caller.person.name)
    context.end_streams(account_id)
    return _to_member_read(row, account)


@router.delete("/{workspace_id}/members/{account_id}", needs="owner", status_code=204)
def remove_member(workspace_id: str, account_id: str, context: ContextDep) -> None:
    """End a membership. What the member made stays in the workspace."""
    _end_membership(context, workspace_id, account_id, "member.removed")


@router.post("/{workspace_id}/leave", needs="viewer", status_code=204)
def leave_workspace(workspace_id: str, caller: CallerDep, context: ContextDep) -> None:
    """Leave the workspace."""
    if caller.token_scope is not None:
        raise HTTPException(403, "API tokens can't access the account. Sign in instead.")
    _end_membership(context, workspace_id, caller.person.id, "member.left")


def _end_membership(context: AppContext, workspace_id: str, account_id: str, action: str) -> None:
    with context.database.session() as session:
        workspace_members.get_workspace(session, workspace_id)
        row = workspace_members.get_member(session, workspace_id, account_id)
        workspace_members.remove_member(session, row)
        audit_log.record_action(session, action, account_store.get_account(session, account_id).login)
    context.end_streams(account_id)


@router.get("/{workspace_id}/invitations", needs="owner")
def list_invitations(workspace_id: str, session: ReadSessionDep) -> list[InvitationSummary]:
    """The unused invitations."""
    workspace_members.get_workspace(session, workspace_id)
    return [_to_invitation_summary(row) for row in account_store.list_invitations(session, workspace_id)]


@router.post("/{workspace_id}/invitations", needs="owner", status_code=201)
def create_invitation(
    workspace_id: str, new: InvitationCreate, caller: CallerDep, context: ContextDep
) -> InvitationCreated:
    """Create a link with which one person without an account becomes a member. It works once, within seven days."""
    with context.database.session() as session:
        workspace_members.get_workspace(session, workspace_id)
        row, token = account_store.create_invitation(
            session, invited_by=caller.person.name, workspace_id=workspace_id, role=new.role, note=new.note
        )
        audit_log.record_action(session, "invitation.made", new.note, role=new.role)
        return InvitationCreated(**_to_invitation_summary(row).model_dump(), token=token)


@router.delete("/{workspace_id}/invitations/{invite_id}", needs="owner", status_code=204)
def revoke_invitation(workspace_id: str, invite_id: str, context: ContextDep) -> None:
    """Withdraw an invitation."""
    with context.database.session() as session:
        row = session.get(InviteRow, invite_id)
        if row is None or row.workspace_id != workspace_id:
            raise NotFound("This invitation does not exist. It may have been used.")
        session.delete(row)
        audit_log.record_action(session, "invitation.withdrawn", row.note)
