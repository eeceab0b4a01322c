"""To whom rows belong. On a team server every transaction sees the rows of one workspace, as if there were no others.

A row belongs to the workspace that it names, or to that of the row it hangs on. A table of neither kind belongs to the
server as a whole: what is in `SERVER_TABLES`, and nothing else, which a test holds.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import sqlalchemy
from sqlalchemy import Column, ColumnElement, Table, event, literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.sql import visitors
from sqlmodel import Session, SQLModel, col

from server.storage.orm.account_tables import WorkspaceArtifactRow
from server.storage.orm.core_tables import ArtifactRow
from server.storage.stores import quota_store
from server.storage.transactions.workspace_context import COMMON_WORKSPACE

#: Under this name a database session knows its workspace.
WORKSPACE_KEY = "place"
SERVER_TABLES = frozenset(
    {
        "account",
        "session",
        "launch_token",
        "cache_entry",
        "notification_choice",
        "automation_lease",
        "email",
        "compute_target",
    }
)


@event.listens_for(OrmSession, "do_orm_execute")
def _filter_by_workspace(state: ORMExecuteState) -> None:
    workspace_id = state.session.info.get(WORKSPACE_KEY)
    if workspace_id is not None and state.is_select and not state.is_column_load:
        rules = _build_criteria(workspace_id)
        # Only those of the tables in it: each one costs time, in each query.
        mentioned = find_tables(state.statement)
        state.statement = state.statement.options(*(rules[name] for name in sorted(mentioned & rules.keys())))


def find_tables(statement: Any) -> set[str]:
    """The names of all tables that a statement mentions, in joins, subqueries and conditions, too."""
    elements = list(visitors.iterate(statement))
    found = {element.name for element in elements if isinstance(element, Table)}
    columns = (getattr(element, "table", None) for element in elements if isinstance(element, Column))
    return found | {table.name for table in columns if isinstance(table, Table)}


@lru_cache(maxsize=1_000)
def _build_criteria(workspace_id: str) -> dict[str, Any]:
    """{table: the rule on what is seen of it}"""
    found = {}
    for mapper in SQLModel._sa_registry.mappers:
        row = mapper.class_
        rule = build_workspace_condition(row.__table__, (workspace_id, COMMON_WORKSPACE))
        if rule is not None:
            found[row.__table__.name] = with_loader_criteria(row, rule, include_aliases=True)
    return found


def build_workspace_condition(table: Table, workspaces: Iterable[str]) -> ColumnElement[bool] | None:
    """The condition that rows of this table belong to one of the workspaces; None for tables of the server."""
    if table.name in SERVER_TABLES:
        return None
    if table.name == ArtifactRow.__tablename__:
        held = sqlalchemy.select(col(WorkspaceArtifactRow.artifact)).where(
            col(WorkspaceArtifactRow.workspace_id).in_(workspaces)
        )
        return table.c.id.in_(held)
    if table.name == "workspace":
        return table.c.id.in_(workspaces)
    if "workspace_id" in table.c:
        return table.c.workspace_id.in_(workspaces)
    for key in table.foreign_keys:
        parent_condition = (
            None
            if key.column.table.name == ArtifactRow.__tablename__
            else build_workspace_condition(key.column.table, workspaces)
        )
        if parent_condition is not None:
            return key.parent.in_(sqlalchemy.select(key.column).where(parent_condition))
    return sqlalchemy.false()


def find_owning_workspace(session: Session, row: type[SQLModel], key: str, workspaces: Iterable[str]) -> str | None:
    """The first of these workspaces that has the row with this id. The session must see everything."""
    table: Table = row.__table__  # type: ignore[attr-defined]
    for workspace in workspaces:
        rule = build_workspace_condition(table, (workspace, COMMON_WORKSPACE))
        if rule is not None and session.execute(sqlalchemy.select(literal(1)).where(table.c.id == key, rule)).first():
            return workspace
    return None


def add_workspace_artifacts(session: Session, pairs: Iterable[tuple[str, str]]) -> None:
    """Note that workspaces have artifacts: (workspace, artifact)."""
    rows = [{"workspace_id": workspace, "artifact": artifact} for workspace, artifact in sorted(set(pairs))]
    if rows:
        kind: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        new = kind.insert(WorkspaceArtifactRow).on_conflict_do_nothing()
        added = session.execute(new.returning(WorkspaceArtifactRow.workspace_id, WorkspaceArtifactRow.artifact), rows)
        quota_store.add_usage(session, [(workspace, artifact) for workspace, artifact in added])
