"""What groups of the identity provider give: rules, and what they make of somebody at each sign-in."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator
from sqlmodel import Session, col, select

from server.auth import account_store, audit_log, workspace_members
from server.auth.audit_log import Actor
from server.auth.roles import ROLES, Role, is_role_sufficient
from server.auth.workspace_members import LastOwner
from server.storage.orm.account_tables import AccountRow, GroupRuleRow, MemberRow, WorkspaceRow
from server.storage.transactions.workspace_context import use_workspace

GroupRuleState = Literal["works", "missing", "ambiguous"]


class InvalidGroupRules(Exception):
    """The file with the rules cannot be used; the message says where and why."""


class GroupRuleInFile(BaseModel):
    """A rule as a file has it: a role in a workspace, which is named by its name or id, or the server."""

    model_config = ConfigDict(extra="forbid")

    group: str = Field(min_length=1)
    workspace: str | None = None
    role: Role | None = None
    owns_server: bool = False

    @model_validator(mode="after")
    def _check_grants_one_thing(self) -> Self:
        if self.owns_server == (self.workspace is not None) or (self.workspace is None) != (self.role is None):
            raise ValueError("write either workspace and role, or owns_server: true")
        return self


_rules_adapter: TypeAdapter[list[GroupRuleInFile]] = TypeAdapter(list[GroupRuleInFile])


@dataclass(frozen=True)
class ResolvedGroupRule:
    """What a group gives. `id` is None for rules of the file; `workspace` is a name, empty where it is the server."""

    group: str
    workspace: str
    workspace_id: str | None
    role: Role | None
    owns_server: bool = False
    id: str | None = None
    state: GroupRuleState = "works"


@dataclass(frozen=True)
class GroupGrants:
    """What somebody gets: {workspace: role}, and whether the server."""

    roles: Mapping[str, Role] = field(default_factory=dict)
    grants_admin: bool = False

    def __bool__(self) -> bool:
        return bool(self.roles) or self.grants_admin


@dataclass(frozen=True)
class MembershipChange:
    """A membership that became another one; None is no membership."""

    workspace_id: str
    before: str | None
    after: str | None


def read_group_rules(file: Path | None) -> list[GroupRuleInFile]:
    """The rules of a file; raises InvalidGroupRules."""
    if file is None:
        return []
    try:
        return _rules_adapter.validate_json(file.read_bytes())
    except OSError as error:
        raise InvalidGroupRules(f"{file} cannot be read: {error.strerror}.") from None
    except ValidationError as error:
        first = error.errors()[0]
        at = ".".join(str(part) for part in first["loc"])
        why = first["msg"].removeprefix("Value error, ")
        raise InvalidGroupRules(f"{file}{f', rule {at}' if at else ''}: {why}.") from None


def resolve_group_rules(session: Session, file: Path | None) -> list[ResolvedGroupRule]:
    """All rules, by their groups: those of the file, and those that were made in the browser."""
    ids_by_name: dict[str, list[str]] = {}
    workspace_names = {row.id: row.name for row in session.exec(select(WorkspaceRow))}
    for key, name in workspace_names.items():
        ids_by_name.setdefault(name, []).append(key)
    rules = [_resolve_rule(rule, workspace_names, ids_by_name) for rule in read_group_rules(file)]
    rules += [_rule_from_row(row, workspace_names) for row in session.exec(select(GroupRuleRow))]
    return sorted(rules, key=lambda rule: (rule.group.casefold(), rule.workspace.casefold()))


def _rule_from_row(row: GroupRuleRow, workspace_names: Mapping[str, str]) -> ResolvedGroupRule:
    role = next((role for role in ROLES if role == row.role), None)
    name = workspace_names.get(row.workspace_id or "", "")
    return ResolvedGroupRule(row.name, name, row.workspace_id, role, row.grants_admin, row.id)


def _resolve_rule(
    rule: GroupRuleInFile, workspace_names: Mapping[str, str], ids_by_name: Mapping[str, list[str]]
) -> ResolvedGroupRule:
    if rule.workspace is None:
        return ResolvedGroupRule(rule.group, "", None, None, owns_server=True)
    if rule.workspace in workspace_names:
        return ResolvedGroupRule(rule.group, workspace_names[rule.workspace], rule.workspace, rule.role)
    matches = ids_by_name.get(rule.workspace, [])
    state: GroupRuleState = "works" if len(matches) == 1 else "ambiguous" if matches else "missing"
    return ResolvedGroupRule(
        rule.group, rule.workspace, matches[0] if state == "works" else None, rule.role, state=state
    )


def compute_grants(rules: Iterable[ResolvedGroupRule], groups: Collection[str]) -> GroupGrants:
    """What these groups give; of several roles in one workspace the highest."""
    roles: dict[str, Role] = {}
    grants_admin = False
    for rule in rules:
        if rule.group not in groups:
            continue
        grants_admin = grants_admin or rule.owns_server
        if rule.workspace_id is not None and rule.role is not None:
            current_role = roles.get(rule.workspace_id)
            if current_role is None or is_role_sufficient(rule.role, current_role):
                roles[rule.workspace_id] = rule.role
    return GroupGrants(roles, grants_admin)


def apply_grants(session: Session, account: AccountRow, grants: GroupGrants, actor: Actor) -> list[MembershipChange]:
    """Give an account what its groups give, and take what they no longer do. What was given by hand stays.

    The last owner of a workspace or of the server stays one, and the audit log says so. Returns what is to be told of.
    """
    memberships = session.exec(select(MemberRow).where(MemberRow.account_id == account.id))
    rows = {row.workspace_id: row for row in memberships}
    by_groups = {key for key, row in rows.items() if row.group_role is not None}
    changes = []
    for workspace in sorted(by_groups | grants.roles.keys()):
        change = _apply_role(session, account, rows.get(workspace), workspace, grants.roles.get(workspace), actor)
        if change is not None:
            changes.append(change)
    _apply_admin(session, account, grants.grants_admin, actor)
    return changes


def _apply_role(
    session: Session, account: AccountRow, row: MemberRow | None, workspace: str, role: Role | None, actor: Actor
) -> MembershipChange | None:
    before = row.role if row is not None else None
    with use_workspace(workspace):
        if row is None:
            row = MemberRow(workspace_id=workspace, account_id=account.id, role=role or "viewer", group_role=role)
            session.add(row)
            session.flush()
            after: str | None = row.role
        else:
            try:
                after = workspace_members.set_group_role(session, row, role)
            except LastOwner:
                audit_log.record_action_of(
                    session, actor, "member.kept", account.login, by="groups", why="the last owner"
                )
                return None
        if after == before:
            return None
        action = "member.added" if before is None else "member.removed" if after is None else "member.role"
        audit_log.record_action_of(session, actor, action, account.login, before=before, after=after, by="groups")
    return MembershipChange(workspace, before, after)


def _apply_admin(session: Session, account: AccountRow, is_admin: bool, actor: Actor) -> None:
    if is_admin and not account.is_admin:
        account.is_admin = account.is_admin_by_group = True
    elif not is_admin and account.is_admin_by_group:
        if not account_store.has_other_admin(session, account):
            audit_log.record_action_of(
                session, actor, "account.owner-kept", account.login, by="groups", why="the last owner"
            )
            return
        account.is_admin = account.is_admin_by_group = False
    else:
        return
    session.add(account)
    audit_log.record_action_of(session, actor, "account.owner", account.login, owner=is_admin, by="groups")


def count_group_members(session: Session) -> dict[str, int]:
    """{group: how many accounts are in it} of what the provider named at the last sign-in of each."""
    counts: dict[str, int] = {}
    for row in session.exec(select(AccountRow).where(col(AccountRow.disabled_at).is_(None))):
        for group in row.groups or ():
            counts[group] = counts.get(group, 0) + 1
    return dict(sorted(counts.items()))
