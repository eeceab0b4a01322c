"""What groups of the identity provider give: rules, and what they make of somebody at each sign-in."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator
from sqlmodel import Session, col, select

from server.people import accounts, audit, notifications, workspaces
from server.people.audit import Actor
from server.people.roles import ROLES, Role, allows
from server.people.workspaces import LastOwner
from server.storage.people_tables import AccountRow, GroupRuleRow, MemberRow, WorkspaceRow
from server.storage.place import within

RuleState = Literal["works", "missing", "ambiguous"]


class Unreadable(Exception):
    """The file with the rules cannot be used; the message says where and why."""


class FileRule(BaseModel):
    """A rule as a file has it: a role in a workspace, which is named by its name or id, or the server."""

    model_config = ConfigDict(extra="forbid")

    group: str = Field(min_length=1)
    workspace: str | None = None
    role: Role | None = None
    owns_server: bool = False

    @model_validator(mode="after")
    def _gives_one_thing(self) -> Self:
        if self.owns_server == (self.workspace is not None) or (self.workspace is None) != (self.role is None):
            raise ValueError("write either workspace and role, or owns_server: true")
        return self


_file_rules: TypeAdapter[list[FileRule]] = TypeAdapter(list[FileRule])


@dataclass(frozen=True)
class Rule:
    """What a group gives. `id` is None for rules of the file; `workspace` is a name, empty where it is the server."""

    group: str
    workspace: str
    workspace_id: str | None
    role: Role | None
    owns_server: bool = False
    id: str | None = None
    state: RuleState = "works"


@dataclass(frozen=True)
class Given:
    """What somebody gets: {workspace: role}, and whether the server."""

    roles: Mapping[str, Role] = field(default_factory=dict)
    owns_server: bool = False

    def __bool__(self) -> bool:
        return bool(self.roles) or self.owns_server


@dataclass(frozen=True)
class Change:
    """A membership that became another one; None is no membership."""

    workspace_id: str
    before: str | None
    after: str | None


def read_rules(file: Path | None) -> list[FileRule]:
    """The rules of a file; raises Unreadable."""
    if file is None:
        return []
    try:
        return _file_rules.validate_json(file.read_bytes())
    except OSError as error:
        raise Unreadable(f"{file} cannot be read: {error.strerror}.") from None
    except ValidationError as error:
        first = error.errors()[0]
        at = ".".join(str(part) for part in first["loc"])
        why = first["msg"].removeprefix("Value error, ")
        raise Unreadable(f"{file}{f', rule {at}' if at else ''}: {why}.") from None


def rules_of(session: Session, file: Path | None) -> list[Rule]:
    """All rules, by their groups: those of the file, and those that were made in the browser."""
    named: dict[str, list[str]] = {}
    there = {row.id: row.name for row in session.exec(select(WorkspaceRow))}
    for key, name in there.items():
        named.setdefault(name, []).append(key)
    found = [_resolved(rule, there, named) for rule in read_rules(file)]
    found += [_made(row, there) for row in session.exec(select(GroupRuleRow))]
    return sorted(found, key=lambda rule: (rule.group.casefold(), rule.workspace.casefold()))


def _made(row: GroupRuleRow, there: Mapping[str, str]) -> Rule:
    role = next((role for role in ROLES if role == row.role), None)
    name = there.get(row.workspace_id or "", "")
    return Rule(row.name, name, row.workspace_id, role, row.owns_server, row.id)


def _resolved(rule: FileRule, there: Mapping[str, str], named: Mapping[str, list[str]]) -> Rule:
    if rule.workspace is None:
        return Rule(rule.group, "", None, None, owns_server=True)
    if rule.workspace in there:
        return Rule(rule.group, there[rule.workspace], rule.workspace, rule.role)
    fitting = named.get(rule.workspace, [])
    state: RuleState = "works" if len(fitting) == 1 else "ambiguous" if fitting else "missing"
    return Rule(rule.group, rule.workspace, fitting[0] if state == "works" else None, rule.role, state=state)


def given(rules: Iterable[Rule], groups: Collection[str]) -> Given:
    """What these groups give; of several roles in one workspace the highest."""
    roles: dict[str, Role] = {}
    owns_server = False
    for rule in rules:
        if rule.group not in groups:
            continue
        owns_server = owns_server or rule.owns_server
        if rule.workspace_id is not None and rule.role is not None:
            known = roles.get(rule.workspace_id)
            if known is None or allows(rule.role, known):
                roles[rule.workspace_id] = rule.role
    return Given(roles, owns_server)


def apply(session: Session, account: AccountRow, what: Given, actor: Actor) -> list[Change]:
    """Give an account what its groups give, and take what they no longer do. What was given by hand stays.

    The last owner of a workspace or of the server stays one, and the audit log says so.
    """
    held = session.exec(select(MemberRow).where(MemberRow.account_id == account.id))
    rows = {row.workspace_id: row for row in held}
    by_groups = {key for key, row in rows.items() if row.group_role is not None}
    changes = []
    for workspace in sorted(by_groups | what.roles.keys()):
        change = _apply_role(session, account, rows.get(workspace), workspace, what.roles.get(workspace), actor)
        if change is not None:
            changes.append(change)
    _apply_server(session, account, what.owns_server, actor)
    return changes


def _apply_role(
    session: Session, account: AccountRow, row: MemberRow | None, workspace: str, role: Role | None, actor: Actor
) -> Change | None:
    before = row.role if row is not None else None
    with within(workspace):
        if row is None:
            row = MemberRow(workspace_id=workspace, account_id=account.id, role=role or "viewer", group_role=role)
            session.add(row)
            session.flush()
            after: str | None = row.role
        else:
            try:
                after = workspaces.change_by_groups(session, row, role)
            except LastOwner:
                audit.record_of(session, actor, "member.kept", account.login, by="groups", why="the last owner")
                return None
        if after == before:
            return None
        action = "member.added" if before is None else "member.removed" if after is None else "member.role"
        audit.record_of(session, actor, action, account.login, before=before, after=after, by="groups")
    if after is not None:
        notifications.tell_of_role(session, workspace, account, after, "groups of the identity provider")
    return Change(workspace, before, after)


def _apply_server(session: Session, account: AccountRow, owns: bool, actor: Actor) -> None:
    if owns and not account.owns_server:
        account.owns_server = account.owner_by_group = True
    elif not owns and account.owner_by_group:
        if not accounts.other_owner_left(session, account):
            audit.record_of(session, actor, "account.owner-kept", account.login, by="groups", why="the last owner")
            return
        account.owns_server = account.owner_by_group = False
    else:
        return
    session.add(account)
    audit.record_of(session, actor, "account.owner", account.login, owner=owns, by="groups")


def groups_seen(session: Session) -> dict[str, int]:
    """{group: how many accounts are in it} of what the provider named at the last sign-in of each."""
    found: dict[str, int] = {}
    for row in session.exec(select(AccountRow).where(col(AccountRow.disabled_at).is_(None))):
        for group in row.groups or ():
            found[group] = found.get(group, 0) + 1
    return dict(sorted(found.items()))
