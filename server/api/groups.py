"""Groups of the identity provider, for owners of the server: rules on what they give, and who would have what."""

from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, Field, StringConstraints
from sqlmodel import Session, select

from server.api.answers import StrictRoute
from server.api.context import Context, Reading, Running
from server.people import accounts, audit, groups
from server.people.groups import Given, Rule, RuleState, Unreadable
from server.people.roles import ROLES, Role
from server.storage.designs import NotThere
from server.storage.people_tables import AccountRow, GroupRuleRow, MemberRow, WorkspaceRow

router = APIRouter(prefix="/groups", tags=["accounts"], route_class=StrictRoute)

GroupName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class GroupRule(BaseModel):
    """What a group gives. Without an id it stands in the file of the settings, and is changed there."""

    id: str | None
    group: str
    workspace_id: str | None
    #: Its name; empty where the rule gives the server.
    workspace: str
    role: Role | None
    owns_server: bool
    #: Whether there is such a workspace, and only one.
    state: RuleState
    #: How many accounts had this group at their last sign-in.
    accounts: int


class NewGroupRule(BaseModel):
    """A role in a workspace, or the server where no workspace is named."""

    group: GroupName
    workspace_id: str | None = Field(default=None, max_length=64)
    role: Role = "viewer"


class GroupRuleRole(BaseModel):
    """Another role."""

    role: Role


class NamedWorkspace(BaseModel):
    """A workspace of this server."""

    id: str
    name: str


class GroupsRead(BaseModel):
    """How groups are used on this server."""

    #: What the button to the identity provider says; null where there is none.
    provider: str | None
    claim: str
    required: bool
    #: Whether a file has rules, too, and why it cannot be read.
    file: bool
    error: str | None
    rules: list[GroupRule]
    #: {group: accounts} of what the provider named at the last sign-in of each.
    seen: dict[str, int]
    workspaces: list[NamedWorkspace]


class PreviewAsk(BaseModel):
    """Groups of somebody who has not signed in yet; left out, all who have are told."""

    groups: list[GroupName] | None = Field(default=None, max_length=200)


class PreviewChange(BaseModel):
    """A membership at the next sign-in. `after` is null where it ends."""

    workspace: str
    before: str | None
    after: str | None
    change: Literal["added", "raised", "lowered", "removed", "same", "kept"]
    #: Whether it comes by groups, rather than by hand.
    by_groups: bool


class PreviewPerson(BaseModel):
    """What somebody would have. Without an id it is somebody who has not signed in yet."""

    id: str | None
    name: str
    login: str
    groups: list[str]
    memberships: list[PreviewChange]
    owns_server: bool
    #: Whether they would not be let in.
    refused: bool


def _told(rule: Rule, seen: dict[str, int]) -> GroupRule:
    return GroupRule(**vars(rule), accounts=seen.get(rule.group, 0))


def _rules(session: Session, context: Context) -> tuple[list[Rule], str | None]:
    """The rules, and why those of the file cannot be read."""
    try:
        return groups.rules_of(session, context.settings.oidc_group_rules_file), None
    except Unreadable as error:
        return groups.rules_of(session, None), str(error)


@router.get("")
def read_groups(session: Reading, context: Running) -> GroupsRead:
    """The rules, the groups that were seen, and the workspaces that a rule may name."""
    settings, seen = context.settings, groups.groups_seen(session)
    rules, error = _rules(session, context)
    return GroupsRead(
        provider=settings.oidc_name if settings.oidc_issuer else None,
        claim=settings.oidc_groups_claim,
        required=settings.oidc_groups_required,
        file=settings.oidc_group_rules_file is not None,
        error=error,
        rules=[_told(rule, seen) for rule in rules],
        seen=seen,
        workspaces=_workspaces(session),
    )


def _workspaces(session: Session) -> list[NamedWorkspace]:
    rows = session.exec(select(WorkspaceRow).order_by(WorkspaceRow.name))
    return [NamedWorkspace(id=row.id, name=row.name) for row in rows]


@router.post("/rules", status_code=201)
def add_rule(new: NewGroupRule, context: Running) -> GroupRule:
    """Have a group give a role in a workspace, or the server. It holds from the next sign-in of each on."""
    with context.database.session() as session:
        workspace = session.get(WorkspaceRow, new.workspace_id) if new.workspace_id else None
        if new.workspace_id and workspace is None:
            raise NotThere("This workspace is not there.")
        known = select(GroupRuleRow).where(
            GroupRuleRow.name == new.group, GroupRuleRow.workspace_id == new.workspace_id
        )
        if session.exec(known).first() is not None:
            raise HTTPException(409, f"There is a rule for '{new.group}' and this already. Change that one.")
        row = GroupRuleRow(
            name=new.group,
            workspace_id=new.workspace_id,
            role=new.role if workspace else None,
            owns_server=workspace is None,
        )
        session.add(row)
        session.flush()
        _record(session, "made", row)
        return _told(_one(session, row), groups.groups_seen(session))


@router.patch("/rules/{rule_id}")
def change_rule(rule_id: str, new: GroupRuleRole, context: Running) -> GroupRule:
    """Have a group give another role."""
    with context.database.session() as session:
        row = _row(session, rule_id)
        if row.owns_server:
            raise HTTPException(409, "This rule gives the server, and no role.")
        row.role = new.role
        session.add(row)
        session.flush()
        _record(session, "changed", row)
        return _told(_one(session, row), groups.groups_seen(session))


@router.delete("/rules/{rule_id}", status_code=204)
def remove_rule(rule_id: str, context: Running) -> None:
    """Take a rule away. What it gave ends at the next sign-in of each."""
    with context.database.session() as session:
        row = _row(session, rule_id)
        _record(session, "removed", row)
        session.delete(row)


def _row(session: Session, rule_id: str) -> GroupRuleRow:
    row = session.get(GroupRuleRow, rule_id)
    if row is None:
        raise NotThere("This rule is not there. Rules of the file are changed in the file.")
    return row


def _one(session: Session, row: GroupRuleRow) -> Rule:
    return next(rule for rule in groups.rules_of(session, None) if rule.id == row.id)


def _record(session: Session, what: str, row: GroupRuleRow) -> None:
    rule = _one(session, row)
    gives = {"owns_server": True} if row.owns_server else {"gives": row.role, "in": rule.workspace}
    audit.record(session, f"group.rule-{what}", row.name, **gives)


@router.post("/preview")
def preview_groups(asked: PreviewAsk, session: Reading, context: Running) -> list[PreviewPerson]:
    """Who would have what after the next sign-in, by the rules as they are now."""
    rules, _ = _rules(session, context)
    names = {row.id: row.name for row in session.exec(select(WorkspaceRow))}
    required = context.settings.oidc_groups_required
    if asked.groups is not None:
        what = groups.given(rules, asked.groups)
        told = [_change(names[key], None, role) for key, role in what.roles.items()]
        return [_person(None, asked.groups, told, what.owns_server, refused=required and not what)]
    found = []
    for account in accounts.all_of(session):
        if account.groups is not None and account.disabled_at is None:
            found.append(_previewed(session, account, groups.given(rules, account.groups), names, required))
    return found


def _previewed(
    session: Session, account: AccountRow, what: Given, names: dict[str, str], required: bool
) -> PreviewPerson:
    rows = {row.workspace_id: row for row in session.exec(select(MemberRow).where(MemberRow.account_id == account.id))}
    told = []
    for key in sorted(rows.keys() | what.roles.keys(), key=lambda one: names[one].casefold()):
        told.append(_change(names[key], rows.get(key), what.roles.get(key), _only_owner(session, rows.get(key))))
    by_hand = account.owns_server and not account.owner_by_group
    owns = by_hand or what.owns_server
    return _person(account, account.groups or [], told, owns, refused=required and not what and not by_hand)


def _only_owner(session: Session, row: MemberRow | None) -> bool:
    if row is None or row.role != "owner":
        return False
    owners = select(MemberRow.account_id).where(MemberRow.workspace_id == row.workspace_id, MemberRow.role == "owner")
    return len(session.exec(owners).all()) == 1


def _change(workspace: str, row: MemberRow | None, role: Role | None, last: bool = False) -> PreviewChange:
    before, by_hand = (row.role, row.hand_role) if row is not None else (None, None)
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
    return PreviewChange.model_validate(
        {"workspace": workspace, "before": before, "after": after, "change": kind, "by_groups": by_groups}
    )


def _person(
    account: AccountRow | None, named: list[str], told: list[PreviewChange], owns: bool, *, refused: bool
) -> PreviewPerson:
    return PreviewPerson(
        id=account.id if account else None,
        name=account.name if account else "",
        login=account.login if account else "",
        groups=named,
        memberships=told,
        owns_server=owns,
        refused=refused,
    )
