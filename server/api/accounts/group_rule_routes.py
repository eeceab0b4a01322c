"""Groups of the identity provider, for owners of the server: rules on what they give, and who would have what."""

from typing import Annotated, Literal

from fastapi import HTTPException
from pydantic import BaseModel, Field, StringConstraints
from sqlmodel import Session, select

from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep
from server.api.core.router import Router, is_on_team_servers
from server.auth import account_store, audit_log, group_mapping
from server.auth.group_mapping import GroupGrants, GroupRuleState, InvalidGroupRules, ResolvedGroupRule
from server.auth.roles import ROLES, Role
from server.storage.orm.account_tables import AccountRow, GroupRuleRow, MemberRow, WorkspaceRow
from server.storage.stores.design_store import NotFound

router = Router(prefix="/api/groups", tags=["accounts"], served=is_on_team_servers)

GroupName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class GroupRuleRead(BaseModel):
    """What a group gives. Without an id it stands in the file of the settings, and is changed there."""

    id: str | None
    group: str
    workspace_id: str | None
    #: Its name; empty where the rule gives the server.
    workspace: str
    role: Role | None
    owns_server: bool
    #: Whether there is such a workspace, and only one.
    state: GroupRuleState
    #: How many accounts had this group at their last sign-in.
    accounts: int


class GroupRuleCreate(BaseModel):
    """A role in a workspace, or the server where no workspace is named."""

    group: GroupName
    workspace_id: str | None = Field(default=None, max_length=64)
    role: Role = "viewer"


class GroupRuleUpdate(BaseModel):
    """Another role."""

    role: Role


class WorkspaceReference(BaseModel):
    """A workspace of this server."""

    id: str
    name: str


class GroupSettingsRead(BaseModel):
    """How groups are used on this server."""

    #: What the button to the identity provider says; null where there is none.
    provider: str | None
    claim: str
    required: bool
    #: Whether a file has rules, too, and why it cannot be read.
    file: bool
    error: str | None
    rules: list[GroupRuleRead]
    #: {group: accounts} of what the provider named at the last sign-in of each.
    seen: dict[str, int]
    workspaces: list[WorkspaceReference]


class GroupPreviewCreate(BaseModel):
    """Groups of somebody who has not signed in yet; left out, all who have are told."""

    groups: list[GroupName] | None = Field(default=None, max_length=200)


class MembershipChangeRead(BaseModel):
    """A membership at the next sign-in. `after` is null where it ends."""

    workspace: str
    before: str | None
    after: str | None
    change: Literal["added", "raised", "lowered", "removed", "same", "kept"]
    #: Whether it comes by groups, rather than by hand.
    by_groups: bool


class GroupPreviewRead(BaseModel):
    """What somebody would have. Without an id it is somebody who has not signed in yet."""

    id: str | None
    name: str
    login: str
    groups: list[str]
    memberships: list[MembershipChangeRead]
    owns_server: bool
    #: Whether they would not be let in.
    refused: bool


def _to_rule_read(rule: ResolvedGroupRule, account_counts: dict[str, int]) -> GroupRuleRead:
    return GroupRuleRead(**vars(rule), accounts=account_counts.get(rule.group, 0))


def _load_rules(session: Session, context: AppContext) -> tuple[list[ResolvedGroupRule], str | None]:
    """The rules, and why those of the file cannot be read."""
    try:
        return group_mapping.resolve_group_rules(session, context.settings.oidc_group_rules_file), None
    except InvalidGroupRules as error:
        return group_mapping.resolve_group_rules(session, None), str(error)


@router.get("", needs="server")
def read_group_settings(session: ReadSessionDep, context: ContextDep) -> GroupSettingsRead:
    """The rules, the groups that were seen, and the workspaces that a rule may name."""
    settings, seen = context.settings, group_mapping.count_group_members(session)
    rules, error = _load_rules(session, context)
    return GroupSettingsRead(
        provider=settings.oidc_name if settings.oidc_issuer else None,
        claim=settings.oidc_groups_claim,
        required=settings.oidc_groups_required,
        file=settings.oidc_group_rules_file is not None,
        error=error,
        rules=[_to_rule_read(rule, seen) for rule in rules],
        seen=seen,
        workspaces=_list_workspace_references(session),
    )


def _list_workspace_references(session: Session) -> list[WorkspaceReference]:
    rows = session.exec(select(WorkspaceRow).order_by(WorkspaceRow.name))
    return [WorkspaceReference(id=row.id, name=row.name) for row in rows]


@router.post("/rules", needs="server", status_code=201)
def create_group_rule(new: GroupRuleCreate, context: ContextDep) -> GroupRuleRead:
    """Let a group give a role in a workspace, or ownership of the server, from each person's next sign-in."""
    with context.database.session() as session:
        workspace = session.get(WorkspaceRow, new.workspace_id) if new.workspace_id else None
        if new.workspace_id and workspace is None:
            raise NotFound("This workspace does not exist.")
        known = select(GroupRuleRow).where(
            GroupRuleRow.name == new.group, GroupRuleRow.workspace_id == new.workspace_id
        )
        if session.exec(known).first() is not None:
            raise HTTPException(409, f"There is already a rule for '{new.group}' and this workspace. Change that rule.")
        row = GroupRuleRow(
            name=new.group,
            workspace_id=new.workspace_id,
            role=new.role if workspace else None,
            grants_admin=workspace is None,
        )
        session.add(row)
        session.flush()
        _record_rule_change(session, "made", row)
        return _to_rule_read(_get_rule(session, row), group_mapping.count_group_members(session))


@router.patch("/rules/{rule_id}", needs="server")
def update_group_rule(rule_id: str, new: GroupRuleUpdate, context: ContextDep) -> GroupRuleRead:
    """Change the role that a group gives."""
    with context.database.session() as session:
        row = _get_rule_row(session, rule_id)
        if row.grants_admin:
            raise HTTPException(409, "This rule grants ownership of the server, so it has no role.")
        row.role = new.role
        session.add(row)
        session.flush()
        _record_rule_change(session, "changed", row)
        return _to_rule_read(_get_rule(session, row), group_mapping.count_group_members(session))


@router.delete("/rules/{rule_id}", needs="server", status_code=204)
def delete_group_rule(rule_id: str, context: ContextDep) -> None:
    """Delete a rule. Its roles end at each person's next sign-in."""
    with context.database.session() as session:
        row = _get_rule_row(session, rule_id)
        _record_rule_change(session, "removed", row)
        session.delete(row)


def _get_rule_row(session: Session, rule_id: str) -> GroupRuleRow:
    row = session.get(GroupRuleRow, rule_id)
    if row is None:
        raise NotFound("This rule does not exist. Rules that come from the file can only be changed in the file.")
    return row


def _get_rule(session: Session, row: GroupRuleRow) -> ResolvedGroupRule:
    return next(rule for rule in group_mapping.resolve_group_rules(session, None) if rule.id == row.id)


def _record_rule_change(session: Session, change: str, row: GroupRuleRow) -> None:
    rule = _get_rule(session, row)
    gives = {"owns_server": True} if row.grants_admin else {"gives": row.role, "in": rule.workspace}
    audit_log.record_action(session, f"group.rule-{change}", row.name, **gives)


@router.post("/preview", needs="server")
def preview_groups(request: GroupPreviewCreate, session: ReadSessionDep, context: ContextDep) -> list[GroupPreviewRead]:
    """Who would have what after the next sign-in, by the rules as they are now."""
    rules, _ = _load_rules(session, context)
    names = {row.id: row.name for row in session.exec(select(WorkspaceRow))}
    required = context.settings.oidc_groups_required
    if request.groups is not None:
        grants = group_mapping.compute_grants(rules, request.groups)
        changes = [_describe_change(names[key], None, role) for key, role in grants.roles.items()]
        return [
            _build_group_preview(None, request.groups, changes, grants.grants_admin, refused=required and not grants)
        ]
    previews = []
    for account in account_store.list_accounts(session):
        if account.groups is not None and account.disabled_at is None:
            previews.append(
                _preview_account(session, account, group_mapping.compute_grants(rules, account.groups), names, required)
            )
    return previews


def _preview_account(
    session: Session, account: AccountRow, grants: GroupGrants, names: dict[str, str], required: bool
) -> GroupPreviewRead:
    rows = {row.workspace_id: row for row in session.exec(select(MemberRow).where(MemberRow.account_id == account.id))}
    changes = []
    for key in sorted(rows.keys() | grants.roles.keys(), key=lambda one: names[one].casefold()):
        changes.append(
            _describe_change(names[key], rows.get(key), grants.roles.get(key), _is_only_owner(session, rows.get(key)))
        )
    by_hand = account.is_admin and not account.is_admin_by_group
    owns = by_hand or grants.grants_admin
    return _build_group_preview(
        account, account.groups or [], changes, owns, refused=required and not grants and not by_hand
    )


def _is_only_owner(session: Session, row: MemberRow | None) -> bool:
    if row is None or row.role != "owner":
        return False
    owners = select(MemberRow.account_id).where(MemberRow.workspace_id == row.workspace_id, MemberRow.role == "owner")
    return len(session.exec(owners).all()) == 1


def _describe_change(
    workspace: str, row: MemberRow | None, role: Role | None, last: bool = False
) -> MembershipChangeRead:
    before, by_hand = (row.role, row.direct_role) if row is not None else (None, None)
    after = max((one for one in ROLES if one in (by_hand, role)), key=ROLES.index, default=None)
    if last and after != "owner":
        kind: str = "kept"
        after = "owner"
    elif before == after:
        kind = "same"
    elif before is None or after is None:
        kind = "added" if before is None else "removed"
    else:
        kind = "raised" if ROLES.index(after) > [*ROLES].index(before) else "lowered"  # type: ignore[arg-type]
    by_groups = by_hand is None or (role is not None and by_hand != after)
    return MembershipChangeRead.model_validate(
        {"workspace": workspace, "before": before, "after": after, "change": kind, "by_groups": by_groups}
    )


def _build_group_preview(
    account: AccountRow | None,
    groups_named: list[str],
    changes: list[MembershipChangeRead],
    owns: bool,
    *,
    refused: bool,
) -> GroupPreviewRead:
    return GroupPreviewRead(
        id=account.id if account else None,
        name=account.name if account else "",
        login=account.login if account else "",
        groups=groups_named,
        memberships=changes,
        owns_server=owns,
        refused=refused,
    )
