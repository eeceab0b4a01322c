"""To whom rows belong. On a team server every transaction sees the rows of one workspace, as if there were no others.

A row belongs to the workspace that it names, or to that of the row it hangs on. A table of neither kind belongs to the
server as a whole: what is in `OF_THE_SERVER`, and nothing else, which a test holds.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import sqlalchemy
from sqlalchemy import ColumnElement, Table, event, literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria
from sqlalchemy.orm import Session as OrmSession
from sqlmodel import Session, SQLModel, col

from server.storage import quotas
from server.storage.people_tables import HoldingRow
from server.storage.place import COMMON
from server.storage.tables import ArtifactRow

#: Under this name a session knows its place.
PLACE = "place"
OF_THE_SERVER = frozenset({"account", "session", "launch", "result", "notification_choice"})


@event.listens_for(OrmSession, "do_orm_execute")
def _only_what_belongs_here(state: ORMExecuteState) -> None:
    place = state.session.info.get(PLACE)
    if place is not None and state.is_select and not state.is_column_load:
        state.statement = state.statement.options(*_rules(place))


@lru_cache(maxsize=1_000)
def _rules(place: str) -> tuple[Any, ...]:
    rows = [mapper.class_ for mapper in SQLModel._sa_registry.mappers]
    rules = ((row, belongs(row.__table__, (place, COMMON))) for row in rows)
    return tuple(with_loader_criteria(row, rule, include_aliases=True) for row, rule in rules if rule is not None)


def belongs(table: Table, workspaces: Iterable[str]) -> ColumnElement[bool] | None:
    """The condition that rows of this table belong to one of the workspaces; None for tables of the server."""
    if table.name in OF_THE_SERVER:
        return None
    if table.name == ArtifactRow.__tablename__:
        held = sqlalchemy.select(col(HoldingRow.artifact)).where(col(HoldingRow.workspace_id).in_(workspaces))
        return table.c.id.in_(held)
    if table.name == "workspace":
        return table.c.id.in_(workspaces)
    if "workspace_id" in table.c:
        return table.c.workspace_id.in_(workspaces)
    for key in table.foreign_keys:
        above = None if key.column.table.name == ArtifactRow.__tablename__ else belongs(key.column.table, workspaces)
        if above is not None:
            return key.parent.in_(sqlalchemy.select(key.column).where(above))
    return sqlalchemy.false()


def home_of(session: Session, row: type[SQLModel], key: str, workspaces: Iterable[str]) -> str | None:
    """The first of these workspaces that has the row with this id. The session must see everything."""
    table: Table = row.__table__  # type: ignore[attr-defined]
    for workspace in workspaces:
        rule = belongs(table, (workspace, COMMON))
        if rule is not None and session.execute(sqlalchemy.select(literal(1)).where(table.c.id == key, rule)).first():
            return workspace
    return None


def hold(session: Session, held: Iterable[tuple[str, str]]) -> None:
    """Note that workspaces have artifacts: (workspace, artifact)."""
    rows = [{"workspace_id": workspace, "artifact": artifact} for workspace, artifact in sorted(set(held))]
    if rows:
        kind: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        new = kind.insert(HoldingRow).on_conflict_do_nothing()
        made = session.execute(new.returning(HoldingRow.workspace_id, HoldingRow.artifact), rows)
        quotas.add_held(session, [(workspace, artifact) for workspace, artifact in made])
